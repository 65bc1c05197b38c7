#include <cases/records.h>

namespace muster::cases {
namespace {

using store::Sql;

constexpr Sql kCaseState{"case_state_of", "select state from case_file where id = :id"};
constexpr Sql kLastOrder{
    "case_last_order",
    "select o.state, o.end_reason, case when exists(select 1 from appeal a where a.order_id = o.id "
    "and a.state in ('reversed', 'lapsed')) then 1 else 0 end as undone from orders o where "
    "o.case_id = :id order by o.id desc limit 1"};
// The first moment after the order's end at which its case was told to be restored: by the feed that no longer carries
// it, or by the people who looked.
constexpr Sql kRestoredAt{"order_restored_at",
                          "select e.at from event e join event_payload p on p.event_id = e.id where e.record_kind = "
                          "'case' and e.record_id = :id and e.kind = 'case.moved' and e.at >= :after and p.body like "
                          "'%\"to\":\"restored\"%' order by e.id limit 1"};

}  // namespace

Outcome outcome_of(store::Transaction& tx, const std::string& case_id) {
  const auto found = tx.one(kCaseState, {{"id", case_id}});
  if (!found) return Outcome::open;
  const std::string state = found->text("state");
  if (const auto order = tx.one(kLastOrder, {{"id", case_id}})) {
    const std::string reason = order->text("end_reason");
    if (reason == "reversed" || order->text("state") == "lapsed" || order->flag("undone")) return Outcome::reversed;
    // Sent back for a narrower order: that one is awaited.
    if (reason == "varied" && state != "closed" && state != "restored") return Outcome::open;
    return Outcome::violation;
  }
  if (state == "restored") return Outcome::violation;  // put right before an order
  return state == "closed" ? Outcome::none : Outcome::open;
}

std::optional<Instant> restored_at(store::Transaction& tx, const Order& order) {
  if (order.state != "lifted" && order.state != "lapsed" && order.state != "expired") return std::nullopt;
  const auto row = tx.one(kRestoredAt, {{"id", order.case_id}, {"after", order.state_at}});
  if (!row) return std::nullopt;
  return row->instant("at");
}

}  // namespace muster::cases
