#include <base/bytes.h>
#include <base/text.h>
#include <identifiers/contact.h>

#include <charconv>
#include <cstring>

#include <arpa/inet.h>

namespace muster::identifiers {
namespace {

using Bytes = AddressRange::Bytes;

bool parse_address(std::string_view raw, Bytes& out, bool& v4) {
  const std::string text(trim(raw));
  if (text.size() > 45 || text.find('\0') != std::string::npos) return false;
  v4 = text.find(':') == std::string::npos;
  if (!v4) return inet_pton(AF_INET6, text.c_str(), out.data()) == 1;
  out = {};
  out[10] = out[11] = 0xff;
  return inet_pton(AF_INET, text.c_str(), out.data() + 12) == 1;
}

// Sets (or asks for) the bits behind the first `prefix` of 128.
void set_tail(Bytes& bytes, int prefix) {
  for (int bit = prefix; bit < 128; ++bit)
    bytes[static_cast<std::size_t>(bit / 8)] |= static_cast<std::uint8_t>(0x80 >> bit % 8);
}
bool tail_is_zero(const Bytes& bytes, int prefix) {
  for (int bit = prefix; bit < 128; ++bit)
    if (bytes[static_cast<std::size_t>(bit / 8)] & (0x80 >> bit % 8)) return false;
  return true;
}

std::string address_text(const Bytes& bytes, bool v4) {
  char text[INET6_ADDRSTRLEN];
  return inet_ntop(v4 ? AF_INET : AF_INET6, bytes.data() + (v4 ? 12 : 0), text, sizeof text);
}

// The prefix length of the block first…last, or -1 when it is none.
int prefix_of(const Bytes& first, const Bytes& last) {
  int prefix = 0;
  while (prefix < 128) {
    const auto byte = static_cast<std::size_t>(prefix / 8);
    if ((first[byte] ^ last[byte]) & (0x80 >> prefix % 8)) break;
    ++prefix;
  }
  Bytes end = first;
  set_tail(end, prefix);
  return tail_is_zero(first, prefix) && end == last ? prefix : -1;
}

Error form() {
  return invalid("address_range_form", "Write an address, a block (192.0.2.0/24) or a range (192.0.2.1-192.0.2.9).");
}

}  // namespace

std::string AddressRange::text() const {
  const std::string from = address_text(first, v4);
  const int prefix = prefix_of(first, last);
  if (prefix == 128) return from;
  if (prefix < (v4 ? 96 : 0)) return from + "-" + address_text(last, v4);
  return from + "/" + std::to_string(v4 ? prefix - 96 : prefix);
}

std::string AddressRange::first_key() const {
  return to_hex({reinterpret_cast<const char*>(first.data()), first.size()});
}
std::string AddressRange::last_key() const {
  return to_hex({reinterpret_cast<const char*>(last.data()), last.size()});
}

Result<AddressRange> parse_address_range(std::string_view raw) {
  const std::string_view text = trim(raw);
  AddressRange range;
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view bits = text.substr(slash + 1);
    int prefix = -1;
    const auto [end, fault] = std::from_chars(bits.data(), bits.data() + bits.size(), prefix);
    if (!parse_address(text.substr(0, slash), range.first, range.v4) || fault != std::errc{} ||
        end != bits.data() + bits.size() || prefix < 0 || prefix > (range.v4 ? 32 : 128))
      return form();
    if (range.v4) prefix += 96;
    if (!tail_is_zero(range.first, prefix))
      return invalid("address_range_bits", "The block's address has bits set behind its prefix.");
    range.last = range.first;
    set_tail(range.last, prefix);
    return range;
  }
  const std::size_t dash = text.find('-');
  if (!parse_address(text.substr(0, dash), range.first, range.v4)) return form();
  range.last = range.first;
  if (dash != std::string_view::npos) {
    bool v4 = false;
    if (!parse_address(text.substr(dash + 1), range.last, v4) || v4 != range.v4) return form();
    if (range.last < range.first)
      return invalid("address_range_order", "The first address of a range stands after its last.");
  }
  return range;
}

}  // namespace muster::identifiers
