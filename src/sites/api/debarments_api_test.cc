// From a proposal to the gate: three people, a hearing, a term; what the public sees, and whom it never sees.
#include "debarment_handlers.h"
#include "public_words.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

using namespace std::chrono_literals;

class DebarmentsApi : public ::testing::Test {
 protected:
  DebarmentsApi() : program_(store::Backend::sqlite) {
    add_debarment_routes(router_, program_.services);
    parties::Party authority;
    authority.kind = "authority";
    authority.name = "Authority";
    const auto party = program_.parties.create_party("system:test", authority);
    int number = 10'000'000;
    for (const char* role : {"examiner", "appeal_officer", "decider"})
      ids_[role] = program_.parties
                       .create_person("system:test", {party->id, role, "en", "passport:" + std::to_string(++number)})
                       ->id;
    subject("company", "Quick Hosting Ltd", "north");
    subject("individual", "", "south");
  }
  Caller as(const char* role) {
    return Caller(router_, person(ids_.count(role) ? ids_[role] : std::string("p-") + role, {role}));
  }
  std::map<std::string, std::string> once() { return {{"Idempotency-Key", "k" + std::to_string(++n_)}}; }
  void subject(const std::string& kind, const std::string& name, const std::string& region) {
    static constexpr store::Sql kSubject{
        "t_subject",
        "insert into subject(id, number, kind, name, certificate_kind, certificate_number, certificate_index, "
        "certificate_address, postal_address, superior, region, created_at, version) values(:id, :id, :kind, :name, "
        "'x', "
        ":number, null, '', '', '', :region, 1, 1)"};
    const std::string id = "0195536e-3f00-7abc-8def-00000000000" + std::to_string(subjects_.size());
    const auto done = program_.db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kSubject, {{"id", id},
                        {"kind", kind},
                        {"name", name},
                        {"number", kind == "individual" ? "" : "1"},
                        {"region", region}});
      return {};
    });
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
    subjects_.push_back(id);
  }
  std::string proposal(const std::string& subject, const std::string& decided = "2026-03-01T00:00:00Z") {
    return R"({"subject_id":")" + subject + R"(","cause":"false_filing","reason":"The filed address is nobody's.",)" +
           R"("law":"Model Act, section 9","decision_ref":"O-2026-000003","decided_at":")" + decided + "\"}";
  }
  Answer step(const char* role, const std::string& id, const std::string& body) {
    const auto now = as(role).get("/api/debarments/" + id);
    return as(role).post("/api/debarments/" + id + "/events", body, {{"If-Match", now.headers.at("etag")}});
  }
  std::string in_force(const std::string& subject) {
    const auto until = to_rfc3339(program_.clock.now() + 24h * 90);
    const auto made =
        as("examiner").post("/api/debarments", proposal(subject, to_rfc3339(program_.clock.now())), once());
    const std::string id = made.at("/id");
    EXPECT_EQ(step("examiner", id, R"({"event":"notify"})").status, 200);
    EXPECT_EQ(step("appeal_officer", id, R"({"event":"hear","data":{"words":"We moved last week."}})").status, 200);
    const auto done = step("decider", id, R"({"event":"activate","data":{"until":")" + until + "\"}}");
    EXPECT_EQ(done.status, 200) << done.body;
    return id;
  }

  int n_ = 0;
  std::map<std::string, std::string> ids_;
  std::vector<std::string> subjects_;
  WholeProgram program_;
  http::Router router_;
};

