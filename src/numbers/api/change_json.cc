#include "change_handlers.h"
#include <lines/records.h>

namespace muster::numbers_api {

json::object step_json(std::string_view event, std::string_view to, const std::optional<Error>& closed,
                       bool needs_reasons) {
  json::array why;
  if (closed) why.push_back({{"code", closed->code}, {"sentence", closed->sentence}});
  return {{"event", event},
          {"to", to},
          {"allowed", !closed},
          {"why_not", std::move(why)},
          {"needs_reasons", needs_reasons}};
}

std::optional<Error> lacks(const http::Principal& who, std::initializer_list<const char*> roles, const char* sentence) {
  for (const char* role : roles)
    if (who.has(role)) return std::nullopt;
  return refused("role_missing", sentence);
}

json::value line_ref(store::Transaction& tx, const std::string& line_id) {
  const auto line = line_id.empty() ? std::nullopt : lines::find_line(tx, line_id);
  if (!line) return nullptr;
  return {
      {"id", line->id}, {"msisdn_masked", lines::msisdn_masked(line->msisdn)}, {"state", lines::to_text(line->state)}};
}

persons::Proof proof_of(Body& body) {
  static constexpr std::string_view kEvidences[] = {"both_documents_shown", "register_extract", "court_record",
                                                    "issuer_confirmation"};
  persons::Proof proof;
  proof.evidence = persons::evidence(body.one_of("evidence", kEvidences)).value_or(proof.evidence);
  proof.reference = body.text("reference", 64);
  return proof;
}

}  // namespace muster::numbers_api
