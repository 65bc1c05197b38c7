#include <base/files.h>
#include <vault/index_rotation.h>
#include <vault/rotation.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::vault {
namespace {

using store::Row;
using store::Sql;

constexpr std::string_view kTable =
    "create table t_person(id text primary key, name_index text not null unique, index_generation bigint not null);";
constexpr EmbeddedFile kTables[] = {{"test/sqlite/0001_person.sql", kTable}, {"test/postgres/0001_person.sql", kTable}};
constexpr Sql kAdd{"t_add", "insert into t_person(id, name_index, index_generation) values(:id, :index, :generation)"};
constexpr Sql kNext{"t_next", "select id, index_generation from t_person where id > :after order by id limit :limit"};
constexpr Sql kTurn{"t_turn", "update t_person set name_index = :index, index_generation = :generation where id = :id"};
constexpr Sql kFind{"t_find", "select id from t_person where name_index in (:index, :former)"};
constexpr Sql kOld{"t_old", "select count(*) as n from t_person where index_generation < :generation"};
constexpr Sql kAll{"t_all", "select count(*) as n from t_person"};

class IndexRotation : public ::testing::TestWithParam<store::Backend> {
 protected:
  IndexRotation() : db_(GetParam(), {{"test", kTables}}) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-index-" + random_token(random_, 8))).string();
    std::filesystem::create_directories(folder_);
    ring_path_ = folder_ + "/vault.keys";
    EXPECT_TRUE(KeyRing::create(ring_path_, clock_, random_).ok());
    vault_ = another();
  }
  ~IndexRotation() override { std::filesystem::remove_all(folder_); }
  std::unique_ptr<Vault> another() { return std::make_unique<Vault>(*KeyRing::open(ring_path_), recorder_); }
  static std::string id(int n) { return "r" + std::to_string(100'000 + n); }

  // What a room does: looks under both, writes the newest, within one transaction.
  static Result<bool> add(store::Database& db, const Vault& vault, const std::string& record, const std::string& name) {
    return db.write([&](store::Transaction& tx) -> Result<bool> {
      MUSTER_TRY(const IndexKeys keys, vault.index_keys(tx));
      const Index index = keys.of("name", name);
      if (tx.one(kFind, {{"index", index.value}, {"former", index.other()}})) return false;
      tx.run(kAdd, {{"id", record}, {"index", index.value}, {"generation", index.generation}});
      MUSTER_CHECK_OK(vault.put(tx, record, "name", name));
      return true;
    });
  }
  std::string find(const Vault& vault, const std::string& name) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::string> {
      MUSTER_TRY(const IndexKeys keys, vault.index_keys(tx));
      const Index index = keys.of("name", name);
      const auto row = tx.one(kFind, {{"index", index.value}, {"former", index.other()}});
      return row ? row->text("id") : std::string();
    });
  }
  IndexedHouse house() const {
    IndexedTable table;
    table.name = "t_person";
    table.count = [](store::Transaction& tx) { return tx.one(kAll)->integer("n"); };
    table.turn = [this](store::Transaction& tx, const IndexKeys& keys, const std::string& after,
                        int limit) -> Result<IndexedTable::Turned> {
      IndexedTable::Turned out;
      for (const Row& row : tx.query(kNext, {{"after", after}, {"limit", limit}})) {
        out.last = row.text("id");
        if (row.integer("index_generation") >= keys.generation()) continue;
        MUSTER_TRY([[maybe_unused]] const int done, vault_->compare(tx, out.last, {"name"}, [&](const Fields& f) {
          const Index index = keys.of("name", f.at("name"));
          tx.run(kTurn, {{"id", out.last}, {"index", index.value}, {"generation", index.generation}});
          return 1;
        }));
        ++out.records;
      }
      return out;
    };
    return {{table}, [](store::Transaction&) { return std::vector<std::string>{"request_key"}; }};
  }
  static IndexPace quick(int batch = 50) { return {batch, std::chrono::milliseconds(0)}; }
  void fill(int from, int to) {
    for (int n = from; n < to; ++n) ASSERT_TRUE(*add(*db_, *vault_, id(n), "n" + id(n)));
  }
  std::int64_t old_ones(std::int64_t generation) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(kOld, {{"generation", generation}})->integer("n");
    });
  }
  std::int64_t events(const char* kind) {
    static constexpr Sql kCount{"t_events", "select count(*) as n from event where kind = :kind"};
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(kCount, {{"kind", kind}})->integer("n");
    });
  }

  test::TestDatabase db_;
  SystemClock clock_;
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::string folder_, ring_path_;
  std::unique_ptr<Vault> vault_;
};
MUSTER_ON_BOTH_BACKENDS(IndexRotation);

