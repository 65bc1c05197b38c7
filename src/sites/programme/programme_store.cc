#include "programme_store.h"

#include <store/null.h>

namespace muster::programme {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kInsertProgramme{"programme_insert",
                               "insert into programme(id, title_en, title_zh, head_id, starts_on, state, state_at, "
                               "created_by, created_at, version) "
                               "values(:id, :en, :zh, :head, :starts, :state, :now, :by, :now, 1)"};
constexpr Sql kProgramme{"programme_by_id", "select * from programme where id = :id"};
constexpr Sql kProgrammes{"programme_list", "select * from programme order by id desc limit :limit"};
constexpr Sql kUpdateProgramme{"programme_update",
                               "update programme set head_id = :head, state = :state, state_at = case when state = "
                               ":state then state_at else :now end, version = version + 1 where id = :id and version = "
                               ":version"};
constexpr Sql kInsertPhase{"programme_phase_insert",
                           "insert into programme_phase(id, programme_id, seq, title_en, title_zh, starts_on, due_on) "
                           "values(:id, :programme, :seq, :en, :zh, :starts, :due)"};
constexpr Sql kPhases{"programme_phases", "select * from programme_phase where programme_id = :programme order by seq"};
constexpr Sql kInsertArea{
    "programme_area_insert",
    "insert into programme_area(id, programme_id, phase_id, code, title_en, title_zh) values(:id, "
    ":programme, :phase, :code, :en, :zh)"};
constexpr Sql kAreas{"programme_areas",
                     "select a.*, p.seq as phase_seq from programme_area a join programme_phase p on p.id = a.phase_id "
                     "where a.programme_id = :programme order by p.seq, a.code"};
constexpr Sql kInsertParty{"programme_party_insert",
                           "insert into programme_party(programme_id, party_id, added_at) values(:programme, :party, "
                           ":now) on conflict(programme_id, party_id) do nothing"};
constexpr Sql kParties{"programme_parties",
                       "select p.id, p.name from programme_party m join party p on p.id = m.party_id where "
                       "m.programme_id = :programme order by p.name, p.id limit 1000"};
constexpr Sql kInsertItem{
    "programme_item_insert",
    "insert into programme_item(id, programme_id, area_id, code, title_en, title_zh, evidence_en, evidence_zh, metric, "
    "towards, owner_id, starts_on, due_on, state, state_at, state_by, reason, created_at, version) values(:id, "
    ":programme, :area, :code, :en, :zh, :evidence_en, :evidence_zh, :metric, :towards, :owner, :starts, :due, "
    "'planned', :now, :by, '', :now, 1)"};
#define ITEM_WHOLE                                                                                           \
  "select i.*, a.code as area_code, coalesce(o.party_id, '') as owner_party, "                               \
  "(select count(*) from programme_step s where s.item_id = i.id) as steps, "                                \
  "(select count(*) from programme_step s where s.item_id = i.id and s.done_at is not null) as steps_done, " \
  "(select count(*) from programme_evidence e where e.item_id = i.id) as evidences "                         \
  "from programme_item i join programme_area a on a.id = i.area_id left join person o on o.id = i.owner_id "
constexpr Sql kItemCount{"programme_item_count",
                         "select count(*) as n from programme_item where programme_id = :programme"};
constexpr Sql kItems{"programme_items", ITEM_WHOLE "where i.programme_id = :programme order by i.code limit 5001"};
constexpr Sql kItemsOfParty{"programme_items_of_party", ITEM_WHOLE
                            "where i.programme_id = :programme and o.party_id = :party order by i.code limit "
                            "5001"};
constexpr Sql kOwnItems{
    "programme_items_own", ITEM_WHOLE
    "where i.id in (select x.id from programme_item x where x.owner_id = :me union select d.item_id from "
    "programme_deputy d where d.person_id = :me) and i.state in ('planned', 'under_way', 'submitted') and "
    "(i.due_on, i.id) > (:due, :after) order by i.due_on, i.id limit :limit"};
constexpr Sql kItem{"programme_item_by_id", ITEM_WHOLE "where i.id = :id"};
constexpr Sql kItemByCode{"programme_item_by_code", ITEM_WHOLE "where i.programme_id = :programme and i.code = :code"};
constexpr Sql kUpdateItem{
    "programme_item_update",
    "update programme_item set title_en = :en, title_zh = :zh, evidence_en = :evidence_en, evidence_zh = :evidence_zh, "
    "metric = :metric, towards = :towards, owner_id = :owner, starts_on = :starts, due_on = :due, version = version + "
    "1 "
    "where id = :id and version = :version"};
constexpr Sql kUpdateItemState{"programme_item_state",
                               "update programme_item set state = :state, state_at = :now, state_by = :by, reason = "
                               ":reason, version = version + 1 "
                               "where id = :id and version = :version"};
constexpr Sql kDeputies{"programme_deputies",
                        "select person_id from programme_deputy where item_id = :item order by seq"};
constexpr Sql kDeleteDeputies{"programme_deputies_delete", "delete from programme_deputy where item_id = :item"};
constexpr Sql kInsertDeputy{"programme_deputy_insert",
                            "insert into programme_deputy(item_id, seq, person_id) values(:item, :seq, :person)"};
constexpr Sql kInsertStep{
    "programme_step_insert",
    "insert into programme_step(item_id, seq, title_en, title_zh, done_at, done_by) values(:item, "
    ":seq, :en, :zh, null, '')"};
constexpr Sql kSteps{"programme_steps", "select * from programme_step where item_id = :item order by seq"};
constexpr Sql kStepDoneSql{
    "programme_step_done",
    "update programme_step set done_at = :now, done_by = :by where item_id = :item and seq = :seq "
    "and done_at is null"};
constexpr Sql kInsertEvidence{
    "programme_evidence_insert",
    "insert into programme_evidence(item_id, seq, kind, ref, note, added_by, added_at) select "
    ":item, coalesce(max(seq), 0) + 1, :kind, :ref, :note, :by, :now from programme_evidence "
    "where item_id = :item"};
constexpr Sql kEvidence{"programme_evidences",
                        "select * from programme_evidence where item_id = :item order by seq limit 500"};
constexpr Sql kInsertReturn{"programme_return_insert",
                            "insert into programme_return(item_id, party_id, seq, standing, note, given_by, given_at) "
                            "select :item, :party, coalesce(max(seq), 0) + 1, :standing, :note, :by, :now from "
                            "programme_return where item_id = :item and party_id = :party"};
constexpr Sql kReturns{
    "programme_returns",
    "select r.*, p.name as party_name from programme_return r join party p on p.id = r.party_id where "
    "r.item_id = :item and r.seq = (select max(s.seq) from programme_return s where s.item_id = "
    "r.item_id and s.party_id = r.party_id) order by p.name, r.party_id limit 1000"};
constexpr Sql kTold{"programme_told",
                    "select level, person_id, at from programme_escalation where item_id = :item and due_on = :due and "
                    "cause = :cause order by at"};
constexpr Sql kInsertTold{"programme_told_insert",
                          "insert into programme_escalation(item_id, due_on, cause, level, person_id, notice_id, at) "
                          "values(:item, :due, :cause, :level, :person, :notice, :now)"};
constexpr Sql kInsertCalendar{
    "calendar_token_insert",
    "insert into calendar_token(id, person_id, programme_id, token_sha256, created_at, "
    "expires_at, revoked_at) values(:id, :person, :programme, :sha256, :now, :expires, null)"};
constexpr Sql kCalendars{
    "calendar_tokens",
    "select * from calendar_token where person_id = :person and revoked_at is null and expires_at > "
    ":now order by id limit 100"};
constexpr Sql kRevokeCalendar{"calendar_token_revoke",
                              "update calendar_token set revoked_at = :now where id = :id and person_id = :person and "
                              "revoked_at is null"};
constexpr Sql kCalendarOwner{"calendar_token_find",
                             "select person_id, programme_id from calendar_token where token_sha256 = :sha256 and "
                             "revoked_at is null and expires_at > :now"};

Programme programme_of(const Row& row) {
  Programme p;
  p.id = row.text("id");
  p.title = {row.text("title_en"), row.text("title_zh")};
  p.head_id = row.text("head_id");
  p.starts_on = row.text("starts_on");
  p.state = row.text("state");
  p.created_by = row.text("created_by");
  p.created_at = row.instant("created_at");
  p.version = row.integer("version");
  return p;
}

Item item_row(const Row& row) {
  Item i;
  i.id = row.text("id");
  i.programme_id = row.text("programme_id");
  i.area_id = row.text("area_id");
  i.area_code = row.text("area_code");
  i.code = row.text("code");
  i.title = {row.text("title_en"), row.text("title_zh")};
  i.evidence = {row.text("evidence_en"), row.text("evidence_zh")};
  i.metric = row.text("metric");
  i.towards = row.text("towards");
  i.owner_id = row.text("owner_id");
  i.owner_party = row.text("owner_party");
  i.starts_on = row.text("starts_on");
  i.due_on = row.text("due_on");
  i.state = row.text("state");
  i.state_by = row.text("state_by");
  i.state_at = row.instant("state_at");
  i.reason = row.text("reason");
  i.version = row.integer("version");
  i.steps = row.integer("steps");
  i.steps_done = row.integer("steps_done");
  i.evidences = row.integer("evidences");
  return i;
}

std::vector<Item> items_of(const std::vector<Row>& rows) {
  std::vector<Item> out;
  out.reserve(rows.size());
  for (const Row& row : rows) out.push_back(item_row(row));
  return out;
}

store::Binds particulars(const Item& i) {
  return {{"id", i.id},
          {"en", i.title.en},
          {"zh", i.title.zh},
          {"evidence_en", i.evidence.en},
          {"evidence_zh", i.evidence.zh},
          {"metric", i.metric},
          {"towards", i.towards},
          {"owner", store::text_or_null(i.owner_id)},
          {"starts", i.starts_on},
          {"due", i.due_on}};
}

}  // namespace

