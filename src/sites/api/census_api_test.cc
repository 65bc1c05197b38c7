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

TEST_P(CensusApi, OneLetterAProviderWithItsList) {
  parties::Party host;
  host.kind = "access_provider";
  host.name = "North Hosting";
  const std::string party = program_.parties.create_party("system:test", host)->id;
  const std::string run = taken(
      "name,provider,address\nshop.example,North Hosting,192.0.2.7\nmall.example,North Hosting,\n"
      "lost.example,Nobody,\n");
  const std::string path = "/api/census/runs/" + run + "/notices";
  const auto before = as("auditor").get(path);
  EXPECT_EQ(before.at("/items/0/provider"), "North Hosting") << before.body;
  EXPECT_EQ(before.at("/items/0/due"), "2");
  EXPECT_EQ(before.at("/items/0/by_standing/unfiled/due"), "2");
  const auto sent = as("examiner").post(path, R"({"providers":[],"remind":false})");
  ASSERT_EQ(sent.status, 202) << sent.body;
  EXPECT_TRUE(program_.jobs.run_due().ok());
  EXPECT_NE(program_.jobs.get(sent.at("/job_id"))->result.find("\"sent\":2"), std::string::npos);
  EXPECT_EQ(as("auditor").get(path).at("/items/0/told"), "2");
  const auto letters = program_.notices.of_record("census_run", run);
  ASSERT_EQ(letters->size(), 1u);
  const std::string list = "/api/census/notices/" + letters->front().id + "/sites.csv";
  const auto csv = as("auditor").get(list);
  EXPECT_EQ(csv.status, 200);
  EXPECT_EQ(csv.body.substr(0, csv.body.find("\r\n")), "name,unicode,standing,found,due");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 3);
  // The recipient reads it, another provider does not.
  auto theirs = person("person-host", {"partner_user"});
  theirs.party_id = party;
  EXPECT_EQ(Caller(router_, theirs).get(list).status, 200);
  theirs.party_id = "another-party";
  EXPECT_EQ(Caller(router_, theirs).get(list).code(), "notice_not_found");
  EXPECT_EQ(as("auditor").get("/api/census/findings?provider_id=" + party).at("/items/0/notice"), "told");
  EXPECT_EQ(as("auditor").get("/api/census/findings?q=shop").at("/items/0/address"), "192.0.2.7");
  EXPECT_EQ(as("auditor").get("/api/census/findings?country=foreign").at("/items/0/name"), "");
  EXPECT_EQ(as("auditor").get("/api/census/runs/" + run + "/countries").at("/home"), "CN");
  EXPECT_EQ(as("decider").post(path, "{}").status, 403);
  EXPECT_EQ(as("examiner").post("/api/census/runs/none/notices", "{}").code(), "run_unknown");
}

TEST_P(CensusApi, WhatChangedSinceTheRunBefore) {
  const std::string first = taken("old.example\nsame.example\n");
  program_.clock.advance(std::chrono::hours(24));
  taken("same.example\nfresh.example\n");
  const auto delta = as("auditor").get("/api/census/delta");
  EXPECT_EQ(delta.at("/items/0/name"), "fresh.example") << delta.body;
  EXPECT_EQ(delta.at("/items/0/change"), "new");
  EXPECT_EQ(delta.at("/items/0/before"), "null");
  EXPECT_EQ(delta.at("/items/0/after/standing"), "unfiled");
  EXPECT_EQ(delta.at("/items/1/change"), "gone");
  EXPECT_EQ(as("auditor").get("/api/census/delta?change=gone&since=" + first).at("/items/0/name"), "old.example");
  const auto page = as("auditor").get("/api/census/delta?limit=1");
  EXPECT_EQ(as("auditor").get("/api/census/delta?limit=1&after=" + page.at("/next")).at("/items/0/name"),
            "old.example");
  const auto csv = as("auditor").get("/api/census/delta.csv?change=new");
  EXPECT_NE(csv.body.find("\r\nfresh.example,fresh.example,new,,,,unfiled,,\r\n"), std::string::npos) << csv.body;
  EXPECT_EQ(as("auditor").get("/api/census/delta?change=odd").code(), "change_unknown");
  EXPECT_EQ(as("auditor").get("/api/census/delta?since=none").code(), "run_unknown");
  EXPECT_EQ(as("admin").get("/api/census/delta").status, 403);
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
