// A visit and the lexicons' scores as the record of a test. Pure.
#pragma once

#include "vantage_visits.h"
#include <content/scorer.h>
#include <testing/testing.h>
#include <testing/vantage.h>

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
// `clue_from`: the probability from which on a ground is a clue. What differs between vantages counts for grounds that
// something else speaks for, and for no other.
Scored score_visit(const Visit& visit, const content::Scorer& scorer, double clue_from = content::kClueScore,
                   const std::vector<VantageFinding>& vantages = {});

// Which of the visits counts: the one whose page scores highest, the first one when all are alike.
std::size_t page_that_counts(const VantageVisits& visits, const content::Scorer& scorer);
std::vector<TestVantage> vantages_of(const VantageVisits& visits, const std::vector<Vantage>& vantages,
                                     std::size_t shown);
std::string vantages_json(const std::vector<TestVantage>& vantages);  // for the evidence; "" for none

std::string vantage_json(const FetchOptions& options, const Visit& visit);
std::string registrable_of(const std::string& host);

}  // namespace muster::testing
