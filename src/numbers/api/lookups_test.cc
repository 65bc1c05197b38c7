#include "test_support.h"

#include <lookups/disputes.h>
#include <lookups/requests.h>

namespace muster::numbers_api {
namespace {

class LookupsApi : public ApiTest {
 protected:
  // A line in a person's name; the holder's id.
  std::string registered(int line, int person) {
    stock_up(1);
    const auto made =
        as("partner_user").post("/api/registrations", body(line, person), key("k" + std::to_string(line)));
    EXPECT_EQ(made.status, 201) << made.body;
    return made.at("/holder_id");
  }
  std::string scope(const std::string& fields = R"(["name","held_since","match"])") {
    const auto made =
        as("supervisor")
            .post("/api/authority-scopes", R"({"authority_id":")" + authority_ +
                                               R"(","law":"An Act, s. 1","comparisons":10,"fields":)" + fields + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return made.at("/id");
  }
  static std::string letter(const std::string& scope, const std::string& more) {
    return R"({"scope_id":")" + scope +
           R"(","letter":"L-17","purpose":"inquiry","officer_id":"Badge-4711","officer_name":"Inspector Plantagenet",)" +
           more + "}";
  }
  static Caller::Headers match(const Answer& answer) { return {{"if-match", answer.headers.at("etag")}}; }
  const std::string authority_ = party("authority", "The Authority");
};
MUSTER_ON_BOTH_BACKENDS(LookupsApi);

TEST_P(LookupsApi, ARequestFromTheLetterToTheAnswer) {
  registered(0, 1);
  const std::string of = scope();
  auto ann = as("compliance_officer"), ben = as("compliance_officer");
  const auto entered =
      ann.post("/api/authority-requests",
               letter(of, R"("kind":"number","fields":["name"],"msisdn":")" + lines::msisdn_text(kFirst) + "\""));
  ASSERT_EQ(entered.status, 201) << entered.body;
  const std::string path = "/api/authority-requests/" + entered.at("/id");
  EXPECT_EQ(entered.body.find("Plantagenet"), std::string::npos) << "the officer is in the vault";
  EXPECT_EQ(entered.body.find("19900000000"), std::string::npos);
  EXPECT_EQ(ann.post(path + "/events", R"({"event":"check"})").status, 428);
  const auto checked = ann.post(path + "/events", R"({"event":"check"})", match(entered));
  ASSERT_EQ(checked.status, 200) << checked.body;
  EXPECT_EQ(ann.post(path + "/events", R"({"event":"approve"})", match(checked)).status, 403) << "two persons";
  EXPECT_EQ(checked.at("/next_events/0/event"), "approve");
  EXPECT_EQ(checked.at("/next_events/0/why_not/0/code"), "request_two_persons");
  EXPECT_EQ(ben.get(path).at("/next_events/0/allowed"), "true");
  EXPECT_EQ(ben.post(path + "/answers", "{}").status, 409) << "not approved";
  ASSERT_EQ(ben.post(path + "/events", R"({"event":"approve"})", match(checked)).status, 200);
  const auto answered = ben.post(path + "/answers", "{}");
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_EQ(answered.at("/fields/name"), "Specimen Person 1");
  const auto page = as("auditor").get(path);
  EXPECT_EQ(page.at("/state"), "answered");
  EXPECT_EQ(page.body.find("Specimen"), std::string::npos);
  EXPECT_EQ(page.at("/authority_name"), "The Authority");
  EXPECT_EQ(ann.post(path + "/letters", R"({"purpose":"audit"})").at("/fields/officer_name"), "Inspector Plantagenet");
  EXPECT_EQ(as("auditor").get("/api/authority-requests?state=answered").at("/items/0/number"), "R-2026-000001");
  EXPECT_EQ(as("auditor").get("/api/authority-requests?state=asleep").status, 422);
  for (const char* role : {"registrar", "operator", "partner_user", "admin"}) {
    EXPECT_EQ(as(role).get(path).status, 403) << role;
    EXPECT_EQ(as(role).post(path + "/answers", "{}").status, 403) << role;
  }
  EXPECT_EQ(as("auditor").post(path + "/answers", "{}").status, 403);
}

