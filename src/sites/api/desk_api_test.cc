// The desk as people use it: queues, claims, handing over, conflicts of interest, duties, who is missing, care.
#include "case_handlers.h"
#include "desk_handlers.h"
#include "whole_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/contract.h>

namespace muster::api {
namespace {

using ::testing::HasSubstr;

class DeskApi : public ::testing::Test {
 protected:
  DeskApi() : program_(store::Backend::sqlite) {
    add_case_routes(router_, program_.services);
    authority_ = make_party("authority", "Authority");
    for (const char* role : {"examiner", "decider", "confirmer", "appeal_officer", "supervisor"})
      people_[role] = make_person(role);
    people_["examiner2"] = make_person("examiner");
  }
  template <class T>
  static T got(Result<T> result) {
    if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
    return std::move(result).value();
  }
  std::string make_party(const char* kind, const char* name) {
    parties::Party p;
    p.kind = kind;
    p.name = name;
    return got(program_.parties.create_party("system:test", p)).id;
  }
  std::string make_person(const char* role) {
    const std::string number = std::to_string(20'000'000 + ++count_);
    const auto id =
        got(program_.parties.create_person("system:test", {authority_, "Person " + number, "en", "passport:" + number}))
            .id;
    got(program_.parties.assign_role("system:test", id, role));
    return id;
  }
  Caller as(const std::string& name) {
    return Caller(router_, person(people_[name], {name == "examiner2" ? "examiner" : name}, authority_));
  }
  std::string open(const std::string& host, const std::string& ground = "explicit_unlawful",
                   const std::string& region = "CN-11") {
    program_.clock.advance(std::chrono::seconds(1));
    const auto made = as("examiner")
                          .post("/api/cases", R"({"ground":")" + ground + R"(","target":")" + host + R"(","region":")" +
                                                  region + "\"}");
    EXPECT_EQ(made.status, 201) << made.body;
    return made.at("/id");
  }

  WholeProgram program_;
  http::Router router_;
  std::string authority_;
  std::map<std::string, std::string> people_;
  int count_ = 0;
};

TEST_F(DeskApi, AQueueIsOrderedByWhatIsLateAndTakenOneByOne) {
  const std::string first = open("a.example"), second = open("b.example", "unfiled", "CN-35");
  const auto page = as("examiner2").get("/api/case-queue?step=screen&limit=1");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.at("/items/0/id"), first);
  EXPECT_EQ(page.at("/items/0/region"), "CN-11");
  EXPECT_EQ(page.at("/items/0/urgent"), "true");
  EXPECT_EQ(page.at("/items/0/claim"), "null");
  const auto next = as("examiner2").get("/api/case-queue?step=screen&limit=1&after=" + page.at("/next"));
  EXPECT_EQ(next.at("/items/0/id"), second);
  EXPECT_EQ(as("examiner2").get("/api/case-queue?region=CN-35").at("/items/0/id"), second);
  EXPECT_EQ(as("examiner2").get("/api/case-queue?ground=unfiled").at("/items/0/id"), second);
  EXPECT_EQ(as("examiner2").get("/api/case-queue?urgent=true").at("/items/0/id"), first);
  EXPECT_EQ(as("examiner2").get("/api/case-queue?late=true").at("/items"), "[]");
  EXPECT_EQ(as("examiner2").get("/api/case-queue?step=promote").code(), "step_unknown");
  EXPECT_EQ(as("examiner2").get("/api/case-queue?ground=politics").code(), "ground_unknown");

  const auto taken = as("examiner2").post("/api/case-queue/next", R"({"step":"screen"})");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.at("/id"), first);
  EXPECT_EQ(taken.at("/claim/mine"), "true");
  EXPECT_EQ(as("examiner").post("/api/cases/" + first + "/claim/events", R"({"event":"take"})").code(), "case_claimed");
  EXPECT_EQ(as("examiner").get("/api/case-queue?step=screen").at("/items/0/id"), second);
  EXPECT_EQ(as("supervisor").get("/api/case-queue?step=screen&everybody=true").at("/items/0/claim/by/id"),
            people_["examiner2"]);
  const auto shown = as("examiner").get("/api/cases/" + first + "/claim");
  EXPECT_EQ(shown.at("/may_take/allowed"), "false");
  EXPECT_EQ(shown.at("/may_take/why_not/0/code"), "case_claimed");

  const std::string events = "/api/cases/" + first + "/claim/events";
  EXPECT_EQ(as("examiner2").post(events, R"({"event":"hand_over"})").status, 422);
  const auto handed = as("examiner2")
                          .post(events, R"({"event":"hand_over","to":")" + people_["examiner"] +
                                            R"(","note":"The second visit is missing."})");
  ASSERT_EQ(handed.status, 200) << handed.body;
  EXPECT_EQ(handed.at("/claim/by/id"), people_["examiner"]);
  EXPECT_EQ(as("examiner").get("/api/case-queue/mine").at("/items/0/claim/note"), "The second visit is missing.");
  EXPECT_EQ(as("examiner").post(events, R"({"event":"release"})").status, 200);
  EXPECT_EQ(as("examiner").post(events, R"({"event":"release"})").code(), "claim_none");
  EXPECT_EQ(as("supervisor").post(events, R"({"event":"take"})").status, 403);
}

