// Who is shown a picture: who has taken the case, within the day's share, on grounds not opted out of, and never what
// may show a minor.
#include <cases/desk.h>
#include <cases/service.h>
#include <testing/seals.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

constexpr Duration kSecond = std::chrono::seconds(1);

class Care : public ::testing::TestWithParam<store::Backend> {
 protected:
  Care() : w(GetParam()) {
    w.enrol_authority();
    colleague = w.person(w.authority, {"examiner"});
  }
  Service& cases() { return *w.cases_service; }
  Case open(const std::string& name, const std::string& ground = "explicit_unlawful") {
    w.clock.advance(kSecond);
    return w.must(cases().open_case({ground, name, "", "manual", "", ""}, w.examiner));
  }
  // The code of what stands in the way, "" when the picture is shown.
  std::string look(const std::string& host, const std::string& person, const std::string& ground = "") {
    const auto looked = desk.look({host, "bad.example", ground}, person);
    return looked.ok() ? "" : looked.error().code;
  }
  std::int64_t views(const std::string& person) { return w.must(desk.exposure(person)).views; }
  std::string tested(const std::string& host) {
    const std::string id = new_id(w.clock, w.random);
    static constexpr store::Sql kRun{
        "t_run",
        "insert into test_run(id, url, host, registrable, final_url, requested_by, started_at, finished_at, "
        "http_status, hop_count, verdict, error, top_reason, ground, score, robots, evidence_path, evidence_sha256, "
        "vantage) values(:id, :host, :host, :host, :host, 'system:test', 1, 2, 200, 1, 'clean', '', '', '', 0, '', "
        "'none', :sha, '{}')"};
    w.write([&](store::Transaction& tx) { tx.run(kRun, {{"id", id}, {"host", host}, {"sha", std::string(64, 'a')}}); });
    return id;
  }
  test::CaseWorld w;
  Desk desk{*w.db, w.recorder, w.policy, *w.cases_service};
  std::string colleague;
};
MUSTER_ON_BOTH_BACKENDS(Care);

TEST_P(Care, WhileACaseWaitsOnlyWhoHasTakenItIsShownAPicture) {
  EXPECT_EQ(look("bad.example", colleague), "") << "no case: whoever screens";
  const auto c = open("bad.example");
  EXPECT_EQ(look("bad.example", w.examiner), "claim_needed");
  EXPECT_EQ(look("www.bad.example", w.examiner), "claim_needed") << "a case about the domain is about its hosts";
  w.must(desk.take(c.id, colleague));
  EXPECT_EQ(look("bad.example", colleague), "");
  EXPECT_EQ(look("www.bad.example", colleague), "");
  EXPECT_EQ(look("bad.example", w.examiner), "claim_needed");
  const auto handed = w.must(desk.hand_over(c.id, w.examiner, "Please go on.", colleague));
  EXPECT_EQ(look("bad.example", colleague), "claim_needed");
  EXPECT_EQ(look("bad.example", w.examiner), "");
  w.clock.set(*handed.claimed_until);
  EXPECT_EQ(look("bad.example", w.examiner), "claim_needed") << "a claim is over by itself";
  w.must(desk.take(c.id, w.examiner));
  w.must(cases().apply(c.id, c.version, "dismiss", "Nothing is there.", w.examiner));
  EXPECT_EQ(look("bad.example", colleague), "") << "the case waits for nobody any more";
  EXPECT_EQ(look("bad.example", "nobody"), "person_unknown");
}

TEST_P(Care, AClaimOnOneCaseShowsNothingOfAnother) {
  const auto mine = open("bad.example"), other = open("other.example");
  w.must(desk.take(mine.id, colleague));
  EXPECT_EQ(w.must(desk.look({"bad.example", "bad.example", ""}, colleague)).views, 1);
  EXPECT_EQ(desk.look({"other.example", "other.example", ""}, colleague).error().code, "claim_needed");
  EXPECT_EQ(views(colleague), 1) << "what is not shown is not counted";
}

