#include "mix.h"
#include <content/html.h>

#include <set>

#include <likeness/print.h>

namespace muster::likeness {
namespace {

constexpr std::size_t kPiecesMax = 20'000;

// What texts bring with them, in any number: no part of a template.
bool is_of_text(std::string_view tag) {
  static const std::set<std::string_view> kOfText{
      "a",   "abbr", "b", "br",  "code",   "em",     "font", "i",       "img", "p",  "s",  "small", "span", "strong",
      "sub", "sup",  "u", "wbr", "option", "source", "meta", "picture", "h3",  "h4", "h5", "h6",    "td",   "tr"};
  return kOfText.contains(tag);
}

std::uint64_t piece_of(const content::Token& token) {
  const std::string_view classes = token.attribute("class");
  const std::size_t begin = classes.find_first_not_of(" \t\r\n");
  const std::string_view first = begin == std::string_view::npos
                                     ? std::string_view()
                                     : classes.substr(begin, classes.find_first_of(" \t\r\n", begin) - begin);
  return mix(mix(token.name) ^ mix(first));
}

}  // namespace

std::uint64_t template_of(std::string_view source) {
  content::Tokenizer tokens(source.substr(0, kSourceMax));
  std::set<std::uint64_t> pieces;  // of three tags that follow each other
  std::uint64_t before = 0, last = 0;
  for (auto token = tokens.next(); token.kind != content::Token::Kind::end; token = tokens.next()) {
    if (token.kind != content::Token::Kind::open || is_of_text(token.name)) continue;
    const std::uint64_t tag = piece_of(token);
    if (tag == last) continue;  // a row of the same, however long
    if (pieces.size() < kPiecesMax) pieces.insert(mix(before ^ mix(last ^ mix(tag))));
    before = last;
    last = tag;
  }
  if (pieces.size() < static_cast<std::size_t>(kTemplateMin)) return 0;
  std::uint64_t out = 0;
  for (const std::uint64_t piece : pieces) out += mix(piece);
  return out == 0 ? 1 : out;
}

}  // namespace muster::likeness
