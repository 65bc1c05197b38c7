// Tests and suspicions as an examiner, an auditor and others call them.
#include "evidence_handlers.h"
#include "routes.h"
#include "testing_handlers.h"
#include "whole_program.h"
#include <base/bytes.h>
#include <testing/farm.h>
#include <testing/warc.h>

#include <embedded_lexicons.h>
#include <gtest/gtest.h>
#include <likeness/likeness.h>

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
  Caller examiner() { return known("examiner", "E12345678"); }
  Caller known(const char* role, const std::string& passport) {
    parties::Party party;
    party.kind = "authority";
    party.name = "Test authority";
    const std::string at = program_.parties.create_party("system:test", party)->id;
    const std::string id =
        program_.parties.create_person("system:test", {at, "Exa Miner", "en", "passport:" + passport})->id;
    EXPECT_TRUE(program_.parties.assign_role("system:test", id, role).ok());
    return Caller(router_, person(id, {role}, at));
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

TEST_F(TestingApi, LikenessAndClusterAreShownWithReasons) {
  ASSERT_TRUE(program_.testing.raise("story-001.example", "explicit_unlawful", "person", "p1").ok());
  const std::string original = tested("http://story-001.example/");
  ASSERT_TRUE(program_.db
                  ->write([&](store::Transaction& tx) -> Result<void> {
                    program_.likeness.closed(
                        tx, {"case-1", "C-2026-000001", "explicit_unlawful", "story-001.example", {original}},
                        program_.clock.now());
                    return {};
                  })
                  .ok());
  const std::string copy = tested("http://story-002.example/");
  const auto shown = as("examiner").get("/api/likeness/story-002.example");
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.at("/test_id"), copy);
  EXPECT_EQ(shown.at("/cases/0/case_number"), "C-2026-000001");
  EXPECT_EQ(shown.at("/cases/0/shows"), "true");
  EXPECT_EQ(shown.at("/cases/0/reasons/0/kind"), "text");
  EXPECT_EQ(shown.at("/sites/0/host"), "story-001.example");
  EXPECT_EQ(shown.at("/fingerprint/analytics/0/value"), "UA-1000002");
  const auto graph = as("auditor").get("/api/likeness/story-002.example/cluster");
  ASSERT_EQ(graph.status, 200) << graph.body;
  EXPECT_EQ(graph.at("/nodes/0/host"), "story-002.example");
  EXPECT_EQ(graph.at("/nodes/1/case_number"), "C-2026-000001");
  EXPECT_EQ(graph.at("/edges/0/from"), "0");
  EXPECT_EQ(graph.at("/cut"), "false");
  const std::string suspicion = as("examiner").get("/api/tests/" + copy).at("/suspicion_id");
  EXPECT_EQ(as("examiner").get("/api/suspicions/" + suspicion).at("/resembles/0/host"), "story-001.example");
  EXPECT_EQ(as("examiner").get("/api/likeness/never.example").code(), "likeness_unknown");
  EXPECT_EQ(as("examiner").get("/api/likeness/not%20a%20name").status, 422);
  EXPECT_EQ(as("registrar").get("/api/likeness/story-002.example").status, 403);
  EXPECT_EQ(as("registrar").get("/api/likeness/story-002.example/cluster").status, 403);
}

// Pages by a browser that shows a picture, which eyes find to be harmless.
void make_screenshots(testing::Service& testing, const std::string& jpeg) {
  testing::BrowserEyes browser;
  browser.render = [jpeg](const testing::RenderRequest& request) -> Result<testing::Rendered> {
    testing::Rendered out;
    out.final_url = request.url;
    out.status = 200;
    out.dom = "<html><body><p>planted-term-quorvix with planted-term-zelmarun</p></body></html>";
    out.screenshot = jpeg;
    out.requests.push_back({request.url, "Document", 200, 100, ""});
    return out;
  };
  testing.set_browser(std::move(browser));
  testing::PictureEyes eyes;
  eyes.look = [](std::string bytes) -> Result<pictures::Seen> {
    pictures::Seen seen;
    seen.bytes = std::move(bytes);
    return seen;
  };
  testing.set_eyes(std::move(eyes));
}

