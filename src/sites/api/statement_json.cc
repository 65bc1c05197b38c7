#include "statement_handlers.h"
#include <store/database.h>
#include <web/records.h>

namespace muster::api {

json::object statement_line_json(const statements::Statement& s) {
  return {{"id", s.id},
          {"number", s.number},
          {"order_id", s.order_id},
          {"order", s.order_number},
          {"case_id", s.case_id},
          {"case", s.case_number},
          {"site", s.site},
          {"ground", s.ground},
          {"language", s.language},
          {"created_at", to_rfc3339(s.created_at)},
          {"state", s.state},
          {"state_since", to_rfc3339(s.state_at)}};
}

http::Response statement_answer(const Services& services, const statements::Statement& s) {
  MUSTER_ANSWER_TRY(const auto travelled, services.statements.deliveries(s.id));
  MUSTER_ANSWER_TRY(const auto history, services.statements.history(s.id));
  json::object out = statement_line_json(s);
  out["content"] = parsed(s.content);
  out["content_sha256"] = s.content_sha256;
  json::array next;
  for (const auto& t : statements::transitions())
    if (t.from == s.state && t.by_person) next.push_back(json::string(t.event));
  out["open_events"] = std::move(next);
  const auto more = services.database.read([&](store::Transaction& tx) -> Result<void> {
    json::array deliveries;
    for (const auto& d : travelled)
      deliveries.push_back(json::object{{"channel", d.channel},
                                        {"state", d.state},
                                        {"code", or_null(d.code)},
                                        {"note", or_null(d.note)},
                                        {"by", person_json(tx, d.by)},
                                        {"at", to_rfc3339(d.at)},
                                        {"changed_at", to_rfc3339(d.changed_at)}});
    out["deliveries"] = std::move(deliveries);
    out["timeline"] = timeline_json(tx, history);
    return {};
  });
  if (!more.ok()) return http::Response::problem(more.error());
  return answer(out).header("ETag", http::etag_of(s.version));
}

}  // namespace muster::api
