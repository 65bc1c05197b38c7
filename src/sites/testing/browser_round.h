// Visits that wait for a browser, or are in one. Belongs to the thread of the fetcher.
#pragma once

#include "look_pool.h"
#include <testing/browser.h>

#include <future>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace muster::testing {

struct BrowsedVisit {
  std::string run_id;
  Visit visit;
  Result<Rendered> rendered;
};

class BrowserRound {
 public:
  // Without eyes nothing is browsed.
  BrowserRound(const BrowserEyes* eyes, const FetchOptions& options);
  // Whether this one goes through a browser: it shows nothing, and the share has room (a person's own visit needs
  // none).
  bool wants(const Visit& visit, bool asked_for);
  void add(Visit&& visit, std::string run_id);
  std::size_t pending() const { return open_.size(); }
  // Those that are done; `wait`: until one is, where some are open.
  std::vector<BrowsedVisit> take(bool wait);

 private:
  static constexpr std::size_t kWaitingMax = 8;  // for each browser; beyond, pages are read as they came
  const BrowserEyes* eyes_;
  const FetchOptions& options_;
  BrowserShare share_;
  std::list<std::future<BrowsedVisit>> open_;
  std::unique_ptr<LookPool> pool_;  // ends first: its tasks use the eyes
};

}  // namespace muster::testing
