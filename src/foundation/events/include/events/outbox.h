// The outbox: every event once more, numbered, for those who act upon what happened.
//
// Numbers are given when a row is written and become visible when its transaction commits: on PostgreSQL a lower number
// may come after a higher one. Whoever goes by numbers reads no further than `settled`, or misses what commits late.
#pragma once

#include <events/event.h>

#include <functional>
#include <span>

namespace muster::events {

// The highest number up to which nothing can come any more; at least what was settled before, when `seen` is given. On
// PostgreSQL this waits for the writers of the moment, and only when there is something after `seen`. Never call it
// while this thread has a transaction open. Thread-safe.
Result<std::int64_t> settled(store::Database& database, std::int64_t seen = 0);

// Hands to `consume` what `consumer` has not seen, in order, at most `limit` events in one transaction, and moves the
// cursor with it: what consume writes through the transaction happens exactly once, what it does outside at least once.
// Returns how many were handed out. As with `settled`, no transaction of this thread may be open.
Result<int> drain(store::Database& database, const std::string& consumer, int limit,
                  const std::function<Result<void>(store::Transaction&, const Event&)>& consume);

// An event with its number: short, for those who keep a reference to many. No number is given twice, and none is taken
// away; an event may have more than one.
struct Numbered {
  std::int64_t seq = 0;
  Event event;
};
// The same by whole batches, for those who fold many events into few rows; no further than the number `until` (0: all
// that is settled).
Result<int> drain_batch(store::Database& database, const std::string& consumer, int limit, std::int64_t until,
                        const std::function<Result<void>(store::Transaction&, std::span<const Numbered>)>& consume);
// The id of the event of this number; "": there is none.
std::string id_of(store::Transaction& tx, std::int64_t seq);
// The number of the last event that the consumer has seen; 0: none.
std::int64_t drained(store::Transaction& tx, const std::string& consumer);

}  // namespace muster::events
