// One entry: event's row, payload, leaf.
#include "verify_inside.h"
#include <ledger/leaf.h>
#include <ledger/log.h>

#include <fmt/format.h>

namespace muster::ledger::checking {
namespace {

using store::Sql;

constexpr Sql kEntries{
    "verify_entries",
    "select s.idx, s.event_id, l.data, l.hash, e.id, e.kind, e.version, e.at, e.actor, e.record_kind, e.record_id, "
    "p.salt, p.body from ledger_sequence s left join ledger_leaf l on l.event_id = s.event_id "
    "left join event e on e.id = s.event_id left join event_payload p on p.event_id = s.event_id "
    "where s.idx >= :from and s.idx < :to order by s.idx"};
constexpr Sql kDestroyed{
    "verify_destroyed",
    "select id from event where record_kind = 'event' and record_id = :event_id and kind = :kind limit 1"};

constexpr std::size_t kTailBytes = 65;  // the commitment's line

std::string fields_of(const store::Row& row) {
  const events::Event event{row.text("id"),
                            row.text("kind"),
                            static_cast<int>(row.integer("version")),
                            row.instant("at"),
                            row.text("actor"),
                            row.text("record_kind"),
                            row.text("record_id"),
                            {}};
  std::string data = leaf_data(event, Hash{});
  data.resize(data.size() - kTailBytes);
  return data;
}

void check_payload(store::Transaction& tx, const Row& row, const std::string& committed, Report& report) {
  if (row.body) {
    if (to_hex(commitment(*row.salt, *row.body)) != committed)
      report.add({"payload_changed",
                  fmt::format("The payload of entry {} is not the one that was committed to.", row.index), row.index,
                  row.index, row.event_id});
    return;
  }
  if (tx.one(kDestroyed, {{"event_id", row.event_id}, {"kind", kPayloadDestroyed.name}})) {
    ++report.payloads_destroyed;
    return;
  }
  report.add({"payload_missing",
              fmt::format("The payload of entry {} is gone, and no event says that it was destroyed.", row.index),
              row.index, row.index, row.event_id});
}

}  // namespace

std::vector<Row> read_entries(store::Transaction& tx, std::int64_t from, std::int64_t to) {
  std::vector<Row> out;
  tx.each(kEntries, {{"from", from}, {"to", to}}, [&](const store::Row& row) {
    out.push_back({row.integer("idx"), row.text("event_id"), row.maybe_text("data"), row.maybe_text("hash"),
                   row.is_null("id") ? std::nullopt : std::optional(fields_of(row)), row.maybe_text("salt"),
                   row.maybe_text("body")});
    return true;
  });
  return out;
}

void check_entry(store::Transaction& tx, const Row& row, Report& report) {
  const auto fault = [&](const char* what, const std::string& sentence) {
    report.add({what, sentence, row.index, row.index, row.event_id});
  };
  if (!row.data) return fault("leaf_missing", fmt::format("Entry {} has no leaf any more.", row.index));
  if (to_hex(leaf_hash(*row.data)) != row.stored_hash)
    fault("leaf_changed", fmt::format("Data and stored hash of entry {}'s leaf don't fit each other.", row.index));
  if (!row.fields) return fault("event_missing", fmt::format("The event of entry {} is gone.", row.index));
  if (row.data->size() != row.fields->size() + kTailBytes || !row.data->starts_with(*row.fields))
    return fault("event_changed",
                 fmt::format("The event of entry {} is not the one that its leaf was made of.", row.index));
  check_payload(tx, row, row.data->substr(row.fields->size(), kTailBytes - 1), report);
}

}  // namespace muster::ledger::checking
