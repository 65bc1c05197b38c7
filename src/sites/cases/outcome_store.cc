#include <cases/records.h>

namespace muster::cases {
namespace {

using store::Sql;

constexpr Sql kCaseState{"case_state_of", "select state from case_file where id = :id"};
constexpr Sql kLastOrder{"case_last_order",
                         "select state, end_reason from orders where case_id = :id order by id desc limit 1"};

}  // namespace

Outcome outcome_of(store::Transaction& tx, const std::string& case_id) {
  const auto found = tx.one(kCaseState, {{"id", case_id}});
  if (!found) return Outcome::open;
  const std::string state = found->text("state");
  if (const auto order = tx.one(kLastOrder, {{"id", case_id}})) {
    const std::string reason = order->text("end_reason");
    if (reason == "reversed" || order->text("state") == "lapsed") return Outcome::reversed;
    // Sent back for a narrower order: that one is awaited.
    if (reason == "varied" && state != "closed" && state != "restored") return Outcome::open;
    return Outcome::violation;
  }
  if (state == "restored") return Outcome::violation;  // put right before an order
  return state == "closed" ? Outcome::none : Outcome::open;
}

}  // namespace muster::cases
