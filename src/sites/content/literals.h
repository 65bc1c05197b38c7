// The literals that a lexicon's terms are looked for as: each term as written, and the other ways in which it may be
// spelled. Pure.
#pragma once

#include <content/bundle.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

// How a hit was spelled; what isn't plain is told with the hit. Counts the same: who disguises a word knows why.
enum class Spelling { plain, unaccented, hyphenated, joined, split, pinyin, alike, spaced };
const char* to_text(Spelling spelling);  // "" for plain

inline constexpr std::int32_t kWholePhrase = -1;
inline constexpr std::int32_t kExcludingPart = -2;

struct Use {
  std::uint32_t term;
  std::int32_t part;  // of a combination: its number; or kWholePhrase, or kExcludingPart
};

struct Literal {
  std::string text;  // normalised
  Spelling spelling = Spelling::plain;
  bool open_end = false;  // up to kOpenEndMax more letters may follow
  bool latin = false;     // every letter is Latin
  bool unspaced = false;  // begins or ends in a script without spaces
  std::vector<Use> uses;
};
inline constexpr std::size_t kOpenEndMax = 6;

// A term for the side text (evasion.h): its classes without spaces or with them.
struct AlikeLiteral {
  std::string classes;   // what is looked for
  std::u32string meant;  // the term's characters, one a class
  bool open_end = false;
  bool spaced_only = false;  // written without the phrase's spaces: for runs of single letters alone
  bool han = false;
  std::vector<Use> uses;
};

struct Literals {
  std::vector<Literal> plain;
  std::vector<AlikeLiteral> alike;
};
Literals literals_of(const std::vector<Term>& terms);

// White space runs become one space.
std::string collapsed(std::string_view text);

}  // namespace muster::content