TEST_F(DeskApi, ConflictsDutiesStaffingAndCareAreOnesOwn) {
  const std::string id = open("a.example");
  const auto declared = as("decider").post("/api/conflicts", R"({"kind":"domain","ref":"A.example"})");
  ASSERT_EQ(declared.status, 201) << declared.body;
  EXPECT_EQ(declared.at("/ref"), "a.example");
  EXPECT_EQ(as("decider").get("/api/conflicts").at("/items/0/id"), declared.at("/id"));
  EXPECT_EQ(as("confirmer").get("/api/conflicts").at("/items"), "[]");
  const std::string end = "/api/conflicts/" + declared.at("/id") + "/events";
  EXPECT_EQ(as("confirmer").post(end, R"({"event":"end"})").status, 404);
  EXPECT_EQ(as("decider").post(end, R"({"event":"end"})").status, 204);

  const std::string duty = R"({"person_id":")" + people_["examiner2"] +
                           R"(","step":"screen","from":"2026-03-02T00:00:00Z","until":"2026-03-02T12:00:00Z"})";
  EXPECT_EQ(as("examiner").post("/api/duties", duty).status, 403);
  const auto entered = as("supervisor").post("/api/duties", duty);
  ASSERT_EQ(entered.status, 201) << entered.body;
  EXPECT_EQ(as("examiner").get("/api/duties").at("/items/0/now"), "true");
  EXPECT_EQ(as("supervisor").post("/api/duties/" + entered.at("/id") + "/events", R"({"event":"end"})").status, 204);
  EXPECT_EQ(as("examiner").get("/api/duties").at("/items"), "[]");
  EXPECT_THAT(as("supervisor").get("/api/staffing/people").body, HasSubstr(people_["examiner2"]));

  const auto staffing = as("examiner").get("/api/staffing");
  EXPECT_EQ(staffing.at("/items/0/party_id"), authority_);
  EXPECT_EQ(staffing.at("/items/0/complete"), "false");  // nobody has a key yet
  EXPECT_EQ(staffing.at("/items/0/missing/0"), "decide");

  const auto care = Caller(router_, person(people_["examiner2"], {"examiner"}, authority_));
  EXPECT_EQ(care.put("/api/care", R"({"opted_out":["explicit_unlawful"]})").at("/opted_out/0"), "explicit_unlawful");
  EXPECT_EQ(care.get("/api/case-queue").at("/items"), "[]");
  EXPECT_EQ(care.post("/api/care/views", "{}").at("/views"), "1");
  EXPECT_EQ(as("examiner").get("/api/care").at("/views"), "0");
  EXPECT_EQ(as("examiner").get("/api/care").at("/opted_out"), "[]");
}

TEST_F(DeskApi, ARoleIsDelegatedForATimeWithItsConflicts) {
  const std::string give = R"({"role":"decider","person_id":")" + people_["examiner2"] + R"(","until":)";
  EXPECT_EQ(as("decider").post("/api/delegations", give + R"("2026-05-02T00:00:00Z"})").code(), "delegation_too_long");
  EXPECT_EQ(as("examiner").post("/api/delegations", give + R"("2026-03-09T00:00:00Z"})").code(),
            "delegation_unfounded");  // not a role of the caller's
  const auto given = as("decider").post("/api/delegations", give + R"("2026-03-09T00:00:00Z"})");
  ASSERT_EQ(given.status, 201) << given.body;
  EXPECT_EQ(as("examiner2").get("/api/delegations").at("/items/0/from_person/id"), people_["decider"]);
  EXPECT_THAT(as("decider").get("/api/delegations").at("/colleagues"), HasSubstr(people_["confirmer"]));
  const std::string end = "/api/delegations/" + given.at("/id") + "/events";
  EXPECT_EQ(as("examiner2").post(end, R"({"event":"end"})").code(), "delegation_unknown");
  EXPECT_EQ(as("decider").post(end, R"({"event":"end"})").status, 204);
  EXPECT_EQ(as("decider").get("/api/delegations").at("/items"), "[]");
}

TEST_F(DeskApi, TheHistoryIsStreamed) {
  for (int i = 0; i < 3; ++i) open("s" + std::to_string(i) + ".example");
  const auto csv = as("decider").get("/api/case-history.csv");
  ASSERT_EQ(csv.status, 200);
  EXPECT_THAT(csv.body, HasSubstr("case,ground,name,at,kind"));
  EXPECT_THAT(csv.body, HasSubstr("C-2026-000003,explicit_unlawful,s2.example"));
  EXPECT_EQ(as("examiner").get("/api/case-history.csv").status, 403);
}

}  // namespace
}  // namespace muster::api
