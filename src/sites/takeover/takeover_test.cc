#include <base/files.h>
#include <policy/policy.h>
#include <restrictions/service.h>
#include <takeover/takeover.h>
#include <vault/vault.h>

#include <filesystem>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <support/test_database.h>
#include <unistd.h>

namespace muster::takeover {
namespace {

const char* kColumns = R"(
[columns]
site_number = "no"
domains = "hosts"
subject_name = "who"
state = "status"
[constants]
region = "CN-35"
provider = "North Hosting"
[values.state]
"1" = "filed"
"9" = "cancelled"
)";

class Takeover : public testing::TestWithParam<store::Backend> {
 protected:
  Takeover()
      : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}),
        folder_(testing::TempDir() + "takeover-" + std::to_string(::getpid())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    vault_ = std::make_unique<vault::Vault>(*vault::KeyRing::create(folder_ + "/ring", clock_, random_), recorder_);
    importer_ = std::make_unique<filings::Importer>(*db_, recorder_, *vault_, restrictions_);
    service_ = std::make_unique<Service>(*db_, recorder_, policy::Policy::standard(), *importer_);
    script(
        "insert into party(id, kind, name, licence_number, created_at) values('p-1', 'access_provider', 'North "
        "Hosting', "
        "'B1', 0);");
  }
  ~Takeover() override { std::filesystem::remove_all(folder_); }
  void script(const std::string& sql) {
    const auto done = db_->script(sql);
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  std::string write(const std::string& name, const std::string& bytes) {
    EXPECT_TRUE(replace_file(folder_ + "/" + name, bytes).ok());
    return folder_ + "/" + name;
  }
  // A file of SQLite's own making.
  std::string sqlite(const std::string& name, const std::string& sql) {
    const std::string path = folder_ + "/" + name;
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
    return path;
  }
  Mapping mapping(const std::string& head = "system = 'Old register'\n") {
    const auto made = parse_mapping(head + kColumns);
    EXPECT_TRUE(made.ok()) << made.error().sentence;
    return *made;
  }
  Result<filings::ImportResult> take(const Mapping& mapping, const std::string& file, bool dry_run = false) {
    Options options;
    options.file = file;
    options.dry_run = dry_run;
    options.actor = "person-1";
    options.on_error = [&](const filings::LineError& e) {
      faults_ += std::to_string(e.line) + " " + e.error.code + "\n";
    };
    return service_->take_over(mapping, options);
  }
  std::vector<ToReverify> open(const std::string& system = "") { return service_->to_reverify(system, "", 10)->items; }
  std::int64_t count(const char* sql) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(store::Sql{"t_count", sql})->integer("n");
    });
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  std::string folder_, faults_;
  restrictions::Service restrictions_{*db_, recorder_};
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<filings::Importer> importer_;
  std::unique_ptr<Service> service_;
};
MUSTER_ON_BOTH_BACKENDS(Takeover);

TEST_P(Takeover, ACsvWithItsOwnColumns) {
  const std::string file =
      write("old.csv",
            "id;no;who;hosts;status\n1;A1-1;One Ltd;one.com www.one.com;1\n2;A2-1;\"Two\nLtd\";two.com;9\n"
            "3;A3-1;Three;not a name;1\n4;\"A4-1\"x;Four;four.com;1\n5;A5-1;Five;five.com;1\n");
  Mapping of = mapping();
  of.separator = ';';
  const auto would = take(of, file, true);
  ASSERT_TRUE(would.ok()) << would.error().sentence;
  EXPECT_EQ(would->accepted, 3);
  EXPECT_TRUE(service_->origins()->items.empty()) << "a dry run";
  faults_.clear();
  const auto done = take(of, file);
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->accepted, 3);
  EXPECT_EQ(done->refused, 2);
  EXPECT_NE(faults_.find("3 "), std::string::npos) << faults_;
  EXPECT_NE(faults_.find("4 csv_quote"), std::string::npos) << faults_;
  EXPECT_EQ(count("select count(*) as n from filing where state = 'filed'"), 2);
  EXPECT_EQ(count("select count(*) as n from filing where state = 'cancelled'"), 1);
  EXPECT_EQ(service_->origins()->items.at(0).source_name, "Old register: old.csv");
  EXPECT_EQ(count("select count(*) as n from event where kind = 'takeover.begun'"), 1);
  // Once more changes nothing.
  EXPECT_EQ(take(of, file)->already_in, 3);
  EXPECT_EQ(service_->origins()->items.size(), 1u);
  EXPECT_EQ(service_->origins()->items.at(0).accepted, 3);
  EXPECT_TRUE(open().empty()) << "nobody asks for it";
  of.columns["home_url"] = "nowhere";
  EXPECT_EQ(take(of, file).error().code, "register_column");
  EXPECT_EQ(take(of, folder_ + "/none.csv").error().code, "file_missing");
  of.columns = {{"site_nubmer", "no"}};
  EXPECT_EQ(take(of, file).error().code, "csv_column_unknown");
}

