// The programme: phases, areas, items and steps, each item with a named owner, a day by which it is due, and what is to
// be shown for it. Plain values and pure rules. Days are text (YYYY-MM-DD) of the policy's calendar.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::programme {

inline constexpr std::size_t kTitleMax = 200, kNoteMax = 2000, kRefMax = 500, kCodeMax = 20;  // bytes
inline constexpr std::size_t kItemsMax = 5000;                                                // of a programme
inline constexpr std::size_t kDeputiesMax = 5, kStepsMax = 50;                                // of an item

// Bodies: ids, codes, states, days; never a note.
inline constexpr events::Kind kCreated{"programme.created", 1, "A programme was begun."};
inline constexpr events::Kind kChanged{"programme.changed", 1, "A programme's particulars were changed."};
inline constexpr events::Kind kItemsEntered{"programme.items_entered", 1, "Items of a programme came in with a file."};
inline constexpr events::Kind kItemChanged{"programme_item.changed", 1, "An item's particulars were changed."};
inline constexpr events::Kind kItemMoved{"programme_item.moved", 1, "An item moved on."};
inline constexpr events::Kind kStepDone{"programme_item.step_done", 1, "A step of an item was done."};
inline constexpr events::Kind kEvidenceShown{"programme_item.evidence_shown", 1, "Evidence was shown for an item."};
inline constexpr events::Kind kReturned{"programme_item.reported", 1, "An operator said how an item stands with it."};
inline constexpr events::Kind kEscalated{"programme_item.escalated", 1, "Somebody was told of an item that is behind."};
inline constexpr events::Kind kCalendarGiven{"calendar_token.given", 1, "A calendar may fetch deadlines."};
inline constexpr events::Kind kCalendarRevoked{"calendar_token.revoked", 1, "A calendar may fetch deadlines no more."};
inline constexpr const char* kProgrammeRecord = "programme";
inline constexpr const char* kItemRecord = "programme_item";

struct Both {
  std::string en, zh;
  const std::string& in(std::string_view language) const {
    return language == "zh" ? (zh.empty() ? en : zh) : (en.empty() ? zh : en);
  }
  bool empty() const { return en.empty() && zh.empty(); }
  bool operator==(const Both&) const = default;
};

struct Programme {
  std::string id;
  Both title;
  std::string head_id;  // a person, or ""
  std::string starts_on;
  std::string state;  // running, closed
  std::string created_by;
  Instant created_at;
  std::int64_t version = 1;
};
struct Phase {
  std::string id;
  std::int64_t seq = 0;
  Both title;
  std::string starts_on, due_on;
};
struct Area {
  std::string id, phase_id, code;
  std::int64_t phase_seq = 0;
  Both title;
};
struct Step {
  std::int64_t seq = 0;
  Both title;
  std::optional<Instant> done_at;
  std::string done_by;
};
struct Evidence {
  std::int64_t seq = 0;
  std::string kind;  // record (kind/id of Muster), link, hash, note
  std::string ref, note, added_by;
  Instant added_at;
};
struct Return {
  std::string party_id, party_name, standing, note, given_by;
  Instant given_at;
};
struct Item {
  std::string id, programme_id, area_id, area_code, code;
  Both title, evidence;         // evidence: what is required
  std::string metric, towards;  // towards: "", target, fewer, shown
  std::string owner_id, owner_party;
  std::string starts_on, due_on;
  std::string state, state_by, reason;
  Instant state_at;
  std::int64_t version = 1;
  std::int64_t steps = 0, steps_done = 0, evidences = 0;
  std::vector<std::string> deputies;
  bool open() const { return state == "planned" || state == "under_way" || state == "submitted"; }
};

// --- states

struct Transition {
  std::string_view from, event, to;
  bool by_supervisor;  // else by the owner or a deputy
  bool needs_reason;
};
const std::vector<Transition>& transitions();
// Errors: programme_item_state, naming what is possible.
Result<Transition> step_from(std::string_view state, std::string_view event);

// --- what is behind, by stated rules (policy/programme.toml, [supervision])

struct SupervisionRules {
  int no_evidence_days = 14, late_start_days = 14, slack_percent = 25, trend_months = 6, trend_points = 3;
  int deputy_after_days = 3, head_after_days = 7;
};
// One reason why an item is watched; numbers for its sentence.
struct Watch {
  std::string cause;  // overdue, at_risk, no_evidence
  std::string code;   // overdue, no_evidence, not_begun, steps_behind, beyond_target, towards_target, not_fewer
  double value = 0, limit = 0;
};
// The figure that an item is bound to: one value a month, oldest first; of a time its median in seconds.
struct Trend {
  struct Point {
    std::string month;
    double value = 0;
  };
  std::vector<Point> points;  // of months that have one
  std::optional<double> target;
};
// Least squares through the points, drawn on to `month`; nothing for fewer points than `least`.
std::optional<double> projected(const Trend& trend, const std::string& month, int least);
std::vector<Watch> judge(const Item& item, const std::string& today, const Trend* trend, const SupervisionRules& rules);

// --- days. `day` is YYYY-MM-DD.
bool is_day(std::string_view text);
std::string day_after(const std::string& day, int days);
int days_between(const std::string& from, const std::string& until);

}  // namespace muster::programme
