// One gzip member (RFC 1952), and members one after the other.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::testing {

std::string gzip_member(std::string_view bytes);

// Takes one member off the front of `rest` and gives what it holds. Errors: warc_gzip, warc_too_large.
Result<std::string> take_gzip_member(std::string_view& rest, std::size_t max_bytes);

}  // namespace muster::testing
