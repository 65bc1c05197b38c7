// Cuts a source into pieces of whole lines, or of whole frames (dnstap), in bounded memory: about two pieces, however
// long a line is.
// Inside of the census room. Not thread-safe.
#pragma once

#include "decode.h"
#include <census/intake.h>

#include <optional>

namespace muster::census {

inline constexpr std::size_t kPieceBytes = 1u << 20;

struct Piece {
  std::string text;              // whole lines or frames; the very last one may lack its end
  std::uint64_t first_line = 1;  // number of the first of them
};

class Feed {
 public:
  explicit Feed(Source& source) : source_(source) {}
  // The first bytes, decoded, for judging the format. Errors: those of judge(), census_empty, census_content.
  Result<std::string_view> peek();
  // Whether quotes may hold line ends, so that no piece ends inside of them.
  void set_quotes(bool quotes) { quotes_ = quotes; }
  // False at the end. Errors: census_source.
  Result<bool> next(Piece& piece);

  bool frames() const { return frames_; }  // known after peek()
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t lines() const { return lines_; }
  // Lines or frames that were longer than they may be and could not be handed on.
  const std::vector<std::uint64_t>& overlong() const { return overlong_; }
  std::uint64_t overlong_count() const { return overlong_count_; }
  std::uint64_t cut_off() const { return cut_off_; }  // 1 when the source ended inside of a frame

 private:
  Result<void> fill(std::size_t wanted);
  std::size_t cut() const;
  Result<bool> skip_line();
  Result<bool> next_frames(Piece& piece);
  Result<void> skip_bytes(std::uint64_t count);

  Source& source_;
  std::string buffer_;  // decoded, not handed out yet
  std::vector<char> raw_;
  std::optional<Utf16Decoder> utf16_;
  bool started_ = false, ended_ = false, quotes_ = false, carriage_returns_ = false, frames_ = false;
  std::uint64_t bytes_ = 0, lines_ = 0, overlong_count_ = 0, cut_off_ = 0;
  std::vector<std::uint64_t> overlong_;
};

}  // namespace muster::census
