// How an outcome becomes a run on record. Inside of the census room.
#pragma once

#include "service_inside.h"

namespace muster::census {

inline constexpr std::size_t kRowsPerTransaction = 100'000;  // others can write between two of them

// Stores the differences in pieces, then counts, end and event in one transaction; fills `run`. Until that one commits,
// nothing of the run can be seen. Differences that the previous finished run had keep their first day.
Result<void> store_run(Service::Inside& in, Service& service, Run& run, const Outcome& outcome, Progress* progress,
                       const std::function<void(store::Transaction&, const Run&)>& record);
// Marks a run as failed or cancelled and throws away what it had stored. What goes wrong here is logged.
void mark_failed(Service::Inside& in, Run run, const Error& error);

}  // namespace muster::census
