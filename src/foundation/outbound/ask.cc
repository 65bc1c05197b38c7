#include <base/text.h>

#include <memory>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <outbound/ask.h>
#include <sys/socket.h>

namespace muster::outbound {
namespace {

struct Freed {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};

struct Taking {
  Answer answer;
  std::size_t bytes_max;
  bool too_long = false;

  static std::size_t body(char* data, std::size_t size, std::size_t count, void* into) {
    auto& self = *static_cast<Taking*>(into);
    if (self.answer.body.size() + size * count > self.bytes_max) {
      self.too_long = true;
      return 0;
    }
    self.answer.body.append(data, size * count);
    return size * count;
  }
  static std::size_t header(char* data, std::size_t size, std::size_t count, void* into) {
    auto& headers = static_cast<Taking*>(into)->answer.headers;
    const std::string_view line(data, size * count);
    const auto colon = line.find(':');
    if (line.starts_with("HTTP/"))
      headers.clear();
    else if (colon != std::string_view::npos)
      headers[to_lower_ascii(line.substr(0, colon))] = trim(line.substr(colon + 1));
    return line.size();
  }
};

// libcurl resolved the name; what it connects to is what is looked at.
curl_socket_t open_allowed(void* question, curlsocktype, curl_sockaddr* address) {
  const auto& refuse = static_cast<const Question*>(question)->refuse;
  char text[INET6_ADDRSTRLEN] = "";
  const void* raw = address->family == AF_INET
                        ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&address->addr)->sin_addr)
                        : &reinterpret_cast<const sockaddr_in6*>(&address->addr)->sin6_addr;
  if ((address->family != AF_INET && address->family != AF_INET6) ||
      !inet_ntop(address->family, raw, text, sizeof text) || !refuse(text).empty())
    return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

long ms(Duration d) {
  return static_cast<long>(d.count() / 1000);
}

}  // namespace

std::string Answer::header(const std::string& lower_case_name) const {
  const auto at = headers.find(lower_case_name);
  return at == headers.end() ? "" : at->second;
}

bool is_private_way(std::string_view url) {
  if (url.starts_with("https://")) return true;
  if (!url.starts_with("http://")) return false;
  url.remove_prefix(std::string_view("http://").size());
  for (const std::string_view here : {"127.0.0.1", "[::1]", "localhost"})
    if (url.starts_with(here) && (url.size() == here.size() || url[here.size()] == ':' || url[here.size()] == '/'))
      return url.substr(0, url.find('/')).find('@') == std::string_view::npos;
  return false;
}

Result<Answer> ask(const Question& question) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, Freed> curl(started == CURLE_OK ? curl_easy_init() : nullptr);
  if (!curl) return unavailable("outbound_unreachable", "libcurl can't be started.");
  std::unique_ptr<curl_slist, Freed> headers;
  for (const std::string& each : question.headers) headers.reset(curl_slist_append(headers.release(), each.c_str()));
  Taking taking{{}, question.bytes_max};
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, question.url.c_str());
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_USERAGENT, question.agent.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, question.url.starts_with("https://") ? "https" : "http,https");
  set(CURLOPT_FOLLOWLOCATION, question.redirects_max > 0 ? 1L : 0L);
  set(CURLOPT_MAXREDIRS, static_cast<long>(question.redirects_max));
  set(CURLOPT_TIMEOUT_MS, ms(question.time_max));
  set(CURLOPT_CONNECTTIMEOUT_MS, ms(question.connect_max));
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  if (question.refuse) {
    set(CURLOPT_OPENSOCKETFUNCTION, &open_allowed);
    set(CURLOPT_OPENSOCKETDATA, const_cast<void*>(static_cast<const void*>(&question)));
    set(CURLOPT_PROXY, "");
  }
  if (question.body) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(question.body->size()));
    set(CURLOPT_POSTFIELDS, question.body->data());
  }
  set(CURLOPT_WRITEFUNCTION, &Taking::body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&taking));
  set(CURLOPT_HEADERFUNCTION, &Taking::header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&taking));
  const CURLcode done = curl_easy_perform(curl.get());
  if (taking.too_long) return unavailable("outbound_too_long", "The answer is longer than is taken.");
  if (done != CURLE_OK) return unavailable("outbound_unreachable", curl_easy_strerror(done));
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &taking.answer.status);
  return std::move(taking.answer);
}

}  // namespace muster::outbound