TEST_P(IndexRotation, EverythingIsFoundBeforeDuringAndAfterAndTheFormerKeyLeaves) {
  fill(0, 230);
  const std::string kept = vault_->blind_index("request_key", "k-1");
  const std::string index_before = vault_->blind_index("name", "n" + id(3));
  jobs::Service jobs(*db_, clock_, random_);
  jobs.add_kind(kIndexRotationJob, index_rotation_job(*vault_, *db_, house(), quick()));
  const auto job = start_index_rotation(*db_, jobs, recorder_, "officer");
  ASSERT_TRUE(job.ok());
  EXPECT_EQ(*jobs.run_due(), 1);
  const auto done = *jobs.get(*job);
  EXPECT_EQ(done.state, "done") << done.error_code;
  EXPECT_EQ(done.result, R"({"generation":2,"records":230})");
  EXPECT_EQ(old_ones(2), 0);
  for (const int n : {0, 3, 229}) EXPECT_EQ(find(*vault_, "n" + id(n)), id(n));
  EXPECT_EQ(find(*another(), "n" + id(7)), id(7)) << "another process, with the ring as it is now";
  const KeyRing ring = *KeyRing::open(ring_path_);
  EXPECT_EQ(ring.index_generations(), std::vector<std::int64_t>{2});
  EXPECT_EQ(vault_->blind_index("request_key", "k-1"), kept) << "what can't be made anew stays as it is";
  EXPECT_EQ(another()->blind_index("request_key", "k-1"), kept);
  EXPECT_NE(another()->blind_index("name", "n" + id(3)), index_before) << "of all others nothing is left";
  EXPECT_EQ(events("vault.index_rotation_asked"), 1);
  EXPECT_EQ(events("vault.index_turning"), 1);
  EXPECT_EQ(events("vault.index_turned"), 1);
}

TEST_P(IndexRotation, OneAtATimeAndNotBesideTheKeysOfRecords) {
  fill(0, 3);
  jobs::Service jobs(*db_, clock_, random_);
  std::string second, records;
  jobs.add_kind(kIndexRotationJob, [&](jobs::JobContext& job) -> Result<std::string> {
    second = start_index_rotation(*db_, jobs, recorder_, "officer").error().code;
    records = start_rotation(*db_, jobs, recorder_, "officer").error().code;
    return index_rotation_job(*vault_, *db_, house(), quick())(job);
  });
  jobs.add_kind(kRotationJob, rotation_job(*vault_, *db_));
  ASSERT_TRUE(start_index_rotation(*db_, jobs, recorder_, "officer").ok());
  EXPECT_EQ(*jobs.run_due(), 1);
  EXPECT_EQ(second, "index_rotation_runs");
  EXPECT_EQ(records, "index_rotation_runs");
  ASSERT_TRUE(start_rotation(*db_, jobs, recorder_, "officer").ok());
  EXPECT_EQ(start_index_rotation(*db_, jobs, recorder_, "officer").error().code, "rotation_runs");
}

TEST_P(IndexRotation, CancelledBothGenerationsAreFoundAndTheNextOneGoesOn) {
  fill(0, 130);
  jobs::Options eager;
  eager.progress_every = Duration(0);
  jobs::Service jobs(*db_, clock_, random_, eager);
  bool once = true;
  IndexedHouse some = house();
  const auto turn = some.tables[0].turn;
  some.tables[0].turn = [&, turn](store::Transaction& tx, const IndexKeys& keys, const std::string& after, int limit) {
    return turn(tx, keys, after, limit);
  };
  jobs.add_kind(kIndexRotationJob, [&](jobs::JobContext& job) -> Result<std::string> {
    if (once) {
      once = false;
      MUSTER_TRY([[maybe_unused]] const auto coming, vault_->begin_index(*db_, {"request_key"}, "system:vault"));
      MUSTER_TRY([[maybe_unused]] const auto few,
                 db_->write([&](store::Transaction& tx) -> Result<IndexedTable::Turned> {
                   MUSTER_TRY(const IndexKeys keys, vault_->index_keys(tx));
                   return some.tables[0].turn(tx, keys, {}, 40);
                 }));
      MUSTER_CHECK_OK(jobs.cancel(job.job_id()));  // a person cancels it meanwhile
    }
    return index_rotation_job(*vault_, *db_, some, quick())(job);
  });
  const std::string first = *start_index_rotation(*db_, jobs, recorder_, "officer");
  EXPECT_EQ(*jobs.run_due(), 1);
  EXPECT_EQ(jobs.get(first)->state, "cancelled");
  EXPECT_EQ(old_ones(2), 90);
  EXPECT_EQ(*vault_->index_state(*db_)->coming, 2);
  for (const int n : {0, 39, 40, 129}) EXPECT_EQ(find(*another(), "n" + id(n)), id(n));
  EXPECT_FALSE(*add(*db_, *vault_, "again", "n" + id(5))) << "known under the new generation";
  EXPECT_FALSE(*add(*db_, *vault_, "again", "n" + id(100))) << "known under the former one";
  EXPECT_TRUE(*add(*db_, *vault_, id(130), "n" + id(130)));
  ASSERT_TRUE(start_index_rotation(*db_, jobs, recorder_, "officer").ok());
  EXPECT_EQ(*jobs.run_due(), 1);
  EXPECT_EQ(old_ones(2), 0);
  EXPECT_EQ(vault_->index_state(*db_)->generation, 2);
  EXPECT_EQ(events("vault.index_turning"), 1) << "it went on to the same generation";
  for (const int n : {0, 39, 40, 129, 130}) EXPECT_EQ(find(*vault_, "n" + id(n)), id(n));
}

