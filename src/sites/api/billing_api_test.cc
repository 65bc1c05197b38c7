// Services for charging over HTTP: two persons, files of charges by a job, the stop list with a token.
#include "billing_handlers.h"
#include "whole_program.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

class BillingApi : public ::testing::Test {
 protected:
  BillingApi() : program_(store::Backend::sqlite) {
    add_billing_routes(router_, program_.services);
    add_enforcement_routes(router_, program_.services);
    EXPECT_TRUE(billing::add_jobs(program_.jobs, program_.billing, program_.clock.now()).ok());
    partner_ = party("partner", "Tones");
    const std::string carrier = party("carrier", "Carrier");
    for (const char* role : {"registrar", "supervisor", "operator"}) {
      people_[role] =
          program_.parties.create_person("system:test", {carrier, role, "en", std::string("passport:") + role})->id;
      EXPECT_TRUE(program_.parties.assign_role("system:test", people_[role], role).ok());
    }
  }
  std::string party(const char* kind, const char* name) {
    parties::Party p;
    p.kind = kind;
    p.name = name;
    return program_.parties.create_party("system:test", p)->id;
  }
  Caller as(const char* role) { return Caller(router_, person(people_[role], {role})); }
  Answer propose(const std::string& code, const std::string& key) {
    return as("registrar")
        .post(
            "/api/billing-services",
            fmt::format(
                R"({{"code":"{}","name":"Tone","partner_id":"{}","first_text":"Buy?","second_text":"Sure?","behalf_text":"For Tones","amount":200,"currency":"CNY","from":"2020-01-01T00:00:00Z"}})",
                code, partner_),
            {{"Idempotency-Key", key}});
  }

  WholeProgram program_;
  http::Router router_;
  std::string partner_;
  std::map<std::string, std::string> people_;
};

TEST_F(BillingApi, TwoPersonsMakeAService) {
  EXPECT_EQ(as("registrar").post("/api/billing-services", "{}", {{"Idempotency-Key", "0"}}).status, 422);
  const auto made = propose("TONE-1", "a");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/state"), "proposed");
  EXPECT_EQ(made.at("/next_events/0/allowed"), "false");
  const std::string path = "/api/billing-services/" + made.at("/id");
  EXPECT_EQ(as("registrar").post(path + "/events", R"({"event":"confirm"})", {{"If-Match", "\"1\""}}).code(),
            "role_missing");
  EXPECT_EQ(as("supervisor").get(path).at("/next_events/0/allowed"), "true");
  const auto confirmed = as("supervisor").post(path + "/events", R"({"event":"confirm"})", {{"If-Match", "\"1\""}});
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(confirmed.at("/state"), "active");
  EXPECT_EQ(confirmed.at("/prices/0/state"), "confirmed");
  const auto priced = as("operator")
                          .post(path + "/prices", R"({"amount":300,"currency":"CNY","from":"2090-01-01T00:00:00Z"})",
                                {{"Idempotency-Key", "p"}});
  ASSERT_EQ(priced.status, 201) << priced.body;
  EXPECT_EQ(as("supervisor")
                .post(path + "/prices/" + priced.at("/prices/0/id") + "/events", R"({"event":"confirm"})")
                .at("/prices/0/state"),
            "confirmed");
  EXPECT_EQ(as("operator").get("/api/billing-services?code=TONE").at("/items/0/code"), "TONE-1");
  EXPECT_EQ(propose("TONE-1", "b").code(), "service_code_taken");
  EXPECT_EQ(as("registrar").post(path + "/inspections", "{}", {{"Idempotency-Key", "i"}}).code(), "flow_missing");
}

