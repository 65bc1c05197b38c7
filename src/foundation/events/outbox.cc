#include "event_row.h"
#include <events/outbox.h>

#include <algorithm>

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
constexpr Sql kId{"outbox_id", "select event_id from outbox where seq = :seq"};
constexpr Sql kCursor{"outbox_cursor", "select seq from outbox_cursor where consumer = :consumer"};
constexpr Sql kMove{"outbox_cursor_move",
                    "insert into outbox_cursor(consumer, seq) values(:consumer, :seq) "
                    "on conflict(consumer) do update set seq = excluded.seq"};

std::int64_t newest(store::Transaction& tx) {
  return tx.one(kNewest)->integer("seq");
}

}  // namespace

std::int64_t drained(store::Transaction& tx, const std::string& consumer) {
  const auto row = tx.one(kCursor, {{"consumer", consumer}});
  return row ? row->integer("seq") : 0;
}

Result<std::int64_t> settled(store::Database& database, std::int64_t seen) {
  MUSTER_TRY(const std::int64_t visible,
             database.read([](store::Transaction& tx) -> Result<std::int64_t> { return newest(tx); }));
  if (visible <= seen || database.backend() == store::Backend::sqlite) return visible;
  return database.write([](store::Transaction& tx) -> Result<std::int64_t> {
    tx.run(kNoWriter);
    return newest(tx);
  });
}

Result<int> drain_batch(store::Database& database, const std::string& consumer, int limit, std::int64_t until,
                        const std::function<Result<void>(store::Transaction&, std::span<const Numbered>)>& consume) {
  MUSTER_TRY(const std::int64_t seen,
             database.read([&](store::Transaction& tx) -> Result<std::int64_t> { return drained(tx, consumer); }));
  MUSTER_TRY(const std::int64_t all, settled(database, seen));
  const std::int64_t last = until > 0 ? std::min(until, all) : all;
  if (last <= seen) return 0;
  return database.write([&](store::Transaction& tx) -> Result<int> {
    std::vector<Numbered> batch;
    tx.each(kUnseen, {{"seq", drained(tx, consumer)}, {"until", last}, {"limit", limit}}, [&](const store::Row& row) {
      batch.push_back({row.integer("seq"), event_of(row)});
      return true;
    });
    if (batch.empty()) return 0;
    MUSTER_CHECK_OK(consume(tx, batch));
    tx.run(kMove, {{"consumer", consumer}, {"seq", batch.back().seq}});
    return static_cast<int>(batch.size());
  });
}

std::string id_of(store::Transaction& tx, std::int64_t seq) {
  const auto row = tx.one(kId, {{"seq", seq}});
  return row ? row->text("event_id") : std::string();
}

Result<int> drain(store::Database& database, const std::string& consumer, int limit,
                  const std::function<Result<void>(store::Transaction&, const Event&)>& consume) {
  return drain_batch(database, consumer, limit, 0,
                     [&](store::Transaction& tx, std::span<const Numbered> batch) -> Result<void> {
                       for (const Numbered& one : batch) MUSTER_CHECK_OK(consume(tx, one.event));
                       return {};
                     });
}

}  // namespace muster::events
