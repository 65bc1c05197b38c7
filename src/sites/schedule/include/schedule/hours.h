// At which hour of the day a site is tested. Who shows what it does at some hours alone is missed by most tests at any
// hour; so planned intervals are moved by half a day at most:
//   never found      four of five tests within three hours of the time of day opposite to the last test, so that two
//                    tests seldom miss the same way (antithetic sampling: J. M. Hammersley & K. W. Morton, Proc.
//                    Camb. Phil. Soc. 52 (1956));
//   found before     six of seven tests in the hours in which it is likeliest to show it, given those in which it was
//                    found: Bayes' rule over "always" and windows of 8 to 16 hours that begin at any hour.
// The others, and all memoryless ones, fall where chance puts them: no hour of the day is ever safe, and who hides from
// the hours of the last test is still seen. Hours are UTC. Pure functions and values. Thread-safe.
#pragma once

#include <schedule/jitter.h>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace muster::schedule {

// Findings by three hours of the day: eight counts of four bits, the first three hours in the lowest. When one is full,
// half of all is forgotten: a site may change its hours.
using FoundHours = std::uint32_t;
inline constexpr int kHourBins = 8;
FoundHours with_finding(FoundHours before, double hour);  // hour: 0 to 24
int findings_in(FoundHours hours, int bin);

// The chance that it shows what it does in each hour of the day.
std::array<double, 24> shown_by_hour(FoundHours hours);
// The hours in which it is likeliest to show it, in order; all 24 where one is as good as another.
std::vector<int> likely_hours(FoundHours hours);
// The same as stretches, each from its first hour to before its last one (22, 4: over midnight); none for all 24.
std::vector<std::pair<int, int>> likely_stretches(FoundHours hours);

// Days until the next test, moved as above; within the bounds of `timing` always. hour: of the last test.
double days_until_next(double rate_per_day, const Jitter::Draw& draw, const Timing& timing, double hour,
                       FoundHours hours);

}  // namespace muster::schedule
