#include "debarment_store.h"

#include <fmt/format.h>

namespace muster::restrictions {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

#define DEBARMENT_SELECT                                                                                          \
  "select d.*, s.name as subject_name, s.number as subject_number, s.kind as subject_kind from debarment d join " \
  "subject s "                                                                                                    \
  "on s.id = d.subject_id "
constexpr Sql kSubjectOf{
    "debarment_subject",
    "select s.kind, coalesce((select min(t.id) from site t where t.subject_id = s.id), '') as a_site, "
    "coalesce((select t.language from site t where t.subject_id = s.id order by t.id limit 1), '') as "
    "language from subject s where s.id = :id"};
constexpr Sql kNumberNext{
    "debarment_number_next",
    "insert into debarment_number(year, last) values(:year, 1) on conflict(year) do update set last = "
    "debarment_number.last + 1"};
constexpr Sql kNumberLast{"debarment_number_last", "select last from debarment_number where year = :year"};
constexpr Sql kOpenOf{
    "debarment_open_of",
    "select 1 as one from debarment where subject_id = :subject_id and state in ('proposed', 'notified', "
    "'heard', 'active', 'reviewed') limit 1"};
constexpr Sql kDebarmentInsert{
    "debarment_insert",
    "insert into debarment(id, number, subject_id, cause, reason, law, decision_ref, decided_at, proposed_by, "
    "proposed_at, "
    "state, state_at, end_reason, heard_how, version) values(:id, :number, :subject_id, :cause, :reason, :law, "
    ":decision_ref, :decided_at, :proposed_by, :now, 'proposed', :now, '', '', 1)"};
constexpr Sql kDebarmentById{"debarment_by_id", DEBARMENT_SELECT "where d.id = :key"};
constexpr Sql kDebarmentByNumber{"debarment_by_number", DEBARMENT_SELECT "where d.number = :key"};
constexpr Sql kDebarmentUpdate{"debarment_update",
                               "update debarment set notice_id = :notice_id, answer_by = :answer_by, heard_by = "
                               ":heard_by, heard_how = :heard_how, "
                               "heard_at = :heard_at, activated_by = :activated_by, from_at = :from, until_at = "
                               ":until, review_at = :review_at, state = "
                               ":state, state_at = :state_at, end_reason = :end_reason, version = version + 1 where id "
                               "= :id and version = :version"};
constexpr Sql kDebarmentList{"debarment_list", DEBARMENT_SELECT "where d.id < :before order by d.id desc limit :limit"};
constexpr Sql kDebarmentsByState{"debarment_list_state", DEBARMENT_SELECT
                                 "where d.state = :state and d.id < :before order by d.id desc limit :limit"};
constexpr Sql kDebarmentsOfSubject{
    "debarment_list_subject",
    DEBARMENT_SELECT "where d.subject_id = :subject_id and d.id < :before order by d.id desc limit :limit"};
constexpr Sql kDebarmentsDue{
    "debarment_due", DEBARMENT_SELECT
    "where d.state in ('active', 'reviewed') and d.until_at <= :now order by d.until_at, d.id limit "
    ":limit"};
constexpr Sql kInForce{"debarment_in_force",
                       "select number, until_at from debarment where subject_id = :subject_id and state in ('active', "
                       "'reviewed') and from_at <= :now and until_at > :now order by until_at desc limit 1"};
constexpr Sql kPublic{
    "debarment_public",
    "select d.number, s.name, s.region, d.reason, d.law, d.decision_ref, d.cause, d.from_at, d.until_at from "
    "debarment d join subject s on s.id = d.subject_id where d.state in ('active', 'reviewed') and "
    "d.until_at > :now and s.kind <> 'individual' and s.name <> '' and (s.name, d.number) > (:name, :number) "
    "order by s.name, d.number limit :limit"};

Debarment debarment_of(const Row& row) {
  Debarment d;
  d.id = row.text("id");
  d.number = row.text("number");
  d.subject_id = row.text("subject_id");
  d.individual = row.text("subject_kind") == "individual";
  d.subject_name = d.individual ? "" : row.text("subject_name");
  d.subject_number = row.text("subject_number");
  d.cause = debarment_cause(row.text("cause")).value_or(DebarmentCause::false_filing);
  d.reason = row.text("reason");
  d.law = row.text("law");
  d.decision_ref = row.text("decision_ref");
  d.decided_at = row.instant("decided_at");
  d.proposed_by = row.text("proposed_by");
  d.proposed_at = row.instant("proposed_at");
  d.notice_id = row.text("notice_id");
  d.answer_by = row.maybe_instant("answer_by");
  d.heard_by = row.text("heard_by");
  d.heard_how = row.text("heard_how");
  d.heard_at = row.maybe_instant("heard_at");
  d.activated_by = row.text("activated_by");
  d.from = row.maybe_instant("from_at");
  d.until = row.maybe_instant("until_at");
  d.review_at = row.maybe_instant("review_at");
  d.state = debarment_state(row.text("state")).value_or(DebarmentState::removed);
  d.state_at = row.instant("state_at");
  d.end_reason = row.text("end_reason");
  d.version = row.integer("version");
  return d;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::optional<SubjectOfDebarment> select_subject(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kSubjectOf, {{"id", id}});
  if (!row) return std::nullopt;
  return SubjectOfDebarment{row->text("kind"), row->text("a_site"), row->text("language")};
}

std::string next_debarment_number(Transaction& tx, Instant at) {
  const std::int64_t year = std::stoll(to_day(at).substr(0, 4));
  tx.run(kNumberNext, {{"year", year}});
  return fmt::format("D-{}-{:06}", year, tx.one(kNumberLast, {{"year", year}})->integer("last"));
}

bool has_open_debarment(Transaction& tx, const std::string& subject_id) {
  return tx.one(kOpenOf, {{"subject_id", subject_id}}).has_value();
}

void insert_debarment(Transaction& tx, const Debarment& d) {
  tx.run(kDebarmentInsert, {{"id", d.id},
                            {"number", d.number},
                            {"subject_id", d.subject_id},
                            {"cause", to_text(d.cause)},
                            {"reason", d.reason},
                            {"law", d.law},
                            {"decision_ref", d.decision_ref},
                            {"decided_at", d.decided_at},
                            {"proposed_by", d.proposed_by},
                            {"now", d.proposed_at}});
}

std::optional<Debarment> select_debarment(Transaction& tx, const std::string& key) {
  auto row = tx.one(kDebarmentById, {{"key", key}});
  if (!row) row = tx.one(kDebarmentByNumber, {{"key", key}});
  return row ? std::optional(debarment_of(*row)) : std::nullopt;
}

bool update_debarment(Transaction& tx, const Debarment& d) {
  return tx.run(kDebarmentUpdate, {{"id", d.id},
                                   {"version", d.version},
                                   {"notice_id", unless_empty(d.notice_id)},
                                   {"answer_by", d.answer_by},
                                   {"heard_by", unless_empty(d.heard_by)},
                                   {"heard_how", d.heard_how},
                                   {"heard_at", d.heard_at},
                                   {"activated_by", unless_empty(d.activated_by)},
                                   {"from", d.from},
                                   {"until", d.until},
                                   {"review_at", d.review_at},
                                   {"state", to_text(d.state)},
                                   {"state_at", d.state_at},
                                   {"end_reason", d.end_reason}}) == 1;
}

std::vector<Debarment> select_debarments(Transaction& tx, const DebarmentFilter& filter, const std::string& after,
                                         int limit) {
  store::Binds binds{{"before", after.empty() ? "g" : after}, {"limit", limit}};
  const Sql* sql = &kDebarmentList;
  if (!filter.subject_id.empty()) {
    sql = &kDebarmentsOfSubject;
    binds.emplace_back("subject_id", filter.subject_id);
  } else if (filter.state) {
    sql = &kDebarmentsByState;
    binds.emplace_back("state", to_text(*filter.state));
  }
  std::vector<Debarment> out;
  for (const Row& row : tx.query(*sql, binds)) out.push_back(debarment_of(row));
  return out;
}

std::vector<Debarment> select_debarments_due(Transaction& tx, Instant now, int limit) {
  std::vector<Debarment> out;
  for (const Row& row : tx.query(kDebarmentsDue, {{"now", now}, {"limit", limit}})) out.push_back(debarment_of(row));
  return out;
}

std::optional<InForce> debarment_in_force(Transaction& tx, const std::string& subject_id, Instant now) {
  const auto row = tx.one(kInForce, {{"subject_id", subject_id}, {"now", now}});
  if (!row) return std::nullopt;
  return InForce{row->text("number"), row->instant("until_at")};
}

std::vector<PublicDebarment> select_public_debarments(Transaction& tx, const std::string& after_name,
                                                      const std::string& after_number, Instant now, int limit) {
  std::vector<PublicDebarment> out;
  for (const Row& row :
       tx.query(kPublic, {{"now", now}, {"name", after_name}, {"number", after_number}, {"limit", limit}}))
    out.push_back({row.text("number"), row.text("name"), row.text("region"), row.text("reason"), row.text("law"),
                   row.text("decision_ref"), debarment_cause(row.text("cause")).value_or(DebarmentCause::false_filing),
                   row.instant("from_at"), row.instant("until_at")});
  return out;
}

}  // namespace muster::restrictions
