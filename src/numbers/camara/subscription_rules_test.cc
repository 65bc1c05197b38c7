#include <boost/json.hpp>
#include <camara/sink.h>
#include <camara/subscription_rules.h>
#include <gtest/gtest.h>

namespace muster::camara {
namespace {

TEST(Sinks, AreHttpsAddressesOfTheOpenNetwork) {
  for (const char* good : {"https://endpoint.example.com/sink", "https://a.example:8443/x?y=1", "HTTPS://a.example/",
                           "https://8.8.8.8/", "https://[2606:4700::1111]/", "https://xn--bcher-kva.example/"})
    EXPECT_TRUE(is_sink(good, {})) << good;
  for (const char* bad : {"",
                          "https://",
                          "http://a.example/",
                          "ftp://a.example/",
                          "not an address",
                          "invalid-url",
                          "https://user:secret@a.example/",
                          "https://a.example/#x",
                          "https://a.example/\r\nX: 1",
                          "https://localhost/",
                          "https://db.localhost/",
                          "https://intranet/",
                          "https://127.0.0.1/",
                          "https://10.1.2.3/",
                          "https://172.20.0.1/",
                          "https://192.168.1.1:8081/",
                          "https://169.254.169.254/",
                          "https://0.0.0.0/",
                          "https://224.0.0.1/",
                          "https://[::1]/",
                          "https://[fe80::1]/",
                          "https://[fc00::1]/",
                          "https://[::ffff:10.0.0.1]/",
                          "https://[2001:db8::1]/",
                          "https://a.example\\@127.0.0.1/"})
    EXPECT_FALSE(is_sink(bad, {})) << bad;
  EXPECT_FALSE(is_sink("https://a.example/" + std::string(kSinkMaxBytes, 'a'), {}));
  EXPECT_TRUE(is_sink("https://127.0.0.1:8443/x", {"127.0.0.1"}));
  EXPECT_TRUE(is_sink("https://10.1.2.3/x", {"10.0.0.0/8"}));
  EXPECT_FALSE(is_sink("https://127.0.0.2/x", {"127.0.0.1", "no network"}));
}

TEST(Sinks, AnAddressIsCheckedWhereItIsConnectedTo) {
  EXPECT_TRUE(is_reachable("93.184.216.34", {}));
  EXPECT_FALSE(is_reachable("127.0.0.1", {}));
  EXPECT_FALSE(is_reachable("::ffff:127.0.0.1", {}));
  EXPECT_FALSE(is_reachable("64:ff9b::7f00:1", {})) << "a translator would lead it here";
  EXPECT_FALSE(is_reachable("2002:7f00:1::", {}));
  EXPECT_FALSE(is_reachable("8.8.8.8-8.8.8.9", {}));
  EXPECT_FALSE(is_reachable("", {}));
}

TEST(Subscriptions, EndOnceAndTellOfIt) {
  using enum Happens;
  const auto swapped = follows(SubscriptionState::active, swap);
  ASSERT_TRUE(swapped);
  EXPECT_TRUE(swapped->state == SubscriptionState::active && swapped->tell_swap && !swapped->tell_end);
  const auto last = follows(SubscriptionState::active, last_swap);
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->state == SubscriptionState::ended && last->tell_swap && last->tell_end);
  const auto ended = follows(SubscriptionState::active, end);
  ASSERT_TRUE(ended);
  EXPECT_TRUE(ended->state == SubscriptionState::ended && !ended->tell_swap && ended->tell_end);
  for (const Happens happens : {swap, last_swap, end}) EXPECT_FALSE(follows(SubscriptionState::ended, happens));
}

TEST(Subscriptions, CountAndEndByThemselves) {
  Subscription s;
  EXPECT_FALSE(is_last(s)) << "without a number of events there is no last one";
  s.max_events = 2;
  EXPECT_FALSE(is_last(s));
  s.events = 1;
  EXPECT_TRUE(is_last(s));
  const Instant term{10'000'000'000}, credential{5'000'000'000};
  EXPECT_EQ(ends_by_itself(term, std::nullopt), term);
  EXPECT_EQ(ends_by_itself(term, credential), credential - kBeforeTokenExpiry);
  EXPECT_EQ(ends_by_itself(credential, term + kBeforeTokenExpiry), credential);
  s.expires_at = term;
  EXPECT_EQ(ended_by_itself(s, term), Termination::expired);
  EXPECT_EQ(ended_by_itself(s, term - Duration(1)), Termination::token_expired);
}

TEST(Subscriptions, WaitLongerWithEachAttempt) {
  const Duration first = std::chrono::minutes(1);
  EXPECT_EQ(wait_after(1, first), first);
  EXPECT_EQ(wait_after(2, first), 2 * first);
  EXPECT_EQ(wait_after(5, first), 16 * first);
  EXPECT_EQ(wait_after(50, first), std::chrono::hours(1));
  EXPECT_EQ(wait_after(50, Duration(0)), Duration(0));
}

TEST(Subscriptions, AreToldAsCloudEvents) {
  Subscription s;
  s.id = "sub-1";
  s.reason = Termination::max_events;
  Notice notice{"event-1", "sub-1", 2, NoticeKind::ended, {1'700'000'000'000'000}, 0};
  const auto ended = boost::json::parse(cloud_event(notice, s, "/source", "+8613800000000")).as_object();
  EXPECT_EQ(ended.at("type"), "org.camaraproject.sim-swap-subscriptions.v0.subscription-ended");
  EXPECT_EQ(ended.at("specversion"), "1.0");
  EXPECT_EQ(ended.at("time"), "2023-11-14T22:13:20Z");
  EXPECT_EQ(ended.at("data").at("terminationReason"), "MAX_EVENTS_REACHED");
  EXPECT_EQ(ended.at("data").at("phoneNumber"), "+8613800000000");
  notice.kind = NoticeKind::swapped;
  const auto swapped = boost::json::parse(cloud_event(notice, s, "/source", "")).as_object();
  EXPECT_EQ(swapped.at("id"), "event-1");
  EXPECT_EQ(swapped.at("data").as_object().size(), 1u) << "of three parties: the number is told to nobody";
  s.sink = "https://a.example/\"";
  const auto shown = boost::json::parse(subscription_json(s, "")).as_object();
  EXPECT_EQ(shown.at("sink"), "https://a.example/\"");
  EXPECT_TRUE(shown.at("config").at("subscriptionDetail").as_object().empty());
  EXPECT_FALSE(shown.at("config").as_object().contains("subscriptionMaxEvents"));
}

}  // namespace
}  // namespace muster::camara
