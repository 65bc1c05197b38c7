// The never-block list as the people who keep it meet it.
#include "never_block_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class NeverBlockApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  NeverBlockApi() : program_(GetParam()) {
    add_restriction_routes(router_, program_.services);
    party_ = program_.parties.create_party("system:test", carrier())->id;
    first_ = made("1", {"operator"});
    second_ = made("2", {"confirmer"});
  }
  static parties::Party carrier() {
    parties::Party p;
    p.kind = "carrier";
    p.name = "Carrier";
    return p;
  }
  std::string made(const std::string& number, std::initializer_list<const char*>) {
    return program_.parties
        .create_person("system:test", {party_, "Person " + number, "en", "passport:1000000" + number})
        ->id;
  }
  Caller as(const std::string& id, const char* role) { return Caller(router_, person(id, {role})); }
  static Caller::Headers version(int n) { return {{"if-match", "\"" + std::to_string(n) + "\""}}; }
  WholeProgram program_;
  http::Router router_;
  std::string party_, first_, second_;
};
MUSTER_ON_BOTH_BACKENDS(NeverBlockApi);

constexpr const char* kProposal =
    R"({"action":"add","kind":"health","names":["clinic.example"],"reason":"The register of hospitals."})";

TEST_P(NeverBlockApi, OnePersonProposesAnotherConfirms) {
  EXPECT_EQ(as(first_, "examiner").post("/api/never-block/proposals", kProposal).status, 403);
  const auto proposed = as(first_, "operator").post("/api/never-block/proposals", kProposal);
  ASSERT_EQ(proposed.status, 201) << proposed.body;
  EXPECT_EQ(proposed.at("/state"), "proposed");
  EXPECT_EQ(proposed.at("/next_events/0/allowed"), "false");
  const std::string one = "/api/never-block/proposals/" + proposed.at("/id");
  EXPECT_EQ(as(first_, "operator").post(one + "/events", R"({"event":"confirm"})", version(2)).code(),
            "never_block_same_person");
  EXPECT_EQ(as(second_, "confirmer").post(one + "/events", R"({"event":"confirm"})").code(), "if_match_required");
  EXPECT_EQ(as(second_, "auditor").post(one + "/events", R"({"event":"confirm"})", version(2)).status, 403);
  EXPECT_EQ(as(second_, "auditor").get("/api/never-block/lookup?name=www.clinic.example").at("/third_signature"),
            "false");
  EXPECT_EQ(as(second_, "confirmer").post(one + "/events", R"({"event":"confirm"})", version(2)).at("/state"),
            "confirmed");
  EXPECT_EQ(as(second_, "auditor").get("/api/never-block/lookup?name=www.clinic.example").at("/protection/name"),
            "clinic.example");
  EXPECT_EQ(as(second_, "auditor").get("/api/never-block/names?kind=health").at("/items/0/name"), "clinic.example");
  EXPECT_EQ(as(second_, "auditor").get("/api/never-block/names?kind=none").code(), "never_block_kind");
  EXPECT_EQ(as(second_, "auditor").get(one + "/names").at("/items/0/kind"), "health");
  EXPECT_EQ(as(second_, "auditor").get("/api/never-block/proposals?state=confirmed").at("/items/0/names"), "1");
  const auto bad = as(first_, "operator")
                       .post("/api/never-block/proposals",
                             R"({"action":"add","kind":"health","names":["ok.example","com"],"reason":"x"})");
  EXPECT_EQ(bad.status, 422);
  EXPECT_EQ(bad.at("/errors/0/field"), "names/1") << bad.body;
}

TEST_P(NeverBlockApi, AFileIsCheckedAndBecomesAProposal) {
  const auto run = [&](const char* query) {
    const auto started = as(first_, "operator")
                             .post(std::string("/api/never-block/imports") + query,
                                   "1,search.example\n2,co.uk\n3,video.example\n", {{"content-type", "text/plain"}});
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    return *program_.jobs.get(started.at("/job_id"));
  };
  EXPECT_EQ(as(first_, "operator").post("/api/never-block/imports", "a.example").code(), "never_block_reason");
  auto job = run("?kind=top_site&reason=Top&label=top.csv&dry_run=1");
  EXPECT_NE(job.result.find("\"accepted\":2"), std::string::npos) << job.result;
  EXPECT_EQ(as(first_, "auditor").get("/api/never-block/proposals").at("/items/0/id"), "");
  job = run("?kind=top_site&reason=Top&label=top.csv");
  EXPECT_EQ(job.state, "done") << job.error_sentence;
  const auto list = as(first_, "auditor").get("/api/never-block/proposals");
  EXPECT_EQ(list.at("/items/0/names"), "2") << list.body;
  EXPECT_EQ(list.at("/items/0/refused"), "1");
  EXPECT_EQ(list.at("/items/0/state"), "proposed");
}

}  // namespace
}  // namespace muster::api
