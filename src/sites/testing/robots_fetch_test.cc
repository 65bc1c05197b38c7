// RFC 9309 §2.3: how robots.txt is fetched, and what follows from what came.
#include <testing/farm.h>
#include <testing/fetch.h>

#include <gtest/gtest.h>

namespace muster::testing {
namespace {

class RobotsFetched : public ::testing::Test {
 protected:
  RobotsFetched() {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    options_.farm = *parse_farm(farm_.names_file());
    options_.visit_max = std::chrono::seconds(10);
    options_.manners.host_delay = Duration::zero();
    options_.manners.failed_first = options_.manners.refused_first = Duration::zero();
    options_.robots = RobotsPolicy::obey;
  }
  Visit visit(const std::string& url) { return Fetcher(options_, clock_).visit(url); }
  // "" when visited.
  std::string of(const std::string& host, const std::string& path) {
    const Visit visit = this->visit("http://" + host + ".example" + path);
    if (visit.error.empty()) EXPECT_EQ(visit.status, 200) << host << path;
    return visit.error;
  }
  int asked(const std::string& path) {
    int n = 0;
    for (const auto& record : farm_.records()) n += record.path == path;
    return n;
  }
  SystemClock clock_;
  Farm farm_;
  FetchOptions options_;
};

TEST_F(RobotsFetched, Success2xxIsFollowed) {  // §2.3.1.1
  EXPECT_EQ(of("robots-200", "/private/x"), "robots_disallowed");
  EXPECT_EQ(of("robots-200", "/open"), "");
  EXPECT_EQ(of("robots-204", "/private/x"), "") << "an empty file has no rules";
  EXPECT_EQ(of("robots-html", "/private/x"), "") << "nor has a page that says it is none";
}
TEST_F(RobotsFetched, FiveRedirectsAreFollowed) {  // §2.3.1.2
  EXPECT_EQ(of("robots-redirects-5", "/private/x"), "robots_disallowed");
  EXPECT_EQ(of("robots-redirects-5", "/open"), "");
}
TEST_F(RobotsFetched, MoreRedirectsMeanUnavailable) {
  EXPECT_EQ(of("robots-redirects-6", "/private/x"), "");
  EXPECT_EQ(visit("http://robots-redirects-6.example/").robots, "unavailable");
  EXPECT_EQ(asked("/robots-6"), 0);
  EXPECT_EQ(of("robots-nowhere", "/private/x"), "") << "a redirect that leads nowhere as well";
}
TEST_F(RobotsFetched, RulesOfAnotherAuthorityHoldForTheFirst) {
  EXPECT_EQ(of("robots-elsewhere", "/private/x"), "robots_disallowed");
  EXPECT_EQ(of("robots-elsewhere", "/open"), "");
}
TEST_F(RobotsFetched, Unavailable4xxAllowsAll) {  // §2.3.1.3
  for (const char* host : {"robots-400", "robots-401", "robots-403", "robots-404", "robots-410"}) {
    EXPECT_EQ(of(host, "/private/x"), "") << host;
    EXPECT_EQ(visit(std::string("http://") + host + ".example/private/x").robots, "unavailable") << host;
  }
}
TEST_F(RobotsFetched, Unreachable5xxAllowsNothing) {  // §2.3.1.4
  for (const char* host : {"robots-500", "robots-502", "robots-503"}) {
    const Visit visit = this->visit(std::string("http://") + host + ".example/open");
    EXPECT_EQ(visit.error, "robots_unreachable") << host;
    EXPECT_EQ(visit.robots, "unreachable") << host;
    EXPECT_FALSE(visit.sentence.empty());
  }
  EXPECT_EQ(asked("/open"), 0);
}
TEST_F(RobotsFetched, NoAnswerAllowsNothing) {
  EXPECT_EQ(of("robots-closed", "/open"), "robots_unreachable");
}
TEST_F(RobotsFetched, FiveHundredKibibytesCount) {  // §2.5
  EXPECT_EQ(of("robots-long", "/late"), "robots_disallowed");
  EXPECT_EQ(of("robots-long", "/beyond"), "");
}
TEST_F(RobotsFetched, EveryHostOnTheWayIsAsked) {
  const Visit visit = this->visit("http://robots-leads.example/");
  EXPECT_EQ(visit.error, "robots_disallowed");
  ASSERT_EQ(visit.hops.size(), 2u);
  EXPECT_EQ(visit.hops[1].url, "http://robots-200.example/private/x");
  EXPECT_TRUE(visit.hops[1].request.empty());
  EXPECT_EQ(asked("/private/x"), 0);
}
TEST_F(RobotsFetched, OnceADayForAllFetchersThatShareManners) {  // §2.4
  auto manners = std::make_shared<Manners>(options_.manners);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(Fetcher(options_, clock_, manners).visit("http://robots-200.example/private/x").error,
              "robots_disallowed");
  EXPECT_EQ(asked("/robots.txt"), 1);
  options_.manners.robots_term = Duration::zero();
  manners = std::make_shared<Manners>(options_.manners);
  for (int i = 0; i < 2; ++i) (void)Fetcher(options_, clock_, manners).visit("http://robots-200.example/open");
  EXPECT_EQ(asked("/robots.txt"), 3) << "a copy that is too old is fetched anew";
}
TEST_F(RobotsFetched, RecordedItStopsNothing) {
  options_.robots = RobotsPolicy::record;
  const Visit disallowed = visit("http://robots-200.example/private/x");
  EXPECT_EQ(disallowed.status, 200);
  EXPECT_EQ(disallowed.robots, "disallowed");
  EXPECT_EQ(disallowed.robots_policy, "record");
  EXPECT_EQ(visit("http://robots-500.example/open").robots, "unreachable");
  EXPECT_EQ(visit("http://robots-leads.example/").status, 200);
  options_.robots = RobotsPolicy::ignore;
  EXPECT_EQ(visit("http://robots-200.example/private/x").robots, "not_asked");
}

}  // namespace
}  // namespace muster::testing