void insert_programme(Transaction& tx, const Programme& p) {
  tx.run(kInsertProgramme, {{"id", p.id},
                            {"en", p.title.en},
                            {"zh", p.title.zh},
                            {"head", store::text_or_null(p.head_id)},
                            {"starts", p.starts_on},
                            {"state", p.state},
                            {"by", p.created_by},
                            {"now", p.created_at}});
}

std::optional<Programme> select_programme(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kProgramme, {{"id", id}});
  return row ? std::optional(programme_of(*row)) : std::nullopt;
}

std::vector<Programme> select_programmes(Transaction& tx, int limit) {
  std::vector<Programme> out;
  for (const Row& row : tx.query(kProgrammes, {{"limit", limit}})) out.push_back(programme_of(row));
  return out;
}

bool update_programme(Transaction& tx, const Programme& p, Instant now) {
  return tx.run(kUpdateProgramme, {{"id", p.id},
                                   {"head", store::text_or_null(p.head_id)},
                                   {"state", p.state},
                                   {"version", p.version},
                                   {"now", now}}) == 1;
}

void insert_phase(Transaction& tx, const std::string& programme_id, const Phase& phase) {
  tx.run(kInsertPhase, {{"id", phase.id},
                        {"programme", programme_id},
                        {"seq", phase.seq},
                        {"en", phase.title.en},
                        {"zh", phase.title.zh},
                        {"starts", phase.starts_on},
                        {"due", phase.due_on}});
}

