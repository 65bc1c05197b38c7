// Registers that come in as workbooks: whatever CSV can, and the same filings.
#include "test_support.h"
#include "xlsx_test_support.h"
#include "xlsx_written.h"
#include <filings/import.h>
#include <filings/reconcile.h>
#include <filings/undo.h>

#include <csignal>
#include <sstream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace muster::filings {
namespace {

const std::string kHeader = "site_number,domains,subject_name,region,provider,address_ranges\n";

std::string lines(int n, int first = 0) {
  std::string out;
  for (int i = first; i < first + n; ++i) {
    const std::string k = std::to_string(i);
    out +=
        "S" + k + "-1,site" + k + ".example.com,Company " + k + ",CN-35,L-A,192.0.2." + std::to_string(i % 256) + "\n";
  }
  return out;
}

class WorkbookImport : public Register {
 protected:
  Result<ImportResult> run(const std::string& file, const std::function<void(ImportOptions&)>& change = {}) {
    std::istringstream in(file);
    ImportOptions options{.source_name = "register.xlsx", .format = Format::xlsx, .actor = "person"};
    options.on_error = [this](const LineError& e) {
      told_.push_back(std::to_string(e.line) + " " + e.error.code + " " + e.error.field);
      last_ = e;
    };
    if (change) change(options);
    told_.clear();
    return importer_.run(in, options);
  }
  using Told = std::vector<std::string>;
  Importer importer_{*db_, recorder_, *vault_, restrictions_};
  Told told_;
  LineError last_;
};
MUSTER_ON_BOTH_BACKENDS(WorkbookImport);

void csv(ImportOptions& options) {
  options.format = Format::csv;
  options.source_name = "register.csv";
}

TEST_P(WorkbookImport, TheSameRegisterIsTheSameFilings) {
  const std::string text =
      "site_number,domains,subject_name,region,provider,subject_kind,site_name,service_types,state,filed_at,cancelled_"
      "at,"
      "access_method,address_ranges,pre_approvals\n"
      "S1-1,one.example.com;一.example.com,\"Company, "
      "\"\"One\"\"\",CN-35,L-A,,商店,shop;news,filed,2010-01-02,,cloud,192.0.2.7;2001:db8::/32,news|N 1|Example "
      "office|2027-01-31;bbs|B 1\n"
      "S1-2,two.example.com,\"Company, \"\"One\"\"\",CN-35,provider-b,,,,filed,2012-01-02T03:04:05Z,,,,\n"
      "S2-1,old.example.com,Old,CN-11,L-A,institution,,,cancelled,2009-05-06,2011-01-01,,,\n" +
      std::string("S3-1,bad_name.example,Bad,CN-35,L-A,,,,,,,,,\n");
  ASSERT_EQ(run(text, csv)->accepted, 3);
  EXPECT_EQ(service_->find("S1-1")->pre_approvals.size(), 2u);
  const Told of_csv = told_;
  for (const bool constant_memory : {false, true}) {
    const auto again = run(xlsx::as_workbook(text, constant_memory));
    ASSERT_TRUE(again.ok()) << again.error().sentence;
    EXPECT_EQ(again->already_in, 3) << "every record's hash is the same";
    EXPECT_EQ(again->accepted, 0);
    EXPECT_EQ(told_, of_csv);
  }
  std::istringstream in(xlsx::as_workbook(text));
  const auto compared = Reconciler(*db_, recorder_, *vault_)
                            .run(in, {.register_name = "North", .format = Format::xlsx, .actor = "person"});
  EXPECT_EQ(compared->same, 3);
  EXPECT_EQ(compared->refused, 1);
  EXPECT_EQ(number("select count(*) as n from filing_reconciliation where format = 'xlsx'"), 1);
  // And the other way round: what came in as a workbook is there for CSV.
  ASSERT_EQ(run(xlsx::as_workbook(kHeader + lines(30, 100)))->accepted, 30);
  EXPECT_EQ(run(kHeader + lines(30, 100), csv)->already_in, 30);
  EXPECT_EQ(number("select count(*) as n from filing_import where format = 'xlsx' and state = 'done'"), 3);
}

TEST_P(WorkbookImport, CellsOfEveryKind) {
  const std::string file = xlsx::written([](lxw_workbook* book) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
    lxw_format* day = workbook_add_format(book);
    format_set_num_format_index(day, 14);
    const char* header[] = {"site_number", "Domains",  "",         "subject_name",
                            "region",      "provider", "filed_at", "subject_number"};
    for (lxw_col_t i = 0; i < 8; ++i) worksheet_write_string(sheet, 2, i, header[i], nullptr);
    const auto row = [&](lxw_row_t at, const char* number, const char* domain) {
      worksheet_write_string(sheet, at, 0, number, nullptr);
      worksheet_write_string(sheet, at, 1, domain, nullptr);
      worksheet_write_string(sheet, at, 3, "Company", nullptr);
      worksheet_write_string(sheet, at, 4, "CN-35", nullptr);
      worksheet_write_string(sheet, at, 5, "L-A", nullptr);
      lxw_datetime when{2012, 2, 29, 0, 0, 0.0};
      worksheet_write_datetime(sheet, at, 6, &when, day);
      worksheet_write_number(sheet, at, 7, 35000001, nullptr);
    };
    row(3, "35000001-1", "a.example.com");
    row(9, "35000001-2", "b.example.com");
    row(10, "35000001-3", "c.example.com");
    worksheet_write_string(sheet, 10, 2, "a note", nullptr);
    worksheet_write_string(sheet, 10, 9, "another", nullptr);
  });
  const auto result = run(file);
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->accepted, 2);
  EXPECT_EQ(told_, (Told{"11 xlsx_cell_outside ", "11 xlsx_cell_outside "}));
  EXPECT_EQ(last_.error.sentence, "A value stands in column J, which has no header.");
  EXPECT_EQ(last_.number, "35000001-3");
  EXPECT_EQ(to_day(*service_->find("b.example.com")->filed_at), "2012-02-29");
  EXPECT_EQ(service_->subject(service_->find("a.example.com")->subject_id)->number, "35000001") << "no point in it";
}

