#include "suspicion_store.h"

#include <names/suffix.h>

#include <cstdlib>

#include <fmt/format.h>

namespace muster::testing {

std::string key_of(const Suspicion& suspicion) {
  return fmt::format("{}|{}", suspicion.score, suspicion.id);
}

namespace suspicions {
namespace {

using store::Sql;

constexpr Sql kOutcomes{
    "suspicion_outcomes",
    "select score, state from suspicion s where state in ('referred', 'dismissed') and source = 'test' and updated_at "
    ">= "
    ":from_at and updated_at < :until_at and not exists (select 1 from likeness_finding f where f.suspicion_id = s.id) "
    "order by id limit 1000000"};
constexpr Sql kInsert{
    "suspicion_insert",
    "insert into suspicion(id, name, registrable, ground, source, score, state, test_run_id, screened_by, case_id, "
    "note, "
    "seen, created_at, updated_at, version) values(:id, :name, :registrable, :ground, :source, :score, :state, null, "
    "null, null, :note, :seen, :created_at, :updated_at, 1)"};
constexpr Sql kUpdate{
    "suspicion_update",
    "update suspicion set score = :score, state = :state, test_run_id = :test_run_id, screened_by = :screened_by, "
    "case_id = :case_id, note = :note, seen = :seen, updated_at = :updated_at, version = version + 1 "
    "where id = :id and version = :version"};
constexpr Sql kFind{"suspicion_find", "select * from suspicion where id = :id"};
constexpr Sql kSealSuspicion{"suspicion_seal",
                             "update suspicion set sealed_at = :now, updated_at = :now, version = version + 1 where id "
                             "= :id and sealed_at is null"};
constexpr Sql kOpen{
    "suspicion_open",
    "select * from suspicion where name = :name and ground = :ground and state not in ('referred', 'dismissed')"};
constexpr Sql kOpenOf{
    "suspicions_open_of_name",
    "select * from suspicion where name = :name and state not in ('referred', 'dismissed') order by ground limit 20"};
constexpr Sql kAll{"suspicions_all",
                   "select * from suspicion where sealed_at is null and (score, id) < (:score, :id) and (:ground = '' "
                   "or ground = :ground) "
                   "order by score desc, id desc limit :limit"};
constexpr Sql kByState{"suspicions_by_state",
                       "select * from suspicion where state = :state and sealed_at is null and (score, id) < (:score, "
                       ":id) and (:ground = '' or ground = "
                       ":ground) order by score desc, id desc limit :limit"};
// A name has few suspicions: no order in the index is needed.
constexpr Sql kByName{
    "suspicions_by_name",
    "select * from suspicion where registrable = :registrable and sealed_at is null and (name = :name or :name = "
    ":registrable) "
    "and (:state = '' or state = :state) and (score, id) < (:score, :id) and (:ground = '' or ground = :ground) "
    "order by score desc, id desc limit :limit"};

Suspicion suspicion_of(const store::Row& row) {
  Suspicion out;
  out.id = row.text("id");
  out.name = row.text("name");
  out.registrable = row.text("registrable");
  out.ground = row.text("ground");
  out.source = row.text("source");
  out.score = row.real("score");
  out.state = row.text("state");
  out.test_run_id = row.text("test_run_id");
  out.screened_by = row.text("screened_by");
  out.case_id = row.text("case_id");
  out.note = row.text("note");
  out.seen = row.integer("seen");
  out.created_at = row.instant("created_at");
  out.updated_at = row.instant("updated_at");
  out.version = row.integer("version");
  out.sealed = !row.is_null("sealed_at");
  return out;
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<Suspicion> first(const std::optional<store::Row>& row) {
  if (!row) return {};
  return suspicion_of(*row);
}

}  // namespace

void insert(store::Transaction& tx, const Suspicion& s) {
  tx.run(kInsert, {{"id", s.id},
                   {"name", s.name},
                   {"registrable", s.registrable},
                   {"ground", s.ground},
                   {"source", s.source},
                   {"score", s.score},
                   {"state", s.state},
                   {"note", s.note},
                   {"seen", s.seen},
                   {"created_at", s.created_at},
                   {"updated_at", s.updated_at}});
}

bool update(store::Transaction& tx, const Suspicion& s) {
  return tx.run(kUpdate, {{"id", s.id},
                          {"version", s.version},
                          {"score", s.score},
                          {"state", s.state},
                          {"test_run_id", or_null(s.test_run_id)},
                          {"screened_by", or_null(s.screened_by)},
                          {"case_id", or_null(s.case_id)},
                          {"note", s.note},
                          {"seen", s.seen},
                          {"updated_at", s.updated_at}}) == 1;
}

void seal(store::Transaction& tx, const std::string& id, Instant now) {
  tx.run(kSealSuspicion, {{"id", id}, {"now", now}});
}

std::optional<Suspicion> find(store::Transaction& tx, const std::string& id) {
  return first(tx.one(kFind, {{"id", id}}));
}

std::optional<Suspicion> find_open(store::Transaction& tx, const std::string& name, const std::string& ground) {
  return first(tx.one(kOpen, {{"name", name}, {"ground", ground}}));
}

std::vector<Suspicion> open_of(store::Transaction& tx, const std::string& name) {
  std::vector<Suspicion> out;
  for (const auto& row : tx.query(kOpenOf, {{"name", name}})) out.push_back(suspicion_of(row));
  return out;
}

Result<std::vector<Suspicion>> list(store::Transaction& tx, const SuspicionFilter& filter) {
  double score = 2;  // above every score
  std::string id = "g";
  if (!filter.after.empty()) {
    const auto bar = filter.after.find('|');
    if (bar == std::string::npos) return invalid("page_cursor", "The cursor is not one of ours.", "after");
    score = std::strtod(filter.after.c_str(), nullptr);
    id = filter.after.substr(bar + 1);
  }
  store::Binds binds{{"score", score}, {"id", id}, {"ground", filter.ground}, {"limit", filter.limit}};
  std::vector<store::Row> rows;
  if (!filter.name.empty()) {
    const auto registrable = names::registrable_domain(filter.name);
    binds.emplace_back("name", filter.name);
    binds.emplace_back("registrable", registrable.empty() ? std::string_view(filter.name) : registrable);
    binds.emplace_back("state", filter.state);
    rows = tx.query(kByName, binds);
  } else if (!filter.state.empty()) {
    binds.emplace_back("state", filter.state);
    rows = tx.query(kByState, binds);
  } else {
    rows = tx.query(kAll, binds);
  }
  std::vector<Suspicion> out;
  for (const auto& row : rows) out.push_back(suspicion_of(row));
  return out;
}

std::vector<content::Outcome> outcomes(store::Transaction& tx, Instant from, Instant until) {
  std::vector<content::Outcome> out;
  tx.each(kOutcomes, {{"from_at", from}, {"until_at", until}}, [&](const store::Row& row) {
    out.push_back({row.real("score"), row.text("state") == "referred"});
    return true;
  });
  return out;
}

}  // namespace suspicions
}  // namespace muster::testing
