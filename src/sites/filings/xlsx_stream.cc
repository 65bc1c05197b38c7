#include "xlsx_stream.h"

#include <algorithm>
#include <vector>

namespace muster::filings::xlsx {
namespace {

constexpr std::int64_t kPiece = 1 << 20;

// What is left of a stream that can't be moved, up to a byte more than `bytes_max`.
std::string rest_of(std::istream& in, std::int64_t bytes_max) {
  std::string all;
  std::vector<char> piece(kPiece);
  while (in && static_cast<std::int64_t>(all.size()) <= bytes_max) {
    in.read(piece.data(), std::min(kPiece, bytes_max + 1 - static_cast<std::int64_t>(all.size())));
    all.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  return all;
}

}  // namespace

Stream::Stream(std::istream& in, std::int64_t bytes_max) : in_(&in) {
  zip_error_init(&error_);
  broken_ = in.bad();
  if (broken_) return;
  auto begin = in.tellg();
  if (begin == std::istream::pos_type(-1)) {
    in.clear();
    held_ = std::make_unique<std::istringstream>(rest_of(in, bytes_max));
    broken_ = in.bad();
    in_ = held_.get();
    begin = 0;
  }
  in_->seekg(0, std::ios::end);
  begin_ = begin;
  bytes_ = static_cast<std::int64_t>(in_->tellg()) - begin_;
  broken_ = broken_ || in_->bad() || bytes_ < 0;
}

std::int64_t Stream::read_at(std::int64_t at, char* out, std::int64_t size) {
  const std::int64_t want = std::min(size, bytes_ - at);
  if (want <= 0) return 0;
  in_->clear();
  if (stands_ != at) in_->seekg(begin_ + at);
  in_->read(out, want);
  const std::int64_t got = in_->gcount();
  stands_ = at + got;
  broken_ = broken_ || in_->bad() || got < want;  // shorter than it was: somebody cuts it
  return broken_ ? -1 : got;
}

std::string Stream::head() {
  std::string out(8, '\0');
  const std::int64_t got = read_at(0, out.data(), static_cast<std::int64_t>(out.size()));
  out.resize(static_cast<std::size_t>(std::max<std::int64_t>(got, 0)));
  return out;
}

bool Stream::every(const std::function<void(std::string_view)>& piece) {
  std::vector<char> buffer(kPiece);
  for (std::int64_t at = 0; at < bytes_;) {
    const std::int64_t got = read_at(at, buffer.data(), kPiece);
    if (got < 0) return false;
    piece({buffer.data(), static_cast<std::size_t>(got)});
    at += got;
  }
  return true;
}

bool Stream::holds(std::string_view needle) {
  bool found = false;
  std::string window;
  every([&](std::string_view piece) {
    window += piece;
    found = found || window.find(needle) != std::string::npos;
    window.erase(0, window.size() - std::min(window.size(), needle.size() - 1));
  });
  return found;
}

zip_int64_t Stream::read_next(char* out, zip_uint64_t size) {
  const std::int64_t want =
      std::min<std::int64_t>(static_cast<std::int64_t>(std::min<zip_uint64_t>(size, kPiece)), bytes_ - at_);
  exhausted_ = exhausted_ || want > left_;
  const std::int64_t got = exhausted_ ? -1 : read_at(at_, out, want);
  if (got < 0) {
    zip_error_set(&error_, ZIP_ER_READ, 0);
    return -1;
  }
  at_ += got;
  left_ -= got;
  return got;
}

zip_int64_t Stream::call(void* self, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  auto& stream = *static_cast<Stream*>(self);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                            ZIP_SOURCE_SUPPORTS, -1);
    case ZIP_SOURCE_OPEN:
      stream.at_ = 0;
      return 0;
    case ZIP_SOURCE_READ:
      return stream.read_next(static_cast<char*>(data), size);
    case ZIP_SOURCE_SEEK: {
      const zip_int64_t to = zip_source_seek_compute_offset(
          static_cast<zip_uint64_t>(stream.at_), static_cast<zip_uint64_t>(stream.bytes_), data, size, &stream.error_);
      if (to < 0) return -1;
      stream.at_ = to;
      return 0;
    }
    case ZIP_SOURCE_TELL:
      return stream.at_;
    case ZIP_SOURCE_STAT: {
      auto* stat = static_cast<zip_stat_t*>(data);
      zip_stat_init(stat);
      stat->size = static_cast<zip_uint64_t>(stream.bytes_);
      stat->valid = ZIP_STAT_SIZE;
      return sizeof *stat;
    }
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&stream.error_, data, size);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
      return 0;
    default:
      zip_error_set(&stream.error_, ZIP_ER_OPNOTSUPP, 0);
      return -1;
  }
}

}  // namespace muster::filings::xlsx
