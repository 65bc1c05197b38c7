// Instants, days and the clock that everything takes by constructor. All times are UTC.
#pragma once

#include <base/result.h>

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster {

// Microseconds since 1970-01-01T00:00:00Z. Stored in databases as this integer.
struct Instant {
  std::int64_t micros = 0;
  auto operator<=>(const Instant&) const = default;
};
using Duration = std::chrono::microseconds;
inline Instant operator+(Instant t, Duration d) {
  return {t.micros + d.count()};
}
inline Instant operator-(Instant t, Duration d) {
  return {t.micros - d.count()};
}
inline Duration operator-(Instant a, Instant b) {
  return Duration{a.micros - b.micros};
}

// RFC 3339, microseconds kept only when not zero: 2026-03-01T09:30:00Z
std::string to_rfc3339(Instant t);
Result<Instant> parse_rfc3339(std::string_view text);
// The UTC day, YYYY-MM-DD.
std::string to_day(Instant t);
Result<Instant> parse_day(std::string_view text);  // midnight UTC

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// For tests and training instances: stands still until told to move.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(Instant start) : micros_(start.micros) {}
  Instant now() const override { return {micros_.load()}; }
  void advance(Duration d) { micros_ += d.count(); }
  void set(Instant t) { micros_ = t.micros; }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace muster
