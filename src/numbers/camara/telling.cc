// Notifications on their way: taken from the table for one attempt, sent without a transaction, and what came of it.
#include "client_store.h"
#include "subscription_store.h"
#include <base/log.h>
#include <lines/rules.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include <camara/subscription_rules.h>
#include <camara/subscriptions.h>

namespace muster::camara {
namespace {

constexpr const char* kTellerActor = "system:camara";
constexpr const char* kSource = "/muster-numbers/sim-swap-subscriptions";
constexpr const char* kSinkToken = "sink_token";
constexpr std::size_t kAtOnce = 8;
// An attempt that a killed process took with it is made again after so long.
constexpr Duration kLease = std::chrono::minutes(5);

}  // namespace

struct Subscriptions::Outgoing {
  Notice notice;
  SinkMessage message;
  SinkAnswer answer = SinkAnswer::later;
};

Result<std::vector<Subscriptions::Outgoing>> Subscriptions::take_due(int limit, bool& more) const {
  return database_.write([&](store::Transaction& tx) -> Result<std::vector<Outgoing>> {
    const Instant now = clock().now();
    std::vector<Outgoing> out;
    auto due = due_notices(tx, now, limit);
    more = static_cast<int>(due.size()) == limit;
    for (Notice& notice : due) {
      const auto subscription = find_subscription(tx, notice.subscription_id);
      if (!subscription || !take(tx, notice, now, now + kLease)) continue;
      ++notice.attempts;
      std::string phone;
      if (const auto line = subscription->by_token ? std::nullopt : lines::find_line(tx, subscription->line_id))
        phone = lines::msisdn_text(line->msisdn);
      Outgoing one{notice, {subscription->sink, {}, notice.id, cloud_event(notice, *subscription, kSource, phone)}};
      if (subscription->credential_expires_at) {
        MUSTER_TRY(const auto token, vault_.get(tx, subscription->id, std::vector<std::string>{kSinkToken},
                                                "notify_subscriber", kTellerActor));
        if (const auto found = token.find(kSinkToken); found != token.end()) one.message.bearer = found->second;
      }
      out.push_back(std::move(one));
    }
    return out;
  });
}

Result<void> Subscriptions::settle(std::vector<Outgoing>& sent, Told& told) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    Told now_told = told;
    const Instant now = clock().now();
    for (const Outgoing& one : sent) {
      ++now_told.taken;
      auto subscription = find_subscription(tx, one.notice.subscription_id);
      const bool used_up = one.notice.attempts >= policy_.number("camara.sink_attempts_max");
      if (one.answer == SinkAnswer::gone) {
        // Nobody listens: it ends, and nothing more is told.
        if (subscription && subscription->state == SubscriptionState::active)
          end(tx, *subscription, Termination::network, kTellerActor);
        give_up_all(tx, one.notice.subscription_id, now);
        ++now_told.given_up;
      } else if (one.answer == SinkAnswer::later && !used_up) {
        put_off(tx, one.notice.id, now + wait_after(one.notice.attempts, policy_.duration("camara.sink_retry_first")));
        ++now_told.put_off;
        continue;
      } else {
        finish(tx, one.notice.id, one.answer == SinkAnswer::taken, now);
        ++(one.answer == SinkAnswer::taken ? now_told.delivered : now_told.given_up);
      }
      // The last one of a subscription: its credential is of no use any more.
      if (subscription && subscription->state == SubscriptionState::ended &&
          (one.answer == SinkAnswer::gone || one.notice.ordinal == subscription->notices))
        MUSTER_CHECK_OK(vault_.destroy(tx, subscription->id, "subscription_ended", kTellerActor));
    }
    told = now_told;
    return {};
  });
}

Result<Told> Subscriptions::tell(Sink& sink, int limit) const {
  Told told;
  MUSTER_TRY(auto due, take_due(limit, told.more));
  if (due.empty()) return told;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < due.size(); i = next++) due[i].answer = sink.post(due[i].message);
  };
  std::vector<std::thread> threads;
  for (std::size_t n = 1; n < std::min(kAtOnce, due.size()); ++n) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  MUSTER_CHECK_OK(settle(due, told));
  if (told.given_up > 0)
    log::warning("CAMARA-001", "Notifications were given up: their sinks did not take them.",
                 {{"count", static_cast<std::int64_t>(told.given_up)}});
  return told;
}

}  // namespace muster::camara
