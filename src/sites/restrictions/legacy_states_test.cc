#include <restrictions/legacy.h>

#include <set>

#include <gtest/gtest.h>

namespace muster::restrictions {
namespace {

TEST(LegacyStates, EachPairOfStateAndEventIsOpenOnceOrClosed) {
  std::set<std::pair<int, int>> open;
  for (const auto& t : legacy_transitions())
    EXPECT_TRUE(open.insert({static_cast<int>(t.from), static_cast<int>(t.event)}).second) << to_text(t.event);
  for (int s = 0; s < kLegacyStateCount; ++s)
    for (int e = 0; e < kLegacyEventCount; ++e)
      EXPECT_EQ(find_transition(static_cast<LegacyState>(s), static_cast<LegacyEvent>(e)) != nullptr,
                open.count({s, e}) == 1);
}

TEST(LegacyStates, NothingLeadsOutOfWhatHasEnded) {
  for (const auto& t : legacy_transitions()) EXPECT_TRUE(is_open(t.from)) << to_text(t.from);
  for (int s = 0; s < kLegacyStateCount; ++s) {
    const auto state = static_cast<LegacyState>(s);
    EXPECT_EQ(!is_open(state), is_to_remove(state) || state == LegacyState::redecided);
  }
}

TEST(LegacyStates, ItIsDecidedAnewOutOfACaseAloneAndByNoPerson) {
  for (const auto& t : legacy_transitions()) {
    if (t.to != LegacyState::redecided) continue;
    EXPECT_EQ(t.from, LegacyState::case_opened);
    EXPECT_FALSE(t.by_person);
  }
  for (const auto state : {LegacyState::imported, LegacyState::case_opened})
    EXPECT_NE(find_transition(state, LegacyEvent::lapse), nullptr) << "it never stays for ever";
}

TEST(LegacyStates, WordsAreReadAsTheyAreWritten) {
  for (int i = 0; i < kLegacyStateCount; ++i)
    EXPECT_EQ(legacy_state(to_text(static_cast<LegacyState>(i))), static_cast<LegacyState>(i));
  for (int i = 0; i < kLegacyEventCount; ++i)
    EXPECT_EQ(legacy_event(to_text(static_cast<LegacyEvent>(i))), static_cast<LegacyEvent>(i));
  EXPECT_FALSE(legacy_state("active"));
}

}  // namespace
}  // namespace muster::restrictions
