#include "closing_store.h"

#include <base/words.h>
#include <store/null.h>

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertClosing{
    "closing_insert",
    "insert into line_closing(id, line_id, ownership_id, holder_id, cause, excess_id, state, stage, next_at, "
    "evidence_ref, asked_by, asked_at, version) values(:id, :line, :ownership, :holder, :cause, :excess, 'open', "
    "'asked', :next, :ref, :by, :at, 1)"};
constexpr Sql kClosing{"closing_get", "select * from line_closing where id = :id"};
constexpr Sql kOpenClosing{"closing_open", "select * from line_closing where line_id = :line and state = 'open'"};
constexpr Sql kClosingsOfHolder{
    "closings_of_holder",
    "select * from line_closing where holder_id = :holder and id > :after order by id limit :limit"};
constexpr Sql kClosingsOfExcess{"closings_of_excess",
                                "select * from line_closing where excess_id = :excess order by id"};
constexpr Sql kOpenClosings{
    "closings_open",
    "select * from line_closing where next_at is not null and next_at <= :until and (next_at > :after_at or (next_at = "
    ":after_at and id > :after)) order by next_at, id limit :limit"};
constexpr Sql kChangeClosing{
    "closing_change",
    "update line_closing set state = :state, stage = :stage, stage_line_since = :line_since, next_at = :next, "
    "ended_at = :ended, ended_by = :ended_by, version = :version where id = :id and version = :version - 1"};

Closing closing_of(const Row& row) {
  Closing c;
  c.id = row.text("id");
  c.line_id = row.text("line_id");
  c.ownership_id = row.text("ownership_id");
  c.holder_id = row.text("holder_id");
  c.cause = known(closing_cause(row.text("cause")));
  c.excess_id = row.text("excess_id");
  c.state = known(closing_state(row.text("state")));
  c.stage = known(closing_stage(row.text("stage")));
  c.stage_line_since = row.maybe_instant("stage_line_since");
  c.next_at = row.maybe_instant("next_at");
  c.evidence_ref = row.text("evidence_ref");
  c.asked_by = row.text("asked_by");
  c.ended_by = row.text("ended_by");
  c.asked_at = row.instant("asked_at");
  c.ended_at = row.maybe_instant("ended_at");
  c.version = row.integer("version");
  return c;
}

std::vector<Closing> closings(const std::vector<Row>& rows) {
  std::vector<Closing> out;
  for (const Row& row : rows) out.push_back(closing_of(row));
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Closing& c) {
  tx.run(kInsertClosing, {{"id", c.id},
                          {"line", c.line_id},
                          {"ownership", c.ownership_id},
                          {"holder", c.holder_id},
                          {"cause", to_text(c.cause)},
                          {"excess", store::text_or_null(c.excess_id)},
                          {"next", c.next_at},
                          {"ref", c.evidence_ref},
                          {"by", c.asked_by},
                          {"at", c.asked_at}});
}
std::optional<Closing> find_closing(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kClosing, {{"id", id}});
  return row ? std::optional(closing_of(*row)) : std::nullopt;
}
std::optional<Closing> open_closing(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kOpenClosing, {{"line", line_id}});
  return row ? std::optional(closing_of(*row)) : std::nullopt;
}
std::vector<Closing> closings_of_holder(store::Transaction& tx, const std::string& holder_id, const std::string& after,
                                        int limit) {
  return closings(tx.query(kClosingsOfHolder, {{"holder", holder_id}, {"after", after}, {"limit", limit}}));
}
std::vector<Closing> closings_of_excess(store::Transaction& tx, const std::string& excess_id) {
  return closings(tx.query(kClosingsOfExcess, {{"excess", excess_id}}));
}
std::vector<Closing> open_closings(store::Transaction& tx, Instant until, Instant after_at, const std::string& after_id,
                                   int limit) {
  return closings(
      tx.query(kOpenClosings, {{"until", until}, {"after_at", after_at}, {"after", after_id}, {"limit", limit}}));
}
bool change(store::Transaction& tx, const Closing& c) {
  return tx.run(kChangeClosing, {{"id", c.id},
                                 {"state", to_text(c.state)},
                                 {"stage", to_text(c.stage)},
                                 {"line_since", c.stage_line_since},
                                 {"next", c.next_at},
                                 {"ended", c.ended_at},
                                 {"ended_by", store::text_or_null(c.ended_by)},
                                 {"version", c.version}}) == 1;
}

}  // namespace muster::registration
