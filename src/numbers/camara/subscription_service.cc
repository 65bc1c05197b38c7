#include "client_store.h"
#include "subscription_store.h"
#include <base/text.h>
#include <events/outbox.h>
#include <lines/rules.h>
#include <persons/reading.h>
#include <persons/records.h>

#include <algorithm>

#include <camara/subscription_rules.h>
#include <camara/subscriptions.h>
#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr const char* kTeller = "system:camara";
constexpr const char* kConsumer = "camara_sim_changes";
constexpr const char* kOperationName = "sim-swap-subscriptions";
constexpr const char* kTokenField = "sink_token";
constexpr Duration kNoticesKept = std::chrono::hours(24 * 30);

std::string phone_of(store::Transaction& tx, const Access& access, const Subscription& subscription) {
  if (subscription.by_token || access.msisdn != 0) return {};
  const auto line = lines::find_line(tx, subscription.line_id);
  return line ? lines::msisdn_text(line->msisdn) : std::string();
}

// With a token of three parties its own line's, and no other's.
bool may_see(const Access& access, const Subscription& subscription) {
  return subscription.client_id == access.client.id && subscription.state == SubscriptionState::active &&
         (access.token.line_id.empty() || access.token.line_id == subscription.line_id);
}

}  // namespace

Result<std::variant<Shown, Problem>> Subscriptions::make(store::Transaction& tx, const Access& access,
                                                         const Subject& subject, const NewSubscription& asked) const {
  using Made = std::variant<Shown, Problem>;
  const Instant now = clock().now();
  Subscription s;
  s.id = recorder_.new_id();
  s.client_id = access.client.id;
  s.line_id = subject.line.id;
  s.ownership_id = subject.ownership.id;
  s.sink = asked.sink;
  s.by_token = asked.by_token;
  s.credential_expires_at = asked.token_expires_at;
  s.max_events = asked.max_events;
  s.starts_at = now;
  const Instant longest = now + policy_.duration("camara.subscription_longest");
  s.expires_at = asked.expires_at ? std::min(*asked.expires_at, longest) : longest;
  s.due_at = ends_by_itself(s.expires_at, s.credential_expires_at);
  if (is_subscribed(tx, s)) return Made(problem(Fault::already_exists));
  if (count_active(tx, s.client_id) >= policy_.number("camara.subscriptions_max"))
    return Made(problem(Fault::quota_exceeded, "The client has as many subscriptions as it may have."));
  insert(tx, s);
  if (!asked.sink_token.empty()) MUSTER_CHECK_OK(vault_.put(tx, s.id, kTokenField, asked.sink_token));
  recorder_.record(tx, kSubscribed, access.actor(), kSubscriptionRecord, s.id,
                   fmt::format(R"({{"client":{}}})", json_quote(s.client_id)));
  std::string phone = phone_of(tx, access, s);
  return Made(Shown{std::move(s), std::move(phone)});
}

Result<std::vector<Shown>> Subscriptions::of(const Access& access) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Shown>> {
    std::vector<Shown> out;
    for (auto& subscription : active_of_client(tx, access.client.id, access.token.line_id)) {
      std::string phone = phone_of(tx, access, subscription);
      out.push_back({std::move(subscription), std::move(phone)});
    }
    return out;
  });
}

Result<std::optional<Shown>> Subscriptions::find(const Access& access, const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::optional<Shown>> {
    auto found = find_subscription(tx, id);
    if (!found || !may_see(access, *found)) return std::optional<Shown>();
    std::string phone = phone_of(tx, access, *found);
    return std::optional(Shown{std::move(*found), std::move(phone)});
  });
}

Result<bool> Subscriptions::remove(const Access& access, const std::string& id) const {
  return database_.write([&](store::Transaction& tx) -> Result<bool> {
    auto found = find_subscription(tx, id);
    if (!found || !may_see(access, *found)) return false;
    end(tx, *found, Termination::deleted, access.actor());
    return true;
  });
}

