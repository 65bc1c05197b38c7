// Rotation of the index key while others read and write. A row says of which generation it is.
#include <base/text.h>
#include <vault/index_rotation.h>
#include <vault/rotation.h>

#include <charconv>
#include <thread>

#include <fmt/format.h>

namespace muster::vault {
namespace {

using store::Sql;

constexpr const char* kTurner = "system:vault";

constexpr Sql kIndexUnfinished{
    "vault_index_rotation_unfinished",
    "select id, state, lease_until from job where kind = :kind and state in ('queued', 'running') "
    "order by id limit 1"};

// "<generation>:<table>:<rows>:<turned>:<last row>" as a job keeps it.
struct IndexCursor {
  std::int64_t generation = 0, table = 0, rows = 0, turned = 0;
  std::string last;
  std::string text() const { return fmt::format("{}:{}:{}:{}:{}", generation, table, rows, turned, last); }
};
IndexCursor index_cursor_of(std::string_view text) {
  IndexCursor out;
  for (std::int64_t* part : {&out.generation, &out.table, &out.rows, &out.turned}) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    std::from_chars(text.data(), text.data() + colon, *part);
    text.remove_prefix(colon + 1);
  }
  out.last = text;
  return out;
}

class Turning {
 public:
  Turning(const Vault& vault, store::Database& database, const IndexedHouse& house, IndexPace pace,
          jobs::JobContext& job)
      : vault_(vault), database_(database), house_(house), pace_(pace), job_(job) {}

  Result<std::string> run() {
    at_ = index_cursor_of(job_.resume_from());
    MUSTER_TRY(const auto state, vault_.index_state(database_));
    // Killed after the database had it, before the key left the ring.
    if (!state.coming && at_.generation != 0 && at_.generation == state.generation) return end();
    MUSTER_TRY(const auto kept, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
      return house_.kept_purposes ? house_.kept_purposes(tx) : std::vector<std::string>{};
    }));
    MUSTER_TRY(const std::int64_t coming, vault_.begin_index(database_, kept, kTurner));
    if (at_.generation != coming) at_ = {coming, 0, 0, 0, {}};
    MUSTER_CHECK_OK(job_.checkpoint(at_.text()));
    MUSTER_TRY(total_, database_.read([&](store::Transaction& tx) -> Result<std::int64_t> {
      std::int64_t n = 0;
      for (const IndexedTable& table : house_.tables) n += table.count(tx);
      return n;
    }));
    for (; at_.table < static_cast<std::int64_t>(house_.tables.size()); ++at_.table, at_.last.clear())
      MUSTER_CHECK_OK(turn(house_.tables[static_cast<std::size_t>(at_.table)]));
    // Once more over all of it: whatever is of a former generation still would never be found again.
    for (const IndexedTable& table : house_.tables) MUSTER_CHECK_OK(look_again(table));
    return end();
  }

 private:
  Result<IndexedTable::Turned> batch(const IndexedTable& table, const std::string& after) {
    return database_.write([&](store::Transaction& tx) -> Result<IndexedTable::Turned> {
      MUSTER_TRY(const IndexKeys keys, vault_.index_keys(tx));
      return table.turn(tx, keys, after, pace_.batch);
    });
  }

  Result<void> turn(const IndexedTable& table) {
    for (;;) {
      if (job_.cancelled()) return jobs::JobContext::interrupted();
      MUSTER_TRY(const auto some, batch(table, at_.last));
      if (some.last.empty()) return {};
      at_.last = some.last;
      at_.rows += pace_.batch;
      at_.turned += some.records;
      job_.progress(std::min(at_.rows, total_), total_, "making blind indexes anew: " + table.name);
      MUSTER_CHECK_OK(job_.checkpoint(at_.text()));
      std::this_thread::sleep_for(pace_.pause);  // others write meanwhile
    }
  }

  Result<void> look_again(const IndexedTable& table) {
    for (std::string last;;) {
      if (job_.cancelled()) return jobs::JobContext::interrupted();
      MUSTER_TRY(const auto some, batch(table, last));
      if (some.last.empty()) return {};
      last = some.last;
      at_.turned += some.records;
    }
  }

  Result<std::string> end() {
    MUSTER_CHECK_OK(vault_.end_index(database_, at_.generation, at_.turned, kTurner));
    job_.progress(total_, total_, "the former index key left the ring");
    return fmt::format(R"({{"generation":{},"records":{}}})", at_.generation, at_.turned);
  }

  const Vault& vault_;
  store::Database& database_;
  const IndexedHouse& house_;
  const IndexPace pace_;
  jobs::JobContext& job_;
  IndexCursor at_;
  std::int64_t total_ = 0;
};

}  // namespace

jobs::Function index_rotation_job(const Vault& vault, store::Database& database, IndexedHouse house, IndexPace pace) {
  return [&vault, &database, house = std::move(house), pace](jobs::JobContext& job) {
    return Turning(vault, database, house, pace, job).run();
  };
}

Result<std::string> start_index_rotation(store::Database& database, jobs::Service& jobs,
                                         const ledger::Recorder& recorder, const std::string& actor) {
  return database.write([&](store::Transaction& tx) -> Result<std::string> {
    if (tx.one(kIndexUnfinished, {{"kind", kRotationJob}}))
      return conflict("rotation_runs", "The keys of records turn; start this when that has come to its end.");
    if (const auto row = tx.one(kIndexUnfinished, {{"kind", kIndexRotationJob}})) {
      const auto lease = row->maybe_instant("lease_until");
      if (row->text("state") == "running" && lease && *lease > recorder.clock().now())
        return conflict("index_rotation_runs",
                        "The index key turns already. If the process that did it was killed, another one goes on "
                        "within a minute.");
      return row->text("id");  // stopped before its end: it goes on
    }
    MUSTER_TRY(const std::string id, jobs.enqueue(tx, actor, kIndexRotationJob));
    recorder.record(tx, kIndexAsked, actor, "vault", id);
    return id;
  });
}

}  // namespace muster::vault
