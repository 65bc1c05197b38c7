#include "text_window.h"

#include <base/text.h>

#include <algorithm>
#include <cstring>

namespace muster {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::size_t kLookBytes = 4096;  // of the beginning, to see whether it is text

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool looks_like_utf16(std::string_view head) {
  if (begins(head, "\xff\xfe") || begins(head, "\xfe\xff")) return true;
  if (head.size() < 4) return false;
  // Without a byte order mark: every other byte of Latin text is zero.
  std::size_t zero[2] = {0, 0};
  for (std::size_t i = 0; i < head.size(); ++i) zero[i % 2] += head[i] == '\0';
  const std::size_t half = head.size() / 2;
  return (zero[0] > half * 3 / 4 && zero[1] == 0) || (zero[1] > half * 3 / 4 && zero[0] == 0);
}

bool looks_binary(std::string_view head) {
  for (const std::string_view magic :
       {std::string_view("\x1f\x8b"), std::string_view("PK\x03\x04"), std::string_view("%PDF-"),
        std::string_view("\x28\xb5\x2f\xfd"), std::string_view("SQLite format 3")})
    if (begins(head, magic)) return true;
  const auto control = std::count_if(head.begin(), head.end(), [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b < 0x20 && b != '\t' && b != '\n' && b != '\r';
  });
  return static_cast<std::size_t>(control) * 10 > head.size();
}

bool is_ascii(std::string_view bytes) {
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    if (word & 0x8080808080808080u) return false;
  }
  for (; i < bytes.size(); ++i)
    if (static_cast<unsigned char>(bytes[i]) & 0x80) return false;
  return true;
}

}  // namespace

std::optional<Error> text_fault(std::string_view bytes, const char* prefix) {
  if (std::memchr(bytes.data(), '\0', bytes.size()))
    return invalid(std::string(prefix) + "_zero_byte", "The line holds a zero byte; it was left out.");
  if (!is_ascii(bytes) && !is_valid_utf8(bytes))
    return invalid(std::string(prefix) + "_not_utf8",
                   "The line is not UTF-8; it was left out. Save the file as UTF-8.");
  return std::nullopt;
}

TextWindow::TextWindow(ByteSource source, std::size_t hold_max) : source_(std::move(source)), hold_max_(hold_max) {}

Result<void> TextWindow::start() {
  if (started_) return {};
  started_ = true;
  while (held().size() < kLookBytes && grow()) {
  }
  if (failed_) return *failed_;
  const std::string_view head = held().substr(0, kLookBytes);
  if (looks_like_utf16(head)) {
    failed_ = invalid("text_is_utf16", "The file is UTF-16. Nothing was read; save it as UTF-8 and try again.");
    return *failed_;
  }
  if (looks_binary(head)) {
    failed_ = invalid("text_is_binary",
                      "The file is not text (it may be compressed). Nothing was read; unpack it and try again.");
    return *failed_;
  }
  if (begins(head, "\xef\xbb\xbf")) consume(3);
  return {};
}

bool TextWindow::grow() {
  if (ended_ || failed_ || full()) return false;
  if (at_ > 0 && buffer_.size() - end_ < kReadBytes) {
    std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
    end_ -= at_;
    at_ = 0;
  }
  if (buffer_.size() - end_ < kReadBytes) buffer_.resize(end_ + kReadBytes);
  const auto got = source_(buffer_.data() + end_, kReadBytes);
  if (!got.ok()) {
    failed_ = got.error();
    return false;
  }
  if (*got == 0) ended_ = true;
  end_ += *got;
  return *got > 0;
}

void TextWindow::consume(std::size_t bytes) {
  at_ += bytes;
  consumed_ += static_cast<std::int64_t>(bytes);
}

}  // namespace muster
