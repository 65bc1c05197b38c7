// Text as the matcher reads it, and the way back to what the page says.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

// NFKC_Casefold (Unicode Standard Annex 15, DerivedNormalizationProps): compatibility forms and case are folded,
// default ignorables (zero-width characters, soft hyphens, variation selectors) are removed. Invalid UTF-8 becomes
// U+FFFD. Traditional Chinese characters become simplified ones (han.h).
class Normal {
 public:
  explicit Normal(std::string_view source);
  const std::string& text() const { return text_; }
  // The offset in the source from which the byte at `offset` of text() came; text().size() gives the source's size.
  std::size_t source(std::size_t offset) const;

 private:
  struct Piece {
    std::size_t text, source;  // where a piece begins in both
    bool changed;              // in length; other pieces map byte for byte
  };
  void add_ascii(std::string_view source, std::size_t at);
  void add_mixed(std::string_view source, std::size_t at);
  std::string text_;
  std::size_t source_size_;
  std::vector<Piece> pieces_;
};

std::string normalised(std::string_view source);

}  // namespace muster::content
