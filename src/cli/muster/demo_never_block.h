// The demonstration's never-block list: some names of each kind, and one change that waits for its second person.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::cli {

class Instance;

// `first` proposes, `second` confirms. Nothing where there is a list already.
Result<void> load_demo_never_block(Instance& instance, const std::string& first, const std::string& second);

}  // namespace muster::cli
