#include "turns.h"

#include "dns.h"
#include "robots_cache.h"

#include <condition_variable>

#include <gtest/gtest.h>

namespace muster::testing {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TurnsTest : public ::testing::Test {
 protected:
  Turn::Kind take(const std::string& host, const std::string& address) { return turns_.take(host, address, now_).kind; }
  void end(const std::string& host, const std::string& address, Ended how = {.status = 200}) {
    turns_.end(host, address, how, now_);
  }
  MannersLimits limits_;
  Turns turns_{limits_};
  SteadyTime now_ = SteadyTime{} + hours(1000);
  static constexpr auto kGo = Turn::Kind::go, kWait = Turn::Kind::wait, kBackedOff = Turn::Kind::backed_off;
};

TEST_F(TurnsTest, AHostIsAskedOnceInItsDelay) {
  EXPECT_EQ(take("a", "1"), kGo);
  end("a", "1");
  const Turn next = turns_.take("a", "2", now_ + milliseconds(999));
  EXPECT_EQ(next.kind, kWait);
  EXPECT_EQ(next.until, now_ + seconds(1));
  EXPECT_EQ(turns_.take("a", "2", next.until).kind, kGo);
}

TEST_F(TurnsTest, ASlowHostHasItsPauseAfterItsAnswer) {
  EXPECT_EQ(take("a", "1"), kGo);
  now_ += milliseconds(5000);
  end("a", "1");
  EXPECT_EQ(turns_.take("a", "1", now_ + milliseconds(999)).kind, kWait);
  EXPECT_EQ(turns_.take("a", "1", now_ + seconds(1)).kind, kGo);
}

TEST_F(TurnsTest, HostsOfOneAddressShareItsTurn) {
  EXPECT_EQ(take("a", "1"), kGo);
  EXPECT_EQ(take("b", "1"), kWait);
  EXPECT_EQ(take("b", "2"), kGo) << "another address is free";
  now_ += milliseconds(200);
  EXPECT_EQ(take("c", "1"), kGo);
}

TEST_F(TurnsTest, AnAddressTakesSoManyAtOnce) {
  for (int i = 0; i < limits_.address_at_once; ++i, now_ += milliseconds(200))
    EXPECT_EQ(take("h" + std::to_string(i), "1"), kGo);
  EXPECT_EQ(take("more", "1"), kWait);
  EXPECT_EQ(take("more", ""), kGo) << "where the address doesn't count";
  end("h0", "1");
  EXPECT_EQ(take("another", "1"), kGo);
}

TEST_F(TurnsTest, A429IsLeftAloneAsLongAsItSays) {
  take("a", "1");
  end("a", "1", {.status = 429, .retry_after = seconds(90)});
  const Turn turn = turns_.take("a", "1", now_ + seconds(89));
  EXPECT_EQ(turn.kind, kBackedOff);
  EXPECT_EQ(turn.until, now_ + seconds(90));
  EXPECT_EQ(turns_.take("a", "1", now_ + seconds(90)).kind, kGo);
  EXPECT_EQ(turns_.take("other", "1", now_ + seconds(91)).kind, kGo) << "its neighbours are not concerned";
}

TEST_F(TurnsTest, RetryAfterIsCapped) {
  take("a", "1");
  end("a", "1", {.status = 503, .retry_after = hours(24 * 365)});
  EXPECT_EQ(turns_.take("a", "1", now_).until, now_ + limits_.retry_after_max);
}

TEST_F(TurnsTest, WithoutRetryAfterThePauseDoubles) {
  Duration expected = limits_.refused_first;
  for (int i = 0; i < 8; ++i) {
    ASSERT_EQ(take("a", "1"), kGo) << i;
    end("a", "1", {.status = 503});
    EXPECT_EQ(turns_.take("a", "1", now_).until, now_ + std::min(expected, limits_.back_off_max)) << i;
    now_ += std::min(expected, limits_.back_off_max);
    expected *= 2;
  }
  take("a", "1");
  end("a", "1");  // answered
  now_ += seconds(2);
  take("a", "1");
  end("a", "1", {.status = 503});
  EXPECT_EQ(turns_.take("a", "1", now_).until, now_ + limits_.refused_first) << "an answer begins anew";
}

TEST_F(TurnsTest, FailuresAreLeftAloneToo) {
  for (const Ended& how : {Ended{.no_answer = true}, Ended{.status = 500}, Ended{.no_connect = true}}) {
    Turns turns(limits_);
    EXPECT_EQ(turns.take("a", "1", now_).kind, kGo);
    turns.end("a", "1", how, now_);
    EXPECT_EQ(turns.take("a", "2", now_ + seconds(1)).kind, kBackedOff);
    EXPECT_EQ(turns.take("a", "2", now_ + limits_.failed_first).kind, kGo);
    EXPECT_EQ(turns.take("b", "1", now_ + seconds(1)).kind, how.no_connect ? kBackedOff : kGo)
        << "an address that takes no connection is left alone by all";
  }
}

TEST_F(TurnsTest, WhatIsRememberedIsBounded) {
  limits_.hosts_max = 100;
  Turns turns(limits_);
  int waited = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string host = "h" + std::to_string(i);
    if (turns.take(host, "a" + host, now_).kind == kGo)
      turns.end(host, "a" + host, {.status = 200}, now_);
    else
      ++waited;
  }
  EXPECT_EQ(waited, 900) << "no politeness is forgotten while it is owed";
  EXPECT_LE(turns.remembered(), 200u);
  now_ += seconds(5);
  EXPECT_EQ(turns.take("new", "new", now_).kind, kGo);
  EXPECT_LE(turns.remembered(), 200u);
}

