#include "search.h"

#include "alike.h"
#include "context_words.h"
#include "han.h"
#include "normal.h"
#include <base/text.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace muster::content {
namespace {

constexpr std::size_t kMatchesMax = 200'000;  // of one page; a page with more says enough
constexpr std::size_t kInRunLettersMin = 5;   // of a word inside of a longer run of single letters

bool joins(std::int32_t a, std::int32_t b) {
  return is_letter(a) && is_letter(b) && !(is_unspaced(a) || is_unspaced(b));
}
bool of_script(std::int32_t c, UScriptCode script) {
  UErrorCode status = U_ZERO_ERROR;
  return c >= 0x250 && uscript_getScript(c, &status) == script;
}

// Arabic writes "and", "the", "with" and the like onto the word: و ف ب ك ل ال and what they make together.
bool is_arabic_prefix(std::string_view text) {
  static const std::set<std::string_view> kPrefixes{"و",   "ف",   "ب",   "ك",  "ل",  "ال", "وال",
                                                    "بال", "كال", "فال", "لل", "ول", "وب"};
  return kPrefixes.contains(text);
}

bool begins_word(const std::string& text, std::size_t begin) {
  std::size_t before = begin;  // a mark that stands on no letter begins no word
  while (before > 0 && (U_GET_GC_MASK(character_before(text, before)) & U_GC_M_MASK) != 0)
    before = back_by(text, before, 1);
  if (!joins(character_before(text, before), character_at(text, begin))) return true;
  if (!of_script(character_at(text, begin), USCRIPT_ARABIC)) return false;
  std::size_t from = begin;
  for (int i = 0; i < 4 && from > 0 && is_letter(character_before(text, from)); ++i) from = back_by(text, from, 1);
  return !is_letter(character_before(text, from)) &&
         is_arabic_prefix(std::string_view(text).substr(from, begin - from));
}

bool ends_word(const std::string& text, std::size_t end, bool open) {
  if (!joins(character_before(text, end), character_at(text, end))) return true;
  // Korean writes its particles onto the word.
  if (of_script(character_before(text, end), USCRIPT_HANGUL)) return true;
  if (!open) return false;
  std::size_t more = 0, at = end;
  while (more <= kOpenEndMax && is_letter(character_at(text, at))) {
    at = forward_by(text, at, 1);
    ++more;
  }
  return more <= kOpenEndMax;
}

}  // namespace

Result<std::unique_ptr<Search>> Search::make(const std::vector<Term>& terms) {
  std::unique_ptr<Search> out(new Search);
  out->literals_ = literals_of(terms);
  out->add_contexts();
  std::vector<std::string> texts;
  for (const Literal& literal : out->literals_.plain) texts.push_back(literal.text);
  for (const Literal& literal : out->context_literals_) texts.push_back(literal.text);
  MUSTER_TRY(out->plain_, Matcher::compile(texts));
  texts.clear();
  for (const AlikeLiteral& literal : out->literals_.alike) texts.push_back(literal.classes);
  if (!texts.empty()) {
    MUSTER_TRY(out->alike_, Matcher::compile(texts));
  }
  return out;
}

void Search::add_contexts() {
  std::set<std::string> seen;
  for (const ContextWords& all : context_words())
    for (auto word : split(all.words, '\n')) {
      Literal literal;
      literal.open_end = word.ends_with('*');
      if (literal.open_end) word.remove_suffix(1);
      literal.text = normalised(word);
      if (literal.text.empty() || !seen.insert(literal.text).second) continue;
      literal.latin = in_latin_script(literal.text);
      literal.unspaced = is_unspaced(character_at(literal.text, 0)) ||
                         is_unspaced(character_before(literal.text, literal.text.size()));
      context_literals_.push_back(std::move(literal));
      context_names_.push_back(all.context);
    }
}

bool Search::stands(const std::string& text, const Literal& literal, std::size_t begin, std::size_t end,
                    WordCutter& cutter) const {
  if (!begins_word(text, begin) || !ends_word(text, end, literal.open_end)) return false;
  return !literal.unspaced || cutter.on_boundaries(text, begin, end);
}

