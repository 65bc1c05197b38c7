#include "test_support.h"
#include <registration/take_over.h>

namespace muster::numbers_api {
namespace {

class CampaignsApi : public ApiTest {
 protected:
  CampaignsApi() {
    std::vector<registration::OldRecord> old;
    for (int n = 0; n < 6; ++n) {
      registration::OldRecord r;
      r.msisdn = lines::msisdn_text(kFirst + n);
      r.iccid = test::iccid(n);
      r.imsi = test::imsi(n);
      r.document_number = "old-" + std::to_string(n);
      r.dealer = n < 4 ? "shop-a" : "shop-b";
      old.push_back(r);
    }
    const registration::TakeOver take_over(*db_, recorder_, vault_, own_policy_);
    for (const auto& one : take_over.load("system:test", old)) EXPECT_TRUE(one.ok());
  }
  std::string draft(const std::string& name = "Second stage", const std::string& more = "") const {
    return R"({"name":")" + name + R"(","sender":"Example","place":"any shop","waves":[{"name":"All","invite_at":")" +
           to_rfc3339(clock_.now() + std::chrono::hours(24)) + R"(","deadline":")" +
           to_rfc3339(clock_.now() + std::chrono::hours(24 * 40)) + "\"}]" + more + "}";
  }
  static Caller::Headers match(const Answer& answer) { return {{"if-match", answer.headers.at("etag")}}; }
  // Drafted by one, approved by another, begun, and everybody invited.
  std::string running(const Caller& operator_, const Caller& supervisor) {
    const auto made = operator_.post("/api/campaigns", draft());
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/campaigns/" + made.at("/id");
    const auto approved = supervisor.post(path + "/events", R"({"event":"approve"})", match(made));
    EXPECT_EQ(approved.status, 200) << approved.body;
    const auto started = operator_.post(path + "/events", R"({"event":"start"})", match(approved));
    EXPECT_EQ(started.at("/state"), "running") << started.body;
    clock_.advance(std::chrono::hours(25));
    while (campaigns_.enrol(made.at("/id"))->looked_at > 0) {
    }
    while (*campaigns_.step_due(made.at("/id")) > 0) {
    }
    return path;
  }
};
MUSTER_ON_BOTH_BACKENDS(CampaignsApi);

TEST_P(CampaignsApi, OneDraftsAndAnotherApproves) {
  const auto operator_ = as("operator"), supervisor = as("supervisor");
  EXPECT_EQ(supervisor.post("/api/campaigns", draft()).status, 403);
  const auto made = operator_.post("/api/campaigns", draft());
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/state"), "draft");
  EXPECT_EQ(made.at("/next_events/0/allowed"), "false") << "a supervisor approves";
  const std::string path = "/api/campaigns/" + made.at("/id");
  EXPECT_EQ(operator_.post(path + "/events", R"({"event":"approve"})", match(made)).code(), "role_missing");
  EXPECT_EQ(supervisor.post(path + "/events", R"({"event":"approve"})").status, 428);
  EXPECT_EQ(supervisor.post(path + "/events", R"({"event":"fly"})", match(made)).at("/errors/0/field"), "event");
  const auto approved = supervisor.post(path + "/events", R"({"event":"approve"})", match(made));
  EXPECT_EQ(approved.at("/state"), "approved") << approved.body;
  EXPECT_EQ(operator_.post(path + "/events", R"({"event":"start"})", match(made)).status, 412);
  EXPECT_EQ(as("auditor").get("/api/campaigns").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(as("partner_user").get("/api/campaigns").status, 403);
  EXPECT_EQ(operator_.get("/api/campaigns/none").status, 404);
}

TEST_P(CampaignsApi, EveryFaultIsSaidAtOnce) {
  const auto answer =
      as("operator")
          .post(
              "/api/campaigns",
              R"({"name":"","place":"x","cohort":{"categories":["king"],"held_min":-1},"waves":[{"name":"All"}],"more":1})");
  EXPECT_EQ(answer.status, 422);
  std::set<std::string> fields;
  const auto said = answer.json();
  for (const auto& e : said.at("errors").as_array()) fields.insert(std::string(e.at("field").as_string()));
  for (const char* field :
       {"name", "sender", "cohort.categories", "cohort.held_min", "waves[0].invite_at", "waves[0].deadline", "more"})
    EXPECT_TRUE(fields.contains(field)) << field << answer.body;
  std::string early = draft();
  early.replace(early.find("\"deadline\":\"") + 12, 20, to_rfc3339(clock_.now() + std::chrono::hours(48)));
  EXPECT_EQ(as("operator").post("/api/campaigns", early).at("/errors/0/field"), "waves[0].deadline");
}

TEST_P(CampaignsApi, ProgressByRegionAndDealer) {
  const auto operator_ = as("operator");
  const std::string path = running(operator_, as("supervisor"));
  const auto progress = as("auditor").get(path + "/progress");
  EXPECT_EQ(progress.at("/lines/lines/invited"), "6") << progress.body;
  EXPECT_EQ(progress.at("/regions/0/key"), "CN-11");
  EXPECT_EQ(progress.at("/messages/waiting"), "6");
  EXPECT_EQ(progress.at("/forecast/0/open"), "6");
  const auto dealers = as("auditor").get(path + "/dealers?limit=1");
  EXPECT_EQ(dealers.at("/items/0/key"), "shop-a");
  EXPECT_EQ(dealers.at("/items/0/all"), "4");
  EXPECT_EQ(as("auditor").get(path + "/dealers?limit=1&after=" + dealers.at("/next")).at("/items/0/key"), "shop-b");
}

TEST_P(CampaignsApi, ADeadlineMovesWithItsReason) {
  const auto operator_ = as("operator");
  const std::string path = running(operator_, as("supervisor"));
  const std::string to = to_rfc3339(clock_.now() + std::chrono::hours(24 * 60));
  EXPECT_EQ(operator_.post(path + "/deadlines", R"({"wave":1,"deadline":")" + to + "\"}").at("/errors/0/field"),
            "reason");
  const auto moved =
      operator_.post(path + "/deadlines", R"({"wave":1,"deadline":")" + to + R"(","reason":"Shops were closed"})");
  ASSERT_EQ(moved.status, 201) << moved.body;
  EXPECT_EQ(moved.at("/deadline"), to);
  const auto shown = operator_.get(path);
  EXPECT_EQ(shown.at("/moves/0/reason"), "Shops were closed");
  EXPECT_EQ(shown.at("/waves/0/moves"), "1");
  EXPECT_EQ(operator_.post(path + "/deadlines", R"({"wave":9,"deadline":")" + to + R"(","reason":"x"})").status, 404);
  EXPECT_EQ(as("auditor").post(path + "/deadlines", "{}").status, 403);
}

TEST_P(CampaignsApi, ALineIsExemptedByItsNumberInTheBody) {
  const auto officer = as("compliance_officer");
  const std::string path = running(as("operator"), as("supervisor"));
  const std::string until = to_rfc3339(clock_.now() + std::chrono::hours(24 * 9));
  const auto made = officer.post(path + "/exemptions",
                                 R"({"msisdn":"+86 199 0000 0000","reason":"hospital","until":")" + until + "\"}");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(
      officer.post(path + "/exemptions", R"({"reason":"hospital","until":")" + until + "\"}").at("/errors/0/field"),
      "msisdn");
  const auto list = officer.get(path + "/exemptions");
  EXPECT_EQ(list.at("/items/0/msisdn_masked"), "+861*******000");
  EXPECT_EQ(list.body.find("19900000000"), std::string::npos);
  EXPECT_EQ(officer.get(path + "/progress").at("/lines/lines/exempt"), "1");
  EXPECT_EQ(officer.post("/api/exemptions/" + made.at("/id") + "/events", R"({"event":"lift"})").status, 200);
  EXPECT_EQ(officer.post("/api/exemptions/" + made.at("/id") + "/events", R"({"event":"lift"})").status, 409);
  EXPECT_EQ(as("auditor").post(path + "/exemptions", "{}").status, 403);
}

}  // namespace
}  // namespace muster::numbers_api