TEST(RetryAfter, SecondsOrADate) {
  const Instant now = *parse_rfc3339("2026-03-01T09:30:00Z");
  EXPECT_EQ(*retry_after("120", now), seconds(120));
  EXPECT_EQ(*retry_after(" Sun, 01 Mar 2026 09:31:00 GMT ", now), seconds(60));
  EXPECT_EQ(*retry_after("Sun, 01 Mar 2020 09:31:00 GMT", now), Duration::zero());
  EXPECT_GT(*retry_after("99999999999999999999", now), hours(24));
  for (const char* bad : {"", "soon", "-5", "1e9"}) EXPECT_FALSE(retry_after(bad, now).has_value()) << bad;
}

// --- DNS
class Answering final : public Resolver {
 public:
  std::vector<std::string> addresses(const std::string& host) override {
    ++asked;
    if (host == "none.example") return {};
    if (host == "many.example") return std::vector<std::string>(50, "192.0.2.1");
    return {"192.0.2." + std::to_string(asked.load())};
  }
  std::atomic<int> asked{0};
};

class DnsTest : public ::testing::Test {
 protected:
  // Waits for the answer.
  DnsCache::Addresses ask(const std::string& host, SteadyTime now) {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    if (auto known = cache_.ask(host, now, [&] {
          std::lock_guard lock(mutex);
          ready = true;
          changed.notify_one();
        }))
      return *known;
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ready; });
    return cache_.find(host, now).value_or(DnsCache::Addresses{"?"});
  }
  std::shared_ptr<Answering> resolver_ = std::make_shared<Answering>();
  MannersLimits limits_{.dns_names_max = 100, .dns_at_once = 4};
  DnsCache cache_{limits_, resolver_};
  SteadyTime now_ = SteadyTime{} + hours(1000);
};

TEST_F(DnsTest, AnswersAreKeptForTheirTerm) {
  EXPECT_EQ(ask("a.example", now_), DnsCache::Addresses{"192.0.2.1"});
  EXPECT_EQ(ask("a.example", now_ + limits_.dns_term - seconds(1)), DnsCache::Addresses{"192.0.2.1"});
  EXPECT_EQ(resolver_->asked, 1);
  EXPECT_EQ(ask("a.example", now_ + limits_.dns_term), DnsCache::Addresses{"192.0.2.2"});
}

TEST_F(DnsTest, FailuresForAShorterOne) {
  EXPECT_TRUE(ask("none.example", now_).empty());
  EXPECT_TRUE(ask("none.example", now_ + seconds(59)).empty());
  EXPECT_EQ(resolver_->asked, 1);
  EXPECT_TRUE(ask("none.example", now_ + seconds(60)).empty());
  EXPECT_EQ(resolver_->asked, 2);
}

TEST_F(DnsTest, NamesAndAddressesAreBounded) {
  for (int i = 0; i < 500; ++i) ask("h" + std::to_string(i) + ".example", now_);
  EXPECT_LE(cache_.kept(), 100u);
  EXPECT_EQ(ask("many.example", now_).size(), kDnsAddressesMax);
}

// --- robots.txt, kept (RFC 9309 §2.4)
TEST(RobotsKept, ForADayAtMost) {
  RobotsCache cache{MannersLimits{}};
  const SteadyTime now = SteadyTime{} + hours(1000);
  cache.keep("http://a:80", {"allowed", Robots::parse("User-agent: *\nDisallow: /a", "M")}, now);
  ASSERT_TRUE(cache.find("http://a:80", now + hours(24) - seconds(1)).has_value());
  EXPECT_FALSE(cache.find("http://a:80", now + hours(24) - seconds(1))->rules.allows("/a"));
  EXPECT_FALSE(cache.find("http://a:80", now + hours(24)).has_value());
  EXPECT_FALSE(cache.find("https://a:443", now).has_value()) << "of one authority";
}
TEST(RobotsKept, UnreachableIsTriedAgainSooner) {
  RobotsCache cache{MannersLimits{}};
  const SteadyTime now = SteadyTime{} + hours(1000);
  EXPECT_EQ(cache.keep("a", {"unreachable", {}}, now).state, "unreachable");
  EXPECT_TRUE(cache.find("a", now + hours(1) - seconds(1)).has_value());
  EXPECT_FALSE(cache.find("a", now + hours(1)).has_value());
}
TEST(RobotsKept, AnOldCopyServesWhileItIsUnreachable) {
  RobotsCache cache{MannersLimits{}};
  SteadyTime now = SteadyTime{} + hours(1000);
  cache.keep("a", {"allowed", Robots::parse("User-agent: *\nDisallow: /a", "M")}, now);
  now += hours(25);
  const RobotsState kept = cache.keep("a", {"unreachable", {}}, now);
  EXPECT_EQ(kept.state, "allowed");
  EXPECT_FALSE(kept.rules.allows("/a"));
  EXPECT_TRUE(kept.rules.allows("/b"));
  now += hours(24 * 30);
  EXPECT_EQ(cache.keep("a", {"unreachable", {}}, now).state, "unreachable") << "not for more than thirty days";
}
TEST(RobotsKept, AllTogetherIsBounded) {
  MannersLimits limits;
  limits.robots_bytes_max = 1u << 20;
  RobotsCache cache{limits};
  std::string text = "User-agent: *\n";
  for (int i = 0; i < 1000; ++i) text += "Disallow: /path-that-is-somewhat-long-" + std::to_string(i) + "\n";
  for (int i = 0; i < 200; ++i)
    cache.keep("a" + std::to_string(i), {"allowed", Robots::parse(text, "M")}, SteadyTime{} + hours(1000));
  EXPECT_LE(cache.bytes(), limits.robots_bytes_max);
  EXPECT_GT(cache.bytes(), limits.robots_bytes_max / 2);
}

}  // namespace
}  // namespace muster::testing
