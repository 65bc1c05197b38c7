// What the public has reported in the demonstration: a few test sites, some by several people, one by a trusted
// flagger.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::cli {

class Instance;

// `first` proposes the trusted flagger, `second` confirms it. Nothing where reports are there already. Returns how
// many.
Result<int> load_demo_reports(Instance& instance, const std::string& first, const std::string& second);

}  // namespace muster::cli
