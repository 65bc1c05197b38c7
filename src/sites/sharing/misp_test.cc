// The feed of MISP says what indicators say, and its events are ones that MISP takes again when they changed.
#include <base/files.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sharing/misp.h>
#include <support/share_world.h>

namespace muster::sharing {
namespace {

using test::ShareWorld;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class Misp : public ::testing::TestWithParam<store::Backend> {
 protected:
  Misp() : w(GetParam()) {}
  std::vector<MispEvent> events() {
    std::vector<MispEvent> out;
    ShareWorld::must(w.publisher.misp([&](const MispEvent& event) -> Result<void> {
      out.push_back(event);
      return {};
    }));
    return out;
  }
  static boost::json::array attributes_of(const MispEvent& event) {
    return boost::json::parse(event.json).at("Event").at("Attribute").as_array();
  }
  static std::string field(const boost::json::value& of, const char* name) { return of.at(name).as_string().c_str(); }
  // "domain bad.example", with "deleted" behind it, of all events.
  std::vector<std::string> told() {
    std::vector<std::string> out;
    for (const auto& event : events())
      for (const auto& each : attributes_of(event))
        out.push_back(field(each, "type") + " " + field(each, "value") +
                      (each.at("deleted").as_bool() ? " deleted" : ""));
    return out;
  }
  void reverse(const cases::Order& order) {
    auto appeal = ShareWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
    ShareWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "Innocent.", w.judge));
  }
  ShareWorld w;
};
MUSTER_ON_BOTH_BACKENDS(Misp);

TEST_P(Misp, AnOrderFromItsSignaturesToItsReversal) {
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_EQ(MispIndex().manifest_json(), "{}");
  const auto order = w.order("bad.example", "domain");
  w.clock.advance(std::chrono::seconds(1));
  const auto first = events();
  ASSERT_EQ(first.size(), 1u);
  const auto attribute = attributes_of(first[0]).at(0);
  EXPECT_THAT(told(), ElementsAre("domain bad.example"));
  EXPECT_TRUE(attribute.at("to_ids").as_bool());
  EXPECT_THAT(field(attribute, "comment"),
              ::testing::StartsWith(fmt::format("{} until {}: explicit_unlawful; Communications authority: ",
                                                order.number, to_rfc3339(order.expires_at))));
  EXPECT_THAT(field(attribute, "comment"), ::testing::EndsWith(", art. 1"));
  EXPECT_THAT(first[0].orders, ElementsAre(order.number));
  EXPECT_EQ(first[0].hashes, "2432164866e11dff2fa209b101ae91f1," + first[0].uuid + "\n");

  w.clock.advance(std::chrono::hours(30));
  reverse(order);
  w.clock.advance(std::chrono::seconds(1));
  const auto second = events();
  ASSERT_EQ(second.size(), 1u) << "the day of the order, not that of its end";
  EXPECT_EQ(second[0].uuid, first[0].uuid);
  EXPECT_GT(second[0].timestamp, first[0].timestamp);
  const auto gone = attributes_of(second[0]).at(0);
  EXPECT_EQ(field(gone, "uuid"), field(attribute, "uuid"));
  EXPECT_TRUE(gone.at("deleted").as_bool());
  EXPECT_FALSE(gone.at("to_ids").as_bool());
  EXPECT_GT(std::stoll(field(gone, "timestamp")), std::stoll(field(attribute, "timestamp")));
  EXPECT_EQ(second[0].hashes, "");
  EXPECT_THAT(second[0].orders, IsEmpty());
}

TEST_P(Misp, HostsAndDomainsAreTwoTypesAndSealedGroundsAreNotTold) {
  w.order("host.example", "host");
  w.order("domain.example", "domain");
  w.order("sealed.example", "host", "child_abuse_material");
  EXPECT_THAT(told(), UnorderedElementsAre("hostname host.example", "domain domain.example"));
  for (const auto& event : events()) EXPECT_THAT(event.json + event.hashes, Not(HasSubstr("sealed.example")));
}

