#include "transfer.h"

#include "decode.h"
#include "framing.h"
#include <base/text.h>
#include <testing/address_guard.h>

#include <curl/curl.h>
#include <fmt/format.h>
#include <likeness/print.h>
#include <sys/socket.h>

namespace muster::testing {

struct Transfer::Inside {
  const FetchOptions& options;
  CURL* curl = curl_easy_init();
  curl_slist* headers = nullptr;
  curl_slist* connect_to = nullptr;
  Url url;
  Limits limits{};
  std::string address;        // where the host stands
  std::string farm_endpoint;  // the one place where this host may be reached, "" outside of the farm
  Hop hop;
  bool head_done = false, headers_too_large = false, body_cut = false;
  std::size_t head_bytes = 0;  // with those of interim answers
  int fields = 0;
  std::string refused;  // why the guard closed the last address
  std::string refused_address;
  std::map<std::string, std::string> certificate_keys;  // by host
  bool had_tls = false;

  explicit Inside(const FetchOptions& o) : options(o) {
    if (!curl) throw std::bad_alloc();
    for (const std::string& line :
         {std::string("Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
          "Accept-Language: " + o.accept_language, std::string("Accept-Encoding: gzip, deflate")})
      headers = curl_slist_append(headers, line.c_str());
  }
  ~Inside() {
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    curl_slist_free_all(connect_to);
  }

  template <class T>
  void set(CURLoption option, T value) {
    if (curl_easy_setopt(curl, option, value) != CURLE_OK)
      throw std::logic_error(fmt::format("libcurl does not know option {}", static_cast<int>(option)));
  }

  static std::size_t on_header(char* data, std::size_t size, std::size_t n, void* self_) {
    auto& self = *static_cast<Inside*>(self_);
    const std::string_view line(data, size * n);
    if (line.starts_with("HTTP/") && self.hop.body.empty()) {  // after an interim answer (1xx) comes the real one
      self.hop.head.clear();
      self.head_done = false;
    }
    if (self.head_done) return line.size();  // trailer fields
    self.head_bytes += line.size();
    if (self.head_bytes > self.options.headers_max_bytes || ++self.fields > self.options.headers_max) {
      self.headers_too_large = true;
      return 0;
    }
    self.hop.head += line;
    self.head_done = line == "\r\n" || line == "\n";
    return line.size();
  }

  static std::size_t on_body(char* data, std::size_t size, std::size_t n, void* self_) {
    auto& self = *static_cast<Inside*>(self_);
    const std::size_t bytes = size * n, room = self.limits.body_bytes - self.hop.body.size();
    self.hop.body.append(data, std::min(bytes, room));
    if (bytes <= room) return bytes;
    self.body_cut = true;
    return 0;
  }

  static int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self_) {
    if (type != CURLINFO_HEADER_OUT) return 0;
    if (std::string_view(data, size).starts_with("CONNECT ")) return 0;  // to the exit, not to the site
    static_cast<Inside*>(self_)->hop.request.append(data, size);
    return 0;
  }

  // The only way to a socket: whatever DNS answered, the address itself is looked at before anything is sent to it.
  static curl_socket_t on_socket(void* self_, curlsocktype, curl_sockaddr* address) {
    auto& self = *static_cast<Inside*>(self_);
    const std::string text = to_text(address->addr);
    const int port = port_of(address->addr);
    std::string why;
    const std::string endpoint = fmt::format("{}:{}", text, port);
    if (!self.options.exit_url.empty())
      why = "";  // to the operator's exit, and no further than to the address that was checked before
    else if (!self.farm_endpoint.empty())
      why = endpoint == self.farm_endpoint ? "" : "not_the_farm";
    else if (!self.options.loopback_endpoints.contains(endpoint))
      why = refused_because(address->addr);
    if (!why.empty()) {
      self.refused = why;
      self.refused_address = text;
      return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  // Where to connect: an address, so that no other answer of DNS can come in between.
  void aim() {
    curl_slist_free_all(connect_to);
    connect_to = nullptr;
    const auto farm = options.farm.find(url.host);
    farm_endpoint = farm == options.farm.end() ? std::string() : farm->second;
    const bool v6 = address.find(':') != std::string::npos;
    if (!farm_endpoint.empty())
      connect_to = curl_slist_append(nullptr, fmt::format("{}::{}", url.host, farm_endpoint).c_str());
    else if (address != url.host)
      connect_to =
          curl_slist_append(nullptr, fmt::format("{}::{}:", url.host, v6 ? "[" + address + "]" : address).c_str());
    set(CURLOPT_CONNECT_TO, connect_to);
  }

  // A connection that is used again tells its certificate no second time.
  std::string certificate_key() {
    if (url.scheme != "https") return {};
    curl_certinfo* certificates = nullptr;
    if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &certificates) == CURLE_OK && certificates &&
        certificates->num_of_certs > 0)
      for (const curl_slist* line = certificates->certinfo[0]; line; line = line->next)
        if (const std::string_view text = line->data; text.starts_with("Cert:"))
          certificate_keys[url.host] = likeness::certificate_key(std::string(text.substr(5)));
    const auto known = certificate_keys.find(url.host);
    return known == certificate_keys.end() ? std::string() : known->second;
  }

