#include "dispute_store.h"

#include "request_store.h"
#include <base/words.h>

namespace muster::lookups {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertDispute{
    "dispute_insert",
    "insert into dispute(id, kind, state, state_since, holder_id, line_id, ownership_id, dealer_id, captured_by, "
    "fields, opened_at, due_at, version) values(:id, :kind, 'opened', :opened, :holder, :line, :ownership, :dealer, "
    ":captured_by, :fields, :opened, :due, 1)"};
constexpr Sql kDispute{"dispute_get", "select * from dispute where id = :id"};
constexpr Sql kOpenDispute{"dispute_open",
                           "select * from dispute where ownership_id = :id and state in ('opened', 'dealer_asked')"};
constexpr Sql kDisputes{"disputes", "select * from dispute where id < :after order by id desc limit :limit"};
constexpr Sql kDisputesIn{"disputes_in",
                          "select * from dispute where state = :state and id < :after order by id desc limit :limit"};
constexpr Sql kOverdueDisputes{"disputes_overdue",
                               "select * from dispute where state in ('opened', 'dealer_asked') and due_at <= :now "
                               "order by due_at, id limit :limit"};
constexpr Sql kDisputesOf{"disputes_of_holder",
                          "select * from dispute where holder_id = :id order by id desc limit 100"};
constexpr Sql kUntold{"disputes_untold", "select * from dispute where state = 'decided' order by id limit :limit"};
constexpr Sql kChangeDispute{
    "dispute_change",
    "update dispute set state = :state, state_since = :since, dealer_due_at = :dealer_due, dealer_answer = :answer, "
    "outcome = :outcome, reason = :reason, decided_by = :decided_by, decided_at = :decided_at, told_at = :told, "
    "version = :version where id = :id and version = :version - 1"};
constexpr const char* kAfterAllDisputes = "~";

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Dispute dispute_of(const Row& row) {
  Dispute d;
  d.id = row.text("id");
  d.kind = known(dispute_kind(row.text("kind")));
  d.state = known(dispute_state(row.text("state")));
  d.state_since = row.instant("state_since");
  d.holder_id = row.text("holder_id");
  d.line_id = row.text("line_id");
  d.ownership_id = row.text("ownership_id");
  d.dealer_id = row.text("dealer_id");
  d.captured_by = row.text("captured_by");
  d.fields = parted_codes(row.text("fields"));
  d.opened_at = row.instant("opened_at");
  d.due_at = row.instant("due_at");
  d.dealer_due_at = row.maybe_instant("dealer_due_at");
  if (const auto text = row.maybe_text("dealer_answer")) d.dealer_answer = known(dealer_answer(*text));
  if (const auto text = row.maybe_text("outcome")) d.outcome = known(dispute_outcome(*text));
  d.reason = row.text("reason");
  d.decided_by = row.text("decided_by");
  d.decided_at = row.maybe_instant("decided_at");
  d.told_at = row.maybe_instant("told_at");
  d.version = row.integer("version");
  return d;
}

std::vector<Dispute> disputes(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Dispute> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(dispute_of(row));
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Dispute& d) {
  tx.run(kInsertDispute, {{"id", d.id},
                          {"kind", to_text(d.kind)},
                          {"opened", d.opened_at},
                          {"holder", d.holder_id},
                          {"line", if_any(d.line_id)},
                          {"ownership", if_any(d.ownership_id)},
                          {"dealer", if_any(d.dealer_id)},
                          {"captured_by", d.captured_by},
                          {"fields", joined_codes(d.fields)},
                          {"due", d.due_at}});
}
std::optional<Dispute> find_dispute(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kDispute, {{"id", id}});
  return row ? std::optional(dispute_of(*row)) : std::nullopt;
}
std::optional<Dispute> open_dispute_of(store::Transaction& tx, const std::string& ownership_id) {
  const auto row = tx.one(kOpenDispute, {{"id", ownership_id}});
  return row ? std::optional(dispute_of(*row)) : std::nullopt;
}
std::vector<Dispute> list_disputes(store::Transaction& tx, const std::string& state, const std::string& after,
                                   int limit) {
  store::Binds binds{{"after", after.empty() ? std::string(kAfterAllDisputes) : after}, {"limit", limit}};
  if (!state.empty()) binds.emplace_back("state", state);
  return disputes(tx, state.empty() ? kDisputes : kDisputesIn, binds);
}
std::vector<Dispute> overdue_disputes(store::Transaction& tx, Instant now, int limit) {
  return disputes(tx, kOverdueDisputes, {{"now", now}, {"limit", limit}});
}
std::vector<Dispute> disputes_of(store::Transaction& tx, const std::string& holder_id) {
  return disputes(tx, kDisputesOf, {{"id", holder_id}});
}
std::vector<Dispute> untold_disputes(store::Transaction& tx, int limit) {
  return disputes(tx, kUntold, {{"limit", limit}});
}
bool change(store::Transaction& tx, const Dispute& d) {
  return tx.run(kChangeDispute,
                {{"id", d.id},
                 {"state", to_text(d.state)},
                 {"since", d.state_since},
                 {"dealer_due", d.dealer_due_at},
                 {"answer", d.dealer_answer ? std::optional<std::string>(to_text(*d.dealer_answer)) : std::nullopt},
                 {"outcome", d.outcome ? std::optional<std::string>(to_text(*d.outcome)) : std::nullopt},
                 {"reason", if_any(d.reason)},
                 {"decided_by", if_any(d.decided_by)},
                 {"decided_at", d.decided_at},
                 {"told", d.told_at},
                 {"version", d.version}}) > 0;
}

}  // namespace muster::lookups
