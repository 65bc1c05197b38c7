#include "billing_world.h"
#include <base/log.h>
#include <jobs/jobs.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::billing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ChargeRuns : public ::testing::TestWithParam<store::Backend> {
 protected:
  void put(const std::string& name, const std::string& text) { std::ofstream(w.folder + "/inbox/" + name) << text; }
  std::string begin(const ChargeFiles& files) {
    std::string id;
    w.write([&](store::Transaction& tx) { id = w.must(w.charges.begin(tx, w.registrar, files)); });
    return id;
  }
  std::string line(const std::string& at, const std::string& code, const std::string& price, const std::string& tx) {
    return fmt::format("u-{3},{0},{1},{2},CNY,{3},8613800138000\n", at, code, price, tx);
  }
  std::string twice(const std::string& tx) {
    return tx + ",2026-03-01T00:00:00Z,8613800138000\n" + tx + ",2026-03-01T00:00:05Z,8613800138000\n";
  }
  BillingWorld w{GetParam()};
  const std::string kHead = "usageId,usageDate,serviceCode,price,currency,transactionId,msisdn\n";
  const std::string kConfirmationHead = "transactionId,confirmedAt,msisdn\n";
};
MUSTER_ON_BOTH_BACKENDS(ChargeRuns);

TEST_P(ChargeRuns, FindsEachKindAndKeepsWhereItStands) {
  w.active();
  const auto order = w.contract_order("service:TONE-1");  // issued 30 days later
  const Instant issued = order.issued_at;
  const auto ok = to_rfc3339(issued - std::chrono::hours(1)), suspended = to_rfc3339(issued + std::chrono::hours(1));
  put("c.csv", kHead + line(ok, "TONE-1", "2.00", "t1") + line(ok, "TONE-1", "3.00", "t2") +
                   line(ok, "OTHER-1", "2.00", "t3") + line(suspended, "TONE-1", "2.00", "t4") +
                   line(ok, "TONE-1", "2.00", "t5") + line("yesterday", "TONE-1", "2.00", "t6"));
  put("k.csv", kConfirmationHead + twice("t1") + twice("t2") + twice("t3") + twice("t4"));
  const auto run = w.must(w.charges.run_noted(begin({{"c.csv"}, {"k.csv"}})));
  EXPECT_EQ(run.state, "done");
  EXPECT_EQ(run.lines, 6);
  EXPECT_EQ(run.bad_lines, 1);
  EXPECT_THAT(run.found, ElementsAre(1, 1, 1, 1, 0));
  std::string found;
  for (const auto& f : w.must(w.charges.findings({.run_id = run.id})))
    found += fmt::format("{} {} {} {}; ", f.file, f.line, f.kind, f.transaction_id);
  EXPECT_EQ(found,
            "c.csv 3 price_differs t2; c.csv 4 unknown_code t3; c.csv 5 charged_while_suspended t4; c.csv 6 "
            "no_confirmation t5; ");
  const auto bad = w.must(w.charges.bad_lines(run.id));
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_EQ(bad[0].line, 7);
  EXPECT_EQ(bad[0].field, "usage_date");
  EXPECT_EQ(w.must(w.charges.totals(run.id)).size(), 4u);
  const auto service = w.must(w.services.by_code("TONE-1"));
  EXPECT_EQ(w.must(w.charges.findings({.run_id = "", .service_id = service.id})).size(), 3u);
  EXPECT_EQ(w.must(w.charges.findings({.run_id = run.id, .kind = "price_differs"})).size(), 1u);
  EXPECT_EQ(w.charges.run_noted(run.id).error().code, "charge_run_over");
  EXPECT_TRUE(std::filesystem::is_empty(w.folder + "/work"));
}

TEST_P(ChargeRuns, SeenAgainInPagesAndOfAService) {
  w.active();
  std::string text = kHead;
  for (int i = 0; i < 30; ++i) text += line("2026-03-01T01:00:00Z", "TONE-1", "9.00", fmt::format("t{}", i));
  put("c.csv", text);
  const auto service = w.must(w.services.by_code("TONE-1"));
  for (int run = 0; run < 2; ++run) w.must(w.charges.run_noted(begin({{"c.csv"}, {}})));
  const auto runs = w.must(w.charges.list("", 10));
  ASSERT_EQ(runs.size(), 2u);
  std::set<std::pair<std::string, std::int64_t>> seen;
  for (std::string after;;) {
    const auto page = w.must(w.charges.findings({.run_id = "", .service_id = service.id, .after = after, .limit = 7}));
    for (const auto& f : page) EXPECT_TRUE(seen.insert({f.run_id, f.seq}).second);
    if (page.size() < 7) break;
    after = fmt::format("{} {}", page.back().run_id, page.back().seq);
  }
  EXPECT_EQ(seen.size(), 60u);
  EXPECT_THAT(w.must(w.charges.findings({.run_id = runs[0].id, .after = "25", .limit = 10})).size(), 5u);
}