void Search::find_plain(const std::string& text, WordCutter& cutter, Findings& out) const {
  auto all = plain_->find(text, kMatchesMax);
  std::sort(all.begin(), all.end(),
            [](const Found& a, const Found& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::size_t covered = 0;  // by phrases: the longest counts once
  for (const Found& each : all) {
    if (each.literal >= literals_.plain.size()) {
      const std::size_t context = each.literal - literals_.plain.size();
      if (each.begin < out.contexts.end()) continue;
      if (stands(text, context_literals_[context], each.begin, each.end, cutter))
        out.contexts.add(sentence_around(text, each.begin, each.end), context_names_[context]);
      continue;
    }
    const Literal& literal = literals_.plain[each.literal];
    const bool phrase =
        std::any_of(literal.uses.begin(), literal.uses.end(), [](const Use& use) { return use.part == kWholePhrase; });
    if (phrase && each.end <= covered && literal.uses.size() == 1) continue;
    if (!stands(text, literal, each.begin, each.end, cutter)) continue;
    if (phrase) covered = std::max(covered, each.end);
    out.places.push_back({each.begin, each.end, &literal.uses, literal.spelling, &literal});
  }
}

void Search::find_disguised(const Reading& text, WordCutter& cutter, Findings& out) const {
  const SideText& side = text.side();
  if (!alike_ || side.tokens().empty()) return;
  auto all = alike_->find(side.text(), kMatchesMax);
  std::sort(all.begin(), all.end(),
            [](const Found& a, const Found& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::size_t covered = 0;
  for (const Found& each : all) {
    const AlikeLiteral& literal = literals_.alike[each.literal];
    const SideToken* token = side.token_at(each.begin);
    if (!token || each.end > token->end || each.end <= covered) continue;
    const std::size_t first = side.index_in(*token, each.begin), count = literal.meant.size();
    if (first + count > token->written.size()) continue;
    const std::u32string_view seen = std::u32string_view(token->written).substr(first, count);
    const bool starts = first == 0 || token->written[first - 1] == U' ';
    std::size_t more = 0;
    while (first + count + more < token->written.size() && token->written[first + count + more] != U' ') ++more;
    const bool whole = starts && (more == 0 || (literal.open_end && more <= kOpenEndMax));
    if (token->spaced) {
      const bool same = seen == literal.meant;
      if (!same && !is_disguise(seen, literal.meant)) continue;
      if (literal.han ? !whole && !cutter.on_boundaries(side.text(), each.begin, each.end)
                      : !whole && count < kInRunLettersMin)
        continue;
    } else if (literal.spaced_only || !whole || !is_disguise(seen, literal.meant)) {
      continue;
    }
    covered = each.end;
    // The last character's end: where the next one begins may lie behind separators.
    const std::size_t last = token->source[first + count - 1];
    out.places.push_back({token->source[first], forward_by(text.text(), last, 1), &literal.uses,
                          token->spaced ? Spelling::spaced : Spelling::alike, nullptr});
  }
}

std::unique_ptr<WordCutter> Search::take_cutter() const {
  std::lock_guard lock(mutex_);
  if (cutters_.empty()) return std::make_unique<WordCutter>();
  auto out = std::move(cutters_.back());
  cutters_.pop_back();
  return out;
}
void Search::give_cutter(std::unique_ptr<WordCutter> cutter) const {
  std::lock_guard lock(mutex_);
  cutters_.push_back(std::move(cutter));
}

Findings Search::find(const Reading& text) const {
  Findings out;
  auto cutter = take_cutter();
  find_plain(text.text(), *cutter, out);
  find_disguised(text, *cutter, out);
  give_cutter(std::move(cutter));
  std::stable_sort(out.places.begin(), out.places.end(),
                   [](const Place& a, const Place& b) { return a.begin < b.begin; });
  return out;
}

}  // namespace muster::content
