#include "json.h"

#include <sharing/envelope.h>

namespace muster::sharing {

Result<Envelope> read_envelope(std::string_view body) {
  if (body.size() > kEnvelopeMax) return invalid("envelope_large", "An envelope has at most 4 MiB.", "objects");
  MUSTER_TRY(const auto value, parse_json(body));
  if (!value.is_object()) return invalid("stix_form", "An envelope is a JSON object.", "objects");
  const auto& o = value.get_object();
  Envelope out;
  if (const auto* more = o.if_contains("more")) out.more = more->is_bool() && more->get_bool();
  out.next = text_of(o, "next", 500);
  const auto* objects = o.if_contains("objects");
  if (!objects) return out;
  if (!objects->is_array()) return invalid("stix_form", "The objects of an envelope are a list.", "objects");
  if (objects->get_array().size() > kObjectsMax)
    return invalid("envelope_objects", "An envelope holds at most 2,000 objects.", "objects");
  for (const auto& each : objects->get_array()) {
    ToldObject told{"", "", invalid("stix_form", "An object of STIX is a JSON object.", "objects")};
    if (each.is_object()) {
      told.id = text_of(each.get_object(), "id", 200);
      told.version = text_of(each.get_object(), "modified", 64);
      told.told = read_object(each.get_object());
    }
    out.objects.push_back(std::move(told));
  }
  return out;
}

}  // namespace muster::sharing