TEST_F(TestingApi, WithoutAPictureThereIsNothingToShow) {
  make_screenshots(program_.testing, "");
  const std::string id = tested("http://scripted.example/");
  const auto test = as("auditor").get("/api/tests/" + id);
  EXPECT_EQ(test.at("/verdict"), "clue");
  EXPECT_EQ(test.at("/browser/error"), "");
  EXPECT_EQ(test.at("/browser/log/requests/0/type"), "Document");
  EXPECT_EQ(test.at("/browser/screenshot"), "null");
  EXPECT_EQ(as("auditor").post("/api/tests/" + id + "/picture-views", "{}").code(), "screenshot_missing");
  EXPECT_EQ(as("auditor").post("/api/tests/none/picture-views", "{}").status, 404);
  EXPECT_EQ(as("registrar").post("/api/tests/" + id + "/picture-views", "{}").status, 403);
  EXPECT_EQ(as("auditor").get("/api/tests/" + tested("http://shop-001.example/")).at("/browser"), "null");
}

TEST_F(TestingApi, APictureIsShownForOneLookToWhoHasTakenTheCase) {
  add_case_routes(router_, program_.services);
  add_report_routes(router_, program_.services);
  const std::string jpeg = "\xFF\xD8\xFF neutral";
  make_screenshots(program_.testing, jpeg);
  const std::string id = tested("http://scripted.example/"), picture = "/api/tests/" + id + "/picture-views";
  const auto examiner = this->examiner();
  const auto shown = examiner.post(picture, "{}");
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.body, jpeg);
  EXPECT_EQ(shown.headers.at("content-type"), "image/jpeg");
  EXPECT_EQ(shown.headers.at("cache-control"), "private, no-store");
  EXPECT_EQ(examiner.get("/api/care").at("/views"), "1");
  EXPECT_EQ(as("auditor").get("/api/tests/" + id + "/custody").at("/items/1/kind"), "test.evidence_read");

  const auto opened = examiner.post("/api/cases", R"({"ground":"explicit_unlawful","target":"scripted.example"})",
                                    {{"Idempotency-Key", "c"}});
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string file = "/api/cases/" + opened.at("/id");
  EXPECT_EQ(examiner.post(picture, "{}").code(), "claim_needed");
  ASSERT_EQ(examiner.post(file + "/claim/events", R"({"event":"take"})").status, 200);
  EXPECT_EQ(examiner.post(picture, "{}").status, 200);
  EXPECT_EQ(examiner.get("/api/care").at("/views"), "2");
  EXPECT_EQ(examiner.put("/api/care", R"({"opted_out":["explicit_unlawful"]})").status, 200);
  EXPECT_EQ(examiner.post(picture, "{}").code(), "ground_opted_out");
  EXPECT_EQ(examiner.put("/api/care", R"({"opted_out":[]})").status, 200);
  EXPECT_EQ(examiner.get(file).at("/evidence/0/ref"), id);
  EXPECT_EQ(examiner.get(file).at("/evidence_sealed"), "0");

  // One key, and it is on no screen any more.
  const std::string events = "/api/tests/" + id + "/events", said = R"({"event":"may_show_minor"})";
  EXPECT_EQ(as("auditor").post(events, said).status, 403);
  EXPECT_EQ(examiner.post(events, R"({"event":"unseal"})").status, 422);
  const std::string suspicion = examiner.get("/api/tests/" + id).at("/suspicion_id");
  const auto sealed = examiner.post(events, said);
  ASSERT_EQ(sealed.status, 200) << sealed.body;
  EXPECT_EQ(examiner.get("/api/reports/" + sealed.at("/report_id")).at("/state"), "sealed");
  EXPECT_EQ(examiner.post(picture, "{}").code(), "test_sealed");
  for (const char* rest : {"", "/evidence", "/custody", "/retention"})
    EXPECT_EQ(examiner.get("/api/tests/" + id + rest).code(), "test_sealed") << rest;
  EXPECT_EQ(examiner.post("/api/tests/" + id + "/bundle", R"({"purpose":"court"})").code(), "test_sealed");
  EXPECT_EQ(examiner.get("/api/tests?q=scripted.example").at("/items"), "[]");
  EXPECT_EQ(examiner.get("/api/suspicions/" + suspicion).status, 404);
  EXPECT_EQ(examiner.get(file).at("/evidence"), "[]");
  EXPECT_EQ(examiner.get(file).at("/evidence_sealed"), "1");
  EXPECT_EQ(examiner.post(events, said).code(), "test_sealed");
  const std::string later = tested("http://scripted.example/");
  EXPECT_EQ(examiner.post("/api/tests/" + later + "/picture-views", "{}").code(), "picture_sealed");
}

