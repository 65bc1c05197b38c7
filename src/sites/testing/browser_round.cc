#include "browser_round.h"

namespace muster::testing {

BrowserRound::BrowserRound(const BrowserEyes* eyes, const FetchOptions& options)
    : eyes_(eyes),
      options_(options),
      share_(eyes ? eyes->percent : 0),
      pool_(eyes ? std::make_unique<LookPool>(std::max(1, eyes->at_once)) : nullptr) {}

// A browser goes out by itself: where an exit is asked for it would come from another place than the visit.
bool BrowserRound::wants(const Visit& visit, bool asked_for) {
  if (!eyes_ || !options_.exit_url.empty()) return false;
  share_.visited();
  if (!needs_browser(visit)) return false;
  if (open_.size() >= kWaitingMax * static_cast<std::size_t>(std::max(1, eyes_->at_once))) return false;
  return asked_for || share_.take();
}

void BrowserRound::add(Visit&& visit, std::string run_id) {
  RenderRequest request{visit.final_url, options_.user_agent, options_.accept_language, options_.farm};
  if (request.url.empty()) request.url = visit.hops.back().url;
  auto task = std::make_shared<std::packaged_task<BrowsedVisit()>>([eyes = eyes_, request = std::move(request),
                                                                    visit = std::make_shared<Visit>(std::move(visit)),
                                                                    run_id = std::move(run_id)]() mutable {
    auto rendered = eyes->render(request);
    return BrowsedVisit{std::move(run_id), std::move(*visit), std::move(rendered)};
  });
  open_.push_back(task->get_future());
  pool_->submit([task] { (*task)(); });
}

std::vector<BrowsedVisit> BrowserRound::take(bool wait) {
  std::vector<BrowsedVisit> out;
  for (auto each = open_.begin(); each != open_.end();) {
    const bool first = wait && out.empty() && each == open_.begin();
    if (first) each->wait();
    if (each->wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      ++each;
      continue;
    }
    out.push_back(each->get());
    each = open_.erase(each);
  }
  return out;
}

}  // namespace muster::testing
