// JSON that came from outside, within limits. Inside of the room.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <sharing/stix.h>

namespace muster::sharing {

inline constexpr std::size_t kDepthMax = 24;

// Errors: stix_form.
Result<boost::json::value> parse_json(std::string_view text);
// A field's text; "" where it is missing, no text, longer than `most` bytes, or not to be shown.
std::string text_of(const boost::json::object& o, std::string_view name, std::size_t most = kTextMax);
Result<Told> read_object(const boost::json::object& o);

}  // namespace muster::sharing
