// Campaigns of registering again ("second stage"): which lines are asked, in which waves, and what follows for those
// that nobody registers: invited, warned, barred one way, barred, disconnected. Plain values; ids, codes and counts
// alone.
#pragma once

#include <base/time.h>
#include <events/event.h>
#include <lines/line.h>
#include <persons/holder.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <reconciliation/difference.h>

namespace muster::campaigns {

enum class State : std::uint8_t { draft, approved, running, paused, ended };
inline constexpr int kStateCount = 5;
const char* to_text(State state);
std::optional<State> state(std::string_view text);

enum class Event : std::uint8_t { approve, start, pause, resume, end };
inline constexpr int kEventCount = 5;
const char* to_text(Event event);
std::optional<Event> event(std::string_view text);

// Where a line stands in a campaign.
enum class LineState : std::uint8_t {
  unverified,  // enrolled; its wave has not begun
  invited,
  warned,
  one_way_barred,
  barred,
  disconnected,   // by the campaign, or otherwise meanwhile
  re_registered,  // in service
  exempt,
};
inline constexpr int kLineStateCount = 8;
const char* to_text(LineState state);
std::optional<LineState> line_state(std::string_view text);

enum class LineEvent : std::uint8_t {
  invite,
  warn,
  bar_one_way,
  bar,
  disconnect,
  re_register,  // a registration of the line was verified, or defers while the authority is away
  deny,         // that registration was rejected after all
  exempt,
  resume,  // the exemption is over; the terms begin anew
  extend,  // the deadline moved while the line was barred already
  gone,    // the line was disconnected otherwise
};
inline constexpr int kLineEventCount = 11;
const char* to_text(LineEvent event);

// Whom a campaign is about, among the lines that nobody has verified. Empty or 0: no limit.
struct Cohort {
  std::vector<persons::Category> categories;
  std::vector<std::string> regions, dealers, document_kinds;
  std::vector<lines::LineKind> kinds;
  std::int64_t held_min = 0, held_max = 0;  // lines that count under the same claim
  std::string registered_before;            // YYYY-MM-DD; lines of which no day is known count as before it
  bool excess_only = false;                 // beyond the cap that is in force now
  // Those that differ from this register in one of these ways, as its newest comparison left it when they are enrolled.
  std::optional<reconciliation::Source> differs_from = {};
  std::vector<reconciliation::Difference> differences = {};
};

struct NewWave {
  std::string name;
  std::int64_t held_min = 1, held_max = 0;  // lines of one claim; no maximum: 0
  std::vector<std::string> regions = {};    // empty: all
  Instant invite_at, deadline;              // deadline: from then on barred one way
  // Later than the least terms, where given.
  std::optional<Instant> warn_at = {}, bar_at = {}, disconnect_at = {};
};
struct Wave {
  std::int64_t ordinal = 0;
  std::string name;
  std::int64_t held_min = 1, held_max = 0;
  std::vector<std::string> regions;
  Instant invite_at, warn_at, one_way_at, bar_at, disconnect_at;
  std::int64_t moves = 0;
};

struct NewCampaign {
  std::string name;
  std::string law;     // "": the policy's
  std::string sender;  // who signs the messages, 1 to 30 bytes
  std::string place;   // where people register, 1 to 100 bytes
  Cohort cohort;
  std::vector<NewWave> waves;  // a line is in the first one that it fits
};
struct Campaign {
  std::string id, name;
  State state = State::draft;
  Instant state_since;
  std::string law, sender, place;
  Cohort cohort;
  std::vector<Wave> waves;
  std::string created_by;
  Instant created_at;
  std::string approved_by;
  std::optional<Instant> approved_at;
  std::string enrol_after;  // the last line that was looked at
  bool enrolled = false;    // all lines were
  std::int64_t version = 1;
};

struct Move {
  std::int64_t wave = 0, ordinal = 0;
  Instant from, to;
  std::string reason, moved_by;
  Instant moved_at;
};

struct Exemption {
  std::string id, campaign_id, line_id;
  std::string reason;  // a code
  Instant until;
  std::string granted_by;
  Instant granted_at;
  std::string ended_by;  // who lifted it, or the clock
  std::optional<Instant> ended_at;
};

using Counts = std::array<std::int64_t, kLineStateCount>;  // by LineState
std::int64_t sum(const Counts& counts);

inline constexpr events::Kind kCreated{"campaign.created", 1, "A campaign of registering again was drafted."};
inline constexpr events::Kind kStepped{"campaign.stepped", 1, "A campaign changed its state."};
inline constexpr events::Kind kEnrolled{"campaign.enrolled", 1, "Lines were put into a campaign."};
inline constexpr events::Kind kLinesStepped{"campaign.lines_stepped", 1, "Lines of a campaign took a step."};
inline constexpr events::Kind kMoved{"campaign.deadline_moved", 1, "The deadline of a wave moved."};
inline constexpr events::Kind kExempted{"campaign.line_exempted", 1, "A line was exempted, with reason and end."};
inline constexpr events::Kind kExemptionEnded{"campaign.exemption_ended", 1, "The exemption of a line ended."};
inline constexpr events::Kind kReRegistered{"campaign.line_re_registered", 1,
                                            "A line of a campaign is registered and in service."};
inline constexpr events::Kind kDenied{"campaign.line_denied", 1,
                                      "The registration of a line of a campaign was rejected after all."};

inline constexpr const char* kCampaignRecord = "campaign";

}  // namespace muster::campaigns