  std::string error_of(int code) const {
    if (code == CURLE_OK || body_cut) return {};
    if (headers_too_large || (!head_done && !hop.head.empty() && (code == CURLE_OUT_OF_MEMORY || code == 100)))
      return "headers_too_large";  // 100: CURLE_TOO_LARGE, younger than our headers of libcurl
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
        return "dns_failed";
      case CURLE_COULDNT_CONNECT:
        if (!options.exit_url.empty()) return "exit_failed";
        return refused.empty() ? "connect_failed" : "address_refused";
      case CURLE_OPERATION_TIMEDOUT:
        return head_done ? "" : "timeout";
      case CURLE_PARTIAL_FILE:
      case CURLE_RECV_ERROR:
        return head_done ? "" : "disconnected";
      case CURLE_GOT_NOTHING:
        return "disconnected";
      case CURLE_WEIRD_SERVER_REPLY:
        return "not_http";
      case CURLE_PROXY:
      case CURLE_COULDNT_RESOLVE_PROXY:
        return "exit_failed";
      case CURLE_UNSUPPORTED_PROTOCOL:
        return hop.request.empty() ? "scheme_refused" : "not_http";
      case CURLE_URL_MALFORMAT:
        return "url_invalid";
      case CURLE_OUT_OF_MEMORY:
        return refused.empty() ? "fetch_failed" : "address_refused";
      case CURLE_SSL_CONNECT_ERROR:
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CERTPROBLEM:
      case CURLE_SSL_CIPHER:
      case CURLE_SSL_ISSUER_ERROR:
        return "tls_failed";
      default:
        return "fetch_failed";
    }
  }
};

Transfer::Transfer(const FetchOptions& options) : inside_(std::make_unique<Inside>(options)) {
  Inside& in = *inside_;
  in.set(CURLOPT_PRIVATE, static_cast<void*>(nullptr));
  in.set(CURLOPT_NOSIGNAL, 1L);
  // The environment's proxy would connect in our place, past the guard.
  in.set(CURLOPT_PROXY, options.exit_url.c_str());
  in.set(CURLOPT_NOPROXY, options.exit_url.empty() ? "*" : "");
  in.set(CURLOPT_HTTPPROXYTUNNEL, 1L);
  in.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  in.set(CURLOPT_PROTOCOLS_STR, "http,https");
  in.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  in.set(CURLOPT_FOLLOWLOCATION, 0L);
  in.set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  in.set(CURLOPT_HTTP_TRANSFER_DECODING, 0L);
  in.set(CURLOPT_HTTPHEADER, in.headers);
  in.set(CURLOPT_USERAGENT, options.user_agent.c_str());
  in.set(CURLOPT_COOKIEFILE, "");  // cookies as a browser keeps them, in memory, for this visit
  in.set(CURLOPT_CONNECTTIMEOUT_MS,
         static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(options.connect_max).count()));
  in.set(CURLOPT_DNS_CACHE_TIMEOUT, 0L);  // names were looked up before (dns.h)
  in.set(CURLOPT_BUFFERSIZE, 64L * 1024);
  in.set(CURLOPT_HEADERFUNCTION, &Inside::on_header);
  in.set(CURLOPT_HEADERDATA, &in);
  in.set(CURLOPT_WRITEFUNCTION, &Inside::on_body);
  in.set(CURLOPT_WRITEDATA, &in);
  in.set(CURLOPT_CERTINFO, 1L);
  in.set(CURLOPT_VERBOSE, 1L);
  in.set(CURLOPT_DEBUGFUNCTION, &Inside::on_debug);
  in.set(CURLOPT_DEBUGDATA, &in);
  in.set(CURLOPT_OPENSOCKETFUNCTION, &Inside::on_socket);
  in.set(CURLOPT_OPENSOCKETDATA, &in);
}

Transfer::~Transfer() = default;
void* Transfer::handle() const {
  return inside_->curl;
}

bool Transfer::forget() {
  Inside& in = *inside_;
  in.certificate_keys.clear();
  in.hop = {};
  return !in.had_tls && curl_easy_setopt(in.curl, CURLOPT_COOKIELIST, "ALL") == CURLE_OK;
}

