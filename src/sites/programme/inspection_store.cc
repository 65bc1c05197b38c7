#include "inspection_store.h"

#include <store/key_range.h>

namespace muster::programme {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kInsertInspection{"inspection_insert",
                                "insert into inspection(id, party_id, checklist, purpose, until_on, state, opened_by, "
                                "opened_at, closed_at, version) "
                                "values(:id, :party, :checklist, :purpose, :until, 'open', :by, :now, null, 1)"};
constexpr Sql kInsertAnswer{"inspection_answer_insert",
                            "insert into inspection_answer(inspection_id, seq, question_en, question_zh, answer, note, "
                            "answered_by, answered_at) values(:inspection, :seq, :en, :zh, '', '', '', null)"};
#define INSPECTION_WHOLE                                                                                           \
  "select i.*, p.name as party_name, (select count(*) from inspection_answer a where a.inspection_id = i.id) as "  \
  "questions, (select count(*) from inspection_answer a where a.inspection_id = i.id and a.answer <> '') as "      \
  "answered, (select count(*) from inspection_answer a where a.inspection_id = i.id and a.answer = 'not_met') as " \
  "not_met, (select count(*) from inspection_finding f where f.inspection_id = i.id and f.state in ('open', "      \
  "'remedied')) as findings_open from inspection i join party p on p.id = i.party_id "
constexpr Sql kInspection{"inspection_by_id", INSPECTION_WHOLE "where i.id = :id"};
constexpr Sql kInspections{"inspection_list", INSPECTION_WHOLE "where i.id < :before order by i.id desc limit :limit"};
constexpr Sql kInspectionsOfParty{"inspection_list_party", INSPECTION_WHOLE
                                  "where i.party_id = :party and i.id < :before order by i.id desc limit :limit"};
constexpr Sql kCloseInspection{"inspection_close",
                               "update inspection set state = 'closed', closed_at = :now, version = version + 1 where "
                               "id = :id and state = 'open'"};
constexpr Sql kAnswersSql{"inspection_answers",
                          "select * from inspection_answer where inspection_id = :inspection order by seq"};
constexpr Sql kUpdateAnswer{
    "inspection_answer_update",
    "update inspection_answer set answer = :answer, note = :note, answered_by = :by, answered_at "
    "= :now where inspection_id = :inspection and seq = :seq"};
// Numbers begin anew each year and have five digits: they sort as text.
constexpr Sql kNextFinding{
    "inspection_finding_next",
    "select coalesce(max(number), '') as number from inspection_finding where number >= :low and "
    "number < :high"};
constexpr Sql kInsertFinding{
    "inspection_finding_insert",
    "insert into inspection_finding(id, number, inspection_id, party_id, severity, found_by, known_on, told_on, "
    "leniency, "
    "sentence, due_on, state, state_at, state_by, note, version) values(:id, :number, :inspection, :party, :severity, "
    ":found_by, :known_on, :told_on, :leniency, :sentence, :due_on, 'open', :now, :by, '', 1)"};
#define FINDING_WHOLE "select f.*, p.name as party_name from inspection_finding f join party p on p.id = f.party_id "
constexpr Sql kFinding{"inspection_finding_by_id", FINDING_WHOLE "where f.id = :id"};
constexpr Sql kFindingByNumber{"inspection_finding_by_number", FINDING_WHOLE "where f.number = :id"};
constexpr Sql kFindingsOf{"inspection_findings_of",
                          FINDING_WHOLE "where f.inspection_id = :inspection order by f.id limit 500"};
constexpr Sql kFindings{"inspection_findings", FINDING_WHOLE "where f.id < :before order by f.id desc limit :limit"};
constexpr Sql kFindingsOpen{"inspection_findings_open", FINDING_WHOLE
                            "where f.state in ('open', 'remedied') and f.id < :before order by f.id desc limit :limit"};
constexpr Sql kFindingsOfParty{"inspection_findings_party", FINDING_WHOLE
                               "where f.party_id = :party and f.id < :before order by f.id desc limit :limit"};
constexpr Sql kFindingsOfPartyOpen{"inspection_findings_party_open", FINDING_WHOLE
                                   "where f.party_id = :party and f.state in ('open', 'remedied') and f.id < "
                                   ":before order by f.id desc limit :limit"};
constexpr Sql kUpdateFinding{
    "inspection_finding_state",
    "update inspection_finding set state = :state, state_at = :now, state_by = :by, note = :note, "
    "version = version + 1 where id = :id and version = :version"};

Inspection inspection_of(const Row& row) {
  Inspection i;
  i.id = row.text("id");
  i.party_id = row.text("party_id");
  i.party_name = row.text("party_name");
  i.checklist = row.text("checklist");
  i.purpose = row.text("purpose");
  i.until_on = row.text("until_on");
  i.state = row.text("state");
  i.opened_by = row.text("opened_by");
  i.opened_at = row.instant("opened_at");
  i.version = row.integer("version");
  i.questions = row.integer("questions");
  i.answered = row.integer("answered");
  i.not_met = row.integer("not_met");
  i.findings_open = row.integer("findings_open");
  return i;
}

Finding finding_of(const Row& row) {
  Finding f;
  f.id = row.text("id");
  f.number = row.text("number");
  f.inspection_id = row.text("inspection_id");
  f.party_id = row.text("party_id");
  f.party_name = row.text("party_name");
  f.severity = row.text("severity");
  f.found_by = row.text("found_by");
  f.known_on = row.text("known_on");
  f.told_on = row.text("told_on");
  f.leniency = row.text("leniency");
  f.sentence = row.text("sentence");
  f.due_on = row.text("due_on");
  f.state = row.text("state");
  f.state_by = row.text("state_by");
  f.state_at = row.instant("state_at");
  f.note = row.text("note");
  f.version = row.integer("version");
  return f;
}

std::vector<Finding> findings_of(const std::vector<Row>& rows) {
  std::vector<Finding> out;
  for (const Row& row : rows) out.push_back(finding_of(row));
  return out;
}

}  // namespace

