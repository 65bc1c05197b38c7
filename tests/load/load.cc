#include "load.h"

#include <algorithm>
#include <cstdio>
#include <thread>

namespace muster::load {
namespace {

constexpr auto kPause = std::chrono::milliseconds(20);  // before a broken connection is opened again
constexpr auto kGiveUp = std::chrono::seconds(120);     // without any answer

}  // namespace

Load::Load(const LoadPlan& plan) : plan_(plan), slots_(static_cast<std::size_t>(plan.connections)) {
  for (auto& slot : slots_) slot = std::make_unique<Slot>();
  latencies_.reserve(static_cast<std::size_t>(plan.count));
}

bool Load::run(const char* counted) {
  const auto begun = Clock::now();
  last_answer_ = begun;
  while (done() < plan_.count && !failed_) {
    for (auto& slot : slots_) begin(*slot);
    wait();
    if (Clock::now() - last_answer_ > kGiveUp) failed_ = true;
  }
  report(std::chrono::duration<double>(Clock::now() - begun).count(), counted);
  return !failed_;
}

void Load::begin(Slot& slot) {
  if (slot.n < 0) {
    if (next_ == plan_.count) return;
    slot.n = plan_.from + next_++;
    slot.begun = Clock::now();
  } else if (slot.connection.descriptor() >= 0) {
    return;  // under way
  }
  if (slot.connection.descriptor() < 0) {
    if (Clock::now() < away_until_) return;
    if (!slot.connection.open(plan_.port)) {
      if (!plan_.retry) failed_ = true;
      away_until_ = Clock::now() + kPause;
      return;
    }
  }
  slot.connection.send(plan_.request_of(slot.n));
  go_on(slot);
}

void Load::wait() {
  polled_.clear();
  waiting_.clear();
  for (auto& slot : slots_) {
    if (slot->n < 0 || slot->connection.descriptor() < 0) continue;
    polled_.push_back(
        {slot->connection.descriptor(), static_cast<short>(slot->connection.wants_to_write() ? POLLOUT : POLLIN), 0});
    waiting_.push_back(slot.get());
  }
  if (polled_.empty()) {
    std::this_thread::sleep_for(kPause);
    return;
  }
  ::poll(polled_.data(), polled_.size(), 1'000);
  for (std::size_t i = 0; i < polled_.size(); ++i)
    if (polled_[i].revents) go_on(*waiting_[i]);
}

void Load::go_on(Slot& slot) {
  switch (slot.connection.step()) {
    case Step::waits:
      return;
    case Step::broken:
      slot.connection.close();
      ++broken_;
      if (!plan_.retry) failed_ = true;
      return;
    case Step::answered:
      break;
  }
  last_answer_ = Clock::now();
  const int status = slot.connection.status();
  const Verdict verdict = status < 500  ? plan_.answered(slot.n, status, slot.connection.body())
                          : plan_.retry ? Verdict::again
                                        : Verdict::failed;
  if (verdict != Verdict::done && status >= 300) ++other_[status];
  if (verdict == Verdict::failed) {
    std::fprintf(stderr, "%d: %.*s\n", status,
                 static_cast<int>(std::min<std::size_t>(600, slot.connection.body().size())),
                 slot.connection.body().data());
    failed_ = true;
    slot.connection.close();
    return;
  }
  if (verdict == Verdict::again) {
    // A server that failed is asked anew on another connection, by begin().
    if (status >= 500) return slot.connection.close();
    slot.connection.send(plan_.request_of(slot.n));
    return go_on(slot);
  }
  latencies_.push_back(std::chrono::duration<double, std::milli>(last_answer_ - slot.begun).count());
  slot.n = -1;
  begin(slot);
}

void Load::report(double seconds, const char* counted) {
  std::sort(latencies_.begin(), latencies_.end());
  const auto at = [&](double part) {
    return latencies_.empty() ? 0.0
                              : latencies_[static_cast<std::size_t>(part * static_cast<double>(latencies_.size() - 1))];
  };
  int others = 0;
  for (const auto& [status, count] : other_) others += count;
  std::printf(R"({"%s":%d,"seconds":%.2f,"rate":%.0f,"p50_ms":%.1f,"p99_ms":%.1f,"max_ms":%.1f,"broken":%d,"other":%d})"
              "\n",
              counted, done(), seconds, done() / seconds, at(0.5), at(0.99), at(1.0), broken_, others);
}

}  // namespace muster::load
