#include "test_support.h"
#include <registration/take_over.h>

#include <latch>

namespace muster::registration {
namespace {

class TakingOver : public RegistrationTest {
 protected:
  OldRecord old(int n, const std::string& document = "old-1") const {
    OldRecord r;
    r.msisdn = number(n);
    r.iccid = test::iccid(n);
    r.imsi = test::imsi(n);
    r.document_kind = document.empty() ? "" : "old_card";
    r.document_country = "CHN";
    r.document_number = document;
    r.dealer = "shop-a";
    r.registered_on = "2012-05-01";
    r.language = "zh";
    return r;
  }
  std::vector<std::string> load(const std::vector<OldRecord>& records) {
    std::vector<std::string> out;
    for (const auto& one : take_over_.load("admin", records))
      out.push_back(!one.ok() ? one.error().code : *one == TakeOver::Outcome::taken ? "taken" : "known");
    return out;
  }
  std::string code(const Result<Submitted>& result) { return result.ok() ? "ok" : result.error().code; }
  Result<Submitted> again(int n, int person = 1, const std::string& key = "again") {
    return take_over_.register_again(clerk_, key, capture(n, person), test::iccid(n));
  }
  std::string state_of(int n) {
    return rows("select state from unverified_line where line_id = '" + line(n).id + "'").at(0).text("state");
  }
  struct Says : Authority {
    Result<Answer> check(const Question&) override { return Answer{confirms, {}}; }
    bool confirms = true;
  } authority_;
  TakeOver take_over_{*db_, recorder_, vault_, own_policy_};
};
MUSTER_ON_BOTH_BACKENDS(TakingOver);
using Codes = std::vector<std::string>;

TEST_P(TakingOver, LinesServeAsBefore) {
  EXPECT_EQ(load({old(0), old(1), old(2, "old-2"), old(3, "")}), (Codes{"taken", "taken", "taken", "taken"}));
  for (int n = 0; n < 4; ++n) EXPECT_EQ(line(n).state, lines::State::active);
  EXPECT_EQ(number("select count(distinct claim) as n from unverified_line"), 3);
  EXPECT_EQ(number("select max(slot) as n from line_ownership"), 2);
  EXPECT_EQ(load({old(0), old(1)}), (Codes{"known", "known"})) << "the same file again takes nothing twice";
  EXPECT_EQ(number("select count(*) as n from line_ownership"), 4);
  EXPECT_EQ(everything().find("old-1"), std::string::npos) << "what was claimed is a keyed hash";
}

TEST_P(TakingOver, OneClaimMayHoldMoreThanTheCap) {
  std::vector<OldRecord> records;
  for (int n = 0; n < 9; ++n) records.push_back(old(n));
  EXPECT_EQ(load(records), Codes(9, "taken"));
  EXPECT_EQ(number("select max(slot) as n from line_ownership where excess = 0"), 9);
}

TEST_P(TakingOver, WrongRecordsAreSaidAndTheOthersTaken) {
  auto form = old(0);
  form.msisdn = "12";
  auto sim = old(1);
  sim.iccid = "1234";
  auto category = old(2);
  category.category = "king";
  auto language = old(3);
  language.language = "fr";
  auto day = old(4);
  day.registered_on = "May";
  auto dealer = old(5);
  dealer.dealer = "A Person's Name";
  auto used = old(6);
  used.iccid = test::iccid(7);
  used.imsi = test::imsi(7);
  auto unknown = old(900);
  const auto got = load({form, sim, category, language, day, dealer, old(7), used, unknown, old(8)});
  EXPECT_EQ(got[1], "iccid_form");
  EXPECT_EQ(got[2], "category_unknown");
  EXPECT_EQ(got[3], "language_form");
  EXPECT_EQ(got[4], "registered_on_form");
  EXPECT_EQ(got[5], "dealer_form");
  EXPECT_EQ(got[6], "taken");
  EXPECT_TRUE(got[7] == "sim_exists" || got[7] == "already_exists") << got[7];
  EXPECT_EQ(got[8], "line_unknown");
  EXPECT_EQ(got[9], "taken");
  stock_up(20);
  EXPECT_EQ(load({old(20)}), Codes{"line_state"}) << "a line that is reserved is not taken";
}

TEST_P(TakingOver, TheHolderRegistersTheLineAgain) {
  load({old(0)});
  const auto submitted = again(0);
  ASSERT_TRUE(submitted.ok()) << submitted.error().code;
  EXPECT_EQ(state_of(0), "unverified") << "not before it is verified";
  EXPECT_EQ(again(0)->registration.id, submitted->registration.id) << "the same request";
  EXPECT_EQ(*service_.verify_due(authority_), 1);
  EXPECT_EQ(state_of(0), "re_registered");
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(lines_.holder_at(line(0).id, clock_.now())->value().holder_id, submitted->registration.holder_id);
  EXPECT_EQ(code(again(0, 2, "other")), "line_not_unverified");
}

TEST_P(TakingOver, NobodyRegistersAnotherOnesLine) {
  load({old(0), old(1)});
  EXPECT_EQ(code(take_over_.register_again(clerk_, "k", capture(0), test::iccid(1))), "possession_unproved");
  EXPECT_EQ(code(take_over_.register_again(clerk_, "k", capture(0), "")), "possession_unproved");
  EXPECT_EQ(code(again(30)), "line_not_unverified");
  registered(40, 3);
  EXPECT_EQ(code(again(40)), "line_not_unverified");
  ASSERT_TRUE(again(0).ok());
  EXPECT_EQ(code(again(0, 2, "other")), "re_registration_waits");
}

TEST_P(TakingOver, TheCapCountsAndEveryReasonIsSaid) {
  std::vector<OldRecord> records;
  for (int n = 0; n < 6; ++n) records.push_back(old(n));
  load(records);
  for (int n = 0; n < 5; ++n) ASSERT_TRUE(again(n, 1, "k" + std::to_string(n)).ok());
  auto sixth = capture(5, 1);
  sixth.consent = "none";
  const auto refused = take_over_.register_again(clerk_, "k6", sixth, "1");
  EXPECT_EQ(codes(refused.error()), (Codes{"consent_missing", "cap_reached", "possession_unproved"}));
}

TEST_P(TakingOver, RejectedTheLineGoesBack) {
  load({old(0), old(1)});
  const auto claim = lines_.holder_at(line(0).id, clock_.now())->value();
  ASSERT_TRUE(again(0).ok());
  clock_.advance(std::chrono::hours(1));
  authority_.confirms = false;
  EXPECT_EQ(*service_.verify_due(authority_), 1);
  const auto back = lines_.holder_at(line(0).id, clock_.now())->value();
  EXPECT_EQ(back.holder_id, claim.holder_id);
  EXPECT_NE(back.id, claim.id);
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(state_of(0), "unverified");
  authority_.confirms = true;
  ASSERT_TRUE(again(0, 2, "second").ok());
  EXPECT_EQ(*service_.verify_due(authority_), 1);
  EXPECT_EQ(state_of(0), "re_registered");
}

TEST_P(TakingOver, OneOfManyRegistersTheLine) {
  load({old(0)});
  constexpr int kAtOnce = 16;
  std::latch start(kAtOnce);
  std::atomic<int> won{0};
  {
    std::vector<std::jthread> clients;
    for (int n = 0; n < kAtOnce; ++n)
      clients.emplace_back([&, n] {
        start.arrive_and_wait();
        won += again(0, n + 1, "client-" + std::to_string(n)).ok();
      });
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(number("select count(*) as n from line_ownership where until_at is null"), 1);
  EXPECT_EQ(number("select count(*) as n from holder"), 1);
}

}  // namespace
}  // namespace muster::registration
