#include <base/words.h>
#include <names/name.h>
#include <names/suffix.h>
#include <restrictions/never_block.h>

#include <array>

namespace muster::restrictions {
namespace {

constexpr std::array<const char*, kNeverBlockKindCount> kKindWords{"top_site",    "emergency", "health",
                                                                   "news_agency", "resolver",  "operator_name"};
constexpr std::array<const char*, 2> kActionWords{"add", "remove"};
constexpr std::array<const char*, kNeverBlockStateCount> kProposalStates{"open", "proposed", "confirmed", "rejected"};

}  // namespace

const char* to_text(NeverBlockKind kind) {
  return kKindWords.at(static_cast<std::size_t>(kind));
}
std::optional<NeverBlockKind> never_block_kind(std::string_view text) {
  return find_word<NeverBlockKind>(kKindWords, text);
}
const char* to_text(NeverBlockAction action) {
  return kActionWords.at(static_cast<std::size_t>(action));
}
std::optional<NeverBlockAction> never_block_action(std::string_view text) {
  return find_word<NeverBlockAction>(kActionWords, text);
}
const char* to_text(NeverBlockState state) {
  return kProposalStates.at(static_cast<std::size_t>(state));
}
std::optional<NeverBlockState> never_block_state(std::string_view text) {
  return find_word<NeverBlockState>(kProposalStates, text);
}

bool may_become(NeverBlockState from, NeverBlockState to) {
  using S = NeverBlockState;
  return (from == S::open && to != S::confirmed) || (from == S::proposed && (to == S::confirmed || to == S::rejected));
}

Result<std::string> never_block_name(std::string_view text) {
  MUSTER_TRY(names::Name name, names::parse_name(text));
  if (names::is_public_suffix(name.ascii))
    return invalid("never_block_suffix", "A public suffix is never blocked; it needs no place on the list.", "name");
  return std::move(name.ascii);
}

}  // namespace muster::restrictions
