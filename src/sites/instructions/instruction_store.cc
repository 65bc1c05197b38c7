#include "instruction_store.h"

#include <store/key_range.h>

namespace muster::instructions {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

#define OPEN "('waiting', 'acknowledged', 'executed')"
#define COLUMNS                                                                                                     \
  "i.*, o.number as order_number, o.state as order_state, o.expires_at, o.case_id, c.region, d.ground, d.measure, " \
  "d.scope_kind, d.scope_value, d.law, d.article, d.authority_name, g.sealed, p.name as party_name "
#define JOINS                                                                                              \
  "join orders o on o.id = i.order_id join decision d on d.id = o.decision_id join case_file c on c.id = " \
  "o.case_id join ground g on g.code = d.ground join party p on p.id = i.party_id "
#define INSTRUCTION "select " COLUMNS "from instruction i " JOINS
#define LIST(name, order, filter)                                                             \
  Sql {                                                                                       \
    "instructions_" name, INSTRUCTION "where " filter " order by i.id " order " limit :limit" \
  }
#define OLDER_OF(filter) "i.party_id = :party and " filter " and i.id < :after"
#define NEWER_OF(filter) "i.party_id = :party and " filter " and i.id > :after"
#define LATE                                                                                        \
  "((i.state = 'waiting' and i.ack_due_at <= :now) or (i.state in ('waiting', 'acknowledged') and " \
  "i.execute_due_at <= :now))"
#define ESCALATED "i.hitch <> '' and i.settled_at is null"

constexpr Sql kInsert{
    "instruction_insert",
    "insert into instruction(id, key, order_id, party_id, version, action, urgent, state, state_at, state_by, way, "
    "created_at, ack_due_at, execute_due_at, late_at) values(:id, :key, :order, :party, :version, :action, :urgent, "
    ":state, :at, :by, '', :at, :ack_due, :execute_due, :ack_due)"};
constexpr Sql kGet{"instruction_get", INSTRUCTION "where i.id = :id"};
constexpr Sql kGetByKey{"instruction_by_key", INSTRUCTION "where i.key = :id"};
constexpr Sql kOfOrder{"instructions_of_order",
                       INSTRUCTION "where i.order_id = :order order by i.version desc limit :limit"};
constexpr Sql kUpdate{
    "instruction_update",
    "update instruction set state = :state, state_at = :state_at, state_by = :state_by, way = :way, late_at = :late, "
    "acknowledged_at = :acknowledged, executed_at = :executed, verified_at = :verified, retest_at = :retest, "
    "retests = :retests, test_id = :test, hitch = :hitch, hitch_at = :hitch_at, settled_at = :settled_at, "
    "settled_by = :settled_by, note = :note where id = :id"};
constexpr Sql kIdsIn{"instruction_ids_in",
                     "select id from instruction where party_id = :party and state = :state and created_at <= :until "
                     "and id > :after order by id limit :limit"};
constexpr Sql kLate{"instructions_late",
                    "select id from instruction where late_at is not null and late_at <= :now "
                    "order by late_at, id limit :limit"};
constexpr Sql kRetests{"instructions_to_look_at",
                       "select id from instruction where retest_at is not null and "
                       "retest_at <= :now order by retest_at, id limit :limit"};
#define COUNTS                                                                  \
  "sum(case when i.state = 'waiting' then 1 else 0 end) as waiting, "           \
  "sum(case when i.state = 'acknowledged' then 1 else 0 end) as acknowledged, " \
  "sum(case when i.state = 'executed' then 1 else 0 end) as executed, "         \
  "sum(case when " LATE                                                         \
  " then 1 else 0 end) as late, "                                               \
  "sum(case when " ESCALATED " then 1 else 0 end) as escalated "
constexpr Sql kCounts{"instruction_counts", "select " COUNTS
                                            "from instruction i where i.party_id = :party and "
                                            "i.state in " OPEN};
constexpr Sql kProviders{
    "instruction_providers",
    "select p.id, p.name, c.*, w.state as channel_state, w.fault as channel_fault, "
    "(select count(*) from instruction_message m where m.party_id = p.id and m.state = 'queued') as queued, "
    "(select count(*) from instruction_message m where m.party_id = p.id and m.state = 'failed') as failed "
    "from (select i.party_id, " COUNTS "from instruction i where i.state in " OPEN
    " and i.party_id > :after group by i.party_id order by i.party_id limit :limit) c join party p on p.id = "
    "c.party_id left join provider_channel w on w.party_id = p.id and w.state <> 'ended' order by p.id"};

std::string text_or(const std::optional<std::string>& text) {
  return text.value_or("");
}

Instruction instruction_of(const Row& r) {
  Instruction i;
  i.id = r.text("id");
  i.key = r.text("key");
  i.order_id = r.text("order_id");
  i.party_id = r.text("party_id");
  i.version = r.integer("version");
  i.action = r.text("action");
  i.urgent = r.flag("urgent");
  i.state = r.text("state");
  i.state_at = r.instant("state_at");
  i.state_by = r.text("state_by");
  i.way = r.text("way");
  i.created_at = r.instant("created_at");
  i.ack_due_at = r.instant("ack_due_at");
  i.execute_due_at = r.instant("execute_due_at");
  i.late_at = r.maybe_instant("late_at");
  i.acknowledged_at = r.maybe_instant("acknowledged_at");
  i.executed_at = r.maybe_instant("executed_at");
  i.verified_at = r.maybe_instant("verified_at");
  i.retest_at = r.maybe_instant("retest_at");
  i.retests = r.integer("retests");
  i.test_id = r.text("test_id");
  i.hitch = r.text("hitch");
  i.hitch_at = r.maybe_instant("hitch_at");
  i.settled_at = r.maybe_instant("settled_at");
  i.settled_by = r.text("settled_by");
  i.note = r.text("note");
  i.order_number = r.text("order_number");
  i.order_state = r.text("order_state");
  i.party_name = r.text("party_name");
  i.case_id = r.text("case_id");
  i.region = r.text("region");
  i.ground = r.text("ground");
  i.measure = r.text("measure");
  i.scope_kind = r.text("scope_kind");
  i.scope_value = r.text("scope_value");
  i.law = r.text("law");
  i.article = r.text("article");
  i.authority_name = r.text("authority_name");
  i.sealed = r.flag("sealed");
  i.expires_at = r.instant("expires_at");
  return i;
}

std::vector<Instruction> all_of(const std::vector<Row>& rows) {
  std::vector<Instruction> out;
  for (const Row& row : rows) out.push_back(instruction_of(row));
  return out;
}

std::vector<std::string> ids_of(const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const Row& row : rows) out.push_back(row.text("id"));
  return out;
}

