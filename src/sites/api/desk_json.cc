#include "desk_handlers.h"
#include <web/records.h>

namespace muster::api {

cases::Desk desk_of(const Services& services) {
  return {services.database, services.recorder, services.policy, services.cases};
}

json::object queue_row_json(store::Transaction& tx, const cases::QueueRow& row, const http::Principal& who,
                            Instant now) {
  json::object out = case_summary_json(row.file, who, now, "");
  out["claim"] = row.claimed_by.empty() ? json::value(nullptr)
                                        : json::value(json::object{{"by", person_json(tx, row.claimed_by)},
                                                                   {"mine", row.claimed_by == who.person_id},
                                                                   {"until", time_json(row.claimed_until)},
                                                                   {"note", or_null(row.note)}});
  return out;
}

http::Response queue_rows_answer(const Services& services, const std::vector<cases::QueueRow>& rows,
                                 const http::Principal& who, const std::string& next) {
  const Instant now = services.clock.now();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& row : rows) out.push_back(queue_row_json(tx, row, who, now));
    return out;
  }));
  return list_answer(std::move(items), next.empty() ? std::nullopt : std::optional(next));
}

json::object conflict_json(const cases::Conflict& c) {
  return {{"id", c.id}, {"kind", c.kind}, {"ref", c.ref}, {"declared_at", time_json(c.declared_at)}};
}

json::object duty_json(store::Transaction& tx, const cases::Duty& d, Instant now) {
  return {{"id", d.id},
          {"person", person_json(tx, d.person_id)},
          {"step", d.step},
          {"region", or_null(d.region)},
          {"from", time_json(d.from)},
          {"until", time_json(d.until)},
          {"now", d.from <= now && now < d.until},
          {"entered_by", person_json(tx, d.entered_by)}};
}

}  // namespace muster::api
