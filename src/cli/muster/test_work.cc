#include "test_work.h"

#include "instance.h"
#include "test_queue.h"
#include <base/log.h>
#include <jobs/jobs.h>
#include <schedule/campaign.h>
#include <testing/testing.h>

#include <atomic>
#include <thread>

#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr const char* kHandOutJob = "tests_hand_out";
constexpr std::int64_t kHandedOutAtOnceMax = 100'000;
constexpr std::int64_t kCampaignWaitingMax = 20'000;  // more would wait than workers make in a while

}  // namespace

Result<void> add_hand_out_job(Instance& instance, TestQueueOf queue) {
  instance.jobs.add_kind(kHandOutJob, [&instance, queue = std::move(queue)](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(queue::Queue* const to, queue());
    MUSTER_TRY(const std::int64_t handed, instance.testing.hand_out(*to, kHandedOutAtOnceMax));
    const schedule::Campaigns campaigns(instance.database, instance.recorder);
    MUSTER_TRY(const std::int64_t of_campaign, instance.testing.hand_out_campaign(*to, campaigns, kCampaignWaitingMax));
    return fmt::format("{{\"handed_out\":{},\"of_campaign\":{}}}", handed, of_campaign);
  });
  return instance.jobs.schedule(kHandOutJob, std::chrono::minutes(1), instance.clock.now());
}

struct TestWorker::Inside {
  std::atomic<bool> stop{false};
  std::thread thread;

  void sleep() const {
    for (int i = 0; i < 50 && !stop; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  void run(Instance& instance, const TestQueueOf& queue_of) {
    while (!stop) {
      const auto queue = queue_of();
      const auto worked = queue.ok()
                              ? instance.testing.work(**queue, {.trouble = [](const Error& error) { say(error); },
                                                                .stop = [this] { return stop.load(); }})
                              : Result<testing::Worked>(queue.error());
      if (worked.ok()) return;
      say(worked.error());
      sleep();
    }
  }
  static void say(const Error& error) {
    log::warning("TEST-001", "Tests wait: what they need is away. It is tried again.", {{"code", error.code}});
  }
};

TestWorker::TestWorker(Instance& instance, TestQueueOf queue) : inside_(std::make_unique<Inside>()) {
  inside_->thread =
      std::thread([inside = inside_.get(), &instance, queue = std::move(queue)] { inside->run(instance, queue); });
}
TestWorker::~TestWorker() {
  inside_->stop = true;
  inside_->thread.join();
}

}  // namespace muster::cli
