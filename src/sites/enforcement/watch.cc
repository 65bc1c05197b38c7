#include <enforcement/watch.h>
#include <events/outbox.h>

#include <algorithm>

namespace muster::enforcement {
namespace {

using store::Sql;
using store::Transaction;

constexpr int kEventsAtOnce = 5000;  // most are of other records and passed over
constexpr Duration kAgain = std::chrono::hours(24);

constexpr Sql kSeed{"order_watch_seed",
                    "insert into order_watch(follower, order_id, due_at) select :follower, id, 0 from standing_order "
                    "where executor = 'network' on conflict(follower, order_id) do nothing"};
constexpr Sql kTouch{
    "order_watch_touch",
    "insert into order_watch(follower, order_id, due_at) select :follower, id, 0 from orders "
    "where id = :id and executor = 'network' on conflict(follower, order_id) do update set due_at = 0"};
constexpr Sql kTouchAll{"order_watch_touch_all", "update order_watch set due_at = 0 where follower = :follower"};
constexpr Sql kOrderOfAppeal{"order_watch_of_appeal", "select order_id from appeal where id = :id"};
constexpr Sql kDue{"order_watch_due",
                   "select order_id from order_watch where follower = :follower and due_at <= :now "
                   "order by due_at, order_id limit :limit"};
constexpr Sql kLooked{"order_watch_looked",
                      "update order_watch set due_at = :due where follower = :follower and order_id = :id"};
constexpr Sql kOver{"order_watch_over", "delete from order_watch where follower = :follower and order_id = :id"};

}  // namespace

Result<void> OrderWatch::take_events() const {
  for (int taken = 1; taken > 0;) {
    MUSTER_TRY(taken, events::drain(database_, follower_, kEventsAtOnce,
                                    [this](Transaction& tx, const events::Event& event) -> Result<void> {
                                      std::string id = event.record_kind == "order" ? event.record_id : "";
                                      if (event.record_kind == "appeal")
                                        if (const auto row = tx.one(kOrderOfAppeal, {{"id", event.record_id}}))
                                          id = row->text("order_id");
                                      if (!id.empty()) tx.run(kTouch, {{"follower", follower_}, {"id", id}});
                                      return {};
                                    }));
  }
  return {};
}

void OrderWatch::seed(Transaction& tx) const {
  tx.run(kSeed, {{"follower", follower_}});
}
void OrderWatch::touch_all(Transaction& tx) const {
  tx.run(kTouchAll, {{"follower", follower_}});
}

std::vector<std::string> OrderWatch::due(Transaction& tx, Instant now, int limit) const {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kDue, {{"follower", follower_}, {"now", now}, {"limit", limit}}))
    out.push_back(row.text("order_id"));
  return out;
}

void OrderWatch::looked(Transaction& tx, const std::string& order_id, Instant now,
                        std::optional<Instant> changes_at) const {
  const Instant again = now + kAgain;
  tx.run(kLooked, {{"follower", follower_}, {"id", order_id}, {"due", std::min(changes_at.value_or(again), again)}});
}

void OrderWatch::over(Transaction& tx, const std::string& order_id) const {
  tx.run(kOver, {{"follower", follower_}, {"id", order_id}});
}

}  // namespace muster::enforcement
