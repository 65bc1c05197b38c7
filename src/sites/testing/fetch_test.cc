#include <policy/policy.h>
#include <testing/farm.h>
#include <testing/fetch.h>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace muster::testing {
namespace {

class Fetching : public ::testing::Test {
 protected:
  Fetching() {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    options_.farm = *parse_farm(farm_.names_file());
    options_.visit_max = std::chrono::milliseconds(1500);
    options_.manners.host_delay = Duration::zero();
    options_.robots = RobotsPolicy::ignore;
  }
  Visit visit(const std::string& url) { return Fetcher(options_, clock_).visit(url); }

  SystemClock clock_;
  Farm farm_;
  FetchOptions options_;
};

TEST_F(Fetching, EverySiteOfTheFarmEndsAsItShould) {
  options_.visit_max = std::chrono::seconds(6);  // sanitizers and busy machines
  std::map<std::string, Visit> visits;
  auto site = farm_sites().begin();
  Fetcher fetcher(options_, clock_);
  fetcher.run(
      [&]() -> std::optional<VisitRequest> {
        if (site == farm_sites().end()) return {};
        const std::string host = (site++)->host;
        return VisitRequest{"http://" + host + "/", host};
      },
      [&](Visit&& visit) {
        const std::string host = visit.tag;
        visits.emplace(host, std::move(visit));
      });
  for (const FarmSite& each : farm_sites()) {
    ASSERT_TRUE(visits.contains(each.host)) << each.host;
    const Visit& visit = visits.at(each.host);
    EXPECT_EQ(visit.error, each.error) << each.host << ": " << visit.sentence;
    EXPECT_GE(visit.hops.size(), 1u);
    if (!each.error.empty()) EXPECT_FALSE(visit.sentence.empty()) << each.host;
  }
}

TEST_F(Fetching, EachVisitBeginsWithoutCookies) {
  Fetcher fetcher(options_, clock_);
  for (int i = 0; i < 3; ++i) {
    const Visit visit = fetcher.visit("http://cookie-wall.example/");
    ASSERT_EQ(visit.hops.size(), 2u) << i;
    EXPECT_EQ(visit.hops[0].request.find("Cookie:"), std::string::npos) << visit.hops[0].request;
    EXPECT_NE(visit.hops[1].request.find("Cookie: seen=1"), std::string::npos) << visit.hops[1].request;
  }
}

TEST_F(Fetching, KeepsEveryHop) {
  const Visit visit = this->visit("http://go-001.example/");
  ASSERT_EQ(visit.hops.size(), 4u);
  EXPECT_EQ(visit.hops[0].status, 301);
  EXPECT_EQ(visit.hops[0].location, "http://go-002.example/a?b=c");
  EXPECT_EQ(visit.hops[1].kind, HopKind::redirect);
  EXPECT_EQ(visit.hops[3].kind, HopKind::meta_refresh);
  EXPECT_EQ(visit.final_url, "http://shop-017.example/");
  EXPECT_EQ(visit.status, 200);
  for (const Hop& hop : visit.hops) {
    EXPECT_EQ(hop.address, "127.0.0.1");
    EXPECT_EQ(hop.port, farm_.port());
    EXPECT_TRUE(hop.request.starts_with("GET /")) << hop.request;
    EXPECT_NE(hop.request.find("Host: " + hop.host + "\r\n"), std::string::npos);
    EXPECT_NE(hop.request.find("Mobile"), std::string::npos) << "asked as a phone";
    EXPECT_TRUE(hop.head.starts_with("HTTP/1.1 ") && hop.head.ends_with("\r\n\r\n"));
  }
  EXPECT_NE(visit.page.text.find("planted-term-quorvix"), std::string::npos);
}

TEST_F(Fetching, RefusedTargetsAreTheLastHop) {
  const Visit file = visit("http://to-file.example/");
  ASSERT_EQ(file.hops.size(), 2u);
  EXPECT_EQ(file.hops[1].url, "file:///etc/passwd");
  EXPECT_EQ(file.hops[1].error, "scheme_refused");
  EXPECT_TRUE(file.hops[1].request.empty());
  const Visit metadata = visit("http://to-metadata.example/");
  ASSERT_EQ(metadata.hops.size(), 2u);
  EXPECT_EQ(metadata.hops[1].error, "address_refused");
  EXPECT_EQ(metadata.hops[1].address, "169.254.169.254");
  EXPECT_TRUE(metadata.hops[1].request.empty()) << "nothing was sent";
}

TEST_F(Fetching, LoopbackIsRefusedOutsideOfTheFarm) {
  const std::string port = std::to_string(farm_.port());
  for (const std::string& url :
       {"http://127.0.0.1:" + port + "/", "http://localhost:" + port + "/", "http://[::1]:" + port + "/",
        "http://0.0.0.0:" + port + "/", "http://2130706433:" + port + "/", "http://0177.0.0.1:" + port + "/",
        "http://[::ffff:7f00:1]:" + port + "/"}) {
    const Visit visit = this->visit(url);
    EXPECT_EQ(visit.error, "address_refused") << url;
    EXPECT_TRUE(visit.hops.at(0).head.empty()) << url;
  }
}

// Gives one answer after the other, the last one for ever.
class ChangingResolver final : public Resolver {
 public:
  explicit ChangingResolver(std::map<std::string, std::vector<std::vector<std::string>>> answers)
      : answers_(std::move(answers)) {}
  std::vector<std::string> addresses(const std::string& host) override {
    std::lock_guard lock(mutex_);
    auto& left = answers_[host];
    if (left.empty()) return {};
    const auto answer = left.front();
    if (left.size() > 1) left.erase(left.begin());
    return answer;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<std::vector<std::string>>> answers_;
};

TEST_F(Fetching, DnsThatLeadsInsideIsRefused) {
  const auto resolver = std::make_shared<ChangingResolver>(std::map<std::string, std::vector<std::vector<std::string>>>{
      {"inner.example", {{"10.1.2.3"}}},
      {"rebound.example", {{"127.0.0.1"}}},
      {"mapped.example", {{"::ffff:127.0.0.1", "fe80::1"}}},
      {"shop-001.example", {{"10.1.2.3"}}}});
  const auto manners = std::make_shared<Manners>(options_.manners, resolver);
  const auto visit = [&](const std::string& url) { return Fetcher(options_, clock_, manners).visit(url); };
  const std::string port = std::to_string(farm_.port());
  for (const char* host : {"inner", "rebound", "mapped"}) {
    const Visit refused = visit("http://" + std::string(host) + ".example:" + port + "/");
    EXPECT_EQ(refused.error, "address_refused") << host;
    EXPECT_TRUE(refused.hops.at(0).request.empty()) << host;
    EXPECT_NE(refused.sentence.find("may not reach"), std::string::npos);
  }
  EXPECT_EQ(visit("http://nowhere.example/").error, "dns_failed");
  // And a farm's own name can reach nothing but the farm's endpoint, whatever DNS says.
  EXPECT_EQ(visit("http://shop-001.example/").hops.at(0).address, "127.0.0.1");
}

// DNS rebinding: the name leads to an allowed address first, and to one inside as soon as it is believed.
TEST_F(Fetching, AChangedAnswerIsLookedAtAnew) {
  Farm inside;
  ASSERT_TRUE(inside.start("127.0.0.2", farm_.port()).ok());
  options_.loopback_endpoints = {farm_.endpoint()};
  options_.manners.dns_term = std::chrono::milliseconds(100);
  const auto resolver = std::make_shared<ChangingResolver>(std::map<std::string, std::vector<std::vector<std::string>>>{
      {"rebinding.example", {{"127.0.0.1"}, {"127.0.0.2"}}}});
  const auto manners = std::make_shared<Manners>(options_.manners, resolver);
  const std::string url = "http://rebinding.example:" + std::to_string(farm_.port()) + "/";
  const Visit first = Fetcher(options_, clock_, manners).visit(url);
  EXPECT_EQ(first.error, "");
  EXPECT_EQ(first.hops.at(0).address, "127.0.0.1");
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  const Visit second = Fetcher(options_, clock_, manners).visit(url);
  EXPECT_EQ(second.error, "address_refused");
  EXPECT_EQ(second.hops.at(0).address, "127.0.0.2");
  EXPECT_TRUE(inside.records().empty()) << "nothing came there";
}

// While an answer is believed, the connection goes to the address that was looked at and to no other.
TEST_F(Fetching, AnAnswerThatWasCheckedIsTheOneThatIsUsed) {
  Farm inside;
  ASSERT_TRUE(inside.start("127.0.0.2", farm_.port()).ok());
  options_.loopback_endpoints = {farm_.endpoint()};
  const auto resolver = std::make_shared<ChangingResolver>(std::map<std::string, std::vector<std::vector<std::string>>>{
      {"rebinding.example", {{"127.0.0.1"}, {"127.0.0.2"}}}});
  const auto manners = std::make_shared<Manners>(options_.manners, resolver);
  const std::string url = "http://rebinding.example:" + std::to_string(farm_.port()) + "/";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Fetcher(options_, clock_, manners).visit(url).hops.at(0).address, "127.0.0.1");
  EXPECT_TRUE(inside.records().empty());
}

// Where the first address takes no connection the next one is tried; each is looked at.
TEST_F(Fetching, TheNextAddressIsTried) {
  options_.loopback_endpoints = {farm_.endpoint(), "127.0.0.3:" + std::to_string(farm_.port())};
  options_.manners.failed_first = Duration::zero();
  const auto resolver = std::make_shared<ChangingResolver>(std::map<std::string, std::vector<std::vector<std::string>>>{
      {"two.example", {{"127.0.0.3", "127.0.0.1"}}}, {"one.example", {{"10.0.0.1", "127.0.0.1"}}}});
  const auto manners = std::make_shared<Manners>(options_.manners, resolver);
  for (const char* host : {"two", "one"}) {
    const Visit visit = Fetcher(options_, clock_, manners)
                            .visit("http://" + std::string(host) + ".example:" + std::to_string(farm_.port()) + "/");
    EXPECT_EQ(visit.error, "") << host;
    EXPECT_EQ(visit.hops.at(0).address, "127.0.0.1") << host;
  }
}

TEST_F(Fetching, TheEnvironmentsProxyIsNotUsed) {
  ::setenv("http_proxy", ("http://127.0.0.1:" + std::to_string(farm_.port())).c_str(), 1);
  EXPECT_EQ(visit("http://127.0.0.1:9/").error, "port_refused");
  EXPECT_EQ(visit("http://127.0.0.1:1024/").error, "address_refused");
  ::unsetenv("http_proxy");
}

TEST_F(Fetching, FloodsAreCutAndMarked) {
  const Visit endless = visit("http://endless.example/");
  EXPECT_EQ(endless.hops.at(0).truncated, "time");
  EXPECT_NE(endless.page.text.find("and then"), std::string::npos) << "what came is kept";
  EXPECT_LT(endless.took, std::chrono::seconds(4));
  options_.visit_max = std::chrono::seconds(20);
  const Visit fat = visit("http://fat-body.example/");
  EXPECT_EQ(fat.hops.at(0).truncated, "length");
  EXPECT_EQ(fat.hops.at(0).body.size(), options_.body_max_bytes);
  const Visit bomb = visit("http://bomb.example/");
  EXPECT_EQ(bomb.decode_note, "decompression_bomb");
  EXPECT_LE(bomb.payload.size(), options_.decoded_max_bytes);
  EXPECT_EQ(visit("http://cut-off.example/").hops.at(0).truncated, "disconnect");
  EXPECT_LE(visit("http://fat-head.example/").hops.at(0).head.size(), options_.headers_max_bytes);
}

TEST_F(Fetching, ManyFloodsAtOnceStayWithinMemory) {
  options_.visit_max = std::chrono::seconds(30);
  options_.visits_at_once = 4;
  const auto peak_mb = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
  };
  const auto before = peak_mb();
  Fetcher fetcher(options_, clock_);
  int left = 24, done = 0;
  fetcher.run(
      [&]() -> std::optional<VisitRequest> {
        if (left-- <= 0) return {};
        return VisitRequest{left % 2 ? "http://fat-body.example/" : "http://fat-head.example/", ""};
      },
      [&](Visit&&) { ++done; });
  EXPECT_EQ(done, 24);
  EXPECT_LT(peak_mb() - before, 250) << "4 visits of at most 16 MB, not 24 of 1 GB";
}

