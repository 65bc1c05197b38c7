// Answers as bytes (RFC 9112). Inside the room.
#pragma once

#include <base/time.h>
#include <http/message.h>

#include <string>

namespace muster::http {

enum class Framing { length, chunked, until_close, none };

// Status line and headers with the empty line. Line breaks in a header's value, which would forge further ones, become
// spaces.
std::string head_of(const Response& response, Framing framing, bool keep_alive, Instant now);
std::string http_date(Instant t);  // RFC 9110 §5.6.7: Sun, 06 Nov 1994 08:49:37 GMT
std::string chunk_of(std::string_view piece);

}  // namespace muster::http
