// The sites of a simulation, and chance that repeats itself.
#pragma once

#include <schedule/simulate.h>

#include <cstdint>
#include <vector>

namespace muster::schedule {

// One number of a stream that is named by seed, site and place: the order of asking does not matter.
std::uint64_t chance_bits(std::uint64_t seed, std::uint64_t site, std::uint64_t place);
double chance(std::uint64_t seed, std::uint64_t site, std::uint64_t place);  // (0, 1)
double chance_days(double u, double per_day);                                // exponential

struct SimSite {
  float lambda;  // onsets a day
  float weight;
  float hour_from, hours;  // it shows what it does from that hour of the day on, for so many hours
  bool phones_only, home_only;
  Cell cell;
};

inline constexpr double kSeesIt = 0.95;                   // a test that is shown a violation recognises it
inline constexpr double kAsPhone = 0.8, kFromHome = 0.7;  // share of tests
inline constexpr double kFalseAlarm = 0.0005;             // a clean site's test that raises a clue

std::vector<SimSite> make_world(const SimOptions& options);
// The chance that one test at an unforeseen hour sees a violation of this site.
double detection_of(const SimSite& site);

}  // namespace muster::schedule
