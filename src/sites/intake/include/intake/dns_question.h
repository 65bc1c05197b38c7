// The question of a DNS message (RFC 1035 §4.1): its one name, type and class, read from the wire by hand. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster::intake {

inline constexpr std::size_t kDnsMessageMax = 65'535;  // bytes (RFC 1035 §4.2.2)

enum class QuestionFault : std::uint8_t {
  none,
  no_host,    // a name of bytes that host names don't have (RFC 1123 and "_"), or the root: names no site
  header,     // shorter than a header, longer than a message, or not exactly one question
  not_query,  // an answer, or another operation than QUERY
  pointer,    // a compression pointer or an unknown kind of label: nothing precedes a question that it could point to
  cut_off,    // ends inside of the question, or the name is longer than 255 bytes
};

struct Question {
  char bytes[256];
  std::uint16_t size = 0;  // of the name in lower case, without the trailing dot
  std::uint16_t type = 0, cls = 0;
  std::string_view name() const { return {bytes, size}; }
};

QuestionFault parse_question(std::string_view message, Question& out);

}  // namespace muster::intake
