// Blocks of another system as examiners, operators and auditors meet them.
#include "legacy_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class LegacyApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  LegacyApi() : program_(GetParam()) { add_restriction_routes(router_, program_.services); }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Answer imported(const std::string& body, const std::string& query = "") {
    const auto started =
        as("operator").post("/api/legacy-blocks/imports" + query, body, {{"content-type", "text/plain"}});
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    job_ = *program_.jobs.get(started.at("/job_id"));
    EXPECT_EQ(job_.state, "done") << job_.error_sentence;
    return started;
  }
  static Caller::Headers version(int n) { return {{"if-match", "\"" + std::to_string(n) + "\""}}; }
  WholeProgram program_;
  http::Router router_;
  jobs::Job job_;
};
MUSTER_ON_BOTH_BACKENDS(LegacyApi);

TEST_P(LegacyApi, AListIsCheckedImportedAndWorkedOn) {
  imported("name,reason\na.example,fraud\nnot a name,x\n", "?dry_run=1&label=old.csv");
  EXPECT_NE(job_.result.find("\"accepted\":1"), std::string::npos) << job_.result;
  EXPECT_NE(job_.result.find("\"line\":3"), std::string::npos) << job_.result;
  EXPECT_EQ(as("auditor").get("/api/legacy-blocks").at("/items/0/name"), "") << "a dry run";
  imported("name,reason\na.example,fraud\nb.example,\n", "?label=old.csv");
  const auto list = as("auditor").get("/api/legacy-blocks?q=a.");
  EXPECT_EQ(list.at("/items/0/name"), "a.example") << list.body;
  EXPECT_EQ(list.at("/items/0/reason"), "fraud");
  EXPECT_EQ(list.at("/items/0/state"), "imported");
  EXPECT_EQ(list.at("/items/0/redecide_by"),
            to_rfc3339(program_.policy.due("restriction.legacy_redecide", program_.clock.now())));
  EXPECT_EQ(as("auditor").get("/api/legacy-blocks/summary").at("/by_state/imported"), "2");
  const std::string one = "/api/legacy-blocks/" + list.at("/items/0/id");
  EXPECT_EQ(as("examiner").get(one).at("/version"), "1");
  EXPECT_EQ(as("examiner").post(one + "/events", R"({"event":"withdraw","reasons":["x"]})").code(),
            "if_match_required");
  EXPECT_EQ(as("examiner").post(one + "/events", R"({"event":"lapse"})").code(), "event_unknown");
  EXPECT_EQ(as("examiner").post(one + "/events", R"({"event":"open_case"})", version(1)).code(), "ground_missing");
  EXPECT_EQ(as("examiner").post(one + "/events", R"({"event":"withdraw"})", version(1)).code(), "reason_missing");
  const auto gone =
      as("examiner").post(one + "/events", R"({"event":"withdraw","reasons":["A slip of the pen."]})", version(1));
  EXPECT_EQ(gone.at("/state"), "withdrawn") << gone.body;
  EXPECT_EQ(as("examiner").post(one + "/events", R"({"event":"withdraw","reasons":["Again."]})", version(2)).code(),
            "legacy_state");
  const auto text = as("auditor").get("/api/legacy-blocks/removals?format=text");
  EXPECT_EQ(text.body, "a.example\n");
  EXPECT_NE(as("auditor").get("/api/legacy-blocks/removals").body.find("\r\na.example,withdrawn,2026-03-02,"),
            std::string::npos);
}

TEST_P(LegacyApi, ACaseIsOpenedFromIt) {
  imported("a.example\n");
  parties::Party authority;
  authority.kind = "authority";
  authority.name = "Communications authority";
  const std::string party = program_.parties.create_party("system:test", authority)->id;
  const std::string examiner =
      program_.parties.create_person("system:test", {party, "Ann", "en", "passport:A0000001"})->id;
  ASSERT_TRUE(program_.parties.assign_role("system:test", examiner, "examiner").ok());
  const Caller ann(router_, person(examiner, {"examiner"}));
  const std::string one = "/api/legacy-blocks/" + as("auditor").get("/api/legacy-blocks").at("/items/0/id");
  const auto opened =
      ann.post(one + "/events", R"({"event":"open_case","data":{"ground":"explicit_unlawful"}})", version(1));
  ASSERT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(opened.at("/state"), "case_opened");
  const auto found = program_.cases.find_case(opened.at("/case_id"));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->name, "a.example");
  EXPECT_EQ(found->opened_by, examiner);
  EXPECT_EQ(
      ann.post(one + "/events", R"({"event":"open_case","data":{"ground":"explicit_unlawful"}})", version(2)).code(),
      "legacy_state");
  EXPECT_EQ(ann.post(one + "/events", R"({"event":"open_case","data":{"ground":"opinion"}})", version(2)).code(),
            "legacy_state");
}

TEST_P(LegacyApi, WhoMayNotAndBadQuestions) {
  const Caller::Headers text{{"content-type", "text/plain"}};
  EXPECT_EQ(as("decider").post("/api/legacy-blocks/imports", "a.example\n", text).status, 403);
  EXPECT_EQ(as("operator").post("/api/legacy-blocks/imports", "", text).code(), "import_empty");
  EXPECT_EQ(as("operator").post("/api/legacy-blocks/imports?format=odd", "a.example\n", text).code(), "import_format");
  EXPECT_EQ(as("partner_user").get("/api/legacy-blocks").status, 403);
  EXPECT_EQ(as("auditor").get("/api/legacy-blocks?state=odd").code(), "state_unknown");
  EXPECT_EQ(as("auditor").get("/api/legacy-blocks/none").code(), "legacy_unknown");
  EXPECT_EQ(as("auditor").get("/api/legacy-blocks/removals?format=odd").code(), "removals_format");
  EXPECT_EQ(as("operator").post("/api/legacy-blocks/none/events", R"({"event":"withdraw"})").status, 403);
}

}  // namespace
}  // namespace muster::api
