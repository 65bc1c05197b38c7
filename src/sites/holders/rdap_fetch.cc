#include <base/text.h>
#include <holders/rdap.h>
#include <names/name.h>

#include <curl/curl.h>

namespace muster::holders {
namespace {

struct Download {
  std::string body;
  bool too_long = false;
  static std::size_t take(char* data, std::size_t size, std::size_t count, void* into) {
    auto& self = *static_cast<Download*>(into);
    if (self.body.size() + size * count > kRdapBytesMax) {
      self.too_long = true;
      return 0;
    }
    self.body.append(data, size * count);
    return size * count;
  }
};

long ms(Duration d) {
  return static_cast<long>(d.count() / 1000);
}

Result<void> judge(long status) {
  if (status == 200) return {};
  if (status == 404) return not_found("rdap_unknown", "The server knows of no such name.");
  if (status == 429 || status == 503)
    return unavailable("rdap_busy", "The server asks for patience. Nothing was taken; try again later.");
  return unavailable("rdap_status", "The server answered with status " + std::to_string(status) + ", not 200.");
}

}  // namespace

Result<std::string> fetch_rdap(const std::string& server, const std::string& name, const RdapFetch& limits) {
  if ((!server.starts_with("https://") && !server.starts_with("http://")) || server.size() > 500 ||
      server.find_first_of(" \r\n?#@") != std::string::npos)
    return invalid("rdap_server_form", "Give the server's address as https://host/path/, without query or user.",
                   "server");
  MUSTER_TRY(const auto parsed, names::parse_name(name));
  const std::string url = server + (server.ends_with('/') ? "" : "/") + "domain/" + parsed.ascii;
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(started == CURLE_OK ? curl_easy_init() : nullptr,
                                                    curl_easy_cleanup);
  if (!curl) return internal_error("rdap_client", "libcurl can't be started.");
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(
      curl_slist_append(nullptr, "Accept: application/rdap+json, application/json;q=0.5"), curl_slist_free_all);
  Download download;
  CURL* c = curl.get();
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  // A server that was asked over TLS can't send us to one without.
  curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, server.starts_with("https://") ? "https" : "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(c, CURLOPT_MAXREDIRS, static_cast<long>(limits.redirects_max));
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, ms(limits.time_max));
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, ms(limits.connect_max));
  curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_USERAGENT, "muster-rdap/1");
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &Download::take);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &download);
  const CURLcode done = curl_easy_perform(c);
  if (download.too_long)
    return unavailable("rdap_too_long", "The answer is longer than 256 KiB; nothing of it was taken.");
  if (done != CURLE_OK)
    return unavailable("rdap_unreachable", std::string("The server gave no answer: ") + curl_easy_strerror(done) + ".");
  long status = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  MUSTER_CHECK_OK(judge(status));
  return std::move(download.body);
}

}  // namespace muster::holders
