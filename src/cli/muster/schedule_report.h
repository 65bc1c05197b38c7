// What `muster schedule` prints.
#pragma once

#include <base/result.h>
#include <schedule/simulate.h>

#include <string>

namespace muster::cli {

class Instance;

struct ScheduleSimulation {
  schedule::SimOptions options;
  std::string plots;        // folder; empty: none
  std::string policy_file;  // empty: the embedded default
  bool json = false;
};
// Prints a table or JSON; progress on a terminal; Ctrl-C stops it.
Result<void> schedule_simulate(const ScheduleSimulation& run);

Result<void> schedule_explain(Instance& instance, const std::string& site, bool as_json);
Result<void> schedule_due(Instance& instance, int limit, bool as_json);
Result<void> schedule_plan(Instance& instance, bool as_json);
// Tests what is due, as far as the day's budget goes. Returns how many had clues.
Result<std::int64_t> schedule_run(Instance& instance, std::int64_t most, bool as_json);

}  // namespace muster::cli
