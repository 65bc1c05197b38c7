#include "home.h"

#include <ledger/recorder.h>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/caller.h>
#include <support/test_database.h>

namespace muster::api {
namespace {

using test::Answer;
using test::Caller;
using test::person;

class HomeApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  HomeApi() {
    const auto filled = db_->write([&](store::Transaction& tx) -> Result<void> {
      static constexpr store::Sql kParty{
          "t_party", "insert into party(id, kind, name, created_at) values('party-1', 'authority', 'Office', 1)"};
      static constexpr store::Sql kPerson{"t_person",
                                          "insert into person(id, party_id, display_name, identity_index, created_at) "
                                          "values(:id, 'party-1', :id, :index, 1)"};
      static constexpr store::Sql kCase{
          "t_case",
          "insert into case_file(id, number, ground, name, source, opened_by, opened_at, state, state_at, due_at, "
          "step) values(:id, :id, 'explicit_unlawful', :name, 'manual', 'finder', 1, 'opened', 1, :due, 'screen')"};
      tx.run(kParty);
      int n = 0;
      for (const char* id : {"finder", "p1"})
        tx.run(kPerson, {{"id", id}, {"index", std::string(63, 'a') + static_cast<char>('0' + n++)}});
      tx.run(kCase, {{"id", "C-1"}, {"name", "late.example"}, {"due", 2'000}});
      tx.run(kCase, {{"id", "C-2"}, {"name", "soon.example"}, {"due", 1'000}});
      recorder_.record(tx, kKind, "finder", "case", "C-1");
      return {};
    });
    EXPECT_TRUE(filled.ok()) << (filled.ok() ? "" : filled.error().sentence);
    add_home_routes(router_, {clock_, *db_, [this]() -> Result<std::optional<std::int64_t>> {
                                ++counted_;
                                return std::optional<std::int64_t>(7);
                              }});
  }
  Answer home(const std::string& id, std::vector<std::string> roles) {
    return Caller(router_, person(id, std::move(roles))).get("/api/home");
  }

  static constexpr events::Kind kKind{"case.opened", 1, "A case was opened."};
  test::TestDatabase db_{GetParam(), {{"sites", muster_sites_migrations::files()}}};
  SimulatedClock clock_{Instant{5'000}};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  http::Router router_;
  int counted_ = 0;
};
MUSTER_ON_BOTH_BACKENDS(HomeApi);

TEST_P(HomeApi, AnswersThreeQuestionsForEachRole) {
  for (const char* role : {"admin", "key_officer", "registrar", "examiner", "decider", "confirmer", "appeal_officer",
                           "operator", "auditor", "partner_user", "security_decider", "security_confirmer"})
    EXPECT_EQ(home("p1", {role}).status, 200) << role << home("p1", {role}).body;
  EXPECT_EQ(Caller(router_).get("/api/home").status, 401);
  const Answer examiner = home("p1", {"examiner"});
  EXPECT_EQ(examiner.at("/waiting/0/record_id"), "C-2") << examiner.body;  // soonest first
  EXPECT_EQ(examiner.at("/waiting/1/title"), "C-1 · late.example");
  EXPECT_EQ(examiner.at("/waiting/0/due_at"), "1970-01-01T00:00:00.001000Z");
  EXPECT_EQ(examiner.at("/expiring/0/record_id"), "C-2");
  EXPECT_EQ(examiner.at("/changed/0/kind"), "case.opened");
  EXPECT_EQ(examiner.at("/changed/0/actor/display_name"), "finder");
  EXPECT_EQ(examiner.at("/changed/0/count"), "1");
  EXPECT_EQ(examiner.at("/figures/1"), R"({"figure":"names_unfiled","value":7})");
}

TEST_P(HomeApi, ShowsEachOnlyItsOwn) {
  EXPECT_EQ(home("p1", {"decider"}).at("/waiting/0/what"), "key_to_enrol");
  const Answer partner = home("p1", {"partner_user"});
  EXPECT_EQ(partner.at("/waiting"), "[]");
  EXPECT_EQ(partner.at("/changed"), "[]");
  EXPECT_EQ(partner.at("/figures"), "[]");
}

TEST_P(HomeApi, WhatOneDidManyTimesInARowIsOneLine) {
  static constexpr events::Kind kOther{"case.closed", 1, "A case was closed."};
  const auto written = db_->write([&](store::Transaction& tx) -> Result<void> {
    for (int i = 0; i < 30; ++i) {
      clock_.advance(std::chrono::milliseconds(1));
      recorder_.record(tx, i == 20 ? kOther : kKind, "p1", "case", "C-2");
    }
    return {};
  });
  ASSERT_TRUE(written.ok());
  const Answer home_page = home("p1", {"examiner"});
  EXPECT_EQ(home_page.at("/changed/0/count"), "9");
  EXPECT_EQ(home_page.at("/changed/1/kind"), "case.closed");
  EXPECT_EQ(home_page.at("/changed/2/count"), "20");
  EXPECT_EQ(home_page.at("/changed/3/actor/display_name"), "finder");
}

TEST_P(HomeApi, CountsAtMostOnceAMinute) {
  for (int i = 0; i < 5; ++i) (void)home("p1", {"auditor"});
  EXPECT_EQ(counted_, 1);
  clock_.advance(std::chrono::seconds(61));
  (void)home("p1", {"auditor"});
  EXPECT_EQ(counted_, 2);
}

}  // namespace
}  // namespace muster::api
