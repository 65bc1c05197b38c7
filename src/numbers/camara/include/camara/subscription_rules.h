// Pure rules of subscriptions. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include <camara/subscription.h>

namespace muster::camara {

inline constexpr Duration kBeforeTokenExpiry = std::chrono::minutes(1);  // the end is told while the token still counts

// The state machine: what may happen to a subscription in a state, and what follows. Anything else does not happen.
enum class Happens { swap, last_swap, end };
struct Follows {
  SubscriptionState state;
  bool tell_swap, tell_end;
};
std::optional<Follows> follows(SubscriptionState state, Happens happens);

// Whether this change of the SIM is the last one that is told.
bool is_last(const Subscription& subscription);
// When it ends by itself: at the end of its term, or shortly before the sink's credential does.
Instant ends_by_itself(Instant expires_at, std::optional<Instant> credential_expires_at);
Termination ended_by_itself(const Subscription& subscription, Instant now);

// Doubled with each attempt, an hour at most.
Duration wait_after(std::int64_t attempts, Duration first);

// The notification as JSON (CloudEvents, structured mode). `phone`: "" where the client is not told.
std::string cloud_event(const Notice& notice, const Subscription& subscription, std::string_view source,
                        std::string_view phone);
// The subscription as its client sees it.
std::string subscription_json(const Subscription& subscription, std::string_view phone);

}  // namespace muster::camara
