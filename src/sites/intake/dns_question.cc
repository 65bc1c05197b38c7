#include <intake/dns_question.h>

#include <array>

namespace muster::intake {
namespace {

constexpr std::size_t kHeader = 12, kWireNameMax = 255;

// Letters in lower case, digits, "-" and "_"; 0 for every other byte. A dot inside of a label is none of them, so that
// no label can be taken for two.
constexpr std::array<char, 256> kHostByte = [] {
  std::array<char, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) {
    table[static_cast<std::size_t>(c)] = static_cast<char>(c);
    table[static_cast<std::size_t>(c - 'a' + 'A')] = static_cast<char>(c);
  }
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  table['-'] = '-';
  table['_'] = '_';
  return table;
}();

std::uint16_t number16(const unsigned char* at) {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

}  // namespace

QuestionFault parse_question(std::string_view message, Question& out) {
  out.size = 0;
  const auto* const begin = reinterpret_cast<const unsigned char*>(message.data());
  if (message.size() < kHeader || message.size() > kDnsMessageMax) return QuestionFault::header;
  if ((begin[2] & 0xf8) != 0) return QuestionFault::not_query;  // QR, OPCODE
  if (number16(begin + 4) != 1) return QuestionFault::header;
  const auto* at = begin + kHeader;
  const auto* const end = begin + message.size();
  const auto* const name_end = at + kWireNameMax;
  bool host = true;
  std::size_t size = 0;
  for (;;) {
    if (at >= end) return QuestionFault::cut_off;
    const std::size_t length = *at++;
    if (length == 0) break;
    if (length > 63) return QuestionFault::pointer;
    if (static_cast<std::size_t>(end - at) < length || at + length >= name_end) return QuestionFault::cut_off;
    if (size != 0) out.bytes[size++] = '.';
    char bad = 0;
    for (std::size_t i = 0; i < length; ++i) {
      const char c = kHostByte[at[i]];
      out.bytes[size + i] = c;
      bad |= c == 0;
    }
    host &= !bad;
    size += length;
    at += length;
  }
  if (end - at < 4) return QuestionFault::cut_off;
  out.type = number16(at);
  out.cls = number16(at + 2);
  if (!host || size == 0) return QuestionFault::no_host;
  out.size = static_cast<std::uint16_t>(size);
  return QuestionFault::none;
}

}  // namespace muster::intake
