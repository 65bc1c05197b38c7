#include "lookup_handlers.h"
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {

json::object dispute_json(const lookups::Dispute& d) {
  const auto word = [](const auto& value) { return value ? json::value(to_text(*value)) : json::value(nullptr); };
  return {{"id", d.id},
          {"kind", to_text(d.kind)},
          {"state", to_text(d.state)},
          {"state_since", time_json(d.state_since)},
          {"holder_id", d.holder_id},
          {"line_id", or_null(d.line_id)},
          {"dealer_id", or_null(d.dealer_id)},
          {"fields", texts_json(d.fields)},
          {"opened_at", time_json(d.opened_at)},
          {"due_at", time_json(d.due_at)},
          {"dealer_due_at", time_json(d.dealer_due_at)},
          {"dealer_answer", word(d.dealer_answer)},
          {"outcome", word(d.outcome)},
          {"reason", or_null(d.reason)},
          {"decided_at", time_json(d.decided_at)},
          {"told_at", time_json(d.told_at)}};
}

http::Response dispute_answered(const Services& services, const lookups::Dispute& d) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = dispute_json(d);
    one["decided_by"] = person_json(tx, d.decided_by);
    one["timeline"] = timeline_json(tx, events::of_record(tx, lookups::kDisputeRecord, d.id));
    return one;
  }));
  return answer(out).header("ETag", http::etag_of(d.version));
}

}  // namespace muster::numbers_api
