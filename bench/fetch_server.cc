// A server that has one page, for measuring who fetches it: HTTP/1.1 with kept connections, one thread, epoll. Answers
// /robots.txt with 404. Prints its endpoint and serves until its input ends.
//   fetch_server PAGE-FILE
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <unordered_map>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

struct Peer {
  std::string in, out;
  std::size_t sent = 0;
};

std::string answer(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + (status == 200 ? " OK" : " Not Found") +
         "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

// False: the peer is done with.
bool take(int fd, Peer& peer, const std::string& page, const std::string& none) {
  char piece[16384];
  for (;;) {
    const ssize_t got = ::recv(fd, piece, sizeof piece, 0);
    if (got < 0) break;
    if (got == 0) return false;
    peer.in.append(piece, static_cast<std::size_t>(got));
  }
  for (auto end = peer.in.find("\r\n\r\n"); end != std::string::npos; end = peer.in.find("\r\n\r\n")) {
    peer.out += peer.in.starts_with("GET /robots.txt ") ? none : page;
    peer.in.erase(0, end + 4);
  }
  while (peer.sent < peer.out.size()) {
    const ssize_t n = ::send(fd, peer.out.data() + peer.sent, peer.out.size() - peer.sent, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN;
    peer.sent += static_cast<std::size_t>(n);
  }
  peer.out.clear();
  peer.sent = 0;
  return true;
}

void serve(int listener, const std::string& page, const std::string& none) {
  const int poller = ::epoll_create1(0);
  const auto add = [&](int fd, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    ::epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
  };
  add(listener, EPOLLIN);
  add(0, EPOLLIN);
  std::unordered_map<int, Peer> peers;
  epoll_event events[256];
  for (;;) {
    const int n = ::epoll_wait(poller, events, 256, -1);
    for (int i = 0; i < n; ++i) {
      const int fd = events[i].data.fd;
      if (fd == 0) {
        char c;
        if (::read(0, &c, 1) <= 0) return;
      } else if (fd == listener) {
        for (int peer = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK); peer >= 0;
             peer = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) {
          const int on = 1;
          ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          peers[peer] = {};
          add(peer, EPOLLIN | EPOLLOUT | EPOLLET);
        }
      } else if (!take(fd, peers[fd], page, none)) {
        ::close(fd);
        peers.erase(fd);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(listener, 1024) != 0) return 1;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size);
  std::cout << "127.0.0.1:" << ntohs(at.sin_port) << std::endl;
  serve(listener, answer(200, page), answer(404, "none\n"));
  return 0;
}
