#include "test_support.h"
#include "text_source.h"
#include <filings/import.h>
#include <ledger/merkle.h>

#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::filings {
namespace {

const std::string kImportHeader = "site_number,domains,subject_name,region,provider,address_ranges\n";

// n generated lines, from `first`.
std::string lines(int n, int first = 0) {
  std::string out;
  for (int i = first; i < first + n; ++i) {
    const std::string k = std::to_string(i);
    out += "S" + k + "-1,site" + k + ".example.com,Company " + k + ",CN-35,L-A,192.0.2." + std::to_string(i % 256) +
           "\r\n";
  }
  return out;
}

class Import : public Register {
 protected:
  Result<ImportResult> run(const std::string& text, std::function<void(ImportOptions&)> change = {}) {
    std::istringstream in(text);
    ImportOptions options;
    options.source_name = "register.csv";
    options.actor = "person";
    options.on_error = [this](const LineError& e) {
      told_.push_back(std::to_string(e.line) + " " + e.error.code + " " + e.error.field);
    };
    if (change) change(options);
    told_.clear();
    return importer_.run(in, options);
  }
  using Told = std::vector<std::string>;
  Importer importer_{*db_, recorder_, *vault_, restrictions_};
  Told told_;
};
MUSTER_ON_BOTH_BACKENDS(Import);

TEST_P(Import, GoodRecordsGoInAndBadOnesAreTold) {
  const auto result = run("\xef\xbb\xbf" + kImportHeader + lines(2) +
                          "S2-1,no_name.example,Company 2,CN-35,L-A,\n"
                          "\n"
                          "S3-1,site3.example.com,,CN 35,nobody,x\n"
                          "S4-1,site4.example.com,Company 4,CN-35,provider-b,192.0.2.0/24;2001:db8::/32\n"
                          "too,few\n"
                          "S6-1,\"site6.example.com\"x,Company,CN-35,L-A,\n" +
                          lines(1, 7));
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->accepted, 4);
  EXPECT_EQ(result->refused, 4);
  EXPECT_EQ(result->lines, 8);
  EXPECT_EQ(told_, (Told{"4 name_underscore domains", "6 provider_unknown provider",
                         "6 subject_name_missing subject_name", "6 subject_region_form region",
                         "6 address_range_form address_ranges", "8 csv_field_count ", "9 csv_quote "}));
  const Filing filing = *service_->find("site4.example.com");
  EXPECT_EQ(filing.state, State::filed);
  EXPECT_EQ(filing.number, "S4-1");
  EXPECT_EQ(filing.provider_id, "provider-b");
  EXPECT_EQ(filing.home_url, "http://site4.example.com/");
  ASSERT_EQ(filing.accesses.size(), 2u);
  EXPECT_EQ(filing.accesses[0].state, AccessState::open);
  EXPECT_EQ(service_->subject(filing.subject_id)->number, "S4");
  EXPECT_EQ(service_->history(filing.id)->size(), 1u) << "the batch that it came with";
  // It lives on like any other.
  EXPECT_TRUE(step(filing, Event::notify_defect, {"Not true."}).ok());
}

TEST_P(Import, TwiceChangesNothing) {
  ASSERT_EQ(run(kImportHeader + lines(50), [](auto& o) { o.batch_rows = 20; })->accepted, 50);
  const auto again = run(kImportHeader + lines(50), [](auto& o) { o.batch_rows = 20; });
  EXPECT_EQ(again->accepted, 0);
  EXPECT_EQ(again->already_in, 50);
  EXPECT_EQ(again->refused, 0);
  EXPECT_EQ(number("select count(*) as n from filing"), 50);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'filing.imported'"), 3);
  // The same number with other data isn't overwritten.
  EXPECT_EQ(run(kImportHeader + "S7-1,other.example.com,Company 7,CN-35,L-A,\n")->refused, 1);
  EXPECT_EQ(told_, Told{"2 site_number_taken site_number"});
}

