#include "connection.h"
#include <store/database.h>
#include <store/migrations.h>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::store {
namespace {

constexpr Sql kInsert{"t_insert", "insert into thing(id, n, note) values(:id, :n, :note)"};
constexpr Sql kAll{"t_all", "select id, n, note from thing order by id"};
constexpr Sql kCount{"t_count", "select count(*) as n from thing"};
constexpr Sql kBump{"t_bump", "update thing set n = n + 1 where id = :id"};
constexpr Sql kGet{"t_get", "select n from thing where id = :id"};
constexpr Sql kWhole{"t_whole", "select id, n, note from thing where id = :id"};

const char* kTable = "create table thing(id text primary key, n bigint not null check(n >= 0), note text)";

class Store : public testing::TestWithParam<Backend> {
 protected:
  Store() : db_(GetParam()) {
    auto owner = Database::open(db_.owner_url());
    EXPECT_TRUE((*owner)->script(kTable).ok());
    if (GetParam() == Backend::postgres)
      EXPECT_TRUE((*owner)->script("grant select, insert, update, delete on thing to muster_app").ok());
  }
  Result<void> insert(const std::string& id, std::int64_t n) {
    return db_->write([&](Transaction& tx) -> Result<void> {
      tx.run(kInsert, {{"id", id}, {"n", n}, {"note", std::nullopt}});
      return {};
    });
  }
  std::int64_t count() {
    return *db_->read([](Transaction& tx) -> Result<std::int64_t> { return tx.one(kCount)->integer("n"); });
  }
  test::TestDatabase db_;
};
MUSTER_ON_BOTH_BACKENDS(Store);

TEST_P(Store, AnEmptyTableIsReadAlongItsIndexToo) {
  if (GetParam() != Backend::postgres) GTEST_SKIP() << "SQLite has no plans that depend on a table's size";
  // A plan is kept while the table grows.
  static constexpr Sql kPlan{"t_plan", "explain (costs off) select n from thing where id = 'a'"};
  const auto plan = db_->read([](Transaction& tx) -> Result<std::string> { return tx.one(kPlan)->text("QUERY PLAN"); });
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(*plan, "Index Scan using thing_pkey on thing");
}

TEST_P(Store, KeepsEveryKindOfValue) {
  const std::int64_t large = 9'007'199'254'740'993;  // would lose its last digit in a double
  ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                   tx.run(kInsert,
                          {{"id", "独立服务器 ' \" \\ \t\n"}, {"n", large}, {"note", std::optional<std::string>("x")}});
                   return {};
                 })
                  .ok());
  ASSERT_TRUE(db_->read([&](Transaction& tx) -> Result<void> {
                   const auto row = tx.one(kAll);
                   EXPECT_EQ(row->text("id"), "独立服务器 ' \" \\ \t\n");
                   EXPECT_EQ(row->integer("n"), large);
                   EXPECT_EQ(row->maybe_text("note"), "x");
                   EXPECT_THROW((void)row->text("nothing"), std::logic_error);
                   return {};
                 })
                  .ok());
}

TEST_P(Store, ErrorRollsBack) {
  const auto result = db_->write([&](Transaction& tx) -> Result<void> {
    tx.run(kInsert, {{"id", "a"}, {"n", 1}, {"note", std::nullopt}});
    return refused("no", "No.");
  });
  EXPECT_EQ(result.error().code, "no");
  EXPECT_EQ(count(), 0);
}

TEST_P(Store, SchemaRefusalIsAnError) {
  EXPECT_EQ(insert("a", -1).error().code, "schema_refused");
  ASSERT_TRUE(insert("a", 1).ok());
  EXPECT_EQ(insert("a", 2).error().code, "already_exists");
  EXPECT_EQ(count(), 1);
}

TEST_P(Store, ReadingCannotWrite) {
  EXPECT_THROW((void)db_->read([&](Transaction& tx) -> Result<void> {
    tx.run(kInsert, {{"id", "a"}, {"n", 1}, {"note", std::nullopt}});
    return {};
  }),
               std::logic_error);
  EXPECT_EQ(count(), 0);
}

TEST_P(Store, ConcurrentIncrementsAllCount) {
  ASSERT_TRUE(insert("a", 0).ok());
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        const auto done = db_->write([](Transaction& tx) -> Result<std::int64_t> {
          const auto before = tx.one(kGet, {{"id", "a"}})->integer("n");
          tx.run(kBump, {{"id", "a"}});
          return before;
        });
        if (!done.ok()) ++failures;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(*db_->read([](Transaction& tx) -> Result<std::int64_t> {
    return tx.one(kGet, {{"id", "a"}})->integer("n");
  }),
            100);
}

TEST_P(Store, BulkObeysTheSchema) {
  const std::string_view columns[] = {"id", "n", "note"};
  const auto load = [&](std::int64_t last) {
    return db_->write([&](Transaction& tx) -> Result<void> {
      auto bulk = tx.bulk("thing", columns);
      for (int i = 0; i < 2000; ++i)
        bulk->row(std::vector<Value>{std::to_string(i), std::int64_t{i}, std::string("tab\there \\ \n")});
      bulk->row(std::vector<Value>{std::string("last"), last, Value{}});
      bulk->finish();
      return {};
    });
  };
  EXPECT_EQ(load(-5).error().code, "schema_refused");
  EXPECT_EQ(count(), 0);
  ASSERT_TRUE(load(5).ok());
  EXPECT_EQ(count(), 2001);
}

