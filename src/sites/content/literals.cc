#include "literals.h"

#include "alike.h"
#include "han.h"
#include "normal.h"
#include "words.h"
#include <base/text.h>

#include <unicode/uchar.h>

namespace muster::content {
namespace {

constexpr std::size_t kAlikeLettersMin = 4;   // shorter words look like too many others
constexpr std::size_t kJoinedLettersMin = 8;  // of a phrase without its spaces
constexpr std::size_t kPinyinSyllablesMin = 3;

std::size_t letters_of(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t at = 0; at < text.size(); at = forward_by(text, at, 1)) n += is_letter(character_at(text, at));
  return n;
}

std::string without(std::string_view text, char out, const char* instead) {
  std::string made;
  for (const char c : text)
    if (c == out)
      made += instead;
    else
      made += c;
  return made;
}

bool all_han(std::string_view text) {
  if (text.empty()) return false;
  for (std::size_t at = 0; at < text.size(); at = forward_by(text, at, 1))
    if (!is_han(character_at(text, at))) return false;
  return true;
}

// "línea" → "linea": as it is typed where there are no accents.
std::string unaccented(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size(); at = forward_by(text, at, 1)) {
    const auto c = character_at(text, at);
    if (U_GET_GC_MASK(c) & U_GC_M_MASK) continue;
    const auto other = c >= 0xC0 && c < 0x250 ? alike_class(static_cast<char32_t>(c)) : static_cast<char32_t>(c);
    out += other ? other : static_cast<char32_t>(c);
  }
  return to_utf8(out);
}

class Maker {
 public:
  Literals take() { return std::move(out_); }
  void add_term(const Term& term, std::uint32_t number) {
    if (term.all.empty())
      add_text(term.text, term, {number, kWholePhrase});
    else
      for (std::size_t i = 0; i < term.all.size(); ++i)
        add_text(term.all[i], term, {number, static_cast<std::int32_t>(i)});
    for (const std::string& part : term.none) add_plain(part, Spelling::plain, {number, kExcludingPart});
  }

 private:
  void add_text(const std::string& written, const Term& term, Use use) {
    const std::string text = add_plain(written, Spelling::plain, use);
    if (text.empty() || term.literal) return;
    const bool open = written.ends_with('*');
    const std::string star = open ? "*" : "";
    if (text.find(' ') != std::string::npos) {  // of a single word: "péter" would be Peter
      if (const std::string other = unaccented(text); in_latin_script(text) && other != text)
        add_plain(other + star, Spelling::unaccented, use);
      add_plain(without(text, ' ', "-") + star, Spelling::hyphenated, use);
      if (letters_of(text) >= kJoinedLettersMin) add_plain(without(text, ' ', "") + star, Spelling::joined, use);
    }
    if (all_han(text)) add_han(text, use);
    add_alike(text, open, use);
  }

  void add_han(const std::string& text, Use use) {
    const std::string cut = words_with_spaces(text);
    if (cut != text) add_plain(cut, Spelling::split, use);
    const std::string sounds = pinyin(text);
    if (static_cast<std::size_t>(std::count(sounds.begin(), sounds.end(), ' ')) + 1 < kPinyinSyllablesMin) return;
    add_plain(sounds, Spelling::pinyin, use);
    add_plain(without(sounds, ' ', ""), Spelling::pinyin, use);
  }

  std::string words_with_spaces(const std::string& text) {
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = forward_by(text, 0, 1); at <= text.size();
         at = at == text.size() ? at + 1 : forward_by(text, at, 1)) {
      if (at < text.size() && !on_word_boundaries(text, from, at)) continue;
      if (!out.empty()) out += ' ';
      out += text.substr(from, at - from);
      from = at;
    }
    return out;
  }

  std::string add_plain(const std::string& written, Spelling spelling, Use use) {
    std::string raw = collapsed(written);
    const bool open = raw.ends_with('*');
    if (open) raw.pop_back();
    std::string text = normalised(raw);
    if (text.empty()) return text;
    const auto [known, fresh] = seen_.emplace((open ? "*" : " ") + text, out_.plain.size());
    if (fresh) {
      Literal literal;
      literal.text = text;
      literal.spelling = spelling;
      literal.open_end = open;
      literal.latin = in_latin_script(text);
      literal.unspaced = is_unspaced(character_at(text, 0)) || is_unspaced(character_before(text, text.size()));
      out_.plain.push_back(std::move(literal));
    }
    Literal& literal = out_.plain[known->second];
    if (spelling == Spelling::plain) literal.spelling = spelling;
    literal.uses.push_back(use);
    return text;
  }

  void add_alike(const std::string& text, bool open, Use use) {
    const bool han = all_han(text);
    if (letters_of(text) < (han ? 2 : kAlikeLettersMin)) return;
    std::u32string meant;
    const std::u32string classes = alike_classes(text, &meant);
    if (classes.find(U'\0') != std::u32string::npos) return;  // signs that no word has
    if (!han) push_alike(classes, meant, open, false, han, use);
    if (han || classes.find(U' ') != std::u32string::npos) {
      std::u32string joined_classes, joined;
      for (std::size_t i = 0; i < classes.size(); ++i)
        if (classes[i] != U' ') {
          joined_classes += classes[i];
          joined += meant[i];
        }
      push_alike(joined_classes, joined, open, true, han, use);
    }
  }

  void push_alike(const std::u32string& classes, const std::u32string& meant, bool open, bool spaced_only, bool han,
                  Use use) {
    const std::string key = to_utf8(meant) + (open ? "*" : " ") + (spaced_only ? "s" : "w");
    const auto [known, fresh] = seen_alike_.emplace(key, out_.alike.size());
    if (fresh) out_.alike.push_back({to_utf8(classes), meant, open, spaced_only, han, {}});
    out_.alike[known->second].uses.push_back(use);
  }

  Literals out_;
  std::unordered_map<std::string, std::size_t> seen_, seen_alike_;
};

}  // namespace

const char* to_text(Spelling spelling) {
  switch (spelling) {
    case Spelling::plain:
      return "";
    case Spelling::unaccented:
      return "unaccented";
    case Spelling::hyphenated:
      return "hyphenated";
    case Spelling::joined:
      return "joined";
    case Spelling::split:
      return "split";
    case Spelling::pinyin:
      return "pinyin";
    case Spelling::alike:
      return "alike";
    case Spelling::spaced:
      return "spaced";
  }
  return "";
}

std::string collapsed(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

Literals literals_of(const std::vector<Term>& terms) {
  Maker maker;
  for (std::size_t i = 0; i < terms.size(); ++i) maker.add_term(terms[i], static_cast<std::uint32_t>(i));
  return maker.take();
}

}  // namespace muster::content
