#include <set>

#include <campaigns/rules.h>
#include <embedded_numbers_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::campaigns {
namespace {

using LS = LineState;
using LE = LineEvent;
const policy::Policy& policy() {
  return policy::Policy::standard();
}
constexpr Duration kADay = std::chrono::hours(24);
const Instant kNow = *parse_rfc3339("2026-03-02T09:00:00Z");

TEST(CampaignRules, EveryStateAndEventHasOneAnswer) {
  const std::set<std::pair<State, Event>> open{{State::draft, Event::approve},  {State::draft, Event::end},
                                               {State::approved, Event::start}, {State::approved, Event::end},
                                               {State::running, Event::pause},  {State::running, Event::end},
                                               {State::paused, Event::resume},  {State::paused, Event::end}};
  for (int s = 0; s < kStateCount; ++s)
    for (int e = 0; e < kEventCount; ++e) {
      const auto from = static_cast<State>(s);
      const auto by = static_cast<Event>(e);
      EXPECT_EQ(find_transition(from, by) != nullptr, open.contains({from, by})) << to_text(from) << to_text(by);
    }
}

TEST(CampaignRules, EveryLineStateAndEventHasOneAnswer) {
  for (int s = 0; s < kLineStateCount; ++s)
    for (int e = 0; e < kLineEventCount; ++e) {
      const auto from = static_cast<LS>(s);
      const auto by = static_cast<LE>(e);
      const bool on_the_way = from <= LS::barred;
      bool open = false;
      if (by <= LE::disconnect) open = next_step(from) == by;
      if (by == LE::re_register) open = on_the_way || from == LS::exempt;
      if (by == LE::deny) open = from == LS::re_registered;
      if (by == LE::exempt) open = on_the_way;
      if (by == LE::resume) open = from == LS::exempt;
      if (by == LE::extend) open = from == LS::one_way_barred || from == LS::barred;
      if (by == LE::gone) open = on_the_way || from == LS::exempt;
      EXPECT_EQ(find_line_transition(from, by) != nullptr, open) << to_text(from) << " " << to_text(by);
    }
  EXPECT_FALSE(next_step(LS::disconnected) || next_step(LS::re_registered) || next_step(LS::exempt));
}

TEST(CampaignRules, WhatTakesServiceAwayHasALeastTerm) {
  for (const LineTransition& t : line_transitions()) {
    const bool takes =
        t.line == lines::Event::bar_one_way || t.line == lines::Event::bar || t.line == lines::Event::disconnect;
    if (takes) EXPECT_NE(least_term(t.from), nullptr) << to_text(t.from);
    // Who registered, or was exempted, gets service back; nothing else does but a moved deadline.
    if (t.to == LS::re_registered) EXPECT_EQ(t.line, lines::Event::restore);
    if (takes) EXPECT_NE(t.to, LS::re_registered);
  }
  EXPECT_EQ(least_at(policy(), LS::warned, kNow), kNow + kADay * 7);
  EXPECT_EQ(least_at(policy(), LS::exempt, kNow), kNow);
}

class Pairs : public ::testing::TestWithParam<store::Backend> {
 protected:
  Pairs() : db_(GetParam(), {{"numbers", muster_numbers_migrations::files()}}) {}
  std::set<std::pair<std::string, std::string>> in_schema(const store::Sql& sql) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::set<std::pair<std::string, std::string>>> {
      std::set<std::pair<std::string, std::string>> out;
      for (const auto& row : tx.query(sql)) out.emplace(row.text("from_state"), row.text("to_state"));
      return out;
    });
  }
  test::TestDatabase db_;
};
MUSTER_ON_BOTH_BACKENDS(Pairs);

TEST_P(Pairs, TheSchemaHasTheSame) {
  std::set<std::pair<std::string, std::string>> campaigns, enrolled, unverified;
  for (const Transition& t : transitions()) campaigns.emplace(to_text(t.from), to_text(t.to));
  for (const LineTransition& t : line_transitions()) enrolled.emplace(to_text(t.from), to_text(t.to));
  for (const auto& t : registration::unverified_transitions())
    unverified.emplace(registration::to_text(t.from), registration::to_text(t.to));
  EXPECT_EQ(in_schema({"a", "select * from campaign_transition where record = 'campaign'"}), campaigns);
  EXPECT_EQ(in_schema({"b", "select * from campaign_transition where record = 'line'"}), enrolled);
  EXPECT_EQ(in_schema({"c", "select * from unverified_transition"}), unverified);
}