TEST_P(WorkbookImport, ABadRowIsToldByLineFieldAndSentence) {
  const auto cell = [](const char* place, const std::string& text) {
    return std::string("<c r=\"") + place + R"(" t="inlineStr"><is><t>)" + text + "</t></is></c>";
  };
  const std::string header = "<row r=\"1\">" + cell("A1", "site_number") + cell("B1", "domains") +
                             cell("C1", "subject_name") + cell("D1", "region") + cell("E1", "provider") +
                             cell("F1", "filed_at") + "</row>";
  const std::string file =
      xlsx::by_hand({.rows = header + "<row r=\"4\">" + cell("A4", "S4-1") + R"(<c r="B4" t="e"><v>#REF!</v></c>)" +
                             cell("C4", "Four") + R"(<c r="D4"><f>A1</f></c></row><row r="5">)" + cell("A5", "S5-1") +
                             cell("B5", "five.example.com") + cell("C5", std::string(33'000, 'x')) +
                             cell("D5", "CN-35") + cell("E5", "L-A") + "</row><row r=\"7\">" + cell("A7", "S7-1") +
                             cell("B7", "seven.example.com") + cell("C7", "Seven") + cell("D7", "CN-35") +
                             cell("E7", "L-A") + R"(<c r="F7" s="1"><v>60</v></c></row><row r="900">)" +
                             cell("A900", "S9-1") + cell("B900", "nine.example.com") + cell("C900", "Nine") +
                             cell("D900", "CN-35") + cell("E900", "L-A") + "</row>",
                     .styles = R"(<cellXfs><xf/><xf numFmtId="14"/></cellXfs>)"});
  const auto result = run(file);
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(told_, (Told{"4 xlsx_cell_error domains", "4 xlsx_cell_formula region", "5 xlsx_cell_too_long subject_name",
                         "7 xlsx_cell_date filed_at"}));
  EXPECT_EQ(last_.error.sentence, "The cell is shown as 29 February 1900, a day that there was not.");
  EXPECT_EQ(result->accepted, 1);
  EXPECT_EQ(result->refused, 3);
  EXPECT_EQ(service_->find("nine.example.com")->number, "S9-1");
}

TEST_P(WorkbookImport, TenThousandBadLines) {
  std::string text = kHeader;
  for (int i = 0; i < 10'000; ++i) text += "S" + std::to_string(i) + "-1,bad_name.example,Company,CN-35,L-A,\n";
  const std::string file = xlsx::as_workbook(text + lines(1, 20'000));
  EXPECT_EQ(run(file, [](auto& o) { o.dry_run = true; })->accepted, 1);
  EXPECT_EQ(number("select count(*) as n from filing_import"), 0);
  const auto result = run(file);
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->refused, 10'000);
  EXPECT_EQ(result->accepted, 1);
  EXPECT_EQ(told_.size(), 10'000u);
  EXPECT_EQ(told_.back(), "10001 name_underscore domains");
  EXPECT_EQ(result->bytes, static_cast<std::int64_t>(file.size()));
}

TEST_P(WorkbookImport, FilesThatAreNone) {
  EXPECT_EQ(run("").error().code, "import_empty");
  EXPECT_EQ(run(kHeader).error().code, "xlsx_not_zip");
  EXPECT_EQ(run(xlsx::as_workbook("")).error().code, "import_empty");
  EXPECT_EQ(run(xlsx::as_workbook(kHeader)).value().accepted, 0);
  EXPECT_EQ(run(xlsx::as_workbook("site_number,domains\n")).error().code, "csv_column_missing");
  EXPECT_EQ(run(xlsx::as_workbook("site_number,Site_Number \n")).error().code, "csv_column_twice");
  EXPECT_EQ(run(xlsx::as_workbook("site_number,colour\n")).error().code, "csv_column_unknown");
  const auto broken = run(xlsx::by_hand({.rows = R"(<row r="3"><c t="e"><v>#N/A</v></c></row>)"}));
  EXPECT_EQ(broken.error().code, "xlsx_cell_error");
  EXPECT_TRUE(broken.error().sentence.starts_with("In the header, line 3: ")) << broken.error().sentence;
  const std::string file = xlsx::as_workbook(kHeader + lines(1));
  EXPECT_EQ(run(file, [](auto& o) { o.sheet = "Other"; }).error().code, "xlsx_sheet_missing");
  EXPECT_EQ(run(file, [](auto& o) { o.sheet = std::string(201, 'x'); }).error().code, "sheet_name");
  EXPECT_EQ(run(kHeader, [](auto& o) { csv(o), o.sheet = "Other"; }).error().code, "sheet_xlsx_only");
  EXPECT_EQ(number("select count(*) as n from filing_import"), 1) << "that of the header alone";
}

TEST_P(WorkbookImport, OtherColumnNames) {
  const Mapping theirs{{"site_number", "Record No."},
                       {"domains", "Sites"},
                       {"subject_name", "Holder"},
                       {"region", "Province"},
                       {"provider", "ISP"}};
  const Mappings mappings(*db_, recorder_);
  ASSERT_TRUE(mappings.save("North", theirs, "person").ok());
  ASSERT_TRUE(mappings.remember("register-2026-03.xlsx", "North").ok());
  EXPECT_EQ(*mappings.remembered("register-2026-04.xlsx"), "North");
  const std::string file = xlsx::written([](lxw_workbook* book) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
    const char* header[] = {"record no.", "SITES", "Holder", "Province", "ISP", "Remarks"};
    const char* row[] = {"S1-1", "one.example.com", "Company 1", "CN-35", "L-A"};
    for (lxw_col_t i = 0; i < 6; ++i) worksheet_write_string(sheet, 0, i, header[i], nullptr);
    for (lxw_col_t i = 0; i < 5; ++i) worksheet_write_string(sheet, 1, i, row[i], nullptr);
    worksheet_write_number(sheet, 1, 5, 12345678901234567890.0, nullptr);  // a fault, in a column that nobody asks for
    worksheet_write_string(sheet, 1, 8, "and a note", nullptr);
  });
  EXPECT_EQ(run(file).error().code, "csv_column_unknown");
  const auto result = run(file, [&](auto& o) { o.mapping = *mappings.get("North"); });
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->accepted, 1);
  EXPECT_EQ(told_, Told{});
}

TEST_P(WorkbookImport, OneThatWasStoppedGoesOnWhereItWas) {
  const std::string file = xlsx::as_workbook(kHeader + lines(95) + "\n\nbad-1,bad_name.example,B,CN-35,L-A,\n");
  const auto stop = [](auto& o) {
    o.batch_rows = 10;
    o.on_progress = [](const ImportProgress& p) { return p.batches < 4; };
  };
  const auto first = run(file, stop);
  EXPECT_TRUE(first->stopped);
  EXPECT_EQ(first->accepted, 40);
  EXPECT_LT(first->bytes, static_cast<std::int64_t>(file.size()));
  const auto second = run(file, [](auto& o) { o.batch_rows = 10; });
  ASSERT_TRUE(second.ok()) << second.error().sentence;
  EXPECT_TRUE(second->resumed);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->accepted, 95);
  EXPECT_EQ(second->already_in, 0) << "nothing was read twice";
  EXPECT_EQ(told_, Told{"99 name_underscore domains"});
  EXPECT_FALSE(run(file)->resumed) << "it is done";
  EXPECT_EQ(number("select count(*) as n from filing_batch"), 10);
}

TEST_P(WorkbookImport, AnotherFileOrSheetStartsAtItsBeginning) {
  const auto stop = [](auto& o) {
    o.batch_rows = 10;
    o.on_progress = [](const ImportProgress&) { return false; };
  };
  ASSERT_TRUE(run(xlsx::as_workbook(kHeader + lines(20)), stop)->stopped);
  const auto other = run(xlsx::as_workbook(kHeader + lines(20, 5)));
  EXPECT_FALSE(other->resumed);
  EXPECT_EQ(other->accepted, 15);
  EXPECT_EQ(other->already_in, 5);
  EXPECT_FALSE(run(xlsx::as_workbook(kHeader + lines(20), false, "Renamed"))->resumed);
}

// A child imports and is killed in the middle of it; whatever it was doing, what is in is whole, and the rest follows.
TEST_P(WorkbookImport, KilledInTheMiddleAndTakenUpAgain) {
  const std::string file = xlsx::as_workbook(kHeader + lines(3000));
  for (const int after : {1, 3}) {
    const pid_t child = fork();
    if (child == 0) {
      auto database = store::Database::open(db_.url());  // the parent's connections are not the child's to use
      const restrictions::Service restrictions(**database, recorder_);
      const Importer importer(**database, recorder_, *vault_, restrictions);
      std::istringstream in(file);
      ImportOptions options{
          .source_name = "register.xlsx", .format = Format::xlsx, .batch_rows = 100, .actor = "person"};
      options.on_progress = [after](const ImportProgress& p) {
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
    EXPECT_GT(filings, 0);
    EXPECT_LT(filings, 3000);
  }
  const auto rest = run(file, [](auto& o) { o.batch_rows = 100; });
  ASSERT_TRUE(rest.ok()) << rest.error().sentence;
  EXPECT_TRUE(rest->resumed);
  EXPECT_EQ(rest->accepted, 3000);
  EXPECT_EQ(number("select count(*) as n from filing"), 3000);
}

// What is damaged behind its middle: the batches before it are in, and the file that is whole brings the rest.
TEST_P(WorkbookImport, DamagedInTheMiddle) {
  const auto row = [](int i) {
    std::string out = "<row>";
    for (const std::string& text : {"S" + std::to_string(i) + "-1", "site" + std::to_string(i) + ".example.com",
                                    std::string("Company"), std::string("CN-35"), std::string("L-A")})
      out += "<c t=\"str\"><v>" + (i == 0 ? std::string() : text) + "</v></c>";
    return out + "</row>";
  };
  std::string rows = "<row>";
  for (const char* name : {"site_number", "domains", "subject_name", "region", "provider"})
    rows += std::string("<c t=\"str\"><v>") + name + "</v></c>";
  rows += "</row>";
  for (int i = 1; i <= 2000; ++i) rows += row(i);
  const auto small = [](auto& o) { o.batch_rows = 100; };
  EXPECT_EQ(run(xlsx::by_hand({.rows = rows + "<row><c></row>"}), small).error().code, "xlsx_xml");
  const auto in = number("select count(*) as n from filing");
  EXPECT_GT(in, 1000);
  const auto whole = run(xlsx::by_hand({.rows = rows}), small);
  EXPECT_FALSE(whole->resumed) << "it is another file";
  EXPECT_EQ(whole->already_in, in);
  EXPECT_EQ(whole->accepted, 2000 - in);
}

TEST_P(WorkbookImport, ItIsTakenBackAsAWhole) {
  const auto result = run(xlsx::as_workbook(kHeader + lines(12)), [](auto& o) { o.batch_rows = 5; });
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(step(*service_->find("S3-1"), Event::notify_defect, {"A reason."}).ok());
  const Undo undo(*db_, recorder_);
  EXPECT_EQ(undo.import(result->id)->format, "xlsx");
  UndoOptions options;
  options.reason = "The wrong workbook.";
  const auto back = undo.run(result->id, registrar_, options);
  ASSERT_TRUE(back.ok()) << back.error().sentence;
  EXPECT_EQ(back->cancelled, 11);
  EXPECT_EQ(back->left, 1);
  EXPECT_EQ(service_->find("S0-1")->state, State::cancelled);
}

}  // namespace
}  // namespace muster::filings
