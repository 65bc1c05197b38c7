#include "whole_program.h"
#include <base/bytes.h>
#include <http/router.h>

#include <gtest/gtest.h>
#include <support/authenticator.h>

namespace muster::api {
namespace {

class PartiesApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  PartiesApi() {
    add_party_routes(router_, whole_.services);
    add_job_routes(router_, whole_.services);
    parties::Party party;
    party.kind = "authority";
    party.name = "Authority";
    authority_ = whole_.parties.create_party("system:test", party)->id;
    admin_ = make("Ada", "passport:A0000001", "admin");
    officer_ = make("Otto", "passport:A0000002", "key_officer");
    decider_ = make("Dora", "passport:A0000003", "decider");
  }
  std::string make(const std::string& name, const std::string& identity, const std::string& role) {
    const std::string id = whole_.parties.create_person("system:test", {authority_, name, "en", identity})->id;
    EXPECT_TRUE(whole_.parties.assign_role("system:test", id, role).ok());
    return id;
  }
  Caller as(const std::string& id, std::vector<std::string> roles) {
    return Caller(router_, person(id, std::move(roles), authority_));
  }
  std::string key_body(test::Authenticator& authenticator, const std::string& challenge) {
    const auto made = authenticator.create(challenge);
    return R"({"kind":"webauthn","label":"desk key","challenge":")" + challenge +
           R"(","webauthn":{"client_data_json":")" + made.client_data_json + R"(","attestation_object":")" +
           made.attestation_object + R"("}})";
  }

  WholeProgram whole_{GetParam()};
  http::Router router_;
  std::string authority_, admin_, officer_, decider_;
};
MUSTER_ON_BOTH_BACKENDS(PartiesApi);

TEST_P(PartiesApi, ADeciderRegistersAKeyAndAKeyOfficerEnrolsIt) {
  const auto me = as(decider_, {"decider"}), officer = as(officer_, {"key_officer"});
  const auto challenge = me.post("/api/me/keys/challenge");
  ASSERT_EQ(challenge.status, 200) << challenge.body;
  EXPECT_EQ(challenge.at("/rp_id"), "localhost");
  test::Authenticator authenticator;
  const auto made = me.post("/api/me/keys", key_body(authenticator, challenge.at("/challenge")));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/state"), "pending");
  EXPECT_EQ(made.at("/label"), "desk key");
  EXPECT_EQ(me.post("/api/me/keys", key_body(authenticator, challenge.at("/challenge"))).code(), "key_challenge");
  EXPECT_EQ(officer.get("/api/people?keys=pending").at("/items/0/id"), decider_);
  const std::string events = "/api/people/" + decider_ + "/keys/" + made.at("/id") + "/events";
  EXPECT_EQ(me.post(events, R"({"event":"enrol"})").status, 403);
  EXPECT_EQ(
      officer.post("/api/people/" + officer_ + "/keys/" + made.at("/id") + "/events", R"({"event":"enrol"})").status,
      404);
  EXPECT_EQ(officer.post(events, R"({"event":"admire"})").status, 422);
  const auto enrolled = officer.post(events, R"({"event":"enrol"})");
  ASSERT_EQ(enrolled.status, 200) << enrolled.body;
  EXPECT_EQ(enrolled.at("/keys/0/state"), "enrolled");
  EXPECT_EQ(enrolled.at("/keys/0/label"), "desk key");
  EXPECT_EQ(enrolled.at("/keys/0/fingerprint"), made.at("/fingerprint"));
  // The person is told.
  const auto inbox = me.get("/api/notices");
  EXPECT_EQ(inbox.at("/items/0/kind"), "key_enrolled");
  EXPECT_EQ(as(officer_, {"key_officer"}).get("/api/notices").at("/items/0/kind"), "");
  const std::string read = "/api/notices/" + inbox.at("/items/0/id") + "/events";
  EXPECT_EQ(as(officer_, {"key_officer"}).post(read, R"({"event":"read"})").status, 404);
  EXPECT_EQ(me.post(read, R"({"event":"read"})").at("/state"), "read");
  EXPECT_EQ(me.get("/api/notices?unread=1").at("/items/0/id"), "");
}