registration::UnverifiedLine line_of(const std::string& region = "CN-11") {
  registration::UnverifiedLine line;
  line.region = region;
  line.dealer = "shop-a";
  line.document_kind = "old_card";
  line.registered_on = "2012-05-01";
  return line;
}

TEST(Cohorts, EachLimitCounts) {
  const auto line = line_of();
  EXPECT_TRUE(belongs({}, {line, 3, false}));
  const auto only = [&](const std::function<void(Cohort&)>& set, std::int64_t held = 3, bool excess = false) {
    Cohort c;
    set(c);
    return belongs(c, {line, held, excess});
  };
  EXPECT_TRUE(only([](Cohort& c) { c.regions = {"CN-31", "CN-11"}; }));
  EXPECT_FALSE(only([](Cohort& c) { c.regions = {"CN-31"}; }));
  EXPECT_FALSE(only([](Cohort& c) { c.dealers = {"shop-b"}; }));
  EXPECT_FALSE(only([](Cohort& c) { c.document_kinds = {"passport"}; }));
  EXPECT_FALSE(only([](Cohort& c) { c.categories = {persons::Category::foreigner}; }));
  EXPECT_FALSE(only([](Cohort& c) { c.kinds = {lines::LineKind::iot}; }));
  EXPECT_FALSE(only([](Cohort& c) { c.held_min = 4; }));
  EXPECT_FALSE(only([](Cohort& c) { c.held_max = 2; }));
  EXPECT_TRUE(only([](Cohort& c) { c.held_min = c.held_max = 3; }));
  EXPECT_FALSE(only([](Cohort& c) { c.registered_before = "2012-05-01"; }));
  EXPECT_TRUE(only([](Cohort& c) { c.registered_before = "2012-05-02"; }));
  EXPECT_FALSE(only([](Cohort& c) { c.excess_only = true; }));
  EXPECT_TRUE(only([](Cohort& c) { c.excess_only = true; }, 3, true));
  Cohort differing;
  differing.differs_from = reconciliation::Source::national;
  differing.differences = {reconciliation::Difference::verified_there};
  EXPECT_FALSE(belongs(differing, {line, 3, false}));
  EXPECT_FALSE(belongs(differing, {line, 3, false, reconciliation::Difference::missing_there}));
  EXPECT_TRUE(belongs(differing, {line, 3, false, reconciliation::Difference::verified_there}));
}

TEST(Cohorts, AreReadBackAsTheyWereWritten) {
  Cohort c;
  c.categories = {persons::Category::citizen, persons::Category::minor};
  c.regions = {"CN-11", "\"quoted\""};
  c.dealers = {"shop-a"};
  c.document_kinds = {""};
  c.kinds = {lines::LineKind::data};
  c.held_min = 2;
  c.held_max = 9;
  c.registered_before = "2013-09-01";
  c.excess_only = true;
  c.differs_from = reconciliation::Source::network;
  c.differences = {reconciliation::Difference::barred_here, reconciliation::Difference::missing_there};
  EXPECT_EQ(to_json(*cohort_of(to_json(c))), to_json(c));
  EXPECT_EQ(to_json(*cohort_of(to_json(Cohort{}))), to_json(Cohort{}));
  for (const char* wrong : {"", "[]", "{}", R"({"categories":["king"]})", "{\"categories\":7}"})
    EXPECT_EQ(cohort_of(wrong).error().code, "cohort_form") << wrong;
}

TEST(Waves, ALineIsInTheFirstThatItFits) {
  const auto of = [](std::int64_t ordinal, std::int64_t least, std::int64_t most, std::vector<std::string> regions) {
    Wave wave;
    wave.ordinal = ordinal;
    wave.held_min = least;
    wave.held_max = most;
    wave.regions = std::move(regions);
    return wave;
  };
  const std::vector<Wave> waves{of(1, 3, 0, {}), of(2, 2, 2, {"CN-11"}), of(3, 1, 1, {})};
  const auto ordinal = [&](std::int64_t held, const std::string& region) {
    const auto line = line_of(region);
    const Wave* wave = wave_of(waves, {line, held, false});
    return wave ? wave->ordinal : 0;
  };
  EXPECT_EQ(ordinal(7, "CN-31"), 1);
  EXPECT_EQ(ordinal(2, "CN-11"), 2);
  EXPECT_EQ(ordinal(2, "CN-31"), 0);
  EXPECT_EQ(ordinal(1, "CN-31"), 3);
}