void insert_inspection(Transaction& tx, const Inspection& i, const std::vector<Both>& questions) {
  tx.run(kInsertInspection, {{"id", i.id},
                             {"party", i.party_id},
                             {"checklist", i.checklist},
                             {"purpose", i.purpose},
                             {"until", i.until_on},
                             {"by", i.opened_by},
                             {"now", i.opened_at}});
  std::int64_t seq = 0;
  for (const Both& q : questions)
    tx.run(kInsertAnswer, {{"inspection", i.id}, {"seq", ++seq}, {"en", q.en}, {"zh", q.zh}});
}

std::optional<Inspection> select_inspection(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kInspection, {{"id", id}});
  return row ? std::optional(inspection_of(*row)) : std::nullopt;
}

std::vector<Inspection> select_inspections(Transaction& tx, const std::string& party, bool of_party,
                                           const std::string& before, int limit) {
  store::Binds binds{{"before", before.empty() ? store::kBeyond : before}, {"limit", limit}};
  if (of_party) binds.emplace_back("party", party);
  std::vector<Inspection> out;
  for (const Row& row : tx.query(of_party ? kInspectionsOfParty : kInspections, binds))
    out.push_back(inspection_of(row));
  return out;
}

void update_inspection_closed(Transaction& tx, const std::string& id, Instant now) {
  tx.run(kCloseInspection, {{"id", id}, {"now", now}});
}

std::vector<Answer> select_answers(Transaction& tx, const std::string& inspection_id) {
  std::vector<Answer> out;
  for (const Row& row : tx.query(kAnswersSql, {{"inspection", inspection_id}}))
    out.push_back({row.integer("seq"),
                   {row.text("question_en"), row.text("question_zh")},
                   row.text("answer"),
                   row.text("note"),
                   row.text("answered_by"),
                   row.maybe_instant("answered_at")});
  return out;
}

bool update_answer(Transaction& tx, const std::string& inspection_id, std::int64_t seq, const std::string& answer,
                   const std::string& note, const std::string& by, Instant now) {
  return tx.run(kUpdateAnswer, {{"inspection", inspection_id},
                                {"seq", seq},
                                {"answer", answer},
                                {"note", note},
                                {"by", by},
                                {"now", now}}) == 1;
}

std::int64_t next_finding_number(Transaction& tx, const std::string& year) {
  const std::string low = "F" + year + "-";
  const auto last = tx.one(kNextFinding, {{"low", low}, {"high", low + store::kBeyond}})->text("number");
  return last.empty() ? 1 : std::stoll(last.substr(low.size())) + 1;
}

void insert_finding(Transaction& tx, const Finding& f) {
  tx.run(kInsertFinding, {{"id", f.id},
                          {"number", f.number},
                          {"inspection", f.inspection_id.empty() ? std::nullopt : std::optional(f.inspection_id)},
                          {"party", f.party_id},
                          {"severity", f.severity},
                          {"found_by", f.found_by},
                          {"known_on", f.known_on},
                          {"told_on", f.told_on},
                          {"leniency", f.leniency},
                          {"sentence", f.sentence},
                          {"due_on", f.due_on},
                          {"now", f.state_at},
                          {"by", f.state_by}});
}

std::optional<Finding> select_finding(Transaction& tx, const std::string& id) {
  const auto row = tx.one(id.starts_with("F") ? kFindingByNumber : kFinding, {{"id", id}});
  return row ? std::optional(finding_of(*row)) : std::nullopt;
}

std::vector<Finding> select_findings_of(Transaction& tx, const std::string& inspection_id) {
  return findings_of(tx.query(kFindingsOf, {{"inspection", inspection_id}}));
}

std::vector<Finding> select_findings(Transaction& tx, const std::string& party, bool of_party, bool open_only,
                                     const std::string& before, int limit) {
  store::Binds binds{{"before", before.empty() ? store::kBeyond : before}, {"limit", limit}};
  if (of_party) binds.emplace_back("party", party);
  const Sql& sql =
      of_party ? (open_only ? kFindingsOfPartyOpen : kFindingsOfParty) : (open_only ? kFindingsOpen : kFindings);
  return findings_of(tx.query(sql, binds));
}

bool update_finding(Transaction& tx, const Finding& f, const std::string& state, const std::string& note,
                    const std::string& by, Instant now) {
  return tx.run(kUpdateFinding,
                {{"id", f.id}, {"version", f.version}, {"state", state}, {"note", note}, {"by", by}, {"now", now}}) ==
         1;
}

}  // namespace muster::programme
