#include "search.h"

#include "alike.h"
#include "contexts.h"
#include "standing.h"
#include "words.h"

namespace muster::content {
namespace {

constexpr std::size_t kInRunLettersMin = 5;  // of a word inside of a longer run of single letters

}  // namespace

Result<std::unique_ptr<Search>> Search::make(const std::vector<Term>& terms) {
  std::unique_ptr<Search> out(new Search);
  out->literals_ = literals_of(terms);
  std::vector<std::string> texts;
  for (const Literal& literal : out->literals_.plain) texts.push_back(literal.text);
  MUSTER_TRY(out->plain_, Matcher::compile(texts));
  texts.clear();
  for (const AlikeLiteral& literal : out->literals_.alike) texts.push_back(literal.classes);
  if (!texts.empty()) {
    MUSTER_TRY(out->alike_, Matcher::compile(texts));
  }
  return out;
}

// Literals and context words count together. No more of them end on a text than it has bytes, so that of most texts
// nothing has to be counted before it is known whether contexts matter.
void Search::cut(const Reading& text, std::vector<Found>& all, Findings& out) const {
  if (all.size() + text.text().size() < kMatchesMax) return;
  auto around = Contexts::shared().find(text.text(), kMatchesMax);
  std::size_t mine = 0, theirs = 0;
  while (mine + theirs < kMatchesMax && (mine < all.size() || theirs < around.size())) {
    const bool next = theirs == around.size() || (mine < all.size() && all[mine].end <= around[theirs].end);
    ++(next ? mine : theirs);
  }
  all.resize(mine);
  around.resize(theirs);
  out.own_contexts = Contexts::shared().spans(text.text(), std::move(around));
}

void Search::find_plain(const Reading& reading, Findings& out) const {
  const std::string& text = reading.text();
  auto all = plain_->find(text, kMatchesMax);
  cut(reading, all, out);
  sort_by_begin(all);
  std::size_t covered = 0;  // by phrases: the longest counts once
  for (const Found& each : all) {
    const Literal& literal = literals_.plain[each.literal];
    const bool phrase =
        std::any_of(literal.uses.begin(), literal.uses.end(), [](const Use& use) { return use.part == kWholePhrase; });
    if (phrase && each.end <= covered && literal.uses.size() == 1) continue;
    if (!stands(text, literal, each.begin, each.end)) continue;
    if (phrase) covered = std::max(covered, each.end);
    out.places.push_back({each.begin, each.end, &literal.uses, literal.spelling, &literal});
  }
}

void Search::find_disguised(const Reading& text, Findings& out) const {
  const SideText& side = text.side();
  if (!alike_ || side.tokens().empty()) return;
  auto all = alike_->find(side.text(), kMatchesMax);
  sort_by_begin(all);
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
      if (literal.han ? !whole && !on_word_boundaries(side.text(), each.begin, each.end)
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

Findings Search::find(const Reading& text) const {
  Findings out;
  find_plain(text, out);
  find_disguised(text, out);
  std::stable_sort(out.places.begin(), out.places.end(),
                   [](const Place& a, const Place& b) { return a.begin < b.begin; });
  return out;
}

}  // namespace muster::content
