// GET /takeovers/mappings and …/{name}; PUT /takeovers/mappings/{name}: the body is the TOML, a new version each time.
#include "takeover_handlers.h"
#include <base/text.h>
#include <takeover/mappings.h>
#include <web/media_type.h>
#include <web/records.h>

namespace muster::api {
namespace {

json::object kept_mapping_json(store::Transaction& tx, const takeover::KeptMapping& kept) {
  json::object out{{"name", kept.name},
                   {"version", kept.version},
                   {"saved_at", time_json(kept.saved_at)},
                   {"by", person_json(tx, kept.actor)}};
  // It was read when it was saved; a program of other rules may read it otherwise.
  const auto mapping = takeover::parse_mapping(kept.text);
  out["system"] = mapping.ok() ? mapping->system : "";
  out["table"] = mapping.ok() ? or_null(mapping->table) : json::value(nullptr);
  out["reverify"] = mapping.ok() && mapping->reverify;
  return out;
}

http::Response mapping_answer(const Services& services, const takeover::KeptMapping& kept) {
  MUSTER_ANSWER_TRY(auto body, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = kept_mapping_json(tx, kept);
    out["text"] = kept.text;
    return out;
  }));
  return answer(body).header("ETag", http::etag_of(kept.version));
}

}  // namespace

http::Response takeover_mapping_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto all, takeover::Mappings(services.database, services.recorder).all());
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& kept : all) out.push_back(kept_mapping_json(tx, kept));
    return out;
  }));
  return list_answer(std::move(items), std::nullopt);
}

http::Response takeover_mapping_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto kept,
                    takeover::Mappings(services.database, services.recorder).get(request.param("name")));
  return mapping_answer(services, kept);
}

http::Response takeover_mapping_save(const Services& services, const http::Request& request) {
  if (web::media_type(request.header("content-type")) != "application/toml")
    return http::Response::problem(invalid("content_type", "Send the mapping as application/toml."));
  const takeover::Mappings mappings(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto kept, mappings.save(request.param("name"), request.body, request.principal->person_id));
  return mapping_answer(services, kept);
}

}  // namespace muster::api
