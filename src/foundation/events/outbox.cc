#include "event_row.h"
#include <events/outbox.h>

namespace muster::events {
namespace {

using store::Sql;

constexpr Sql kNewest{"outbox_newest", "select coalesce(max(seq), 0) as seq from outbox"};
// Waits for every transaction that has written to the outbox, and holds new ones back until this one ends. As the first
// statement it comes before the transaction's snapshot.
constexpr Sql kNoWriter{"outbox_no_writer", "lock table outbox in share mode"};
constexpr Sql kUnseen{"outbox_unseen",
                      "select o.seq, e.id, e.kind, e.version, e.at, e.actor, e.record_kind, e.record_id, "
                      "coalesce(p.body, '') as body "
                      "from outbox o join event e on e.id = o.event_id left join event_payload p on p.event_id = e.id "
                      "where o.seq > :seq and o.seq <= :until order by o.seq limit :limit"};
constexpr Sql kCursor{"outbox_cursor", "select seq from outbox_cursor where consumer = :consumer"};
constexpr Sql kMove{"outbox_cursor_move",
                    "insert into outbox_cursor(consumer, seq) values(:consumer, :seq) "
                    "on conflict(consumer) do update set seq = excluded.seq"};

std::int64_t newest(store::Transaction& tx) {
  return tx.one(kNewest)->integer("seq");
}

std::int64_t cursor_of(store::Transaction& tx, const std::string& consumer) {
  const auto row = tx.one(kCursor, {{"consumer", consumer}});
  return row ? row->integer("seq") : 0;
}

}  // namespace

Result<std::int64_t> settled(store::Database& database, std::int64_t seen) {
  MUSTER_TRY(const std::int64_t visible,
             database.read([](store::Transaction& tx) -> Result<std::int64_t> { return newest(tx); }));
  if (visible <= seen || database.backend() == store::Backend::sqlite) return visible;
  return database.write([](store::Transaction& tx) -> Result<std::int64_t> {
    tx.run(kNoWriter);
    return newest(tx);
  });
}

Result<int> drain(store::Database& database, const std::string& consumer, int limit,
                  const std::function<Result<void>(store::Transaction&, const Event&)>& consume) {
  MUSTER_TRY(const std::int64_t seen,
             database.read([&](store::Transaction& tx) -> Result<std::int64_t> { return cursor_of(tx, consumer); }));
  MUSTER_TRY(const std::int64_t until, settled(database, seen));
  if (until <= seen) return 0;
  return database.write([&](store::Transaction& tx) -> Result<int> {
    const auto rows = tx.query(kUnseen, {{"seq", cursor_of(tx, consumer)}, {"until", until}, {"limit", limit}});
    for (const store::Row& row : rows) MUSTER_CHECK_OK(consume(tx, event_of(row)));
    if (!rows.empty()) tx.run(kMove, {{"consumer", consumer}, {"seq", rows.back().integer("seq")}});
    return static_cast<int>(rows.size());
  });
}

}  // namespace muster::events
