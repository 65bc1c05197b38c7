#include "line_source.h"

#include <algorithm>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace muster::billing {
namespace {

constexpr std::size_t kPacked = 256 * 1024;
constexpr int kZstdWindowLog = 25;  // 32 MiB: what an unpacker may hold

Error unreadable() {
  return invalid("charges_file", "The file is not there, or can not be read.", "file");
}
Error damaged() {
  return invalid("charges_compression", "The file is damaged or cut off: its compression does not end well.", "file");
}

std::int64_t line_ends(std::string_view text) {
  std::int64_t out = 0;
  const char *at = text.data(), *const end = at + text.size();
  while (at < end) {  // by memchr, which looks at many bytes at once
    at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (!at) break;
    ++out;
    ++at;
  }
  return out;
}

}  // namespace

Result<std::vector<SourceFile>> look_at(const std::vector<std::string>& paths) {
  std::vector<SourceFile> out;
  for (const auto& path : paths) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return unreadable();
    out.push_back({path, static_cast<std::uint64_t>(about.st_size),
                   std::int64_t{about.st_mtim.tv_sec} * 1'000'000'000 + about.st_mtim.tv_nsec});
  }
  return out;
}

// Unpacked bytes, one piece after the other.
class LineSource::Bytes {
 public:
  virtual ~Bytes() = default;
  virtual Result<std::size_t> read(char* to, std::size_t most) = 0;  // 0: the end
  virtual Result<void> skip(std::uint64_t bytes) {
    std::string away(kPacked, '\0');
    while (bytes > 0) {
      MUSTER_TRY(const std::size_t got, read(away.data(), std::min<std::uint64_t>(bytes, away.size())));
      if (got == 0) return damaged();
      bytes -= got;
    }
    return {};
  }
  std::uint64_t packed() const { return packed_; }

 protected:
  explicit Bytes(int fd) : fd_(fd) {}
  struct Fd {
    explicit Fd(int opened) : n(opened) {}
    ~Fd() { ::close(n); }
    Fd(const Fd&) = delete;
    const int n;
  } fd_;
  std::uint64_t packed_ = 0;
  Result<std::size_t> read_packed(char* to, std::size_t most) {
    ssize_t got = 0;
    do got = ::read(fd_.n, to, most);
    while (got < 0 && errno == EINTR);
    if (got < 0) return unreadable();
    packed_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
};

class LineSource::Plain final : public Bytes {
 public:
  explicit Plain(int fd) : Bytes(fd) {}
  Result<std::size_t> read(char* to, std::size_t most) override { return read_packed(to, most); }
  Result<void> skip(std::uint64_t bytes) override {
    if (::lseek(fd_.n, static_cast<off_t>(bytes), SEEK_SET) < 0) return unreadable();
    packed_ = bytes;
    return {};
  }
};

class LineSource::Gzip final : public Bytes {
 public:
  explicit Gzip(int fd) : Bytes(fd), in_(kPacked, '\0') {
    if (inflateInit2(&z_, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() override { inflateEnd(&z_); }
  Result<std::size_t> read(char* to, std::size_t most) override {
    z_.next_out = reinterpret_cast<Bytef*>(to);
    z_.avail_out = static_cast<uInt>(most);
    while (z_.avail_out > 0) {
      if (z_.avail_in == 0) {
        MUSTER_TRY(const std::size_t got, read_packed(in_.data(), in_.size()));
        z_.next_in = reinterpret_cast<Bytef*>(in_.data());
        z_.avail_in = static_cast<uInt>(got);
        if (got == 0) {
          if (!between_) return damaged();
          break;
        }
      }
      if (between_) {  // a further member, or zeros behind the last one
        if (*z_.next_in == 0) {
          ++z_.next_in;
          --z_.avail_in;
          continue;
        }
        between_ = false;
      }
      const int said = inflate(&z_, Z_NO_FLUSH);
      if (said == Z_STREAM_END) {
        between_ = true;
        if (inflateReset(&z_) != Z_OK) return damaged();
      } else if (said != Z_OK) {
        return damaged();
      }
    }
    return most - z_.avail_out;
  }

 private:
  z_stream z_{};
  std::string in_;
  bool between_ = false;
};

class LineSource::Zstd final : public Bytes {
 public:
  explicit Zstd(int fd) : Bytes(fd), stream_(ZSTD_createDCtx()), in_(kPacked, '\0') {
    if (!stream_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, kZstdWindowLog);
  }
  ~Zstd() override { ZSTD_freeDCtx(stream_); }
  Result<std::size_t> read(char* to, std::size_t most) override {
    ZSTD_outBuffer out{to, most, 0};
    while (out.pos < out.size) {
      if (from_.pos == from_.size) {
        MUSTER_TRY(const std::size_t got, read_packed(in_.data(), in_.size()));
        from_ = {in_.data(), got, 0};
        if (got == 0) {
          if (wanted_ != 0) return damaged();
          break;
        }
      }
      wanted_ = ZSTD_decompressStream(stream_, &out, &from_);
      if (ZSTD_isError(wanted_)) return damaged();
    }
    return out.pos;
  }

 private:
  ZSTD_DCtx* stream_;
  std::string in_;
  ZSTD_inBuffer from_{nullptr, 0, 0};
  std::size_t wanted_ = 0;
};

LineSource::LineSource(std::vector<SourceFile> files, std::size_t block_bytes)
    : files_(std::move(files)), block_bytes_(std::max<std::size_t>(block_bytes, 4096)) {}
LineSource::~LineSource() = default;

Result<void> LineSource::open() {
  const int fd = ::open(files_[place_.file].path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return unreadable();
  unsigned char first[4] = {};
  const ssize_t got = ::pread(fd, first, sizeof first, 0);
  if (got >= 2 && first[0] == 0x1f && first[1] == 0x8b)
    bytes_ = std::make_unique<Gzip>(fd);
  else if (got == 4 && first[0] == 0x28 && first[1] == 0xb5 && first[2] == 0x2f && first[3] == 0xfd)
    bytes_ = std::make_unique<Zstd>(fd);
  else
    bytes_ = std::make_unique<Plain>(fd);
  rest_.clear();
  return {};
}

Result<void> LineSource::go_to(const SourcePlace& place) {
  place_ = place;
  bytes_.reset();
  done_before_ = 0;
  for (std::uint32_t i = 0; i < place.file && i < files_.size(); ++i) done_before_ += files_[i].bytes;
  if (place.file >= files_.size()) return {};
  MUSTER_CHECK_OK(open());
  return bytes_->skip(place.offset);
}

Result<bool> LineSource::next(Block& block) {
  for (;;) {
    if (place_.file >= files_.size()) return false;
    if (!bytes_) MUSTER_CHECK_OK(open());
    MUSTER_TRY(const bool filled, fill(block));
    if (filled) return true;
    done_before_ += files_[place_.file].bytes;
    place_ = {place_.file + 1};
    bytes_.reset();
  }
}

// The next whole lines of the file; false: it has ended.
Result<bool> LineSource::fill(Block& block) {
  std::string& b = block.buffer;
  for (;;) {
    b.resize(block_bytes_);
    std::memcpy(b.data(), rest_.data(), rest_.size());
    std::size_t size = rest_.size();
    bool ended = false;
    while (size < b.size() && !ended) {
      MUSTER_TRY(const std::size_t got, bytes_->read(b.data() + size, b.size() - size));
      ended = got == 0;
      size += got;
    }
    rest_.clear();
    if (size == 0) return false;
    block.file = place_.file;
    block.first_line = place_.line + 1;
    block.begins = place_.offset == 0;
    block.too_long = false;
    const char *from = b.data(), *const end = from + size;
    if (block.begins && size >= 2 && (std::memcmp(from, "\xff\xfe", 2) == 0 || std::memcmp(from, "\xfe\xff", 2) == 0))
      return invalid("text_is_utf16", "The file is UTF-16. Save it as UTF-8 and try again.", "file");
    const void* last = ended ? end - 1 : ::memrchr(from, '\n', size);
    const char* cut = last ? static_cast<const char*>(last) + 1 : nullptr;
    if (place_.inside || !cut) {  // the middle of a line that is too long, up to its end
      const bool first = !place_.inside;
      const void* line_end = std::memchr(from, '\n', size);
      const char* stop = line_end ? static_cast<const char*>(line_end) + 1 : end;
      place_.inside = !line_end && !ended;
      rest_.assign(stop, end);
      place_.offset += static_cast<std::uint64_t>(stop - from);
      if (!place_.inside) ++place_.line;
      if (!first) continue;
      block.too_long = true;
      block.text = {};
      block.after = place_;
      block.packed_done = done_before_ + bytes_->packed();
      return true;
    }
    rest_.assign(cut, end);
    block.text = {from, static_cast<std::size_t>(cut - from)};
    place_.offset += block.text.size();
    place_.line += line_ends(block.text) + (cut[-1] != '\n');
    block.after = place_;
    block.packed_done = done_before_ + bytes_->packed();
    return true;
  }
}

}  // namespace muster::billing
