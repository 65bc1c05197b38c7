// A fresh, migrated database for one test, on either back end. PostgreSQL tests need MUSTER_TEST_POSTGRES (a URL of the
// private server that script/test starts); without it they fail, they aren't skipped.
#pragma once

#include <store/database.h>
#include <store/migrations.h>

#include <memory>
#include <string>
#include <vector>

namespace muster::test {

class TestDatabase {
 public:
  // `sets` beyond the foundation's, e.g. {"sites", muster_sites_migrations::files()}.
  explicit TestDatabase(store::Backend backend, std::vector<store::MigrationSet> sets = {});
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  store::Database& operator*() { return *database_; }
  store::Database* operator->() { return database_.get(); }
  // As the application's role sees it; on SQLite the file's path.
  const std::string& url() const { return url_; }
  // As the owner sees it: for attacks that need no application role. On SQLite the same.
  const std::string& owner_url() const { return owner_url_; }
  // Runs `script` as the owner, after switching off the schema's rules on this table: what an attacker with that role
  // can do. Throws what it is refused. The rules stay off, or are put back afterwards.
  enum class Rules : std::uint8_t { left_off, put_back };
  void as_owner(const std::string& table, const std::string& script, Rules after = Rules::left_off) const;
  std::string folder() const { return folder_; }  // SQLite's folder, for looking into its files

 private:
  std::string name_, folder_, url_, owner_url_;
  std::unique_ptr<store::Database> database_;
};

// For INSTANTIATE_TEST_SUITE_P: every store test runs on both.
inline std::string backend_name(store::Backend backend) {
  return backend == store::Backend::sqlite ? "sqlite" : "postgres";
}

}  // namespace muster::test

// Declares that TEST_P tests of `suite` (a testing::TestWithParam<store::Backend>) run on both back ends.
#define MUSTER_ON_BOTH_BACKENDS(suite)                                                                              \
  INSTANTIATE_TEST_SUITE_P(Both, suite,                                                                             \
                           ::testing::Values(::muster::store::Backend::sqlite, ::muster::store::Backend::postgres), \
                           [](const auto& both_) { return ::muster::test::backend_name(both_.param); })
