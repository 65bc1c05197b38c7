#include "farm_pages.h"
#include "vantage_visits.h"
#include <testing/farm.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::testing {
namespace {

Seen seen(std::string_view text, std::vector<std::string> links = {}, int status = 200) {
  Visit visit;
  visit.final_url = "http://www.shop.example/";
  visit.status = status;
  visit.page.text = text;
  visit.page.links = std::move(links);
  return seen_of(visit);
}
std::string words(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i) out += fmt::format("word{0}x word{1}y. ", i, i * 7);
  return out;
}

TEST(VantageRules, TextIsComparedByShingles) {
  const Seen a = seen(words(0, 200)), same = seen(words(0, 200)), half = seen(words(100, 300)),
             none = seen(words(500, 700));
  EXPECT_EQ(text_lacks(a, same), 0);
  EXPECT_NEAR(text_lacks(a, half), 0.5, 0.02);
  EXPECT_EQ(text_lacks(a, none), 1);
  const Seen more = seen(words(0, 400));
  EXPECT_EQ(text_lacks(a, more), 0) << "nothing of it is missing";
  EXPECT_NEAR(text_lacks(more, a), 0.5, 0.02);
}
TEST(VantageRules, NumbersAndCaseAreNoText) {
  EXPECT_EQ(text_lacks(seen("It is 12:30 and you are visitor 77 of the day " + words(0, 9)),
                       seen("it is 09:05 and YOU are visitor 1234 of the day " + words(0, 9))),
            0);
}
TEST(VantageRules, ChineseIsComparedByLetters) {
  const Seen a = seen("本公司提供独立服务器租用与托管服务"), b = seen("今晚开奖请会员注册后进入大厅领取彩金");
  EXPECT_EQ(a.language, "zh");
  EXPECT_EQ(text_lacks(a, a), 0);
  EXPECT_EQ(text_lacks(a, b), 1);
}
TEST(VantageRules, LongTextsAreSampledFairly) {
  const Seen a = seen(words(0, 40'000)), half = seen(words(20'000, 60'000));
  EXPECT_EQ(a.shingles.size(), kShinglesMax);
  EXPECT_NEAR(text_lacks(a, half), 0.5, 0.06);
  EXPECT_EQ(text_lacks(a, a), 0);
}
TEST(VantageRules, LinksCountBySite) {
  const Seen a = seen("x", {"/in", "http://one.example/a", "http://www.one.example/b", "http://two.example/"});
  EXPECT_EQ(a.linked, (std::set<std::string>{"one.example", "two.example"}));
  EXPECT_EQ(links_lack(a, seen("x", {"http://two.example/"})), 0.5);
}
TEST(VantageRules, OneVisitOfTheFirstIsNotEnough) {
  const auto& all = standard_vantages();
  const VantageGroup other{&all[2], {seen(words(500, 700))}};
  EXPECT_TRUE(compare({&all[0], {seen(words(0, 200))}}, std::vector{other}).empty());
  EXPECT_EQ(compare({&all[0], {seen(words(0, 200)), seen(words(0, 200))}}, std::vector{other}).size(), 1u);
}
TEST(VantageRules, ThePagesOwnChangeIsTakenOff) {
  const auto& all = standard_vantages();
  const VantageGroup changing{&all[0], {seen(words(0, 200)), seen(words(300, 500))}};
  EXPECT_TRUE(compare(changing, std::vector{VantageGroup{&all[2], {seen(words(600, 800))}}}).empty());
}
TEST(VantageRules, ABusyAnswerSaysNothing) {
  const auto& all = standard_vantages();
  const VantageGroup base{&all[0], {seen(words(0, 200)), seen(words(0, 200))}};
  for (const int status : {429, 503})
    EXPECT_TRUE(compare(base, std::vector{VantageGroup{&all[2], {seen("busy", {}, status)}}}).empty());
  const auto found = compare(base, std::vector{VantageGroup{&all[2], {seen("none", {}, 404)}}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].reasons[0].code, "status");
}

TEST(VantageFile, ReadsWhatIsMeantAndRefusesTheRest) {
  const auto read =
      parse_vantages(R"([{"name":"phone"},{"name":"abroad","accept_language":"en","referrer":"https://x.example/",
                                       "exit_name":"eu-1","exit_url":"socks5://127.0.0.1:1080"}])");
  ASSERT_TRUE(read.ok()) << read.error().sentence;
  EXPECT_EQ(read->at(0).user_agent, standard_vantages()[0].user_agent);
  EXPECT_EQ(read->at(1).exit_url, "socks5://127.0.0.1:1080");
  for (const char* bad :
       {"", "{}", "[]", R"([{"name":"a"}])", R"([{"name":"a"},{"name":"a"}])", R"([{"name":"a"},{"name":"B"}])",
        R"([{"name":"a"},{}])", R"([{"name":"a"},{"name":"b","exit_url":"file:///x"}])",
        R"([{"name":"a"},{"name":"b","user_agent":"x\r\ny"}])", R"([{"name":"a"},{"name":"b","colour":"red"}])",
        R"([{"name":"a"},{"name":"b","referrer":1}])"})
    EXPECT_EQ(parse_vantages(bad).error().code, "vantages_format") << bad;
}

