#include "lookup_handlers.h"
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {

json::object request_json(const lookups::AuthorityRequest& r) {
  return {{"id", r.id},
          {"number", r.number},
          {"state", to_text(r.state)},
          {"state_since", time_json(r.state_since)},
          {"authority_id", r.authority_id},
          {"scope_id", r.scope_id},
          {"law", r.law},
          {"letter", r.letter},
          {"purpose", r.purpose},
          {"kind", to_text(r.kind)},
          {"fields", texts_json(r.fields)},
          {"about_at", time_json(r.about_at)},
          {"rows_max", r.rows_max},
          {"entered_at", time_json(r.entered_at)},
          {"due_at", time_json(r.due_at)},
          {"decided_at", time_json(r.decided_at)},
          {"reasons", texts_json(r.reasons)},
          {"expires_at", time_json(r.expires_at)},
          {"delay_until", time_json(r.delay_until)},
          {"delay_law", or_null(r.delay_law)},
          {"answered_at", time_json(r.answered_at)},
          {"readings", r.readings},
          {"notified_at", time_json(r.notified_at)}};
}

http::Response request_answered(const Services& services, const lookups::AuthorityRequest& r, int status) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = request_json(r);
    one["entered_by"] = person_json(tx, r.entered_by);
    one["checked_by"] = person_json(tx, r.checked_by);
    one["decided_by"] = person_json(tx, r.decided_by);
    one["timeline"] = timeline_json(tx, events::of_record(tx, lookups::kRequestRecord, r.id));
    return one;
  }));
  return answer(out, status).header("ETag", http::etag_of(r.version));
}

}  // namespace muster::numbers_api