TEST_P(Misp, AnOrderThatComesBackIsAnotherAttribute) {
  const auto order = w.order("bad.example");
  EXPECT_THAT(told(), ElementsAre("hostname bad.example"));
  auto appeal = ShareWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
  appeal = ShareWorld::must(w.cases_service->stay(appeal.id, appeal.version, w.judge));
  EXPECT_THAT(told(), ElementsAre("hostname bad.example deleted"));
  ShareWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "uphold", "It stands.", w.judge));
  EXPECT_THAT(told(), UnorderedElementsAre("hostname bad.example", "hostname bad.example deleted"));
}

TEST_P(Misp, AnEndIsToldByTheClockAlone) {
  const auto order = w.order("bad.example");
  EXPECT_THAT(told(), ElementsAre("hostname bad.example"));
  w.clock.set(order.expires_at);
  EXPECT_THAT(told(), ElementsAre("hostname bad.example deleted")) << "and no job ran";
}

TEST_P(Misp, EachDayIsAnEventAndIsFoundByItsUuid) {
  w.order("monday.example");
  w.clock.advance(std::chrono::hours(48));
  w.order("wednesday.example");
  const auto all = events();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].day, "2026-03-02");
  EXPECT_EQ(all[1].day, "2026-03-04");
  EXPECT_EQ(all[0].uuid, misp_event_uuid(w.publisher.speaker(), "2026-03-02"));
  EXPECT_EQ(ShareWorld::must(w.publisher.misp_event(all[1].uuid)).value().json, all[1].json);
  EXPECT_FALSE(ShareWorld::must(w.publisher.misp_event(misp_event_uuid(w.publisher.speaker(), "2026-03-03"))));
  EXPECT_FALSE(ShareWorld::must(w.publisher.misp_event("../muster.db")));
}

// MISP compares seconds: whoever read the feed in the middle of one would never see what came after.
TEST_P(Misp, WhatComesInTheSecondInWhichItWasReadIsSeenNextTime) {
  w.clock.set(Instant{w.clock.now().micros / 1'000'000 * 1'000'000});
  const auto order = w.order("bad.example");
  const auto before = events().at(0);
  w.clock.advance(std::chrono::milliseconds(500));
  reverse(order);
  w.settle();
  w.clock.advance(std::chrono::milliseconds(500));
  const auto after = events().at(0);
  EXPECT_NE(after.json, before.json);
  EXPECT_GT(after.timestamp, before.timestamp);
  EXPECT_GT(std::stoll(field(attributes_of(after).at(0), "timestamp")),
            std::stoll(field(attributes_of(before).at(0), "timestamp")));
  w.clock.advance(std::chrono::hours(5));
  EXPECT_EQ(events().at(0).json, after.json) << "nothing happened: nothing is told";
}

TEST_P(Misp, NoNameOfAVersionThatAnotherHandWroteStands) {
  const auto order = w.order("bad.example");
  EXPECT_THAT(told(), ElementsAre("hostname bad.example"));
  w.db.as_owner("share_object",
                fmt::format("update share_object set body = replace(body, 'bad.example', 'forged.example') "
                            "where order_id = '{}'",
                            order.id),
                test::TestDatabase::Rules::put_back);
  EXPECT_THAT(told(), IsEmpty());
  w.clock.advance(enforcement::kLookedAtAgain);
  EXPECT_THAT(told(), ElementsAre("hostname bad.example")) << "told anew when the order is looked at again";
}

TEST_P(Misp, TheFolderFitsItsSchemas) {
  const auto first = w.order("bad.example", "domain");
  w.order("xn--fiqs8s.example", "host");
  w.clock.advance(std::chrono::hours(24));
  w.order("other.example");
  reverse(first);
  const std::string folder = w.folder + "/misp";
  std::filesystem::create_directories(folder);
  MispIndex index;
  for (const auto& event : events()) {
    index.add(event);
    ShareWorld::must(replace_file(folder + "/" + event.uuid + ".json", event.json));
  }
  ShareWorld::must(replace_file(folder + "/manifest.json", index.manifest_json()));
  ShareWorld::must(replace_file(folder + "/hashes.csv", index.hashes_csv()));
  EXPECT_EQ(index.events(), 2);
  EXPECT_EQ(index.standing(), 2);
  EXPECT_EQ(std::system(("cd " MUSTER_SOURCE_DIR "/tests && node misp_check.mjs '" + folder + "'").c_str()), 0);
}

}  // namespace
}  // namespace muster::sharing
