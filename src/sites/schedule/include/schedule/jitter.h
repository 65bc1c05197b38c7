// When exactly: intervals that nobody outside can work out. SipHash-2-4 (J.-P. Aumasson & D. J. Bernstein, 2012) with a
// secret key over site and number of the test; the key is drawn by the process from the system's generator and kept
// nowhere, because what follows from it (the time of the next test) is on record. Thread-safe.
#pragma once

#include <base/random.h>

#include <array>
#include <cstdint>

namespace muster::schedule {

class Jitter {
 public:
  explicit Jitter(Random& random);
  struct Draw {
    double planned, explored, extra;  // each uniform in [0, 1), independent
  };
  Draw draw(std::uint64_t site, std::uint64_t test) const;

 private:
  std::array<std::uint8_t, 16> key_{};
};

struct Timing {
  double jitter = 0.2;         // planned intervals are uniform in (1 ± jitter) / rate,
  double explore_per_day = 0;  // memoryless tests beside the planned ones, so that no moment is safe
  double longest_days = 1e9;   // the floor: never later than that
  double shortest_days = 0;    // the ceiling
  double window_days = 10;     // but never by more than so many days to either side
};
// Days until the memoryless test; infinite where there are none. Pure.
double days_until_explored(const Jitter::Draw& draw, const Timing& timing);
// Days until the next test, at whatever hour; hours.h moves it to another. Pure.
double days_until_next(double rate_per_day, const Jitter::Draw& draw, const Timing& timing);
// Days until the first test of a site that is ordinary and new here: anywhere in its interval.
double days_until_first(double rate_per_day, const Jitter::Draw& draw, const Timing& timing);

}  // namespace muster::schedule
