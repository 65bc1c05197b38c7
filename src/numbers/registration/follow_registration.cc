// What follows for a line that nobody had verified, where the registration that would register it again took a step.
#include "unverified_store.h"

namespace muster::registration {
namespace {

// The line goes back to whom it counted under.
Result<void> hand_back(store::Transaction& tx, const ledger::Recorder& recorder, UnverifiedLine& line, Instant now) {
  const auto open = lines::open_ownership(tx, line.line_id);
  auto held = lines::find_line(tx, line.line_id);
  if (!open || !held || open->id != line.ownership_id) return {};  // it went its own way meanwhile
  const auto highest = lines::highest_slots(tx, {line.claim});
  const auto at = highest.find({line.claim, line.kind});
  lines::Ownership back;
  back.id = recorder.new_id();
  back.line_id = line.line_id;
  back.holder_id = back.counted_under = line.claim;
  back.kind = line.kind;
  back.slot = back.cap = at == highest.end() ? 1 : at->second + 1;
  back.ground_ref = line.registration_id;
  MUSTER_CHECK_OK(lines::pass_on(tx, *held, back, now));
  line.ownership_id = back.id;
  return {};
}

}  // namespace

Result<void> follow_registration(store::Transaction& tx, const ledger::Recorder& recorder, const Registration& r,
                                 Event event) {
  auto line = find_unverified(tx, r.line_id);
  if (!line || line->registration_id != r.id) return {};
  const Instant now = recorder.clock().now();
  const auto take = [&](UnverifiedEvent step) {
    const auto* found = find_unverified_transition(line->state, step);
    if (!found) return;
    line->state = found->to;
    line->state_since = now;
  };
  switch (event) {
    case Event::verify:
    case Event::defer:
      take(UnverifiedEvent::re_register);
      break;
    case Event::reject:
      MUSTER_CHECK_OK(hand_back(tx, recorder, *line, now));
      take(UnverifiedEvent::deny);
      line->registration_id.clear();
      break;
    case Event::close:
      take(UnverifiedEvent::close);
      break;
    case Event::recheck:  // it stays registered again until the outcome
      break;
  }
  change(tx, *line);
  return {};
}

}  // namespace muster::registration
