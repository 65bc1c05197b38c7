// Builds dnstap messages and Frame Streams: specimens for tests, fuzzers, benches and senders. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::intake {

// A DNS query (RFC 1035) for a name in text without escapes.
std::string dns_query_wire(std::string_view name, std::uint16_t type = 1, std::uint16_t cls = 1);

struct DnstapSpecimen {
  unsigned type = 5;          // CLIENT_QUERY
  std::string client = {};    // 4 or 16 bytes
  std::uint64_t seconds = 0;  // query_time_sec
  std::string dns = {};       // query_message, or response_message for answers
};
std::string dnstap_message(const DnstapSpecimen& specimen);  // the data of one frame

}  // namespace muster::intake
