#include <enforcement/watch.h>
#include <events/outbox.h>

#include <algorithm>

namespace muster::enforcement {
namespace {

using store::Sql;
using store::Transaction;

constexpr int kEventsAtOnce = 5000;  // most are of other records and passed over

constexpr Sql kSeed{"order_watch_seed",
                    "insert into order_watch(follower, order_id, due_at) select :follower, id, 0 from standing_order "
                    "where executor = 'network' on conflict(follower, order_id) do nothing"};
constexpr Sql kTouch{
    "order_watch_touch",
    "insert into order_watch(follower, order_id, due_at) select :follower, id, 0 from orders "
    "where id = :id and executor = 'network' on conflict(follower, order_id) do update set due_at = 0"};
constexpr Sql kTouchDecision{
    "order_watch_touch_decision",
    "insert into order_watch(follower, order_id, due_at) select :follower, id, 0 from orders "
    "where decision_id = :id and executor = 'network' on conflict(follower, order_id) do update set due_at = 0"};
constexpr Sql kTouchAgain{"order_watch_touch_again",
                          "update order_watch set due_at = 0 where follower = :follower and order_id = :id"};
// Orders whose entries touch a name of this proposal: the name itself, one above it, or one below it.
constexpr Sql kTouchNames{
    "order_watch_touch_names",
    "update order_watch set due_at = 0 where follower = :follower and order_id in (select e.order_id from "
    "network_entry e where e.name in (select n.name from never_block_name n where n.proposal_id = :id) "
    "or e.name in (select c.parent from never_block_parent c where c.proposal_id = :id))"};
constexpr Sql kTouchBelow{
    "order_watch_touch_below",
    "update order_watch set due_at = 0 where follower = :follower and order_id in (select e.order_id from "
    "network_entry e join order_watch w on w.follower = :follower and w.order_id = e.order_id "
    "join never_block_position x on x.n > 1 and x.n <= length(e.name) "
    "where substr(e.name, x.n - 1, 1) = '.' and exists(select 1 from never_block_name n "
    "where n.proposal_id = :id and n.name = substr(e.name, x.n)))"};
constexpr Sql kTouchLeftOut{"order_watch_touch_left_out",
                            "update order_watch set due_at = 0 where follower = :follower and left_out = "
                            "'third_signature'"};
constexpr Sql kTouchAll{"order_watch_touch_all", "update order_watch set due_at = 0 where follower = :follower"};
constexpr Sql kOrderOfAppeal{"order_watch_of_appeal", "select order_id from appeal where id = :id"};
constexpr Sql kDue{"order_watch_due",
                   "select order_id from order_watch where follower = :follower and due_at <= :now "
                   "order by due_at, order_id limit :limit"};
constexpr Sql kLooked{"order_watch_looked",
                      "update order_watch set due_at = :due, left_out = :left_out where follower = :follower and "
                      "order_id = :id"};
constexpr Sql kOver{"order_watch_over", "delete from order_watch where follower = :follower and order_id = :id"};

}  // namespace

Result<void> OrderWatch::take_events() const {
  const auto take = [this](Transaction& tx, const events::Event& event) -> Result<void> {
    const store::Binds of{{"follower", follower_}, {"id", event.record_id}};
    if (event.record_kind == "order") tx.run(kTouch, of);
    if (event.record_kind == "appeal")
      if (const auto row = tx.one(kOrderOfAppeal, {{"id", event.record_id}}))
        tx.run(kTouch, {{"follower", follower_}, {"id", row->text("order_id")}});
    if (event.record_kind == "decision" && event.kind == "decision.signed") tx.run(kTouchDecision, of);
    if (event.kind == "never_block.confirmed") {
      tx.run(kTouchNames, of);
      tx.run(kTouchBelow, of);
      tx.run(kTouchLeftOut, {{"follower", follower_}});
    }
    return {};
  };
  for (int taken = 1; taken > 0;) {
    MUSTER_TRY(taken, events::drain(database_, follower_, kEventsAtOnce, take));
  }
  return {};
}

void OrderWatch::seed(Transaction& tx) const {
  tx.run(kSeed, {{"follower", follower_}});
}
void OrderWatch::touch_all(Transaction& tx) const {
  tx.run(kTouchAll, {{"follower", follower_}});
}

void OrderWatch::touch(Transaction& tx, const std::string& order_id) const {
  tx.run(kTouchAgain, {{"follower", follower_}, {"id", order_id}});
}

void OrderWatch::follow(Transaction& tx, const std::string& order_id) const {
  tx.run(kTouch, {{"follower", follower_}, {"id", order_id}});
}

std::vector<std::string> OrderWatch::due(Transaction& tx, Instant now, int limit) const {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kDue, {{"follower", follower_}, {"now", now}, {"limit", limit}}))
    out.push_back(row.text("order_id"));
  return out;
}

void OrderWatch::looked(Transaction& tx, const std::string& order_id, Instant now, const Judged& judged) const {
  const Instant again = now + kLookedAtAgain;
  tx.run(kLooked, {{"follower", follower_},
                   {"id", order_id},
                   {"due", std::min(judged.changes_at.value_or(again), again)},
                   {"left_out", judged.left_out.empty() ? "" : judged.left_out[0].code}});
}

void OrderWatch::over(Transaction& tx, const std::string& order_id) const {
  tx.run(kOver, {{"follower", follower_}, {"id", order_id}});
}

}  // namespace muster::enforcement
