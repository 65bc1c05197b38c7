// The never-block list: names that an order may take away from the network only with the signature of a third person.
// Kept by two persons: whatever is added or taken off is proposed by one and confirmed by another. The root, top-level
// domains and public suffixes are not on it: those are refused always. Plain values.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::restrictions {

enum class NeverBlockKind : std::uint8_t { top_site, emergency, health, news_agency, resolver, operator_name };
inline constexpr int kNeverBlockKindCount = 6;
const char* to_text(NeverBlockKind kind);
std::optional<NeverBlockKind> never_block_kind(std::string_view text);

enum class NeverBlockAction : std::uint8_t { add, remove };
const char* to_text(NeverBlockAction action);
std::optional<NeverBlockAction> never_block_action(std::string_view text);

// open: its names are being written. What is confirmed counts at once, whole.
enum class NeverBlockState : std::uint8_t { open, proposed, confirmed, rejected };
inline constexpr int kNeverBlockStateCount = 4;
const char* to_text(NeverBlockState state);
std::optional<NeverBlockState> never_block_state(std::string_view text);
bool may_become(NeverBlockState from, NeverBlockState to);  // the schema has the same pairs (a test compares them)

inline constexpr std::size_t kNeverBlockReasonMax = 2000, kNeverBlockSourceMax = 200, kNeverBlockNamesTyped = 500;

struct NeverBlockProposal {
  std::string id;
  NeverBlockAction action = NeverBlockAction::add;
  std::string source;  // the file it came from, "" typed in
  std::string reason;  // sentences
  std::int64_t names = 0, refused = 0;
  std::string names_sha256;  // of the names in order, a line each
  NeverBlockState state = NeverBlockState::open;
  std::string proposed_by;  // a person, or "cli"
  Instant proposed_at;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::int64_t version = 1;
};

struct NeverBlockName {
  std::string name;  // A-labels
  NeverBlockKind kind = NeverBlockKind::top_site;
  std::string proposal_id;
  Instant since;
};

// A name of the list that a scope touches.
struct Protection {
  std::string name;
  NeverBlockKind kind = NeverBlockKind::top_site;
};

// A name as it stands on the list, or why it can't. Errors: name_*; never_block_suffix (it is refused always).
Result<std::string> never_block_name(std::string_view text);

// Bodies: {"action":…,"names":n,"sha256":…,"proposal":…}. Names are public.
inline constexpr events::Kind kNeverBlockProposed{"never_block.proposed", 1,
                                                  "A change of the never-block list was proposed."};
inline constexpr events::Kind kNeverBlockConfirmed{"never_block.confirmed", 1,
                                                   "A change of the never-block list was confirmed."};
inline constexpr events::Kind kNeverBlockRejected{"never_block.rejected", 1,
                                                  "A change of the never-block list was rejected."};
inline constexpr const char* kNeverBlockRecord = "never_block";

}  // namespace muster::restrictions