TEST_F(TestingApi, ACampaignIsStartedPausedAndCancelled) {
  EXPECT_EQ(
      as("supervisor").post("/api/test-campaigns", R"({"name":"Spring","days":7})", {{"Idempotency-Key", "c0"}}).code(),
      "campaign_empty");
  ASSERT_TRUE(program_.testing.watch({"shop-001.example", "shop-002.example"}, "new").ok());
  EXPECT_EQ(as("examiner").post("/api/test-campaigns", R"({"name":"","days":0})", {{"Idempotency-Key", "c1"}}).status,
            422);
  const auto started =
      as("supervisor").post("/api/test-campaigns", R"({"name":"Spring","days":7})", {{"Idempotency-Key", "c2"}});
  ASSERT_EQ(started.status, 201) << started.body;
  EXPECT_EQ(started.at("/sites"), "2");
  const std::string path = "/api/test-campaigns/" + started.at("/id");
  EXPECT_EQ(as("examiner").post("/api/test-campaigns", R"({"name":"x","days":1})", {{"Idempotency-Key", "c3"}}).code(),
            "campaign_open");
  EXPECT_EQ(as("examiner").post(path + "/events", R"({"event":"pause"})").at("/state"), "paused");
  EXPECT_EQ(as("examiner").post(path + "/events", R"({"event":"pause"})").code(), "campaign_state");
  EXPECT_EQ(as("examiner").post(path + "/events", R"({"event":"leap"})").code(), "event_unknown");
  EXPECT_EQ(as("examiner").post(path + "/events", R"({"event":"finish"})").code(), "machine_step");
  const auto shown = as("auditor").get(path);
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.at("/expected_now"), "0");
  EXPECT_EQ(shown.at("/next_events/0/event"), "resume");
  EXPECT_EQ(shown.at("/next_events/0/allowed"), "false") << "an auditor looks on";
  EXPECT_EQ(shown.at("/timeline/0/kind"), "test_campaign.started");
  EXPECT_EQ(as("auditor").get("/api/test-campaigns").at("/items/0/name"), "Spring");
  EXPECT_EQ(as("auditor").post(path + "/events", R"({"event":"resume"})").status, 403);
  EXPECT_EQ(as("registrar").get(path).status, 403);
  EXPECT_EQ(as("examiner").get("/api/test-campaigns/none").code(), "campaign_unknown");
  EXPECT_EQ(as("supervisor").post(path + "/events", R"({"event":"cancel"})").at("/state"), "cancelled");
}

