// POST /access-requests: one call through the whole gate. GET /accesses/{id}/gate: what the gate would say of one now.
#include "filing_handlers.h"

namespace muster::api {
namespace {

json::array reasons_json(const std::vector<Error>& reasons) {
  json::array out;
  for (const Error& reason : reasons)
    out.push_back({{"code", reason.code}, {"sentence", reason.sentence}, {"field", reason.field}});
  return out;
}

json::array checks_json(const std::vector<filings::CheckOutcome>& checks) {
  json::array out;
  for (const auto& check : checks)
    out.push_back({{"check", filings::to_text(check.check)},
                   {"outcome", filings::to_text(check.outcome)},
                   {"reasons", reasons_json(check.reasons)}});
  return out;
}

const char* word_of(const std::vector<filings::CheckOutcome>& checks) {
  return filings::refusals(checks).empty() ? "open" : "refused";
}

}  // namespace

http::Response access_request(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string site = body.text("site", 300);
  const filings::AccessDraft draft = read_access(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto asked, services.filings.ask_access(site, draft, actor_of(*request.principal)));
  ProviderNames providers(services);
  json::object out{
      {"state", word_of(asked.checks)}, {"checks", checks_json(asked.checks)}, {"access", json::value(nullptr)}};
  if (!asked.access) return answer(std::move(out));
  out["access"] = access_json(*asked.access, providers);
  auto response = answer(std::move(out), 201);
  response.header("ETag", http::etag_of(asked.access->version));
  return response;
}

http::Response access_gate(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto checks, services.filings.gate_of(request.param("id"), actor_of(*request.principal)));
  return answer(json::object{{"state", word_of(checks)}, {"checks", checks_json(checks)}});
}

}  // namespace muster::api
