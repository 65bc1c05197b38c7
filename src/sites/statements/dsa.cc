// The record in the shape of the DSA Transparency Database (its API, POST /api/v1/statement; field list of
// StatementStoreRequest). No name of a site and no person is in it.
#include <cases/law_text.h>

#include <algorithm>

#include <boost/json.hpp>
#include <statements/statement.h>

namespace muster::statements {
namespace {

namespace json = boost::json;

constexpr std::size_t kFactsMax = 5000, kGroundMax = 500, kExplanationMax = 2000, kOtherMax = 500;  // characters
constexpr std::string_view kLastDay = "2038-01-01";

struct Category {
  std::string_view ground, category, keyword;
};
constexpr Category kCategories[] = {
    {"unfiled", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", ""},
    {"false_filing", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", ""},
    {"age_assurance_missing", "STATEMENT_CATEGORY_PROTECTION_OF_MINORS", ""},
    {"explicit_unlawful", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "KEYWORD_ADULT_SEXUAL_MATERIAL"},
    {"child_abuse_material", "STATEMENT_CATEGORY_PROTECTION_OF_MINORS", "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL"},
    {"billing_fraud", "STATEMENT_CATEGORY_SCAMS_AND_FRAUD", ""},
    {"phishing_or_malware", "STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "KEYWORD_PHISHING"},
    {"partner_breach", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", ""},
    {"unrecorded_sub_assignment", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", ""},
};

// At most so many characters, never cutting one.
std::string cut(std::string_view text, std::size_t characters) {
  std::size_t seen = 0, at = 0;
  for (; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xc0) != 0x80 && ++seen > characters) break;
  return std::string(text.substr(0, at));
}

std::string day_of(Instant t) {
  return std::min(to_day(t), std::string(kLastDay));
}

std::string source_of(const Facts& f) {
  if (f.trusted_flagger) return "SOURCE_TRUSTED_FLAGGER";
  if (f.about.source == "report") return "SOURCE_ARTICLE_16";
  if (f.about.source == "received_order") return "SOURCE_TYPE_OTHER_NOTIFICATION";
  return "SOURCE_VOLUNTARY";
}

// The law, or the contract.
void add_ground(json::object& out, const Facts& f) {
  const std::string ground = cut(cases::law_text(f.decision.law, f.decision.article), kGroundMax);
  const std::string explanation = cut(f.ground_title + ". " + f.decision.reasons, kExplanationMax);
  if (f.contract) {
    out["decision_ground"] = "DECISION_GROUND_INCOMPATIBLE_CONTENT";
    out["incompatible_content_ground"] = ground;
    out["incompatible_content_explanation"] = explanation;
    out["incompatible_content_illegal"] = "No";
  } else {
    out["decision_ground"] = "DECISION_GROUND_ILLEGAL_CONTENT";
    out["illegal_content_legal_ground"] = ground;
    out["illegal_content_explanation"] = explanation;
  }
}

void add_measure(json::object& out, const Facts& f) {
  if (f.decision.measure == "contract") {
    out["decision_provision"] = "DECISION_PROVISION_TOTAL_SUSPENSION";
    out["end_date_service_restriction"] = day_of(f.order.expires_at);
    return;
  }
  out["decision_visibility"] = json::array{"DECISION_VISIBILITY_CONTENT_DISABLED"};
  out["end_date_visibility_restriction"] = day_of(f.order.expires_at);
}

}  // namespace

std::string dsa_of(const Facts& f) {
  json::object out;
  add_measure(out, f);
  add_ground(out, f);
  const auto* category = std::find_if(std::begin(kCategories), std::end(kCategories),
                                      [&](const Category& c) { return c.ground == f.decision.ground; });
  if (category != std::end(kCategories)) {
    out["category"] = json::string(category->category);
    if (!category->keyword.empty()) out["category_specification"] = json::array{json::string(category->keyword)};
  } else {
    out["category"] = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC";
  }
  out["content_type"] = json::array{"CONTENT_TYPE_OTHER"};
  out["content_type_other"] = cut(f.decision.measure == "contract" ? "A service" : "A web site", kOtherMax);
  out["content_date"] = day_of(f.about.opened_at);
  out["application_date"] = day_of(f.order.issued_at);
  out["decision_facts"] = cut(f.decision.reasons, kFactsMax);
  out["source_type"] = source_of(f);
  out["automated_detection"] = f.about.source == "suspicion" || f.about.source == "census" ? "Yes" : "No";
  out["automated_decision"] = "AUTOMATED_DECISION_NOT_AUTOMATED";
  out["puid"] = f.number;
  return json::serialize(out);
}

}  // namespace muster::statements