TEST_P(Import, DuplicatesInsideOfAFile) {
  const std::string text = kImportHeader + lines(2) + lines(1) +                // the same line again
                           "S8-1,site1.example.com,Company 8,CN-35,L-A,\n"      // another's domain
                           "S1-1,site9.example.com,Company 1,CN-35,L-A,\n"      // another's number
                           "S0-2,second.example.com,Company 0,CN-35,L-A,\n"     // a second site
                           "S0-3,third.example.com,Another name,CN-35,L-A,\n";  // a subject that differs
  const Told expected{"5 domain_in_other_filing domains", "6 site_number_taken site_number",
                      "8 subject_differs subject_number"};
  const auto check = [&](int batch_rows) {
    const auto dry = run(text, [&](auto& o) { o.dry_run = true, o.batch_rows = batch_rows; });
    ASSERT_TRUE(dry.ok());
    EXPECT_EQ(number("select count(*) as n from filing"), 0);
    EXPECT_EQ(number("select count(*) as n from filing_import"), 0);
    EXPECT_TRUE(dry->id.empty());
    if (batch_rows == 100) {
      EXPECT_EQ(dry->accepted, 3);
      EXPECT_EQ(told_, expected);
    }
  };
  check(100);
  check(1);
  const auto result = run(text);
  EXPECT_EQ(result->accepted, 3);
  EXPECT_EQ(result->already_in, 1);
  EXPECT_EQ(told_, expected);
  EXPECT_EQ(number("select count(*) as n from subject"), 2);
}

TEST_P(Import, OldRecordsTakeNobodysName) {
  const std::string header = "site_number,domains,subject_name,region,provider,state,filed_at,cancelled_at\n";
  ASSERT_TRUE(run(header + "O1-1,a.example.com,Old,CN-35,L-A,cancelled,2010-01-02,2011-01-01\n"
                           "N1-1,a.example.com,New,CN-35,L-A,filed,2012-01-02T03:04:05Z,\n"
                           "O2-1,b.example.com,Old,CN-35,L-A,cancelled,2010-01-02,\n")
                  .ok());
  EXPECT_EQ(told_, Told{});
  EXPECT_EQ(service_->find("a.example.com")->number, "N1-1");
  EXPECT_EQ(to_day(*service_->find("a.example.com")->filed_at), "2012-01-02");
  EXPECT_EQ(service_->find("b.example.com")->state, State::cancelled);
  // A later batch takes the cancelled name over.
  ASSERT_EQ(
      run(header + "N2-1,b.example.com,New two,CN-35,L-A,,,\n" + "X-1,c.example.com,X,CN-35,L-A,draft,2999-01-01,\n")
          ->accepted,
      1);
  EXPECT_EQ(told_, (Told{"3 state_unknown state", "3 time_future filed_at"}));
  EXPECT_EQ(service_->find("b.example.com")->number, "N2-1");
  EXPECT_EQ(number("select count(*) as n from filing_former_domain"), 2);
}

TEST_P(Import, JsonLinesAreTheSame) {
  const std::string text =
      R"({"site_number":"S0-1","domains":["site0.example.com","zero.example.com"],"subject_name":"Company 0","region":"CN-35","provider":"L-A"})"
      "\n\n"
      R"({"site_number":"S1-1","domains":"site1.example.com","subject_name":"Company 1","region":"CN-35","provider":"L-A","unknown":1})"
      "\n[1]\n{\n"
      R"({"site_number":5})"
      "\n"
      R"({"site_number":"S2-1","domains":["a;b"]})"
      "\n"
      R"({"site_number":"S3-1"})"
      "\n";
  const auto result = run(text, [](auto& o) { o.format = Format::jsonl; });
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->accepted, 1);
  EXPECT_EQ((Told{told_.begin(), told_.begin() + 5}),
            (Told{"3 json_key_unknown unknown", "4 json_type ", "5 json_syntax ", "6 json_type site_number",
                  "7 json_type domains"}));
  EXPECT_GT(told_.size(), 5u);
  EXPECT_EQ(service_->find("zero.example.com")->number, "S0-1");
  // The same record as CSV is the same record.
  EXPECT_EQ(run("site_number,domains,subject_name,region,provider\nS0-1,site0.example.com zero.example.com,Company "
                "0,CN-35,L-A\n")
                ->already_in,
            1);
}

