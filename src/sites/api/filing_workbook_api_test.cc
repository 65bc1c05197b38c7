// A register that comes in as a workbook, by the API.
#include "filing_handlers.h"
#include "whole_program.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace muster::api {
namespace {

constexpr const char* kType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// Two sheets: a cover, and a register of one good line and one that is not.
std::string workbook() {
  const auto path = std::filesystem::temp_directory_path() / ("muster-api-" + std::to_string(getpid()) + ".xlsx");
  lxw_workbook* book = workbook_new(path.c_str());
  worksheet_write_string(workbook_add_worksheet(book, "Cover"), 0, 0, "Register of 2026", nullptr);
  lxw_worksheet* sheet = workbook_add_worksheet(book, "Register");
  const char* cells[3][5] = {{"site_number", "Sites", "subject_name", "region", "provider"},
                             {"S1-1", "a.example.com", "A", "CN-35", "Provider A"},
                             {"S2-1", "bad_name", "B", "CN-35", "Provider A"}};
  for (lxw_row_t row = 0; row < 3; ++row)
    for (lxw_col_t column = 0; column < 5; ++column)
      worksheet_write_string(sheet, row, column, cells[row][column], nullptr);
  EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(path);
  return bytes;
}

class WorkbookApi : public ::testing::Test {
 protected:
  WorkbookApi() : program_(store::Backend::sqlite) {
    add_filing_routes(router_, program_.services);
    parties::Party party;
    party.kind = "access_provider";
    party.name = "Provider A";
    EXPECT_TRUE(program_.parties.create_party("system:test", party).ok());
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  // The job of an import, when it has run.
  jobs::Job import(const std::string& query, const std::string& body, const char* type = kType) {
    const auto started = as("registrar").post("/api/filings/imports" + query, body, {{"Content-Type", type}});
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    return *program_.jobs.get(started.at("/job_id"));
  }

  WholeProgram program_;
  http::Router router_;
};

TEST_F(WorkbookApi, AWorkbookIsImportedByAJob) {
  ASSERT_EQ(as("registrar").call("PUT", "/api/filing-mappings/North", R"({"columns":{"domains":"Sites"}})", {}).status,
            200);
  const std::string file = workbook(), query = "?sheet=Register&mapping=North&source=r-1.xlsx";
  const auto dry = import(query + "&dry_run=1", file);
  ASSERT_EQ(dry.state, "done") << dry.error_sentence;
  EXPECT_EQ(as("auditor").get("/api/filings").at("/items"), "[]");
  const auto done = import(query, file);
  ASSERT_EQ(done.state, "done") << done.error_sentence;
  const auto report = json::parse(done.result).as_object();
  EXPECT_EQ(report.at("accepted").as_int64(), 1);
  EXPECT_EQ(report.at("refused").as_int64(), 1);
  EXPECT_EQ(report.at("errors").as_array().at(0).at("line").as_int64(), 3);
  EXPECT_EQ(report.at("errors").as_array().at(0).at("field").as_string(), "domains");
  EXPECT_EQ(as("auditor").get("/api/filings?q=a.example").at("/items/0/site_number"), "S1-1");
  EXPECT_EQ(as("auditor").get("/api/filing-imports").at("/items/0/format"), "xlsx");
  EXPECT_EQ(as("registrar").get("/api/filing-mappings?source=r-2.xlsx").at("/items/0/remembered"), "true");
  // With macros it is just read.
  const auto again = import(query, file, "application/vnd.ms-excel.sheet.macroEnabled.12");
  EXPECT_EQ(json::parse(again.result).at("already_in").as_int64(), 1);
  const std::string id = as("auditor").get("/api/filing-imports").at("/items/1/id");
  const auto undone = as("registrar").post("/api/filing-imports/" + id + "/undo", R"({"reason":"The wrong file."})");
  ASSERT_EQ(undone.status, 202) << undone.body;
  EXPECT_TRUE(program_.jobs.run_due().ok());
  EXPECT_EQ(as("auditor").get("/api/filings?q=a.example").at("/items/0/state"), "cancelled");
}

TEST_F(WorkbookApi, WhatIsNoneIsToldByTheJob) {
  const std::string file = workbook();
  EXPECT_EQ(import("", file).error_code, "csv_column_unknown") << "the cover";
  EXPECT_EQ(import("?sheet=Nobody", file).error_code, "xlsx_sheet_missing");
  EXPECT_EQ(import("", "site_number,domains\n").error_code, "xlsx_not_zip");
  EXPECT_EQ(import("", file.substr(0, file.size() / 2)).error_code, "xlsx_damaged");
  EXPECT_EQ(as("registrar").post("/api/filings/imports?sheet=x", "x", {{"Content-Type", "text/csv"}}).code(),
            "sheet_xlsx_only");
  EXPECT_EQ(as("registrar")
                .post("/api/filings/imports?sheet=" + std::string(201, 'x'), file, {{"Content-Type", kType}})
                .code(),
            "sheet_name");
  EXPECT_EQ(as("auditor").post("/api/filings/imports", file, {{"Content-Type", kType}}).status, 403);
}

}  // namespace
}  // namespace muster::api
