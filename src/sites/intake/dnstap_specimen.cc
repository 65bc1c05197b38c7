#include <intake/dnstap_specimen.h>

#include <algorithm>

namespace muster::intake {
namespace {

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7f));
  out += static_cast<char>(value);
}
void number(std::string& out, unsigned field, std::uint64_t value) {
  put_varint(out, field << 3);
  put_varint(out, value);
}
void put_bytes(std::string& out, unsigned field, std::string_view value) {
  put_varint(out, field << 3 | 2);
  put_varint(out, value.size());
  out += value;
}
void number16(std::string& out, std::uint16_t value) {
  out += static_cast<char>(value >> 8);
  out += static_cast<char>(value & 0xff);
}

}  // namespace

std::string dns_query_wire(std::string_view name, std::uint16_t type, std::uint16_t cls) {
  std::string out("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", 12);
  while (!name.empty()) {
    const auto end = std::min(name.find('.'), name.size());
    if (end > 0) {
      out += static_cast<char>(end);
      out += name.substr(0, end);
    }
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  out += '\0';
  number16(out, type);
  number16(out, cls);
  return out;
}

std::string dnstap_message(const DnstapSpecimen& specimen) {
  const bool query = specimen.type % 2 == 1;
  std::string inner;
  number(inner, 1, specimen.type);
  number(inner, 2, specimen.client.size() == 16 ? 2 : 1);
  number(inner, 3, 1);
  if (!specimen.client.empty()) put_bytes(inner, 4, specimen.client);
  number(inner, 6, 53'123);
  if (specimen.seconds != 0) number(inner, 8, specimen.seconds);
  put_varint(inner, 9 << 3 | 5);
  inner.append("\x01\x02\x03\x04", 4);
  if (!specimen.dns.empty()) put_bytes(inner, query ? 10 : 14, specimen.dns);
  std::string out;
  put_bytes(out, 1, "resolver.example");
  put_bytes(out, 2, "specimen 1.0");
  put_bytes(out, 14, inner);
  number(out, 15, 1);
  return out;
}

}  // namespace muster::intake
