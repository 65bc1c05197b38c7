#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include <arpa/inet.h>
#include <convergence/asking.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::convergence {
namespace {

using Steady = std::chrono::steady_clock;

class Udp {
 public:
  explicit Udp(const Whom& whom) {
    sockaddr_storage to{};
    socklen_t size = 0;
    auto* four = reinterpret_cast<sockaddr_in*>(&to);
    auto* six = reinterpret_cast<sockaddr_in6*>(&to);
    if (::inet_pton(AF_INET, whom.address.c_str(), &four->sin_addr) == 1) {
      four->sin_family = AF_INET;
      four->sin_port = htons(whom.port);
      size = sizeof(sockaddr_in);
    } else if (::inet_pton(AF_INET6, whom.address.c_str(), &six->sin6_addr) == 1) {
      six->sin6_family = AF_INET6;
      six->sin6_port = htons(whom.port);
      size = sizeof(sockaddr_in6);
    } else {
      return;
    }
    fd_ = ::socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    // Connected: answers of nobody else come in.
    if (fd_ >= 0 && ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), size) != 0) close();
  }
  ~Udp() { close(); }
  Udp(const Udp&) = delete;
  Udp& operator=(const Udp&) = delete;
  bool open() const { return fd_ >= 0; }
  void send(std::string_view bytes) const { (void)!::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // "" nothing came until then, or nobody listens there.
  std::string receive(Steady::time_point until) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()).count();
    pollfd waits{fd_, POLLIN, 0};
    if (left <= 0 || ::poll(&waits, 1, static_cast<int>(left)) <= 0) return "";
    std::string out(kAnswerMax + 1, '\0');
    const auto got = ::recv(fd_, out.data(), out.size(), 0);
    out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return out;
  }

 private:
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  int fd_ = -1;
};

struct Waiting {
  std::size_t index;
  std::string question;
};

// One round: everything is sent, and what comes back in time is read.
void ask_round(const Whom& whom, std::map<std::uint16_t, Waiting>& waiting, const std::vector<std::string>& zones,
               Duration patience, std::vector<Seen>& seen) {
  Udp socket(whom);
  if (!socket.open()) return;
  for (const auto& [id, one] : waiting) socket.send(one.question);
  const auto until = Steady::now() + patience;
  while (!waiting.empty()) {
    const std::string answer = socket.receive(until);
    if (answer.empty()) return;
    if (answer.size() < 2) continue;
    const auto id =
        static_cast<std::uint16_t>(static_cast<unsigned char>(answer[0]) << 8 | static_cast<unsigned char>(answer[1]));
    const auto at = waiting.find(id);
    if (at == waiting.end()) continue;
    seen[at->second.index] = read_answer(answer, id, zones);
    waiting.erase(at);
  }
}

bool can_be_asked(const std::string& name) {
  if (name.empty() || name.size() > 253) return false;
  std::size_t label = 0;
  for (const char c : name) {
    label = c == '.' ? 0 : label + 1;
    if (label > 63) return false;
  }
  return true;
}

}  // namespace

Ask ask_by_udp(Random& random, std::vector<std::string> zones, Duration patience) {
  return [&random, zones = std::move(zones), patience](const Whom& whom, const std::vector<std::string>& names) {
    std::vector<Seen> seen(names.size(), Seen::silent);
    for (std::size_t from = 0; from < names.size(); from += kAtOnce) {
      std::map<std::uint16_t, Waiting> waiting;
      for (std::size_t i = from; i < std::min(from + kAtOnce, names.size()); ++i) {
        if (!can_be_asked(names[i])) continue;
        std::uint16_t id = 0;
        do {
          std::array<std::uint8_t, 2> bytes{};
          random.fill(bytes);
          id = static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
        } while (waiting.contains(id));
        waiting[id] = {i, question_of(id, names[i])};
      }
      for (int round = 0; round < 2 && !waiting.empty(); ++round) ask_round(whom, waiting, zones, patience, seen);
    }
    return seen;
  };
}

}  // namespace muster::convergence