class Vantages : public ::testing::Test {
 protected:
  Vantages() {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    options_.farm = *parse_farm(farm_.names_file());
    options_.visit_max = std::chrono::seconds(5);
    options_.manners.host_delay = options_.manners.failed_first = Duration::zero();
    options_.robots = RobotsPolicy::ignore;
  }
  VantageVisits from_all(const std::string& host) {
    return visit_from(standard_vantages(), options_, clock_, std::make_shared<Manners>(options_.manners),
                      {"http://" + host + "/", host});
  }
  SystemClock clock_;
  Farm farm_;
  FetchOptions options_;
};

TEST_F(Vantages, FindsCloakersAndSparesHonestChange) {
  int found = 0, missed = 0, wrong = 0, spared = 0;
  for (const auto& [host, answer] : cloaking_answers()) {
    const VantageVisits visits = from_all(host);
    (visits.findings.empty() ? missed : found) += 1;
    std::string told;
    for (const auto& finding : visits.findings)
      for (const auto& reason : finding.reasons)
        told += fmt::format(" {}:{} {:.2f}>{:.2f}", finding.vantage, reason.code, reason.between, reason.natural);
    fmt::print("{:<32} {} visits{}\n", host, visits.visits.size(), told.empty() ? " NOT FOUND" : told);
  }
  for (const auto& [host, answer] : changing_answers()) {
    const VantageVisits visits = from_all(host);
    (visits.findings.empty() ? spared : wrong) += 1;
    fmt::print("{:<32} {} visits{}\n", host, visits.visits.size(),
               visits.findings.empty() ? "" : " TAKEN FOR A CLOAKER");
  }
  fmt::print("cloaking: {} of {} found (recall {:.2f}), {} of {} honest sites taken for it (precision {:.2f})\n", found,
             found + missed, static_cast<double>(found) / (found + missed), wrong, wrong + spared,
             static_cast<double>(found) / std::max(found + wrong, 1));
  EXPECT_GE(found * 100, (found + missed) * 90);
  EXPECT_GE(found * 100, (found + wrong) * 90);
}

TEST_F(Vantages, EachVisitIsMadeAsItsVantage) {
  const VantageVisits visits = from_all("honest-plain.example");
  ASSERT_EQ(visits.visits.size(), standard_vantages().size() + 1);
  for (const SeenVisit& each : visits.visits) {
    const Vantage& vantage = standard_vantages()[each.vantage];
    const std::string& request = each.visit.hops.at(0).request;
    EXPECT_NE(request.find("User-Agent: " + vantage.user_agent + "\r\n"), std::string::npos) << vantage.name;
    EXPECT_NE(request.find("Accept-Language: " + vantage.accept_language + "\r\n"), std::string::npos) << vantage.name;
    EXPECT_EQ(request.find("Referer:") == std::string::npos, vantage.referrer.empty()) << vantage.name;
  }
}

