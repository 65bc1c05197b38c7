// Inside of the room.
#pragma once

#include <string>
#include <string_view>

namespace muster::sharing {

// Of a report of XARF about an order: a UUID that says version 4, and the same for the same order.
std::string report_uuid(std::string_view order_id);

}  // namespace muster::sharing
