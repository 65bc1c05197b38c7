// What figures of a register of numbers mean, for whoever makes them and for whoever takes them. All are about persons:
// small cells are hidden before they leave. They say how the register stood when they were made. Thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::aggregates {

struct RegisterMetric {
  const char* name;  // snake_case
  const char *title_en, *title_zh;
  const char *en, *zh;  // one sentence: the definition
  const char* unit;
  std::vector<std::string> by;  // what cells are told apart by
};

std::span<const RegisterMetric> register_metrics();
const RegisterMetric* find_register_metric(std::string_view name);  // nullptr: no such metric
// Who means the same has the same.
std::string definition_sha256(const RegisterMetric& metric);

}  // namespace muster::aggregates
