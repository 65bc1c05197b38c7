// The register of another system, taken over through the API.
#include "takeover_handlers.h"
#include "whole_program.h"
#include <base/bytes.h>
#include <base/files.h>
#include <filings/undo.h>
#include <takeover/takeover.h>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace muster::api {
namespace {

const std::string kColumns = R"(
[columns]
site_number = "no"
domains = "hosts"
subject_name = "who"
[constants]
region = "CN-35"
provider = "North Hosting"
state = "filed"
)";
const std::string kHead = "system = 'Old register'\nlaw = 'Act 5'\nreverify = true\n";

class TakeoversApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  TakeoversApi() : program_(GetParam()) {
    add_filing_routes(router_, program_.services);
    add_job_routes(router_, program_.services);
    parties::Party host;
    host.kind = "access_provider";
    host.name = "North Hosting";
    party_ = program_.parties.create_party("system:test", host)->id;
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Answer saved(const std::string& text, const std::string& name = "old") {
    return as("registrar").put("/api/takeovers/mappings/" + name, text, {{"content-type", "application/toml"}});
  }
  Answer sent(const std::string& body, const std::string& query, const char* type = "text/csv") {
    return as("registrar").post("/api/takeovers?" + query, body, {{"content-type", type}});
  }
  jobs::Job ran(const Answer& started) {
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    return *program_.jobs.get(started.at("/job_id"));
  }
  WholeProgram program_;
  http::Router router_;
  std::string party_;
};
MUSTER_ON_BOTH_BACKENDS(TakeoversApi);

TEST_P(TakeoversApi, MappingsAreKeptByNameAndVersion) {
  const auto first = saved(kHead + kColumns);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.at("/version"), "1");
  EXPECT_EQ(first.at("/system"), "Old register");
  EXPECT_EQ(first.at("/table"), "null");
  EXPECT_EQ(first.at("/reverify"), "true");
  EXPECT_EQ(saved(kHead + "[source]\ntable = 'sites'\n" + kColumns).at("/version"), "2");
  EXPECT_EQ(as("auditor").get("/api/takeovers/mappings").at("/items/0/table"), "sites");
  EXPECT_NE(as("auditor").get("/api/takeovers/mappings/old").at("/text").find("site_number"), std::string::npos);
  EXPECT_EQ(as("auditor").get("/api/takeovers/mappings/none").code(), "mapping_unknown");
  const auto bad = saved("system = 'x'\nreverify = 1\n");
  EXPECT_EQ(bad.code(), "mapping_value");
  EXPECT_NE(bad.at("/detail").find("line 2"), std::string::npos) << bad.body;
  EXPECT_EQ(as("registrar").put("/api/takeovers/mappings/old", "{}").code(), "content_type");
  EXPECT_EQ(saved(kColumns, std::string(61, 'x')).code(), "mapping_name");
}

TEST_P(TakeoversApi, ACsvIsCheckedTakenOverAndVerifiedAgain) {
  saved(kHead + kColumns);
  const std::string csv = "no,who,hosts\nA1-1,One,one.com\nA2-1,Two,not a name\nA3-1,Three,three.com\n";
  const auto checked = ran(sent(csv, "mapping=old&label=old.csv&dry_run=1"));
  ASSERT_EQ(checked.state, "done") << checked.error_sentence;
  const auto report = json::parse(checked.result);
  EXPECT_EQ(report.at("accepted"), 2);
  EXPECT_EQ(report.at("errors").at(0).at("line"), 2) << "the number of the record";
  EXPECT_EQ(report.at("errors").at(0).at("number"), "A2-1");
  EXPECT_EQ(as("auditor").get("/api/takeovers/origins").at("/items"), "[]") << "a dry run";
  // The job has the version that was there when it was begun.
  const auto begun = sent(csv, "mapping=old&label=old.csv");
  saved("system = 'Another'\n" + kColumns);
  ASSERT_EQ(ran(begun).state, "done");
  const auto origin = as("auditor").get("/api/takeovers/origins");
  EXPECT_EQ(origin.at("/items/0/system"), "Old register") << origin.body;
  EXPECT_EQ(origin.at("/items/0/file"), "old.csv");
  EXPECT_EQ(origin.at("/items/0/accepted"), "2");
  EXPECT_EQ(origin.at("/items/0/law"), "Act 5");
  const auto due = program_.policy.due("filing.legacy_reverify", program_.clock.now());
  EXPECT_EQ(origin.at("/items/0/reverify_by"), to_rfc3339(due));
  const auto page = as("auditor").get("/api/takeovers/filings?limit=1");
  EXPECT_EQ(page.at("/items/0/due"), to_rfc3339(due)) << page.body;
  EXPECT_EQ(page.at("/items/0/system"), "Old register");
  EXPECT_EQ(as("auditor").get("/api/takeovers/filings?after=" + page.at("/next")).at("/next"), "null");
  EXPECT_EQ(as("auditor").get("/api/takeovers/filings?system=Another").at("/items"), "[]");
  EXPECT_EQ(as("auditor").get("/api/takeovers/filings?system=Old%20register&limit=1").at("/items/0/number"),
            page.at("/items/0/number"));
  const std::string one = "/api/takeovers/filings/" + page.at("/items/0/site_id") + "/events";
  EXPECT_EQ(as("registrar").post(one, R"({"event":"forget","how":"x"})").status, 422);
  EXPECT_EQ(as("registrar").post(one, R"({"event":"verify_again"})").status, 422);
  const std::string say = R"({"event":"verify_again","how":"Seen in person with the licence."})";
  const auto done = as("registrar").post(one, say);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(as("registrar").post(one, say).code(), "reverified");
  EXPECT_EQ(as("registrar").post("/api/takeovers/filings/none/events", say).code(), "filing_unknown");
  const auto left = as("auditor").get("/api/takeovers/filings");
  EXPECT_NE(left.at("/items/0/site_id"), page.at("/items/0/site_id"));
  EXPECT_EQ(left.at("/items/1/site_id"), "");
}

