// Subscriptions to changes of a line's SIM (CAMARA sim-swap-subscriptions 0.3), and what is told to their sinks
// (CloudEvents 1.0.2). Plain values. A sink's credential is in the vault under the subscription's id.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::camara {

inline constexpr std::size_t kSinkMaxBytes = 2'000;
inline constexpr std::size_t kSinkTokenMaxBytes = 8'000;

enum class SubscriptionState : std::uint8_t { active, ended };
enum class Termination : std::uint8_t {
  expired,        // its term, or the operator's longest, is over
  max_events,     // as many changes as were asked for were told
  token_expired,  // the sink's credential ends within a minute
  deleted,        // by the client
  network,        // the line left its holder, the client ended, or the sink is gone
};
inline constexpr int kTerminationCount = 5;
const char* to_text(Termination reason);  // "SUBSCRIPTION_EXPIRED", as in the definition
const char* sentence(Termination reason);
std::optional<Termination> termination(std::string_view text);

struct NewSubscription {
  std::string sink;        // https
  std::string sink_token;  // "": the sink asks for none
  std::optional<Instant> token_expires_at;
  std::optional<Instant> expires_at;
  std::optional<std::int64_t> max_events;
  bool by_token = false;  // made in three parties: the client is never told the number
};
struct Subscription {
  std::string id, client_id, line_id, ownership_id, sink;
  bool by_token = false;
  std::optional<Instant> credential_expires_at;
  std::optional<std::int64_t> max_events;
  SubscriptionState state = SubscriptionState::active;
  Instant starts_at, expires_at;
  Instant due_at;  // when it ends by itself
  std::int64_t events = 0, notices = 0;
  std::optional<Instant> ended_at;
  std::optional<Termination> reason;
};

enum class NoticeKind : std::uint8_t { swapped, ended };
inline constexpr int kNoticeKindCount = 2;
const char* to_text(NoticeKind kind);  // "swapped", "subscription-ended"
std::optional<NoticeKind> notice_kind(std::string_view text);

// One notification. Its id is the CloudEvent's: a sink that gets it twice knows it by that.
struct Notice {
  std::string id, subscription_id;
  std::int64_t ordinal = 0;
  NoticeKind kind = NoticeKind::swapped;
  Instant happened_at;
  std::int64_t attempts = 0;
};

// Bodies hold ids and codes.
inline constexpr events::Kind kSubscribed{"sim_subscription.made", 1,
                                          "A client subscribed to changes of a line's SIM."};
inline constexpr events::Kind kSubscriptionEnded{"sim_subscription.ended", 1,
                                                 "A subscription to changes of a line's SIM has ended."};
inline constexpr events::Kind kSwapTold{"sim_subscription.swap_noted", 1,
                                        "A change of a line's SIM is to be told to a subscribed client."};
inline constexpr const char* kSubscriptionRecord = "sim_subscription";

}  // namespace muster::camara
