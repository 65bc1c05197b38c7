#include "never_block_handlers.h"
#include <store/database.h>
#include <web/records.h>

namespace muster::api {

json::object protection_json(const restrictions::Protection& protection) {
  return {{"name", protection.name}, {"kind", to_text(protection.kind)}};
}

http::Response proposal_answer(const Services& services, const restrictions::NeverBlockProposal& p,
                               const http::Principal& who, int status) {
  const auto made = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::array next;
    for (const auto& [event, to] : {std::pair{"confirm", restrictions::NeverBlockState::confirmed},
                                    std::pair{"reject", restrictions::NeverBlockState::rejected}}) {
      if (!may_become(p.state, to)) continue;
      json::array why;
      if (std::string_view(event) == "confirm" && p.proposed_by == who.person_id)
        why.push_back(json::object{{"code", "never_block_same_person"},
                                   {"sentence", "You proposed it; another person confirms it."}});
      const bool allowed = why.empty();
      next.push_back(json::object{{"event", event},
                                  {"to", to_text(to)},
                                  {"allowed", allowed},
                                  {"why_not", std::move(why)},
                                  {"needs_reasons", false}});
    }
    return json::object{
        {"id", p.id},
        {"action", to_text(p.action)},
        {"source", or_null(p.source)},
        {"reason", p.reason},
        {"names", p.names},
        {"refused", p.refused},
        {"names_sha256", or_null(p.names_sha256)},
        {"state", to_text(p.state)},
        {"proposed_by", p.proposed_by == "cli" ? json::value(nullptr) : json::value(person_json(tx, p.proposed_by))},
        {"proposed_at", time_json(p.proposed_at)},
        {"decided_by", p.decided_by.empty() ? json::value(nullptr) : json::value(person_json(tx, p.decided_by))},
        {"decided_at", time_json(p.decided_at)},
        {"version", p.version},
        {"next_events", std::move(next)},
        {"timeline", timeline_json(tx, events::of_record(tx, restrictions::kNeverBlockRecord, p.id))}};
  });
  if (!made.ok()) return http::Response::problem(made.error());
  auto out = answer(*made, status).header("ETag", http::etag_of(p.version));
  if (status == 201) out.header("Location", "/api/never-block/proposals/" + p.id);
  return out;
}

}  // namespace muster::api