Counts counts_of(const Row& r) {
  const auto n = [&](const char* column) { return r.maybe_integer(column).value_or(0); };
  return {n("waiting"), n("acknowledged"), n("executed"), n("late"), n("escalated")};
}

const Sql& list_of(const Filter& f) {
  static constexpr Sql kAll = LIST("all", "desc", "i.id < :after");
  static constexpr Sql kInState = LIST("in_state", "desc", "i.state = :state and i.id < :after");
  static constexpr Sql kInStateUp = LIST("in_state_up", "asc", "i.state = :state and i.id > :after");
  static constexpr Sql kOpen = LIST("open", "asc", "i.state in " OPEN " and i.id > :after");
  static constexpr Sql kIsLate = LIST("late", "asc", LATE " and i.id > :after");
  static constexpr Sql kEscalated = LIST("escalated", "asc", ESCALATED " and i.id > :after");
  static constexpr Sql kOf = LIST("of", "desc", OLDER_OF("1 = 1"));
  static constexpr Sql kOfInState = LIST("of_in_state", "desc", OLDER_OF("i.state = :state"));
  static constexpr Sql kOfInStateUp = LIST("of_in_state_up", "asc", NEWER_OF("i.state = :state"));
  static constexpr Sql kOfOpen = LIST("of_open", "asc", NEWER_OF("i.state in " OPEN));
  static constexpr Sql kOfLate = LIST("of_late", "asc", NEWER_OF(LATE));
  static constexpr Sql kOfEscalated = LIST("of_escalated", "asc", NEWER_OF(ESCALATED));
  const bool of = !f.party_id.empty();
  if (f.state.empty()) return of ? kOf : kAll;
  if (f.state == "open") return of ? kOfOpen : kOpen;
  if (f.state == "late") return of ? kOfLate : kIsLate;
  if (f.state == "escalated") return of ? kOfEscalated : kEscalated;
  if (f.oldest_first()) return of ? kOfInStateUp : kInStateUp;
  return of ? kOfInState : kInState;
}

}  // namespace

bool Filter::oldest_first() const {
  return state == "waiting" || state == "acknowledged" || state == "executed" || state == "open" || state == "late" ||
         state == "escalated";
}

void insert_instruction(Transaction& tx, const Instruction& i) {
  tx.run(kInsert, {{"id", i.id},
                   {"key", i.key},
                   {"order", i.order_id},
                   {"party", i.party_id},
                   {"version", i.version},
                   {"action", i.action},
                   {"urgent", i.urgent},
                   {"state", i.state},
                   {"at", i.created_at},
                   {"by", i.state_by},
                   {"ack_due", i.ack_due_at},
                   {"execute_due", i.execute_due_at}});
}

