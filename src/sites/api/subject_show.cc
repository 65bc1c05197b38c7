// GET /subjects/{id}: a responsible entity; an individual's particulars for a stated purpose alone, and in the ledger.
#include "filing_handlers.h"
#include <base/text.h>

namespace muster::api {
namespace {

constexpr int kSitesShown = 100;
constexpr std::size_t kPurposeMax = 60;

// The ledger keeps purposes as snake_case: "Ask about the complaint" → "ask_about_the_complaint".
std::string purpose_code(std::string_view text) {
  std::string out;
  for (const char c : to_lower_ascii(trim(text))) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
    if (out.size() == kPurposeMax) break;
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

}  // namespace

http::Response subject_show(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(const auto subject, services.filings.subject(id));
  MUSTER_ANSWER_TRY(const auto sites, services.filings.sites_of(id, "", kSitesShown));
  json::object out = subject_json(subject);
  ProviderNames providers(services);
  json::array filings;
  for (const auto& row : sites.items) filings.push_back(filing_summary_json(row, providers));
  out["filings"] = std::move(filings);
  if (const auto purpose = request.query_value("purpose"); purpose && !purpose->empty()) {
    const std::string code = purpose_code(*purpose);
    if (code.size() < 3)
      return http::Response::problem(invalid(
          "purpose_form", "State the purpose in a few words of Latin letters; it goes into the ledger.", "purpose"));
    MUSTER_ANSWER_TRY(const auto data, services.filings.personal_data(id, code, request.principal->person_id));
    for (const auto& [field, value] : data) {
      if (field.starts_with("responsible_")) {
        auto& person = out["responsible"];
        if (!person.is_object()) person = json::object();
        person.get_object()[field.substr(12)] = value;
      } else {
        out[field] = value;
      }
    }
  }
  auto response = answer(out);
  response.header("ETag", http::etag_of(subject.version));
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace muster::api
