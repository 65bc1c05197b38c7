#include <base/words.h>
#include <registration/closing.h>

#include <array>

namespace muster::registration {
namespace {

constexpr std::array<const char*, 2> kCauses{"wish", "beyond_cap"};
constexpr std::array<const char*, kClosingStateCount> kClosingStates{"open", "closed", "withdrawn", "overtaken"};
constexpr std::array<const char*, kClosingStageCount> kStages{"asked", "warned", "one_way_barred", "barred"};

}  // namespace

const char* to_text(ClosingCause cause) {
  return kCauses[static_cast<std::size_t>(cause)];
}
const char* to_text(ClosingState state) {
  return kClosingStates[static_cast<std::size_t>(state)];
}
const char* to_text(ClosingStage stage) {
  return kStages[static_cast<std::size_t>(stage)];
}
std::optional<ClosingCause> closing_cause(std::string_view text) {
  return find_word<ClosingCause>(kCauses, text);
}
std::optional<ClosingState> closing_state(std::string_view text) {
  return find_word<ClosingState>(kClosingStates, text);
}
std::optional<ClosingStage> closing_stage(std::string_view text) {
  return find_word<ClosingStage>(kStages, text);
}

// A wish is done when the term to think again is over. Who did not choose a line to keep is warned, then loses first
// outgoing, then all traffic, then the line: cf. DoT (India), order of 7 December 2021 (30, 45 and 60 days).
NextStep next_step(ClosingCause cause, ClosingStage stage) {
  using E = lines::Event;
  if (cause == ClosingCause::wish) return {E::disconnect, stage, "closing.wish"};
  switch (stage) {
    case ClosingStage::asked:
      return {E::warn, ClosingStage::warned, nullptr};
    case ClosingStage::warned:
      return {E::bar_one_way, ClosingStage::one_way_barred, "closing.beyond_cap_one_way"};
    case ClosingStage::one_way_barred:
      return {E::bar, ClosingStage::barred, "closing.beyond_cap_bar"};
    case ClosingStage::barred:
      break;
  }
  return {E::disconnect, ClosingStage::barred, "closing.beyond_cap_disconnect"};
}

}  // namespace muster::registration
