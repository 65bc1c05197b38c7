#include <cases/rules.h>

#include <algorithm>

namespace muster::cases {
namespace {

// As 0005_cases.sql seeds them; a test compares. Policy files may narrow this, nothing widens it.
constexpr GroundRule kGrounds[] = {
    {"unfiled", "host", false, "authority", 8760, 0, true, false},
    {"false_filing", "host", false, "authority", 8760, 0, true, false},
    {"age_assurance_missing", "none", false, "authority", 8760, 0, true, false},
    {"explicit_unlawful", "domain", true, "authority", 8760, 0, false, false},
    {"child_abuse_material", "domain", true, "authority", 8760, 0, false, true},
    {"billing_fraud", "host", false, "authority", 8760, 0, false, false},
    {"phishing_or_malware", "domain", true, "operator_security", 8760, 72, false, false},
    {"partner_breach", "contract", false, "contract", 17520, 17520, true, false},
    {"unrecorded_sub_assignment", "contract", false, "contract", 17520, 17520, true, false},
};

constexpr Allowance kAllowances[] = {
    {"unfiled", "hold", "host"},
    {"false_filing", "hold", "host"},
    {"explicit_unlawful", "hold", "url"},
    {"explicit_unlawful", "hold", "host"},
    {"explicit_unlawful", "network", "host"},
    {"explicit_unlawful", "network", "domain"},
    {"child_abuse_material", "hold", "url"},
    {"child_abuse_material", "hold", "host"},
    {"child_abuse_material", "network", "host"},
    {"child_abuse_material", "network", "domain"},
    {"billing_fraud", "hold", "url"},
    {"billing_fraud", "hold", "host"},
    {"billing_fraud", "contract", "contract"},
    {"phishing_or_malware", "hold", "url"},
    {"phishing_or_malware", "hold", "host"},
    {"phishing_or_malware", "network", "host"},
    {"phishing_or_malware", "network", "domain"},
    {"partner_breach", "contract", "contract"},
    {"unrecorded_sub_assignment", "contract", "contract"},
};

constexpr ElementRule kElements[] = {
    {"unfiled", "observed", "The site answers under this name."},
    {"unfiled", "no_filing", "The register holds no filing for it."},
    {"false_filing", "filed_record", "What the filing says."},
    {"false_filing", "contradiction", "What shows that the filing is false."},
    {"age_assurance_missing", "sealed_visit", "A visit that was offered the content without a check of age."},
    {"age_assurance_missing", "law_applies", "Why the named law asks this site for a check of age."},
    {"explicit_unlawful", "sealed_visit", "A visit, kept with every hop, that shows the content."},
    {"explicit_unlawful", "content_in_context", "The content in its context, looked at by a person."},
    {"explicit_unlawful", "law_applies", "Why the named law forbids to offer it there."},
    {"child_abuse_material", "listed_match", "A match of a supplied hash list, or a hotline's notice."},
    {"billing_fraud", "charge_flow", "The steps that led to a charge, as tested."},
    {"billing_fraud", "terms_missed", "What a subscriber must see and did not."},
    {"phishing_or_malware", "sealed_visit",
     "A visit, kept with every hop, that shows the deception or the harmful file."},
    {"phishing_or_malware", "harm_shown", "Whom the site imitates, or what the file does."},
    {"partner_breach", "agreement_clause", "The clause of the agreement."},
    {"partner_breach", "finding", "The finding that breaks it."},
    {"unrecorded_sub_assignment", "lease_chain", "The chain of leases on record."},
    {"unrecorded_sub_assignment", "actual_use", "Who uses the addresses."},
};

}  // namespace

std::span<const GroundRule> grounds() {
  return kGrounds;
}
std::span<const Allowance> allowances() {
  return kAllowances;
}
std::span<const ElementRule> element_rules() {
  return kElements;
}

const GroundRule* find_ground(std::string_view code) {
  const auto* found =
      std::find_if(std::begin(kGrounds), std::end(kGrounds), [&](const auto& g) { return g.code == code; });
  return found == std::end(kGrounds) ? nullptr : found;
}

bool allows(std::string_view ground, std::string_view measure, std::string_view scope_kind) {
  return std::any_of(std::begin(kAllowances), std::end(kAllowances), [&](const Allowance& a) {
    return a.ground == ground && a.measure == measure && a.scope_kind == scope_kind;
  });
}

std::vector<std::string> missing_elements(std::string_view ground, const std::vector<Element>& elements,
                                          std::int64_t evidence_count) {
  std::vector<std::string> missing;
  for (const ElementRule& rule : kElements) {
    if (rule.ground != ground) continue;
    const bool tied = std::any_of(elements.begin(), elements.end(), [&](const Element& e) {
      return e.element == rule.element && e.seq <= evidence_count;
    });
    if (!tied) missing.emplace_back(rule.element);
  }
  return missing;
}

}  // namespace muster::cases
