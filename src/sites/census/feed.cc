#include "feed.h"

#include <intake/frame_stream.h>

namespace muster::census {
namespace {

constexpr std::size_t kJudged = 64 * 1024;

// In blocks of a fixed size, which the compiler turns into vectors; std::count it does not.
std::uint64_t newlines(std::string_view text) {
  constexpr std::size_t kBlock = 128;
  std::uint64_t all = 0;
  for (; text.size() >= kBlock; text.remove_prefix(kBlock)) {
    unsigned char here = 0;
    for (std::size_t i = 0; i < kBlock; ++i) here = static_cast<unsigned char>(here + (text[i] == '\n'));
    all += here;
  }
  return all + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

// Reads until the buffer holds `wanted` bytes or the source ends.
Result<void> Feed::fill(std::size_t wanted) {
  if (raw_.empty()) raw_.resize(256 * 1024);
  while (!ended_ && buffer_.size() < wanted) {
    MUSTER_TRY(const std::size_t got, source_.read(raw_));
    bytes_ += got;
    if (got == 0) {
      ended_ = true;
      if (utf16_) utf16_->finish(buffer_);
      break;
    }
    const std::size_t before = buffer_.size();
    if (utf16_)
      utf16_->decode({raw_.data(), got}, buffer_);
    else
      buffer_.append(raw_.data(), got);
    if (carriage_returns_)
      std::replace(buffer_.begin() + static_cast<std::ptrdiff_t>(before), buffer_.end(), '\r', '\n');
  }
  return {};
}

Result<std::string_view> Feed::peek() {
  if (!started_) {
    started_ = true;
    MUSTER_CHECK_OK(fill(kJudged));
    if (buffer_.empty()) return invalid("census_empty", "The source is empty. Nothing was stored.", "source");
    frames_ = intake::is_frame_stream(buffer_);
    if (frames_) return std::string_view(buffer_).substr(0, kJudged);
    MUSTER_TRY(const Judged judged, judge(std::string_view(buffer_).substr(0, kJudged)));
    std::string bytes = buffer_.substr(judged.mark);
    if (judged.encoding != Encoding::utf8) {
      utf16_.emplace(judged.encoding == Encoding::utf16_big);
      buffer_.clear();
      utf16_->decode(bytes, buffer_);
      if (ended_) utf16_->finish(buffer_);
    } else {
      buffer_ = std::move(bytes);
    }
    // Old files end their lines by CR alone.
    if (buffer_.find('\n') == std::string::npos && buffer_.find('\r') != std::string::npos) {
      carriage_returns_ = true;
      std::replace(buffer_.begin(), buffer_.end(), '\r', '\n');
    }
  }
  return std::string_view(buffer_).substr(0, kJudged);
}

// Where the last whole line of the buffer ends; 0 when there is none.
std::size_t Feed::cut() const {
  const auto last = buffer_.rfind('\n');
  if (last == std::string::npos) return 0;
  if (!quotes_ || std::memchr(buffer_.data(), '"', buffer_.size()) == nullptr) return last + 1;
  bool open = false;
  std::size_t good = 0;
  for (std::size_t at = 0; at <= last; ++at) {
    open ^= buffer_[at] == '"';
    if (buffer_[at] == '\n' && !open) good = at + 1;
  }
  // Quotes that stay open for longer than a line may be are a fault of the file, which the parser will report.
  return good != 0 && buffer_.size() - good <= kLineMax ? good : last + 1;
}

// The line in front is longer than a piece: it is passed over up to its end.
Result<bool> Feed::skip_line() {
  if (overlong_.size() < kReportedMax) overlong_.push_back(lines_ + 1);
  ++overlong_count_;
  ++lines_;
  for (;;) {
    const auto end = buffer_.find('\n');
    if (end != std::string::npos) {
      buffer_.erase(0, end + 1);
      return true;
    }
    buffer_.clear();
    MUSTER_CHECK_OK(fill(1));
    if (buffer_.empty()) return false;
  }
}

Result<bool> Feed::next(Piece& piece) {
  if (!started_) MUSTER_CHECK_OK(peek());
  if (frames_) return next_frames(piece);
  for (;;) {
    MUSTER_CHECK_OK(fill(kPieceBytes));
    if (buffer_.empty()) return false;
    const std::size_t end = ended_ ? buffer_.size() : cut();
    if (end == 0) {
      MUSTER_TRY(const bool more, skip_line());
      if (!more) return false;
      continue;
    }
    piece.first_line = lines_ + 1;
    piece.text.assign(buffer_, 0, end);
    lines_ += newlines(piece.text);
    if (piece.text.back() != '\n') ++lines_;
    buffer_.erase(0, end);
    return true;
  }
}

}  // namespace muster::census