TEST_F(TestingApi, WhoReadsAndTakesOutEvidenceIsOnRecord) {
  const std::string path = "/api/tests/" + tested("http://shop-001.example/");
  EXPECT_EQ(as("auditor").get(path + "/evidence").status, 200);
  EXPECT_EQ(as("examiner").post(path + "/bundle", "{}").status, 422);
  EXPECT_EQ(as("examiner").post(path + "/bundle", R"({"purpose":"curiosity"})").code(), "purpose_required");
  EXPECT_EQ(as("examiner").post(path + "/bundle", R"({"purpose":"court","reference":"a@b.example"})").code(),
            "reference_form");
  const auto bundle = as("examiner").post(path + "/bundle", R"({"purpose":"court","reference":"2026-17"})");
  ASSERT_EQ(bundle.status, 200) << bundle.body;
  EXPECT_EQ(bundle.headers.at("content-type"), "application/zip");
  EXPECT_TRUE(bundle.body.starts_with("PK"));
  const auto custody = as("auditor").get(path + "/custody");
  ASSERT_EQ(custody.status, 200) << custody.body;
  EXPECT_EQ(custody.at("/items/0/kind"), "test.evidence_sealed");
  EXPECT_EQ(custody.at("/items/1/kind"), "test.evidence_read");
  EXPECT_EQ(custody.at("/items/1/actor"), "person-auditor");
  EXPECT_EQ(custody.at("/items/2/kind"), "test.evidence_exported");
  EXPECT_EQ(custody.at("/items/2/body/purpose"), "court");
  EXPECT_EQ(custody.at("/items/2/body/bundle_sha256"), to_hex(sha256(bundle.body)));
  EXPECT_NE(custody.at("/checkpoint_at"), "");
  EXPECT_EQ(as("registrar").get(path + "/custody").status, 403);
  EXPECT_EQ(as("registrar").post(path + "/bundle", R"({"purpose":"court"})").status, 403);
  EXPECT_EQ(as("examiner").post("/api/tests/none/bundle", R"({"purpose":"court"})").status, 404);
  EXPECT_EQ(as("examiner").get("/api/tests/none/custody").status, 404);
}

// A hold is set and lifted by who may, stops the end of the term, and what is destroyed then says so everywhere.
TEST_F(TestingApi, EvidenceIsHeldAndEndsWithItsTerm) {
  const std::string test = "/api/tests/" + tested("http://shop-001.example/");
  const Caller examiner = this->examiner(), judge = known("appeal_officer", "E12345679");
  const auto kept = as("auditor").get(test + "/retention");
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(kept.at("/rule"), "testing.evidence_retention");
  EXPECT_EQ(kept.at("/keepers"), "[]");
  EXPECT_EQ(kept.at("/may_hold"), "false");
  EXPECT_EQ(as("registrar").get(test + "/retention").status, 403);
  EXPECT_EQ(examiner.get("/api/tests/none/retention").status, 404);

  const std::string
      holds = "/api/evidence-holds",
      hold = R"({"kind":"site","site":"shop-001.example","law":"art. 94","reference":"2026-17","reason":"Asked for."})";
  EXPECT_EQ(as("auditor").post(holds, hold, {{"Idempotency-Key", "h0"}}).status, 403);
  EXPECT_EQ(
      examiner.post(holds, R"({"kind":"site","law":"a","reference":"b","reason":"c"})", {{"Idempotency-Key", "h1"}})
          .code(),
      "hold_site");
  const auto set = examiner.post(holds, hold, {{"Idempotency-Key", "h2"}});
  ASSERT_EQ(set.status, 201) << set.body;
  EXPECT_EQ(set.at("/stands"), "true");
  EXPECT_EQ(set.at("/may_lift"), "false") << "an examiner lifts none";
  const std::string one = holds + "/" + set.at("/id");
  EXPECT_EQ(as("auditor").get(holds + "?standing=yes&site=SHOP-001.example").at("/items/0/id"), set.at("/id"));
  EXPECT_EQ(as("auditor").get(holds + "?kind=period").at("/items"), "[]");
  EXPECT_EQ(examiner.get(test + "/retention").at("/keepers/0/label"), "2026-17");
  EXPECT_EQ(examiner.get(test + "/retention").at("/ends_at"), "null");
  const evidence::Retention retention(*program_.db, program_.recorder, program_.policy, program_.folder + "/evidence");
  program_.clock.advance(std::chrono::days(1095));
  EXPECT_EQ(retention.sweep("system:test")->destroyed, 0);
  EXPECT_EQ(examiner.post(one + "/events", R"({"event":"lift","reasons":["Closed."]})").status, 403);
  EXPECT_EQ(judge.post(one + "/events", R"({"event":"lift"})").status, 422);
  EXPECT_EQ(judge.post(one + "/events", R"({"event":"lift","reasons":["Closed."]})").at("/lift_reason"), "Closed.");
  EXPECT_EQ(judge.post(one + "/events", R"({"event":"lift","reasons":["Closed."]})").code(), "hold_lifted");
  EXPECT_EQ(judge.get(one).at("/stands"), "false");
  program_.clock.advance(std::chrono::days(7));
  EXPECT_EQ(retention.sweep("system:test")->destroyed, 1);

  const auto gone = examiner.get(test + "/retention");
  EXPECT_NE(gone.at("/destroyed/sentence").find("under testing.evidence_retention (1095 days)"), std::string::npos)
      << gone.body;
  EXPECT_EQ(examiner.get(test + "/evidence").code(), "evidence_destroyed");
  EXPECT_EQ(examiner.get(test).status, 200) << "the record stays";
  EXPECT_EQ(examiner.get(test + "/custody").at("/items/1/kind"), "test.evidence_destroyed");
  EXPECT_EQ(examiner.post(test + "/bundle", R"({"purpose":"court"})").status, 200) << "a bundle says so";
}