TEST_P(Takeover, AnSqliteFile) {
  const std::string file = sqlite("old.db",
                                  "create table sites(no text, hosts text, who text, status integer);"
                                  "insert into sites values('B1-1', 'one.net', 'One', 1), ('B2-1', x'00ff', 'Two', 1), "
                                  "('B3-1', 'three.net', null, 1), ('B4-1', 'four.net', 'Four', 9);"
                                  "create view seen as select * from sites;");
  Mapping of = mapping();
  of.table = "sites";
  const auto done = take(of, file);
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->accepted, 2);
  EXPECT_EQ(done->refused, 2);
  EXPECT_NE(faults_.find("2 register_blob"), std::string::npos) << faults_;
  EXPECT_NE(faults_.find("3 "), std::string::npos) << faults_;
  of.table = "seen";
  EXPECT_EQ(take(of, file).error().code, "register_table") << "a view is not read";
  of.table = "x\"; drop table sites; --";
  EXPECT_EQ(take(of, file).error().code, "register_table");
  of.table = "sites";
  EXPECT_EQ(take(of, write("text.db", "no SQLite file, but long enough to be looked at as one")).error().code,
            "register_not_sqlite");
  EXPECT_EQ(take(of, sqlite("long.db",
                            "create table sites(no text, hosts text, who text, status integer);"
                            "insert into sites values('B5-1', 'five.net', printf('%.*c', 300000, 'x'), 1);"))
                .error()
                .code,
            "register_damaged");
  std::string bytes = *read_file(file);
  for (std::size_t i = 4'096; i < bytes.size(); ++i) bytes[i] = '\x5a';
  EXPECT_EQ(take(of, write("broken.db", bytes)).error().code, "register_damaged");
}

