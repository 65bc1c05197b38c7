// What is due by itself at points of sale. The command `work` does a round of it, the server's background all the time.
#pragma once

#include <base/result.h>

namespace muster::cli {

class Instance;

// Packets that nobody looked at, codes and packets that are over, pictures whose term has ended. Returns how many.
Result<int> run_dealer_terms(Instance& instance);
// Before jobs.start().
Result<void> add_dealer_work(Instance& instance);

}  // namespace muster::cli
