// A page from all vantages takes seconds, for its host is asked once in a while: several pages go side by side.
#include "inside.h"

#include <condition_variable>
#include <deque>

namespace muster::testing {
void Service::Inside::visit_from_vantages(std::span<const Ordered> order,
                                          const std::function<void(VantageVisits&&)>& done,
                                          const std::function<bool()>& stop) {
  const FetchOptions options = fetch_options();
  std::mutex lock_of_pages;
  std::condition_variable changed;
  std::deque<VantageVisits> ended;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stopping{false};
  const std::size_t begun = std::min(kVantagePagesAtOnce, order.size());
  std::size_t working = begun;  // under the lock: some end before the last one begins
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < begun; ++i)
    threads.emplace_back([&] {
      while (!stopping) {
        const std::size_t at = next++;
        if (at >= order.size()) break;
        auto visits = visit_from(vantages, options, recorder.clock(), manners, {order[at].url, order[at].id},
                                 [&] { return stopping.load(); });
        if (!visits.complete) break;
        std::lock_guard lock(lock_of_pages);
        ended.push_back(std::move(visits));
        changed.notify_one();
      }
      std::lock_guard lock(lock_of_pages);
      --working;
      changed.notify_one();
    });
  std::unique_lock lock(lock_of_pages);
  while (working > 0 || !ended.empty()) {
    changed.wait_for(lock, std::chrono::milliseconds(50));
    if (stop && stop()) stopping = true;
    while (!ended.empty()) {
      VantageVisits visits = std::move(ended.front());
      ended.pop_front();
      lock.unlock();
      if (!stopping) done(std::move(visits));
      lock.lock();
    }
  }
  lock.unlock();
  for (auto& thread : threads) thread.join();
}

}  // namespace muster::testing
