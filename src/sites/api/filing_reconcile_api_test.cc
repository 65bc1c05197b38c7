// Another register's file by the API, and pre-approvals as bodies and answers have them; on both back ends.
#include "filing_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class TwoRegistersApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  TwoRegistersApi() : program_(GetParam()) {
    add_filing_routes(router_, program_.services);
    parties::Party party;
    party.kind = "access_provider";
    party.name = "Provider A";
    provider_ = program_.parties.create_party("system:test", party)->id;
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  jobs::Job job_of(const Answer& started) {
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    return *program_.jobs.get(started.at("/job_id"));
  }
  json::object report(const std::string& path, const std::string& body, const char* type = "text/csv") {
    const auto job = job_of(as("registrar").post(path, body, {{"Content-Type", type}}));
    EXPECT_EQ(job.state, "done") << job.error_sentence;
    return json::parse(job.result).as_object();
  }
  std::string news_filing(const std::string& approvals, const std::string& domain = "news.example.com") {
    return R"({"subject":{"kind":"company","name":"Example Press Ltd","region":"CN-35","certificate_kind":"other",)"
           R"("certificate_number":"REG-)" +
           domain +
           R"(","responsible":{"name":"A. Example","email":"office@example.com"}},"site":{"name":"Example news",)"
           R"("home_url":"https://)" +
           domain + R"(/","domains":[")" + domain + R"("],"service_types":["news"],"pre_approvals":)" + approvals +
           R"(},"provider_id":")" + provider_ + R"("})";
  }

  WholeProgram program_;
  http::Router router_;
  std::string provider_;
};
MUSTER_ON_BOTH_BACKENDS(TwoRegistersApi);

constexpr const char* kOurLines =
    "site_number,domains,subject_name,region,provider,site_name\n"
    "S1-1,one.example.com,Company 1,CN-35,Provider A,Shop 1\n"
    "S2-1,two.example.com,Company 2,CN-35,Provider A,Shop 2\n";
constexpr const char* kTheirLines =
    "site_number,domains,subject_name,region,site_name\n"
    "S1-1,one.example.com,Company 1,CN-35,Another shop\n"
    "S2-1,two.example.com,Company 2,CN-35,Shop 2\n"
    "S9-1,nine.example.com,Company 9,CN-35,Shop 9\n"
    "S8-1,no_name.example,Company 8,CN-35,Shop 8\n";

TEST_P(TwoRegistersApi, AnotherRegisterIsHeldAgainstOursByAJob) {
  EXPECT_EQ(report("/api/filings/imports", kOurLines).at("accepted").as_int64(), 2);
  const std::string path = "/api/filings/reconciliations?register=North";
  const auto dry = report(path + "&dry_run=1", kTheirLines);
  EXPECT_TRUE(dry.at("dry_run").as_bool());
  EXPECT_EQ(dry.at("opened").as_int64(), 1);
  EXPECT_EQ(as("auditor").get("/api/filing-conflicts").at("/items"), "[]") << "a dry run keeps nothing";
  const auto done = report(path, kTheirLines);
  EXPECT_FALSE(done.at("dry_run").as_bool());
  EXPECT_EQ(done.at("register").as_string(), "North");
  EXPECT_EQ(done.at("lines").as_int64(), 4);
  EXPECT_EQ(done.at("same").as_int64(), 1);
  EXPECT_EQ(done.at("differing").as_int64(), 1);
  EXPECT_EQ(done.at("unknown").as_int64(), 1);
  EXPECT_EQ(done.at("refused").as_int64(), 1);
  EXPECT_EQ(done.at("opened").as_int64(), 1);
  EXPECT_EQ(done.at("vanished").as_int64(), 0);
  std::vector<std::string> told;
  for (const auto& line : done.at("errors").as_array())
    told.push_back(std::to_string(line.at("line").as_int64()) + " " + std::string(line.at("code").as_string()) + " " +
                   std::string(line.at("field").as_string()));
  EXPECT_EQ(told, (std::vector<std::string>{"2 differs site_name", "4 not_in_register ", "5 name_underscore domains"}));
  const auto kept = as("auditor").get("/api/filing-conflicts?register=North");
  EXPECT_EQ(kept.at("/items/0/theirs"), "Another shop");
  EXPECT_EQ(as("auditor").get("/api/filings/" + kept.at("/items/0/filing_id")).at("/site_name"), "Shop 1");
  // Twice is once; what they no longer say closes itself, in another format as well.
  EXPECT_EQ(report(path, kTheirLines).at("opened").as_int64(), 0);
  const auto later = report(
      path,
      R"({"site_number":"S1-1","domains":["one.example.com"],"subject_name":"Company 1","region":"CN-35","site_name":"Shop 1"})",
      "application/x-ndjson");
  EXPECT_EQ(later.at("vanished").as_int64(), 1);
  EXPECT_EQ(as("auditor").get("/api/filing-conflicts").at("/items"), "[]");
}

