// The lines of this register against those of another one: the national register of holders, or what the network itself
// serves. What is compared is whether a line serves, and whether its holder is verified; never who that is. Plain
// values.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::reconciliation {

// Body: {"source":…,"name":…,"file_sha256":…}
inline constexpr events::Kind kBegun{"reconciliation.begun", 1, "Another register began to be compared with ours."};
// Body: the counts. One ledger entry for a whole comparison.
inline constexpr events::Kind kDone{"reconciliation.done", 1, "Another register was compared with ours."};
inline constexpr events::Kind kCancelled{"reconciliation.cancelled", 1, "A comparison of registers was given up."};
inline constexpr const char* kRunRecord = "reconciliation_run";

enum class Source : std::uint8_t { national, network };
inline constexpr std::size_t kSourceCount = 2;
const char* to_text(Source source);
std::optional<Source> source_of(std::string_view text);

// What a register says of a line, as far as it says it.
enum class Serving : std::uint8_t { unsaid, serves, barred, ended };
enum class Verified : std::uint8_t { unsaid, yes, no };

struct Theirs {
  std::int64_t msisdn = 0;
  Serving service = Serving::unsaid;
  Verified verified = Verified::unsaid;
  bool operator==(const Theirs&) const = default;
};

// In the order in which they go before each other: of a line one stands.
enum class Difference : std::uint8_t {
  not_ours,        // they have a number that is in none of our pools
  missing_here,    // the line serves there, and nobody holds it here
  missing_there,   // the line serves here, and they don't have it
  barred_there,    // it serves here alone
  barred_here,     // it serves there alone
  verified_there,  // they say that its holder is verified, and here that is not so
  verified_here,   // the other way round
};
inline constexpr std::size_t kDifferenceCount = 7;
const char* to_text(Difference difference);
std::optional<Difference> difference_of(std::string_view text);

struct Counts {
  std::int64_t theirs = 0;    // numbers in their file
  std::int64_t bad = 0;       // lines of it that are none
  std::int64_t repeated = 0;  // numbers that it has again: the first in its order of what is said counts
  std::int64_t ours = 0;      // lines of ours that serve or are barred
  std::int64_t same = 0;      // numbers of which both say the same
  std::int64_t opened = 0, vanished = 0;
  std::array<std::int64_t, kDifferenceCount> by_difference{};
  std::int64_t differing() const;
};

struct Run {
  std::string id, name, file_sha256, state;  // running, done, cancelled
  Source source = Source::national;
  Counts counts;
  std::int64_t cursor = 0;  // the number up to which both sides were compared
  Instant started_at;
  std::optional<Instant> ended_at;
  std::string started_by;
};

// One of those that stand since the newest comparison with a source.
struct Open {
  std::string line_id;      // empty for not_ours
  std::int64_t msisdn = 0;  // of not_ours alone
  Difference difference = Difference::not_ours;
  Instant found_at;
};

}  // namespace muster::reconciliation