TEST_P(TakeoversApi, AnSqliteFile) {
  saved("system = 'Old register'\n[source]\ntable = 'sites'\n" + kColumns, "lite");
  const std::string path = program_.folder + "/old.db";
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db,
                         "create table sites(no text, hosts text, who text);"
                         "insert into sites values('B1-1', 'one.net', 'One'), ('B2-1', x'00ff', 'Two');",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  const auto done = ran(sent(*read_file(path), "mapping=lite&label=old.db", "application/vnd.sqlite3"));
  ASSERT_EQ(done.state, "done") << done.error_sentence;
  EXPECT_EQ(json::parse(done.result).at("accepted"), 1);
  EXPECT_EQ(json::parse(done.result).at("errors").at(0).at("code"), "register_blob");
  const auto none = ran(sent("no,who,hosts\n", "mapping=lite&label=old.db", "application/vnd.sqlite3"));
  EXPECT_EQ(none.error_code, "register_not_sqlite");
}

TEST_P(TakeoversApi, OneThatWasCancelledGoesOnWhenItIsSentAgain) {
  saved(kHead + kColumns);
  std::string csv = "no,who,hosts\n";
  for (int i = 0; i < 6'000; ++i) {
    const std::string n = std::to_string(i);
    csv += "C" + n + "-1,Somebody " + n + ",c" + n + ".org\n";
  }
  // Somebody cancels after its first batch, as a job does (run_takeover).
  const std::string text = kHead + kColumns;
  takeover::Options options;
  options.file = "big.csv";
  options.content = csv;
  options.mark = to_hex(sha256(text + '\0' + csv)).substr(0, 12);
  options.actor = "person-registrar";
  options.on_progress = [](const takeover::Progress&) { return false; };
  const filings::Importer importer(*program_.db, program_.recorder, program_.vault, program_.restrictions);
  const takeover::Service service(*program_.db, program_.recorder, program_.policy, importer);
  ASSERT_TRUE(service.take_over(*takeover::parse_mapping(text), options)->stopped);
  const filings::Undo undo(*program_.db, program_.recorder);
  ASSERT_EQ(undo.imports("", 10)->items.size(), 1u);
  EXPECT_EQ(undo.imports("", 10)->items.front().accepted, 5'000) << "what is in stays in";
  const auto rest = ran(sent(csv, "mapping=old&label=big.csv"));
  ASSERT_EQ(rest.state, "done") << rest.error_sentence;
  const auto report = json::parse(rest.result);
  EXPECT_EQ(report.at("accepted"), 6'000);
  EXPECT_EQ(report.at("already_in"), 0);
  EXPECT_EQ(report.at("resumed"), true);
  const auto imports = undo.imports("", 10);
  ASSERT_EQ(imports->items.size(), 1u) << "it is one import, and can be taken back as one";
  EXPECT_EQ(imports->items.front().state, "done");
}

TEST_P(TakeoversApi, WhoMayNotAndBadQuestions) {
  saved(kHead + kColumns);
  EXPECT_EQ(as("auditor").post("/api/takeovers?mapping=old&label=x", "no\n", {{"content-type", "text/csv"}}).status,
            403);
  EXPECT_EQ(as("examiner").get("/api/takeovers/filings").status, 403);
  EXPECT_EQ(as("partner_user").get("/api/takeovers/origins").status, 403);
  EXPECT_EQ(as("auditor").put("/api/takeovers/mappings/x", "x").status, 403);
  EXPECT_EQ(as("auditor").post("/api/takeovers/filings/x/events").status, 403);
  EXPECT_EQ(sent("no\n", "mapping=none&label=x.csv").code(), "mapping_unknown");
  EXPECT_EQ(sent("no\n", "mapping=old").code(), "takeover_label");
  EXPECT_EQ(sent("no\n", "mapping=old&label=a%2Fb.csv").code(), "takeover_label");
  EXPECT_EQ(sent("no\n", "mapping=old&label=" + std::string(201, 'x')).code(), "takeover_label");
  EXPECT_EQ(sent("no\n", "mapping=old&label=x.csv&provider_id=none").code(), "provider_unknown");
  EXPECT_EQ(sent("no\n", "mapping=old&label=x.csv", "application/vnd.sqlite3").code(), "content_type");
  EXPECT_EQ(sent("", "mapping=old&label=x.csv").code(), "import_empty");
  EXPECT_EQ(sent(std::string(kTakeoverBodyMax + 1, 'x'), "mapping=old&label=x.csv").status, 413);
  EXPECT_EQ(ran(sent("a,b\n1,2\n", "mapping=old&label=x.csv")).error_code, "register_column");
  EXPECT_EQ(as("auditor").get("/api/takeovers/filings?after=bm9uZQ").status, 422);
}

}  // namespace
}  // namespace muster::api
