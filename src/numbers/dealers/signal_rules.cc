#include <algorithm>
#include <cmath>
#include <deque>
#include <set>

#include <dealers/signals.h>

namespace muster::dealers {
namespace {

constexpr double kEarthRadius = 6'371'000, kDegree = 3.14159265358979323846 / 180;
constexpr std::int64_t kHourMicros = 3'600'000'000, kDayHours = 24;

using ByDevice = std::map<std::string, std::vector<const Act*>>;

ByDevice accepted_by_device(const Day& day) {
  ByDevice out;
  for (const Act& a : day.acts)
    if (a.accepted) out[a.device].push_back(&a);
  return out;
}

void add_above(std::vector<Finding>& out, SignalCode code, const std::string& device, std::int64_t count,
               std::int64_t threshold) {
  if (count > threshold) out.push_back({code, device, count, threshold});
}

void bursts(std::vector<Finding>& out, const Day& day, const policy::Policy& policy) {
  for (const auto& [device, acts] : accepted_by_device(day)) {
    std::size_t most = 0, first = 0;
    for (std::size_t last = 0; last < acts.size(); ++last) {
      while (acts[last]->at - acts[first]->at >= kBurstWindow) ++first;
      most = std::max(most, last - first + 1);
    }
    add_above(out, SignalCode::burst, device, static_cast<std::int64_t>(most), policy.number("dealers.signal_burst"));
  }
}

bool at_night(Instant at, const policy::Policy& policy) {
  const std::int64_t offset = policy.calendar().settings().utc_offset_minutes;
  const std::int64_t hours = (at.micros + offset * 60'000'000) / kHourMicros;
  const std::int64_t hour = ((hours % kDayHours) + kDayHours) % kDayHours;
  const auto from = policy.number("dealers.signal_night_from"), until = policy.number("dealers.signal_night_until");
  return from <= until ? hour >= from && hour < until : hour >= from || hour < until;
}

void nights(std::vector<Finding>& out, const Day& day, const policy::Policy& policy) {
  const auto count = std::count_if(day.acts.begin(), day.acts.end(),
                                   [&](const Act& a) { return a.accepted && at_night(a.at, policy); });
  add_above(out, SignalCode::night_hours, "", count, policy.number("dealers.signal_night"));
}

void failures(std::vector<Finding>& out, const Day& day, const policy::Policy& policy) {
  const auto all = static_cast<std::int64_t>(day.acts.size());
  const auto failed = std::count_if(day.acts.begin(), day.acts.end(), [](const Act& a) { return !a.accepted; });
  if (all < kFailuresLeast) return;
  const std::int64_t usual = all * policy.number("dealers.signal_failures_percent") / 100;
  add_above(out, SignalCode::many_failures, "", failed, usual);
}

void repeated(std::vector<Finding>& out, SignalCode code, const std::map<std::string, int>& counts,
              std::int64_t threshold) {
  std::int64_t most = 0;
  for (const auto& [index, count] : counts) most = std::max<std::int64_t>(most, count);
  add_above(out, code, "", most, threshold);
}

// The greatest speed at which one device went from a place to the next, km/h. In less than a minute nobody gets far:
// a minute counts at least, so that two clerks' clocks don't make a signal.
void travels(std::vector<Finding>& out, const Day& day, const policy::Policy& policy) {
  for (const auto& [device, acts] : accepted_by_device(day)) {
    double fastest = 0;
    for (std::size_t i = 1; i < acts.size(); ++i) {
      const auto a = day.places.find(acts[i - 1]->place), b = day.places.find(acts[i]->place);
      if (acts[i - 1]->place == acts[i]->place || a == day.places.end() || b == day.places.end()) continue;
      const double hours = std::max(
          static_cast<double>((acts[i]->at - acts[i - 1]->at).count()) / static_cast<double>(kHourMicros), 1.0 / 60);
      fastest = std::max(fastest, distance(a->second, b->second) / 1000 / hours);
    }
    add_above(out, SignalCode::far_apart, device, std::llround(std::min(fastest, 1e9)),
              policy.number("dealers.signal_speed_kmh"));
  }
}

}  // namespace

const char* sentence_of(SignalCode code) {
  switch (code) {
    case SignalCode::burst:
      return "One device registered more lines within ten minutes than is usual.";
    case SignalCode::night_hours:
      return "Lines were registered at night.";
    case SignalCode::many_failures:
      return "More of what was sent was refused than is usual.";
    case SignalCode::same_document:
      return "One document number was given with several identities.";
    case SignalCode::same_picture:
      return "One file came as the document picture of several persons.";
    case SignalCode::far_apart:
      break;
  }
  return "One device registered at two places, faster than one can travel between them.";
}

double distance(Spot a, Spot b) {
  const double north = (b.latitude - a.latitude) * kDegree, east = (b.longitude - a.longitude) * kDegree;
  const double h = std::pow(std::sin(north / 2), 2) +
                   std::cos(a.latitude * kDegree) * std::cos(b.latitude * kDegree) * std::pow(std::sin(east / 2), 2);
  return 2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(h)));
}

std::vector<Finding> find_signals(const Day& day, const policy::Policy& policy) {
  std::vector<Finding> out;
  bursts(out, day, policy);
  nights(out, day, policy);
  failures(out, day, policy);
  repeated(out, SignalCode::same_document, day.identities_of_document, policy.number("dealers.signal_identities"));
  repeated(out, SignalCode::same_picture, day.persons_of_picture, policy.number("dealers.signal_persons_of_picture"));
  travels(out, day, policy);
  return out;
}

}  // namespace muster::dealers
