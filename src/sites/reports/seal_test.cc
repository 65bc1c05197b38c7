// "May show a minor", said of a test: it leaves every screen with its host's others, and its address goes to the
// hotline.
#include "test_support.h"
#include <testing/seals.h>

#include <gmock/gmock.h>

namespace muster::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SealTest : public ReportsTest {
 protected:
  std::string tested(const std::string& host, const std::string& ended_at) {
    const std::string id = new_id(clock_, random_);
    static constexpr store::Sql kRun{
        "t_run",
        "insert into test_run(id, url, host, registrable, final_url, requested_by, started_at, finished_at, "
        "http_status, hop_count, verdict, error, top_reason, ground, score, robots, evidence_path, evidence_sha256, "
        "vantage) values(:id, 'http://start.example/', :host, :host, :url, 'system:test', 1, 2, 200, 1, 'clean', '', "
        "'', '', 0, '', 'none', :sha, '{}')"};
    EXPECT_TRUE(write([&](store::Transaction& tx) {
                  tx.run(kRun, {{"id", id}, {"host", host}, {"url", ended_at}, {"sha", std::string(64, 'a')}});
                }).ok());
    clock_.advance(std::chrono::seconds(1));
    return id;
  }
  std::vector<std::string> listed(const std::string& host) {
    std::vector<std::string> out;
    const auto runs = testing_.runs({.host = host});
    for (const auto& run : *runs) out.push_back(run.id);
    return out;
  }
};
MUSTER_ON_BOTH_BACKENDS(SealTest);

TEST_P(SealTest, OneWordSealsEveryTestOfTheHostAndTellsTheHotlineTheAddress) {
  const std::string first = tested("shop.example", "http://shop.example/a"),
                    second = tested("shop.example", "http://shop.example/b"),
                    other = tested("news.example", "http://news.example/");
  ASSERT_TRUE(testing_.raise("shop.example", "explicit_unlawful", "person", "person-1").ok());
  EXPECT_EQ(service_.seal_test(second, "system:testing").error().code, "needs_person");
  EXPECT_EQ(service_.seal_test("none", "person-1").error().code, "test_not_found");

  const auto receipt = service_.seal_test(second, "person-1");
  ASSERT_TRUE(receipt.ok()) << receipt.error().sentence;
  for (const std::string& id : {first, second}) {
    EXPECT_EQ(testing_.run(id).error().code, "test_sealed");
    EXPECT_EQ(testing_.evidence(id).error().code, "test_sealed");
    EXPECT_EQ(testing_.page(id).error().code, "test_sealed");
  }
  EXPECT_THAT(listed("shop.example"), IsEmpty());
  EXPECT_THAT(listed(""), ElementsAre(other));
  EXPECT_THAT(*testing_.runs({.verdict = "clean"}), SizeIs(1));
  EXPECT_THAT(*testing_.suspicions({}), IsEmpty());
  EXPECT_TRUE(testing_.run(other).ok());

  const Report report = stored(receipt->id);
  EXPECT_EQ(report.state, "sealed");
  EXPECT_EQ(report.ground, "child_abuse_material");
  EXPECT_EQ(report.url + report.host, "");
  EXPECT_EQ(*service_.sealed_address(receipt->id), "http://shop.example/b") << "where the visit ended";
  ASSERT_EQ(*notices_.deliver(), 1);
  EXPECT_EQ(service_.tick()->delivered, 1);

  EXPECT_EQ(service_.seal_test(second, "person-2").error().code, "test_sealed");
  EXPECT_EQ(service_.seal_test(first, "person-2").error().code, "test_sealed");
  // Tested once more, and seen once more: the hotline knows that address.
  const std::string again = tested("shop.example", "http://shop.example/c");
  EXPECT_THAT(listed("shop.example"), ElementsAre(again));
  ASSERT_TRUE(service_.seal_test(again, "person-2").ok());
  EXPECT_THAT(listed("shop.example"), IsEmpty());
}

TEST_P(SealTest, AReportThatIsSealedTakesItsTestsWithIt) {
  const std::string test = tested("pay.shop.example", "http://pay.shop.example/");
  const Receipt r = take(about("http://pay.shop.example/b"));
  ASSERT_TRUE(service_.advance().ok());
  ASSERT_TRUE(service_.apply(r.id, "seal", stored(r.id).version, "", "person-1").ok());
  EXPECT_EQ(testing_.run(test).error().code, "test_sealed");
  EXPECT_THAT(listed("pay.shop.example"), IsEmpty());
}

TEST_P(SealTest, WhatWasSealedIsWrittenDownWithoutItsAddress) {
  const std::string test = tested("shop.example", "http://shop.example/secret-path");
  ASSERT_TRUE(service_.seal_test(test, "person-1").ok());
  std::vector<std::string> kinds;
  ASSERT_TRUE(write([&](store::Transaction& tx) {
                for (const auto& event : events::of_record(tx, "test", test)) kinds.push_back(event.kind);
              }).ok());
  EXPECT_THAT(kinds, ElementsAre("test.sealed"));
  EXPECT_THAT(every_text({"t_bodies", "select body from event_payload"}), ::testing::Not(HasSubstr("secret-path")));
}

}  // namespace
}  // namespace muster::reports
