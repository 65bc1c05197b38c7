#include "json.h"

#include <base/text.h>

#include <algorithm>

namespace muster::sharing {

Result<boost::json::value> parse_json(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kDepthMax;
  boost::system::error_code fault;
  auto value = boost::json::parse(text, fault, {}, options);
  if (fault) return invalid("stix_form", "This is no JSON, or it is nested deeper than 24 levels.", "objects");
  return value;
}

std::string text_of(const boost::json::object& o, std::string_view name, std::size_t most) {
  const auto* value = o.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  if (!text || text->size() > most || !is_valid_utf8(*text)) return "";
  if (std::any_of(text->begin(), text->end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return "";
  return std::string(*text);
}

}  // namespace muster::sharing
