// Migration 0013 on a register that has imports already: SQLite makes both tables anew, and nothing of them is lost.
#include <store/migrations.h>

#include <list>
#include <string>
#include <vector>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::filings {
namespace {

std::vector<EmbeddedFile> files_before_workbooks() {
  std::vector<EmbeddedFile> out;
  for (const auto& file : muster_sites_migrations::files())
    if (file.path.substr(file.path.rfind('/') + 1, 4) < "0013") out.push_back(file);
  return out;
}

class WorkbookMigration : public testing::TestWithParam<store::Backend> {
 protected:
  // "done", or the code of the refusal.
  std::string run(const std::string& text) {
    kept_.push_back(text);
    const store::Sql statement{"raw", kept_.back().c_str()};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }
  std::string import(const std::string& id, const std::string& format) {
    return run(
        "insert into filing_import(id, source_name, format, state, bytes_done, lines_done, prefix_sha256, "
        "accepted, already_in, refused, batches, actor, started_at, updated_at) values('" +
        id + "', 'register', '" + format + "', 'done', 7, 2, 'x', 1, 0, 0, 1, 'person', 1, 2)");
  }
  std::string batch(const std::string& id, const std::string& of) {
    return run("insert into filing_batch(id, import_id, ordinal, filings, root) values('" + id + "', '" + of +
               "', 1, 1, '" + std::string(64, '0') + "')");
  }
  std::int64_t number(const char* text) {
    const store::Sql statement{"raw", text};
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> { return tx.one(statement)->integer("n"); });
  }

  std::vector<EmbeddedFile> before_ = files_before_workbooks();
  test::TestDatabase db_{GetParam(), {{"sites", before_}}};
  std::list<std::string> kept_;
};
MUSTER_ON_BOTH_BACKENDS(WorkbookMigration);

TEST_P(WorkbookMigration, WhatIsInStaysIn) {
  ASSERT_EQ(import("i1", "csv"), "done");
  ASSERT_EQ(batch("b1", "i1"), "done");
  EXPECT_NE(import("i2", "xlsx"), "done");
  ASSERT_EQ(
      run("insert into filing_batch_undone(batch_id, import_id, cancelled, left_alone, actor, at) values('b1', 'i1', "
          "1, 0, 'person', 1)"),
      "done");
  {
    auto owner = store::Database::open(db_.owner_url());
    const std::vector<store::MigrationSet> sets{store::foundation_migrations(),
                                                {"sites", muster_sites_migrations::files()}};
    const auto applied = store::migrate(**owner, sets);
    ASSERT_TRUE(applied.ok()) << applied.error().sentence;
    EXPECT_GE(*applied, 1);
  }
  EXPECT_EQ(number("select count(*) as n from filing_import where id = 'i1' and format = 'csv' and bytes_done = 7"), 1);
  EXPECT_EQ(number("select count(*) as n from filing_batch b join filing_import i on i.id = b.import_id"), 1);
  EXPECT_EQ(import("i2", "xlsx"), "done");
  EXPECT_EQ(batch("b2", "i2"), "done");
  EXPECT_NE(import("i3", "xls"), "done");
  EXPECT_NE(batch("b3", "nobody"), "done") << "references are looked at as before";
}

}  // namespace
}  // namespace muster::filings
