#include "zone_server.h"

#include "endpoint.h"
#include "instance.h"
#include <base/log.h>
#include <policy/policy.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <zones/primary.h>

namespace muster::cli {
namespace {

constexpr auto kBetween = std::chrono::milliseconds(500);  // steps: how long an order waits for its zone
constexpr auto kAfterFailure = std::chrono::seconds(5);
constexpr auto kForgetEach = std::chrono::hours(1);

}  // namespace

zones::Publisher zone_publisher(Instance& instance) {
  return {instance.database, instance.recorder, instance.enforcement};
}
zones::Secondaries zone_secondaries(Instance& instance) {
  return {instance.database, instance.recorder, instance.enforcement, instance.data + "/zone-keys"};
}

struct ZoneServer::Inside {
  explicit Inside(Instance& instance) : publisher(zone_publisher(instance)), secondaries(zone_secondaries(instance)) {}

  zones::Publisher publisher;
  zones::Secondaries secondaries;
  std::unique_ptr<zones::Primary> primary;
  std::mutex mutex;
  std::condition_variable waits;
  bool stop = false;
  std::int64_t told = 0, large_told = 0;  // serials of the zone and of its large part; the keeper's alone
  std::thread keeper;

  // All that waits, in steps; false when one failed.
  bool catch_up() {
    zones::StepDone done;
    do {
      const auto step = publisher.step();
      if (!step.ok()) {
        log::warning("zone_step_failed", "The zone for resolvers could not follow its orders.",
                     {{"code", step.error().code}});
        return false;
      }
      done = *step;
    } while (done.more && !stopped());
    // By serials: what changed may have been taken by a step of whoever fetched a file meanwhile.
    const auto base = publisher.base(done.serial);
    const std::int64_t large = base.ok() ? base->value_or(0) : large_told;
    if (done.serial == told && large == large_told) return true;
    primary->notify(done.serial, large != large_told);
    told = done.serial;
    large_told = large;
    return true;
  }
  bool stopped() {
    const std::lock_guard lock(mutex);
    return stop;
  }
  void keep() {
    auto forget_at = std::chrono::steady_clock::now();
    for (;;) {
      const bool good = catch_up();
      if (good && std::chrono::steady_clock::now() >= forget_at) {
        (void)publisher.forget();
        forget_at = std::chrono::steady_clock::now() + kForgetEach;
      }
      std::unique_lock lock(mutex);
      if (waits.wait_for(lock, good ? std::chrono::milliseconds(kBetween) : std::chrono::milliseconds(kAfterFailure),
                         [&] { return stop; }))
        return;
    }
  }
};

ZoneServer::ZoneServer() = default;

Result<std::unique_ptr<ZoneServer>> ZoneServer::start(Instance& instance, const std::string& endpoint) {
  std::unique_ptr<ZoneServer> made(new ZoneServer);
  made->inside_ = std::make_unique<Inside>(instance);
  Inside& in = *made->inside_;
  MUSTER_TRY(const Endpoint at, endpoint_of(endpoint, "zones"));
  MUSTER_TRY(in.primary,
             zones::Primary::start(
                 {.address = at.address, .port = at.port, .validity = instance.policy.duration("order.feed_validity")},
                 in.publisher, in.secondaries, instance.clock));
  fmt::print("Zone rpz.muster for resolvers at {} port {}\n", at.address, in.primary->port());
  std::fflush(stdout);
  in.keeper = std::thread([&in] { in.keep(); });
  return made;
}

ZoneServer::~ZoneServer() {
  if (!inside_ || !inside_->keeper.joinable()) return;
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->stop = true;
  }
  inside_->waits.notify_all();
  inside_->keeper.join();
}

}  // namespace muster::cli