std::unique_ptr<Transfer> Transfers::take() {
  if (idle_.empty()) return std::make_unique<Transfer>(options_);
  auto out = std::move(idle_.back());
  idle_.pop_back();
  return out;
}

void Transfers::give(std::unique_ptr<Transfer> transfer) {
  if (transfer && transfer->forget()) idle_.push_back(std::move(transfer));
}

void Transfer::begin(const Url& url, const Limits& limits, const std::string& address, const std::string& referrer) {
  Inside& in = *inside_;
  in.url = url;
  in.limits = limits;
  in.hop = {};
  in.hop.url = url.text;
  in.hop.host = url.host;
  in.head_done = in.headers_too_large = in.body_cut = false;
  in.head_bytes = 0;
  in.fields = 0;
  in.refused.clear();
  in.refused_address.clear();
  in.had_tls = in.had_tls || url.scheme == "https";
  in.address = address;
  in.set(CURLOPT_URL, url.text.c_str());
  in.set(CURLOPT_REFERER, referrer.empty() ? nullptr : referrer.c_str());
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limits.time).count();
  in.set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(left, 1)));
  in.aim();
}

Hop Transfer::finish(int code) {
  Inside& in = *inside_;
  const std::string error = in.error_of(code);
  Hop hop = std::move(in.hop);
  hop.error = error;
  long status = 0, port = 0;
  char* address = nullptr;
  curl_off_t took = 0;
  curl_easy_getinfo(in.curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(in.curl, CURLINFO_PRIMARY_IP, &address);
  curl_easy_getinfo(in.curl, CURLINFO_PRIMARY_PORT, &port);
  curl_easy_getinfo(in.curl, CURLINFO_TOTAL_TIME_T, &took);
  hop.took = Duration(took);
  if (in.head_done) hop.status = static_cast<int>(status);
  if (hop.error == "address_refused") {
    hop.address = in.refused_address;
    hop.resolved =
        fmt::format("The name leads to {} ({}), which the tester may not reach.", in.refused_address, in.refused);
  } else {
    if (in.options.exit_url.empty()) {
      if (address) hop.address = address;
      hop.port = static_cast<int>(port);
    } else if (in.head_done) {  // libcurl knows the exit's address alone
      hop.address = in.address;
      hop.port = in.farm_endpoint.empty() ? in.url.port
                                          : std::atoi(in.farm_endpoint.c_str() + in.farm_endpoint.rfind(':') + 1);
    }
    hop.resolved = sentence_of(hop.error);
  }
  const Framing framing = in.head_done ? framing_of(hop.head) : Framing{};
  hop.framing = framing.text();
  if (framing.ambiguous) {
    hop.error = "framing_ambiguous";
    hop.resolved = sentence_of(hop.error);
  }
  if (in.head_done) hop.certificate_key = in.certificate_key();
  hop.content_type = header_value(hop.head, "content-type").substr(0, 256);
  if (in.body_cut || (in.headers_too_large && !hop.head.empty()))
    hop.truncated = "length";
  else if (hop.head.empty() || code == CURLE_OK)
    hop.truncated = "";
  else
    hop.truncated = code == CURLE_OPERATION_TIMEDOUT ? "time" : "disconnect";
  return hop;
}

std::string sentence_of(const std::string& error) {
  static const std::map<std::string, std::string> kSentences{
      {"", ""},
      {"url_invalid", "This is no web address that can be visited."},
      {"scheme_refused", "Only http and https are visited."},
      {"port_refused", "The port is not a web port."},
      {"address_refused", "The name leads to an address that the tester may not reach."},
      {"dns_failed", "The name has no address."},
      {"connect_failed", "The server did not accept a connection."},
      {"tls_failed", "No encrypted connection came about; the certificate may not be valid."},
      {"timeout", "The site did not answer in time."},
      {"redirects_too_many", "The site redirects more often than is followed."},
      {"redirect_loop", "The site redirects in a circle."},
      {"headers_too_large", "The site's header fields are larger than what is read."},
      {"not_http", "The server answered with something else than HTTP."},
      {"framing_ambiguous", "The answer says in two ways where it ends; it was kept and not read."},
      {"exit_failed", "The exit of this vantage did not make the connection."},
      {"disconnected", "The server closed the connection before it answered."},
      {"backed_off", "The site asked to be left alone for a while, or failed again and again; its time is not up yet."},
      {"robots_disallowed", "The site's robots.txt asks not to visit this page."},
      {"robots_unreachable", "The site's robots.txt could not be reached, and without it nothing is visited here."},
  };
  const auto found = kSentences.find(error);
  return found == kSentences.end() ? "The page could not be fetched." : found->second;
}

}  // namespace muster::testing