TEST_F(Fetching, RobotsAreRecordedOrObeyed) {
  options_.robots = RobotsPolicy::record;
  EXPECT_EQ(visit("http://no-robots.example/").robots, "disallowed");
  EXPECT_EQ(visit("http://no-robots.example/").status, 200);
  EXPECT_EQ(visit("http://shop-001.example/").robots, "unavailable");
  options_.robots = RobotsPolicy::obey;
  const Visit obeyed = visit("http://no-robots.example/");
  EXPECT_EQ(obeyed.error, "robots_disallowed");
  EXPECT_TRUE(obeyed.hops.at(0).request.empty());
  EXPECT_EQ(visit("http://shop-001.example/").status, 200);
}

TEST_F(Fetching, PoliteToOneHostQuickToMany) {
  options_.manners.host_delay = std::chrono::milliseconds(150);
  Fetcher fetcher(options_, clock_);
  std::vector<std::string> urls(4, "http://shop-001.example/");
  for (int i = 2; i < 10; ++i) urls.push_back("http://shop-00" + std::to_string(i) + ".example/");
  std::map<std::string, std::vector<Instant>> starts;
  std::size_t next = 0;
  const auto began = std::chrono::steady_clock::now();
  fetcher.run(
      [&]() -> std::optional<VisitRequest> {
        return next < urls.size() ? std::optional<VisitRequest>({urls[next++], ""}) : std::nullopt;
      },
      [&](Visit&& visit) { starts[visit.url].push_back(visit.started); });
  EXPECT_EQ(starts.size(), 9u);
  auto& polite = starts["http://shop-001.example/"];
  std::sort(polite.begin(), polite.end());
  ASSERT_EQ(polite.size(), 4u);
  for (std::size_t i = 1; i < polite.size(); ++i) EXPECT_GE(polite[i] - polite[i - 1], Duration(140'000));
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(450));
}

TEST_F(Fetching, StopsWhenTold) {
  int done = 0;
  Fetcher fetcher(options_, clock_);
  fetcher.run(
      [&]() -> std::optional<VisitRequest> {
        return VisitRequest{"http://silent.example/", ""};
      },
      [&](Visit&&) { ++done; }, [n = 0]() mutable { return ++n > 3; });
  EXPECT_EQ(done, 0);
}

TEST(FetchPolicy, ThePolicyRules) {
  const FetchOptions standard = fetch_options(policy::Policy::standard()), plain;
  EXPECT_EQ(standard.redirects_max, plain.redirects_max);
  EXPECT_EQ(standard.headers_max_bytes, plain.headers_max_bytes);
  EXPECT_EQ(standard.manners.host_delay, plain.manners.host_delay);
  EXPECT_EQ(standard.manners.address_delay, plain.manners.address_delay);
  EXPECT_EQ(standard.robots, RobotsPolicy::record);
  const auto own = policy::Policy::parse("[testing]\nrobots_obeyed = true\nvisits_per_host_pause_ms = 5000\n");
  ASSERT_TRUE(own.ok()) << own.error().sentence;
  EXPECT_EQ(fetch_options(*own).robots, RobotsPolicy::obey);
  EXPECT_EQ(fetch_options(*own).manners.host_delay, std::chrono::seconds(5));
}

TEST(FarmFile, LinesAndRefusals) {
  EXPECT_EQ(parse_farm("# x\na.example 127.0.0.1:80 # y\n\n")->at("a.example"), "127.0.0.1:80");
  for (const char* bad :
       {"a.example", "a.example 10.0.0.1:80", "a.example [::1]:80", "10.0.0.1 127.0.0.1:80", "a/b 127.0.0.1:80"})
    EXPECT_EQ(parse_farm(bad).error().code, "farm_line") << bad;
  Farm farm;
  EXPECT_EQ(farm.start("0.0.0.0").error().code, "farm_address");
}

}  // namespace
}  // namespace muster::testing
