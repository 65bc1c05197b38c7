#include "excess_store.h"

#include <base/words.h>

#include <array>

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;

constexpr std::array<const char*, kExcessStateCount> kExcessStates{"open", "chosen", "settled"};

constexpr Sql kInsertExcess{
    "excess_insert",
    "insert into line_excess(id, counted_under, line_kind, cap, held, state, found_at, due_at, evidence_ref, version) "
    "values(:id, :person, :kind, :cap, :held, 'open', :at, :due, '', 1)"};
constexpr Sql kExcessGet{"excess_get", "select * from line_excess where id = :id"};
constexpr Sql kUnsettled{
    "excess_unsettled",
    "select * from line_excess where counted_under = :person and line_kind = :kind and state <> 'settled'"};
constexpr Sql kOpenExcesses{
    "excesses_open",
    "select * from line_excess where state = 'open' and (due_at > :due or (due_at = :due and id > :after)) order by "
    "due_at, id limit :limit"};
constexpr Sql kChosenExcesses{
    "excesses_chosen", "select * from line_excess where state = 'chosen' and id > :after order by id limit :limit"};
constexpr Sql kChangeExcess{
    "excess_change",
    "update line_excess set state = :state, chosen_at = :chosen_at, chosen_by = :chosen_by, evidence_ref = :ref, "
    "ended_at = :ended, version = :version where id = :id and version = :version - 1"};
constexpr Sql kInsertChoice{
    "excess_choice_insert",
    "insert into line_excess_choice(excess_id, at, ownership_id, keep) values(:excess, :at, :ownership, :keep)"};
constexpr Sql kLatestChoice{
    "excess_choice_latest",
    "select ownership_id, keep from line_excess_choice where excess_id = :excess and at = (select max(at) from "
    "line_excess_choice where excess_id = :excess)"};

Excess excess_of(const Row& row) {
  Excess e;
  e.id = row.text("id");
  e.counted_under = row.text("counted_under");
  e.kind = known(lines::line_kind(row.text("line_kind")));
  e.cap = row.integer("cap");
  e.held = row.integer("held");
  e.state = known(excess_state(row.text("state")));
  e.found_at = row.instant("found_at");
  e.due_at = row.instant("due_at");
  e.chosen_at = row.maybe_instant("chosen_at");
  e.ended_at = row.maybe_instant("ended_at");
  e.chosen_by = row.text("chosen_by");
  e.evidence_ref = row.text("evidence_ref");
  e.version = row.integer("version");
  return e;
}

std::vector<Excess> excesses(const std::vector<Row>& rows) {
  std::vector<Excess> out;
  for (const Row& row : rows) out.push_back(excess_of(row));
  return out;
}

}  // namespace

const char* to_text(ExcessState state) {
  return kExcessStates[static_cast<std::size_t>(state)];
}
std::optional<ExcessState> excess_state(std::string_view text) {
  return find_word<ExcessState>(kExcessStates, text);
}

void insert(store::Transaction& tx, const Excess& e) {
  tx.run(kInsertExcess, {{"id", e.id},
                         {"person", e.counted_under},
                         {"kind", lines::to_text(e.kind)},
                         {"cap", e.cap},
                         {"held", e.held},
                         {"at", e.found_at},
                         {"due", e.due_at}});
}
std::optional<Excess> find_excess(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kExcessGet, {{"id", id}});
  return row ? std::optional(excess_of(*row)) : std::nullopt;
}
std::optional<Excess> unsettled_excess(store::Transaction& tx, const std::string& counted_under, lines::LineKind kind) {
  const auto row = tx.one(kUnsettled, {{"person", counted_under}, {"kind", lines::to_text(kind)}});
  return row ? std::optional(excess_of(*row)) : std::nullopt;
}
std::vector<Excess> open_excesses(store::Transaction& tx, Instant after_due, const std::string& after_id, int limit) {
  return excesses(tx.query(kOpenExcesses, {{"due", after_due}, {"after", after_id}, {"limit", limit}}));
}
std::vector<Excess> chosen_excesses(store::Transaction& tx, const std::string& after, int limit) {
  return excesses(tx.query(kChosenExcesses, {{"after", after}, {"limit", limit}}));
}
bool change(store::Transaction& tx, const Excess& e) {
  return tx.run(kChangeExcess,
                {{"id", e.id},
                 {"state", to_text(e.state)},
                 {"chosen_at", e.chosen_at},
                 {"chosen_by", e.chosen_by.empty() ? std::optional<std::string>() : std::optional(e.chosen_by)},
                 {"ref", e.evidence_ref},
                 {"ended", e.ended_at},
                 {"version", e.version}}) == 1;
}
void insert_choice(store::Transaction& tx, const Excess& e, const std::string& ownership_id, bool keep) {
  tx.run(kInsertChoice, {{"excess", e.id}, {"at", e.chosen_at}, {"ownership", ownership_id}, {"keep", keep}});
}
std::map<std::string, bool> latest_choice(store::Transaction& tx, const std::string& excess_id) {
  std::map<std::string, bool> out;
  for (const Row& row : tx.query(kLatestChoice, {{"excess", excess_id}}))
    out.emplace(row.text("ownership_id"), row.flag("keep"));
  return out;
}

}  // namespace muster::registration
