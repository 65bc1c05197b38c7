#include "unix_socket.h"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::intake {
namespace {

constexpr int kBacklog = 16;

Error no_path(const std::string& why) {
  return unavailable("socket_path", "The socket can't be made: " + why);
}

bool somebody_listens(const sockaddr_un& at) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool listens = fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  if (fd >= 0) ::close(fd);
  return listens;
}

}  // namespace

Result<int> listen_on(const std::string& path, unsigned mode) {
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof at.sun_path)
    return invalid("socket_path", "The path of a socket has 1 to 107 bytes. Give a shorter one.", "dnstap_socket");
  std::memcpy(at.sun_path, path.data(), path.size());
  struct stat there {};
  if (::lstat(path.c_str(), &there) == 0) {
    if (!S_ISSOCK(there.st_mode))
      return no_path("there is a file of this name that is no socket. It was left as it is.");
    if (somebody_listens(at))
      return conflict("socket_in_use", "Somebody listens on this socket already. Stop it, or give another path.",
                      "dnstap_socket");
    ::unlink(path.c_str());
  }
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return no_path("the system gives no more sockets.");
  // Nobody connects before the mode is right: listening comes last.
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 || ::chmod(path.c_str(), mode) != 0 ||
      ::listen(fd, kBacklog) != 0) {
    const int why = errno;
    ::close(fd);
    return no_path(std::string(std::strerror(why)) + ". Check that its folder is there and may be written to.");
  }
  return fd;
}

}  // namespace muster::intake
