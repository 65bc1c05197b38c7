// `muster-picture`: looks at the picture on standard input and writes what it sees (papers/wire.h). Started by the
// number register for each picture; it has limits on memory, time and files, and knows no database and no key.
#include <sandbox/limits.h>

#include <array>
#include <cstdio>

#include <papers_eye/eye.h>
#include <unistd.h>

namespace {

constexpr std::size_t kPictureMax = 20u << 20;

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

int main() {
  using namespace muster;
  const auto fail = [](std::string_view code) {
    say("fault " + std::string(code) + "\n");
    return 1;
  };
  if (!sandbox::limit_this_process({})) return fail("picture_unreadable");
  std::string picture;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t n = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (n < 0) return fail("picture_unreadable");
    if (n == 0) break;
    picture.append(buffer.data(), static_cast<std::size_t>(n));
    if (picture.size() > kPictureMax) return fail("picture_size");
  }
  try {
    const auto seen = papers::look_at(picture);
    if (!seen.ok()) return fail(seen.error().code);
    say(papers::write_seen(*seen));
    return 0;
  } catch (...) {
    return fail("picture_unreadable");
  }
}
