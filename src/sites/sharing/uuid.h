// Inside of the room.
#pragma once

#include <string>
#include <string_view>

namespace muster::sharing {

// The same for the same space and name, for ever (RFC 9562 §5.5). `space`: a UUID.
std::string uuid5(std::string_view space, std::string_view name);

// Of a report of XARF about an order: a UUID that says version 4, and the same for the same order.
std::string report_uuid(std::string_view order_id);

}  // namespace muster::sharing
