#include <base/text.h>
#include <base/words.h>

#include <algorithm>

#include <camara/subscription_rules.h>
#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr std::string_view kType = "org.camaraproject.sim-swap-subscriptions.v0.";
constexpr const char* kReasons[] = {"SUBSCRIPTION_EXPIRED", "MAX_EVENTS_REACHED", "ACCESS_TOKEN_EXPIRED",
                                    "SUBSCRIPTION_DELETED", "NETWORK_TERMINATED"};
static_assert(std::size(kReasons) == kTerminationCount);
constexpr const char* kReasonSentences[] = {
    "The term of the subscription is over.", "As many changes as were asked for have been told.",
    "The access token of the sink expires.", "The client deleted the subscription.",
    "The line, the client or the sink is no longer what it was."};
static_assert(std::size(kReasonSentences) == kTerminationCount);
constexpr const char* kNoticeKinds[] = {"swapped", "subscription-ended"};
static_assert(std::size(kNoticeKinds) == kNoticeKindCount);

struct Pair {
  SubscriptionState from;
  Happens happens;
  Follows follows;
};
constexpr Pair kPairs[] = {
    {SubscriptionState::active, Happens::swap, {SubscriptionState::active, true, false}},
    {SubscriptionState::active, Happens::last_swap, {SubscriptionState::ended, true, true}},
    {SubscriptionState::active, Happens::end, {SubscriptionState::ended, false, true}},
};

}  // namespace

const char* to_text(Termination reason) {
  return kReasons[static_cast<int>(reason)];
}
const char* sentence(Termination reason) {
  return kReasonSentences[static_cast<int>(reason)];
}
std::optional<Termination> termination(std::string_view text) {
  return find_word<Termination>(kReasons, text);
}
const char* to_text(NoticeKind kind) {
  return kNoticeKinds[static_cast<int>(kind)];
}
std::optional<NoticeKind> notice_kind(std::string_view text) {
  return find_word<NoticeKind>(kNoticeKinds, text);
}

std::optional<Follows> follows(SubscriptionState state, Happens happens) {
  for (const Pair& pair : kPairs)
    if (pair.from == state && pair.happens == happens) return pair.follows;
  return std::nullopt;
}

bool is_last(const Subscription& subscription) {
  return subscription.max_events && subscription.events + 1 >= *subscription.max_events;
}

Instant ends_by_itself(Instant expires_at, std::optional<Instant> credential_expires_at) {
  return credential_expires_at ? std::min(expires_at, *credential_expires_at - kBeforeTokenExpiry) : expires_at;
}

Termination ended_by_itself(const Subscription& subscription, Instant now) {
  return subscription.expires_at <= now ? Termination::expired : Termination::token_expired;
}

Duration wait_after(std::int64_t attempts, Duration first) {
  constexpr Duration kLongest = std::chrono::hours(1);
  Duration wait = first;
  for (std::int64_t n = 1; n < attempts && wait < kLongest; ++n) wait *= 2;
  return std::min(wait, kLongest);
}

std::string cloud_event(const Notice& notice, const Subscription& subscription, std::string_view source,
                        std::string_view phone) {
  std::string data = fmt::format(R"({{"subscriptionId":{})", json_quote(subscription.id));
  if (!phone.empty()) data += fmt::format(R"(,"phoneNumber":{})", json_quote(phone));
  if (notice.kind == NoticeKind::ended && subscription.reason)
    data += fmt::format(R"(,"terminationReason":"{}","terminationDescription":{})", to_text(*subscription.reason),
                        json_quote(sentence(*subscription.reason)));
  return fmt::format(
      R"({{"id":{},"source":{},"type":"{}{}","specversion":"1.0","datacontenttype":"application/json","time":"{}","data":{}}}}})",
      json_quote(notice.id), json_quote(source), kType, to_text(notice.kind), to_rfc3339(notice.happened_at), data);
}

std::string subscription_json(const Subscription& s, std::string_view phone) {
  std::string config = phone.empty() ? R"({"subscriptionDetail":{})"
                                     : fmt::format(R"({{"subscriptionDetail":{{"phoneNumber":{}}})", json_quote(phone));
  config += fmt::format(R"(,"subscriptionExpireTime":"{}")", to_rfc3339(s.expires_at));
  if (s.max_events) config += fmt::format(R"(,"subscriptionMaxEvents":{})", *s.max_events);
  return fmt::format(
      R"({{"id":{},"protocol":"HTTP","sink":{},"types":["{}swapped"],"config":{}}},"startsAt":"{}","expiresAt":"{}","status":"ACTIVE"}})",
      json_quote(s.id), json_quote(s.sink), kType, config, to_rfc3339(s.starts_at), to_rfc3339(s.expires_at));
}

}  // namespace muster::camara
