// Which orders a follower of orders looks at again: those that something happened to, at once; every other one when
// time alone makes another answer of it, and each day anyway. The answers themselves are enforcement::Service::judge's.
// Thread-safe; every function but take_events works in the caller's transaction.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::enforcement {

class OrderWatch {
 public:
  // `follower`: a word of its own; it is the name of its cursor in the outbox too.
  OrderWatch(store::Database& database, std::string follower) : database_(database), follower_(std::move(follower)) {}

  // Takes what happened since the last call; never with a transaction open.
  Result<void> take_events() const;
  // Every order that stands is looked at from now on. Once, at the beginning.
  void seed(store::Transaction& tx) const;
  void touch_all(store::Transaction& tx) const;
  std::vector<std::string> due(store::Transaction& tx, Instant now, int limit) const;
  // Looked at: again at `changes_at`, at the latest in a day.
  void looked(store::Transaction& tx, const std::string& order_id, Instant now,
              std::optional<Instant> changes_at) const;
  // It stands no more; an event brings it back, where its appeal fails.
  void over(store::Transaction& tx, const std::string& order_id) const;

 private:
  store::Database& database_;
  std::string follower_;
};

}  // namespace muster::enforcement
