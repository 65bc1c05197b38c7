// Tests and suspicions as an examiner, an auditor and others call them.
#include "testing_handlers.h"
#include "whole_program.h"
#include <base/bytes.h>
#include <testing/farm.h>
#include <testing/warc.h>

#include <embedded_lexicons.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

class TestingApi : public ::testing::Test {
 protected:
  TestingApi() : program_(store::Backend::sqlite) {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    program_.testing.allow_farm(*testing::parse_farm(farm_.names_file()));
    const auto keys = content::key_pair_from_seed(std::string(32, 'k'));
    if (!program_.bundles.propose_publisher({"Demo", keys.public_key}, "p1").ok() ||
        !program_.bundles.confirm_publisher(keys.public_key, "p2").ok())
      throw std::runtime_error("enrol");
    for (const EmbeddedFile& draft : muster_lexicons::files())
      if (draft.path == "planted.draft" &&
          !program_.bundles.bring_into_force(*content::sign_draft(draft.bytes, "Demo", keys), "p1", "p2").ok())
        throw std::runtime_error("enable");
    add_testing_routes(router_, program_.services);
  }
  // A person on record, as the case's room asks for.
  Caller examiner() {
    parties::Party party;
    party.kind = "authority";
    party.name = "Test authority";
    const std::string at = program_.parties.create_party("system:test", party)->id;
    const std::string id =
        program_.parties.create_person("system:test", {at, "Exa Miner", "en", "passport:E12345678"})->id;
    EXPECT_TRUE(program_.parties.assign_role("system:test", id, "examiner").ok());
    return Caller(router_, person(id, {"examiner"}, at));
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  std::string tested(const std::string& url) {
    const auto runs = program_.testing.test({url}, "person-examiner");
    if (!runs.ok()) throw std::runtime_error(runs.error().sentence);
    return runs->at(0).id;
  }

  WholeProgram program_;
  testing::Farm farm_;
  http::Router router_;
};

TEST_F(TestingApi, SeveralVantagesAreShownSideBySide) {
  const auto started = as("examiner")
                           .post("/api/tests", R"({"urls":["http://cloak-phone.example/"],"vantages":true})",
                                 {{"Idempotency-Key", "vantages"}});
  ASSERT_EQ(started.status, 202) << started.body;
  ASSERT_TRUE(program_.jobs.run_due().ok());
  const auto shown = as("auditor").get("/api/tests/" + started.at("/test_ids/0"));
  ASSERT_EQ(shown.status, 200) << shown.body;
  const auto test = boost::json::parse(shown.body).as_object();
  EXPECT_TRUE(test.at("cloaked").as_bool());
  const auto& vantages = test.at("vantages").as_array();
  ASSERT_GE(vantages.size(), 5u);
  EXPECT_EQ(vantages[0].at("name").as_string(), "phone");
  EXPECT_EQ(vantages[1].at("name").as_string(), "desktop");
  EXPECT_EQ(vantages[1].at("reasons").at(0).at("code").as_string(), "text");
  EXPECT_GT(vantages[1].at("difference").as_double(), 0.5);
  EXPECT_EQ(as("examiner")
                .post("/api/tests", R"({"urls":["x.example"],"vantages":"yes"})", {{"Idempotency-Key", "v2"}})
                .status,
            422);
}

TEST_F(TestingApi, AVisitIsAskedForRunsAndIsShown) {
  const auto started = as("examiner")
                           .post("/api/tests", R"({"urls":["http://shop-017.example/","shop-001.example"]})",
                                 {{"Idempotency-Key", "one"}});
  ASSERT_EQ(started.status, 202) << started.body;
  const std::string id = started.at("/test_ids/0");
  EXPECT_EQ(as("examiner").get("/api/tests/" + id).status, 404) << "not yet";
  ASSERT_TRUE(program_.jobs.run_due().ok());
  const auto shown = as("auditor").get("/api/tests/" + id);
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.at("/verdict"), "clue");
  EXPECT_EQ(shown.at("/hops/0/status"), "200");
  EXPECT_EQ(shown.at("/hits/0/match"), "planted-term-quorvix");
  EXPECT_EQ(shown.at("/vantage/resolver"), "farm");
  const auto list = as("decider").get("/api/tests?limit=1");
  EXPECT_EQ(list.status, 200);
  EXPECT_NE(list.at("/next"), "null");
  EXPECT_EQ(as("decider").get("/api/tests?q=shop-017.example").at("/items/0/id"), id);
  EXPECT_EQ(as("decider").get("/api/tests?q=not%20a%20name").status, 422);
}

TEST_F(TestingApi, EvidenceIsTheSealedFile) {
  const std::string id = tested("http://shop-017.example/");
  const auto file = as("auditor").get("/api/tests/" + id + "/evidence");
  ASSERT_EQ(file.status, 200);
  EXPECT_EQ(file.headers.at("content-type"), "application/warc");
  EXPECT_EQ(to_hex(sha256(file.body)), as("auditor").get("/api/tests/" + id).at("/evidence_sha256"));
  EXPECT_TRUE(testing::read_warc(file.body).ok());
  EXPECT_EQ(as("auditor").get("/api/tests/none/evidence").status, 404);
}