TEST_P(PartiesApi, RolesAreSetAllOrNone) {
  const auto admin = as(admin_, {"admin"});
  const auto shown = admin.get("/api/people/" + decider_);
  ASSERT_EQ(shown.status, 200);
  const Caller::Headers etag{{"if-match", shown.headers.at("etag")}};
  const std::string path = "/api/people/" + decider_ + "/roles";
  EXPECT_EQ(admin.put(path, R"({"roles":["auditor"]})").status, 428);
  const auto refused = admin.put(path, R"({"roles":["auditor","admin","decider"]})", etag);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "role_separation");
  EXPECT_EQ(admin.get("/api/people/" + decider_).at("/roles"), R"(["decider"])");
  EXPECT_EQ(admin.put(path, R"({"roles":["auditor","decider"]})", etag).at("/roles"), R"(["auditor","decider"])");
  EXPECT_EQ(admin.put(path, R"({"roles":[]})", etag).status, 412);
  EXPECT_EQ(as(decider_, {"decider"}).put(path, R"({"roles":[]})", etag).status, 403);
  EXPECT_EQ(Caller(router_).get("/api/people").status, 401);
}

TEST_P(PartiesApi, APersonAndTheirAccountComeTogether) {
  const auto admin = as(admin_, {"admin"});
  const auto body = [&](const std::string& login, const std::string& identity) {
    return R"({"display_name":"New","login":")" + login + R"(","party_id":")" + authority_ + R"(","identity":")" +
           identity + R"("})";
  };
  EXPECT_EQ(admin.post("/api/people", body("a@b.example", "passport:N0000001")).code(), "user_name_invalid");
  // The refused account left no person behind: the same human can be entered now.
  const auto made = admin.post("/api/people", body("new.person", "passport:N0000001"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_GE(made.at("/first_password").size(), 16u);
  EXPECT_EQ(admin.post("/api/people", body("new.person2", "passport:n-0000001")).code(), "person_known");
  EXPECT_EQ(admin.post("/api/people", body("new.person", "passport:N0000002")).code(), "user_name_taken");
  EXPECT_EQ(admin.post("/api/people", body("other.person", "passport:N0000002")).status, 201);
}

TEST_P(PartiesApi, PartiesAreListedAndFound) {
  const auto admin = as(admin_, {"admin"});
  const auto made = admin.post("/api/parties", R"({"name":"Carrier One","kind":"carrier","licence_number":"L-1"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(admin.get("/api/parties?kind=carrier").at("/items/0/name"), "Carrier One");
  EXPECT_EQ(admin.get("/api/parties?q=Carr").at("/items/0/licence_number"), "L-1");
  EXPECT_EQ(admin.get("/api/parties?q=xyz").at("/items/0/name"), "");
  EXPECT_EQ(admin.post("/api/parties", R"({"name":"X","kind":"ministry"})").code(), "party_kind");
  EXPECT_EQ(as(decider_, {"decider"}).post("/api/parties", R"({"name":"X","kind":"carrier"})").status, 403);
}

TEST_P(PartiesApi, JobsAreShownCancelledAndFollowed) {
  whole_.jobs.add_kind("x", [](jobs::JobContext& job) -> Result<std::string> {
    job.progress(1, 2, "half");
    return std::string(R"({"names":2})");
  });
  const std::string id = *whole_.jobs.enqueue(decider_, "x"),
                    late = *whole_.jobs.enqueue(decider_, "x", "{}", whole_.clock.now() + std::chrono::hours(1));
  const auto me = as(decider_, {"decider"});
  EXPECT_EQ(me.get("/api/jobs/" + id).at("/state"), "queued");
  EXPECT_EQ(as(officer_, {"key_officer"}).post("/api/jobs/" + late + "/cancel").status, 403);
  EXPECT_EQ(me.post("/api/jobs/" + late + "/cancel").at("/state"), "cancelled");
  EXPECT_EQ(me.post("/api/jobs/" + late + "/cancel").status, 409);
  EXPECT_EQ(*whole_.jobs.run_due(), 1);
  const auto live = me.get("/api/jobs/" + id + "/live");
  EXPECT_EQ(live.status, 200);
  EXPECT_NE(live.body.find("event: job\ndata: {"), std::string::npos);
  EXPECT_NE(live.body.find(R"("result":{"names":2})"), std::string::npos);
  EXPECT_EQ(me.get("/api/jobs/nothing/live").status, 404);
  EXPECT_EQ(me.get("/api/jobs?state=done").at("/items/0/id"), id);
}

}  // namespace
}  // namespace muster::api
