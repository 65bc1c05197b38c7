// Reports as everybody, examiners and trusted flaggers' people call them; and the pages for everybody.
#include "public_pages.h"
#include "public_words.h"
#include "report_handlers.h"
#include "whole_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kOne =
    R"({"address":"https://login.bank.example/a","ground":"phishing_or_malware","explanation":"It asks for codes."})";

class ReportsApi : public ::testing::Test {
 protected:
  ReportsApi() : program_(store::Backend::sqlite) { add_report_routes(router_, program_.services); }
  Caller as(const char* role, const std::string& party = "party-1") {
    return Caller(router_, person(std::string("person-") + role, {role}, party));
  }
  Answer take(const std::string& body = kOne) { return Caller(router_).post("/api/public-reports", body); }
  Answer form(const std::string& target, const std::string& body) {
    return Caller(router_).post(target, body, {{"Content-Type", "application/x-www-form-urlencoded"}});
  }
  std::string id_of(const std::string& number) { return program_.reports.report(number)->id; }

  WholeProgram program_;
  http::Router router_;
};

TEST_F(ReportsApi, AnybodyReportsAndLearnsTheOutcome) {
  EXPECT_EQ(Caller(router_).get("/api/public-reports/challenge").at("/bits"), "0");
  const auto taken = take();
  ASSERT_EQ(taken.status, 201) << taken.body;
  const std::string number = taken.at("/number"), secret = taken.at("/secret");
  EXPECT_EQ(taken.headers.at("location"), "/api/public-reports/" + number);
  EXPECT_THAT(taken.headers.at("location"), Not(HasSubstr(secret)));
  const std::string path = "/api/public-reports/" + number;
  EXPECT_EQ(Caller(router_).get(path).status, 404) << "the secret is missing";
  EXPECT_EQ(Caller(router_).get(path + "?secret=" + secret).status, 404) << "and stands in no address";
  const auto status = Caller(router_).get(path, {{"Report-Secret", secret}});
  ASSERT_EQ(status.status, 200) << status.body;
  EXPECT_EQ(status.at("/state"), "received");
  EXPECT_EQ(status.at("/can_withdraw"), "true");
  EXPECT_EQ(Caller(router_).post(path + "/events", R"({"event":"close"})", {{"Report-Secret", secret}}).status, 422);
  const auto back = Caller(router_).post(path + "/events", R"({"event":"withdraw"})", {{"Report-Secret", secret}});
  EXPECT_EQ(back.at("/state"), "withdrawn");
  EXPECT_EQ(Caller(router_).post(path + "/events", R"({"event":"withdraw"})", {{"Report-Secret", secret}}).status, 409);
}

TEST_F(ReportsApi, OneKeyIsOneReport) {
  const Caller::Headers key{{"Idempotency-Key", "k1"}};
  const auto first = Caller(router_).post("/api/public-reports", kOne, key);
  const auto again = Caller(router_).post("/api/public-reports", kOne, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.at("/secret"), first.at("/secret"));
}

