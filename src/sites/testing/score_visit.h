// A visit and the lexicons' scores as the record of a test. Pure.
#pragma once

#include "picture_round.h"
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
  std::vector<Visit> kept_pictures;                   // whose bytes go into the evidence
  std::string screenshot;                             // that goes there too
};
struct ScoredWith;
// `clue_from`: the probability from which on a ground is a clue. Takes the bodies of the page's pictures.
// What differs between vantages counts for grounds that something else speaks for, and for no other.
Scored score_visit(LookedPage& page, const content::Scorer& scorer, double clue_from, KeepPictures keep,
                   const std::vector<VantageFinding>& vantages = {});
// What lists of hashes in force said, each that came as a bundle; and what one in shadow would say.
void add_list_scores(Scored& scored, const ScoredWith& with);
bundles::BundleScore shadow_score(const bundles::ShadowList& list, const std::vector<TestPicture>& pictures);

std::vector<std::string> body_hashes(const TestRun& run);  // of its hops, for the evidence
std::string vantage_json(const FetchOptions& options, const Visit& visit);
std::string registrable_of(const std::string& host);

}  // namespace muster::testing
