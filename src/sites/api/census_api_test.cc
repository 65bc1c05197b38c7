// The census as registrars, auditors and others call it.
#include "census_handlers.h"
#include "whole_program.h"
#include <census/job.h>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class CensusApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  CensusApi() : program_(GetParam()) {
    census::add_job(program_.jobs, program_.census);
    add_census_routes(router_, program_.services);
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  std::string taken(const std::string& body, const std::string& query = "") {
    const auto started = as("registrar").post("/api/census/runs" + query, body, {{"content-type", "text/plain"}});
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    return started.at("/run_id");
  }
  WholeProgram program_;
  http::Router router_;
};
MUSTER_ON_BOTH_BACKENDS(CensusApi);

TEST_P(CensusApi, ACensusIsTakenListedAndRead) {
  const std::string run = taken("shop.example\nwww.other.example\nnot a name\n", "?label=list.txt");
  const auto shown = as("auditor").get("/api/census/runs/" + run);
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.at("/state"), "done");
  EXPECT_EQ(shown.at("/source_name"), "list.txt");
  EXPECT_EQ(shown.at("/counts/unfiled"), "2");
  EXPECT_EQ(shown.at("/bad_lines"), "1");
  const auto job = program_.jobs.get(shown.at("/job_id"));
  ASSERT_TRUE(job.ok());
  EXPECT_NE(job->result.find("name_control_character"), std::string::npos);
  const auto page = as("operator").get("/api/census/findings?limit=1");
  EXPECT_EQ(page.at("/items/0/name"), "other.example");
  EXPECT_EQ(page.at("/items/0/sentence"), "No filing names this domain.");
  EXPECT_EQ(page.at("/items/0/site_id"), "null");
  const auto second = as("operator").get("/api/census/findings?limit=1&after=" + page.at("/next"));
  EXPECT_EQ(second.at("/items/0/name"), "shop.example");
  EXPECT_EQ(as("operator").get("/api/census/findings?q=sho&standing=unfiled&run_id=" + run).at("/items/0/name"),
            "shop.example");
  EXPECT_EQ(as("operator").get("/api/census/findings?standing=held").at("/items/0/name"), "");
  EXPECT_EQ(as("auditor").get("/api/census/runs").at("/items/0/id"), run);
}

TEST_P(CensusApi, TheCsvIsWhole) {
  std::string names;
  for (int i = 0; i < 1234; ++i) names += "shop-" + std::to_string(i) + ".example\n";
  const std::string run = taken(names);
  const auto csv = as("auditor").get("/api/census/runs/" + run + "/findings.csv?standing=unfiled");
  EXPECT_EQ(csv.status, 200);
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 1235);
  EXPECT_NE(csv.body.find("\r\nshop-7.example,shop-7.example,unfiled,no_filing,"), std::string::npos);
}

TEST_P(CensusApi, ProvidersAreTold) {
  parties::Party host;
  host.kind = "access_provider";
  host.name = "North Hosting";
  const auto party = program_.parties.create_party("system:test", host);
  ASSERT_TRUE(party.ok());
  const std::string run = taken("name,provider\nshop.example,North Hosting\nlost.example,Nobody\n");
  const std::string body = R"({"run_id":")" + run + R"(","names":["shop.example","lost.example"]})";
  const auto told = as("examiner").post("/api/census/findings/notices", body);
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_EQ(told.at("/sent"), "1");
  EXPECT_EQ(told.at("/left_out"), "1");
  EXPECT_EQ(as("examiner").get("/api/census/findings?q=shop").at("/items/0/noticed"), "true");
}

TEST_P(CensusApi, WhoMayNot) {
  const auto as_text = Caller::Headers{{"content-type", "text/plain"}};
  EXPECT_EQ(as("decider").post("/api/census/runs", "a.example\n", as_text).status, 403);
  EXPECT_EQ(as("admin").get("/api/census/runs").status, 403);
  EXPECT_EQ(Caller(router_).get("/api/census/findings").status, 401);
  EXPECT_EQ(as("decider").post("/api/census/findings/notices").status, 403);
}

TEST_P(CensusApi, BadQuestions) {
  const auto as_text = Caller::Headers{{"content-type", "text/plain"}};
  const auto post = [&](const std::string& query, const std::string& body) {
    return as("registrar").post("/api/census/runs" + query, body, as_text).code();
  };
  EXPECT_EQ(post("", ""), "census_empty");
  EXPECT_EQ(post("", std::string("\x7f"
                                 "ELF\0\0",
                                 6)),
            "census_binary");
  EXPECT_EQ(post("?format=xml", "a.example\n"), "census_format");
  EXPECT_EQ(post("?k=3", "a.example\n"), "census_k_below_policy");
  EXPECT_EQ(post("?k=x", "a.example\n"), "census_k");
  EXPECT_EQ(as("auditor").get("/api/census/runs/none").code(), "run_unknown");
  EXPECT_EQ(as("auditor").get("/api/census/findings?standing=odd").code(), "standing_unknown");
  EXPECT_EQ(as("auditor").get("/api/census/findings?q=a%20b").code(), "census_query");
}

}  // namespace
}  // namespace muster::api
