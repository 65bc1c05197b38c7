// Lines that served before anybody verified who holds them: taken over from the system before this one. What was
// claimed about the holder there is kept as a keyed hash alone, so that lines of one claim are counted together; it is
// given anew, with documents, when the line is registered again. Plain values and what other rooms do with them inside
// of their own transactions.
#pragma once

#include <base/result.h>
#include <lines/records.h>
#include <persons/holder.h>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::registration {

enum class Unverified : std::uint8_t {
  unverified,     // serves; nobody knows for whom
  invited,        // by a campaign: its holder was asked to register
  barred,         // fully, by a campaign, or because the registration was rejected after all
  re_registered,  // by a registration that is verified, or pending while the authority is away
  closed,         // the line was disconnected
};
inline constexpr int kUnverifiedCount = 5;
const char* to_text(Unverified state);
std::optional<Unverified> unverified_state(std::string_view text);

enum class UnverifiedEvent : std::uint8_t { invite, bar, release, re_register, deny, close };
inline constexpr int kUnverifiedEventCount = 6;
const char* to_text(UnverifiedEvent event);

struct UnverifiedTransition {
  Unverified from;
  UnverifiedEvent event;
  Unverified to;
};
// The state machine; the schema has the same pairs (a test compares them).
std::span<const UnverifiedTransition> unverified_transitions();
const UnverifiedTransition* find_unverified_transition(Unverified from, UnverifiedEvent event);

struct UnverifiedLine {
  std::string line_id;
  std::string ownership_id;  // the open interval of its holder, or of who is claimed to be
  Unverified state = Unverified::unverified;
  Instant state_since;
  std::string campaign_id;  // that invited it last, or ""
  std::string claim;        // whom it counts under: a keyed hash, or an id where nobody is claimed
  lines::LineKind kind = lines::LineKind::voice;
  persons::Category category = persons::Category::citizen;
  std::string document_kind;    // that was claimed, or ""
  std::string region;           // of the number's range
  std::string dealer;           // a code: who sold it, or ""
  std::string registered_on;    // YYYY-MM-DD, or ""
  std::string language;         // of messages: "en", "zh"
  std::string registration_id;  // the last one that would register it again, or ""
  std::int64_t slot = 1;        // of the claim's lines of this kind
};

std::optional<UnverifiedLine> find_unverified(store::Transaction& tx, const std::string& line_id);
// Those that are not registered again and not closed, by line id; after: the last seen, or "".
std::vector<UnverifiedLine> unverified_after(store::Transaction& tx, const std::string& after, int limit);
std::map<std::string, UnverifiedLine> find_unverified_all(store::Transaction& tx,
                                                          const std::vector<std::string>& line_ids);
// How many lines, of any kind, count under these claims now.
std::map<std::string, std::int64_t> lines_of_claims(store::Transaction& tx, const std::vector<std::string>& claims);
// The same step of many, in a few statements; those to whose state it is not open stay as they are. `campaign_id`: of
// an invitation. Returns how many took it. `re_register` and `deny` follow registrations alone and are not taken here.
std::int64_t step_unverified(store::Transaction& tx, const std::vector<std::string>& line_ids, UnverifiedEvent event,
                             const std::string& campaign_id, Instant now);

inline constexpr events::Kind kTakenOver{"unverified_lines.taken_over", 1,
                                         "Lines whose holders nobody has verified were taken over."};
inline constexpr const char* kTakeOverRecord = "take_over";

}  // namespace muster::registration