TEST_P(Import, FilesThatAreNone) {
  EXPECT_EQ(run("").error().code, "import_empty");
  EXPECT_EQ(run("\xef\xbb\xbf\r\n").error().code, "import_empty");
  EXPECT_EQ(run(std::string("\xff\xfes\0i\0", 6)).error().code, "text_is_utf16");
  EXPECT_EQ(run("\x1f\x8b\x08 gzip").error().code, "text_is_binary");
  EXPECT_EQ(run("site_number,domains\n").error().code, "csv_column_missing");
  EXPECT_EQ(run("site_number,site_number\n").error().code, "csv_column_twice");
  EXPECT_EQ(run("site_number,colour\n").error().code, "csv_column_unknown");
  EXPECT_EQ(run(kImportHeader)->accepted, 0);
  EXPECT_EQ(run(kImportHeader + std::string(kImportRecordMax + 10, 'x') + "\n" + lines(1))->accepted, 1);
  EXPECT_EQ(told_, Told{"2 csv_record_too_long "});
  std::istringstream broken(kImportHeader);
  broken.setstate(std::ios::badbit);
  EXPECT_EQ(importer_.run(broken, {.source_name = "x", .provider_id = {}, .actor = "p"}).error().code, "import_read");
}

TEST_P(Import, TenThousandBadLines) {
  std::string text = kImportHeader;
  for (int i = 0; i < 10'000; ++i) text += "S" + std::to_string(i) + "-1,bad_name.example,Company,CN-35,L-A,\n";
  const auto result = run(text + lines(1, 20'000));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->refused, 10'000);
  EXPECT_EQ(result->accepted, 1);
  EXPECT_EQ(told_.size(), 10'000u);
  EXPECT_EQ(told_.back(), "10001 name_underscore domains");
}

TEST_P(Import, EachFilingIsProvable) {
  const auto result = run(kImportHeader + lines(7));
  ASSERT_TRUE(result.ok());
  const Filing filing = *service_->find("S5-1");
  const store::Sql rows{
      "t_rows",
      "select row_hash, batch_row from filing where batch_id = (select id from filing_batch) order by batch_row"};
  const store::Sql root{"t_root", "select root from filing_batch"};
  ledger::merkle::Frontier tree;
  ASSERT_TRUE(db_->read([&](store::Transaction& tx) -> Result<void> {
                   for (const auto& row : tx.query(rows)) tree.add(*hash_from_hex(row.text("row_hash")));
                   EXPECT_EQ(tx.one(root)->text("root"), to_hex(tree.root()));
                   return {};
                 })
                  .ok());
  const auto history = *service_->history(filing.id);
  EXPECT_NE(history.at(0).body.find(to_hex(tree.root())), std::string::npos) << "the root is in the ledger";
  EXPECT_EQ(sql("update filing set row_hash = 'x'"), "filing_origin_immutable");
  EXPECT_EQ(sql("update filing_batch set root = root"), "batch_immutable");
}

TEST_P(Import, PersonsAreInTheVault) {
  const std::string header =
      "site_number,domains,subject_kind,subject_name,region,provider,certificate_kind,certificate_number,responsible_"
      "name,responsible_email\n";
  ASSERT_EQ(run(header + "P1-1,a.example.com,individual,Planted "
                         "Person,CN-35,L-A,cn_resident_id,11010519491231002X,Planted Person,planted@example.org\n"
                         "P1-2,b.example.com,individual,Planted "
                         "Person,CN-35,L-A,cn_resident_id,11010519491231002X,Planted Other,other@example.org\n"
                         "P2-1,c.example.com,individual,Planted Person,CN-35,L-A,cn_resident_id,11010519491231002X,,\n")
                ->accepted,
            2);
  EXPECT_EQ(told_, Told{"4 subject_exists certificate_number"});
  EXPECT_EQ(number("select count(*) as n from subject where name = '' and certificate_number = ''"), 1);
  const auto mail = [&](const char* name) {
    const Filing filing = *service_->find(name);
    return *db_->write(
        [&](store::Transaction& tx) { return service_->contact_email(tx, filing.id, "deliver_notice", "person"); });
  };
  EXPECT_EQ(mail("a.example.com"), "planted@example.org");
  EXPECT_EQ(mail("b.example.com"), "other@example.org");
  EXPECT_EQ(number("select count(*) as n from event_payload where body like '%lanted%'"), 0);
}

TEST_P(Import, FilingLiftsHoldsAndMindsTheBlocklist) {
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   const Instant now = clock_.now(), later = now + std::chrono::hours(100);
                   MUSTER_CHECK_OK(
                       restrictions_.place_hold(tx,
                                                {"site0.example.com", restrictions::HoldGround::unfiled, std::nullopt,
                                                 "provider-a", "notice", std::nullopt, std::nullopt, now, later},
                                                "p"));
                   MUSTER_TRY(const auto entry, restrictions_.propose_entry(
                                                    tx,
                                                    {"site1.example.com", restrictions::BlocklistGround::billing_fraud,
                                                     "Because.", std::nullopt, now, later, later},
                                                    "p"));
                   MUSTER_CHECK_OK(restrictions_.activate_entry(tx, entry.id, "order", "p"));
                   return {};
                 })
                  .ok());
  EXPECT_EQ(run(kImportHeader + lines(3))->accepted, 2);
  EXPECT_EQ(told_, Told{"3 domain_blocklisted domains"});
  EXPECT_FALSE(restrictions_.standing("site0.example.com")->hold.has_value());
}

