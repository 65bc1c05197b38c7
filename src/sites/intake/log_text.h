// What the parsers of log lines share. Inside of the intake room.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster::intake {

// Takes the next word, up to a blank, off `rest`; empty at the end.
inline std::string_view next_word(std::string_view& rest) {
  const char* at = rest.data();
  const char* const end = at + rest.size();
  while (at < end && *at == ' ') ++at;
  const char* const from = at;
  while (at < end && *at != ' ') ++at;
  rest = {at, static_cast<std::size_t>(end - at)};
  return {from, static_cast<std::size_t>(at - from)};
}

bool whole_number(std::string_view text, std::int64_t& value);
// Days since 1970 of a sane time, or 0.
std::int32_t day_of_seconds(std::int64_t seconds);
std::int32_t day_of_date(std::int64_t year, std::int64_t month, std::int64_t day);
// "192.0.2.1:53" or "[2001:db8::1]:53" → the address; empty when the port is missing.
std::string_view without_port(std::string_view text);

}  // namespace muster::intake
