#include <dealers/signals.h>
#include <support/numbers_world.h>

namespace muster::dealers {
namespace {

const policy::Policy& kStandard = policy::Policy::standard();
const Instant kNoon = *parse_rfc3339("2026-03-02T04:00:00Z");  // noon of the standard calendar
using std::chrono::minutes;
using std::chrono::seconds;

Act act(Instant at, bool accepted = true, const std::string& device = "T-1") {
  return {at, device, "BJ-1", accepted, "", "", {}, ""};
}
std::vector<SignalCode> codes_of(const Day& day) {
  std::vector<SignalCode> out;
  for (const Finding& f : find_signals(day, kStandard)) out.push_back(f.code);
  return out;
}
using Codes = std::vector<SignalCode>;

TEST(SignalRules, AnOrdinaryDayIsNoSignal) {
  Day day;
  for (int i = 0; i < 40; ++i) day.acts.push_back(act(kNoon + minutes(3 * i), i % 4 != 0));
  EXPECT_EQ(codes_of(day), Codes{});
  EXPECT_EQ(codes_of({}), Codes{});
}

TEST(SignalRules, ABurstIsOfOneDeviceWithinTenMinutes) {
  Day day;
  for (int i = 0; i < 13; ++i) day.acts.push_back(act(kNoon + seconds(46 * i)));
  ASSERT_EQ(find_signals(day, kStandard), (std::vector<Finding>{{SignalCode::burst, "T-1", 13, 12}}));
  Day slower;
  for (int i = 0; i < 40; ++i) slower.acts.push_back(act(kNoon + seconds(50 * i)));
  EXPECT_EQ(codes_of(slower), Codes{}) << "twelve within ten minutes, the thirteenth just after";
  Day two;
  for (int i = 0; i < 20; ++i) two.acts.push_back(act(kNoon + seconds(30 * i), true, i % 2 ? "T-1" : "T-2"));
  EXPECT_EQ(codes_of(two), Codes{}) << "ten each";
  for (Act& a : day.acts) a.accepted = false;
  EXPECT_EQ(codes_of(day), Codes{SignalCode::many_failures});
}

TEST(SignalRules, TheNightIsTheCalendars) {
  Day day;
  const Instant ten_in_the_evening = *parse_rfc3339("2026-03-02T14:00:00Z");
  for (int i = 0; i < 4; ++i) day.acts.push_back(act(ten_in_the_evening + minutes(100 * i)));
  EXPECT_EQ(find_signals(day, kStandard), (std::vector<Finding>{{SignalCode::night_hours, "", 4, 3}}));
  day.acts[0].at = ten_in_the_evening - Duration(1);
  EXPECT_EQ(codes_of(day), Codes{});
  day.acts[0].at = *parse_rfc3339("2026-03-02T21:59:59Z");  // just before six
  EXPECT_EQ(codes_of(day), Codes{SignalCode::night_hours});
  day.acts[0].at = *parse_rfc3339("2026-03-02T22:00:00Z");
  EXPECT_EQ(codes_of(day), Codes{});
}

TEST(SignalRules, FailuresAreAShareOfEnough) {
  Day day;
  for (int i = 0; i < 9; ++i) day.acts.push_back(act(kNoon + minutes(10 * i), false));
  EXPECT_EQ(codes_of(day), Codes{}) << "nine say nothing";
  day.acts.push_back(act(kNoon + minutes(100), false));
  EXPECT_EQ(find_signals(day, kStandard), (std::vector<Finding>{{SignalCode::many_failures, "", 10, 5}}));
  for (int i = 0; i < 10; ++i) day.acts.push_back(act(kNoon + minutes(110 + 10 * i)));
  EXPECT_EQ(codes_of(day), Codes{}) << "half";
}

TEST(SignalRules, TheSameDocumentOrFileForSeveralPersons) {
  Day day;
  day.identities_of_document = {{"a", 1}, {"b", 1}};
  day.persons_of_picture = {{"p", 1}};
  EXPECT_EQ(codes_of(day), Codes{});
  day.identities_of_document["b"] = 2;
  day.persons_of_picture["p"] = 3;
  EXPECT_EQ(find_signals(day, kStandard),
            (std::vector<Finding>{{SignalCode::same_document, "", 2, 1}, {SignalCode::same_picture, "", 3, 1}}));
}

TEST(SignalRules, NobodyIsAtTwoPlacesAtOnce) {
  // Beijing to Tianjin: about 110 km.
  const Spot beijing{39.9042, 116.4074}, tianjin{39.0842, 117.2009};
  EXPECT_NEAR(distance(beijing, tianjin), 113'500, 1'000);
  EXPECT_EQ(distance(beijing, beijing), 0);
  EXPECT_NEAR(distance({0, 0}, {0, 180}), 20'015'000, 1'000);
  Day day;
  day.places = {{"BJ-1", beijing}, {"TJ-1", tianjin}};
  day.acts = {act(kNoon), act(kNoon + minutes(35))};
  day.acts[1].place = "TJ-1";
  EXPECT_EQ(codes_of(day), Codes{}) << "the fast train takes half an hour";
  day.acts[1].at = kNoon + minutes(20);
  ASSERT_EQ(codes_of(day), Codes{SignalCode::far_apart});
  day.acts[1].device = "T-2";
  EXPECT_EQ(codes_of(day), Codes{});
  day.acts[1].device = "T-1";
  day.places.erase("TJ-1");
  EXPECT_EQ(codes_of(day), Codes{}) << "where it is is not known";
}

TEST(SignalRules, EachHasItsWordAndSentence) {
  for (int i = 0; i < kSignalCodeCount; ++i) {
    const auto code = static_cast<SignalCode>(i);
    EXPECT_EQ(signal_code(to_text(code)), code);
    EXPECT_TRUE(std::string(sentence_of(code)).ends_with(".")) << to_text(code);
  }
}

}  // namespace
}  // namespace muster::dealers