std::vector<Phase> select_phases(Transaction& tx, const std::string& programme_id) {
  std::vector<Phase> out;
  for (const Row& row : tx.query(kPhases, {{"programme", programme_id}}))
    out.push_back({row.text("id"),
                   row.integer("seq"),
                   {row.text("title_en"), row.text("title_zh")},
                   row.text("starts_on"),
                   row.text("due_on")});
  return out;
}

void insert_area(Transaction& tx, const std::string& programme_id, const Area& area) {
  tx.run(kInsertArea, {{"id", area.id},
                       {"programme", programme_id},
                       {"phase", area.phase_id},
                       {"code", area.code},
                       {"en", area.title.en},
                       {"zh", area.title.zh}});
}

std::vector<Area> select_areas(Transaction& tx, const std::string& programme_id) {
  std::vector<Area> out;
  for (const Row& row : tx.query(kAreas, {{"programme", programme_id}}))
    out.push_back({row.text("id"),
                   row.text("phase_id"),
                   row.text("code"),
                   row.integer("phase_seq"),
                   {row.text("title_en"), row.text("title_zh")}});
  return out;
}

void insert_party(Transaction& tx, const std::string& programme_id, const std::string& party_id, Instant now) {
  tx.run(kInsertParty, {{"programme", programme_id}, {"party", party_id}, {"now", now}});
}

