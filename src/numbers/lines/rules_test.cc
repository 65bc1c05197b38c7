#include <lines/records.h>

#include <set>

#include <gtest/gtest.h>
#include <support/numbers_world.h>

namespace muster::lines {
namespace {

TEST(LineRules, EachPairOfStateAndEventIsOpenOnceOrClosed) {
  std::set<std::pair<int, int>> open;
  for (const Transition& t : transitions())
    EXPECT_TRUE(open.insert({static_cast<int>(t.from), static_cast<int>(t.event)}).second) << to_text(t.event);
  EXPECT_EQ(open.size(), 22u);
  for (int s = 0; s < kStateCount; ++s)
    for (int e = 0; e < kEventCount; ++e)
      EXPECT_EQ(find_transition(static_cast<State>(s), static_cast<Event>(e)) != nullptr, open.contains({s, e}))
          << s << " " << e;
}

TEST(LineRules, TheWayOfTheDomainPageIsOpenFromEndToEnd) {
  State now = State::available;
  for (const auto& [event, to] : {std::pair{Event::reserve, State::reserved},
                                  {Event::register_, State::registered},
                                  {Event::activate, State::active},
                                  {Event::warn, State::warned},
                                  {Event::bar_one_way, State::one_way_barred},
                                  {Event::bar, State::barred},
                                  {Event::disconnect, State::disconnected},
                                  {Event::quarantine, State::quarantined},
                                  {Event::recycle, State::available}}) {
    const Transition* t = find_transition(now, event);
    ASSERT_NE(t, nullptr) << to_text(event);
    EXPECT_EQ(t->to, to);
    now = t->to;
  }
}

TEST(LineRules, AnIntervalBeginsAndEndsWithTheHolder) {
  for (const Transition& t : transitions()) {
    const Holding expected = has_holder(t.from) == has_holder(t.to) ? Holding::keeps
                             : has_holder(t.to)                     ? Holding::begins
                                                                    : Holding::ends;
    EXPECT_EQ(t.holding, expected) << to_text(t.from) << " " << to_text(t.event);
    EXPECT_EQ(t.due == Due::reservation, t.to == State::reserved);
    EXPECT_EQ(t.due == Due::quarantine, t.to == State::quarantined);
  }
}

TEST(LineRules, WhatTakesServiceAwayNeedsAReasonAndTheNetworkIsTold) {
  for (const Transition& t : transitions()) {
    const bool less = t.to == State::warned || t.to == State::one_way_barred || t.to == State::barred ||
                      t.to == State::disconnected || (t.from == State::registered && t.to == State::available);
    EXPECT_EQ(t.needs_reason, less) << to_text(t.from) << " " << to_text(t.event);
    const bool silent = t.to == State::warned || t.from == State::warned;
    if (in_service(t.from) != in_service(t.to) || is_charged(t.from) != is_charged(t.to)) {
      EXPECT_TRUE(t.action.has_value()) << to_text(t.from) << " " << to_text(t.event);
    }
    if (t.action && t.to == State::active) EXPECT_FALSE(silent);
  }
}

TEST(LineRules, NoChargingWhileBarred) {
  for (int s = 0; s < kStateCount; ++s) {
    const auto one = static_cast<State>(s);
    EXPECT_EQ(is_charged(one), one == State::active || one == State::warned) << to_text(one);
    if (is_charged(one)) EXPECT_TRUE(in_service(one));
    if (in_service(one)) EXPECT_TRUE(has_holder(one));
  }
  EXPECT_TRUE(in_service(State::one_way_barred)) << "it receives";
}

TEST(LineRules, WordsAreReadAsTheyAreWritten) {
  for (int i = 0; i < kStateCount; ++i) EXPECT_EQ(state(to_text(static_cast<State>(i))), static_cast<State>(i));
  for (int i = 0; i < kEventCount; ++i) EXPECT_EQ(event(to_text(static_cast<Event>(i))), static_cast<Event>(i));
  for (int i = 0; i < kActionCount; ++i) EXPECT_EQ(action(to_text(static_cast<Action>(i))), static_cast<Action>(i));
  for (int i = 0; i < kLineKindCount; ++i)
    EXPECT_EQ(line_kind(to_text(static_cast<LineKind>(i))), static_cast<LineKind>(i));
  EXPECT_FALSE(state("suspended"));
}

TEST(NumberForms, MsisdnsAreE164) {
  EXPECT_EQ(*parse_msisdn("+86 138-0013-8000"), 8613800138000);
  EXPECT_EQ(msisdn_text(8613800138000), "+8613800138000");
  EXPECT_EQ(msisdn_masked(8613800138000), "+861*******000");
  EXPECT_EQ(msisdn_masked(1234567), "+123*567");
  EXPECT_EQ(*parse_msisdn("+999999999999999"), 999999999999999);
  for (const char* wrong : {"", "13800138000", "+86138001380001234", "+86138x", "+123456", "+0123456789"})
    EXPECT_FALSE(parse_msisdn(wrong).ok()) << wrong;
  EXPECT_EQ(parse_msisdn("13800138000").error().field, "msisdn");
}

TEST(NumberForms, AnyOneWrongDigitOfAnIccidIsFound) {
  const std::string right = test::iccid(42);
  ASSERT_TRUE(check_iccid(right).ok());
  for (std::size_t i = 2; i < right.size(); ++i)
    for (char c = '0'; c <= '9'; ++c) {
      if (c == right[i]) continue;
      std::string wrong = right;
      wrong[i] = c;
      EXPECT_EQ(check_iccid(wrong).error().code, "iccid_check_digit") << wrong;
    }
  EXPECT_EQ(check_iccid("90" + right.substr(2)).error().code, "iccid_form");
  EXPECT_EQ(check_iccid("8901").error().code, "iccid_form");
  EXPECT_EQ(check_iccid(right + "00").error().code, "iccid_form");
  EXPECT_TRUE(check_imsi(test::imsi(7)).ok());
  EXPECT_EQ(check_imsi("4601").error().code, "imsi_form");
  EXPECT_EQ(check_imsi("46001234567890a").error().code, "imsi_form");
}

TEST(NumberForms, CodesHoldNoSentences) {
  for (const char* right : {"lost", "BJ-0042", "a.b_c:1"}) EXPECT_TRUE(is_code(right)) << right;
  for (const std::string& wrong : {std::string(), std::string("Zhang San"), std::string("张"), std::string(65, 'a')})
    EXPECT_FALSE(is_code(wrong)) << wrong;
}

TEST(NumberForms, APoolSaysAllThatIsWrongAtOnce) {
  const auto wrong = check_pool({"", "", "", LineKind::voice, 100, 99});
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().all.size(), 4u);
  EXPECT_EQ(check_pool({"p", "o", "r", LineKind::voice, 9'999'999, 10'000'000}).error().code, "pool_range");
  EXPECT_TRUE(check_pool({" p ", "o", "r", LineKind::voice, 8613800000000, 8613800000000}).ok());
}

TEST(Slots, TheLeastFreeOneWithinTheCap) {
  EXPECT_EQ(free_slot({}, 0), std::nullopt);
  EXPECT_EQ(free_slot({}, 1), 1);
  EXPECT_EQ(free_slot({1, 2, 4}, 5), 3);
  EXPECT_EQ(free_slot({1, 2, 3}, 3), std::nullopt);
  EXPECT_EQ(free_slot({1, 7, 8}, 3), std::nullopt) << "lines beyond the cap count";
  EXPECT_EQ(free_slot({2, 7}, 3), 1);
}

}  // namespace
}  // namespace muster::lines
