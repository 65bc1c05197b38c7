#include <schedule/hours.h>

#include <algorithm>
#include <cmath>

namespace muster::schedule {
namespace {

constexpr int kFull = 15, kBits = 4, kHoursABin = 24 / kHourBins;
constexpr double kHides = 0.3;  // share of sites that are believed to keep hours before anything is known of one
constexpr int kShortest = 8, kLongest = 16, kStep = 2, kLengths = (kLongest - kShortest) / kStep + 1;
constexpr double kKept = 0.85, kApart = 0.8;  // shares of planned tests that are moved: found before, never found
constexpr double kAsGood = 0.05;              // hours whose chances differ by less are the same
constexpr double kHalfWindow = 3;             // hours to either side
constexpr double kLeastDays = 0.75;           // what comes sooner is not moved

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

double power(double x, int n) {
  double out = 1;
  for (; n > 0; --n) out *= x;
  return out;
}

double hour_after(double hour, double days) {
  return std::fmod(hour + 24 * days, 24);
}

// The share of each bin that the window [from, from + length) covers, over its length: how likely a finding of the
// window falls into the bin.
using Windows = std::array<std::array<std::array<double, kHourBins>, 24>, kLengths>;
Windows make_windows() {
  Windows out{};
  for (int l = 0; l < kLengths; ++l)
    for (int from = 0; from < 24; ++from)
      for (int h = 0; h < kShortest + l * kStep; ++h)
        out[at(l)][at(from)][at((from + h) % 24 / kHoursABin)] += 1.0 / kHoursABin / (kShortest + l * kStep);
  return out;
}

// A moment of the hours, by `u` in [0, 1).
double one_of(const std::vector<int>& hours, double u) {
  const double place = u * static_cast<double>(hours.size()), whole = std::floor(place);
  return hours[static_cast<std::size_t>(whole)] + (place - whole);
}

}  // namespace

FoundHours with_finding(FoundHours before, double hour) {
  const int bin = std::clamp(static_cast<int>(hour / kHoursABin), 0, kHourBins - 1);
  constexpr FoundHours kAllButTop = 0x77777777;
  if (findings_in(before, bin) == kFull) before = (before >> 1) & kAllButTop;
  return before + (FoundHours{1} << (bin * kBits));
}

int findings_in(FoundHours hours, int bin) {
  return static_cast<int>(hours >> (bin * kBits)) & kFull;
}

std::array<double, 24> shown_by_hour(FoundHours hours) {
  static const Windows windows = make_windows();
  std::array<int, kHourBins> found{};
  int n = 0;
  for (int bin = 0; bin < kHourBins; ++bin) n += found[at(bin)] = findings_in(hours, bin);
  const double always = (1 - kHides) * power(1.0 / 24, n);
  std::array<double, 24> shown{};
  shown.fill(always);
  double all = always;
  for (int l = 0; l < kLengths; ++l) {
    for (int from = 0; from < 24; ++from) {
      double likely = kHides / kLengths / 24;
      for (int bin = 0; bin < kHourBins && likely > 0; ++bin)
        likely *= power(windows[at(l)][at(from)][at(bin)], found[at(bin)]);
      all += likely;
      for (int h = 0; h < kShortest + l * kStep; ++h) shown[at((from + h) % 24)] += likely;
    }
  }
  for (double& chance : shown) chance /= all;
  return shown;
}

std::vector<int> likely_hours(FoundHours hours) {
  const auto shown = shown_by_hour(hours);
  const double good = *std::max_element(shown.begin(), shown.end()) - kAsGood;
  std::vector<int> out;
  for (int hour = 0; hour < 24; ++hour)
    if (shown[at(hour)] >= good) out.push_back(hour);
  return out;
}

std::vector<std::pair<int, int>> likely_stretches(FoundHours hours) {
  const auto in = likely_hours(hours);
  const auto likely = [&](int hour) { return std::find(in.begin(), in.end(), hour % 24) != in.end(); };
  std::vector<std::pair<int, int>> out;
  for (const int from : in) {
    if (likely(from + 23)) continue;
    int to = from + 1;
    while (likely(to)) ++to;
    out.emplace_back(from, to % 24);
  }
  return out;
}

double days_until_next(double rate_per_day, const Jitter::Draw& draw, const Timing& timing, double hour,
                       FoundHours hours) {
  const double days = days_until_next(rate_per_day, draw, timing);
  const double moved = hours ? kKept : kApart;
  if (days < kLeastDays || draw.extra >= moved || days >= days_until_explored(draw, timing)) return days;
  const double u = draw.extra / moved;
  const double wanted = hours ? one_of(likely_hours(hours), u) : std::fmod(hour + 12 + kHalfWindow * (2 * u - 1), 24);
  double shift = wanted - hour_after(hour, days);
  if (shift > 12) shift -= 24;
  if (shift < -12) shift += 24;
  for (const double out : {days + shift / 24, days + shift / 24 + 1, days + shift / 24 - 1})
    if (out >= std::max(timing.shortest_days, kLeastDays / 2) && out <= timing.longest_days) return out;
  return days;
}

}  // namespace muster::schedule
