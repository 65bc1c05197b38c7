#include "normal.h"

#include "han.h"

#include <stdexcept>

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

namespace muster::content {

Normal::Normal(std::string_view source) : source_size_(source.size()) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU's normalisation data is missing");
  text_.reserve(source.size());
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
    pieces_.push_back(
        {static_cast<std::size_t>(each.destinationIndex()), static_cast<std::size_t>(each.sourceIndex()), changed});
  }
  simplify(text_);
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