std::optional<Instruction> select_instruction(Transaction& tx, const std::string& key) {
  auto row = tx.one(key.find('/') == std::string::npos ? kGet : kGetByKey, {{"id", key}});
  if (!row) return std::nullopt;
  return instruction_of(*row);
}

std::optional<Instruction> select_last_of_order(Transaction& tx, const std::string& order_id) {
  const auto row = tx.one(kOfOrder, {{"order", order_id}, {"limit", 1}});
  if (!row) return std::nullopt;
  return instruction_of(*row);
}

std::vector<Instruction> select_of_order(Transaction& tx, const std::string& order_id) {
  return all_of(tx.query(kOfOrder, {{"order", order_id}, {"limit", 50}}));
}

std::vector<Instruction> select_page(Transaction& tx, const Filter& f, const std::string& after, int limit,
                                     Instant now) {
  if (!f.key.empty()) {
    static constexpr Sql kByKey{"instructions_by_key",
                                INSTRUCTION "where i.key >= :low and i.key < :high order by i.key limit :limit"};
    const auto range = store::keys_behind(f.key.find('/') == std::string::npos ? f.key + "/" : f.key, "");
    auto found = all_of(tx.query(kByKey, {{"low", range.low}, {"high", range.high}, {"limit", limit}}));
    std::erase_if(found, [&](const Instruction& i) { return !f.party_id.empty() && i.party_id != f.party_id; });
    return found;
  }
  const std::string from = after.empty() && !f.oldest_first() ? "g" : after;  // behind every UUID
  store::Binds binds{{"after", from}, {"limit", limit}};
  if (!f.party_id.empty()) binds.emplace_back("party", f.party_id);
  if (f.state == "late")
    binds.emplace_back("now", now);
  else if (!f.state.empty() && f.state != "open" && f.state != "escalated")
    binds.emplace_back("state", f.state);
  return all_of(tx.query(list_of(f), binds));
}

void update_instruction(Transaction& tx, const Instruction& i) {
  tx.run(kUpdate, {{"id", i.id},
                   {"state", i.state},
                   {"state_at", i.state_at},
                   {"state_by", i.state_by},
                   {"way", i.way},
                   {"late", i.late_at},
                   {"acknowledged", i.acknowledged_at},
                   {"executed", i.executed_at},
                   {"verified", i.verified_at},
                   {"retest", i.retest_at},
                   {"retests", i.retests},
                   {"test", i.test_id},
                   {"hitch", i.hitch},
                   {"hitch_at", i.hitch_at},
                   {"settled_at", i.settled_at},
                   {"settled_by", i.settled_by},
                   {"note", i.note}});
}

std::vector<std::string> select_ids_in(Transaction& tx, const std::string& party_id, const std::string& state,
                                       Instant until, const std::string& after, int limit) {
  return ids_of(
      tx.query(kIdsIn, {{"party", party_id}, {"state", state}, {"until", until}, {"after", after}, {"limit", limit}}));
}

std::vector<std::string> select_late(Transaction& tx, Instant now, int limit) {
  return ids_of(tx.query(kLate, {{"now", now}, {"limit", limit}}));
}

std::vector<std::string> select_retests(Transaction& tx, Instant now, int limit) {
  return ids_of(tx.query(kRetests, {{"now", now}, {"limit", limit}}));
}

Counts select_counts(Transaction& tx, const std::string& party_id, Instant now) {
  return counts_of(*tx.one(kCounts, {{"party", party_id}, {"now", now}}));
}

std::vector<ProviderRow> select_providers(Transaction& tx, const std::string& after, int limit, Instant now) {
  std::vector<ProviderRow> out;
  for (const Row& r : tx.query(kProviders, {{"after", after}, {"limit", limit}, {"now", now}}))
    out.push_back({r.text("id"), r.text("name"), counts_of(r), text_or(r.maybe_text("channel_state")),
                   text_or(r.maybe_text("channel_fault")), r.integer("queued"), r.integer("failed")});
  return out;
}

std::vector<Instruction> select_items(Transaction& tx, const std::string& message_id) {
  static constexpr Sql kItems{"instruction_items", "select " COLUMNS
                                                   "from instruction_delivery v join instruction i on i.id = "
                                                   "v.instruction_id " JOINS
                                                   "where v.message_id = :message and v.message_id <> '' order "
                                                   "by i.id"};
  return all_of(tx.query(kItems, {{"message", message_id}}));
}

}  // namespace muster::instructions
