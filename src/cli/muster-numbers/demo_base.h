// The demonstration's former register: lines in service whose holders nobody
// has verified. By region, and by how many lines one account holds: most hold
// one, few hold many, and some hold hundreds.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <string>
#include <vector>

namespace muster::cli {

class Instance;

inline constexpr const char* kDemoRegions[] = {"North", "East", "South", "West"};

// `now`: of the demonstration's day, from which the lines' ages are counted.
// Prints its progress on standard error.
Result<std::int64_t> load_demo_base(Instance& instance, std::int64_t lines, Instant now);

}  // namespace muster::cli
