#include "flow_due.h"

namespace muster::billing {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kPlanWalk{
    "flow_due_plan",
    "insert into flow_due(service_id, due_at) values(:service, :at) on conflict(service_id) do update set due_at = "
    "excluded.due_at where flow_due.due_at > excluded.due_at"};
constexpr Sql kDropWalk{"flow_due_drop", "delete from flow_due where service_id = :service"};
constexpr Sql kNoteWalk{
    "flow_due_note",
    "update flow_due set due_at = :due, last_at = :at, outcome = :outcome where service_id = :service"};
constexpr Sql kDueWalks{
    "flow_due_list", "select service_id from flow_due where due_at <= :now order by due_at, service_id limit :limit"};
constexpr Sql kTakeWalk{"flow_due_take", "update flow_due set due_at = :until where service_id = :service"};

}  // namespace

void plan_walk(Transaction& tx, const BillingService& s, Instant at) {
  if (s.state == "active" && !s.flow.empty())
    tx.run(kPlanWalk, {{"service", s.id}, {"at", at}});
  else
    tx.run(kDropWalk, {{"service", s.id}});
}

void note_walk(Transaction& tx, const std::string& service_id, const std::string& outcome, Instant at, Instant due) {
  tx.run(kNoteWalk, {{"service", service_id}, {"outcome", outcome}, {"at", at}, {"due", due}});
}

std::vector<std::string> take_due_flows(Transaction& tx, Instant now, Instant until, int limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kDueWalks, {{"now", now}, {"limit", limit}})) out.push_back(row.text("service_id"));
  for (const auto& id : out) tx.run(kTakeWalk, {{"service", id}, {"until", until}});
  return out;
}

}  // namespace muster::billing
