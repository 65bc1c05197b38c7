#include "desk_store.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kNextNumber{"case_number_next",
                          "insert into case_number(kind, year, last) values(:kind, :year, 1) "
                          "on conflict(kind, year) do update set last = case_number.last + 1 returning last"};
#define CASE_COLUMNS                                                                                                  \
  "id, number, ground, name, url, source, source_ref, site_id, opened_by, opened_at, note, state, state_at, due_at, " \
  "version, region, urgency, step"
constexpr Sql kInsertCase{"case_insert",
                          "insert into case_file(" CASE_COLUMNS
                          ") values(:id, :number, :ground, :name, :url, :source, :source_ref, :site_id, "
                          ":opened_by, :opened_at, :note, :state, :state_at, :due_at, :version, :region, :urgency, "
                          ":step)"};
constexpr Sql kCaseById{"case_by_id", "select " CASE_COLUMNS " from case_file where id = :key"};
constexpr Sql kCaseByNumber{"case_by_number", "select " CASE_COLUMNS " from case_file where number = :key"};
constexpr Sql kMove{
    "case_move",
    "update case_file set state = :state, state_at = :at, due_at = :due, step = :step, version = version + 1 "
    "where id = :id and version = :version"};
constexpr Sql kInsertElement{
    "case_element_insert",
    "insert into case_element(case_id, seq, element, evidence_kind, evidence_ref, sha256, note, added_by, added_at) "
    "values(:case_id, :seq, :element, :evidence_kind, :evidence_ref, :sha256, :note, :added_by, :added_at)"};
constexpr Sql kElements{"case_elements",
                        "select seq, element, evidence_kind, evidence_ref, sha256, note, added_by, added_at "
                        "from case_element where case_id = :case_id order by seq"};
// One statement an index: the planner of either back end then walks the index in order of the key, without sorting.
#define CASE_PAGE(where) \
  "select " CASE_COLUMNS " from case_file where " where " id < :after order by id desc limit :limit"
constexpr Sql kCasePage{"case_page", CASE_PAGE("")};
constexpr Sql kCasePageState{"case_page_state", CASE_PAGE("state = :state and ")};
constexpr Sql kPageGround{"case_page_ground", CASE_PAGE("ground = :ground and ")};
constexpr Sql kPageStateGround{"case_page_state_ground", CASE_PAGE("state = :state and ground = :ground and ")};
constexpr Sql kPageName{
    "case_page_name",
    CASE_PAGE("name = :name and (:state = '' or state = :state) and (:ground = '' or ground = :ground) and ")};
constexpr Sql kPageMine{
    "case_page_mine",
    CASE_PAGE("opened_by = :person and (:state = '' or state = :state) and (:ground = '' or ground = :ground) and ")};

std::optional<std::string> step_in(std::string_view state) {
  const std::string_view step = step_of(state);
  return step.empty() ? std::nullopt : std::optional(std::string(step));
}

}  // namespace

Case case_of(const store::Row& r) {
  return {r.text("id"),
          r.text("number"),
          r.text("ground"),
          r.text("name"),
          r.text("url"),
          r.text("source"),
          r.text("source_ref"),
          r.text("site_id"),
          r.text("opened_by"),
          r.instant("opened_at"),
          r.text("note"),
          r.text("state"),
          r.instant("state_at"),
          r.maybe_instant("due_at"),
          r.integer("version"),
          r.text("region"),
          r.integer("urgency") == 0,
          r.text("step")};
}

std::string next_number(store::Transaction& tx, const char* kind, Instant at) {
  const std::int64_t year = std::stoll(to_day(at).substr(0, 4));
  const auto row = tx.one(kNextNumber, {{"kind", kind}, {"year", year}});
  return fmt::format("{}-{}-{:06}", kind, year, row->integer("last"));
}

void insert_case(store::Transaction& tx, const Case& c) {
  tx.run(kInsertCase, {{"id", c.id},
                       {"number", c.number},
                       {"ground", c.ground},
                       {"name", c.name},
                       {"url", c.url},
                       {"source", c.source},
                       {"source_ref", c.source_ref},
                       {"site_id", c.site_id},
                       {"opened_by", c.opened_by},
                       {"opened_at", c.opened_at},
                       {"note", c.note},
                       {"state", c.state},
                       {"state_at", c.state_at},
                       {"due_at", c.due_at},
                       {"version", c.version},
                       {"region", c.region},
                       {"urgency", c.urgent ? 0 : 1},
                       {"step", step_in(c.state)}});
}