TEST_P(Care, OneShareOfTheDayOverAllQueues) {
  const std::string both = w.person(w.authority, {"examiner", "decider"});
  const auto screen = open("bad.example");
  const auto decide = w.referred("phishing_or_malware", "fraud.example");
  w.must(desk.take(screen.id, both));
  w.must(desk.take(decide.id, both));
  const auto max = w.policy.number("care.views_per_day");
  ASSERT_GT(max, 3);
  w.must(desk.uncover(both));  // text
  for (std::int64_t i = 1; i < max; ++i) {
    const std::string host = i % 2 ? "bad.example" : "fraud.example";
    EXPECT_EQ(w.must(desk.look({host, host, ""}, both)).views, i + 1);
  }
  for (const char* host : {"bad.example", "fraud.example", "unclaimed.example"})
    EXPECT_EQ(desk.look({host, host, ""}, both).error().code, "exposure_cap") << host;
  EXPECT_EQ(desk.uncover(both).error().code, "exposure_cap");
  EXPECT_EQ(views(both), max);
  // It is handed over, and the colleague's own share is what counts.
  w.must(desk.hand_over(screen.id, colleague, "My share of today is used up.", both));
  EXPECT_EQ(look("bad.example", colleague), "");
  w.clock.advance(std::chrono::hours(24));
  w.must(desk.take(decide.id, both));
  EXPECT_EQ(w.must(desk.look({"fraud.example", "fraud.example", ""}, both)).views, 1);
}

TEST_P(Care, NoPictureOnAGroundThatSomebodyOptedOutOf) {
  const auto c = open("bad.example", "explicit_unlawful");
  w.must(desk.take(c.id, colleague));
  w.must(desk.opt_out({"explicit_unlawful"}, colleague));
  EXPECT_EQ(look("bad.example", colleague, "phishing_or_malware"), "ground_opted_out") << "the case's ground counts";
  EXPECT_EQ(desk.look({"free.example", "free.example", "explicit_unlawful"}, colleague).error().code,
            "ground_opted_out");
  EXPECT_TRUE(desk.look({"free.example", "free.example", "phishing_or_malware"}, colleague).ok());
  EXPECT_EQ(views(colleague), 1);
  w.must(desk.opt_out({}, colleague));
  EXPECT_EQ(look("bad.example", colleague), "");
}

TEST_P(Care, WhatMayShowAMinorIsShownToNobody) {
  EXPECT_EQ(look("bad.example", colleague, "child_abuse_material"), "picture_sealed");
  const auto c = open("bad.example", "child_abuse_material");
  w.must(desk.take(c.id, colleague));
  EXPECT_EQ(look("bad.example", colleague), "picture_sealed") << "nor to who has taken the case";
  EXPECT_EQ(look("www.bad.example", colleague), "picture_sealed");

  // Sealed by a person, of a case on another ground.
  const auto other = open("other.example");
  w.must(desk.take(other.id, colleague));
  const std::string first = tested("other.example"), second = tested("other.example"), foreign = tested("x.example");
  const auto shown = [&] { return desk.look({"other.example", "other.example", ""}, colleague); };
  EXPECT_TRUE(shown().ok());
  w.write([&](store::Transaction& tx) {
    EXPECT_EQ(testing::seal_tests(tx, w.recorder, "other.example", colleague), 2);
    EXPECT_EQ(testing::seal_tests(tx, w.recorder, "other.example", colleague), 0) << "once";
    EXPECT_TRUE(testing::is_sealed(tx, first) && testing::is_sealed(tx, second));
    EXPECT_FALSE(testing::is_sealed(tx, foreign));
  });
  EXPECT_EQ(shown().error().code, "picture_sealed");
  tested("other.example");
  EXPECT_EQ(shown().error().code, "picture_sealed") << "nor one of a later test";
  EXPECT_EQ(views(colleague), 1);
  // Whoever writes by SQL lifts no seal.
  for (const char* text : {"delete from test_seal", "update test_seal set host = 'y.example'"}) {
    const auto done = w.db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run({"t_unseal", text});
      return {};
    });
    ASSERT_FALSE(done.ok()) << text;
    EXPECT_EQ(done.error().code, "test_sealed") << text;
  }
}

}  // namespace
}  // namespace muster::cases