TEST_F(TestingApi, BadRequestsSayWhy) {
  const auto code = [&](const char* body) {
    return as("examiner").post("/api/tests", body, {{"Idempotency-Key", body}}).code();
  };
  EXPECT_EQ(code(R"({"urls":["file:///etc/passwd"]})"), "scheme_refused");
  EXPECT_EQ(code(R"({"urls":["http://x.example:25/"]})"), "port_refused");
  EXPECT_NE(code(R"({"urls":[]})"), "");
  EXPECT_NE(code(R"({"urls":"x"})"), "");
}

TEST_F(TestingApi, NobodyElseMayLookOrAsk) {
  for (const char* role : {"admin", "registrar", "key_officer", "partner_user"}) {
    EXPECT_EQ(as(role).get("/api/tests").status, 403) << role;
    EXPECT_EQ(as(role).get("/api/suspicions").status, 403) << role;
    EXPECT_EQ(as(role).post("/api/tests", R"({"urls":["http://x.example/"]})").status, 403) << role;
  }
  EXPECT_EQ(as("decider").post("/api/tests", R"({"urls":["http://x.example/"]})").status, 403);
  EXPECT_EQ(as("auditor").post("/api/suspicions/x/events", R"({"event":"screen"})").status, 403);
  EXPECT_EQ(Caller(router_).get("/api/tests").status, 401);
}

TEST_F(TestingApi, APersonScreensAndRefers) {
  const Caller who = examiner();
  (void)tested("http://shop-017.example/");
  const auto list = who.get("/api/suspicions?state=evidence_sealed&state=clue");
  ASSERT_EQ(list.status, 200) << list.body;
  const std::string path = "/api/suspicions/" + list.at("/items/0/id");
  const auto shown = who.get(path);
  EXPECT_EQ(shown.at("/tests/0/hits/0/match"), "planted-term-quorvix");
  EXPECT_EQ(shown.at("/next_events/0/event"), "screen");
  EXPECT_EQ(shown.at("/next_events/0/allowed"), "true");
  EXPECT_EQ(as("auditor").get(path).at("/next_events/0/allowed"), "false");
  const std::string etag = shown.headers.at("etag");
  EXPECT_EQ(who.post(path + "/events", R"({"event":"dismiss"})", {{"If-Match", etag}}).code(), "note_required");
  EXPECT_EQ(who.post(path + "/events", R"({"event":"seal"})", {{"If-Match", etag}}).code(), "machine_step");
  EXPECT_EQ(who.post(path + "/events", R"({"event":"burn"})", {{"If-Match", etag}}).code(), "event_unknown");
  const auto screened = who.post(path + "/events", R"({"event":"screen","note":"Seen."})", {{"If-Match", etag}});
  ASSERT_EQ(screened.status, 200) << screened.body;
  EXPECT_EQ(screened.at("/state"), "screened_by_human");
  EXPECT_EQ(who.post(path + "/events", R"({"event":"screen"})", {{"If-Match", etag}}).status, 412);
  const auto referred = who.post(path + "/events", R"({"event":"refer"})", {{"If-Match", screened.headers.at("etag")}});
  ASSERT_EQ(referred.status, 200) << referred.body;
  EXPECT_EQ(referred.at("/state"), "referred");
  EXPECT_NE(referred.at("/case_id"), "null");
}

TEST_F(TestingApi, TheScheduleSaysWhatIsNextAndWhy) {
  ASSERT_TRUE(program_.testing.watch({"shop-002.example", "shop-003.example"}, "routine").ok());
  ASSERT_TRUE(program_.testing.raise("shop-003.example", "explicit_unlawful", "report", "person-1").ok());
  (void)tested("http://shop-017.example/");
  const auto first = as("auditor").get("/api/schedule?limit=2");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.at("/items/0/host"), "shop-003.example");
  EXPECT_EQ(first.at("/items/0/cause"), "report");
  EXPECT_EQ(first.at("/items/0/event"), "true");
  EXPECT_EQ(first.at("/items/1/host"), "shop-002.example");
  EXPECT_EQ(first.at("/plan"), "null");
  const auto second = as("auditor").get("/api/schedule?limit=2&after=" + first.at("/next"));
  EXPECT_EQ(second.at("/items/0/host"), "shop-017.example");
  ASSERT_TRUE(program_.schedule.replan().ok());
  EXPECT_EQ(as("examiner").get("/api/schedule?q=shop-017.example").at("/plan/sites"), "3");
  const auto site = as("examiner").get("/api/schedule/shop-017.example");
  ASSERT_EQ(site.status, 200) << site.body;
  EXPECT_EQ(site.at("/violations"), "1");
  EXPECT_EQ(site.at("/history/0/kind"), "violation");
  EXPECT_EQ(site.at("/features/0/level"), "unfiled");
  EXPECT_EQ(site.at("/bound"), "ceiling");
  EXPECT_EQ(as("examiner").get("/api/schedule/nobody.example").code(), "schedule_site_unknown");
  EXPECT_EQ(as("examiner").get("/api/schedule?after=x").code(), "page_cursor");
  EXPECT_EQ(as("partner_user").get("/api/schedule").status, 403);
  EXPECT_EQ(as("appeal_officer").get("/api/schedule/shop-017.example").status, 403);
}

}  // namespace
}  // namespace muster::api
