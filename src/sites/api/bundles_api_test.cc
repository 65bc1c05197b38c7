// Bundles, publishers and score batches as examiners, supervisors and others call them.
#include "bundle_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

const content::KeyPair kBundleSigner = content::key_pair_from_seed(std::string(32, 'z'));

std::string bundle_file(const std::string& terms, const std::string& version = "1") {
  return *content::sign_draft(R"({"format":"muster-bundle/1","kind":"lexicon","name":"n","version":")" + version +
                                  R"(","ground":"billing_fraud","licence":"Apache-2.0","source":"test","items":1})" +
                                  "\n" + terms + "\n",
                              "Signer", kBundleSigner);
}

class BundlesApi : public ::testing::Test {
 protected:
  BundlesApi() : program_(store::Backend::sqlite) { add_bundle_routes(router_, program_.services); }
  Caller as(const char* role, const char* id = nullptr) {
    return Caller(router_, person(id ? id : std::string("person-") + role, {role}));
  }
  int n_ = 0;
  std::map<std::string, std::string> once() { return {{"Idempotency-Key", "k" + std::to_string(++n_)}}; }
  void enrol() {
    const auto proposed =
        as("examiner")
            .post("/api/bundle-publishers",
                  R"({"publisher":"Signer","public_key":")" + kBundleSigner.public_key + "\"}", once());
    ASSERT_EQ(proposed.status, 201) << proposed.body;
    const std::string path = "/api/bundle-publishers/" + proposed.at("/id") + "/events";
    EXPECT_EQ(as("examiner").post(path, R"({"event":"confirm"})").code(), "two_persons_needed");
    ASSERT_EQ(as("supervisor").post(path, R"({"event":"confirm"})").status, 200);
  }

  WholeProgram program_;
  http::Router router_;
};

TEST_F(BundlesApi, FromTheFileToForce) {
  enrol();
  const auto loaded = as("examiner").post("/api/bundles", bundle_file(R"({"t":"quorvix","w":4})"), once());
  ASSERT_EQ(loaded.status, 201) << loaded.body;
  EXPECT_EQ(loaded.at("/state"), "loaded");
  const std::string path = "/api/bundles/" + loaded.at("/id");
  std::string etag = loaded.headers.at("etag");
  const auto step = [&](const char* role, const char* event) {
    auto answer = as(role).post(path + "/events", std::string(R"({"event":")") + event + "\"}", {{"If-Match", etag}});
    if (answer.status == 200) etag = answer.headers.at("etag");
    return answer;
  };
  EXPECT_EQ(step("supervisor", "enable").code(), "bundle_state");
  EXPECT_EQ(step("examiner", "propose").status, 200);
  EXPECT_EQ(step("examiner", "shadow").status, 200);
  EXPECT_EQ(step("supervisor", "enable").code(), "bundle_not_rerun");
  const auto rerun = as("examiner").post(path + "/reruns", R"({"pages_max":10})", once());
  ASSERT_EQ(rerun.status, 202) << rerun.body;
  ASSERT_TRUE(program_.jobs.run_due().ok());
  EXPECT_EQ(as("auditor").get("/api/bundle-reruns/" + rerun.at("/rerun_id") + "/changes").status, 200);
  EXPECT_EQ(
      as("examiner").post("/api/bundle-reruns/" + rerun.at("/rerun_id") + "/events", R"({"event":"resume"})").code(),
      "rerun_ended");
  EXPECT_EQ(step("examiner", "enable").code(), "two_persons_needed");
  const auto own = as("examiner").get(path);
  EXPECT_EQ(own.at("/next_events/0/event"), "enable");
  EXPECT_EQ(own.at("/next_events/0/allowed"), "false");
  const auto enabled = step("supervisor", "enable");
  ASSERT_EQ(enabled.status, 200) << enabled.body;
  EXPECT_EQ(enabled.at("/state"), "enabled");
  EXPECT_EQ(as("decider").get("/api/bundles?state=enabled").at("/items/0/id"), loaded.at("/id"));
  EXPECT_EQ(as("examiner").post(path + "/events", R"({"event":"retire"})", {{"If-Match", etag}}).code(),
            "reason_required");
  EXPECT_EQ(as("examiner").post(path + "/events", R"({"event":"melt"})", {{"If-Match", etag}}).code(), "event_unknown");
}

