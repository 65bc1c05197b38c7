// States, trends and calendars of the programme, and the file that ships.
#include <base/text.h>
#include <programme/service.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::programme {
namespace {

Item open_item() {
  Item item;
  item.code = "X1";
  item.state = "under_way";
  item.starts_on = "2026-01-01";
  item.due_on = "2026-06-30";
  item.evidence = {"A list", ""};
  return item;
}

std::string codes(const std::vector<Watch>& watched) {
  std::string out;
  for (const Watch& w : watched) out += (out.empty() ? "" : " ") + w.cause + "/" + w.code;
  return out;
}

TEST(ProgrammeTemplate, TheOneThatShipsHasTwelveAreasAndFiftyOneItems) {
  const Template& shipped = Template::standard();
  EXPECT_EQ(shipped.areas.size(), 12u);
  EXPECT_EQ(shipped.items(), 51u);
  std::size_t bound = 0;
  for (const auto& area : shipped.areas)
    for (const auto& item : area.items) {
      EXPECT_FALSE(item.title.en.empty() || item.title.zh.empty()) << item.code;
      EXPECT_FALSE(item.evidence.en.empty() || item.evidence.zh.empty()) << item.code;
      bound += item.metric.empty() ? 0 : 1;
    }
  EXPECT_GE(bound, 15u);
  ASSERT_EQ(shipped.funnels.size(), 2u);
  EXPECT_EQ(shipped.funnels[0].stages.size(), 6u);
  ASSERT_NE(shipped.checklist("provider"), nullptr);
}

TEST(ProgrammeTemplate, ANumberOfSomethingIsNoAim) {
  const auto& definitions = metrics::Definitions::standard();
  EXPECT_TRUE(check_binding("time_to_decide", "target", definitions).ok());
  EXPECT_TRUE(check_binding("errors", "fewer", definitions).ok());
  EXPECT_TRUE(check_binding("orders_issued", "shown", definitions).ok());
  for (const char* towards : {"target", "fewer", "more"})
    EXPECT_EQ(check_binding("orders_issued", towards, definitions).error().code, "programme_towards") << towards;
  EXPECT_EQ(check_binding("time_to_act", "target", definitions).error().code, "programme_towards");
  EXPECT_EQ(check_binding("closings", "shown", definitions).error().code, "programme_metric");
}

TEST(ProgrammeTemplate, WhatIsNotInTheFormIsRefused) {
  const auto& definitions = metrics::Definitions::standard();
  EXPECT_EQ(Template::parse("template = [", definitions).error().code, "programme_syntax");
  EXPECT_EQ(Template::parse("", definitions).error().code, "programme_value");
  EXPECT_EQ(Template::parse("\xff", definitions).error().code, "programme_syntax");
}

TEST(ProgrammeRules, AnItemMovesByItsTable) {
  EXPECT_EQ(step_from("planned", "begin")->to, "under_way");
  EXPECT_TRUE(step_from("submitted", "accept")->by_supervisor);
  EXPECT_TRUE(step_from("accepted", "reopen")->needs_reason);
  EXPECT_EQ(step_from("planned", "accept").error().code, "programme_item_state");
  EXPECT_NE(step_from("planned", "accept").error().sentence.find("begin, drop"), std::string::npos);
}

TEST(ProgrammeRules, WhatIsBehindIsSaidWithItsNumbers) {
  const SupervisionRules rules;
  Item item = open_item();
  EXPECT_EQ(codes(judge(item, "2026-03-01", nullptr, rules)), "");
  EXPECT_EQ(codes(judge(item, "2026-06-16", nullptr, rules)), "no_evidence/no_evidence");
  EXPECT_EQ(codes(judge(item, "2026-07-02", nullptr, rules)), "overdue/overdue no_evidence/no_evidence");
  EXPECT_EQ(judge(item, "2026-07-02", nullptr, rules)[0].value, 2);
  item.evidences = 1;
  EXPECT_EQ(codes(judge(item, "2026-06-16", nullptr, rules)), "");
  item.steps = 4;
  item.steps_done = 1;
  EXPECT_EQ(codes(judge(item, "2026-03-01", nullptr, rules)), "") << "a third of the time and a quarter of the steps";
  EXPECT_EQ(codes(judge(item, "2026-05-01", nullptr, rules)), "at_risk/steps_behind");
  item.steps = 0;
  item.state = "planned";
  EXPECT_EQ(codes(judge(item, "2026-01-20", nullptr, rules)), "at_risk/not_begun");
  item.state = "submitted";
  EXPECT_EQ(codes(judge(item, "2026-07-02", nullptr, rules)), "") << "it waits for somebody else";
  item.state = "accepted";
  EXPECT_EQ(codes(judge(item, "2027-07-02", nullptr, rules)), "");
}

TEST(ProgrammeRules, ATimesTrendIsDrawnToItsDueDay) {
  Trend trend{{{"2026-01", 100}, {"2026-02", 200}, {"2026-03", 300}}, 500.0};
  EXPECT_NEAR(*projected(trend, "2026-05", 3), 500, 1e-6);
  EXPECT_FALSE(projected(trend, "2026-05", 4).has_value());
  Item item = open_item();
  item.evidences = 1;
  item.towards = "target";
  item.metric = "time_to_decide";
  EXPECT_EQ(codes(judge(item, "2026-03-10", &trend, {})), "at_risk/towards_target") << "600 in June";
  item.due_on = "2026-05-31";
  EXPECT_EQ(codes(judge(item, "2026-03-10", &trend, {})), "");
  trend.points = {{"2026-03", 900}};
  EXPECT_EQ(codes(judge(item, "2026-03-10", &trend, {})), "at_risk/beyond_target");
  trend.points = {{"2026-01", 900}, {"2026-02", 700}, {"2026-03", 500}};
  EXPECT_EQ(codes(judge(item, "2026-03-10", &trend, {})), "") << "it gets better";
}

TEST(ProgrammeRules, FaultsAreToBecomeFewerAndNothingElseHasADirection) {
  Trend trend{{{"2026-01", 3}, {"2026-02", 4}, {"2026-03", 5}}, std::nullopt};
  Item item = open_item();
  item.evidences = 1;
  item.towards = "fewer";
  EXPECT_EQ(codes(judge(item, "2026-03-10", &trend, {})), "at_risk/not_fewer");
  trend.points = {{"2026-01", 5}, {"2026-02", 4}, {"2026-03", 3}};
  EXPECT_EQ(codes(judge(item, "2026-03-10", &trend, {})), "");
  item.towards = "shown";
  trend.points = {{"2026-01", 5}, {"2026-02", 50}, {"2026-03", 500}};
  EXPECT_EQ(codes(judge(item, "2026-03-10", &trend, {})), "");
}

TEST(ProgrammeCalendar, FollowsRfc5545) {
  const std::string text = to_icalendar(
      "Name, with; marks", {{"id@muster", "A1 摸清底数摸清底数摸清底数摸清底数摸清底数摸清底数摸清底数", "under way",
                             "2026-12-31", "/programme/items/1", 3, *parse_rfc3339("2026-03-02T02:00:00Z")}});
  EXPECT_TRUE(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  EXPECT_NE(text.find("X-WR-CALNAME:Name\\, with\\; marks\r\n"), std::string::npos);
  EXPECT_NE(text.find("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"), std::string::npos);
  EXPECT_NE(text.find("DTSTAMP:20260302T020000Z\r\n"), std::string::npos);
  EXPECT_TRUE(is_valid_utf8(text));
  std::string unfolded;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75u);
    EXPECT_TRUE(is_valid_utf8(text.substr(at, end - at))) << "no line is broken within a letter";
    unfolded += text[at] == ' ' ? text.substr(at + 1, end - at - 1) : "\n" + text.substr(at, end - at);
    at = end + 2;
  }
  EXPECT_NE(unfolded.find("SUMMARY:A1 摸清底数摸清底数摸清底数摸清底数摸清底数摸清底数摸清底数\n"), std::string::npos);
}

}  // namespace
}  // namespace muster::programme
