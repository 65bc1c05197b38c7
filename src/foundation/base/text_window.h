// A window on a stream of text, in bounded memory; what CsvReader and LineReader stand on. Inside of base.
#pragma once

#include <base/csv.h>

#include <string_view>
#include <vector>

namespace muster {

class TextWindow {
 public:
  // Holds at most `hold_max` bytes that nobody has consumed, plus a read's worth.
  TextWindow(ByteSource source, std::size_t hold_max);

  // Reads the beginning, skips a UTF-8 byte order mark, refuses what is not text. Errors: text_is_utf16,
  // text_is_binary.
  Result<void> start();
  // What is held and not yet consumed. Invalid after grow().
  std::string_view held() const { return {buffer_.data() + at_, end_ - at_}; }
  // More bytes behind what is held. False: there are none, or hold_max is reached (`full`), or the source failed.
  bool grow();
  bool full() const { return end_ - at_ >= hold_max_; }
  bool at_end() const { return ended_; }
  void consume(std::size_t bytes);
  std::int64_t consumed() const { return consumed_; }
  const std::optional<Error>& failed() const { return failed_; }

 private:
  ByteSource source_;
  std::size_t hold_max_;
  std::vector<char> buffer_;
  std::size_t at_ = 0, end_ = 0;
  std::int64_t consumed_ = 0;
  bool started_ = false, ended_ = false;
  std::optional<Error> failed_;
};

// nullopt: good text. Else csv_/line_ + not_utf8, zero_byte, by `prefix`.
std::optional<Error> text_fault(std::string_view bytes, const char* prefix);

}  // namespace muster
