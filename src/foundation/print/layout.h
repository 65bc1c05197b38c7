// Blocks into lines, lines onto pages. Pure. Inside of the room.
#pragma once

#include "font.h"

#include <functional>
#include <string>
#include <vector>

#include <print/pdf.h>

namespace muster::print {

inline constexpr int kPageWidth = 595, kPageHeight = 842, kMargin = 64;  // points; A4

struct Line {
  double x = kMargin, y = 0;
  double size = 11;
  bool bold = false;
  std::u32string text;
};
using Page = std::vector<Line>;

// UTF-8 into letters; \r is dropped, other control characters but \n become blanks.
std::u32string letters_of(std::string_view utf8);
// Width in thousandths of the size.
using WidthOf = std::function<int(char32_t)>;
std::vector<Page> lay_out(std::span<const Block> blocks, const WidthOf& width);
// One line of a paragraph that is at most `room` wide; returns where the next one begins. Breaks after blanks and
// hyphens, between Chinese letters, never before closing punctuation; within a word only where nothing else helps.
std::size_t line_end(const std::u32string& text, std::size_t from, int room, const WidthOf& width);

}  // namespace muster::print
