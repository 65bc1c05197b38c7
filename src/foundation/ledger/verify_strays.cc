// What stands outside of the tree and should not.
#include "verify_inside.h"

#include <fmt/format.h>

namespace muster::ledger::checking {
namespace {

using store::Sql;

constexpr Sql kUnlogged{
    "verify_unlogged",
    "select e.id from event e left join ledger_leaf l on l.event_id = e.id where l.event_id is null order by e.id"};
constexpr Sql kLost{"verify_lost",
                    "select l.event_id from ledger_leaf l left join ledger_sequence s on s.event_id = l.event_id "
                    "left join ledger_pending p on p.event_id = l.event_id where s.event_id is null and p.event_id is "
                    "null order by l.event_id"};
constexpr Sql kPending{"verify_pending", "select count(*) as n from ledger_pending"};
constexpr Sql kDelayed{"verify_delayed",
                       "select p.event_id from ledger_pending p join event e on e.id = p.event_id where e.at < :before "
                       "order by p.event_id"};
constexpr Sql kStrayEntries{"verify_entries_beyond",
                            "select idx, event_id from ledger_sequence where idx < 0 or idx >= :size order by idx"};
constexpr Sql kNodes{"verify_nodes_beyond",
                     "select idx from ledger_node where level = :level and (idx < 0 or idx >= :end) order by idx"};
constexpr Sql kLevels{"verify_levels_beyond",
                      "select level, idx from ledger_node where level < 1 or level > 62 order by level, idx"};
constexpr Sql kCheckpoints{"verify_checkpoints_beyond",
                           "select size from ledger_checkpoint where size < 1 or size > :size order by size"};

}  // namespace

void check_strays(store::Transaction& tx, const VerifyOptions& options, std::int64_t size, Report& report) {
  const auto each = [&](const Sql& sql, const store::Binds& binds,
                        const std::function<Fault(const store::Row&)>& fault) {
    tx.each(sql, binds, [&](const store::Row& row) {
      report.add(fault(row));
      return true;
    });
  };
  each(kUnlogged, {}, [](const store::Row& row) {
    return Fault{"event_unlogged", "An event has no leaf: it was written around the ledger.", -1, -1, row.text("id")};
  });
  each(kLost, {}, [](const store::Row& row) {
    return Fault{"leaf_lost", "A leaf is neither in sequence nor waiting for its index.", -1, -1, row.text("event_id")};
  });
  report.pending = tx.one(kPending)->integer("n");
  if (const auto last = last_checkpoint(tx))
    each(kDelayed, {{"before", last->at - options.pending_grace}}, [](const store::Row& row) {
      return Fault{"leaf_delayed", "A leaf still waits for its index, although checkpoints were signed long after it.",
                   -1, -1, row.text("event_id")};
    });
  each(kStrayEntries, {{"size", size}}, [](const store::Row& row) {
    return Fault{"entry_beyond",
                 fmt::format("An entry has the index {}, where the sequence does not reach.", row.integer("idx")),
                 row.integer("idx"), row.integer("idx"), row.text("event_id")};
  });
  for (int level = 1; level <= 62; ++level)
    each(kNodes, {{"level", level}, {"end", size >> level}}, [&](const store::Row& row) {
      return Fault{
          "node_beyond",
          fmt::format("A node at level {}, index {} covers entries that there aren't.", level, row.integer("idx")),
          -1,
          -1,
          {}};
    });
  each(kLevels, {}, [](const store::Row& row) {
    return Fault{
        "node_beyond", fmt::format("A node stands at level {}, which no tree has.", row.integer("level")), -1, -1, {}};
  });
  each(kCheckpoints, {{"size", size}}, [](const store::Row& row) {
    return Fault{"checkpoint_beyond",
                 fmt::format("A checkpoint of size {} covers entries that there aren't.", row.integer("size")),
                 -1,
                 -1,
                 {}};
  });
}

}  // namespace muster::ledger::checking
