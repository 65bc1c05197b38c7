// gzip (RFC 1952) for answers. Inside the room.
#pragma once

#include <string>
#include <string_view>

namespace muster::http {

std::string gzip(std::string_view text);

}  // namespace muster::http