TEST_F(Vantages, AnUnreachablePageIsVisitedOnce) {
  const VantageVisits visits = from_all("garbage.example");
  EXPECT_EQ(visits.visits.size(), 1u);
  EXPECT_TRUE(visits.findings.empty());
}

// A SOCKS5 proxy (RFC 1928) that takes no names, as an operator's exit would be.
class Socks {
 public:
  Socks() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(listener_, 8) != 0)
      throw std::runtime_error("no port");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    url = fmt::format("socks5://127.0.0.1:{}", ntohs(at.sin_port));
    thread_ = std::thread([this] { accept_all(); });
  }
  ~Socks() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  std::string url;
  std::atomic<int> passed{0}, named{0};

 private:
  void accept_all() {
    while (!stopping_) {
      pollfd wait{listener_, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      const int peer = ::accept(listener_, nullptr, nullptr);
      serve(peer);
      ::close(peer);
    }
  }
  static bool read_all(int fd, unsigned char* to, std::size_t n) {
    return ::recv(fd, to, n, MSG_WAITALL) == static_cast<ssize_t>(n);
  }
  void serve(int peer) {
    unsigned char b[300];
    if (!read_all(peer, b, 2) || !read_all(peer, b + 2, b[1])) return;
    (void)::send(peer, "\x05\x00", 2, MSG_NOSIGNAL);
    if (!read_all(peer, b, 4)) return;
    if (b[3] != 1) {
      ++named;
      return;
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    if (!read_all(peer, reinterpret_cast<unsigned char*>(&to.sin_addr), 4) ||
        !read_all(peer, reinterpret_cast<unsigned char*>(&to.sin_port), 2))
      return;
    const int far = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(far, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
      ++passed;
      (void)::send(peer, "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10, MSG_NOSIGNAL);
      pump(peer, far);
    }
    ::close(far);
  }
  void pump(int a, int b) {
    char piece[16384];
    while (!stopping_) {
      pollfd both[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
      if (::poll(both, 2, 50) <= 0) continue;
      for (int i = 0; i < 2; ++i) {
        if (!both[i].revents) continue;
        const auto got = ::recv(both[i].fd, piece, sizeof piece, 0);
        if (got <= 0) return;
        (void)::send(i ? a : b, piece, static_cast<std::size_t>(got), MSG_NOSIGNAL);
      }
    }
  }
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

TEST_F(Vantages, LeaveThroughTheirExit) {
  Socks exit;
  options_.exit_url = exit.url;
  const Visit visit = Fetcher(options_, clock_).visit("http://go-004.example/");
  EXPECT_EQ(visit.error, "") << visit.sentence;
  EXPECT_EQ(visit.hops.size(), 2u);
  EXPECT_EQ(visit.hops[0].address, "127.0.0.1") << "the site's address, not the exit's";
  EXPECT_EQ(visit.hops[0].port, farm_.port());
  EXPECT_EQ(exit.passed, 2);
  EXPECT_EQ(exit.named, 0) << "the exit is given addresses, never names";
  // What may not be reached directly can't be reached through an exit either.
  const std::string port = std::to_string(farm_.port());
  for (const std::string& url : {"http://127.0.0.1:" + port + "/", "http://localhost:" + port + "/",
                                 std::string("http://10.0.0.1/"), std::string("http://to-metadata.example/")})
    EXPECT_EQ(Fetcher(options_, clock_).visit(url).error, "address_refused") << url;
  EXPECT_EQ(exit.passed, 3) << "to-metadata.example itself";
  options_.exit_url = "socks5://127.0.0.1:1";
  EXPECT_EQ(Fetcher(options_, clock_).visit("http://shop-001.example/").error, "exit_failed");
}

}  // namespace
}  // namespace muster::testing
