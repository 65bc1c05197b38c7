// The domain of public reports: one state table, who goes first, who is warned and limited, what follows from what
// became of suspicions. Pure functions, no clock; thread-safe. The schema says the table again.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <reports/report.h>

namespace muster::reports {

inline constexpr std::size_t kWordsMax = 4'000;    // bytes of an explanation
inline constexpr std::size_t kContactMax = 254;    // bytes
inline constexpr std::size_t kReasonsMax = 2'000;  // bytes of a person's reasons
inline constexpr int kHostsMax = 20;  // of one queue entry that become suspicions; further ones join the first

// "" is the state of what is not there yet.
struct Transition {
  std::string_view from, event, to;
};
std::span<const Transition> transitions();
std::span<const std::string_view> states();  // without ""
std::span<const std::string_view> events();
// Errors: report_state (conflict), with what is possible.
Result<std::string> next_state(std::string_view state, std::string_view event);
std::vector<std::string> open_events(std::string_view state);
// Steps that a person takes on a report: reject, may_show_minor (event seal). The reporter's own: withdraw.
bool by_person(std::string_view event);

inline constexpr std::string_view kOutcomes[] = {"violation", "no_violation", "reversed", "unfounded", "referred"};

// An explanation: UTF-8, lines of \n, no other control characters. Errors: text_missing, text_too_long,
// text_not_utf8, text_control_character; `field` is named in the error.
Result<void> check_words(std::string_view text, std::string_view field, std::size_t bytes_max);

std::int64_t priority_of(bool trusted, std::string_view ground, const std::vector<std::string>& urgent_grounds);
// Two reports with one key are one queue entry.
std::string match_key(std::string_view registrable, std::string_view ground);
std::string sealed_key(std::string_view blind_index);

// Whose reports people found unfounded (cf. DSA art. 23: warned first, then limited, for a time).
struct ReporterFacts {
  std::int64_t unfounded = 0;
  std::optional<Instant> last_unfounded, warned_at;
};
struct StandingRules {
  std::int64_t warn_after = 3, limit_after = 5, limited_per_day = 1;
  Duration counts_for = std::chrono::hours(24 * 180);
};
enum class Standing {
  ordinary,
  to_warn,  // and it has not been told yet
  warned,
  limited,
};
Standing standing_of(const ReporterFacts& facts, const StandingRules& rules, Instant now);

// What became of a suspicion or its case, as a report follows it.
enum class Fate { open, in_case, violation, no_violation, reversed };
struct Followed {
  std::string event;    // of the table; "" when nothing follows
  std::string outcome;  // with close and correct
};
// `fates`: of every suspicion of a queue entry in `state` with `outcome`.
Followed follow(std::string_view state, std::string_view outcome, const std::vector<Fate>& fates);

}  // namespace muster::reports
