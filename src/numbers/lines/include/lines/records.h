// For other rooms, inside of their own transactions: finding lines, taking a step, giving lines to holders. What these
// write stands or falls with the caller's record.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <lines/rules.h>
#include <policy/policy.h>
#include <store/database.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace muster::lines {

std::optional<Line> find_line(store::Transaction& tx, const std::string& id);
std::optional<Line> find_by_msisdn(store::Transaction& tx, std::int64_t msisdn);
// Many by one statement a hundred; unknown numbers are absent.
std::map<std::int64_t, Line> find_by_msisdns(store::Transaction& tx, const std::vector<std::int64_t>& msisdns);

// The open slots of these persons, by person and kind.
using SlotsTaken = std::map<std::pair<std::string, LineKind>, std::set<std::int64_t>>;
SlotsTaken slots_taken(store::Transaction& tx, const std::vector<std::string>& counted_under);
// The least free slot within the cap; nothing: the cap is reached. Also when lines beyond it are held already.
std::optional<std::int64_t> free_slot(const std::set<std::int64_t>& taken, std::int64_t cap);

struct StepContext {
  const ledger::Recorder& recorder;
  const policy::Policy& policy;
  std::string actor;
};
// Takes a step, with everything that follows from the table: term, holder's interval, SIM's interval, command to the
// network, event. `register_` is not taken here: see give. Errors: line_state, reason_missing, reserved_for_form,
// line_without_sim (to activate), line_quarantine.
Result<void> step(store::Transaction& tx, const StepContext& context, Line& line, Event event,
                  const std::string& reason = {}, const std::string& reserved_for = {});

// Event::reserve, for so long as the caller says.
Result<void> reserve_until(store::Transaction& tx, const StepContext& context, Line& line,
                           const std::string& reserved_for, Instant until);
// A number that was disconnected is set aside for its former holder; the caller has made sure that it is the same
// person, and gives it in the same transaction; or that it comes in by porting again. Errors: line_state.
Result<void> reconnect(store::Transaction& tx, const StepContext& context, Line& line, const std::string& reserved_for,
                       std::optional<Instant> until = {});
// Puts a SIM into a reserved line, within the caller's transaction. Errors: sim_unknown, sim_used.
Result<void> put_sim(store::Transaction& tx, Line& line, const std::string& iccid, const std::string& reason,
                     Instant now);
// The same step of many lines that have the same state, in a few statements however many there are; changes the lines
// too. Errors: line_state (the table has no such step of that state, or the states differ), reason_missing,
// stale_version.
Result<void> step_all(store::Transaction& tx, const StepContext& context, std::span<Line> lines, Event event,
                      const std::string& reason);
// Many by one statement a hundred; unknown ids are absent.
std::map<std::string, Line> find_lines(store::Transaction& tx, const std::vector<std::string>& ids);

// Registers reserved lines and begins their intervals, in a few statements however many there are. The caller records
// the event that tells of it. Every ownership is new and open; the schema refuses what is over the cap or held already.
// Errors: line_state (one of the lines is not reserved any more).
Result<void> give(store::Transaction& tx, std::span<const Ownership> ownerships, Instant now);

// Lines that serve already, taken over from the system before this one: they were available here, are active now, have
// the SIM that is in them, and the network is told nothing. The caller records the event that tells of it.
// Errors: line_state, and the schema's (sim_exists, ownership_overlap …).
struct TakenOver {
  Ownership ownership;
  std::string iccid, imsi;  // in their one form, or both ""
};
Result<void> take_over(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const TakenOver> lines);
// A line passes from its holder to another one at one instant, in the state that it is in. The caller records the event
// that tells of it, and has the line at the version that it read. Errors: line_state, stale_version, and the schema's.
Result<void> pass_on(store::Transaction& tx, Line& line, const Ownership& to, Instant now);
// The highest open slot of these persons, by person and kind.
std::map<std::pair<std::string, LineKind>, std::int64_t> highest_slots(store::Transaction& tx,
                                                                       const std::vector<std::string>& counted_under);
// The region of each pool, by the pool's id.
std::map<std::string, std::string> regions_of_pools(store::Transaction& tx);
// Whether the SIM with this ICCID is in the line now.
bool holds_sim(store::Transaction& tx, const std::string& line_id, const std::string& iccid);

std::vector<Ownership> ownerships_of_line(store::Transaction& tx, const std::string& line_id);
std::vector<Ownership> ownerships_of_holder(store::Transaction& tx, const std::string& holder_id);
std::optional<Ownership> open_ownership(store::Transaction& tx, const std::string& line_id);
std::vector<SimInterval> sims_of(store::Transaction& tx, const std::string& line_id);  // oldest first
// When the last line of this holder ended; nothing: holds one still, or never held any (then `ever` is false).
struct LastHeld {
  bool ever = false, open = false;
  std::optional<Instant> ended_at;
};
LastHeld last_held(store::Transaction& tx, const std::string& holder_id);
// Two records were found to be one person: what counted under `from` counts under `into`, beyond the cap if need be.
// Returns how many lines moved and how many of them are beyond the cap.
struct Recounted {
  int lines = 0, beyond_cap = 0;
};
Recounted recount(store::Transaction& tx, const std::string& from, const std::string& into);
// They were two persons after all: of what counts under `from`, the open lines of `holders` count under `into`. What
// is left within the cap at `from` is excess no more.
Recounted split(store::Transaction& tx, const std::vector<std::string>& holders, const std::string& from,
                const std::string& into);
// Lines of a person beyond the cap take slots within it that have become free meanwhile, and are excess no more.
// Returns how many.
int settle_excess(store::Transaction& tx, const std::string& counted_under);

// One person's open lines of a kind, all that counts under it. Oldest first.
std::vector<Ownership> open_lines_counted(store::Transaction& tx, const std::string& counted_under);
// Persons who hold more than `least` lines of a kind, in the order of their ids, after `after`.
struct HeldCount {
  std::string counted_under;
  LineKind kind = LineKind::voice;
  std::int64_t lines = 0;
};
std::vector<HeldCount> many_held(store::Transaction& tx, LineKind kind, std::int64_t least, const std::string& after,
                                 int limit);

}  // namespace muster::lines