NewCampaign right() {
  NewCampaign c;
  c.name = "Second stage";
  c.sender = "Example";
  c.place = "any shop";
  NewWave wave;
  wave.name = "All";
  wave.invite_at = kNow + kADay;
  wave.deadline = wave.invite_at + kADay * 37;
  c.waves = {wave};
  return c;
}
std::vector<std::string> faults(const NewCampaign& c) {
  std::vector<std::string> out;
  for (const Error& e : check_campaign(c, policy(), kNow).faults) out.push_back(e.code + "@" + e.field);
  return out;
}
using Faults = std::vector<std::string>;

TEST(Drafts, DaysFollowFromTheLeastTerms) {
  const auto drafted = check_campaign(right(), policy(), kNow);
  ASSERT_TRUE(drafted.faults.empty());
  const Wave& wave = drafted.campaign.waves.at(0);
  EXPECT_EQ(wave.warn_at, wave.invite_at + kADay * 30);
  EXPECT_EQ(wave.one_way_at, wave.warn_at + kADay * 7);
  EXPECT_EQ(wave.bar_at, wave.one_way_at + kADay * 30);
  EXPECT_EQ(wave.disconnect_at, wave.bar_at + kADay * 60);
  EXPECT_FALSE(drafted.campaign.law.empty());
}

TEST(Drafts, SayAllThatIsWrong) {
  auto c = right();
  c.waves[0].deadline = c.waves[0].deadline - Duration(1);
  EXPECT_EQ(faults(c), Faults{"wave_deadline_early@waves[0].deadline"});
  c = right();
  c.waves[0].invite_at = kNow - Duration(1);
  EXPECT_EQ(faults(c), Faults{"wave_invite_past@waves[0].invite_at"});
  c = right();
  c.waves[0].warn_at = c.waves[0].invite_at + kADay;
  EXPECT_EQ(faults(c), Faults{"wave_warn_early@waves[0].warn_at"});
  c = right();
  c.waves[0].bar_at = c.waves[0].deadline + kADay * 29;
  EXPECT_EQ(faults(c), Faults{"wave_bar_early@waves[0].bar_at"});
  c = right();
  c.waves[0].disconnect_at = c.waves[0].deadline + kADay * 89;
  EXPECT_EQ(faults(c), Faults{"wave_disconnect_early@waves[0].disconnect_at"});
  c = right();
  c.waves.clear();
  c.name = " padded";
  c.sender = std::string(31, 'x');
  c.place = "line\nbreak";
  c.cohort.held_min = 3;
  c.cohort.held_max = 2;
  c.cohort.registered_before = "soon";
  EXPECT_EQ(faults(c), (Faults{"campaign_name@name", "campaign_sender@sender", "campaign_place@place",
                               "cohort_held@held_max", "cohort_day@registered_before", "campaign_waves@waves"}));
  c = right();
  c.waves.resize(51, c.waves[0]);
  EXPECT_EQ(faults(c).front(), "campaign_waves@waves");
  c = right();
  c.waves[0].held_max = 2;
  c.waves[0].held_min = 3;
  c.waves[0].name = "";
  EXPECT_EQ(faults(c), (Faults{"wave_name@waves[0].name", "wave_held@waves[0].held_min"}));
  c = right();
  c.cohort.regions.assign(1001, "CN-11");
  EXPECT_EQ(faults(c), Faults{"cohort_list@regions"});
}

TEST(Moves, WhatFollowsKeepsItsDistance) {
  const Wave wave = check_campaign(right(), policy(), kNow).campaign.waves.at(0);
  const auto later = moved(wave, wave.one_way_at + kADay * 20, "Shops were closed", policy(), kNow);
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(later->warn_at, wave.warn_at + kADay * 20);
  EXPECT_EQ(later->bar_at, wave.bar_at + kADay * 20);
  EXPECT_EQ(later->disconnect_at, wave.disconnect_at + kADay * 20);
  EXPECT_EQ(later->moves, 1);
  const auto back = moved(*later, wave.one_way_at, "Brought forward", policy(), kNow);
  ASSERT_TRUE(back.ok()) << "earlier, too";
  EXPECT_EQ(back->one_way_at, wave.one_way_at);
  EXPECT_EQ(back->warn_at, wave.warn_at);
}

