// One object that somebody else wrote, read with distrust.
#include "json.h"

#include <sharing/stix.h>

namespace muster::sharing {
namespace {

namespace json = boost::json;

// "type--UUID" in lower case.
bool is_object_id(std::string_view id, std::string_view type) {
  if (!id.starts_with(type) || id.size() != type.size() + 2 + 36 || id.substr(type.size(), 2) != "--") return false;
  const std::string_view uuid = id.substr(type.size() + 2);
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (uuid[i] >= '0' && uuid[i] <= '9') || (uuid[i] >= 'a' && uuid[i] <= 'f');
    if (dash ? uuid[i] != '-' : !hex) return false;
  }
  return true;
}

Result<Instant> time_of(const json::object& o, const char* name) {
  const auto text = text_of(o, name);
  if (text.empty()) return invalid("stix_field", std::string("The object lacks its ") + name + ".", name);
  const auto at = parse_rfc3339(text);
  if (!at.ok()) return invalid("stix_time", std::string("The object's ") + name + " is no time of RFC 3339.", name);
  return *at;
}

// The number that the order has with its maker: the first reference that carries one.
std::string number_of(const json::object& o) {
  const auto* references = o.if_contains("external_references");
  if (!references || !references->is_array()) return "";
  for (const auto& each : references->get_array())
    if (each.is_object())
      if (auto number = text_of(each.get_object(), "external_id"); !number.empty()) return number;
  return "";
}

Result<void> read_indicator(const json::object& o, Told& out) {
  MUSTER_TRY(out.from, time_of(o, "valid_from"));
  if (o.contains("valid_until")) {
    MUSTER_TRY(const Instant until, time_of(o, "valid_until"));
    if (until <= out.from)
      return invalid("stix_time", "The object ends before it begins (valid_until).", "valid_until");
    out.until = until;
  }
  if (text_of(o, "pattern_type") != "stix")
    return invalid("pattern_form", "Patterns of STIX alone are understood.", "pattern_type");
  MUSTER_TRY(out.names, read_pattern(text_of(o, "pattern", kPatternMax + 1)));
  out.order_number = number_of(o);
  if (const auto* labels = o.if_contains("labels"); labels && labels->is_array() && !labels->get_array().empty())
    if (const auto* first = labels->get_array()[0].if_string(); first && first->size() <= 100)
      out.ground = std::string(*first);
  return {};
}

}  // namespace

Result<Told> read_object(std::string_view text) {
  MUSTER_TRY(const json::value value, parse_json(text));
  if (!value.is_object()) return invalid("stix_form", "An object of STIX is a JSON object.", "objects");
  return read_object(value.get_object());
}

Result<Told> read_object(const json::object& o) {
  Told out;
  out.type = text_of(o, "type");
  out.id = text_of(o, "id");
  if (out.type.empty() || out.type.size() > 64 || !is_object_id(out.id, out.type))
    return invalid("stix_id", "An object's id is its type, two hyphens and a UUID.", "id");
  out.created_by = text_of(o, "created_by_ref");
  if (out.type != "indicator") return out;
  if (text_of(o, "spec_version") != "2.1")
    return invalid("stix_field", "Objects of STIX 2.1 alone are understood.", "spec_version");
  if (out.created_by.empty()) return invalid("stix_field", "The object doesn't say who made it.", "created_by_ref");
  MUSTER_TRY(out.modified, time_of(o, "modified"));
  if (const auto* revoked = o.if_contains("revoked")) {
    if (!revoked->is_bool()) return invalid("stix_field", "Whether an object is revoked is true or false.", "revoked");
    out.revoked = revoked->get_bool();
  }
  MUSTER_CHECK_OK(read_indicator(o, out));
  return out;
}

}  // namespace muster::sharing
