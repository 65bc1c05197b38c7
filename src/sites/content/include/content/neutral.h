// The neutral corpora that ship with Muster, and the limit above which a lexicon that hits them is refused.
#pragma once

#include <base/result.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::content {

class Lexicon;

struct NeutralText {
  std::string area;  // press, religion, politics, health, law, art, places, education, trade
  std::string text;
};
const std::vector<NeutralText>& neutral_texts();

struct NeutralRate {
  std::string area;
  int texts = 0;
  int hit = 0;      // with any hit, whatever its context
  int clues = 0;    // at or above kClueScore
  double mean = 0;  // of the scores
};
// A term in an area's texts, the most frequent first.
struct NeutralHit {
  std::string area, term, sentence;
  int texts = 0;
};
struct NeutralReport {
  std::vector<NeutralRate> rates;
  std::vector<NeutralHit> hits;
  std::optional<Error> refusal;  // bundle_hits_neutral; Error::all lists the terms
};

// By default a lexicon may hit none of an area's texts that are fewer than a hundred: 1 % (policy key
// testing.bundle_neutral_hits_max_percent).
inline constexpr double kNeutralShareMax = 0.01;

// `share_max`: of an area's texts that may have any hit.
NeutralReport inspect_neutral(const Lexicon& lexicon, double share_max = kNeutralShareMax);

}  // namespace muster::content
