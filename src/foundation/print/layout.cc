#include "layout.h"

#include <algorithm>

namespace muster::print {
namespace {

struct Look {
  double size, leading, before, after;
  bool bold;
};
Look look_of(Style style) {
  switch (style) {
    case Style::title:
      return {17, 24, 0, 10, true};
    case Style::heading:
      return {12.5, 18, 12, 2, true};
    case Style::small:
      return {9, 13, 2, 2, false};
    case Style::text:
      break;
  }
  return {11, 16.5, 0, 5, false};
}

bool wide(char32_t c) {
  return (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xff00 && c <= 0xffef) || (c >= 0x20000 && c <= 0x3ffff);
}

// What must not begin a line.
bool closes(char32_t c) {
  static constexpr std::u32string_view kClosing = U"，。、；：！？）》」』】〉〕％…”’,.;:!?)]}%";
  return kClosing.find(c) != std::u32string_view::npos;
}
// What must not end one.
bool opens(char32_t c) {
  static constexpr std::u32string_view kOpening = U"（《「『【〈〔“‘([{";
  return kOpening.find(c) != std::u32string_view::npos;
}

bool may_break(const std::u32string& text, std::size_t at) {  // before text[at]
  const char32_t left = text[at - 1], right = text[at];
  if (left == U' ') return right != U' ';
  if (closes(right) || opens(left) || right == U' ') return false;
  return left == U'-' || left == U'/' || wide(left) || wide(right);
}

class Pages {
 public:
  void gap(double height) { y_ -= height; }
  void line(Line line, double leading) {
    if (out_.empty() || y_ - leading < kMargin) {
      out_.emplace_back();
      y_ = kPageHeight - kMargin;
    }
    y_ -= leading;
    line.y = y_;
    if (!line.text.empty()) out_.back().push_back(std::move(line));
  }
  // A heading stays with the first lines of what it heads.
  void need(double height) {
    if (!out_.empty() && y_ - height < kMargin) y_ = 0;
  }
  std::vector<Page> take() {
    if (out_.empty()) out_.emplace_back();
    return std::move(out_);
  }

 private:
  std::vector<Page> out_;
  double y_ = 0;
};

}  // namespace

std::u32string letters_of(std::string_view utf8) {
  std::u32string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[at]);
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char32_t c = bytes == 1 ? first : first & (0x7f >> bytes);
    for (std::size_t i = 1; i < bytes && at + i < utf8.size(); ++i)
      c = (c << 6) | (static_cast<unsigned char>(utf8[at + i]) & 0x3f);
    at += bytes;
    if (c == U'\r') continue;
    out += (c < 0x20 && c != U'\n') || c == 0x7f ? U' ' : c;
  }
  return out;
}

std::size_t line_end(const std::u32string& text, std::size_t from, int room, const WidthOf& width) {
  int used = 0;
  std::size_t last = 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (at > from && may_break(text, at)) last = at;
    used += width(text[at]);
    if (used > room && text[at] != U' ') return last > from ? last : std::max(at, from + 1);
  }
  return text.size();
}

std::vector<Page> lay_out(std::span<const Block> blocks, const WidthOf& width) {
  Pages pages;
  for (const Block& block : blocks) {
    const Look look = look_of(block.style);
    pages.gap(look.before);
    if (block.style == Style::heading) pages.need(look.leading + 2 * look_of(Style::text).leading);
    const std::u32string text = letters_of(block.text);
    const int room = static_cast<int>((kPageWidth - 2 * kMargin) * 1000 / look.size);
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(U'\n', begin), text.size());
      const std::u32string paragraph = text.substr(begin, end - begin);
      std::size_t at = 0;
      do {
        const std::size_t next = line_end(paragraph, at, room, width);
        Line line;
        line.size = look.size;
        line.bold = look.bold;
        line.text = paragraph.substr(at, next - at);
        while (!line.text.empty() && line.text.back() == U' ') line.text.pop_back();
        pages.line(std::move(line), look.leading);
        at = next;
      } while (at < paragraph.size());
      begin = end + 1;
    }
    pages.gap(look.after);
  }
  return pages.take();
}

}  // namespace muster::print
