// Two registers that differ about a site, field by field, shown to whoever the filing belongs to. Nothing of ours is
// overwritten: people say, with a reason, that ours stands or that a change is asked for; what a later file of that
// register no longer says closes itself. Thread-safe.
#pragma once

#include <base/result.h>
#include <filings/filing.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::filings {

enum class ConflictState : std::uint8_t { open, ours_stands, change_asked, vanished };
const char* to_text(ConflictState state);
std::optional<ConflictState> conflict_state(std::string_view text);

enum class ConflictEvent : std::uint8_t { keep_ours, ask_change, vanish };
const char* to_text(ConflictEvent event);
std::optional<ConflictEvent> conflict_event(std::string_view text);

struct ConflictTransition {
  ConflictState from;
  ConflictEvent event;
  ConflictState to;
  bool by_people;  // the register's staff, with a reason
};
std::span<const ConflictTransition> conflict_transitions();
const ConflictTransition* find_conflict_transition(ConflictState from, ConflictEvent event);

struct Conflict {
  std::string id, register_name, site_id;
  std::string field;         // as the file's column: "subject_name", "domains"
  bool personal = false;     // then both values are empty: that they differ is all that is kept
  std::string ours, theirs;  // when it was found; theirs empty: they have nothing there
  ConflictState state = ConflictState::open;
  Instant found_at;
  std::optional<Instant> closed_at;
  std::string reason;
};
struct ConflictPage {
  std::vector<Conflict> items;
  std::string next;
};

class Conflicts {
 public:
  Conflicts(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}
  // Open ones first, at most kConflictsOfFilingMax.
  Result<std::vector<Conflict>> of_filing(const std::string& site_id) const;
  // Open ones in order of id; `register_name` empty: of every register.
  Result<ConflictPage> open(const std::string& register_name, const std::string& after, int limit) const;
  Result<Conflict> get(const std::string& id) const;  // conflict_unknown
  // Errors: conflict_unknown, filing_not_yours (the register's staff alone), conflict_event_not_open, reason_missing,
  // reason_too_long.
  Result<Conflict> resolve(const std::string& id, ConflictEvent event, const std::string& reason,
                           const Actor& actor) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

inline constexpr int kConflictsOfFilingMax = 200;

}  // namespace muster::filings