std::optional<Case> select_case(store::Transaction& tx, const std::string& key) {
  const auto row = tx.one(key.starts_with("C-") ? kCaseByNumber : kCaseById, {{"key", key}});
  if (!row) return std::nullopt;
  return case_of(*row);
}

bool update_case_state(store::Transaction& tx, const Case& c, const std::string& state, Instant at,
                       std::optional<Instant> due) {
  return tx.run(kMove, {{"state", state},
                        {"at", at},
                        {"due", due},
                        {"step", step_in(state)},
                        {"id", c.id},
                        {"version", c.version}}) == 1;
}

void insert_element(store::Transaction& tx, const std::string& case_id, const Element& e) {
  tx.run(kInsertElement, {{"case_id", case_id},
                          {"seq", e.seq},
                          {"element", e.element},
                          {"evidence_kind", e.evidence_kind},
                          {"evidence_ref", e.evidence_ref},
                          {"sha256", e.sha256},
                          {"note", e.note},
                          {"added_by", e.added_by},
                          {"added_at", e.added_at}});
}

std::vector<Element> select_elements(store::Transaction& tx, const std::string& case_id) {
  std::vector<Element> out;
  for (const Row& r : tx.query(kElements, {{"case_id", case_id}}))
    out.push_back({r.integer("seq"), r.text("element"), r.text("evidence_kind"), r.text("evidence_ref"),
                   r.text("sha256"), r.text("note"), r.text("added_by"), r.instant("added_at")});
  return out;
}

namespace {
// A page of each state, by its index, put together.
std::vector<Case> select_cases_in(store::Transaction& tx, const std::vector<std::string>& states,
                                  const std::string& after, int limit) {
  std::vector<Case> out;
  for (const std::string& state : states)
    for (const Row& r : tx.query(
             kCasePageState, {{"state", state}, {"after", after.empty() ? std::string("g") : after}, {"limit", limit}}))
      out.push_back(case_of(r));
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) { return a.id > b.id; });
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}
}  // namespace

std::vector<Case> select_cases_about(store::Transaction& tx, const std::string& host, const std::string& registrable) {
  static constexpr Sql kAbout{"case_about",
                              "select " CASE_COLUMNS
                              " from case_file where name in (:host, :registrable) order by id desc limit 1000"};
  std::vector<Case> out;
  for (const Row& row : tx.query(kAbout, {{"host", host}, {"registrable", registrable}})) out.push_back(case_of(row));
  return out;
}

std::vector<Case> select_cases_from(store::Transaction& tx, const std::string& after_id, int limit) {
  static constexpr Sql kFrom{"case_from",
                             "select " CASE_COLUMNS " from case_file where id > :after order by id limit :limit"};
  std::vector<Case> out;
  for (const Row& r : tx.query(kFrom, {{"after", after_id}, {"limit", limit}})) out.push_back(case_of(r));
  return out;
}

std::vector<Case> select_cases(store::Transaction& tx, const CaseFilter& f, const std::string& after, int limit) {
  if (!f.states.empty()) return select_cases_in(tx, f.states, after, limit);
  const Sql& sql = f.mine                                  ? kPageMine
                   : !f.name.empty()                       ? kPageName
                   : !f.state.empty() && !f.ground.empty() ? kPageStateGround
                   : !f.state.empty()                      ? kCasePageState
                   : !f.ground.empty()                     ? kPageGround
                                                           : kCasePage;
  store::Binds binds{{"after", after.empty() ? std::string("g") : after}, {"limit", limit}};
  binds.insert(binds.end(), {{"state", f.state}, {"ground", f.ground}, {"name", f.name}, {"person", f.person}});
  std::vector<Case> out;
  for (const Row& r : tx.query(sql, binds)) out.push_back(case_of(r));
  return out;
}

}  // namespace muster::cases