TEST_F(DebarmentsApi, NobodyIsDebarredUnheardOrByOnePerson) {
  EXPECT_EQ(as("decider").post("/api/debarments", proposal(subjects_[0]), once()).status, 403);
  const auto made = as("examiner").post("/api/debarments", proposal(subjects_[0]), once());
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/number"), "D-2026-000001");
  EXPECT_EQ(as("examiner").post("/api/debarments", proposal(subjects_[0]), once()).code(), "debarment_open");
  const std::string id = made.at("/id");
  EXPECT_EQ(step("decider", id, R"({"event":"activate","data":{"until":"2026-09-01T00:00:00Z"}})").code(),
            "debarment_state");
  EXPECT_EQ(step("decider", id, R"({"event":"notify"})").code(), "role_missing");
  ASSERT_EQ(step("examiner", id, R"({"event":"notify"})").at("/state"), "notified");
  EXPECT_EQ(step("appeal_officer", id, R"({"event":"hear","data":{"silent":true}})").code(), "debarment_hearing_open");
  EXPECT_EQ(step("appeal_officer", id, R"({"event":"hear"})").code(), "debarment_words");
  ids_["appeal_officer"].swap(ids_["examiner"]);
  EXPECT_EQ(step("appeal_officer", id, R"({"event":"hear","data":{"words":"x"}})").code(), "debarment_same_person");
  ids_["appeal_officer"].swap(ids_["examiner"]);
  program_.clock.advance(24h * 8);
  ASSERT_EQ(step("appeal_officer", id, R"({"event":"hear","data":{"silent":true}})").at("/state"), "heard");
  EXPECT_EQ(step("decider", id, R"({"event":"activate","data":{"until":"2036-09-01T00:00:00Z"}})").code(),
            "debarment_term");
  EXPECT_EQ(step("decider", id, R"({"event":"activate"})").code(), "debarment_term") << "never without an end";
  ids_["decider"].swap(ids_["examiner"]);
  EXPECT_EQ(step("decider", id, R"({"event":"activate","data":{"until":"2026-09-01T00:00:00Z"}})").code(),
            "debarment_same_person");
  ids_["decider"].swap(ids_["examiner"]);
  program_.clock.advance(24h * 40);
  EXPECT_EQ(step("decider", id, R"({"event":"activate","data":{"until":"2026-09-01T00:00:00Z"}})").code(),
            "debarment_late");
  EXPECT_EQ(step("decider", id, R"({"event":"withdraw"})").code(), "debarment_end_reason");
  EXPECT_EQ(step("decider", id, R"({"event":"withdraw","reasons":["Too late."]})").at("/state"), "removed");
}

TEST_F(DebarmentsApi, ItIsPublishedOfLegalPersonsAloneAndLapsesByItself) {
  const std::string company = in_force(subjects_[0]), individual = in_force(subjects_[1]);
  const auto page = Caller(router_).get("/public/debarments");
  EXPECT_NE(page.body.find("Quick Hosting Ltd"), std::string::npos) << page.body;
  EXPECT_EQ(page.body.find("south"), std::string::npos) << "of individuals nothing, not even where they are";
  EXPECT_EQ(page.body.find("D-2026-000002"), std::string::npos);
  EXPECT_NE(Caller(router_).get("/public/debarments?lang=zh").body.find("限制接入名单"), std::string::npos);
  EXPECT_TRUE(Words::complete());
  const auto stands = [&](std::size_t i) {
    return program_.db
        ->read([&](store::Transaction& tx) -> Result<bool> {
          return restrictions::debarment_in_force(tx, subjects_[i], program_.clock.now()).has_value();
        })
        .value();
  };
  EXPECT_TRUE(stands(0));
  EXPECT_TRUE(stands(1));
  EXPECT_EQ(step("decider", company, R"({"event":"review"})").at("/state"), "reviewed");
  EXPECT_TRUE(stands(0));
  EXPECT_EQ(step("decider", individual, R"({"event":"remove","reasons":["Put right."]})").at("/state"), "removed");
  EXPECT_FALSE(stands(1));
  program_.clock.advance(24h * 91);
  EXPECT_FALSE(stands(0)) << "before any job ran";
  EXPECT_EQ(Caller(router_).get("/public/debarments").body.find("Quick Hosting Ltd"), std::string::npos);
  EXPECT_EQ(*program_.debarments.expire_due(), 1);
  EXPECT_EQ(*program_.debarments.expire_due(), 0);
  EXPECT_EQ(as("auditor").get("/api/debarments?state=expired").at("/items/0/id"), company);
}

TEST_F(DebarmentsApi, WhatWasSaidIsReadForAReasonAndEachReadingStands) {
  const std::string id = in_force(subjects_[0]);
  EXPECT_EQ(as("auditor").get("/api/debarments/" + id).body.find("We moved"), std::string::npos);
  EXPECT_EQ(as("examiner").post("/api/debarments/" + id + "/readings").status, 403);
  EXPECT_EQ(as("decider").post("/api/debarments/" + id + "/readings").at("/words"), "We moved last week.");
  EXPECT_EQ(as("decider").post("/api/debarments/nobody/readings").code(), "debarment_unknown");
  EXPECT_EQ(as("auditor").get("/api/debarments?state=lost").code(), "state_unknown");
}

}  // namespace
}  // namespace muster::api