std::vector<std::pair<std::string, std::string>> select_parties(Transaction& tx, const std::string& programme_id) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Row& row : tx.query(kParties, {{"programme", programme_id}}))
    out.emplace_back(row.text("id"), row.text("name"));
  return out;
}

void insert_item(Transaction& tx, const Item& item, Instant now) {
  store::Binds binds = particulars(item);
  binds.emplace_back("programme", item.programme_id);
  binds.emplace_back("area", item.area_id);
  binds.emplace_back("code", item.code);
  binds.emplace_back("by", item.state_by);
  binds.emplace_back("now", now);
  tx.run(kInsertItem, binds);
}

std::int64_t count_items(Transaction& tx, const std::string& programme_id) {
  return tx.one(kItemCount, {{"programme", programme_id}})->integer("n");
}

std::vector<Item> select_items(Transaction& tx, const std::string& programme_id, const std::string& party) {
  if (party.empty()) return items_of(tx.query(kItems, {{"programme", programme_id}}));
  return items_of(tx.query(kItemsOfParty, {{"programme", programme_id}, {"party", party}}));
}

std::vector<Item> select_own_items(Transaction& tx, const std::string& person_id, const std::string& after_due,
                                   const std::string& after_id, int limit) {
  return items_of(tx.query(kOwnItems, {{"me", person_id}, {"due", after_due}, {"after", after_id}, {"limit", limit}}));
}

std::optional<Item> select_item(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kItem, {{"id", id}});
  return row ? std::optional(item_row(*row)) : std::nullopt;
}

std::optional<Item> select_item_by_code(Transaction& tx, const std::string& programme_id, const std::string& code) {
  const auto row = tx.one(kItemByCode, {{"programme", programme_id}, {"code", code}});
  return row ? std::optional(item_row(*row)) : std::nullopt;
}

bool update_item(Transaction& tx, const Item& item) {
  store::Binds binds = particulars(item);
  binds.emplace_back("version", item.version);
  return tx.run(kUpdateItem, binds) == 1;
}

bool update_item_state(Transaction& tx, const Item& item, const std::string& state, const std::string& reason,
                       const std::string& by, Instant now) {
  return tx.run(kUpdateItemState, {{"id", item.id},
                                   {"version", item.version},
                                   {"state", state},
                                   {"reason", reason},
                                   {"by", by},
                                   {"now", now}}) == 1;
}

std::vector<std::string> select_deputies(Transaction& tx, const std::string& item_id) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kDeputies, {{"item", item_id}})) out.push_back(row.text("person_id"));
  return out;
}

void replace_deputies(Transaction& tx, const std::string& item_id, const std::vector<std::string>& people) {
  tx.run(kDeleteDeputies, {{"item", item_id}});
  std::int64_t seq = 0;
  for (const auto& person : people) tx.run(kInsertDeputy, {{"item", item_id}, {"seq", ++seq}, {"person", person}});
}

void insert_step(Transaction& tx, const std::string& item_id, std::int64_t seq, const Both& title) {
  tx.run(kInsertStep, {{"item", item_id}, {"seq", seq}, {"en", title.en}, {"zh", title.zh}});
}

