#include <sandbox/child.h>
#include <sandbox/limits.h>

#include <vector>

#include <pictures_eye/serve.h>
#include <unistd.h>

namespace muster::pictures {
namespace {

bool read_whole(char* out, std::size_t size) {
  while (size > 0) {
    const ssize_t n = read(STDIN_FILENO, out, size);
    if (n <= 0) return false;
    out += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}
bool write_whole(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

int serve(const Decode& decode) {
  std::uint8_t* const room = sandbox::SharedMemory::inherited(kSharedBytes);
  if (room == nullptr || !sandbox::limit_this_process({}) || !sandbox::allow_computing_alone()) return 1;
  std::vector<char> picture;
  for (std::string request(kRequestBytes, '\0'); read_whole(request.data(), request.size());) {
    const auto length = read_request(request);
    if (!length.ok()) return 1;
    picture.resize(*length);
    if (!read_whole(picture.data(), picture.size())) return 1;
    Header header;
    try {
      header = decode({picture.data(), picture.size()}, {room, kSharedBytes});
    } catch (...) {  // no memory
      header = {Fault::unreadable, Format::none, 0, 0, 0, 0};
    }
    if (!write_whole(write_answer(header))) return 1;
  }
  return 0;
}

}  // namespace muster::pictures
