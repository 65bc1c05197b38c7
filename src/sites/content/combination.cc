#include "combination.h"

namespace muster::content {
namespace {

constexpr std::size_t kGroupsMax = 1000;
constexpr std::size_t kUnspacedPerWord = 2;  // Han and kana: so many characters are taken for a word

struct PartAt {
  std::size_t begin, end;
  std::int32_t part;
  Spelling spelling;
};

// Words between two offsets, counted no further than `most`.
std::size_t words_between(const std::string& text, std::size_t from, std::size_t to, std::size_t most) {
  std::size_t words = 0, unspaced = 0;
  for (std::size_t at = from; at < to && words <= most; at = forward_by(text, at, 1)) {
    const auto c = character_at(text, at);
    if (c == ' ' || c == '\n')
      ++words;
    else if (is_unspaced(c) && ++unspaced % kUnspacedPerWord == 0)
      ++words;
  }
  return words;
}

bool excluded(const std::string& text, const std::vector<PartAt>& excluding, std::size_t begin, std::size_t end) {
  const Span sentence = sentence_around(text, begin, end);
  return std::any_of(excluding.begin(), excluding.end(),
                     [&](const PartAt& each) { return each.begin >= sentence.begin && each.end <= sentence.end; });
}

// A window slides over the parts: the newest place of each part, and whether all lie near.
void near_groups(const Term& term, std::uint32_t number, const std::string& text, const std::vector<PartAt>& parts,
                 const std::vector<PartAt>& excluding, std::vector<Together>& out) {
  std::vector<const PartAt*> last(term.all.size(), nullptr);
  std::size_t used = 0;
  for (const PartAt& part : parts) {
    if (out.size() >= kGroupsMax) return;
    last[static_cast<std::size_t>(part.part)] = &part;
    if (std::any_of(last.begin(), last.end(), [&](const PartAt* each) { return !each || each->begin < used; }))
      continue;
    const PartAt* first =
        *std::min_element(last.begin(), last.end(), [](auto* a, auto* b) { return a->begin < b->begin; });
    const auto most = static_cast<std::size_t>(term.near);
    if (words_between(text, first->end, part.begin, most + 1) > most) continue;
    if (excluded(text, excluding, first->begin, part.end)) continue;
    out.push_back({number, first->begin, part.end, first->spelling});
    used = part.end;
  }
}

}  // namespace

std::vector<Together> combinations(const std::vector<Term>& terms, const std::string& text,
                                   const std::vector<Place>& places) {
  std::map<std::uint32_t, std::vector<PartAt>> parts, excluding;
  for (const Place& place : places)
    for (const Use& use : *place.uses) {
      if (use.part >= 0) parts[use.term].push_back({place.begin, place.end, use.part, place.spelling});
      if (use.part == kExcludingPart) excluding[use.term].push_back({place.begin, place.end, use.part, place.spelling});
    }
  std::vector<Together> out;
  for (const auto& [number, found] : parts) {
    const Term& term = terms[number];
    if (term.near > 0) {
      near_groups(term, number, text, found, excluding[number], out);
      continue;
    }
    std::set<std::int32_t> seen;
    for (const PartAt& part : found) seen.insert(part.part);
    if (seen.size() == term.all.size() && excluding[number].empty())
      out.push_back({number, found.front().begin, found.front().end, found.front().spelling});
  }
  return out;
}

}  // namespace muster::content
