#include "vantage_visits.h"

namespace muster::testing {
namespace {

class VantageRound {
 public:
  VantageRound(const std::vector<Vantage>& vantages, const FetchOptions& options, const Clock& clock,
               const std::shared_ptr<Manners>& manners, const VisitRequest& request, const std::function<bool()>& stop)
      : vantages_(vantages), request_(request), stop_(stop) {
    for (const Vantage& each : vantages)
      fetchers_.push_back(std::make_unique<Fetcher>(seen_from(options, each), clock, manners));
    out_.tag = request.tag;
  }

  VantageVisits visit() {
    go(0, 1);
    // Nothing to compare with: no answer, or a page that isn't there for anybody.
    if (!out_.complete || !out_.visits.front().visit.error.empty()) return std::move(out_);
    for (std::size_t i = 1; i < vantages_.size(); ++i) go(i, 1);
    go(0, 1);
    out_.findings = compared();
    if (out_.findings.empty()) return std::move(out_);
    std::set<std::string> differing;
    for (const auto& finding : out_.findings) differing.insert(finding.vantage);
    for (std::size_t i = 1; i < vantages_.size(); ++i)
      if (differing.contains(vantages_[i].name)) go(i, kConfirmingVisits);
    go(0, kConfirmingVisits);
    out_.findings = compared();
    return std::move(out_);
  }

 private:
  void go(std::size_t vantage, int times) {
    for (int i = 0; i < times && out_.complete; ++i) {
      bool asked = false, ended = false;
      fetchers_[vantage]->run(
          [&]() -> std::optional<VisitRequest> {
            if (std::exchange(asked, true)) return {};
            return request_;
          },
          [&](Visit&& visit) {
            ended = true;
            Seen seen = seen_of(visit);
            if (!out_.visits.empty()) lighten(visit, vantage);
            out_.visits.push_back({vantage, std::move(visit), std::move(seen)});
          },
          stop_);
      out_.complete = ended;
    }
  }
  // Of further visits of one vantage only what was seen is kept: bodies of a dozen visits would fill memory.
  void lighten(Visit& visit, std::size_t vantage) {
    for (const SeenVisit& each : out_.visits) {
      if (each.vantage != vantage) continue;
      visit.payload.clear();
      visit.page = {};
      return;
    }
  }
  std::vector<VantageFinding> compared() const {
    std::vector<VantageGroup> groups;
    for (const Vantage& each : vantages_) groups.push_back({&each, {}});
    for (const SeenVisit& each : out_.visits) groups[each.vantage].seen.push_back(each.seen);
    return compare(groups.front(), std::span(groups).subspan(1));
  }

  const std::vector<Vantage>& vantages_;
  const VisitRequest& request_;
  const std::function<bool()>& stop_;
  std::vector<std::unique_ptr<Fetcher>> fetchers_;
  VantageVisits out_;
};

}  // namespace

VantageVisits visit_from(const std::vector<Vantage>& vantages, const FetchOptions& options, const Clock& clock,
                         const std::shared_ptr<Manners>& manners, const VisitRequest& request,
                         const std::function<bool()>& stop) {
  return VantageRound(vantages, options, clock, manners, request, stop).visit();
}

}  // namespace muster::testing
