// Letters as PDF (ISO 32000-1, 1.7) for archives (ISO 19005-2, PDF/A-2b): headed paragraphs on A4 in one embedded font,
// subset to what is used, with a map back to Unicode, so that what is read, searched and copied is what was written.
// The same blocks and font give the same bytes: no time and no random number is in the file. Pure but for reading the
// font; thread-safe.
#pragma once

#include <base/result.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::print {

enum class Style : std::uint8_t { title, heading, text, small };
struct Block {
  Style style = Style::text;
  std::string text;  // UTF-8; \n begins a new line
};

struct PdfOptions {
  std::string title;     // of the file, for readers that show it
  std::string language;  // BCP 47
  // The first of these that is there is used. In a collection of CJK fonts the face of simplified Chinese is taken.
  std::vector<std::string> fonts;
};
// Where Debian's packages put fonts with Latin and Chinese letters, the best first.
std::vector<std::string> standard_fonts();

inline constexpr std::size_t kTextMaxBytes = 1u << 20;  // of all blocks

// Errors: print_font_missing (unavailable), print_font (no usable font file), print_text (not UTF-8, or too long). A
// letter that the font lacks is printed and read as U+FFFD, or as "?" where the font lacks that as well.
Result<std::string> to_pdf(std::span<const Block> blocks, const PdfOptions& options);

}  // namespace muster::print