TEST_F(TestingApi, ABundleOfACaseIsMadeByAJobAndEachReadingIsRecorded) {
  add_case_routes(router_, program_.services);
  const Caller examiner = this->examiner();
  const std::string test = tested("http://shop-001.example/");
  const auto opened = examiner.post("/api/cases", R"({"target":"shop-001.example","ground":"explicit_unlawful"})",
                                    {{"Idempotency-Key", "b0"}});
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string file = "/api/cases/" + opened.at("/id"), asked = R"({"purpose":"court","reference":"2026-17"})";
  EXPECT_EQ(examiner.post(file + "/bundles", asked, {{"Idempotency-Key", "b1"}}).code(), "bundle_empty");
  ASSERT_EQ(
      examiner
          .post(file + "/elements",
                R"({"element":"sealed_visit","evidence_kind":"test_run","evidence_ref":")" + test + R"(","note":""})",
                {{"Idempotency-Key", "b2"}, {"If-Match", opened.headers.at("etag")}})
          .status,
      201);
  EXPECT_EQ(examiner.post(file + "/bundles", R"({"purpose":"curiosity"})", {{"Idempotency-Key", "b3"}}).code(),
            "purpose_required");
  EXPECT_EQ(as("registrar").post(file + "/bundles", asked, {{"Idempotency-Key", "b4"}}).status, 403);
  const auto wanted = examiner.post(file + "/bundles", asked, {{"Idempotency-Key", "b5"}});
  ASSERT_EQ(wanted.status, 202) << wanted.body;
  const std::string bundle = "/api/court-bundles/" + wanted.at("/id") + "/readings";
  EXPECT_EQ(examiner.post(bundle).code(), "bundle_not_made");
  ASSERT_TRUE(program_.jobs.run_due().ok());
  const auto made = examiner.get(file + "/bundles");
  EXPECT_EQ(made.at("/items/0/tests"), "1") << made.body;
  const auto zip = examiner.post(bundle);
  ASSERT_EQ(zip.status, 200) << zip.body;
  EXPECT_TRUE(zip.body.starts_with("PK"));
  EXPECT_EQ(to_hex(sha256(zip.body)), made.at("/items/0/sha256"));
  const auto custody = examiner.get("/api/tests/" + test + "/custody");
  EXPECT_EQ(custody.at("/items/1/kind"), "test.evidence_exported");
  EXPECT_EQ(custody.at("/items/2/kind"), "test.bundle_read");
  EXPECT_EQ(custody.at("/items/2/body/bundle_sha256"), made.at("/items/0/sha256"));
  EXPECT_EQ(examiner.get(file + "/retention").at("/tests/0/keepers/0/kind"), "case");
  program_.clock.advance(evidence::kCourtBundleKept);
  const evidence::CourtBundles bundles(*program_.db, program_.recorder, program_.evidence, program_.jobs,
                                       program_.evidence.bundles_folder());
  EXPECT_EQ(*bundles.sweep(), 1);
  EXPECT_EQ(*bundles.sweep(), 0);
  EXPECT_EQ(examiner.post(bundle).code(), "bundle_removed");
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
