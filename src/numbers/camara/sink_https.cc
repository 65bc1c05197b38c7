// The adapter of the port by libcurl: one connection a message, no redirects, no proxy, no address that must not be
// reached.
#include <mutex>

#include <arpa/inet.h>
#include <camara/sink.h>
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::camara {
namespace {

constexpr std::size_t kDocumentMaxBytes = 256 * 1024;
using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Easy easy() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return {curl_easy_init(), curl_easy_cleanup};
}

std::string text_of(const curl_sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&address.addr)->sin_addr, text, sizeof text);
  else if (address.family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&address.addr)->sin6_addr, text, sizeof text);
  return text;
}

curl_socket_t open_reachable(void* networks, curlsocktype, curl_sockaddr* address) {
  if (!is_reachable(text_of(*address), *static_cast<const std::vector<std::string>*>(networks))) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// What a sink says beyond its status is nothing to us.
std::size_t drop(char*, std::size_t size, std::size_t count, void* seen) {
  auto& bytes = *static_cast<std::size_t*>(seen);
  bytes += size * count;
  return bytes > kDocumentMaxBytes ? 0 : size * count;
}
std::size_t keep_document(char* data, std::size_t size, std::size_t count, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size * count > kDocumentMaxBytes) return 0;
  body.append(data, size * count);
  return size * count;
}

class HttpsSink final : public Sink {
 public:
  explicit HttpsSink(SinkOptions options) : options_(std::move(options)) {}

  SinkAnswer post(const SinkMessage& message) override {
    const Easy curl = easy();
    curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/cloudevents+json");
    list = curl_slist_append(list, "Expect:");
    list = curl_slist_append(list, ("x-correlator: " + message.id).c_str());
    if (!message.bearer.empty()) list = curl_slist_append(list, ("Authorization: Bearer " + message.bearer).c_str());
    const Lines headers(list, curl_slist_free_all);
    if (!curl || !headers) return SinkAnswer::later;
    std::size_t seen = 0;
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
    set(CURLOPT_URL, message.url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, options_.timeout_ms);
    set(CURLOPT_OPENSOCKETFUNCTION, &open_reachable);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&options_.networks));
    if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(message.body.size()));
    set(CURLOPT_POSTFIELDS, message.body.c_str());
    set(CURLOPT_WRITEFUNCTION, &drop);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&seen));
    if (curl_easy_perform(curl.get()) != CURLE_OK) return SinkAnswer::later;
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return SinkAnswer::taken;
    return status == 410 ? SinkAnswer::gone : SinkAnswer::later;
  }

 private:
  SinkOptions options_;
};

Error issuer_away() {
  return unavailable("issuer_away", "The keys of a token's issuer can't be had at the moment.");
}

}  // namespace

std::unique_ptr<Sink> make_https_sink(SinkOptions options) {
  return std::make_unique<HttpsSink>(std::move(options));
}

Result<std::string> fetch_document(const std::string& url, const std::string& ca_file) {
  const Easy curl = easy();
  if (!curl) return issuer_away();
  std::string body;
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT_MS, 5'000L);
  if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file.c_str());
  set(CURLOPT_WRITEFUNCTION, &keep_document);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&body));
  if (curl_easy_perform(curl.get()) != CURLE_OK) return issuer_away();
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) return issuer_away();
  return body;
}

}  // namespace muster::camara
