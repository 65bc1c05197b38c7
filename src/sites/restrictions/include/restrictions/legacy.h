// Legacy blocks: names that another system blocked before Muster. Nothing is blocked here by them: no feed, no gate and
// no public list reads this table. Each is work for people until its day; unless an order of a case decides it anew, it
// lapses by itself and goes on the list of what is to be taken out of the other system. Plain values.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muster::restrictions {

enum class LegacyState : std::uint8_t { imported, case_opened, redecided, lapsed, withdrawn };
inline constexpr int kLegacyStateCount = 5;
enum class LegacyEvent : std::uint8_t { open_case, redecide, lapse, withdraw };
inline constexpr int kLegacyEventCount = 4;
const char* to_text(LegacyState state);
const char* to_text(LegacyEvent event);
std::optional<LegacyState> legacy_state(std::string_view text);
std::optional<LegacyEvent> legacy_event(std::string_view text);
bool is_open(LegacyState state);       // imported or case_opened: it waits
bool is_to_remove(LegacyState state);  // lapsed or withdrawn: out of the other system

// The state machine; the schema has the same pairs (a test compares them).
struct LegacyTransition {
  LegacyState from;
  LegacyEvent event;
  LegacyState to;
  bool by_person;  // else it follows by itself: from an order, from the clock
  bool needs_reasons;
};
std::span<const LegacyTransition> legacy_transitions();
const LegacyTransition* find_transition(LegacyState from, LegacyEvent event);

inline constexpr std::size_t kLegacyTextMax = 500;  // bytes of a reason or a law

struct LegacyBlock {
  std::string id;
  std::string name;  // as names::Name normalises it
  std::string import_id;
  std::string source;       // the import's file, for people
  std::int64_t line = 0;    // of that file
  std::string reason, law;  // as the other system gave them: nothing that can be decided on
  std::string dated_on;     // YYYY-MM-DD, or ""
  Instant imported_at;
  Instant redecide_by;
  LegacyState state = LegacyState::imported;
  Instant state_at;
  std::optional<std::string> case_ref, order_ref;
  std::string end_reason;  // of a withdrawal, a sentence; of a lapse "term_over"
  std::int64_t version = 1;
};

// Bodies without names: what was blocked may be what nobody should read on. {"import":…,"names":n,"sha256":…} of a
// batch; {"import":…,"line":n} and at an end {"reason":…} of a block.
inline constexpr events::Kind kLegacyImported{"legacy_import.batch", 1,
                                              "Blocks of another system came in, to be decided anew or to lapse."};
inline constexpr events::Kind kLegacyCaseOpened{"legacy_block.case_opened", 1,
                                                "A case was opened about a block of another system."};
inline constexpr events::Kind kLegacyRedecided{"legacy_block.redecided", 1,
                                               "An order decided a block of another system anew."};
inline constexpr events::Kind kLegacyLapsed{"legacy_block.lapsed", 1,
                                            "A block of another system lapsed: nobody decided it anew in its term."};
inline constexpr events::Kind kLegacyWithdrawn{"legacy_block.withdrawn", 1,
                                               "A block of another system was withdrawn by a person."};
inline constexpr const char* kLegacyRecord = "legacy_block";
inline constexpr const char* kLegacyImportRecord = "legacy_import";

}  // namespace muster::restrictions
