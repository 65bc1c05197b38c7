// The graph around a site: from neighbour to neighbour, breadth first, bounded in steps, nodes and edges.
#include "near.h"

#include <deque>

#include <likeness/likeness.h>

namespace muster::likeness {
namespace {

class Walk {
 public:
  Walk(store::Transaction& tx, rows::Subject start) : tx_(tx) { meet(std::move(start), 0); }

  Cluster take() {
    while (!open_.empty()) {
      const std::size_t from = open_.front();
      open_.pop_front();
      if (out_.nodes[from].steps < kGraphSteps) spread(from);
    }
    return std::move(out_);
  }

 private:
  // The number of the site's node; nothing when there is no room for it.
  std::optional<std::size_t> meet(rows::Subject&& subject, int steps) {
    if (const auto known = number_.find(subject.host); known != number_.end()) return known->second;
    if (out_.nodes.size() == kNodesMax) {
      out_.cut = true;
      return {};
    }
    Node node{subject.host, "", "", "", subject.seen_at, steps};
    if (const auto closed = rows::case_of_host(tx_, subject.host)) {
      node.case_id = closed->case_id;
      node.case_number = closed->case_number;
      node.ground = closed->ground;
    }
    const std::size_t number = out_.nodes.size();
    out_.nodes.push_back(std::move(node));
    number_[subject.host] = number;
    prints_.push_back(std::move(subject.print));
    open_.push_back(number);
    return number;
  }

  void edge(std::size_t from, std::size_t to, Resemblance&& resemblance) {
    if (!joined_.insert(std::minmax(from, to)).second) return;
    if (out_.edges.size() == kEdgesMax) {
      out_.cut = true;
      return;
    }
    out_.edges.push_back({from, to, std::move(resemblance)});
  }

  // What a closed case showed stands for its host, also where nobody tested that since.
  void spread(std::size_t from) {
    const Print print = prints_[from];
    const std::string host = out_.nodes[from].host;
    for (const auto space : {rows::Space::closed_case, rows::Space::site}) {
      std::size_t taken = 0;
      for (NearSubject& each : near(tx_, space, print, host, kEdgeMin)) {
        if (++taken > kNeighboursMax) {
          out_.cut = true;
          break;
        }
        if (const auto to = meet(std::move(each.subject), out_.nodes[from].steps + 1))
          edge(from, *to, std::move(each.resemblance));
      }
    }
  }

  store::Transaction& tx_;
  Cluster out_;
  std::map<std::string, std::size_t> number_;
  std::vector<Print> prints_;
  std::deque<std::size_t> open_;
  std::set<std::pair<std::size_t, std::size_t>> joined_;
};

}  // namespace

Result<Cluster> Service::cluster(const std::string& host) const {
  return database_.read([&](store::Transaction& tx) -> Result<Cluster> {
    auto subject = rows::site(tx, host);
    if (!subject) subject = rows::case_of_host(tx, host);
    if (!subject) return not_found("likeness_unknown", "No test of this name has left a fingerprint.");
    return Walk(tx, std::move(*subject)).take();
  });
}

}  // namespace muster::likeness
