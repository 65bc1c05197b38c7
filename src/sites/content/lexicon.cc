#include "context_words.h"
#include "matcher.h"
#include "normal.h"
#include "words.h"
#include <content/lexicon.h>
#include <content/neutral.h>

#include <cmath>

namespace muster::content {
namespace {

constexpr std::size_t kMatchesMax = 200'000;  // of one page; a page with more says enough
constexpr double kScale = 4.0;                // a sum of 2.77 is a clue
constexpr std::size_t kMatchBytesMax = 400;

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

bool joins(std::int32_t a, std::int32_t b) {
  return is_letter(a) && is_letter(b) && !(is_unspaced(a) || is_unspaced(b));
}

}  // namespace

struct Lexicon::Inside {
  Bundle bundle;
  std::vector<std::string> normal;  // of the terms
  std::vector<bool> latin, unspaced;
  std::vector<std::vector<std::string>> languages;  // in which a term was given
  std::size_t terms = 0;                            // literals from here on are context words
  std::unique_ptr<Matcher> matcher;
  std::mutex mutex;
  std::vector<std::unique_ptr<WordCutter>> cutters;

  std::unique_ptr<WordCutter> take_cutter() {
    std::lock_guard lock(mutex);
    if (cutters.empty()) return std::make_unique<WordCutter>();
    auto out = std::move(cutters.back());
    cutters.pop_back();
    return out;
  }
  void give_cutter(std::unique_ptr<WordCutter> cutter) {
    std::lock_guard lock(mutex);
    cutters.push_back(std::move(cutter));
  }
  void add_literal(const std::string& text) {
    normal.push_back(text);
    latin.push_back(in_latin_script(text));
    unspaced.push_back(is_unspaced(character_at(text, 0)) || is_unspaced(character_before(text, text.size())));
  }
  bool stands_alone(const std::string& text, const Found& found, WordCutter& cutter) const {
    if (joins(character_before(text, found.begin), character_at(text, found.begin))) return false;
    if (joins(character_before(text, found.end), character_at(text, found.end))) return false;
    return !unspaced[found.literal] || cutter.on_boundaries(text, found.begin, found.end);
  }
  // Without those inside of a longer one.
  std::vector<Found> standing(const std::string& text) {
    auto all = matcher->find(text, kMatchesMax);
    std::sort(all.begin(), all.end(),
              [](const Found& a, const Found& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
    auto cutter = take_cutter();
    std::vector<Found> out;
    std::size_t covered = 0;  // by terms
    for (const Found& each : all) {
      const bool term = each.literal < terms;
      if (term && each.end <= covered) continue;
      if (!stands_alone(text, each, *cutter)) continue;
      if (term) covered = each.end;
      out.push_back(each);
    }
    give_cutter(std::move(cutter));
    return out;
  }
  double language_factor(std::uint32_t literal, const std::string& page) const {
    if (!latin[literal]) return 1;
    for (const std::string& own : languages[literal])
      if (own.empty() || own == page || (own == "en" && page.empty())) return 1;
    return kOtherLanguageFactor;
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
  std::map<std::string, std::size_t> seen;
  std::vector<Term> kept;
  for (Term& term : bundle.terms) {
    std::string text = normalised(collapsed(term.text));
    if (text.empty()) continue;
    const auto [known, fresh] = seen.emplace(text, kept.size());
    if (!fresh) {
      in.languages[known->second].push_back(term.language);
      kept[known->second].weight = std::max(kept[known->second].weight, term.weight);
      continue;
    }
    in.add_literal(text);
    in.languages.push_back({term.language});
    kept.push_back(std::move(term));
  }
  bundle.terms = std::move(kept);
  in.bundle = std::move(bundle);
  in.terms = in.normal.size();
  for (const auto word : neutral_context_words()) in.add_literal(normalised(word));
  MUSTER_TRY(in.matcher, Matcher::compile(in.normal));
  return std::shared_ptr<const Lexicon>(std::move(out));
}

Result<std::shared_ptr<const Lexicon>> Lexicon::load(Bundle bundle) {
  MUSTER_TRY(auto out, compile(std::move(bundle)));
  MUSTER_CHECK_OK(check_neutral(*out));
  return out;
}

namespace {

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

// Where sentences speak of health, education, law or art, in normalised offsets, sorted and merged.
class NeutralSpans {
 public:
  void add(Span span) {
    if (!spans_.empty() && span.begin <= spans_.back().end)
      spans_.back().end = std::max(spans_.back().end, span.end);
    else
      spans_.push_back(span);
  }
  bool covers(std::size_t at) const {
    auto after =
        std::upper_bound(spans_.begin(), spans_.end(), at, [](std::size_t a, const Span& s) { return a < s.begin; });
    return after != spans_.begin() && at < (after - 1)->end;
  }
  std::size_t end() const { return spans_.empty() ? 0 : spans_.back().end; }

 private:
  std::vector<Span> spans_;
};

struct Tally {
  std::int64_t count = 0;
  double weight = 0;  // sum after damping
  std::string damped;
};

}  // namespace

Score Lexicon::score(const Page& page) const {
  Inside& in = *inside_;
  Score out;
  out.bundle = in.bundle.sha256;
  out.ground = in.bundle.header.ground;
  const Normal text(page.text);
  const auto found = in.standing(text.text());
  NeutralSpans neutral;
  for (const Found& each : found)
    if (each.literal >= in.terms && each.begin >= neutral.end())
      neutral.add(sentence_around(text.text(), each.begin, each.end));
  std::map<std::uint32_t, Tally> tallies;
  for (const Found& each : found) {
    if (each.literal >= in.terms) continue;
    const Term& term = in.bundle.terms[each.literal];
    double weight = term.weight * in.language_factor(each.literal, page.language);
    std::string damped = weight < term.weight ? "language" : "";
    if (neutral.covers(each.begin)) {
      weight *= kNeutralContextFactor;
      damped = "neutral_context";
    }
    Tally& tally = tallies[each.literal];
    ++tally.count;
    tally.weight += weight;
    if (tally.count == 1 || damped.empty()) tally.damped = damped;
    if (out.hits.size() == kHitsMax) continue;
    out.hits.push_back(hit_of(term, page.text, text.source(each.begin), text.source(each.end)));
    out.hits.back().weight = weight;
    out.hits.back().damped = damped;
  }
  double sum = 0;
  for (const auto& [literal, tally] : tallies) {
    const double n = static_cast<double>(tally.count);
    const double contribution = tally.weight / n * (1 + std::log2(n));
    sum += contribution;
    const Term& term = in.bundle.terms[literal];
    out.reasons.push_back({term.text, term.language, tally.count, contribution, tally.damped});
  }
  std::stable_sort(out.reasons.begin(), out.reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.contribution > b.contribution; });
  out.value = 1 - std::exp(-sum / kScale);
  return out;
}

}  // namespace muster::content
