#include <intake/source.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::intake {
namespace {

class FileSource final : public Source {
 public:
  FileSource(int fd, bool owned) : fd_(fd), owned_(owned) {
    struct stat about {};
    if (::fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) size_ = static_cast<std::uint64_t>(about.st_size);
  }
  ~FileSource() override {
    if (owned_) ::close(fd_);
  }
  FileSource(const FileSource&) = delete;
  Result<std::size_t> read(std::span<char> out) override {
    for (;;) {
      const auto got = ::read(fd_, out.data(), out.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EINTR) continue;
      if (errno == EISDIR) return invalid("census_source", "This is a folder. Give a file of names.", "source");
      return unavailable("census_source", "The source could not be read to its end. Nothing was stored; try again.");
    }
  }
  std::uint64_t size() const override { return size_; }

 private:
  int fd_;
  bool owned_;
  std::uint64_t size_ = 0;
};

class TextSource final : public Source {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<std::size_t> read(std::span<char> out) override {
    const std::size_t count = std::min(out.size(), text_.size() - at_);
    std::memcpy(out.data(), text_.data() + at_, count);
    at_ += count;
    return count;
  }
  std::uint64_t size() const override { return text_.size(); }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> open_file(const std::string& path) {
  if (path == "-") return std::unique_ptr<Source>(std::make_unique<FileSource>(STDIN_FILENO, false));
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return not_found("census_source", errno == EACCES ? "The file may not be read. Check its permissions."
                                                      : "There is no such file. Check the path.");
  return std::unique_ptr<Source>(std::make_unique<FileSource>(fd, true));
}
std::unique_ptr<Source> from_text(std::string text) {
  return std::make_unique<TextSource>(std::move(text));
}

}  // namespace muster::intake
