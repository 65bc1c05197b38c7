// A visit and the lexicons' scores as the record of a test. Pure.
#pragma once

#include <content/scorer.h>
#include <testing/testing.h>

#include <memory>
#include <string>
#include <vector>

#include <bundles/bundles.h>

namespace muster::testing {

struct Scored {
  TestRun run;                                        // without evidence and suspicion
  std::string findings;                               // JSON for the evidence: scores and reasons
  std::vector<std::pair<std::string, double>> clues;  // ground, score
  std::string landed_on;                              // host where the content stands
  std::vector<bundles::BundleScore> scores;           // of each bundle
};
// `clue_from`: the probability from which on a ground is a clue.
Scored score_visit(const Visit& visit, const content::Scorer& scorer, double clue_from = content::kClueScore);

std::string vantage_json(const FetchOptions& options, const Visit& visit);
std::string registrable_of(const std::string& host);

}  // namespace muster::testing