TEST_P(IndexRotation, KilledAnywhereItComesToItsEnd) {
  fill(0, 20);
  const std::string before = *read_file(ring_path_);
  {
    // After the key, before the database knew of it.
    KeyRing ring = *KeyRing::open(ring_path_);
    ASSERT_TRUE(ring.add_index(2, {"request_key"}, random_).ok());
  }
  EXPECT_EQ(find(*another(), "n" + id(4)), id(4)) << "it is not in use yet";
  jobs::Service jobs(*db_, clock_, random_);
  std::string both;
  jobs.add_kind(kIndexRotationJob, [&](jobs::JobContext& job) -> Result<std::string> {
    both = *read_file(ring_path_);
    return index_rotation_job(*vault_, *db_, house(), quick())(job);
  });
  ASSERT_TRUE(start_index_rotation(*db_, jobs, recorder_, "officer").ok());
  EXPECT_EQ(*jobs.run_due(), 1);
  EXPECT_EQ(old_ones(2), 0);
  // After the database had the end, before the former key left the file: the ring as it was is put back.
  ASSERT_TRUE(replace_file(ring_path_, both, 0600).ok());
  const auto resumed = another();
  EXPECT_EQ(find(*resumed, "n" + id(4)), id(4));
  ASSERT_TRUE(resumed->end_index(*db_, 2, 20, "system:vault").ok());
  EXPECT_EQ(KeyRing::open(ring_path_)->index_generations(), std::vector<std::int64_t>{2});
  EXPECT_EQ(events("vault.index_turned"), 1) << "the end is recorded once";
  // A ring of before does not belong to this database any more.
  ASSERT_TRUE(replace_file(folder_ + "/old", before, 0600).ok());
  const Vault stale(*KeyRing::open(folder_ + "/old"), recorder_);
  EXPECT_EQ(db_->read([&](store::Transaction& tx) { return stale.index_keys(tx); }).error().code,
            "vault_index_key_missing");
}

// 8 clients want the same names while the index key turns three times: each name is had once, and is found at any time.
TEST_P(IndexRotation, OneOfManyGetsANameWhileTheKeyTurns) {
  fill(0, 100);
  constexpr int kClients = 8, kNames = 60;
  std::atomic<int> got{0}, faults{0};
  std::atomic<bool> stop{false};
  std::vector<std::thread> clients;
  for (int c = 0; c < kClients; ++c)
    clients.emplace_back([&, c] {
      const auto own = another();  // as another process
      for (int n = 0; n < kNames; ++n) {
        const std::string name = "wanted-" + std::to_string(n);
        Result<bool> mine = add(*db_, *own, fmt::format("w{:03}-{}", n, c), name);
        for (int i = 0; i < 100 && !mine.ok() && mine.error().code == "already_exists"; ++i)
          mine = add(*db_, *own, fmt::format("w{:03}-{}", n, c), name);
        if (!mine.ok())
          ++faults;
        else if (*mine)
          ++got;
        if (find(*own, name).empty()) ++faults;
        if (find(*own, "n" + id(n)) != id(n)) ++faults;
      }
    });
  int turns = 0;
  std::thread turning([&] {
    while (!stop || turns < 3) {
      jobs::Service jobs(*db_, clock_, random_);
      jobs.add_kind(kIndexRotationJob, index_rotation_job(*vault_, *db_, house(), quick(7)));
      if (!start_index_rotation(*db_, jobs, recorder_, "officer").ok() || !jobs.run_due().ok()) ++faults;
      ++turns;
    }
  });
  for (std::thread& client : clients) client.join();
  stop = true;
  turning.join();
  EXPECT_EQ(got, kNames);
  EXPECT_EQ(faults, 0);
  EXPECT_GE(turns, 3);
  const auto state = *vault_->index_state(*db_);
  EXPECT_EQ(state.generation, turns + 1);
  EXPECT_EQ(old_ones(state.generation), 0);
  for (int n = 0; n < kNames; ++n) EXPECT_FALSE(find(*another(), "wanted-" + std::to_string(n)).empty());
}

}  // namespace
}  // namespace muster::vault