// The same files as bytes, as the API has them: none stands on a disk.
TEST_P(Takeover, AnSqliteFileInMemory) {
  const std::string file = sqlite("old.db",
                                  "pragma journal_mode = wal;"
                                  "create table sites(no text, hosts text, who text, status integer);"
                                  "insert into sites values('B1-1', 'one.net', 'One', 1);");
  Mapping of = mapping();
  of.table = "sites";
  Options options;
  options.file = "sites.db";
  options.mark = "0123";
  options.actor = "person-1";
  const auto with = [&](const std::string& bytes) {
    options.content = bytes;
    return service_->take_over(of, options);
  };
  const auto done = with(*read_file(file));
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->accepted, 1) << "though it was used with a write-ahead log";
  EXPECT_EQ(service_->origins()->items.at(0).source_name, "Old register: sites.db · 0123");
  EXPECT_EQ(with("short").error().code, "register_not_sqlite");
  EXPECT_EQ(with(std::string(4'096, 'x')).error().code, "register_not_sqlite");
  std::string bytes = *read_file(file);
  EXPECT_EQ(with(bytes.substr(0, 6'000)).error().code, "register_damaged") << "cut off";
  // Two leaves of the table that are one and the same page, as only a forger writes it.
  bytes = *read_file(sqlite("many.db",
                            "pragma page_size = 512;"
                            "create table sites(no text, hosts text, who text, status integer);"
                            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100) "
                            "insert into sites select 'M' || i || '-1', 'm' || i || '.net', 'Somebody', 1 from n;"));
  const std::size_t root =
      512;  // the table's: an interior page, its first cell's place at byte 12, a child in a cell's first four
  ASSERT_EQ(bytes[root], 5);
  const auto cell = [&](std::size_t i) {
    return root + (static_cast<unsigned char>(bytes[root + 12 + 2 * i]) << 8) +
           static_cast<unsigned char>(bytes[root + 13 + 2 * i]);
  };
  bytes.replace(cell(1), 4, bytes.substr(cell(0), 4));
  EXPECT_EQ(with(bytes).error().code, "register_damaged");
}

TEST_P(Takeover, WhatAFilesOwnSchemaWouldRun) {
  Mapping of = mapping();
  of.table = "sites";
  const std::string virtual_one = sqlite("virtual.db",
                                         "create virtual table sites using fts5(no, hosts, who, status);"
                                         "create table pragma_table_list(schema, name, type);"
                                         "insert into pragma_table_list values('main', 'sites', 'table');");
  EXPECT_EQ(take(of, virtual_one).error().code, "register_table") << "a virtual table runs an extension";
  const std::string computed =
      sqlite("computed.db",
             "create table sites(no text, hosts text, who text, status integer, more text as (upper(who)));"
             "insert into sites(no, hosts, who, status) values('V1-1', 'v.net', 'V', 1);");
  EXPECT_EQ(take(of, computed).error().code, "register_table") << "a computed column runs what its maker wrote";
  const std::string checked =
      sqlite("checked.db",
             "create table sites(no text, hosts text, who text, status integer);"
             "insert into sites values('V1-1', 'v.net', 'V', 1);"
             "pragma writable_schema = on;"
             "update sqlite_master set sql = 'create table sites(no text, hosts text, who text, "
             "status integer, check(abs(-9223372036854775808) > 0))';");
  const auto read = take(of, checked, true);
  ASSERT_TRUE(read.ok()) << "its checks are not run: " << read.error().sentence;
  EXPECT_EQ(read->accepted, 1);
}

TEST_P(Takeover, OneThatWasCutOffGoesOnBehindItsLastBatch) {
  std::string text = "no,who,hosts,status\n";
  for (int i = 0; i < 12'000; ++i) {
    const std::string n = std::to_string(i);
    text += i == 17 ? "broken\"x,a,b,1\n" : "E" + n + "-1,Somebody " + n + ",e" + n + ".org,1\n";
  }
  const Mapping of = mapping("system = 'Old register'\nlaw = 'Act 5'\nreverify = true\n");
  Options options;
  options.file = "big.csv";
  options.content = text;
  options.mark = "m";
  options.actor = "person-1";
  options.on_error = [&](const filings::LineError& e) { faults_ += std::to_string(e.line) + " "; };
  Progress seen;
  options.on_progress = [&](const Progress& p) {
    seen = p;
    return false;
  };
  const auto cut = service_->take_over(of, options);
  ASSERT_TRUE(cut.ok()) << cut.error().sentence;
  EXPECT_TRUE(cut->stopped);
  EXPECT_EQ(cut->accepted, 5'000);
  EXPECT_EQ(seen.total, static_cast<std::int64_t>(text.size()));
  EXPECT_GT(seen.done, 0);
  EXPECT_LT(seen.done, seen.total);
  EXPECT_EQ(count("select count(*) as n from filing_reverify where open = 1"), 5'000) << "with the batch, not after it";
  faults_.clear();
  options.on_progress = [](const Progress&) { return true; };
  const auto rest = service_->take_over(of, options);
  ASSERT_TRUE(rest.ok()) << rest.error().sentence;
  EXPECT_TRUE(rest->resumed);
  EXPECT_FALSE(rest->stopped);
  EXPECT_EQ(rest->id, cut->id);
  EXPECT_EQ(rest->accepted, 11'999);
  EXPECT_EQ(rest->already_in, 0) << "nothing was looked at twice";
  EXPECT_EQ(rest->refused, 1);
  EXPECT_EQ(faults_, "18 ") << "told once, by the number of its record";
  EXPECT_EQ(count("select count(*) as n from filing_reverify where open = 1"), 11'999);
  EXPECT_EQ(count("select count(*) as n from filing_import where state = 'running'"), 0);
  // Another file of the same name and mark begins anew.
  options.on_progress = [](const Progress&) { return false; };
  std::string other = text + "F1-1,Late,f1.org,1\n";
  options.content = other;
  ASSERT_TRUE(service_->take_over(of, options)->stopped);
  other.replace(other.find("Somebody 3,"), 11, "Somebody X,");
  options.content = other;
  options.on_progress = [](const Progress&) { return true; };
  const auto anew = service_->take_over(of, options);
  ASSERT_TRUE(anew.ok()) << anew.error().sentence;
  EXPECT_FALSE(anew->resumed);
  EXPECT_EQ(anew->accepted, 1);
}

TEST_P(Takeover, WhatTheLawAsksForIsVerifiedAgain) {
  const std::string file =
      write("old.csv", "no,who,hosts,status\nC1-1,One,one.org,1\nC2-1,Two,two.org,1\nC3-1,Three,three.org,9\n");
  ASSERT_TRUE(take(mapping("system = 'Old register'\nlaw = 'Act 5'\nreverify = true\n"), file).ok());
  const auto asked = open();
  ASSERT_EQ(asked.size(), 2u) << "what is cancelled needs none";
  EXPECT_EQ(asked.front().system, "Old register");
  EXPECT_EQ(asked.front().due, policy::Policy::standard().due("filing.legacy_reverify", clock_.now()));
  const auto page = service_->to_reverify("", "", 1);
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_EQ(service_->to_reverify("", page->next, 1)->items.at(0).site_id, asked.back().site_id);
  EXPECT_EQ(service_->to_reverify("", page->next, 1)->next, "");
  EXPECT_EQ(open("Old register").size(), 2u);
  EXPECT_TRUE(open("Another").empty());
  EXPECT_EQ(service_->to_reverify("", "none", 1).error().code, "page_cursor");
  const std::string id = asked.front().site_id;
  EXPECT_EQ(service_->reverified(id, " ", "p").error().code, "reverify_how");
  EXPECT_EQ(service_->reverified(id, std::string(501, 'x'), "p").error().code, "reverify_how");
  ASSERT_TRUE(service_->reverified(id, "Seen in person with the licence.", "person-2").ok());
  EXPECT_EQ(service_->reverified(id, "Again.", "p").error().code, "reverified");
  EXPECT_EQ(service_->reverified("none", "x", "p").error().code, "filing_unknown");
  EXPECT_EQ(open().size(), 1u);
  // What is cancelled is asked for no longer; restored, it is again.
  const std::string other_id = asked.back().site_id;
  const auto state = [&](const char* to) {
    script("update filing set state = '" + std::string(to) + "', version = version + 1 where id = '" + other_id + "';");
  };
  state("defect_notice");
  EXPECT_EQ(open().size(), 1u);
  state("public_notice");
  state("cancelled");
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(service_->to_reverify("", other_id, 1)->items.size(), 0u) << "a page goes on behind one that left the list";
  EXPECT_EQ(count("select count(*) as n from event where kind = 'filing.reverified'"), 1);
  // Filings of another source are not asked for.
  ASSERT_TRUE(
      take(mapping("system = 'Another'\n"), write("other.csv", "no,who,hosts,status\nD1-1,One,one.info,1\n")).ok());
  const auto other = db_->read([&](store::Transaction& tx) -> Result<std::string> {
    return tx.one(store::Sql{"t_site", "select id from site where number = 'D1-1'"})->text("id");
  });
  EXPECT_EQ(service_->reverified(*other, "x", "p").error().code, "reverify_not_asked");
  for (const char* attack :
       {"update filing_origin set reverify_by = null", "delete from filing_origin", "delete from filing_reverified",
        "update filing_reverified set how = 'x'", "delete from filing_reverify", "update filing_reverify set due = 1"})
    EXPECT_FALSE(db_->script(attack).ok()) << attack;
}

}  // namespace
}  // namespace muster::takeover
