// Exercises as those see them who learn: the known answer comes after one's own.
#include "exercise_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class ExercisesApi : public ::testing::Test {
 protected:
  ExercisesApi() : program_(store::Backend::sqlite, "training"), plain_(store::Backend::sqlite) {
    add_training_routes(router_, program_.services);
    add_training_routes(plain_router_, plain_.services);
    parties::Party authority;
    authority.kind = "authority";
    authority.name = "Authority";
    const auto party = program_.parties.create_party("system:test", authority);
    learner_ = program_.parties.create_person("system:test", {party->id, "L", "en", "passport:10001"})->id;
  }
  Caller as(const std::string& id, const char* role = "examiner") { return Caller(router_, person(id, {role})); }

  WholeProgram program_, plain_;
  http::Router router_, plain_router_;
  std::string learner_;
};

TEST_F(ExercisesApi, TheKnownAnswerComesAfterOnesOwn) {
  const std::string path = "/api/exercises/innocent-words";
  const auto before = as(learner_).get(path);
  ASSERT_EQ(before.status, 200) << before.body;
  EXPECT_EQ(before.at("/known"), "null");
  EXPECT_EQ(before.at("/why"), "null");
  EXPECT_EQ(as(learner_).post(path + "/answers", R"({"outcome":"perhaps"})", {{"Idempotency-Key", "a"}}).code(),
            "exercise_choice");
  const auto after =
      as(learner_).post(path + "/answers", R"({"outcome":"violation","measure":"network","scope_kind":"host"})",
                        {{"Idempotency-Key", "b"}});
  ASSERT_EQ(after.status, 201) << after.body;
  EXPECT_EQ(after.at("/known/outcome"), "none");
  EXPECT_NE(after.at("/why").find("pointer"), std::string::npos);
  EXPECT_EQ(as(learner_).post(path + "/answers", R"({"outcome":"none"})", {{"Idempotency-Key", "c"}}).code(),
            "exercise_answered");
  EXPECT_EQ(as("somebody-else").get(path).at("/known"), "null");
  const auto scores = as("s", "supervisor").get("/api/exercises/agreement");
  EXPECT_EQ(scores.at("/items/0/few"), "true");
  EXPECT_EQ(scores.body.find(learner_), std::string::npos);
  EXPECT_EQ(as("s", "supervisor").get(path).status, 403);
  EXPECT_EQ(as(learner_).get("/api/exercises/nothing").code(), "exercise_unknown");
}

TEST_F(ExercisesApi, ThereAreNoneElsewhere) {
  const Caller caller(plain_router_, person("x", {"examiner"}));
  EXPECT_EQ(caller.get("/api/exercises").code(), "training_only");
  EXPECT_EQ(caller.get("/api/exercises/agreement").code(), "training_only");
}

}  // namespace
}  // namespace muster::api