TEST(Moves, AreRefused) {
  const Wave wave = check_campaign(right(), policy(), kNow).campaign.waves.at(0);
  const auto code = [&](Instant to, const std::string& reason, Instant now) {
    const auto done = moved(wave, to, reason, policy(), now);
    return done.ok() ? "ok" : done.error().code;
  };
  EXPECT_EQ(code(wave.one_way_at + kADay, " ", kNow), "move_reason");
  EXPECT_EQ(code(wave.one_way_at + kADay, std::string(501, 'x'), kNow), "move_reason");
  EXPECT_EQ(code(wave.one_way_at, "same", kNow), "wave_deadline_same");
  EXPECT_EQ(code(wave.one_way_at - Duration(1), "before its least terms", kNow), "wave_deadline_early");
  EXPECT_EQ(code(wave.one_way_at + kADay, "at short notice", wave.one_way_at - kADay), "wave_deadline_early");
  EXPECT_EQ(code(wave.one_way_at + kADay * 3, "in time", wave.one_way_at - kADay), "ok");
  EXPECT_EQ(code(wave.disconnect_at + kADay * 9, "too late", wave.disconnect_at), "wave_over");
}

Row row_of(const std::string& key, std::initializer_list<std::int64_t> n) {
  Row row{key};
  std::copy(n.begin(), n.end(), row.counts.begin());
  return row;
}

TEST(Outward, SmallCellsAndWhatTellsThemAreHidden) {
  const std::vector<Row> rows{row_of("a", {100, 3, 50, 40}), row_of("b", {100, 60, 50, 40}), row_of("c", {0, 0, 0, 7})};
  const auto out = outward(rows, 10);
  EXPECT_FALSE(out[0].counts[1]) << "small";
  EXPECT_FALSE(out[0].counts[3]) << "else it followed from the row's sum";
  EXPECT_FALSE(out[2].counts[3]);
  EXPECT_FALSE(out[2].all) << "a sum that is small is not told";
  EXPECT_EQ(out[0].all, 193);
  // In no row and no column is a hidden cell alone.
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::size_t hidden = 0;
    for (const auto& cell : out[r].counts) hidden += !cell;
    EXPECT_NE(hidden, 1u) << r;
  }
  for (std::size_t c = 0; c < out[0].counts.size(); ++c) {
    std::size_t hidden = 0;
    for (const auto& row : out) hidden += !row.counts[c];
    EXPECT_NE(hidden, 1u) << c;
  }
  const auto large = outward({row_of("a", {100, 30}), row_of("b", {0, 10})}, 10);
  for (const auto& row : large)
    for (const auto& cell : row.counts) EXPECT_TRUE(cell) << "nothing is hidden without need";
  EXPECT_TRUE(outward({}, 10).empty());
}

TEST(Forecasts, AreTheStatedFormulae) {
  Wave wave;
  wave.ordinal = 1;
  wave.one_way_at = kNow + kADay * 10;
  Counts counts{};
  counts[static_cast<std::size_t>(LS::invited)] = 600;
  counts[static_cast<std::size_t>(LS::warned)] = 200;
  counts[static_cast<std::size_t>(LS::barred)] = 9'999;  // not to be barred any more
  const std::map<std::string, std::int64_t> days{{"2026-03-01", 50}, {"2026-02-28", 30}, {"2026-02-27", 40}};
  const auto f = forecast_of(wave, counts, days, 2, kNow - kADay * 30, kNow);
  EXPECT_EQ(f.open, 800);
  EXPECT_EQ(f.registered, 80) << "two days, not three, and not today";
  EXPECT_DOUBLE_EQ(f.a_day, 40);
  EXPECT_DOUBLE_EQ(f.days_left, 10);
  EXPECT_EQ(f.barred_straight, 400);
  // At risk: 800 + 25 on the last day, 850 + 15 on the one before.
  EXPECT_EQ(f.barred_hazard, std::llround(800 * std::exp(-80.0 / (825 + 865) * 10)));
  EXPECT_LT(f.low, f.barred_hazard);
  EXPECT_GT(f.high, f.barred_hazard);
  EXPECT_EQ(f.days, (std::vector<std::pair<std::string, std::int64_t>>{{"2026-02-28", 30}, {"2026-03-01", 50}}));
  const auto young = forecast_of(wave, counts, {}, 7, kNow, kNow);
  EXPECT_EQ(young.barred_straight, 800);
  EXPECT_EQ(young.barred_hazard, 800);
  EXPECT_TRUE(young.days.empty());
  EXPECT_EQ(forecast_of(wave, counts, {{"2026-03-01", 5'000}}, 1, kNow - kADay * 2, kNow).barred_straight, 0);
}

}  // namespace
}  // namespace muster::campaigns
