#include <resources/states.h>

#include <set>

#include <gtest/gtest.h>

namespace muster::resources {
namespace {

template <class Table, class State, class Event>
void every_pair_is_open_once_or_closed(Table table, int states, int events, State, Event) {
  std::set<std::pair<int, int>> open;
  for (const auto& t : table)
    EXPECT_TRUE(open.insert({static_cast<int>(t.from), static_cast<int>(t.event)}).second) << to_text(t.event);
  for (int s = 0; s < states; ++s)
    for (int e = 0; e < events; ++e)
      EXPECT_EQ(find_transition(static_cast<State>(s), static_cast<Event>(e)) != nullptr, open.count({s, e}) == 1);
}

TEST(ResourceStatesTest, EachPairOfStateAndEventIsOpenOnceOrClosed) {
  every_pair_is_open_once_or_closed(block_transitions(), kBlockStateCount, kBlockEventCount, BlockState{},
                                    BlockEvent{});
  every_pair_is_open_once_or_closed(lease_transitions(), kLeaseStateCount, kLeaseEventCount, LeaseState{},
                                    LeaseEvent{});
}

TEST(ResourceStatesTest, NothingLeadsOutOfWhatHasEnded) {
  for (const auto& t : block_transitions()) EXPECT_TRUE(is_live(t.from)) << to_text(t.from);
  for (const auto& t : lease_transitions()) EXPECT_TRUE(is_live(t.from)) << to_text(t.from);
}

TEST(ResourceStatesTest, ALeaseIsRevokedOutOfAnExplanationAlone) {
  for (const auto& t : lease_transitions())
    if (t.to == LeaseState::revoked) EXPECT_EQ(t.from, LeaseState::explain);
}

TEST(ResourceStatesTest, WordsAreReadAsTheyAreWritten) {
  for (int i = 0; i < kBlockStateCount; ++i)
    EXPECT_EQ(block_state(to_text(static_cast<BlockState>(i))), static_cast<BlockState>(i));
  for (int i = 0; i < kBlockEventCount; ++i)
    EXPECT_EQ(block_event(to_text(static_cast<BlockEvent>(i))), static_cast<BlockEvent>(i));
  for (int i = 0; i < kLeaseStateCount; ++i)
    EXPECT_EQ(lease_state(to_text(static_cast<LeaseState>(i))), static_cast<LeaseState>(i));
  for (int i = 0; i < kLeaseEventCount; ++i)
    EXPECT_EQ(lease_event(to_text(static_cast<LeaseEvent>(i))), static_cast<LeaseEvent>(i));
  EXPECT_FALSE(block_state("leased"));
}

}  // namespace
}  // namespace muster::resources
