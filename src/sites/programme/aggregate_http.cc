// Aggregates over HTTP: fetched from an operator, or sent to a regulator.
#include <base/text.h>
#include <programme/aggregates.h>

#include <memory>

#include <curl/curl.h>
#include <fmt/format.h>

namespace muster::programme {
namespace {

constexpr long kSecondsMax = 30, kConnectSecondsMax = 5;

std::size_t take_bytes(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& out = *static_cast<std::string*>(into);
  if (out.size() + size * count > kAggregatesMaxBytes) return 0;
  out.append(bytes, size * count);
  return size * count;
}

// In the clear on this machine alone.
bool may_ask(const std::string& url) {
  if (url.starts_with("https://")) return true;
  for (const char* here : {"http://127.0.0.1:", "http://[::1]:", "http://localhost:", "http://127.0.0.1/"})
    if (url.starts_with(here)) return true;
  return false;
}

Result<std::string> ask(const std::string& url, const std::string* body) {
  if (!may_ask(url)) return invalid("aggregates_url", "An address begins with https://.", "url");
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> fields(
      curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
  std::string out;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  if (body) {
    curl_easy_setopt(curl.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body->data());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, fields.get());
  }
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kSecondsMax);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSecondsMax);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take_bytes);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &out);
  const CURLcode code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK)
    return unavailable("aggregates_unreachable", fmt::format("It is not reached: {}.", curl_easy_strerror(code)));
  if (status >= 500) return unavailable("aggregates_unreachable", fmt::format("It answers with {}.", status));
  if (status != 200)
    return refused("aggregates_answer", fmt::format("It answers with {}: {}", status, out.substr(0, 300)));
  return out;
}

}  // namespace

Result<std::string> fetch_aggregates(const std::string& url) {
  return ask(url, nullptr);
}

Result<std::string> send_aggregates(const std::string& url, const std::string& file) {
  return ask(url, &file);
}

}  // namespace muster::programme
