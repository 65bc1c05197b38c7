#include "farm_pages.h"
#include <base/text.h>
#include <testing/address_guard.h>
#include <testing/farm.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::testing {
namespace {

constexpr std::size_t kConnectionsMax = 256;
constexpr std::size_t kRequestMax = 64 * 1024;
constexpr int kTickMs = 50;

class Peer final : public FarmOut {
 public:
  Peer(int fd, const std::atomic<bool>& stopping) : fd_(fd), stopping_(stopping) {}
  ~Peer() override { ::close(fd_); }
  Peer(const Peer&) = delete;

  bool send(std::string_view bytes) override {
    while (!bytes.empty()) {
      if (!ready(POLLOUT)) return false;
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  bool wait_ms(int ms) override {
    pollfd fd{fd_, POLLIN, 0};
    if (::poll(&fd, 1, ms) > 0) {  // the peer has nothing more to say: its end
      char c;
      if (::recv(fd_, &c, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) return false;
    }
    return !stopping_;
  }
  bool read_request(FarmRequest& request) {
    std::string text;
    char piece[4096];
    while (text.find("\r\n\r\n") == std::string::npos) {
      if (text.size() > kRequestMax || !ready(POLLIN)) return false;
      const auto got = ::recv(fd_, piece, sizeof piece, 0);
      if (got <= 0) return false;
      text.append(piece, static_cast<std::size_t>(got));
    }
    return parse(text, request);
  }

 private:
  bool ready(short what) {
    for (int i = 0; i < 30'000 / kTickMs && !stopping_; ++i) {
      pollfd fd{fd_, what, 0};
      const int n = ::poll(&fd, 1, kTickMs);
      if (n > 0) return (fd.revents & (POLLERR | POLLNVAL)) == 0;
      if (n < 0 && errno != EINTR) return false;
    }
    return false;
  }
  static bool parse(std::string_view text, FarmRequest& request) {
    const auto lines = split(text, '\n');
    const auto words = split(trim(lines[0]), ' ');
    if (words.size() != 3) return false;
    request.path = std::string(words[1]);
    for (const auto line : lines) {
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) continue;
      const std::string name = to_lower_ascii(line.substr(0, colon));
      const std::string value(trim(line.substr(colon + 1)));
      if (name == "host") request.host = to_lower_ascii(value.substr(0, value.rfind(':')));
      if (name == "user-agent") request.user_agent = value;
      if (name == "cookie") request.cookie = value;
      if (name == "accept-language") request.accept_language = value;
      if (name == "referer") request.referrer = value;
    }
    return true;
  }
  int fd_;
  const std::atomic<bool>& stopping_;
};

}  // namespace

struct Farm::Inside {
  int listener = -1;
  std::string address;
  std::uint16_t port = 0;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> connections{0}, most{0};
  std::atomic<int> requests{0};
  std::thread acceptor;
  mutable std::mutex mutex;  // of records
  std::vector<FarmRecord> records;
  MorePages more;

  void record(const FarmRequest& request, std::chrono::steady_clock::time_point arrived) {
    std::lock_guard lock(mutex);
    if (records.size() < kFarmRecordsMax) records.push_back({request.host, request.path, arrived});
  }
  void serve(int fd, std::chrono::steady_clock::time_point arrived) {
    {
      Peer peer(fd, stopping);
      FarmRequest request;
      if (peer.read_request(request)) {
        request.number = requests++;
        request.port = std::to_string(port);
        record(request, arrived);
        const auto body = more ? more(request.host, request.path) : std::nullopt;
        if (body)
          peer.send(http_answer(200, "Content-Type: text/html; charset=utf-8\r\n", *body));
        else
          answer_as_farm(request, peer);
      }
      ::shutdown(fd, SHUT_WR);
      for (int i = 0; i < 20 && peer.wait_ms(kTickMs); ++i) continue;  // let the peer read the end before we close
    }
    --connections;
  }
  void accept_all() {
    while (!stopping) {
      pollfd fd{listener, POLLIN, 0};
      if (::poll(&fd, 1, kTickMs) <= 0) continue;
      const int peer = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) continue;
      const auto arrived = std::chrono::steady_clock::now();
      most = std::max<std::size_t>(most, connections + 1);
      if (connections.fetch_add(1) >= kConnectionsMax) {
        --connections;
        ::close(peer);
        continue;
      }
      std::thread([this, peer, arrived] {
        serve(peer, arrived);
      }).detach();  // stop() waits for `connections` to fall to none
    }
  }
};

Farm::Farm() : inside_(std::make_unique<Inside>()) {}
Farm::~Farm() {
  stop();
}
void Farm::set_more(MorePages more) {
  inside_->more = std::move(more);
}
std::uint16_t Farm::port() const {
  return inside_->port;
}

Result<void> Farm::start(const std::string& address, std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &at.sin_addr) != 1 || refused_because(address) != "loopback")
    return refused("farm_address",
                   "The farm listens on an IPv4 loopback address alone: its sites are made to do harm.");
  inside_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(inside_->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  socklen_t size = sizeof at;
  if (::bind(inside_->listener, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(inside_->listener, 128) != 0)
    return unavailable("port_in_use",
                       fmt::format("Port {} on {} is in use. Choose another with --listen.", port, address));
  ::getsockname(inside_->listener, reinterpret_cast<sockaddr*>(&at), &size);
  inside_->address = address;
  inside_->port = ntohs(at.sin_port);
  inside_->acceptor = std::thread([this] { inside_->accept_all(); });
  return {};
}

void Farm::stop() {
  inside_->stopping = true;
  if (inside_->acceptor.joinable()) inside_->acceptor.join();
  while (inside_->connections > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  if (inside_->listener >= 0) ::close(inside_->listener);
  inside_->listener = -1;
}

std::string Farm::names_file() const {
  std::string out = "# host address:port of the demonstration's test sites\n";
  for (const FarmSite& site : farm_sites())
    out += fmt::format("{} {}:{}\n", site.host, inside_->address, inside_->port);
  for (const std::string& host : promoted_hosts()) out += fmt::format("{} {}\n", host, endpoint());
  for (const std::string& host : farm_test_hosts()) out += fmt::format("{} {}\n", host, endpoint());
  return out;
}

std::string Farm::endpoint() const {
  return fmt::format("{}:{}", inside_->address, inside_->port);
}

std::vector<FarmRecord> Farm::records() const {
  std::lock_guard lock(inside_->mutex);
  return inside_->records;
}

std::size_t Farm::most_at_once() const {
  return inside_->most;
}

}  // namespace muster::testing
