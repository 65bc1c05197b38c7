#include <intake/client.h>

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>

namespace muster::intake {
namespace {

// By hand: it is the common case, and inet_pton wants a zero at the end.
bool ipv4(std::string_view text, char* out) {
  int part = 0, value = -1;
  for (const char c : text) {
    if (c == '.') {
      if (value < 0 || part == 3) return false;
      out[part++] = static_cast<char>(value);
      value = -1;
    } else if (c >= '0' && c <= '9') {
      value = (value < 0 ? 0 : value) * 10 + (c - '0');
      if (value > 255) return false;
    } else {
      return false;
    }
  }
  if (part != 3 || value < 0) return false;
  out[3] = static_cast<char>(value);
  return true;
}

}  // namespace

bool client_from_bytes(std::string_view bytes, ClientKey& out) {
  static constexpr char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\xff', '\xff'};
  out = {};
  if (bytes.size() == 16 && std::memcmp(bytes.data(), kMapped, 12) == 0) bytes.remove_prefix(12);
  if (bytes.size() == 4) {
    out[0] = 4;
    std::memcpy(out.data() + 1, bytes.data(), 4);
    return true;
  }
  if (bytes.size() != 16) return false;
  out[0] = 6;
  std::memcpy(out.data() + 1, bytes.data(), 8);
  return true;
}

bool client_from_text(std::string_view text, ClientKey& out) {
  if (text.find(':') == std::string_view::npos) {
    out = {};
    out[0] = 4;
    return ipv4(text, out.data() + 1);
  }
  char zero_ended[64], bytes[16];
  text = text.substr(0, text.find('%'));
  if (text.size() >= sizeof zero_ended) return false;
  std::memcpy(zero_ended, text.data(), text.size());
  zero_ended[text.size()] = '\0';
  return inet_pton(AF_INET6, zero_ended, bytes) == 1 && client_from_bytes({bytes, sizeof bytes}, out);
}

}  // namespace muster::intake