TEST_P(ChargeRuns, FilesAreNamedNotPathed) {
  put("c.csv", kHead);
  for (const char* name : {"../c.csv", "/etc/passwd", "", ".hidden", "missing.csv"}) {
    const auto done = w.db->write([&](store::Transaction& tx) {
      return w.charges.begin(tx, w.registrar, {{name}, {}});
    });
    EXPECT_EQ(done.error().code, "charges_file_name") << name;
  }
  ASSERT_EQ(w.must(w.charges.inbox()).size(), 1u);
  EXPECT_EQ(w.must(w.charges.inbox())[0].name, "c.csv");
}

TEST_P(ChargeRuns, AJobCarriesItOutAndFailuresSayWhy) {
  w.active();
  put("c.csv", kHead + line("2026-03-01T01:00:00Z", "TONE-1", "2.00", "t1"));
  put("bad.csv", "a,b\n1,2\n");
  jobs::Service jobs(*w.db, w.clock, w.random);
  add_job(jobs, w.charges);
  std::vector<std::string> ids;
  for (const char* name : {"c.csv", "bad.csv"})
    w.write([&](store::Transaction& tx) {
      ids.push_back(w.must(w.charges.begin(tx, w.registrar, {{name}, {}})));
      w.charges.set_job(
          tx, ids.back(),
          w.must(jobs.enqueue(tx, w.registrar, kChargesJob, fmt::format(R"({{"run_id":"{}"}})", ids.back()))));
    });
  EXPECT_EQ(w.must(jobs.run_due()), 2);
  EXPECT_EQ(w.must(w.charges.get(ids[0])).state, "done");
  const auto failed = w.must(w.charges.get(ids[1]));
  EXPECT_EQ(failed.state, "failed");
  EXPECT_EQ(failed.error_code, "charges_column");
}

std::string logged;  // what the program logged

TEST_P(ChargeRuns, APlantedNumberIsNowhere) {
  w.active();
  // In its own column, and in every column where a shifted line could bring it.
  std::string c = kHead, k = kConfirmationHead;
  const std::string number = "8613800138000", local = "13800138000";
  for (int i = 0; i < 200; ++i) {
    c += line("2026-03-01T01:00:00Z", i % 2 ? "TONE-1" : "NEW-1", i % 3 ? "2.00" : "1.00", fmt::format("t{}", i));
    for (const auto& n : {number, local})
      c += fmt::format("{0},2026-03-01T01:00:00Z,{0},2.00,CNY,{0},{0}\n{0},{0},{0},{0},{0},{0},{0}\n", n);
    k += fmt::format("t{0},{1},{1}\n{1},{1},{1}\n", i, number);
  }
  const std::string elsewhere = w.folder + "-elsewhere";
  std::filesystem::create_directories(elsewhere);
  std::ofstream(elsewhere + "/c.csv") << c;
  std::ofstream(elsewhere + "/k.csv") << k;
  logged.clear();
  log::set_sink([](std::string_view text) { logged += text; });
  const auto id = w.must(w.charges.begin_paths("cli", {{elsewhere + "/c.csv"}, {elsewhere + "/k.csv"}}));
  // Cut off in its middle, so that what lies on disk meanwhile is looked at too.
  Progress cancel;
  cancel.suspend = true;
  EXPECT_EQ(w.charges.run_noted(id, &cancel).error().code, "charges_suspended");
  const auto look = [&](const std::string& folder) {
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      EXPECT_THAT(text.find("13800138000"), std::string::npos) << entry.path();
      ++files;
    }
    return files;
  };
  EXPECT_GT(look(w.folder + "/work"), 2);
  const auto run = w.must(w.charges.run_noted(id));
  log::set_sink(nullptr);
  EXPECT_EQ(run.state, "done");
  EXPECT_GT(run.kept, 400);
  EXPECT_EQ(run.bad_lines, 400);
  look(w.folder);
  EXPECT_THAT(logged, Not(HasSubstr("13800138000")));
  if (GetParam() == store::Backend::sqlite) {
    EXPECT_GE(look(w.db.folder()), 1);  // the database, its WAL, whatever lies beside
  } else {
    static constexpr store::Sql kTables{
        "t_tables", "select table_name from information_schema.tables where table_schema = current_schema()"};
    w.write([&](store::Transaction& tx) {
      std::vector<std::string> tables;
      for (const auto& row : tx.query(kTables)) tables.push_back(row.text("table_name"));
      EXPECT_GT(tables.size(), 100u);
      for (const auto& table : tables) {
        const std::string text = "select count(*) as n from " + table + " t where t::text like '%13800138000%'";
        EXPECT_EQ(tx.one(store::Sql{"t_planted", text.c_str()})->integer("n"), 0) << table;
      }
    });
  }
  std::filesystem::remove_all(elsewhere);
}

}  // namespace
}  // namespace muster::billing
