// Politeness as the sites see it: the farm counts.
#include <testing/farm.h>
#include <testing/fetch.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::testing {
namespace {

using std::chrono::milliseconds;
using SteadyPoint = std::chrono::steady_clock::time_point;

constexpr int kHosts = 240, kAddresses = 4, kVisits = 2, kFetchers = 2;

struct Violations {
  int requests = 0, hosts = 0, too_soon = 0, too_many = 0, too_fast = 0;
};

class Politeness : public ::testing::Test {
 protected:
  Politeness() {
    for (int i = 0; i < kAddresses; ++i) {
      farms_.push_back(std::make_unique<Farm>());
      if (const auto started = farms_.back()->start(fmt::format("127.0.0.{}", i + 1)); !started.ok())
        throw std::runtime_error(started.error().sentence);
    }
    for (int i = 0; i < kHosts; ++i) {
      hosts_.push_back(fmt::format("h{}.crowd.example", i));
      options_.farm[hosts_.back()] = farms_[static_cast<std::size_t>(i % kAddresses)]->endpoint();
    }
    options_.farm_address_counts = true;
    options_.visits_at_once = 64;
    options_.robots = RobotsPolicy::obey;
    options_.manners.host_delay = milliseconds(600);
    options_.manners.address_delay = milliseconds(10);
    options_.manners.address_at_once = 3;
  }
  // Every host as often as kVisits, by fetchers side by side. `manners`: shared, or each its own.
  void visit_all(std::shared_ptr<Manners> manners) {
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::size_t next = 0;
    for (int i = 0; i < kFetchers; ++i)
      threads.emplace_back([&] {
        Fetcher fetcher(options_, clock_, manners);
        fetcher.run(
            [&]() -> std::optional<VisitRequest> {
              std::lock_guard lock(mutex);
              if (next == hosts_.size() * kVisits) return {};
              return VisitRequest{"http://" + hosts_[next++ % hosts_.size()] + "/", ""};
            },
            [&](Visit&& visit) { EXPECT_EQ(visit.error, "") << visit.url; });
      });
    for (auto& thread : threads) thread.join();
  }
  Violations count() const {
    Violations out;
    std::map<std::string, std::vector<SteadyPoint>> by_host;
    for (const auto& farm : farms_) {
      const auto records = farm->records();
      std::vector<SteadyPoint> all;
      for (const auto& each : records) {
        by_host[each.host].push_back(each.arrived);
        all.push_back(each.arrived);
      }
      out.requests += static_cast<int>(all.size());
      // One more may seem open: we have read its end before the farm's thread knows that it is over.
      out.too_many += farm->most_at_once() > static_cast<std::size_t>(options_.manners.address_at_once) + 1;
      if (all.empty()) continue;
      const auto [first, last] = std::minmax_element(all.begin(), all.end());
      // So many requests need so much time; a tenth is left to what lies between us and the farm's clock.
      const auto least = options_.manners.address_delay * (static_cast<int>(all.size()) - 2) * 9 / 10;
      out.too_fast += *last - *first < least;
    }
    for (auto& [host, at] : by_host) {
      std::sort(at.begin(), at.end());
      for (std::size_t i = 1; i < at.size(); ++i)  // half, for the same reason
        out.too_soon += at[i] - at[i - 1] < options_.manners.host_delay / 2;
    }
    out.hosts = static_cast<int>(by_host.size());
    return out;
  }

  SystemClock clock_;
  std::vector<std::unique_ptr<Farm>> farms_;
  std::vector<std::string> hosts_;
  FetchOptions options_;
};

TEST_F(Politeness, IsNeverBrokenOverManyHostsOfFewAddresses) {
  visit_all(std::make_shared<Manners>(options_.manners));
  const Violations seen = count();
  fmt::print(
      "{} hosts on {} addresses by {} fetchers: {} requests; too soon for a host {}, too many at an address {}, "
      "too fast for an address {}\n",
      seen.hosts, kAddresses, kFetchers, seen.requests, seen.too_soon, seen.too_many, seen.too_fast);
  EXPECT_EQ(seen.hosts, kHosts);
  EXPECT_GE(seen.requests, kHosts * (kVisits + 1));
  EXPECT_EQ(seen.too_soon, 0);
  EXPECT_EQ(seen.too_many, 0);
  EXPECT_EQ(seen.too_fast, 0);
}

TEST_F(Politeness, TheFarmFindsItBroken) {
  options_.manners.host_delay = options_.manners.address_delay = Duration::zero();
  options_.manners.address_at_once = 1000;
  visit_all(nullptr);
  options_.manners = {.host_delay = milliseconds(600), .address_delay = milliseconds(10), .address_at_once = 3};
  const Violations seen = count();
  EXPECT_GT(seen.too_soon, kHosts / 2);
  EXPECT_GT(seen.too_many, 0);
}

TEST_F(Politeness, ASiteThatIsBusyIsLeftAloneAcrossCalls) {
  options_.farm["busy.example"] = farms_[0]->endpoint();
  options_.robots = RobotsPolicy::ignore;
  auto manners = std::make_shared<Manners>(options_.manners);
  EXPECT_EQ(Fetcher(options_, clock_, manners).visit("http://busy.example/").status, 429);
  const Visit again = Fetcher(options_, clock_, manners).visit("http://busy.example/");
  EXPECT_EQ(again.error, "backed_off");
  EXPECT_FALSE(again.sentence.empty());
  EXPECT_EQ(farms_[0]->records().size(), 1u) << "it was asked once";
  EXPECT_EQ(Fetcher(options_, clock_, manners).visit("http://h0.crowd.example/").error, "")
      << "its neighbour is visited";
  EXPECT_EQ(Fetcher(options_, clock_).visit("http://busy.example/").status, 429) << "what isn't shared isn't known";
}

TEST_F(Politeness, WaitingForATurnIsNotTheSitesTime) {
  options_.visit_max = milliseconds(400);
  options_.manners.host_delay = milliseconds(900);
  Fetcher fetcher(options_, clock_);
  EXPECT_EQ(fetcher.visit("http://h0.crowd.example/").error, "") << "robots.txt, and a delay later the page";
}

}  // namespace
}  // namespace muster::testing
