#include "event_row.h"

namespace muster::events {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsert{"event_insert",
                      "insert into event(id, kind, version, at, actor, record_kind, record_id) "
                      "values(:id, :kind, :version, :at, :actor, :record_kind, :record_id)"};
constexpr Sql kInsertPayload{"event_payload_insert",
                             "insert into event_payload(event_id, salt, body) values(:id, :salt, :body)"};
constexpr Sql kInsertOutbox{"event_outbox_insert", "insert into outbox(event_id) values(:id)"};
#define EVENT_COLUMNS "e.id, e.kind, e.version, e.at, e.actor, e.record_kind, e.record_id, coalesce(p.body, '') as body"
constexpr Sql kOfRecord{"event_of_record",
                        "select " EVENT_COLUMNS
                        " from event e left join event_payload p on p.event_id = e.id "
                        "where e.record_kind = :record_kind and e.record_id = :record_id order by e.id limit :limit"};
constexpr Sql kLatest{"event_latest", "select " EVENT_COLUMNS
                                      " from event e left join event_payload p on p.event_id = e.id "
                                      "where e.id < :before order by e.id desc limit :limit"};

std::vector<Event> events_of(const std::vector<Row>& rows) {
  std::vector<Event> out;
  for (const Row& row : rows) out.push_back(event_of(row));
  return out;
}

}  // namespace

Event event_of(const store::Row& row) {
  return {row.text("id"),        row.text("kind"),  static_cast<int>(row.integer("version")),
          row.instant("at"),     row.text("actor"), row.text("record_kind"),
          row.text("record_id"), row.text("body")};
}

void append(store::Transaction& tx, const Event& event, const std::string& salt) {
  tx.run(kInsert, {{"id", event.id},
                   {"kind", event.kind},
                   {"version", event.version},
                   {"at", event.at},
                   {"actor", event.actor},
                   {"record_kind", event.record_kind},
                   {"record_id", event.record_id}});
  tx.run(kInsertPayload, {{"id", event.id}, {"salt", salt}, {"body", event.body}});
  tx.run(kInsertOutbox, {{"id", event.id}});
}

void append_all(store::Transaction& tx, std::span<const Event> events, std::span<const std::string> salts) {
  static constexpr std::string_view kEvent[] = {"id", "kind", "version", "at", "actor", "record_kind", "record_id"};
  static constexpr std::string_view kPayload[] = {"event_id", "salt", "body"};
  static constexpr std::string_view kOutbox[] = {"event_id"};
  const auto heads = tx.bulk("event", kEvent);
  for (const Event& e : events)
    heads->row(std::vector<store::Value>{e.id, e.kind, std::int64_t{e.version}, e.at.micros, e.actor, e.record_kind,
                                         e.record_id});
  heads->finish();
  const auto payloads = tx.bulk("event_payload", kPayload);
  for (std::size_t i = 0; i < events.size(); ++i)
    payloads->row(std::vector<store::Value>{events[i].id, salts[i], events[i].body});
  payloads->finish();
  const auto outbox = tx.bulk("outbox", kOutbox);
  for (const Event& e : events) outbox->row(std::vector<store::Value>{e.id});
  outbox->finish();
}

std::vector<Event> of_record(store::Transaction& tx, const std::string& record_kind, const std::string& record_id,
                             int limit) {
  return events_of(tx.query(kOfRecord, {{"record_kind", record_kind}, {"record_id", record_id}, {"limit", limit}}));
}

std::vector<Event> latest(store::Transaction& tx, const std::string& before_id, int limit) {
  return events_of(tx.query(kLatest, {{"before", before_id.empty() ? std::string("g") : before_id}, {"limit", limit}}));
}

}  // namespace muster::events
