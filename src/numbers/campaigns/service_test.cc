#include "test_support.h"

namespace muster::campaigns {
namespace {

class Campaigns : public CampaignTest {};
MUSTER_ON_BOTH_BACKENDS(Campaigns);

TEST_P(Campaigns, OnePersonDraftsAndAnotherApproves) {
  const auto c = *service_.create("person-1", draft());
  EXPECT_EQ(c.state, State::draft);
  EXPECT_EQ(service_.apply("person-1", c.id, 1, Event::approve).error().code, "campaign_same_person");
  EXPECT_EQ(service_.apply("person-2", c.id, 7, Event::approve).error().code, "stale_version");
  EXPECT_EQ(service_.apply("person-2", c.id, 1, Event::start).error().code, "campaign_state");
  const auto approved = *service_.apply("person-2", c.id, 1, Event::approve);
  EXPECT_EQ(approved.approved_by, "person-2");
  EXPECT_EQ(attack("update campaign set approved_by = 'person-3', version = version + 1"), "campaign_immutable");
  EXPECT_EQ(service_.create("person-1", draft())->name, "Second stage 2");
  auto same = draft();
  same.name = c.name;
  EXPECT_EQ(service_.create("person-1", same).error().code, "already_exists");
  EXPECT_EQ(service_.campaign("none").error().code, "campaign_unknown");
  EXPECT_EQ(service_.list("", 10)->size(), 2u);
  EXPECT_EQ(service_.list(service_.list("", 1)->at(0).id, 10)->size(), 1u);
}

TEST_P(Campaigns, WhatIsOverBeforeItIsApprovedIsNotApproved) {
  const auto c = *service_.create("person-1", draft());
  clock_.advance(kDays * 2);
  EXPECT_EQ(service_.apply("person-2", c.id, 1, Event::approve).error().code, "campaign_invite_past");
}

TEST_P(Campaigns, TheWholeWayOfALineThatNobodyRegisters) {
  load(20);
  const auto c = running();
  work();
  EXPECT_EQ(count(c, LineState::unverified), 20);
  EXPECT_EQ(messages("campaign_invited"), 0);
  pass(1);
  EXPECT_EQ(count(c, LineState::invited), 20);
  EXPECT_EQ(messages("campaign_invited"), 20);
  EXPECT_EQ(unverified_state(3), "invited");
  EXPECT_EQ(line_state(3), "active");
  pass(30);
  EXPECT_EQ(state_in(c, 3), "warned");
  EXPECT_EQ(line_state(3), "warned");
  pass(29);
  EXPECT_EQ(state_in(c, 3), "warned");
  pass(1);
  EXPECT_EQ(line_state(3), "one_way_barred");
  EXPECT_EQ(count(c, LineState::one_way_barred), 20);
  pass(29);
  EXPECT_EQ(line_state(3), "one_way_barred");
  pass(1);
  EXPECT_EQ(line_state(3), "barred");
  EXPECT_EQ(unverified_state(3), "barred");
  pass(60);
  EXPECT_EQ(line_state(3), "disconnected");
  EXPECT_EQ(unverified_state(3), "closed");
  EXPECT_EQ(count(c, LineState::disconnected), 20);
  EXPECT_EQ(sum(counts(c)), 20);
  EXPECT_EQ(messages("campaign_barred"), 20);
  EXPECT_EQ(number("select count(*) as n from network_command where action = 'bar_all'"), 20);
  EXPECT_EQ(number("select count(*) as n from network_command where emergency <> 'always'"), 0);
  for (const char* event : {"campaign.enrolled", "campaign.lines_stepped"})
    EXPECT_GT(number(std::string("select count(*) as n from event where kind = '") + event + "'"), 0) << event;
}

TEST_P(Campaigns, NothingRunsWhilePaused) {
  load(3);
  auto c = running();
  pass(2);
  EXPECT_EQ(service_.apply("person-1", c.id, service_.campaign(c.id)->version, Event::pause).error().code,
            "reason_missing");
  ASSERT_TRUE(service_.apply("person-1", c.id, service_.campaign(c.id)->version, Event::pause, "court").ok());
  pass(100);
  EXPECT_EQ(count(c, LineState::invited), 3);
  ASSERT_TRUE(service_.apply("person-1", c.id, service_.campaign(c.id)->version, Event::resume).ok());
  work();
  EXPECT_EQ(count(c, LineState::warned), 3) << "the warning, and the whole of its term";
  pass(6);
  EXPECT_EQ(count(c, LineState::warned), 3);
  pass(1);
  EXPECT_EQ(count(c, LineState::one_way_barred), 3);
}

TEST_P(Campaigns, WavesGoByTheNumberOfLinesAndTheRegion) {
  std::vector<registration::OldRecord> records;
  for (int n = 0; n < 4; ++n) records.push_back(old(n, 1));
  records.push_back(old(4, 2));
  records.push_back(old(5, 2, true));
  records.push_back(old(6, 3, true));
  load(records);
  auto given = draft();
  given.waves.push_back(given.waves[0]);
  given.waves.push_back(given.waves[0]);
  given.waves[0].name = "Three and more";
  given.waves[0].held_min = 3;
  given.waves[1].name = "South";
  given.waves[1].regions = {"CN-31"};
  given.waves[1].invite_at = given.waves[1].invite_at + kDays * 10;
  given.waves[2].name = "Two in the north";
  given.waves[2].held_min = 2;
  const auto c = *service_.create("person-1", given);
  const auto preview = *service_.preview(c.id, [](std::int64_t) { return true; });
  EXPECT_EQ(preview.looked_at, 7);
  EXPECT_EQ(preview.by_wave, (std::vector<std::int64_t>{4, 2, 1}));
  ASSERT_TRUE(service_.apply("person-2", c.id, 1, Event::approve).ok());
  ASSERT_TRUE(service_.apply("person-1", c.id, 2, Event::start).ok());
  pass(1);
  const auto progress = *service_.progress(c.id);
  EXPECT_EQ(progress.waves[0].key, "Three and more");
  EXPECT_EQ(progress.waves[0].counts[1], 4);
  EXPECT_EQ(progress.waves[1].counts[0], 2) << "invited later";
  EXPECT_EQ(progress.waves[2].counts[1], 1);
  ASSERT_EQ(progress.regions.size(), 2u);
  EXPECT_EQ(sum(progress.regions[0].counts), 5);
  EXPECT_EQ(sum(progress.regions[1].counts), 2);
  EXPECT_EQ(progress.messages_waiting, 5);
  const auto dealers = *service_.dealers(c.id, "", 1);
  ASSERT_EQ(dealers.size(), 1u);
  EXPECT_EQ(dealers[0].key, "shop-a");
  EXPECT_EQ(sum(dealers[0].counts), 4);
  EXPECT_EQ(service_.dealers(c.id, "shop-a", 9)->at(0).key, "shop-b");
}

TEST_P(Campaigns, TheCohortLimitsWhoIsAsked) {
  std::vector<registration::OldRecord> records;
  for (int n = 0; n < 8; ++n) records.push_back(old(n, n < 7 ? 1 : 2));
  records[7].category = "foreigner";
  load(records);
  auto given = draft();
  given.cohort.excess_only = true;
  const auto excess = *service_.create("person-1", given);
  EXPECT_EQ(service_.preview(excess.id, [](std::int64_t) { return true; })->matching, 2) << "beyond five of one claim";
  given = draft();
  given.cohort.categories = {persons::Category::foreigner};
  const auto c = running(given);
  work();
  EXPECT_EQ(sum(counts(c)), 1);
  const auto second = running();
  work();
  EXPECT_EQ(sum(counts(second)), 7) << "no line is in two campaigns at once";
}

TEST_P(Campaigns, RegisteringRestoresTheLine) {
  load(6);
  const auto c = running();
  pass(91);
  ASSERT_EQ(line_state(0), "barred");
  registered_again(0, 1);
  work();
  EXPECT_EQ(line_state(0), "active");
  EXPECT_EQ(state_in(c, 0), "re_registered");
  EXPECT_EQ(unverified_state(0), "re_registered");
  EXPECT_EQ(messages("campaign_restored"), 1);
  EXPECT_EQ(rows("select action from network_command where line_id = '" + line(0).id + "' order by ordinal desc")
                .at(0)
                .text("action"),
            "restore");
  const auto held = *lines_.ownerships(line(0).id);
  ASSERT_EQ(held.size(), 2u);
  EXPECT_EQ(*held[0].until, held[1].from);
  pass(60);
  EXPECT_EQ(line_state(0), "active");
  EXPECT_EQ(line_state(1), "disconnected");
  EXPECT_EQ(count(c, LineState::re_registered), 1);
  EXPECT_EQ(number("select coalesce(sum(n), 0) as n from campaign_day"), 1);
}

TEST_P(Campaigns, WhoWaitsForTheAuthorityIsNotBarred) {
  load(2);
  const auto c = running();
  pass(59);
  ASSERT_TRUE(register_again(0, 1).ok());
  pass(20);
  EXPECT_EQ(state_in(c, 0), "warned") << "nobody has looked at the registration yet";
  EXPECT_EQ(state_in(c, 1), "one_way_barred");
  authority_.confirms = false;
  verify();
  work();
  EXPECT_EQ(state_in(c, 0), "one_way_barred") << "rejected: the way goes on";
  EXPECT_EQ(lines_.holder_at(line(0).id, clock_.now())->value().ground_ref,
            rows("select id from registration").at(0).text("id"));
  EXPECT_EQ(number("select count(*) as n from line_ownership where until_at is null and holder_id in (select claim "
                   "from unverified_line)"),
            2)
      << "and the line is back with whom it counted under";
  ASSERT_TRUE(take_over_.register_again(clerk_, "second", capture(0, 2), test::iccid(0)).ok());
}

TEST_P(Campaigns, WhileTheAuthorityIsAwayTheLineServesAndFallsBackIfItSaysNo) {
  load(2);
  const auto c = running();
  pass(91);
  authority_.away = true;
  registered_again(0, 1);
  work();
  EXPECT_EQ(line_state(0), "active") << "registered now, verified within the term";
  EXPECT_EQ(state_in(c, 0), "re_registered");
  clock_.advance(std::chrono::hours(25));
  ASSERT_TRUE(registration_.tick().ok());
  work();
  EXPECT_EQ(line_state(0), "barred");
  EXPECT_EQ(state_in(c, 0), "barred");
  EXPECT_EQ(unverified_state(0), "barred");
  EXPECT_EQ(sum(counts(c)), 2);
  authority_.away = false;
  ASSERT_TRUE(take_over_.register_again(clerk_, "second", capture(0, 1), test::iccid(0)).ok());
  verify();
  work();
  EXPECT_EQ(line_state(0), "active");
  EXPECT_EQ(state_in(c, 0), "re_registered");
}

TEST_P(Campaigns, WhatAnotherGroundBarredStaysBarred) {
  load(2);
  const auto c = running();
  pass(40);
  const auto before = line(0);
  ASSERT_TRUE(lines_.apply("registrar", before.id, before.version, lines::Event::bar, "lost").ok());
  pass(25);
  EXPECT_EQ(state_in(c, 0), "one_way_barred");
  EXPECT_EQ(line_state(0), "barred");
  registered_again(0, 1);
  work();
  EXPECT_EQ(state_in(c, 0), "re_registered");
  EXPECT_EQ(line_state(0), "barred") << "that its holder lost it is not the campaign's to undo";
}

TEST_P(Campaigns, ALineThatIsGoneIsCountedAsGone) {
  load(2);
  const auto c = running();
  pass(5);
  const auto before = line(0);
  ASSERT_TRUE(lines_.apply("registrar", before.id, before.version, lines::Event::disconnect, "wish").ok());
  ASSERT_TRUE(lines_.tick().ok());
  pass(30);
  EXPECT_EQ(state_in(c, 0), "disconnected");
  EXPECT_EQ(unverified_state(0), "closed");
  EXPECT_EQ(state_in(c, 1), "warned");
}

TEST_P(Campaigns, ExemptLinesAreLeftInPeaceUntilTheirDay) {
  load(3);
  const auto c = running();
  pass(91);
  ASSERT_EQ(line_state(0), "barred");
  EXPECT_EQ(service_.exempt("person-1", c.id, line(0).id, "no code", clock_.now() + kDays).error().code,
            "reason_missing");
  EXPECT_EQ(service_.exempt("person-1", c.id, line(0).id, "hospital", clock_.now()).error().code, "exemption_until");
  EXPECT_EQ(service_.exempt("person-1", c.id, line(9).id, "hospital", clock_.now() + kDays).error().code,
            "line_not_enrolled");
  const auto e = *service_.exempt("person-1", c.id, line(0).id, "hospital", clock_.now() + kDays * 70);
  EXPECT_EQ(line_state(0), "active");
  EXPECT_EQ(state_in(c, 0), "exempt");
  EXPECT_EQ(service_.exempt("person-1", c.id, line(0).id, "hospital", clock_.now() + kDays).error().code,
            "campaign_line_state");
  pass(69);
  EXPECT_EQ(state_in(c, 0), "exempt");
  EXPECT_EQ(line_state(1), "disconnected");
  pass(2);
  EXPECT_EQ(state_in(c, 0), "invited") << "the terms begin anew";
  EXPECT_TRUE(service_.exemptions(c.id, "", 10)->at(0).ended_at.has_value());
  EXPECT_EQ(service_.lift_exemption("person-1", e.id).error().code, "exemption_ended");
  pass(28);
  EXPECT_EQ(state_in(c, 0), "invited");
  EXPECT_EQ(line_state(0), "active");
  const auto again = *service_.exempt("person-1", c.id, line(0).id, "hospital", clock_.now() + kDays * 70);
  ASSERT_TRUE(service_.lift_exemption("person-2", again.id).ok());
  EXPECT_EQ(state_in(c, 0), "unverified");
}

TEST_P(Campaigns, AnExemptLineThatIsRegisteredIsRegistered) {
  load(1);
  const auto c = running();
  pass(2);
  ASSERT_TRUE(service_.exempt("person-1", c.id, line(0).id, "abroad", clock_.now() + kDays * 9).ok());
  registered_again(0, 1);
  work();
  EXPECT_EQ(state_in(c, 0), "re_registered");
  EXPECT_TRUE(service_.exemptions(c.id, "", 10)->at(0).ended_at.has_value());
}

TEST_P(Campaigns, AMovedDeadlineIsToldAndRestores) {
  load(4);
  const auto c = running();
  pass(62);
  ASSERT_EQ(line_state(0), "one_way_barred");
  EXPECT_EQ(service_.move_deadline("person-1", c.id, 2, clock_.now() + kDays * 9, "x").error().code, "wave_unknown");
  const auto wave = service_.move_deadline("person-1", c.id, 1, clock_.now() + kDays * 30, "The shops were closed");
  ASSERT_TRUE(wave.ok()) << wave.error().code;
  EXPECT_EQ(messages("campaign_moved"), 0);
  work();
  EXPECT_EQ(line_state(0), "active");
  EXPECT_EQ(state_in(c, 0), "warned");
  EXPECT_EQ(messages("campaign_moved"), 4);
  work();
  EXPECT_EQ(messages("campaign_moved"), 4) << "told once";
  pass(29);
  EXPECT_EQ(line_state(0), "active");
  pass(1);
  EXPECT_EQ(line_state(0), "one_way_barred");
  const auto moves = *service_.moves(c.id);
  ASSERT_EQ(moves.size(), 1u);
  EXPECT_EQ(moves[0].reason, "The shops were closed");
  EXPECT_EQ(moves[0].moved_by, "person-1");
  EXPECT_EQ(attack("update campaign_wave set one_way_at = one_way_at + 1, moves = moves + 1"), "campaign_immutable");
  EXPECT_EQ(attack("update campaign_move set reason = 'another'"), "campaign_move_immutable");
}

TEST_P(Campaigns, BroughtForwardEachLineKeepsItsLeastTerm) {
  load(1);
  auto given = draft();
  given.waves[0].deadline = given.waves[0].invite_at + kDays * 120;
  const auto c = running(given);
  pass(35);
  ASSERT_EQ(state_in(c, 0), "warned");
  ASSERT_TRUE(service_.move_deadline("person-1", c.id, 1, clock_.now() + kDays * 4, "Brought forward").ok());
  work();
  EXPECT_EQ(messages("campaign_moved"), 1);
  pass(4);
  EXPECT_EQ(line_state(0), "one_way_barred") << "warned at day 31, so seven days were over";
}

TEST_P(Campaigns, FiguresOfTheForecastAreCounted) {
  load(30);
  const auto c = running();
  pass(10);
  for (int n = 0; n < 6; ++n) registered_again(n, n + 1);
  work();
  pass(2);
  const auto forecast = *service_.forecast(c.id);
  ASSERT_EQ(forecast.size(), 1u);
  EXPECT_EQ(forecast[0].open, 24);
  EXPECT_EQ(forecast[0].registered, 6);
  EXPECT_LT(forecast[0].barred_straight, 24);
}

TEST_P(Campaigns, NothingPersonalIsStoredWithIt) {
  load(2);
  const auto c = running();
  pass(2);
  registered_again(0, 1);
  work();
  for (const char* table : {"campaign_line", "campaign_count", "sms_message", "unverified_line", "campaign"})
    for (const auto& row : rows(std::string("select * from ") + table))
      for (const auto& value : row.values())
        if (const auto* text = std::get_if<std::string>(&value)) {
          EXPECT_EQ(text->find("19900000"), std::string::npos) << table;
          EXPECT_EQ(text->find("old-0"), std::string::npos) << table;
        }
  const auto told = ledger_text();
  EXPECT_EQ(told.find("19900000"), std::string::npos);
  EXPECT_EQ(told.find("old-0"), std::string::npos);
}

TEST_P(Campaigns, WhatTheSchemaRefuses) {
  load(2);
  const auto c = running();
  pass(2);
  const std::string at = " where line_id = '" + line(0).id + "'";
  const auto to = [&](const std::string& state, Instant since) {
    return attack("update campaign_line set state = '" + state + "', state_since = " + std::to_string(since.micros) +
                  ", version = version + 1" + at);
  };
  EXPECT_EQ(to("warned", clock_.now()), "campaign_line_early");
  EXPECT_EQ(to("one_way_barred", clock_.now()), "campaign_line_state");
  EXPECT_EQ(to("exempt", clock_.now()), "campaign_line_exempt");
  EXPECT_EQ(attack("update campaign_line set least_at = 0, state = 'warned', state_since = " +
                   std::to_string(clock_.now().micros) + ", version = version + 1" + at),
            "campaign_line_early")
      << "the wave's day counts too";
  EXPECT_EQ(attack("update unverified_line set state = 're_registered', version = version + 1" + at),
            "unverified_registration");
  EXPECT_EQ(attack("delete from campaign_line" + at), "campaign_line_kept");
  registered_again(0, 1);
  EXPECT_EQ(to("warned", clock_.now() + kDays * 90), "campaign_line_registered");
}

}  // namespace
}  // namespace muster::campaigns
