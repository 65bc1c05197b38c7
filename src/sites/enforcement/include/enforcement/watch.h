// Which orders a follower of orders looks at again: those that something happened to (an order, its appeal, a signature
// of its decision, a change of the never-block list that touches its names), at once; every other one when time alone
// makes another answer of it, and each day anyway. The answers themselves are enforcement::Service::judge's.
// Thread-safe; every function but take_events works in the caller's transaction.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <enforcement/service.h>
#include <store/database.h>

#include <string>
#include <vector>

namespace muster::enforcement {

inline constexpr Duration kLookedAtAgain = std::chrono::hours(24);  // each order, whatever happens

class OrderWatch {
 public:
  // `follower`: a word of its own; it is the name of its cursor in the outbox too.
  OrderWatch(store::Database& database, std::string follower) : database_(database), follower_(std::move(follower)) {}

  // Takes what happened since the last call; never with a transaction open.
  Result<void> take_events() const;
  // Every order that stands is looked at from now on. Once, at the beginning.
  void seed(store::Transaction& tx) const;
  void touch_all(store::Transaction& tx) const;
  // At once, where it is watched.
  void touch(store::Transaction& tx, const std::string& order_id) const;
  // At once, whether it was watched or not.
  void follow(store::Transaction& tx, const std::string& order_id) const;
  std::vector<std::string> due(store::Transaction& tx, Instant now, int limit) const;
  // Looked at: again when time alone makes another answer of it, at the latest in a day. Keeps why it was left out.
  void looked(store::Transaction& tx, const std::string& order_id, Instant now, const Judged& judged) const;
  // It stands no more; an event brings it back, where its appeal fails.
  void over(store::Transaction& tx, const std::string& order_id) const;

 private:
  store::Database& database_;
  std::string follower_;
};

}  // namespace muster::enforcement
