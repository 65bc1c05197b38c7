#include "normal.h"

#include "han.h"
#include <base/blocks.h>

#include <stdexcept>

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

namespace muster::content {

namespace {

constexpr std::size_t kPlainRunMin = 24;  // characters of ASCII that are worth leaving ICU for

// Where a stretch with other characters ends, from a character of it on: where a longer run of ASCII begins.
std::size_t mixed_end(std::string_view text, std::size_t at) {
  std::size_t run = 0;
  for (; at < text.size() && run < kPlainRunMin; ++at) run = static_cast<std::uint8_t>(text[at]) < 0x80 ? run + 1 : 0;
  return at - run;
}

}  // namespace

Normal::Normal(std::string_view source) : source_size_(source.size()) {
  text_.reserve(source.size());
  for (std::size_t at = 0; at < source.size();) {
    // ASCII is its own normal form but for case; its last character may be composed with what follows.
    std::size_t plain = ascii_end(source, at);
    if (plain < source.size() && plain > at) --plain;
    add_ascii(source.substr(at, plain - at), at);
    at = plain;
    if (at == source.size()) break;
    const std::size_t end = mixed_end(source, at + 1);
    add_mixed(source.substr(at, end - at), at);
    at = end;
  }
}

void Normal::add_ascii(std::string_view source, std::size_t at) {
  if (source.empty()) return;
  if (pieces_.empty() || pieces_.back().changed) pieces_.push_back({text_.size(), at, false});
  const std::size_t begin = text_.size();
  text_ += source;
  std::size_t i = begin;
  for (; i + sizeof(Block) <= text_.size(); i += sizeof(Block)) {
    Block block = block_at(text_.data() + i);
    block |= std::bit_cast<Block>(between(block, 'A', 'Z')) & all_of('a' - 'A');
    std::memcpy(text_.data() + i, &block, sizeof block);
  }
  for (; i < text_.size(); ++i)
    if (text_[i] >= 'A' && text_[i] <= 'Z') text_[i] = static_cast<char>(text_[i] + ('a' - 'A'));
}

void Normal::add_mixed(std::string_view source, std::size_t at) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (!folding || U_FAILURE(status)) throw std::runtime_error("ICU's normalisation data is missing");
  const std::size_t begin = text_.size();
  icu::StringByteSink<std::string> sink(&text_);
  icu::Edits edits;
  folding->normalizeUTF8(0, icu::StringPiece(source.data(), static_cast<std::int32_t>(source.size())), sink, &edits,
                         status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise a text");
  // Change by change: a run of changed characters as one piece would hide where its parts come from. What keeps its
  // length maps byte for byte, whether it changed or not, and goes on with the piece before.
  auto each = edits.getFineIterator();
  while (each.next(status)) {
    const bool changed = each.oldLength() != each.newLength();
    if (!changed && !pieces_.empty() && !pieces_.back().changed) continue;
    pieces_.push_back({begin + static_cast<std::size_t>(each.destinationIndex()),
                       at + static_cast<std::size_t>(each.sourceIndex()), changed});
  }
  simplify(text_, begin);
}

std::size_t Normal::source(std::size_t offset) const {
  if (offset >= text_.size()) return source_size_;
  auto after = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                [](std::size_t at, const Piece& piece) { return at < piece.text; });
  if (after == pieces_.begin()) return offset;
  const Piece& piece = *(after - 1);
  const std::size_t at = piece.changed ? piece.source : piece.source + (offset - piece.text);
  return std::min(at, source_size_);
}

std::string normalised(std::string_view source) {
  return Normal(source).text();
}

}  // namespace muster::content
