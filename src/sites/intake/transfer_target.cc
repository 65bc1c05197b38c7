#include "log_text.h"
#include <base/text.h>
#include <intake/transfer.h>
#include <names/name.h>

#include <algorithm>

#include <arpa/inet.h>

namespace muster::intake {
namespace {

bool is_address(const std::string& text) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

Error no_key(const char* why) {
  return invalid("tsig_key", std::string("This is no TSIG key as tsig-keygen writes it: ") + why, "tsig_file");
}

// Words of a key clause: quoted or not, and the signs { } ; alone. Comments are passed over.
std::string_view next_token(std::string_view& rest) {
  for (;;) {
    const auto from = rest.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return rest = {};
    rest.remove_prefix(from);
    if (rest[0] != '#' && !rest.starts_with("//")) break;
    rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
  }
  std::size_t length = 1;
  if (rest[0] == '"') {
    const auto end = rest.find('"', 1);
    if (end == std::string_view::npos) return rest = {};
    const auto token = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return token;
  }
  if (std::string_view("{};").find(rest[0]) == std::string_view::npos)
    length = std::min(rest.find_first_of(" \t\r\n{};\""), rest.size());
  const auto token = rest.substr(0, length);
  rest.remove_prefix(length);
  return token;
}

bool is_base64(std::string_view text) {
  const auto sign = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=';
  };
  return text.size() >= 22 && text.size() <= 512 && std::all_of(text.begin(), text.end(), sign);
}

}  // namespace

Result<TransferTarget> parse_transfer_target(std::string_view text) {
  const auto wrong = [] {
    return invalid("transfer_target", "Say zone@address or zone@address#port, such as provider.example@192.0.2.1#53.",
                   "axfr");
  };
  const auto at = text.find('@');
  if (at == std::string_view::npos) return wrong();
  TransferTarget target;
  const auto zone = names::parse_name(text.substr(0, at), {.underscore = true, .single_label = true});
  if (!zone.ok()) return wrong();
  target.zone = zone->ascii;
  std::string_view rest = text.substr(at + 1);
  if (const auto hash = rest.find('#'); hash != std::string_view::npos) {
    std::int64_t port = 0;
    if (!whole_number(rest.substr(hash + 1), port) || port < 1 || port > 65'535) return wrong();
    target.port = static_cast<std::uint16_t>(port);
    rest = rest.substr(0, hash);
  }
  target.address = rest;
  if (!is_address(target.address)) return wrong();
  return target;
}

Result<TsigKey> parse_tsig_key(std::string_view text) {
  if (next_token(text) != "key") return no_key("it does not begin with \"key\".");
  const auto name = names::parse_name(next_token(text), {.underscore = true, .single_label = true});
  if (!name.ok()) return no_key("its name is no domain name.");
  if (next_token(text) != "{") return no_key("a { has to follow its name.");
  std::string_view algorithm, secret;
  for (auto word = next_token(text); word != "}"; word = next_token(text)) {
    if (word != "algorithm" && word != "secret")
      return no_key("it holds something else than algorithm and secret, or is not closed.");
    (word == "algorithm" ? algorithm : secret) = next_token(text);
    if (next_token(text) != ";") return no_key("a ; is missing.");
  }
  const std::string lower = to_lower_ascii(algorithm);
  if (lower != "hmac-sha256" && lower != "hmac-sha384" && lower != "hmac-sha512")
    return no_key("its algorithm is none of hmac-sha256, hmac-sha384 and hmac-sha512.");
  if (!is_base64(secret)) return no_key("its secret is no base64 of 16 bytes or more.");
  return TsigKey{name->ascii, lower, std::string(secret)};
}

}  // namespace muster::intake
