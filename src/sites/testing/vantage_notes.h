// What a test keeps of a page's visits from several vantages.
#pragma once

#include "vantage_visits.h"
#include <content/scorer.h>
#include <testing/testing.h>

#include <string>
#include <vector>

namespace muster::testing {

inline constexpr std::size_t kVantagePagesAtOnce = 8;  // each holds the bodies of its visits

struct VantageNotes {
  std::size_t shown = 0;    // which visit's page counts: the one that scores highest, the first when all are alike
  std::size_t vantage = 0;  // of that visit
  std::vector<VantageFinding> findings;
  std::vector<TestVantage> rows;
  // The other visits without a body: their pictures were not looked at, and what was not looked at is not kept. What
  // their pages say stands as text in `redacted` of the last hop.
  std::vector<std::pair<std::string, Visit>> visits;
};
// Leaves the visit that counts in its place.
VantageNotes take_notes(VantageVisits& visits, const std::vector<Vantage>& vantages, const content::Scorer& scorer);
std::string vantages_json(const std::vector<TestVantage>& vantages);  // for the evidence; "" for none

}  // namespace muster::testing
