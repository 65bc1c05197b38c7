// GET /holders/{id}: documents by kind, lines masked, registrations, time line; nothing of the person itself.
#include "line_handlers.h"
#include "person_handlers.h"
#include <events/event.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

json::array holdings_json(store::Transaction& tx, const std::string& holder_id) {
  json::array out;
  for (const auto& ownership : lines::ownerships_of_holder(tx, holder_id)) {
    json::object one = ownership_json(ownership);
    const auto line = lines::find_line(tx, ownership.line_id);
    one["line"] = line ? json::value(line_json(*line)) : json::value(nullptr);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

http::Response holder_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto holder, services.persons.holder(request.param("id")));
  MUSTER_ANSWER_TRY(const auto documents, services.persons.documents(holder.id));
  auto body = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = holder_json(holder);
    json::array shown;
    for (const auto& document : documents) shown.push_back(document_json(document));
    out["documents"] = std::move(shown);
    out["holdings"] = holdings_json(tx, holder.id);
    out["timeline"] = timeline_json(tx, events::of_record(tx, persons::kHolderRecord, holder.id));
    out["readings"] = timeline_json(tx, events::of_record(tx, vault::kRecordKind, holder.id));
    return out;
  });
  if (!body.ok()) return http::Response::problem(body.error());
  return answer(*std::move(body)).header("ETag", http::etag_of(holder.version));
}

}  // namespace muster::numbers_api
