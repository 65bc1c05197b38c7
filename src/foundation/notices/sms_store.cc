#include "sms_store.h"

namespace muster::notices {
namespace {

using store::Row;
using store::Sql;
using store::Value;

constexpr Sql kSmsDue{"sms_due",
                      "select * from sms_message where state = 'queued' and urgent = :urgent and next_at <= :now "
                      "order by next_at, id limit :limit"};
constexpr Sql kSmsLend{"sms_lend", "update sms_message set attempts = attempts + 1, next_at = :until where id = :id"};
constexpr Sql kSmsPutOff{"sms_put_off",
                         "update sms_message set next_at = :next, error_code = :code, attempts = attempts - :uncount, "
                         "changed_at = :now where id = :id and state = 'queued'"};
constexpr Sql kSmsEnd{"sms_end",
                      "update sms_message set state = :state, reference = :reference, error_code = :code, "
                      "changed_at = :now where id = :id and state = 'queued'"};
constexpr Sql kSmsByReference{"sms_by_reference",
                              "select id, record_kind, record_id from sms_message where reference = :reference and "
                              "state = 'sent' order by id desc limit 1"};
constexpr Sql kSmsFate{"sms_fate",
                       "update sms_message set state = :state, error_code = :code, changed_at = :now where id = :id"};
constexpr Sql kTallyAdd{"sms_tally_add",
                        "update sms_tally set n = n + :n where record_kind = :kind and record_id = :id and state = :s"};
constexpr Sql kTallyInsert{"sms_tally_insert",
                           "insert into sms_tally(record_kind, record_id, state, n) values(:kind, :id, :s, :n)"};
constexpr Sql kTally{"sms_tally_of", "select state, n from sms_tally where record_kind = :kind and record_id = :id"};
constexpr Sql kSmsRemove{"sms_remove",
                         "delete from sms_message where id in (select id from sms_message where state <> 'queued' and "
                         "changed_at < :before order by changed_at limit :limit)"};

}  // namespace

void insert_all(store::Transaction& tx, std::span<const StoredSms> messages, Instant now) {
  static constexpr std::string_view kColumns[] = {
      "id",    "kind",     "recipient_ref", "language",  "filled",     "record_kind", "record_id", "urgent",
      "state", "attempts", "next_at",       "reference", "error_code", "created_at",  "changed_at"};
  const auto rows = tx.bulk("sms_message", kColumns);
  for (const StoredSms& m : messages)
    rows->row(std::vector<Value>{m.id, m.kind, m.recipient_ref, m.language, m.filled, m.record_kind, m.record_id,
                                 std::int64_t{m.urgent}, std::string("queued"), std::int64_t{0}, now.micros,
                                 std::string(), std::string(), now.micros, now.micros});
  rows->finish();
}

std::vector<StoredSms> due_messages(store::Transaction& tx, bool urgent, Instant now, int limit) {
  std::vector<StoredSms> out;
  for (const Row& row : tx.query(kSmsDue, {{"urgent", urgent}, {"now", now}, {"limit", limit}}))
    out.push_back({row.text("id"), row.text("kind"), row.text("recipient_ref"), row.text("language"),
                   row.text("filled"), row.text("record_kind"), row.text("record_id"), row.flag("urgent"),
                   row.integer("attempts")});
  return out;
}

void lend(store::Transaction& tx, const std::string& id, Instant until) {
  tx.run(kSmsLend, {{"id", id}, {"until", until}});
}
bool put_off(store::Transaction& tx, const std::string& id, Instant next, const std::string& code, bool uncount,
             Instant now) {
  return tx.run(kSmsPutOff, {{"id", id}, {"next", next}, {"code", code}, {"uncount", uncount}, {"now", now}}) == 1;
}
bool end_message(store::Transaction& tx, const std::string& id, const char* state, const std::string& reference,
                 const std::string& code, Instant now) {
  return tx.run(kSmsEnd, {{"id", id}, {"state", state}, {"reference", reference}, {"code", code}, {"now", now}}) == 1;
}
std::optional<std::pair<std::string, std::string>> note_receipt(store::Transaction& tx, const std::string& reference,
                                                                const char* state, const std::string& code,
                                                                Instant now) {
  const auto row = reference.empty() ? std::nullopt : tx.one(kSmsByReference, {{"reference", reference}});
  if (!row) return std::nullopt;
  tx.run(kSmsFate, {{"id", row->text("id")}, {"state", state}, {"code", code}, {"now", now}});
  return std::pair(row->text("record_kind"), row->text("record_id"));
}

void Tally::write(store::Transaction& tx) const {
  for (const auto& [key, n] : changes_) {
    const auto& [kind, id, state] = key;
    const store::Binds binds{{"kind", kind}, {"id", id}, {"s", state}, {"n", n}};
    if (n != 0 && tx.run(kTallyAdd, binds) == 0) tx.run(kTallyInsert, binds);
  }
}

SmsCounts sms_counts(store::Transaction& tx, const std::string& record_kind, const std::string& record_id) {
  SmsCounts out;
  for (const Row& row : tx.query(kTally, {{"kind", record_kind}, {"id", record_id}})) {
    const std::string state = row.text("state");
    (state == "queued"      ? out.queued
     : state == "sent"      ? out.sent
     : state == "delivered" ? out.delivered
                            : out.failed) = row.integer("n");
  }
  return out;
}

int remove_ended(store::Transaction& tx, Instant before, int limit) {
  return static_cast<int>(tx.run(kSmsRemove, {{"before", before}, {"limit", limit}}));
}

}  // namespace muster::notices
