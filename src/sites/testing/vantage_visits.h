// One page from all vantages: twice from the first, once from each other; where one seems to differ, again, so that a
// page that rolls dice isn't taken for one that looks at its visitors.
#pragma once

#include <testing/manners.h>
#include <testing/vantage.h>

#include <functional>
#include <memory>
#include <vector>

namespace muster::testing {

inline constexpr int kConfirmingVisits = 2;  // more, of the vantage that seems to differ and of the first one

struct SeenVisit {
  std::size_t vantage = 0;  // index
  Visit visit;
  Seen seen;
};
struct VantageVisits {
  std::string tag;
  std::vector<SeenVisit> visits;  // in the order in which they were made; at least one
  std::vector<VantageFinding> findings;
  bool complete = true;  // false when it was stopped
};

VantageVisits visit_from(const std::vector<Vantage>& vantages, const FetchOptions& options, const Clock& clock,
                         const std::shared_ptr<Manners>& manners, const VisitRequest& request,
                         const std::function<bool()>& stop = {});

}  // namespace muster::testing
