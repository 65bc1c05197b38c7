// POST /authority-requests/{id}/answers: exactly the fields that were approved, of one record. POST …/comparisons: yes
// and no alone. POST …/letters: the officer, and what the letter names. Each is a reading, in the ledger.
#include "lookup_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::size_t kProbesMax = 1'000;  // in one call

lookups::Probe probe_of(Body& body) {
  lookups::Probe probe;
  probe.document.kind = body.text("document_kind", 64);
  probe.document.country = body.text("document_country", 8);
  probe.document.number = body.text("document_number", 64);
  probe.identity.name = body.maybe_text("name", 500).value_or("");
  probe.identity.birth_date = body.maybe_text("birth_date", 16).value_or("");
  probe.msisdn = body.maybe_text("msisdn", 40).value_or("");
  return probe;
}

json::value yes_no(const std::optional<bool>& said) {
  return said ? json::value(*said) : json::value(nullptr);
}

}  // namespace

http::Response request_answer(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto answered, services.requests.answer(request.principal->person_id, request.param("id")));
  json::object fields;
  for (const auto& [code, value] : answered.fields) fields[code] = value;
  return answer({{"number", answered.request.number},
                 {"found", answered.found},
                 {"fields", std::move(fields)},
                 {"expires_at", time_json(answered.request.expires_at)}});
}

http::Response request_compare(const Services& services, const http::Request& request) {
  Body body(request);
  std::vector<lookups::Probe> probes;
  for (Body& one : body.objects("records", kProbesMax, 1)) probes.push_back(probe_of(one));
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto matches,
                    services.requests.compare(request.principal->person_id, request.param("id"), probes));
  json::array items;
  for (const auto& m : matches)
    items.push_back(
        {{"known", m.known}, {"same_identity", yes_no(m.same_identity)}, {"same_number", yes_no(m.same_number)}});
  return answer({{"matches", std::move(items)}});
}

http::Response request_letter(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string purpose = body.text("purpose", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto read,
                    services.requests.letter(request.principal->person_id, request.param("id"), purpose));
  json::object fields;
  for (const auto& [field, value] : read) fields[field] = value;
  return answer({{"fields", std::move(fields)}});
}

}  // namespace muster::numbers_api
