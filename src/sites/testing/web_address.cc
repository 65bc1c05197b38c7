#include "url.h"
#include <base/text.h>
#include <names/name.h>
#include <names/suffix.h>
#include <testing/web_address.h>

#include <fmt/format.h>

namespace muster::testing {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string plain_encodings(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    const auto byte = static_cast<unsigned char>(high * 16 + low);
    if (unreserved(byte))
      out += static_cast<char>(byte);
    else
      out += fmt::format("%{:02X}", byte);
    i += 2;
  }
  return out;
}

// RFC 3986 §5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  std::string_view last;
  for (const std::string_view segment : split(path.substr(1), '/')) {
    last = segment;
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string out;
  for (const std::string_view segment : kept) (out += '/') += segment;
  if (last == "." || last == "..") out += '/';
  return out.empty() ? "/" : out;
}

Error in_address(Error error) {
  error.field = "address";
  return error;
}

}  // namespace

Result<WebAddress> web_address(std::string_view text) {
  text = trim(text);
  if (text.empty()) return invalid("address_missing", "Give the address of the page.", "address");
  const Error too_long =
      invalid("address_too_long", fmt::format("The address is longer than {} bytes.", kWebAddressMax), "address");
  if (text.size() > kWebAddressMax) return too_long;
  auto url = parse_url(text);
  if (!url.ok()) return in_address(url.error());
  const auto name = names::parse_name(url->host);
  if (!name.ok()) return in_address(name.error());
  const std::string whole = plain_encodings(url->path);
  const auto question = whole.find('?');
  std::string path = whole.substr(0, question);
  path = path.starts_with('/') ? without_dots(path) : "/";
  const bool standard = url->port == (url->scheme == "https" ? 443 : 80);
  WebAddress out;
  out.host = name->ascii;
  out.url = fmt::format("{}://{}{}{}{}", url->scheme, out.host, standard ? "" : fmt::format(":{}", url->port), path,
                        question == std::string::npos ? "" : whole.substr(question));
  if (out.url.size() > kWebAddressMax) return too_long;
  const auto registrable = names::registrable_domain(out.host);
  out.registrable = registrable.empty() ? out.host : std::string(registrable);
  return out;
}

}  // namespace muster::testing
