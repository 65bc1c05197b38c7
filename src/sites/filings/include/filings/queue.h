// The register's review queue: first come, first served. Every filing that enters review gets the next place by itself;
// the schema lets nobody change a place, take one out of turn, or decide what was not taken. One instance is one
// register and has one queue.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <optional>
#include <string>

namespace muster::filings {

struct QueuePlace {
  std::int64_t place = 0;     // grows for ever; the order of the queue
  std::int64_t position = 0;  // 1 is next; 0: somebody reviews it now
  Instant entered_at;
  std::string taken_by;                // whoever reviews it now; empty: nobody
  std::optional<Instant> taken_until;  // if not decided by then, it waits at its own place again
};

}  // namespace muster::filings