TEST_F(BundlesApi, APressListIsRefusedWithItsHits) {
  enrol();
  const auto refused = as("examiner").post("/api/bundles", bundle_file(R"({"t":"newspaper","w":0.1})"), once());
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "bundle_hits_neutral");
  EXPECT_NE(refused.body.find("newspaper"), std::string::npos);
  EXPECT_EQ(as("examiner").post("/api/bundles", "not signed\nat all\n", once()).code(), "bundle_unsigned");
}

TEST_F(BundlesApi, AFloodWaitsForAPerson) {
  hashes::NewList list{"Known", hashes::ListKind::explicit_unlawful, "P", "1", "CC0", std::string(64, 'c'), 31, 50};
  const hashes::Pdq hash = *hashes::pdq_from_hex(std::string(32, 'a') + std::string(32, '5'));
  const hashes::ListedHash listed[] = {{hash, 100}};
  const auto made = program_.hashes.propose(list, listed, "p1");
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  ASSERT_TRUE(program_.hashes.enable(made->id, "p2").ok());
  hashes::PdqTurned turned;
  turned.hashes.fill(hash);
  turned.quality = 100;
  for (std::uint64_t picture = 0; picture < 60; ++picture) ASSERT_TRUE(program_.hashes.look(turned, picture).ok());
  const auto waiting = as("auditor").get("/api/put-aside-hashes");
  ASSERT_EQ(waiting.at("/items/0/hash"), to_hex(hash)) << waiting.body;
  EXPECT_EQ(waiting.at("/items/0/list"), "Known");
  const std::string path = "/api/put-aside-hashes/" + to_hex(hash) + "/events";
  EXPECT_EQ(as("auditor").post(path, "{}").status, 403);
  EXPECT_EQ(as("examiner").post(path, R"({"list_id":"nothing","event":"release"})").code(), "list_unknown");
  EXPECT_EQ(as("examiner").post(path, R"({"list_id":")" + made->id + R"(","event":"melt"})").code(), "event_unknown");
  ASSERT_EQ(as("examiner").post(path, R"({"list_id":")" + made->id + R"(","event":"release"})").status, 200);
  EXPECT_EQ(as("auditor").get("/api/put-aside-hashes").at("/items/0/hash"), "");
}

TEST_F(BundlesApi, NobodyElseMay) {
  for (const char* role : {"admin", "registrar", "operator", "partner_user", "key_officer"}) {
    EXPECT_EQ(as(role).get("/api/bundles").status, 403) << role;
    EXPECT_EQ(as(role).post("/api/bundles", "x").status, 403) << role;
  }
  EXPECT_EQ(as("auditor").post("/api/bundle-publishers", "{}").status, 403);
  EXPECT_EQ(as("auditor").get("/api/bundles/" + std::string(64, '0')).status, 404);
}

TEST_F(BundlesApi, ABatchIsScoredWithWhatIsInForce) {
  enrol();
  ASSERT_TRUE(program_.bundles.bring_into_force(bundle_file(R"({"t":"quorvix","w":4})"), "p1", "p2").ok());
  const auto started = as("examiner")
                           .post("/api/score-batches",
                                 "{\"id\":\"a\",\"body\":\"our quorvix offer\"}\n"
                                 "{\"id\":\"b\",\"content_type\":\"text/html\",\"body\":\"<p>bread</p>\"}\n",
                                 once());
  ASSERT_EQ(started.status, 202) << started.body;
  ASSERT_TRUE(program_.jobs.run_due().ok());
  const auto job = program_.jobs.get(started.at("/job_id"));
  ASSERT_EQ(job->state, "done") << job->error_sentence;
  const json::value result = json::parse(job->result);
  EXPECT_GT(result.at("items").at(0).at("probability").as_double(), 0.5);
  EXPECT_EQ(result.at("items").at(1).at("grounds").as_array().size(), 0u);
  EXPECT_EQ(as("examiner").post("/api/score-batches", "{\"body\":\"x\"}", once()).code(), "batch_line");
  EXPECT_EQ(as("examiner").post("/api/score-batches", "\n", once()).code(), "batch_items");
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "{\"id\":\"x\",\"body\":\"y\"}\n";
  EXPECT_EQ(as("examiner").post("/api/score-batches", many, once()).code(), "batch_items");
}

}  // namespace
}  // namespace muster::api
