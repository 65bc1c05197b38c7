#include <base/words.h>
#include <restrictions/restriction.h>

#include <array>

namespace muster::restrictions {
namespace {

constexpr std::array<const char*, 2> kHoldGrounds{"unfiled", "false_filing"};
constexpr std::array<const char*, 5> kBlocklistGrounds{"false_filing", "explicit_unlawful", "child_abuse_material",
                                                       "billing_fraud", "phishing_or_malware"};
constexpr std::array<const char*, 3> kHoldStates{"active", "lifted", "expired"};
constexpr std::array<const char*, 4> kEntryStates{"proposed", "active", "expired", "removed"};

}  // namespace

const char* to_text(HoldGround ground) {
  return kHoldGrounds[static_cast<std::size_t>(ground)];
}
const char* to_text(BlocklistGround ground) {
  return kBlocklistGrounds[static_cast<std::size_t>(ground)];
}
const char* to_text(HoldState state) {
  return kHoldStates[static_cast<std::size_t>(state)];
}
const char* to_text(EntryState state) {
  return kEntryStates[static_cast<std::size_t>(state)];
}
std::optional<HoldGround> hold_ground(std::string_view text) {
  return find_word<HoldGround>(kHoldGrounds, text);
}
std::optional<BlocklistGround> blocklist_ground(std::string_view text) {
  return find_word<BlocklistGround>(kBlocklistGrounds, text);
}
std::optional<HoldState> hold_state(std::string_view text) {
  return find_word<HoldState>(kHoldStates, text);
}
std::optional<EntryState> entry_state(std::string_view text) {
  return find_word<EntryState>(kEntryStates, text);
}

}  // namespace muster::restrictions