TEST_P(Import, AnImportThatWasStoppedGoesOnWhereItWas) {
  const std::string text = kImportHeader + lines(95);
  const auto first = run(text, [](auto& o) {
    o.batch_rows = 10;
    o.on_progress = [](const ImportProgress& p) { return p.batches < 4; };
  });
  EXPECT_TRUE(first->stopped);
  EXPECT_EQ(first->accepted, 40);
  const auto second = run(text, [](auto& o) { o.batch_rows = 10; });
  EXPECT_TRUE(second->resumed);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->accepted, 95);
  EXPECT_EQ(second->already_in, 0) << "nothing was read twice";
  EXPECT_EQ(number("select count(*) as n from filing"), 95);
  EXPECT_EQ(number("select count(*) as n from filing_batch"), 10);
  EXPECT_FALSE(run(text)->resumed) << "it is done";
}

TEST_P(Import, LineNumbersGoOnAfterTheResume) {
  const std::string text = kImportHeader + lines(20) + "bad\n" + lines(1, 20);
  ASSERT_TRUE(run(text, [](auto& o) {
                o.batch_rows = 10;
                o.on_progress = [](const ImportProgress&) { return false; };
              })->stopped);
  ASSERT_TRUE(run(text)->resumed);
  EXPECT_EQ(told_, Told{"22 csv_field_count "});
}

TEST_P(Import, AnotherFileOfThatNameStartsAtItsBeginning) {
  const auto stop = [](auto& o) {
    o.batch_rows = 10;
    o.on_progress = [](const ImportProgress&) { return false; };
  };
  ASSERT_TRUE(run(kImportHeader + lines(20), stop)->stopped);
  const auto other = run(kImportHeader + lines(20, 5));
  EXPECT_FALSE(other->resumed);
  EXPECT_EQ(other->accepted, 15);
  EXPECT_EQ(other->already_in, 5);
}