void Subscriptions::add_notice(store::Transaction& tx, Subscription& subscription, NoticeKind kind,
                               Instant happened_at) const {
  Notice notice;
  notice.id = recorder_.new_id();
  notice.subscription_id = subscription.id;
  notice.ordinal = ++subscription.notices;
  notice.kind = kind;
  notice.happened_at = happened_at;
  if (kind == NoticeKind::swapped) ++subscription.events;
  insert(tx, notice, clock().now());
}

void Subscriptions::end(store::Transaction& tx, Subscription& subscription, Termination reason,
                        const std::string& actor) const {
  const auto next = follows(subscription.state, Happens::end);
  if (!next) return;
  const Instant now = clock().now();
  subscription.state = next->state;
  subscription.reason = reason;
  subscription.ended_at = now;
  if (next->tell_end) add_notice(tx, subscription, NoticeKind::ended, now);
  update(tx, subscription);
  recorder_.record(tx, kSubscriptionEnded, actor, kSubscriptionRecord, subscription.id,
                   fmt::format(R"({{"reason":"{}"}})", to_text(reason)));
}

Result<void> Subscriptions::note_swap(store::Transaction& tx, Subscription& subscription, const std::string& holder_id,
                                      Instant at) const {
  const bool last = is_last(subscription);
  const auto next = follows(subscription.state, last ? Happens::last_swap : Happens::swap);
  if (!next) return {};
  const auto client = find_client(tx, subscription.client_id);
  if (!client || client->ended_at) return {};  // it ends at the next look
  add_notice(tx, subscription, NoticeKind::swapped, at);
  recorder_.record(tx, kSwapTold, kTeller, kSubscriptionRecord, subscription.id);
  if (persons::find_holder(tx, holder_id))
    persons::note_reading(tx, recorder_,
                          {holder_id,
                           persons::ReadingKind::looked_up,
                           "client:" + client->id,
                           client->purpose,
                           {std::string(kOperationName) + ":swapped"}});
  if (last) {
    end(tx, subscription, Termination::max_events, kTeller);
    return {};
  }
  update(tx, subscription);
  return {};
}

Result<int> Subscriptions::note_changes(int limit) const {
  // Where nobody subscribes nobody waits for the outbox's writers; what comes meanwhile is read once a minute.
  MUSTER_TRY(const bool any, database_.read([](store::Transaction& tx) -> Result<bool> { return any_active(tx); }));
  return any ? read_on(limit) : Result<int>(0);
}

Result<int> Subscriptions::read_on(int limit) const {
  const auto consume = [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
    if (event.kind != lines::kSimChanged.name) return {};
    auto subscribed = active_of_line(tx, event.record_id);
    if (subscribed.empty()) return {};
    const auto ownership = lines::open_ownership(tx, event.record_id);
    for (Subscription& subscription : subscribed)
      if (ownership && ownership->id == subscription.ownership_id && event.at > subscription.starts_at)
        MUSTER_CHECK_OK(note_swap(tx, subscription, ownership->holder_id, event.at));
    return {};
  };
  return events::drain(database_, kConsumer, limit, consume);
}

Result<int> Subscriptions::tick(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = clock().now();
    auto over = over_at(tx, now, limit);
    for (Subscription& subscription : over) end(tx, subscription, ended_by_itself(subscription, now), kTeller);
    return static_cast<int>(over.size());
  });
}

Result<int> Subscriptions::end_left_behind(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    auto left = left_behind(tx, limit);
    for (Subscription& subscription : left) end(tx, subscription, Termination::network, kTeller);
    return static_cast<int>(left.size());
  });
}

Result<std::int64_t> Subscriptions::sweep(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<std::int64_t> {
    return sweep_notices(tx, clock().now() - kNoticesKept, limit);
  });
}

}  // namespace muster::camara
