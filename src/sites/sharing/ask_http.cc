#include <memory>

#include <curl/curl.h>
#include <sharing/peers.h>

namespace muster::sharing {
namespace {

constexpr long kTimeMaxMs = 30'000, kConnectMaxMs = 5'000;

struct Download {
  std::string body, added_last;
  bool too_long = false;

  static std::size_t take(char* data, std::size_t size, std::size_t count, void* into) {
    auto& self = *static_cast<Download*>(into);
    if (self.body.size() + size * count > kEnvelopeMax) {
      self.too_long = true;
      return 0;
    }
    self.body.append(data, size * count);
    return size * count;
  }
  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* into) {
    const std::string_view line(data, size * count);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon > 40) return line.size();
    std::string name(line.substr(0, colon));
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (name == "x-taxii-date-added-last") {
      std::string_view value = line.substr(colon + 1);
      while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
      while (!value.empty() && static_cast<unsigned char>(value.back()) <= ' ') value.remove_suffix(1);
      static_cast<Download*>(into)->added_last = value.substr(0, 64);
    }
    return line.size();
  }
};

struct Freed {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};

}  // namespace

Result<Answer> ask_by_http(const std::string& url, const std::string& token) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, Freed> curl(started == CURLE_OK ? curl_easy_init() : nullptr);
  if (!curl) return internal_error("peer_client", "libcurl can't be started.");
  std::unique_ptr<curl_slist, Freed> headers(
      curl_slist_append(nullptr, ("Accept: " + std::string(kTaxiiType)).c_str()));
  if (!token.empty()) headers.reset(curl_slist_append(headers.release(), ("Authorization: Bearer " + token).c_str()));
  Download download;
  CURL* c = curl.get();
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);  // a token goes nowhere else
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, kTimeMaxMs);
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, kConnectMaxMs);
  curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_USERAGENT, "muster-taxii/1");
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &Download::take);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &download);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, &Download::take_header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &download);
  const CURLcode done = curl_easy_perform(c);
  if (download.too_long) return unavailable("envelope_large", "The peer's answer is longer than 4 MiB.");
  if (done != CURLE_OK)
    return unavailable("peer_unreachable", std::string("The peer gave no answer: ") + curl_easy_strerror(done) + ".");
  long status = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  if (status == 429 || status == 503) return unavailable("peer_busy", "The peer asks for patience.");
  if (status != 200 && status != 206)
    return unavailable("peer_status", "The peer answered with status " + std::to_string(status) + ", not 200.");
  return Answer{std::move(download.body), std::move(download.added_last)};
}

}  // namespace muster::sharing
