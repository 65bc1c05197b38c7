// As muster-look, but for pictures whose last bytes say what goes wrong: what a picture that is made for it could make
// a decoder do.
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <pictures_eye/serve.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace muster::pictures;

Header spoilt(std::string_view bytes, std::span<std::uint8_t> room) {
  if (bytes.ends_with("#crash")) __builtin_trap();
  while (bytes.ends_with("#hang")) __asm__ volatile("");
  if (bytes.ends_with("#socket")) (void)socket(AF_INET, SOCK_STREAM, 0);
  if (bytes.ends_with("#program")) (void)execl("/bin/true", "true", nullptr);
  if (bytes.ends_with("#memory")) {
    std::vector<char> all(std::size_t{8} << 30, 1);
    room[0] = static_cast<std::uint8_t>(all[5]);
  }
  if (bytes.ends_with("#file") && (open("/etc/passwd", O_RDONLY) >= 0 || open("/tmp/planted", O_CREAT | O_WRONLY) >= 0))
    return {Fault::none, Format::png, 5, 5, 1, 1};  // it could: the test sees a picture
  if (bytes.ends_with("#lie")) return {Fault::none, Format::png, 16'000, 16'000, 3, 3};
  return decode(bytes, room);
}

}  // namespace

int main() {
  _exit(serve(spoilt));
}
