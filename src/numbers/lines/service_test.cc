#include "test_support.h"

#include <algorithm>

namespace muster::lines {
namespace {

class Lines : public LinesTest {};
MUSTER_ON_BOTH_BACKENDS(Lines);

TEST_P(Lines, APoolIsStockedInOrderUntilItsEnd) {
  EXPECT_EQ(service_.line_of_msisdn(kFirst + 9)->state, State::available);
  EXPECT_EQ(service_.line_of_msisdn(kFirst + 10).error().code, "line_unknown");
  EXPECT_EQ(*service_.stock("admin", pool_.id, 1'000), 90);
  EXPECT_EQ(*service_.stock("admin", pool_.id, 1'000), 0);
  EXPECT_EQ(service_.pool(pool_.id)->stocked, 100);
  EXPECT_EQ(service_.counts()->at(0).by_state[static_cast<std::size_t>(State::available)], 100);
  EXPECT_EQ(service_.stock("admin", pool_.id, 0).error().code, "pool_stock_count");
  EXPECT_EQ(service_.stock("admin", pool_.id, kStockMax + 1).error().code, "pool_stock_count");
  EXPECT_EQ(service_.stock("admin", "nothing", 1).error().code, "pool_unknown");
}

TEST_P(Lines, PoolsNeverMeet) {
  const NewPool meets{"Other", "Operator", "CN-11", LineKind::data, kFirst + 99, kFirst + 200};
  EXPECT_EQ(service_.make_pool("admin", meets).error().code, "pool_overlap");
  NewPool beside = meets;
  beside.first = kFirst + 100;
  EXPECT_TRUE(service_.make_pool("admin", beside).ok());
  EXPECT_EQ(service_.pools()->size(), 2u);
}

TEST_P(Lines, AReservationEndsByItself) {
  const Line line = *service_.reserve("dealer", kFirst, "dealer-1");
  EXPECT_EQ(line.due_at, policy_.due("line.reservation", clock_.now()));
  EXPECT_EQ(service_.reserve("other", kFirst, "dealer-2").error().code, "line_state");
  EXPECT_EQ(service_.reserve("other", kFirst + 1, "Dealer Two").error().code, "reserved_for_form");
  EXPECT_EQ(service_.reserve_any("dealer", pool_.id, "dealer-1")->msisdn, kFirst + 1);
  EXPECT_EQ(*service_.tick(), 0);
  clock_.set(*line.due_at);
  EXPECT_EQ(*service_.tick(), 2);
  EXPECT_EQ(service_.line(line.id)->state, State::available);
  EXPECT_EQ(service_.line(line.id)->reserved_for, "");
}

TEST_P(Lines, EveryPairOfStateAndEventIsAsTheTableSays) {
  // The way there, for each state.
  const std::map<State, std::vector<Event>> ways{
      {State::active, {Event::activate}},
      {State::warned, {Event::activate, Event::warn}},
      {State::one_way_barred, {Event::activate, Event::bar_one_way}},
      {State::barred, {Event::activate, Event::bar}},
      {State::disconnected, {Event::activate, Event::disconnect}},
      {State::quarantined, {Event::activate, Event::disconnect, Event::quarantine}},
      {State::registered, {}}};
  ASSERT_EQ(*service_.stock("admin", pool_.id, 90), 90);
  const auto more =
      *service_.make_pool("admin", {"More", "Operator", "CN-11", LineKind::voice, kFirst + 100, kFirst + 199});
  ASSERT_EQ(*service_.stock("admin", more.id, 100), 100);
  int n = 0, slot = 0;
  for (int s = 0; s < kStateCount; ++s)
    for (int e = 0; e < kEventCount; ++e) {
      const auto from = static_cast<State>(s);
      const auto event = static_cast<Event>(e);
      Line line = *service_.line_of_msisdn(kFirst + n);
      if (from == State::reserved) line = reserved(n);
      if (ways.contains(from)) {
        line = registered(n, "holder-" + std::to_string(++slot), 1);
        for (const Event way : ways.at(from)) line = *apply(line, way);
      }
      ASSERT_EQ(line.state, from);
      // A line is registered by give alone, and taken back by reconnect alone.
      const bool by_itself = event == Event::register_ || event == Event::reconnect;
      const Transition* open = by_itself ? nullptr : find_transition(from, event);
      if (from == State::quarantined) clock_.set(*line.due_at);
      const auto after = event == Event::reserve ? service_.reserve("dealer", kFirst + n, "dealer-1")
                                                 : service_.apply("registrar", line.id, line.version, event, "test");
      EXPECT_EQ(after.ok(), open != nullptr) << to_text(from) << " " << to_text(event);
      if (open && after.ok()) EXPECT_EQ(after->state, open->to);
      if (!open) EXPECT_EQ(after.error().code, "line_state");
      ++n;
    }
}

TEST_P(Lines, ALineIsGivenServedAndGoesThroughQuarantine) {
  const Line line = active(0, "holder-a", 1);
  EXPECT_EQ(line.state, State::active);
  const Instant given = clock_.now();
  EXPECT_EQ((*service_.holder_at(line.id, given))->holder_id, "holder-a");
  clock_.advance(std::chrono::hours(24));
  ASSERT_TRUE(apply(line, Event::disconnect, "holder_asked").ok());
  EXPECT_FALSE(service_.holder_at(line.id, clock_.now())->has_value());
  EXPECT_EQ((*service_.holder_at(line.id, clock_.now() - Duration(1)))->holder_id, "holder-a");
  EXPECT_FALSE(service_.holder_at(line.id, given - Duration(1))->has_value());
  EXPECT_EQ(service_.sims(line.id)->at(0).until, clock_.now()) << "the SIM ends with the line";
  EXPECT_EQ(*service_.tick(), 1);
  const Line resting = *service_.line(line.id);
  EXPECT_EQ(resting.state, State::quarantined);
  EXPECT_EQ(*resting.due_at - clock_.now(), std::chrono::hours(90 * 24));
  EXPECT_EQ(apply(resting, Event::recycle).error().code, "line_quarantine");
  clock_.set(*resting.due_at - Duration(1));
  EXPECT_EQ(*service_.tick(), 0);
  clock_.set(*resting.due_at);
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(service_.line(line.id)->state, State::available);
  // The next holder's interval follows the first one's.
  const Line again = *service_.reserve("dealer", kFirst, "dealer-1");
  ASSERT_TRUE(give_all({ownership(again, "holder-b", 1)}).ok());
  const auto history = *service_.ownerships(line.id);
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].holder_id, "holder-a");
  EXPECT_EQ(history[1].holder_id, "holder-b");
  EXPECT_FALSE(history[1].until.has_value());
}

TEST_P(Lines, AReleasedRegistrationLeavesNothingBehind) {
  const Line line = registered(0, "holder-a", 1);
  EXPECT_EQ(service_.apply("registrar", line.id, line.version, Event::release).error().code, "reason_missing");
  EXPECT_EQ(apply(line, Event::release, "verification_failed")->state, State::available);
  EXPECT_TRUE(service_.ownerships(line.id)->at(0).until.has_value());
}

TEST_P(Lines, ASimServesOneLineOnce) {
  Line line = active(0, "holder-a", 1);
  ASSERT_TRUE(service_.add_sim("admin", test::iccid(50), test::imsi(50)).ok());
  EXPECT_EQ(service_.add_sim("admin", test::iccid(51), test::imsi(50)).ok(), false) << "an IMSI is in one SIM";
  clock_.advance(std::chrono::hours(1));
  line = *service_.change_sim("shop", line.id, line.version, test::iccid(50), "lost");
  const auto sims = *service_.sims(line.id);
  ASSERT_EQ(sims.size(), 2u);
  EXPECT_EQ(sims[0].until, clock_.now());
  EXPECT_EQ(sims[1].reason, "lost");
  EXPECT_EQ(service_.change_sim("shop", line.id, line.version, test::iccid(0), "found").error().code, "sim_used");
  EXPECT_EQ(service_.change_sim("shop", line.id, line.version, test::iccid(77), "lost").error().code, "sim_unknown");
  EXPECT_EQ(service_.change_sim("shop", line.id, 1, test::iccid(50), "lost").error().code, "stale_version");
  EXPECT_EQ(service_.change_sim("shop", line.id, line.version, test::iccid(50), "").error().code, "reason_missing");
  const Line other = *service_.line_of_msisdn(kFirst + 5);
  EXPECT_EQ(service_.change_sim("shop", other.id, other.version, test::iccid(50), "x").error().code, "line_state");
}

TEST_P(Lines, WithoutASimNothingIsActivated) {
  const Line line = *service_.reserve("dealer", kFirst, "dealer-1");
  ASSERT_TRUE(give_all({ownership(line, "holder-a", 1)}).ok());
  EXPECT_EQ(apply(line, Event::activate).error().code, "line_without_sim");
}

TEST_P(Lines, GivingIsAllOrNothingAndWithinTheCap) {
  const Line a = reserved(0), b = reserved(1), c = reserved(2);
  ASSERT_TRUE(give_all({ownership(a, "holder-a", 1, 2)}).ok());
  EXPECT_FALSE(give_all({ownership(b, "holder-a", 2, 2), ownership(c, "holder-a", 3, 2)}).ok());
  EXPECT_EQ(service_.line(b.id)->state, State::reserved) << "nothing half-given";
  EXPECT_FALSE(give_all({ownership(b, "holder-a", 1, 2)}).ok()) << "one slot, one line";
  EXPECT_TRUE(give_all({ownership(b, "holder-a", 2, 2), ownership(c, "holder-b", 1, 2)}).ok());
  EXPECT_EQ(give_all({ownership(a, "holder-c", 1)}).error().code, "line_state");
  const auto taken = *db_->read([&](store::Transaction& tx) -> Result<SlotsTaken> {
    return slots_taken(tx, {"holder-a", "holder-b", "holder-c"});
  });
  EXPECT_EQ(taken.at({"holder-a", LineKind::voice}), (std::set<std::int64_t>{1, 2}));
  EXPECT_EQ(taken.size(), 2u);
}

TEST_P(Lines, WhatCountedUnderOneRecordCountsUnderTheOther) {
  registered(0, "holder-a", 1);
  registered(1, "holder-a", 2);
  const Line b1 = registered(2, "holder-b", 1);
  registered(3, "holder-b", 2);
  registered(4, "holder-b", 3);
  registered(5, "holder-b", 4);
  const auto moved =
      *db_->write([&](store::Transaction& tx) -> Result<Recounted> { return recount(tx, "holder-b", "holder-a"); });
  EXPECT_EQ(moved.lines, 4);
  EXPECT_EQ(moved.beyond_cap, 1) << "six lines, a cap of five: the person chooses what to keep";
  EXPECT_EQ(service_.ownerships(b1.id)->at(0).holder_id, "holder-b") << "who held it is history, and stays";
  EXPECT_EQ(service_.ownerships(b1.id)->at(0).counted_under, "holder-a");
}

TEST_P(Lines, NoNumberGetsIntoTheLedger) {
  const Line line = active(0, "holder-a", 1);
  ASSERT_TRUE(apply(line, Event::disconnect).ok());
  const std::string all = ledger_text();
  EXPECT_NE(all.find(line.id), std::string::npos);
  EXPECT_EQ(all.find(std::to_string(kFirst)), std::string::npos);
  EXPECT_EQ(all.find(test::iccid(0)), std::string::npos);
  EXPECT_EQ(all.find(test::imsi(0)), std::string::npos);
}

TEST_P(Lines, APackTakesTheOldCardOutOfANumberThatWasGivenBack) {
  const Line back = registered(0, "holder-a", 1);
  ASSERT_TRUE(apply(back, Event::release).ok());
  const std::vector<NewSim> sims{{test::iccid(5), test::imsi(5)}};
  const auto packed = service_.pack("admin", pool_.id, "dealer-2", sims);
  ASSERT_TRUE(packed.ok()) << packed.error().code;
  EXPECT_EQ(packed->at(0).line.id, back.id);
  const auto cards = *service_.sims(back.id);
  ASSERT_EQ(cards.size(), 2u);
  EXPECT_EQ(std::count_if(cards.begin(), cards.end(), [](const SimInterval& s) { return !s.until; }), 1);
  EXPECT_EQ(service_.line(back.id)->sim_id, packed->at(0).sim.id);
}

TEST_P(Lines, APackOfSimsReservesTheLowestFreeNumbersOrNothing) {
  ASSERT_TRUE(service_.reserve("dealer", kFirst, "dealer-1").ok());
  const std::vector<NewSim> sims{{test::iccid(1), test::imsi(1)}, {test::iccid(2), test::imsi(2)}};
  const auto packed = service_.pack("admin", pool_.id, "dealer-2", sims);
  ASSERT_TRUE(packed.ok()) << packed.error().code;
  ASSERT_EQ(packed->size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const Line line = *service_.line(packed->at(i).line.id);
    EXPECT_EQ(line.msisdn, kFirst + 1 + static_cast<std::int64_t>(i));
    EXPECT_EQ(line.state, State::reserved);
    EXPECT_EQ(line.reserved_for, "dealer-2");
    EXPECT_EQ(line.sim_id, packed->at(i).sim.id);
    EXPECT_EQ(line.version, packed->at(i).line.version) << "what was returned is what is stored";
  }
  // Ten lines in all: seven are free.
  std::vector<NewSim> many;
  for (int n = 10; n < 18; ++n) many.push_back({test::iccid(n), test::imsi(n)});
  EXPECT_EQ(service_.pack("admin", pool_.id, "dealer-2", many).error().code, "pool_empty");
  EXPECT_EQ(number("select count(*) as n from sim"), 2) << "nothing of it happened";
  EXPECT_TRUE(service_.pack("admin", pool_.id, "dealer-2", sims).error().code.ends_with("_exists"));
  EXPECT_EQ(service_.pack("admin", pool_.id, "dealer-2", {}).error().code, "pack_size");
  many.front().iccid = "8986";
  EXPECT_EQ(service_.pack("admin", pool_.id, "dealer-2", many).error().code, "iccid_form");
}

}  // namespace
}  // namespace muster::lines
