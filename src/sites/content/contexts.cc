#include "contexts.h"

#include "context_words.h"
#include "normal.h"
#include "standing.h"
#include "words.h"
#include <base/text.h>

#include <stdexcept>

namespace muster::content {

const Contexts& Contexts::shared() {
  static const Contexts all;
  return all;
}

Contexts::Contexts() {
  std::set<std::string> seen;
  std::vector<std::string> texts;
  for (const ContextWords& all : context_words())
    for (auto word : split(all.words, '\n')) {
      Literal literal;
      literal.open_end = word.ends_with('*');
      if (literal.open_end) word.remove_suffix(1);
      literal.text = normalised(word);
      if (literal.text.empty() || !seen.insert(literal.text).second) continue;
      literal.unspaced = is_unspaced(character_at(literal.text, 0)) ||
                         is_unspaced(character_before(literal.text, literal.text.size()));
      texts.push_back(literal.text);
      literals_.push_back(std::move(literal));
      names_.push_back(all.context);
    }
  auto words = Matcher::compile(texts);
  if (!words.ok()) throw std::logic_error(words.error().sentence);
  words_ = std::move(*words);
}

ContextSpans Contexts::spans(const std::string& text, std::vector<Found> found) const {
  ContextSpans out;
  sort_by_begin(found);
  for (const Found& each : found) {
    if (each.begin < out.end()) continue;
    if (stands(text, literals_[each.literal], each.begin, each.end))
      out.add(sentence_around(text, each.begin, each.end), names_[each.literal]);
  }
  return out;
}

}  // namespace muster::content
