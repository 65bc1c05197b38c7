// The neutral corpora that ship with Muster, and the limit above which a lexicon that hits them is refused.
#pragma once

#include <base/result.h>

#include <string>
#include <vector>

namespace muster::content {

class Lexicon;

struct NeutralText {
  std::string area;  // press, religion, politics, health, law, art, places
  std::string text;
};
const std::vector<NeutralText>& neutral_texts();

// No neutral text may score as a clue, and no area's mean score may exceed this.
inline constexpr double kNeutralMeanMax = 0.10;

struct NeutralRate {
  std::string area;
  int texts = 0;
  int hit = 0;      // with any hit
  int clues = 0;    // at or above kClueScore
  double mean = 0;  // of the scores
};
std::vector<NeutralRate> measure(const Lexicon& lexicon);
// Errors: lexicon_hits_neutral, with the area and its rate.
Result<void> check_neutral(const Lexicon& lexicon);

}  // namespace muster::content
