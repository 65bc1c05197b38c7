#include "url.h"

#include <base/text.h>
#include <names/name.h>
#include <testing/address_guard.h>

#include <curl/curl.h>
#include <fmt/format.h>

namespace muster::testing {
namespace {

struct Handle {
  CURLU* url = curl_url();
  ~Handle() { curl_url_cleanup(url); }
  std::string get(CURLUPart part, unsigned flags = 0) const {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
    std::string out(text);
    curl_free(text);
    return out;
  }
};

constexpr unsigned kSetFlags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_PATH_AS_IS;

Error bad_url() {
  return invalid("url_invalid", "This is no web address that can be visited.", "url");
}

bool has_scheme(std::string_view text) {
  const auto end = text.find_first_of(":/?#");
  if (end == std::string_view::npos || text[end] != ':') return false;
  return text.substr(end).starts_with("://") || text.starts_with("file:") || text.starts_with("data:") ||
         text.starts_with("javascript:") || text.starts_with("mailto:");
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

Result<Url> take(const Handle& handle) {
  Url out;
  out.scheme = to_lower_ascii(handle.get(CURLUPART_SCHEME));
  if (out.scheme != "http" && out.scheme != "https")
    return refused("scheme_refused", fmt::format("Only http and https are visited, not {}.", out.scheme.substr(0, 20)),
                   "url");
  curl_url_set(handle.url, CURLUPART_USER, nullptr, 0);
  curl_url_set(handle.url, CURLUPART_PASSWORD, nullptr, 0);
  curl_url_set(handle.url, CURLUPART_FRAGMENT, nullptr, 0);
  out.host = to_lower_ascii(handle.get(CURLUPART_HOST));
  if (out.host.empty()) return bad_url();
  if (!is_ascii(out.host)) {  // not by libcurl, which would go by the process's locale
    auto name = names::parse_name(out.host);
    if (!name.ok()) return bad_url();
    out.host = std::move(name->ascii);
  }
  curl_url_set(handle.url, CURLUPART_HOST, out.host.c_str(), 0);
  if (out.host.starts_with('[')) out.host = out.host.substr(1, out.host.find_first_of("]%") - 1);
  if (out.host.ends_with('.')) out.host.pop_back();
  out.port = std::atoi(handle.get(CURLUPART_PORT, CURLU_DEFAULT_PORT).c_str());
  if (!is_web_port(out.port))
    return refused("port_refused", fmt::format("Port {} is not a web port.", out.port), "url");
  out.path = handle.get(CURLUPART_PATH);
  const std::string query = handle.get(CURLUPART_QUERY);
  if (!query.empty()) out.path += "?" + query;
  out.text = handle.get(CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
  if (out.text.empty() || out.text.size() > kUrlBytesMax) return bad_url();
  return out;
}

bool printable(std::string_view text) {
  for (const unsigned char c : text)
    if (c < 0x20 || c == 0x7F) return false;
  return true;
}

}  // namespace

std::string Url::authority() const {
  return fmt::format("{}://{}:{}", scheme, host, port);
}

Result<Url> parse_url(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > kUrlBytesMax || !is_valid_utf8(text) || !printable(text)) return bad_url();
  const std::string full = has_scheme(text) ? std::string(text) : "http://" + std::string(text);
  const Handle handle;
  if (curl_url_set(handle.url, CURLUPART_URL, full.c_str(), kSetFlags) != CURLUE_OK) {
    const auto scheme = full.substr(0, full.find(':'));
    if (scheme != "http" && scheme != "https" && has_scheme(text))
      return refused("scheme_refused", fmt::format("Only http and https are visited, not {}.", scheme.substr(0, 20)),
                     "url");
    return bad_url();
  }
  return take(handle);
}

Result<Url> resolve_url(const Url& base, std::string_view reference) {
  reference = trim(reference);
  if (reference.size() > kUrlBytesMax || !printable(reference)) return bad_url();
  if (has_scheme(reference)) return parse_url(reference);
  const Handle handle;
  if (curl_url_set(handle.url, CURLUPART_URL, base.text.c_str(), kSetFlags) != CURLUE_OK) return bad_url();
  if (!reference.empty() &&
      curl_url_set(handle.url, CURLUPART_URL, std::string(reference).c_str(), kSetFlags) != CURLUE_OK)
    return bad_url();
  return take(handle);
}

}  // namespace muster::testing
