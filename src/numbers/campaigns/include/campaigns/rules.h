// What is true of campaigns without asking anybody: the two state machines, whom a campaign is about, the days of a
// wave. Pure and thread-safe.
#pragma once

#include <base/result.h>
#include <policy/policy.h>
#include <registration/unverified.h>

#include <span>

#include <campaigns/campaign.h>

namespace muster::campaigns {

struct Transition {
  State from;
  Event event;
  State to;
};
std::span<const Transition> transitions();
const Transition* find_transition(State from, Event event);

// The schema has the same pairs of both (a test compares them).
struct LineTransition {
  LineState from;
  LineEvent event;
  LineState to;
  std::optional<lines::Event> line;                         // what follows for the line, where it is open to it
  std::optional<registration::UnverifiedEvent> unverified;  // and for its record as one that nobody has verified
  const char* letter;                                       // that its holder gets; nullptr: none
};
std::span<const LineTransition> line_transitions();
const LineTransition* find_line_transition(LineState from, LineEvent event);

// The step that comes next of itself, where there is one: of unverified, invited, warned, one_way_barred and barred.
std::optional<LineEvent> next_step(LineState state);
// The day of the wave from which on that step is taken.
Instant day_of(const Wave& wave, LineEvent step);
// The policy's least term in a state before the next step: campaign.<…>_least; nothing: none begins.
const char* least_term(LineState state);
// When the next step may be taken by a line that is in `state` since `now`, whatever the wave's days say.
Instant least_at(const policy::Policy& policy, LineState state, Instant now);

// What a campaign asks of a line.
struct Candidate {
  const registration::UnverifiedLine& line;
  std::int64_t held = 1;                                      // lines of the same claim
  bool excess = false;                                        // its slot is above the cap in force
  std::optional<reconciliation::Difference> difference = {};  // from the register that the cohort names
};
bool belongs(const Cohort& cohort, const Candidate& candidate);
// The first wave that it fits; nullptr: none.
const Wave* wave_of(std::span<const Wave> waves, const Candidate& candidate);

inline constexpr std::size_t kWavesMax = 50, kListMax = 1'000;
// A draft with the days of its waves filled in; all faults at once. Errors: campaign_name, campaign_sender,
// campaign_place, campaign_law, cohort_list, cohort_held, cohort_day, cohort_difference, campaign_waves (1 to
// kWavesMax), wave_name, wave_held, wave_regions, wave_invite_past, wave_warn_early, wave_deadline_early,
// wave_bar_early, wave_disconnect_early.
struct Drafted {
  Campaign campaign;
  std::vector<Error> faults;
};
Drafted check_campaign(const NewCampaign& campaign, const policy::Policy& policy, Instant now);
// The wave with its deadline at another time; what follows keeps its distance to it. Errors: wave_deadline_early
// (before the notice's term is over, or the least terms of the wave), wave_deadline_same, wave_over (its lines are
// being given up already), move_reason (1 to 500 bytes).
Result<Wave> moved(const Wave& wave, Instant deadline, const std::string& reason, const policy::Policy& policy,
                   Instant now);

std::string to_json(const Cohort& cohort);
// What to_json wrote. Errors: cohort_form.
Result<Cohort> cohort_of(std::string_view json);

}  // namespace muster::campaigns
