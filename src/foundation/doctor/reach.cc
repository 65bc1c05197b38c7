#include <cerrno>
#include <memory>

#include <doctor/doctor.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::doctor {
namespace {

Error not_reached(const std::string& host, const std::string& port, const char* why) {
  return unavailable("not_reached", fmt::format("{}:{} is not reached: {}.", host, port, why));
}

const char* port_of(std::string_view scheme) {
  if (scheme == "https") return "443";
  if (scheme == "smtp") return "25";
  if (scheme == "smtps") return "465";
  return "80";
}

}  // namespace

Result<void> knock(const std::string& host, const std::string& port, Duration wait) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0)
    return not_reached(host, port, "its name has no address");
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all(found, freeaddrinfo);
  const char* why = "nobody answers";
  for (const addrinfo* one = found; one; one = one->ai_next) {
    const int s = ::socket(one->ai_family, one->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, one->ai_protocol);
    if (s < 0) continue;
    bool there = ::connect(s, one->ai_addr, one->ai_addrlen) == 0;
    if (!there && errno == EINPROGRESS) {
      pollfd waiting{s, POLLOUT, 0};
      int fault = 0;
      socklen_t size = sizeof fault;
      there = ::poll(&waiting, 1, static_cast<int>(wait.count() / 1'000)) == 1 &&
              ::getsockopt(s, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 && fault == 0;
      if (fault == ECONNREFUSED) why = "the connection was refused";
    } else if (!there && errno == ECONNREFUSED) {
      why = "the connection was refused";
    }
    ::close(s);
    if (there) return {};
  }
  return not_reached(host, port, why);
}

Result<void> knock_at(const std::string& url, Duration wait) {
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string::npos) return invalid("address_form", "An address begins with its scheme: smtp://…");
  std::string rest = url.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('/'));
  if (const auto at = rest.rfind('@'); at != std::string::npos) rest = rest.substr(at + 1);
  std::string port = port_of(std::string_view(url).substr(0, scheme_end));
  const auto colon = rest.rfind(':');
  if (colon != std::string::npos && rest.find(']', colon) == std::string::npos) {
    port = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
  }
  if (rest.size() > 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
  if (rest.empty() || port.empty()) return invalid("address_form", "An address names a host: smtp://host:25");
  return knock(rest, port, wait);
}

}  // namespace muster::doctor