TEST_F(ReportsApi, SaysWhatIsWrong) {
  const auto bad = take(R"({"address":"ftp://x.example","ground":"taste","explanation":"x","file":"AAAA"})");
  EXPECT_EQ(bad.status, 422);
  EXPECT_THAT(bad.body, HasSubstr("\"file\"")) << "there are no attachments";
  const auto worse = take(R"({"address":"ftp://x.example","ground":"taste","explanation":"x"})");
  EXPECT_THAT(worse.body, HasSubstr("\"field\":\"address\""));
  EXPECT_THAT(worse.body, HasSubstr("\"field\":\"ground\""));
}

TEST_F(ReportsApi, LimitsAClient) {
  int limited = 0;
  for (int i = 0; i < 25; ++i) limited += take().status == 429;
  EXPECT_EQ(limited, 5) << "twenty a day";
  EXPECT_EQ(form("/public/reports", "address=a.example&ground=unfiled&explanation=x").status, 429)
      << "one limit for both";
}

TEST_F(ReportsApi, ExaminersSeeTheQueueAndActOnIt) {
  const std::string number = take().at("/number"), id = id_of(number);
  take(R"({"address":"http://bank.example/","ground":"phishing_or_malware","explanation":"The same."})");
  take(R"({"address":"http://other.example/","ground":"unfiled","explanation":"No number."})");
  EXPECT_EQ(Caller(router_).get("/api/reports").status, 401);
  EXPECT_EQ(as("registrar").get("/api/reports").status, 403);
  const auto list = as("examiner").get("/api/reports?limit=1");
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_EQ(list.at("/items/0/number"), number);
  EXPECT_EQ(list.at("/items/0/merged"), "1");
  EXPECT_EQ(list.at("/items/0/turn"), "urgent");
  const auto next = as("auditor").get("/api/reports?limit=1&after=" + list.at("/next"));
  EXPECT_EQ(next.at("/items/0/ground"), "unfiled");
  EXPECT_EQ(as("examiner").get("/api/reports?q=" + number).at("/items/0/id"), id);
  EXPECT_EQ(as("examiner").get("/api/reports?q=bank.example").json().at("items").as_array().size(), 2U);
  EXPECT_EQ(as("examiner").get("/api/reports?lead=" + id).json().at("items").as_array().size(), 1U);
  EXPECT_EQ(as("examiner").get("/api/reports?state=open").status, 422);
  EXPECT_EQ(as("examiner").get("/api/reports?ground=taste").status, 422);
  const auto page = as("examiner").get("/api/reports/" + id);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.json().at("addresses").as_array().size(), 2U);
  EXPECT_THAT(page.body, Not(HasSubstr("It asks for codes")));
  EXPECT_EQ(as("auditor").post("/api/reports/" + id + "/readings").status, 403);
  EXPECT_EQ(as("examiner").post("/api/reports/" + id + "/readings").at("/explanation"), "It asks for codes.");
  const std::string events = "/api/reports/" + id + "/events";
  const Caller::Headers etag{{"If-Match", page.headers.at("etag")}};
  EXPECT_EQ(as("examiner").post(events, R"({"event":"reject","reasons":["x"]})").status, 428);
  EXPECT_EQ(as("examiner").post(events, R"({"event":"reject"})", etag).code(), "text_missing");
  EXPECT_EQ(as("examiner").post(events, R"({"event":"close"})", etag).status, 422);
  const auto sealed = as("examiner").post(events, R"({"event":"may_show_minor"})", etag);
  ASSERT_EQ(sealed.status, 200) << sealed.body;
  EXPECT_EQ(sealed.at("/state"), "sealed");
  EXPECT_THAT(sealed.body, Not(HasSubstr("bank.example")));
  EXPECT_EQ(as("examiner").post(events, R"({"event":"may_show_minor"})", etag).status, 412);
  EXPECT_EQ(as("examiner").post("/api/reports/" + id + "/readings").status, 404);
  const auto other = as("examiner").get("/api/reports/" + id_of("R-2026-000003"));
  EXPECT_EQ(as("examiner")
                .post("/api/reports/" + other.at("/id") + "/events", R"({"event":"reject","reasons":["It is filed."]})",
                      {{"If-Match", other.headers.at("etag")}})
                .at("/outcome"),
            "unfounded");
  EXPECT_EQ(as("examiner").get("/api/reports/nothing").status, 404);
}

TEST_F(ReportsApi, TrustedFlaggersAreEnrolledByTwo) {
  parties::Party party;
  party.kind = "trusted_flagger";
  party.name = "Watchers";
  const std::string id = program_.parties.create_party("system:test", party)->id;
  const std::string wanted = R"({"party_id":")" + id + R"(","ground":"unfiled"})";
  EXPECT_EQ(as("examiner").post("/api/trusted-flaggers", wanted).status, 403);
  const auto made = as("operator").post("/api/trusted-flaggers", wanted);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string events = "/api/trusted-flaggers/" + made.at("/id") + "/events";
  EXPECT_EQ(as("operator").post("/api/trusted-flaggers", wanted).status, 409);
  EXPECT_EQ(as("operator").post("/api/trusted-flaggers", R"({"party_id":"x","ground":"unfiled"})").status, 422);
  EXPECT_EQ(as("operator").post(events, R"({"event":"confirm"})").code(), "two_persons_needed");
  EXPECT_EQ(as("supervisor").post(events, R"({"event":"confirm"})").at("/state"), "active");
  const auto flagged =
      as("partner_user", id)
          .post("/api/reports", R"({"address":"http://a.example","ground":"unfiled","explanation":"x"})");
  ASSERT_EQ(flagged.status, 201) << flagged.body;
  const auto seen = as("examiner").get("/api/reports/" + flagged.at("/id"));
  EXPECT_EQ(seen.at("/turn"), "trusted");
  EXPECT_EQ(seen.at("/flagger"), "Watchers");
  EXPECT_EQ(as("supervisor").post(events, R"({"event":"revoke"})").code(), "text_missing");
  EXPECT_EQ(as("supervisor").post(events, R"({"event":"revoke","reasons":["Copied."]})").at("/state"), "revoked");
  EXPECT_EQ(as("auditor").get("/api/trusted-flaggers").at("/items/0/reason"), "Copied.");
  EXPECT_EQ(as("auditor").post("/api/trusted-flaggers/nothing/events", R"({"event":"confirm"})").status, 403);
  EXPECT_EQ(as("operator").post("/api/trusted-flaggers/nothing/events", R"({"event":"confirm"})").status, 404);
}

TEST_F(ReportsApi, ThePagesWorkWithoutScript) {
  const auto page = Caller(router_).get("/public/reports?lang=zh");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("举报网站"));
  EXPECT_THAT(page.body, Not(HasSubstr("partner_breach"))) << "contracts are not for the public";
  EXPECT_THAT(page.body, HasSubstr("/public/report.js"));
  EXPECT_LT(page.body.size(), kPublicPageMaxBytes);
  const auto script = Caller(router_).get("/public/report.js");
  EXPECT_THAT(script.headers.at("content-type"), HasSubstr("text/javascript"));
  const auto again = form("/public/reports", "address=%22%3E%3Cscript%3E&ground=unfiled&explanation=Hello&lang=en");
  EXPECT_EQ(again.status, 422);
  EXPECT_THAT(again.body, HasSubstr("This is no address"));
  EXPECT_THAT(again.body, HasSubstr("Hello"));
  EXPECT_THAT(again.body, Not(HasSubstr("\"><script>")));
  const auto done =
      form("/public/reports", "address=http%3A%2F%2Fa.example%2F&ground=unfiled&explanation=No+number&lang=zh");
  ASSERT_EQ(done.status, 201) << done.body;
  const std::string& body = done.body;
  const auto number_at = body.find("R-2026-");
  const std::string number = body.substr(number_at, 13);
  const auto secret_at = body.find("class=\"receipt\">", number_at) + 16;
  const std::string secret = body.substr(secret_at, body.find('<', secret_at) - secret_at);
  const auto status = form("/public/reports/status", "number=" + number + "&secret=" + secret + "&lang=en");
  EXPECT_EQ(status.status, 200);
  EXPECT_THAT(status.body, HasSubstr("Received, waiting to be looked at"));
  EXPECT_EQ(form("/public/reports/status", "number=" + number + "&secret=x").status, 404);
  const auto back = form("/public/reports/withdraw", "number=" + number + "&secret=" + secret + "&lang=en");
  EXPECT_THAT(back.body, HasSubstr("Taken back"));
}

TEST_F(ReportsApi, EachStateAndOutcomeHasWords) {
  const Words en("en"), zh("zh");
  for (const auto state : reports::states()) {
    EXPECT_EQ(en.of("report_state", state).find('_'), std::string::npos);
    EXPECT_NE(zh.of("report_state", state), en.of("report_state", state)) << state;
  }
  for (const auto outcome : reports::kOutcomes)
    EXPECT_NE(zh.of("report_outcome", outcome), en.of("report_outcome", outcome)) << outcome;
}

}  // namespace
}  // namespace muster::api