TEST_F(BillingApi, ChargesAreComparedByAJob) {
  const auto made = propose("TONE-1", "a");
  as("supervisor")
      .post("/api/billing-services/" + made.at("/id") + "/events", R"({"event":"confirm"})", {{"If-Match", "\"1\""}});
  const std::string inbox = program_.folder + "/charges/inbox";
  std::filesystem::create_directories(inbox);
  std::ofstream(inbox + "/c.csv") << "usageDate,serviceCode,price,currency,transactionId,msisdn\n"
                                     "2026-03-01T09:30:00Z,TONE-1,2.00,CNY,t1,8613800138000\n"
                                     "2026-03-01T09:30:00Z,TONE-1,3.00,CNY,t2,8613800138000\nbroken\n";
  EXPECT_EQ(as("operator").get("/api/charge-files").at("/items/0/name"), "c.csv");
  EXPECT_EQ(as("operator")
                .post("/api/charge-reconciliations", R"({"charges":["../c.csv"]})", {{"Idempotency-Key", "x"}})
                .code(),
            "charges_file_name");
  const auto started =
      as("operator").post("/api/charge-reconciliations", R"({"charges":["c.csv"]})", {{"Idempotency-Key", "y"}});
  ASSERT_EQ(started.status, 202) << started.body;
  ASSERT_TRUE(program_.jobs.run_due().ok());
  const std::string path = "/api/charge-reconciliations/" + started.at("/run_id");
  const auto run = as("supervisor").get(path);
  EXPECT_EQ(run.at("/state"), "done");
  EXPECT_EQ(run.at("/found/price_differs"), "1");
  EXPECT_EQ(run.at("/first_bad_lines/0/line"), "4");
  EXPECT_EQ(run.body.find("13800138000"), std::string::npos);
  const auto found = as("supervisor").get(path + "/findings?kind=price_differs");
  EXPECT_EQ(found.at("/items/0/expected"), "200");
  EXPECT_EQ(found.at("/items/0/transaction_id"), "t2");
  EXPECT_EQ(as("supervisor").get(path + "/findings?kind=other").code(), "finding_kind");
  EXPECT_EQ(as("supervisor").get("/api/billing-services/" + made.at("/id") + "/findings").at("/items/0/line"), "3");
}

TEST_F(BillingApi, APartnerSeesItsOwnServicesAlone) {
  const auto made = propose("TONE-1", "a");
  const std::string path = "/api/billing-services/" + made.at("/id");
  const auto of = [&](const std::string& party_id) {
    return Caller(router_, person("user-of-" + party_id, {"partner_user"}, party_id));
  };
  const std::string stranger = party("partner", "Strangers");
  EXPECT_EQ(of(partner_).get("/api/billing-services?limit=5").at("/items/0/code"), "TONE-1");
  EXPECT_EQ(of(partner_).get(path).at("/code"), "TONE-1");
  EXPECT_EQ(of(partner_).get(path + "/findings").status, 200);
  EXPECT_EQ(of(partner_).get(path + "/inspections").status, 200);
  const auto others = of(stranger).get("/api/billing-services?limit=5&partner_id=" + partner_);
  EXPECT_EQ(others.status, 200);
  EXPECT_EQ(others.body.find("TONE-1"), std::string::npos);
  for (const char* below : {"", "/findings", "/inspections"})
    EXPECT_EQ(of(stranger).get(path + below).code(), "service_unknown") << below;
  EXPECT_EQ(of(partner_).post(path + "/inspections", "{}", {{"Idempotency-Key", "i"}}).status, 403);
  EXPECT_EQ(of(partner_).get("/api/stop-list").status, 403);
}

TEST_F(BillingApi, TheStopListNeedsATokenAndIsSigned) {
  EXPECT_EQ(Caller(router_, std::nullopt).get("/feeds/stop-list").status, 403);
  EXPECT_EQ(as("operator").get("/feeds/stop-list?since=x").status, 422);
  const auto list = as("operator").get("/feeds/stop-list");
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_TRUE(billing::read_stop_list(list.body, program_.billing.stops.verifier()).ok());
  const auto token = as("operator").post("/api/feeds/tokens", R"({"label":"gateway"})");
  ASSERT_EQ(token.status, 201) << token.body;
  EXPECT_EQ(
      Caller(router_, std::nullopt).get("/feeds/stop-list", {{"Authorization", "Bearer " + token.at("/token")}}).status,
      200);
  EXPECT_EQ(Caller(router_, std::nullopt).get("/feeds/stop-list", {{"Authorization", "Bearer guess"}}).status, 403);
  EXPECT_EQ(as("supervisor").get("/api/stop-list").at("/entries"), "0");
}

}  // namespace
}  // namespace muster::api