std::vector<Step> select_steps(Transaction& tx, const std::string& item_id) {
  std::vector<Step> out;
  for (const Row& row : tx.query(kSteps, {{"item", item_id}}))
    out.push_back({row.integer("seq"),
                   {row.text("title_en"), row.text("title_zh")},
                   row.maybe_instant("done_at"),
                   row.text("done_by")});
  return out;
}

bool update_step_done(Transaction& tx, const std::string& item_id, std::int64_t seq, const std::string& by,
                      Instant now) {
  return tx.run(kStepDoneSql, {{"item", item_id}, {"seq", seq}, {"by", by}, {"now", now}}) == 1;
}

void insert_evidence(Transaction& tx, const std::string& item_id, const Evidence& e) {
  tx.run(
      kInsertEvidence,
      {{"item", item_id}, {"kind", e.kind}, {"ref", e.ref}, {"note", e.note}, {"by", e.added_by}, {"now", e.added_at}});
}

std::vector<Evidence> select_evidence(Transaction& tx, const std::string& item_id) {
  std::vector<Evidence> out;
  for (const Row& row : tx.query(kEvidence, {{"item", item_id}}))
    out.push_back({row.integer("seq"), row.text("kind"), row.text("ref"), row.text("note"), row.text("added_by"),
                   row.instant("added_at")});
  return out;
}

void insert_return(Transaction& tx, const std::string& item_id, const Return& r) {
  tx.run(kInsertReturn, {{"item", item_id},
                         {"party", r.party_id},
                         {"standing", r.standing},
                         {"note", r.note},
                         {"by", r.given_by},
                         {"now", r.given_at}});
}

std::vector<Return> select_returns(Transaction& tx, const std::string& item_id) {
  std::vector<Return> out;
  for (const Row& row : tx.query(kReturns, {{"item", item_id}}))
    out.push_back({row.text("party_id"), row.text("party_name"), row.text("standing"), row.text("note"),
                   row.text("given_by"), row.instant("given_at")});
  return out;
}

std::vector<Told> select_told(Transaction& tx, const std::string& item_id, const std::string& due_on,
                              const std::string& cause) {
  std::vector<Told> out;
  for (const Row& row : tx.query(kTold, {{"item", item_id}, {"due", due_on}, {"cause", cause}}))
    out.push_back({row.text("level"), row.text("person_id"), row.instant("at")});
  return out;
}

void insert_told(Transaction& tx, const Item& item, const std::string& cause, const std::string& level,
                 const std::string& person, const std::string& notice, Instant now) {
  tx.run(kInsertTold, {{"item", item.id},
                       {"due", item.due_on},
                       {"cause", cause},
                       {"level", level},
                       {"person", person},
                       {"notice", notice},
                       {"now", now}});
}

void insert_calendar(Transaction& tx, const CalendarToken& token, const std::string& person,
                     const std::string& sha256) {
  tx.run(kInsertCalendar, {{"id", token.id},
                           {"person", person},
                           {"programme", store::text_or_null(token.programme_id)},
                           {"sha256", sha256},
                           {"now", token.created_at},
                           {"expires", token.expires_at}});
}

std::vector<CalendarToken> select_calendars(Transaction& tx, const std::string& person, Instant now) {
  std::vector<CalendarToken> out;
  for (const Row& row : tx.query(kCalendars, {{"person", person}, {"now", now}}))
    out.push_back({row.text("id"), row.text("programme_id"), "", row.instant("created_at"), row.instant("expires_at")});
  return out;
}

bool revoke_calendar_row(Transaction& tx, const std::string& id, const std::string& person, Instant now) {
  return tx.run(kRevokeCalendar, {{"id", id}, {"person", person}, {"now", now}}) == 1;
}

std::optional<CalendarOwner> select_calendar_owner(Transaction& tx, const std::string& sha256, Instant now) {
  const auto row = tx.one(kCalendarOwner, {{"sha256", sha256}, {"now", now}});
  return row ? std::optional(CalendarOwner{row->text("person_id"), row->text("programme_id")}) : std::nullopt;
}

}  // namespace muster::programme
