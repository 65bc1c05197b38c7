// A register with a few sites, and a census service over it.
#pragma once

#include <census/service.h>
#include <notices/notices.h>

#include <filesystem>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>
#include <unistd.h>

namespace muster::census {

// The register's own service has its own tests; here its rows are put in as an imported register.
inline const char* kRegister = R"(
insert into party(id, kind, name, licence_number, created_at) values
  ('provider-1', 'access_provider', 'North Hosting', 'B1-001', 0), ('provider-2', 'access_provider', 'South Hosting', null, 0);
insert into subject values('sub', 'S-1', 'company', 'Example Ltd', 'licence', 'X1', null, 'Street 1', 'Street 1', '', 'CN-35', 0, 1);
insert into filing_import values('imp', 'r.csv', 'csv', 'done', 1, 1, 'x', 4, 0, 0, 1, 'p', 0, 0);
insert into filing_batch values('batch', 'imp', 1, 4, '0000000000000000000000000000000000000000000000000000000000000000');
)";
inline const char* kHold =
    R"(insert into hold values('h', 'held.com', 'unfiled', null, 'provider-1', 'n', null, null, 0, 9000000000000000, 'active', null, '', 1);)";

class CensusWorld : public testing::Test {
 protected:
  explicit CensusWorld(store::Backend backend)
      : db_(backend, {{"sites", muster_sites_migrations::files()}}),
        folder_(testing::TempDir() + "census-" + std::to_string(::getpid())),
        notices_(*db_, recorder_) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    service_ = std::make_unique<Service>(*db_, recorder_, &notices_, Config{.folder = folder_});
    script(kRegister);
    file("filed.com", "filed", "provider-1", "192.0.2.0/24");
    file("also.co.uk", "filed", "provider-2", "");
    file("gone.com", "cancelled", "provider-1", "");
    script(kHold);
  }
  ~CensusWorld() override { std::filesystem::remove_all(folder_); }

  void script(const std::string& sql) {
    const auto done = db_->script(sql);
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  void file(const std::string& name, const std::string& state, const std::string& provider, const std::string& range) {
    const std::string row = std::to_string(++filed_);
    script("insert into site values('" + name + "', 'N-" + row + "', 'sub', '" + name + "', 'http://" + name +
           "', 'en', '', 0, 1);"
           "insert into filing values('" +
           name + "', '" + provider + "', '" + state + "', 0, null, '[]', 1, " + (state == "cancelled" ? "1" : "null") +
           ", 'batch', " + row +
           ", 'h', 0, 1);"
           "insert into filing_domain values('" +
           name + "', '" + name + "', '" + state + "', 0);");
    script("insert into access values('a-" + name + "', '" + name + "', '" + provider + "', 'cloud', 'here', '" +
           range + "', 'open', 0, '[]', 1);");
    // As the register's service tells of it.
    EXPECT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     recorder_.record(tx, {"filing.imported", 1, ""}, "p", "filing", name);
                     return {};
                   })
                    .ok());
  }
  Result<Service::Completed> take(const std::string& text, RunOptions options = {}) {
    const auto source = from_text(text);
    return service_->run(*source, "person-1", options);
  }
  std::int64_t count(const char* sql) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(store::Sql{"t_count", sql})->integer("n");
    });
  }

  test::TestDatabase db_;
  SimulatedClock clock_{Instant{1'790'000'000'000'000}};
  SeededRandom random_{7};
  ledger::Recorder recorder_{clock_, random_};
  std::string folder_;
  notices::Service notices_;
  std::unique_ptr<Service> service_;
  int filed_ = 0;
};

}  // namespace muster::census
