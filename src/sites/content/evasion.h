// A side text of what is written so that a machine shall not read it: words with look-alike letters ("c4sin0",
// "саsino"), and letters that stand alone one after the other ("c a s i n o", "赌-博"). Ordinary text puts next to
// nothing into it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

struct SideChar {
  char32_t c;
  std::uint32_t at;  // in the normalised text
};

// An odd word with its neighbours, or a run of letters that stood alone.
struct SideToken {
  std::size_t begin, end;             // in SideText::text
  bool spaced;                        // letters that stood alone
  std::u32string written;             // its characters as the page has them
  std::vector<std::uint32_t> source;  // where each began, and where the last one ended: one more than written
};

// Of a normalised text. Its text holds the tokens' alike classes (alike.h) in UTF-8, one a line.
class SideText {
 public:
  explicit SideText(std::string_view normalised);
  const std::string& text() const { return text_; }
  const std::vector<SideToken>& tokens() const { return tokens_; }
  // The token around an offset; nullptr: none.
  const SideToken* token_at(std::size_t offset) const;
  // The number of characters of the token before the byte at `offset`.
  std::size_t index_in(const SideToken& token, std::size_t offset) const;

 private:
  void add(SideToken token);
  void add_line(const std::vector<SideChar>& line, std::string_view text);
  void add_words(std::string_view text);
  void add_segment(std::string_view text, std::int32_t from, std::int32_t n);
  void add_spaced(std::string_view text);
  std::string text_;
  std::vector<SideToken> tokens_;
};

}  // namespace muster::content
