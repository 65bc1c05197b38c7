// The schedules of a simulation. Not thread-safe.
#pragma once

#include "world.h"
#include <schedule/due_queue.h>

#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace muster::schedule {

class Tester {
 public:
  virtual ~Tester() = default;
  // What is due; the simulation asks as long as its budget lasts.
  virtual std::optional<SiteNo> take(Minute now) = 0;
  virtual void done(SiteNo site, Minute now, bool found) = 0;
  virtual void day(Minute) {}  // begins
};

inline constexpr Minute kSimStart = 20'000u * 1440;

struct TesterSetting {
  const SimOptions& options;
  std::span<const SimSite> world;
  double budget;  // tests a day
};
std::unique_ptr<Tester> make_tester(std::string_view code, const TesterSetting& setting);

}  // namespace muster::schedule