TEST_P(LookupsApi, WhatIsWrongInALetterIsSaidAtOnce) {
  const std::string of = scope();
  auto ann = as("compliance_officer");
  EXPECT_EQ(ann.post("/api/authority-requests", "{}").status, 422);
  EXPECT_EQ(ann.post("/api/authority-requests",
                     letter(of, R"("kind":"number","fields":["address"],"msisdn":"+8619900000000")"))
                .status,
            403)
      << "beyond the scope";
  EXPECT_EQ(
      ann.post("/api/authority-requests", letter(of, R"("kind":"number","fields":["name"],"msisdn":"12")")).status,
      422);
  EXPECT_EQ(as("supervisor").remove("/api/authority-scopes/" + of).status, 204);
  EXPECT_EQ(as("supervisor").get("/api/authority-scopes?authority=" + authority_).status, 200);
}

TEST_P(LookupsApi, AComparisonSaysYesAndNo) {
  registered(0, 1);
  auto ann = as("compliance_officer"), ben = as("compliance_officer");
  const auto entered =
      ann.post("/api/authority-requests", letter(scope(), R"("kind":"comparison","fields":["match"],"rows_max":3)"));
  ASSERT_EQ(entered.status, 201) << entered.body;
  const std::string path = "/api/authority-requests/" + entered.at("/id");
  const auto checked = ann.post(path + "/events", R"({"event":"check"})", match(entered));
  ASSERT_EQ(ben.post(path + "/events", R"({"event":"approve"})", match(checked)).status, 200);
  const auto compared =
      ben.post(path + "/comparisons",
               R"({"records":[{"document_kind":"cn_resident_id","document_country":"CHN","document_number":")" +
                   test::resident_id("19900101", 1) +
                   R"(","name":"Specimen Person 1","birth_date":"1990-01-01"},{"document_kind":"cn_resident_id",)" +
                   R"("document_country":"CHN","document_number":")" + test::resident_id("19900101", 9) + R"("}]})");
  ASSERT_EQ(compared.status, 200) << compared.body;
  EXPECT_EQ(compared.body, R"({"matches":[{"known":true,"same_identity":true,"same_number":null},)"
                           R"({"known":false,"same_identity":null,"same_number":null}]})");
  EXPECT_EQ(ben.post(path + "/answers", "{}").status, 422);
}

TEST_P(LookupsApi, ADisputeIsDecidedByAPerson) {
  const std::string holder = registered(0, 1);
  const auto ownership = rows("select id from line_ownership where holder_id = '" + holder + "'").at(0).text("id");
  const auto opened = *disputes_.open_not_mine("holder:" + holder, holder, ownership, "Never was there");
  auto officer = as("compliance_officer");
  const std::string path = "/api/disputes/" + opened.id;
  const auto shown = officer.get(path);
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.body.find("Never"), std::string::npos);
  EXPECT_EQ(shown.at("/dealer_name"), "Dealer One");
  EXPECT_EQ(shown.at("/next_events/0/event"), "ask_dealer");
  EXPECT_EQ(shown.at("/next_events/0/allowed"), "true");
  EXPECT_EQ(as("auditor").get(path).at("/next_events/0/why_not/0/code"), "role_missing");
  EXPECT_EQ(officer.post(path + "/words", R"({"purpose":"decide_dispute"})").at("/fields/words"), "Never was there");
  const auto asked = officer.post(path + "/events", R"({"event":"ask_dealer"})", match(shown));
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto said = officer.post(path + "/events", R"({"event":"note_answer","answer":"admits"})", match(asked));
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(
      officer.post(path + "/events", R"({"event":"decide","outcome":"corrected","reason":"x"})", match(said)).status,
      422);
  const auto decided =
      officer.post(path + "/events", R"({"event":"decide","outcome":"closed","reason":"no_evidence"})", match(said));
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(decided.at("/outcome"), "closed");
  EXPECT_EQ(officer.get("/api/disputes?state=decided").at("/items/0/id"), opened.id);
  EXPECT_EQ(as("partner_user").get(path).status, 403);
}

}  // namespace
}  // namespace muster::numbers_api