// A child imports and is killed in the middle of it; whatever it was doing, what is in is whole, and the rest follows.
TEST_P(Import, KilledInTheMiddleAndTakenUpAgain) {
  const std::string text = kImportHeader + lines(3000);
  for (const int after : {1, 3, 4}) {
    const pid_t child = fork();
    if (child == 0) {
      // The parent's connections are not the child's to use.
      auto database = store::Database::open(db_.url());
      const restrictions::Service restrictions(**database, recorder_);
      const Importer importer(**database, recorder_, *vault_, restrictions);
      std::istringstream in(text);
      ImportOptions options;
      options.source_name = "register.csv";
      options.actor = "person";
      options.batch_rows = 100;
      options.on_progress = [after](const ImportProgress& p) {
        // Some time into the next batch.
        if (p.batches % 7 == after)
          std::thread([after] {
            std::this_thread::sleep_for(std::chrono::milliseconds(after * 3));
            kill(getpid(), SIGKILL);
          }).detach();
        return true;
      };
      (void)importer.run(in, options);
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    const auto filings = number("select count(*) as n from filing");
    EXPECT_EQ(filings, number("select coalesce(sum(filings), 0) as n from filing_batch")) << "batches are whole";
    EXPECT_EQ(filings, number("select count(*) as n from filing_domain"));
    EXPECT_EQ(filings, number("select count(*) as n from access"));
    EXPECT_EQ(number("select count(*) as n from filing_batch"),
              number("select count(*) as n from event where kind = 'filing.imported'"));
    EXPECT_GT(filings, 0);
    EXPECT_LT(filings, 3000);
  }
  const auto rest = run(text, [](auto& o) { o.batch_rows = 100; });
  ASSERT_TRUE(rest.ok());
  EXPECT_TRUE(rest->resumed);
  EXPECT_EQ(rest->accepted, 3000);
  EXPECT_EQ(number("select count(*) as n from filing"), 3000);
}

// A disk that fills up, as far as a process can make one: no file may grow beyond a limit.
TEST_P(Import, AFullDiskLosesNothing) {
  if (GetParam() == store::Backend::postgres)
    return;  // its files are another process's; SQLSTATE 53100 is tested in store
  const std::string text = kImportHeader + lines(4000);
  ASSERT_EQ(run(text,
                [](auto& o) {
                  o.batch_rows = 100;
                  o.on_progress = [](const ImportProgress& p) { return p.batches < 2; };
                })
                ->accepted,
            200);
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1 << 20, 1 << 20};
    setrlimit(RLIMIT_FSIZE, &limit);
    auto database = store::Database::open(db_.url());
    if (!database.ok()) _exit(9);
    const restrictions::Service restrictions(**database, recorder_);
    std::istringstream in(text);
    const auto got = Importer(**database, recorder_, *vault_, restrictions)
                         .run(in, {.source_name = "register.csv", .provider_id = {}, .batch_rows = 100, .actor = "p"});
    _exit(got.ok() ? 1 : got.error().failure == Failure::unavailable ? 0 : 2);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(number("select count(*) as n from filing"),
            number("select coalesce(sum(filings), 0) as n from filing_batch"));
  const auto rest = run(text);
  ASSERT_TRUE(rest.ok()) << rest.error().sentence;
  EXPECT_EQ(rest->accepted, 4000);
}

TEST_P(Import, ProvidersCanBeMade) {
  int made = 0;
  const auto result =
      run("site_number,domains,subject_name,region,provider\nA-1,a.example.com,A,R,New one\nB-1,b.example.com,B,R,New "
          "one\n",
          [&](auto& o) {
            o.make_provider = [&](const std::string& text) -> Result<std::string> {
              ++made;
              EXPECT_EQ(text, "New one");
              return std::string("provider-b");
            };
          });
  EXPECT_EQ(result->accepted, 2);
  EXPECT_EQ(made, 1);
  EXPECT_EQ(run("site_number,domains,subject_name,region\nC-1,c.example.com,C,R\n")->refused, 1);
  EXPECT_EQ(told_, Told{"2 provider_missing provider"});
  EXPECT_EQ(run("site_number,domains,subject_name,region\nC-1,c.example.com,C,R\n",
                [](auto& o) { o.provider_id = "provider-a"; })
                ->accepted,
            1);
}

// A provider's customers file at last: whatever was held for being unfiled opens by itself, all of it.
TEST_P(Import, TwentyThousandHoldsLiftThemselves) {
  constexpr int kSites = 20'000;
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   constexpr std::string_view kColumns[] = {"id",         "name",    "ground",   "provider_id",
                                                            "notice_ref", "from_at", "until_at", "state",
                                                            "end_reason", "version"};
                   auto into = tx.bulk("hold", kColumns);
                   const std::int64_t now = clock_.now().micros;
                   for (int i = 0; i < kSites; ++i) {
                     const store::Value row[] = {"hold-" + std::to_string(i),
                                                 "site" + std::to_string(i) + ".example.com",
                                                 std::string(i % 100 ? "unfiled" : "false_filing"),
                                                 std::string("provider-a"),
                                                 std::string("notice"),
                                                 now,
                                                 now + 1'000'000'000'000,
                                                 std::string("active"),
                                                 std::string(),
                                                 std::int64_t{1}};
                     into->row(row);
                   }
                   into->finish();
                   return {};
                 })
                  .ok());
  const auto result = run(kImportHeader + lines(kSites));
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->accepted, kSites);
  EXPECT_EQ(number("select count(*) as n from hold where state = 'lifted' and end_reason = 'filed'"),
            kSites / 100 * 99);
  EXPECT_EQ(number("select count(*) as n from hold where state = 'active'"), kSites / 100) << "another ground stays";
  EXPECT_EQ(number("select count(*) as n from event where kind = 'access.reopened'"), kSites / 100 * 99);
}

}  // namespace
}  // namespace muster::filings
