#include "content.h"
#include "seal.h"
#include <base/bytes.h>

#include <set>

#include <dealers/rules.h>
#include <support/numbers_world.h>

namespace muster::dealers {
namespace {

const Instant kNow = *parse_rfc3339("2026-03-02T09:00:00Z");
const policy::Policy& kPolicy = policy::Policy::standard();
using std::chrono::hours;

TEST(DealerStates, EachPairOfStateAndEventIsOpenOnceOrClosed) {
  std::set<std::pair<State, Event>> open;
  for (const Transition& t : transitions()) EXPECT_TRUE(open.insert({t.from, t.event}).second);
  for (int s = 0; s < kStateCount; ++s)
    for (int e = 0; e < kEventCount; ++e)
      EXPECT_EQ(find_transition(static_cast<State>(s), static_cast<Event>(e)) != nullptr,
                open.contains({static_cast<State>(s), static_cast<Event>(e)}));
  for (const Transition& t : transitions()) {
    EXPECT_NE(t.from, State::ended);
    EXPECT_EQ(t.rechecks, t.event == Event::suspend);
    EXPECT_EQ(t.needs_reason, t.event == Event::suspend || t.event == Event::end);
  }
}

TEST(DealerStates, WordsAreReadAsTheyAreWritten) {
  for (int i = 0; i < kStateCount; ++i) EXPECT_EQ(state(to_text(static_cast<State>(i))), static_cast<State>(i));
  for (int i = 0; i < kEventCount; ++i) EXPECT_EQ(event(to_text(static_cast<Event>(i))), static_cast<Event>(i));
  for (int i = 0; i < kPacketStateCount; ++i)
    EXPECT_EQ(packet_state(to_text(static_cast<PacketState>(i))), static_cast<PacketState>(i));
}

NewDealer right() {
  return {"d-1", "C-2026/7", kNow, kNow + hours(24), "CN-11", "", 100};
}
std::vector<std::string> codes(const Error& error) {
  std::vector<std::string> out;
  for (const Error& e : error.all) out.push_back(e.code);
  return out;
}

TEST(DealerRules, EverythingThatIsWrongIsSaidAtOnce) {
  NewDealer d = right();
  d.contract_number = "C-2026.7";
  EXPECT_TRUE(check(d).ok());
  d = {"d-1", "no code at all", kNow, kNow, "Beijing Shi", "d-1", 0};
  EXPECT_EQ(codes(check(d).error()), (std::vector<std::string>{"contract_number", "contract_term", "dealer_region",
                                                               "dealer_quota", "dealer_parent"}));
  EXPECT_EQ(check(Place{"d", "BJ-1", "CN-11", 9'000'001, 0}).error().code, "place_coordinates");
  EXPECT_EQ(check(Place{"d", "BJ-1", "CN-11", 0, {}}).error().code, "place_coordinates");
  EXPECT_TRUE(check(Place{"d", "BJ-1", "CN-11", 3'990'420, 11'640'740}).ok());
}

Dealer dealer(State state) {
  Dealer d;
  static_cast<NewDealer&>(d) = right();
  d.state = state;
  return d;
}

TEST(DealerRules, ADealerRegistersWithinItsContractAndThoseAboveIt) {
  const auto code = [](std::vector<Dealer> chain, Instant now) {
    const auto found = hindrance(chain, now);
    return found ? found->code : std::string("none");
  };
  EXPECT_EQ(code({dealer(State::active)}, kNow), "none");
  EXPECT_EQ(code({dealer(State::active)}, kNow - Duration(1)), "dealer_contract_over");
  EXPECT_EQ(code({dealer(State::active)}, kNow + hours(24) - Duration(1)), "none");
  EXPECT_EQ(code({dealer(State::active)}, kNow + hours(24)), "dealer_contract_over");
  for (const State s : {State::applied, State::suspended, State::ended})
    EXPECT_EQ(code({dealer(s)}, kNow), "dealer_not_active");
  EXPECT_EQ(code({dealer(State::active), dealer(State::active), dealer(State::suspended)}, kNow),
            "dealer_parent_not_active");
}

TEST(DealerRules, ACodeIsReadAsPeopleTypeIt) {
  const std::string code = code_text(std::string("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\xff", 12));
  EXPECT_EQ(code, "0123-4567-89AZ");
  EXPECT_EQ(code_letters(" o123 4567-89az"), "0123456789AZ");
  EXPECT_EQ(code_letters("OI23-4567-89AZ"), "0123456789AZ");
  for (const char* wrong : {"", "0123-4567-89A", "0123-4567-89AZ0", "0123-4567-89AU", "0123-4567-89A!"})
    EXPECT_EQ(code_letters(wrong), std::nullopt) << wrong;
}

TEST(DealerRules, ADeviceThatDidNotDeliverIsFrozen) {
  Device device;
  device.synced_at = kNow;
  const Instant frozen = frozen_at(kPolicy, device);
  EXPECT_EQ(frozen, kNow + hours(72));
  const auto code = [&](Instant captured, Instant now) {
    const auto wrong = judge_time(kPolicy, device, captured, now);
    return wrong ? wrong->code : std::string("none");
  };
  const Instant late = kNow + hours(24 * 9);
  EXPECT_EQ(code(frozen, late), "none") << "captured in time, sent late";
  EXPECT_EQ(code(frozen + Duration(1), late), "captured_after_freeze");
  EXPECT_EQ(code(kNow + kClockTolerance, kNow), "none");
  EXPECT_EQ(code(kNow + kClockTolerance + Duration(1), kNow), "captured_in_future");
  EXPECT_EQ(code(kNow - kClockTolerance, kNow), "none");
  EXPECT_EQ(code(kNow - kClockTolerance - Duration(1), kNow), "packet_withheld");
  EXPECT_EQ(code(kNow, kNow + hours(24 * 30)), "packet_too_old");
}

TEST(Sealing, OnlyTheRegisterOpensWhatIsSealed) {
  const auto key = *make_seal_key(), other = *make_seal_key();
  ASSERT_EQ(key.public_point.size(), 65u);
  const std::string plain = "what a device captured";
  std::string sealed = *seal_to(key.public_point, plain, "device-1");
  EXPECT_EQ(sealed.size(), plain.size() + kSealOverhead);
  EXPECT_EQ(sealed.find(plain), std::string::npos);
  EXPECT_EQ(*open_sealed(key.private_der, sealed, "device-1"), plain);
  EXPECT_EQ(open_sealed(key.private_der, sealed, "device-2").error().code, "packet_sealing");
  EXPECT_EQ(open_sealed(other.private_der, sealed, "device-1").error().code, "packet_sealing");
  for (const std::size_t at : {std::size_t{0}, std::size_t{10}, std::size_t{70}, sealed.size() - 1}) {
    std::string altered = sealed;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_EQ(open_sealed(key.private_der, altered, "device-1").error().code, "packet_sealing") << at;
  }
  for (std::size_t size = 0; size < kSealOverhead; size += 7)
    EXPECT_EQ(open_sealed(key.private_der, sealed.substr(0, size), "device-1").error().code, "packet_sealing");
}

TEST(PacketContent, IsReadAsItIsWritten) {
  const Content content{{{"name", "Specimen \"Person\""}, {"msisdn", "+8619900000000"}},
                        {{"front", "image/jpeg", std::string("\xff\xd8\xff\x00picture", 11)}}};
  const auto read = *read_content(write_content(content));
  EXPECT_EQ(read.fields, content.fields);
  ASSERT_EQ(read.pictures.size(), 1u);
  EXPECT_EQ(read.pictures[0].bytes, content.pictures[0].bytes);
}

TEST(PacketContent, HostileContentIsRefused) {
  Content content{{{"name", "x"}}, {{"front", "image/jpeg", "\xff\xd8\xff picture"}}};
  const std::string right = write_content(content);
  for (std::size_t size = 0; size < right.size(); ++size) EXPECT_FALSE(read_content(right.substr(0, size)).ok());
  EXPECT_FALSE(read_content(right + "x").ok()) << "nothing hides behind the pictures";
  content.fields["unheard_of"] = "x";
  EXPECT_EQ(read_content(write_content(content)).error().code, "packet_field");
  content.fields = {{"name", std::string(2001, 'x')}};
  EXPECT_EQ(read_content(write_content(content)).error().code, "packet_field");
  content.fields = {{"name", "x"}};
  content.pictures[0].bytes = "GIF89a";
  EXPECT_EQ(read_content(write_content(content)).error().code, "packet_pictures");
  content.pictures[0] = {"front", "image/jpeg", "\xff\xd8\xff" + std::string(kPictureMaxBytes, 'x')};
  EXPECT_EQ(read_content(write_content(content)).error().code, "packet_pictures");
  content.pictures.assign(5, {"front", "image/jpeg", "\xff\xd8\xff"});
  EXPECT_EQ(read_content(write_content(content)).error().code, "packet_pictures");
}

TEST(PacketContent, ACorrectionBringsTheWrongFieldsAlone) {
  const Content before{{{"name", "A"}, {"birth_date", "1990-01-01"}}, {{"front", "image/jpeg", "\xff\xd8\xff old"}}};
  const Content after = corrected(before, {{{"name", "B"}}, {}});
  EXPECT_EQ(after.fields.at("name"), "B");
  EXPECT_EQ(after.fields.at("birth_date"), "1990-01-01");
  EXPECT_EQ(after.pictures.size(), 1u);
}

}  // namespace
}  // namespace muster::dealers
