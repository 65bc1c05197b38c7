// Scores on the terminal, as text or JSON.
#pragma once

#include "commands.h"
#include <content/scorer.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include <bundles/bundles.h>

namespace muster::cli {

// From which probabilities on a page is put before a person, and first of all (policy: testing).
struct ScoreBounds {
  double clue = 0, urgent = 0;
};

void print_score(const std::string& what, const content::Page& page, const content::PageScore& score,
                 const ScoreBounds& bounds, bool explain);
void print_score_json(const std::string& what, const content::Page& page, const content::PageScore& score,
                      const ScoreBounds& bounds);
void print_agreement(const std::map<std::string, std::map<std::string, std::string>>& items,
                     const std::set<std::string>& reviewers, bool json);
// Exit code 1 where the distribution moved much.
void print_drift(const std::vector<bundles::DayCount>& counts, const std::string& since, Globals& globals);
void print_reliability(const content::Reliability& reliability, bool json);

}  // namespace muster::cli