// Few rows wait for the transaction's next answer on PostgreSQL: whatever comes next must meet their refusal.
TEST_P(Store, AFewRowsInBulkObeyTheSchemaToo) {
  const std::string_view columns[] = {"id", "n", "note"};
  const std::string odd = "tab\there \\ \"quoted\" {braces}, \n NULL 例";
  const auto load = [&](std::int64_t last, const std::function<void(Transaction&)>& then) {
    return db_->write([&](Transaction& tx) -> Result<void> {
      auto bulk = tx.bulk("thing", columns);
      bulk->row(std::vector<Value>{std::string("a"), std::int64_t{1}, odd});
      bulk->row(std::vector<Value>{std::string("b"), std::int64_t{2}, Value{}});
      bulk->row(std::vector<Value>{std::string("c"), last, std::string()});
      bulk->finish();
      then(tx);
      return {};
    });
  };
  EXPECT_EQ(load(-5, [](Transaction&) {}).error().code, "schema_refused");
  EXPECT_EQ(load(-5, [](Transaction& tx) { (void)tx.one(kGet, {{"id", "a"}}); }).error().code, "schema_refused");
  EXPECT_EQ(load(-5, [](Transaction& tx) { tx.run(kBump, {{"id", "a"}}); }).error().code, "schema_refused");
  EXPECT_EQ(count(), 0);
  // The connection is a good one afterwards, and what comes after sees the rows.
  ASSERT_TRUE(load(3, [](Transaction& tx) { EXPECT_EQ(tx.run(kBump, {{"id", "c"}}), 1); }).ok());
  EXPECT_EQ(count(), 3);
  ASSERT_TRUE(db_->read([&](Transaction& tx) -> Result<void> {
                   EXPECT_EQ(tx.one(kWhole, {{"id", "a"}})->text("note"), odd);
                   EXPECT_TRUE(tx.one(kWhole, {{"id", "b"}})->is_null("note"));
                   EXPECT_FALSE(tx.one(kWhole, {{"id", "c"}})->is_null("note"));
                   EXPECT_EQ(tx.one(kGet, {{"id", "c"}})->integer("n"), 4);
                   return {};
                 })
                  .ok());
  EXPECT_EQ(load(3, [](Transaction&) {}).error().code, "already_exists");
}

TEST_P(Store, AskingNeedsNoTransaction) {
  ASSERT_TRUE(insert("a", 7).ok());
  const auto rows = db_->ask(kGet, {{"id", "a"}});
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().integer("n"), 7);
  EXPECT_TRUE(db_->ask(kGet, {{"id", "none"}})->empty());
}

TEST_P(Store, EachStopsWhenToldAndTheTransactionGoesOn) {
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(insert(id, 1).ok());
  ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                   int seen = 0;
                   tx.each(kAll, {}, [&](const Row&) { return ++seen < 2; });
                   EXPECT_EQ(seen, 2);
                   EXPECT_EQ(tx.run(kBump, {{"id", "c"}}), 1);
                   EXPECT_EQ(tx.run(kBump, {{"id", "none"}}), 0);
                   return {};
                 })
                  .ok());
}

TEST_P(Store, MigratingTwiceChangesNothingAndSchemaFits) {
  auto owner = Database::open(db_.owner_url());
  const MigrationSet sets[] = {foundation_migrations()};
  EXPECT_EQ(*migrate(**owner, sets), 0);
  EXPECT_TRUE(check_schema(*db_, sets).ok());
  if (GetParam() == Backend::postgres) EXPECT_EQ(check_schema(**owner, sets).error().code, "database_role_owns_tables");
}

TEST_P(Store, ApplicationCannotChangeTheSchema) {
  if (GetParam() == Backend::postgres) {
    EXPECT_FALSE(db_->script("drop table thing").ok());
    EXPECT_FALSE(db_->script("alter table event disable trigger all").ok());
  }
  EXPECT_EQ(count(), 0);
}

TEST(StoreOpen, SaysWhatIsWrong) {
  EXPECT_EQ(Database::open("mysql://x").error().code, "database_url");
  EXPECT_EQ(Database::open("/nonexistent/folder/x.db").error().code, "database_unavailable");
  EXPECT_EQ(Database::open("postgresql:///muster?host=/nonexistent").error().code, "database_unavailable");
}

TEST(StorePositional, LeavesLiteralsAlone) {
  std::vector<std::string> names;
  EXPECT_EQ(to_positional("select ':x', a::text, :b, :c, :b -- :d\n, \":e\"", names),
            "select ':x', a::text, $1, $2, $1 -- :d\n, \":e\"");
  EXPECT_EQ(names, (std::vector<std::string>{"b", "c"}));
}

TEST(StoreMigrations, BothBackEndsHaveTheSameOnes) {
  std::set<std::string> sqlite, postgres;
  for (const EmbeddedFile& file : foundation_migrations().files) {
    const std::string path(file.path);
    (path.find("/sqlite/") != std::string::npos ? sqlite : postgres).insert(path.substr(path.rfind('/')));
  }
  EXPECT_FALSE(sqlite.empty());
  EXPECT_EQ(sqlite, postgres);
}

}  // namespace
}  // namespace muster::store