TEST_P(TwoRegistersApi, WhatIsNoneIsToldAtOnceOrByTheJob) {
  const std::string path = "/api/filings/reconciliations";
  const auto post = [&](const std::string& query, const std::string& body, const char* type = "text/csv") {
    return as("registrar").post(path + query, body, {{"Content-Type", type}});
  };
  EXPECT_EQ(post("", kTheirLines).code(), "register_name");
  EXPECT_EQ(post("?register=%20", kTheirLines).code(), "register_name");
  EXPECT_EQ(post("?register=" + std::string(61, 'x'), kTheirLines).code(), "register_name");
  EXPECT_EQ(post("?register=North", kTheirLines, "text/plain").code(), "content_type");
  EXPECT_EQ(post("?register=North", "").code(), "import_empty");
  EXPECT_EQ(post("?register=North&sheet=x", kTheirLines).code(), "sheet_xlsx_only");
  EXPECT_EQ(post("?register=North&mapping=nobody", kTheirLines).code(), "mapping_unknown");
  EXPECT_EQ(job_of(post("?register=North", "site_number,colour\n")).error_code, "csv_column_unknown");
  for (const char* role : {"auditor", "examiner", "operator", "partner_user", "admin"})
    EXPECT_EQ(as(role).post(path + "?register=North", kTheirLines, {{"Content-Type", "text/csv"}}).status, 403) << role;
  // With the names of columns that were saved.
  ASSERT_EQ(as("registrar").call("PUT", "/api/filing-mappings/North", R"({"columns":{"domains":"Sites"}})", {}).status,
            200);
  EXPECT_EQ(report(path + "?register=North&mapping=North",
                   "site_number,Sites,subject_name,region\nS7-1,seven.example.com,Company 7,CN-35\n")
                .at("unknown")
                .as_int64(),
            1);
}

TEST_P(TwoRegistersApi, PreApprovalsAreFiledShownChangedAndListed) {
  const auto lacking = as("registrar").post("/api/filings", news_filing("[]"));
  EXPECT_EQ(lacking.code(), "pre_approval_missing") << lacking.body;
  EXPECT_EQ(as("registrar").post("/api/filings", news_filing(R"([{"kind":"poetry","number":"1"}])")).status, 422);
  EXPECT_EQ(as("registrar")
                .post("/api/filings", news_filing(R"([{"kind":"news","number":"1","valid_until":"2026-02-30"}])"))
                .at("/errors/0/field"),
            "site.pre_approvals[0].valid_until");
  const char* good =
      R"([{"kind":"news","number":"N 2026-1","issued_by":"Example press office","valid_until":"2026-04-01"}])";
  auto last = as("registrar").post("/api/filings", news_filing(good));
  ASSERT_EQ(last.status, 201) << last.body;
  EXPECT_EQ(last.at("/site/pre_approvals/0/number"), "N 2026-1");
  EXPECT_EQ(last.at("/site/pre_approvals/0/valid_until"), "2026-04-01");
  EXPECT_EQ(last.at("/site/pre_approvals/0/standing"), "expiring");
  const std::string path = "/api/filings/" + last.at("/id"), list = "/api/filings?pre_approval=expiring";
  const auto step = [&](const std::string& body) {
    last = as("registrar").post(path + "/events", body, {{"If-Match", last.headers.at("etag")}});
    EXPECT_EQ(last.status, 200) << last.body;
    program_.clock.advance(std::chrono::seconds(1));
  };
  EXPECT_EQ(as("auditor").get(list).at("/items"), "[]") << "a draft is not in force";
  for (const char* event : {"preverify", "verify_in_person", "sign", "submit", "accept"})
    step(std::string(R"({"event":")") + event + R"("})");
  EXPECT_EQ(as("auditor").get(list).at("/items/0/pre_approval/number"), "N 2026-1");
  EXPECT_EQ(as("auditor").get("/api/filings?pre_approval=soon").code(), "pre_approval_filter");
  step(R"({"event":"ask_change","data":{"remove_pre_approvals":[{"kind":"news","number":"N 2026-1"}],)"
       R"("add_pre_approvals":[{"kind":"news","number":"N 2027-1","issued_by":"Example press office"}]}})");
  EXPECT_EQ(last.at("/pending_change/add_pre_approvals/0/number"), "N 2027-1");
  EXPECT_EQ(last.at("/pending_change/remove_pre_approvals/0/number"), "N 2026-1");
  step(R"({"event":"accept_change"})");
  EXPECT_EQ(last.at("/site/pre_approvals/0/number"), "N 2027-1");
  EXPECT_EQ(last.at("/site/pre_approvals/0/valid_until"), "null");
  EXPECT_EQ(last.at("/site/pre_approvals/0/standing"), "in_force");
  EXPECT_EQ(as("auditor").get(list).at("/items"), "[]");
  // Services change like anything else, with the pre-approvals that they need.
  last = as("registrar")
             .post(path + "/events", R"({"event":"ask_change","data":{"service_types":["news","health"]}})",
                   {{"If-Match", last.headers.at("etag")}});
  EXPECT_EQ(last.code(), "pre_approval_missing") << last.body;
  last = as("registrar").get(path);
  step(R"({"event":"ask_change","data":{"service_types":["shop"]}})");
  EXPECT_EQ(last.at("/pending_change/service_types"), R"(["shop"])");
  EXPECT_EQ(last.at("/site/service_types"), R"(["news"])");
  step(R"({"event":"accept_change"})");
  EXPECT_EQ(last.at("/site/service_types"), R"(["shop"])");
}

}  // namespace
}  // namespace muster::api
