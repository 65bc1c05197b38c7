#include "combination.h"
#include "context_words.h"
#include "search.h"
#include <content/lexicon.h>
#include <content/neutral.h>

#include <cmath>

namespace muster::content {
namespace {

constexpr double kScale = 4.0;  // a sum of 2.77 is a clue
constexpr double kRepeatMax =
    2;  // one term, however often, counts at most twice: a name that many pages repeat is no clue
constexpr std::size_t kMatchBytesMax = 400;

struct Tally {
  std::int64_t count = 0;
  double weight = 0;  // sum after damping
  std::string damped, spelling;
};

// One term at one place, before it is weighed.
struct TermAt {
  std::uint32_t term;
  std::size_t begin, end;
  Spelling spelling;
  const Literal* literal;
};

Hit hit_of(const Term& term, std::string_view page, std::size_t begin, std::size_t end) {
  Hit hit;
  hit.term = term.text;
  hit.language = term.language;
  const auto from = back_by(page, begin, kContextChars);
  const auto to = forward_by(page, end, kContextChars);
  hit.before = std::string(page.substr(from, begin - from));
  hit.match = std::string(page.substr(begin, std::min(end - begin, kMatchBytesMax)));
  hit.after = std::string(page.substr(end, to - end));
  const Span sentence = sentence_around(page, begin, end);
  hit.sentence = std::string(page.substr(sentence.begin, sentence.end - sentence.begin));
  return hit;
}

// A Latin word of another language than the page's says little: "gift" is poison in German.
double language_factor(const Literal* literal, const Term& term, const std::string& page) {
  if (literal && !literal->latin) return 1;
  const auto fits = [&](const std::string& own) { return own.empty() || own == page || (own == "en" && page.empty()); };
  if (!literal || fits(term.language)) return 1;  // what was disguised was meant
  return std::any_of(term.languages.begin(), term.languages.end(), fits) ? 1 : kOtherLanguageFactor;
}

// Where an excluding phrase stands in the same sentence, the hit is none.
bool is_excluded(const std::string& text, const std::vector<Place>& places, std::uint32_t term, const TermAt& at) {
  std::optional<Span> sentence;
  for (const Place& place : places)
    for (const Use& use : *place.uses) {
      if (use.term != term || use.part != kExcludingPart) continue;
      if (!sentence) sentence = sentence_around(text, at.begin, at.end);
      if (place.begin >= sentence->begin && place.end <= sentence->end) return true;
    }
  return false;
}

}  // namespace

struct Lexicon::Inside {
  Bundle bundle;
  std::unique_ptr<Search> search;
  bool has_combinations = false;

  std::vector<TermAt> terms_at(const std::string& text, const Findings& found) const {
    std::vector<TermAt> out;
    for (const Place& place : found.places)
      for (const Use& use : *place.uses) {
        if (use.part != kWholePhrase) continue;
        const TermAt at{use.term, place.begin, place.end, place.spelling, place.literal};
        if (bundle.terms[use.term].none.empty() || !is_excluded(text, found.places, use.term, at)) out.push_back(at);
      }
    if (!has_combinations) return out;
    for (const Together& each : combinations(bundle.terms, text, found.places))
      out.push_back({each.term, each.begin, each.end, each.spelling, nullptr});
    std::stable_sort(out.begin(), out.end(), [](const TermAt& a, const TermAt& b) { return a.begin < b.begin; });
    return out;
  }
};

Lexicon::Lexicon() : inside_(std::make_unique<Inside>()) {}
Lexicon::~Lexicon() = default;
const Bundle& Lexicon::bundle() const {
  return inside_->bundle;
}

Result<std::shared_ptr<const Lexicon>> Lexicon::compile(Bundle bundle) {
  std::shared_ptr<Lexicon> out(new Lexicon);
  Inside& in = *out->inside_;
  // The same phrase of several languages is one term with the greatest weight; it knows all of them.
  std::map<std::string, std::size_t> seen;
  std::vector<Term> kept;
  for (Term& term : bundle.terms) {
    const std::string text = normalised(collapsed(term.text));
    if (text.empty()) continue;
    if (!term.all.empty() || !term.none.empty()) {
      in.has_combinations = in.has_combinations || !term.all.empty();
      kept.push_back(std::move(term));
      continue;
    }
    const auto [known, fresh] = seen.emplace(text, kept.size());
    if (fresh) {
      kept.push_back(std::move(term));
      continue;
    }
    Term& first = kept[known->second];
    first.weight = std::max(first.weight, term.weight);
    first.languages.push_back(term.language);
  }
  bundle.terms = std::move(kept);
  in.bundle = std::move(bundle);
  MUSTER_TRY(in.search, Search::make(in.bundle.terms));
  return std::shared_ptr<const Lexicon>(std::move(out));
}

Result<std::shared_ptr<const Lexicon>> Lexicon::load(Bundle bundle) {
  MUSTER_TRY(auto out, compile(std::move(bundle)));
  if (const auto report = inspect_neutral(*out); report.refusal) return *report.refusal;
  return out;
}

Score Lexicon::score(const Page& page) const {
  return score(page, Reading(page.text));
}

Score Lexicon::score(const Page& page, const Reading& text) const {
  const Inside& in = *inside_;
  Score out;
  out.bundle = in.bundle.sha256;
  out.ground = in.bundle.header.ground;
  const Findings found = in.search->find(text);
  std::map<std::uint32_t, Tally> tallies;
  for (const TermAt& each : in.terms_at(text.text(), found)) {
    const ContextSpans& contexts = found.own_contexts ? *found.own_contexts : text.contexts();
    const Term& term = in.bundle.terms[each.term];
    double weight = term.weight * language_factor(each.literal, term, page.language);
    std::string damped = weight < term.weight ? "language" : "";
    if (const auto context = contexts.at(each.begin); !context.empty()) {
      weight *= kNeutralContextFactor;
      damped = std::string(context);
    }
    Tally& tally = tallies[each.term];
    ++tally.count;
    tally.weight += weight;
    if (tally.count == 1 || damped.empty()) tally.damped = damped;
    if (tally.spelling.empty()) tally.spelling = to_text(each.spelling);
    if (out.hits.size() == kHitsMax) continue;
    out.hits.push_back(hit_of(term, page.text, text.source(each.begin), text.source(each.end)));
    out.hits.back().weight = weight;
    out.hits.back().damped = damped;
    out.hits.back().spelling = to_text(each.spelling);
  }
  for (const auto& [number, tally] : tallies) {
    const double n = static_cast<double>(tally.count);
    const double contribution = tally.weight / n * std::min(1 + std::log2(n), kRepeatMax);
    out.sum += contribution;
    const Term& term = in.bundle.terms[number];
    out.reasons.push_back({term.text, term.language, tally.count, contribution, tally.damped, tally.spelling});
  }
  std::stable_sort(out.reasons.begin(), out.reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.contribution > b.contribution; });
  out.value = 1 - std::exp(-out.sum / kScale);
  return out;
}

}  // namespace muster::content
