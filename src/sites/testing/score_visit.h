// A visit and the lexicons' scores as the record of a test. Pure.
#pragma once

#include <content/lexicon.h>
#include <testing/testing.h>

#include <memory>
#include <string>
#include <vector>

namespace muster::testing {

struct Scored {
  TestRun run;                                        // without evidence and suspicion
  std::string findings;                               // JSON for the evidence: scores and reasons
  std::vector<std::pair<std::string, double>> clues;  // ground, score
  std::string landed_on;                              // host where the content stands
};
Scored score_visit(const Visit& visit, const std::vector<std::shared_ptr<const content::Lexicon>>& lexicons);

std::string vantage_json(const FetchOptions& options, const Visit& visit);
std::string registrable_of(const std::string& host);

}  // namespace muster::testing
