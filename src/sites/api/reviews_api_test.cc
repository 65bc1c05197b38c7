// The golden set and second reviews as people call them: who is told what, and who is not.
#include "review_handlers.h"
#include "testing_handlers.h"
#include "whole_program.h"
#include <testing/farm.h>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class ReviewsApi : public ::testing::Test {
 protected:
  ReviewsApi() : program_(store::Backend::sqlite) {
    add_review_routes(router_, program_.services);
    add_testing_routes(router_, program_.services);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    program_.testing.allow_farm(*testing::parse_farm(farm_.names_file()));
  }
  Caller as(const char* role, const char* id = nullptr) {
    return Caller(router_, person(id ? id : std::string("person-") + role, {role}));
  }
  std::map<std::string, std::string> once() { return {{"Idempotency-Key", "k" + std::to_string(++n_)}}; }
  std::string visited(const std::string& url) { return program_.testing.test({url}, "person-1")->at(0).id; }
  std::string golden_body(const std::string& test, const std::string& answer) {
    return R"({"test_id":")" + test + R"(","ground":"explicit_unlawful","answer":")" + answer + "\"}";
  }

  int n_ = 0;
  WholeProgram program_;
  http::Router router_;
  testing::Farm farm_;
};

TEST_F(ReviewsApi, WhoeverMayHaveToJudgeIsNotToldTheAnswer) {
  const std::string test = visited("http://shop-001.example/");
  const auto made = as("examiner", "ann").post("/api/golden-items", golden_body(test, "none"), once());
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/answer"), "none");
  EXPECT_EQ(as("examiner", "ben").get("/api/golden-items").at("/items/0/answer"), "null");
  EXPECT_EQ(as("supervisor").get("/api/golden-items").at("/items/0/answer"), "null") << "until a second person said it";
  EXPECT_EQ(as("auditor").get("/api/golden-items").at("/items/0/answer"), "none");
  const std::string path = "/api/golden-items/" + made.at("/id") + "/events";
  EXPECT_EQ(as("examiner", "ann").post(path, R"({"event":"confirm","answer":"none"})").code(), "two_persons_needed");
  EXPECT_EQ(as("examiner", "ben").post(path, R"({"event":"confirm"})").code(), "golden_answer");
  EXPECT_EQ(as("examiner", "ben").post(path, R"({"event":"confirm","answer":"violation"})").code(),
            "golden_answers_differ");
  EXPECT_EQ(as("examiner", "ben").post(path, R"({"event":"melt"})").code(), "event_unknown");
  ASSERT_EQ(as("examiner", "ben").post(path, R"({"event":"confirm","answer":"none"})").status, 200);
  EXPECT_EQ(as("decider", "cat").get("/api/golden-items?state=confirmed").at("/items/0/id"), "")
      << "which pages are in the set is not told to those who judge";
  EXPECT_EQ(as("supervisor").get("/api/golden-items?state=confirmed").at("/items/0/answer"), "none");
  EXPECT_EQ(as("supervisor").get("/api/golden-items/score").at("/items/0/none"), "1");

  ASSERT_TRUE(program_.reviews.tick().ok());
  EXPECT_EQ(as("examiner", "ann").post("/api/second-reviews", "{}", once()).code(), "review_none");
  EXPECT_EQ(as("decider", "cat").get("/api/second-reviews").at("/waiting"), "1");
  const auto taken = as("decider", "cat").post("/api/second-reviews", "{}", once());
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(taken.at("/test_id"), test);
  EXPECT_EQ(taken.body.find("none"), std::string::npos);
  EXPECT_EQ(taken.body.find("golden"), std::string::npos) << "it looks like any other";
  const std::string review = "/api/second-reviews/" + taken.at("/id");
  EXPECT_EQ(as("decider", "dan").get(review).code(), "review_unknown");
  EXPECT_EQ(as("decider", "cat").get(review).at("/state"), "taken");
  ASSERT_EQ(as("decider", "cat").post(review + "/events", R"({"event":"answer","answer":"none"})").status, 200);
  const auto agreement = as("auditor").get("/api/review-agreement");
  EXPECT_EQ(agreement.at("/items/0/golden_right"), "1");
  EXPECT_EQ(agreement.body.find("cat"), std::string::npos) << "of nobody by name";
}

TEST_F(ReviewsApi, TheSuspicionsOwnPageIsClosedMeanwhile) {
  const std::string test = visited("http://shop-017.example/");
  const auto suspicion = program_.testing.raise("shop-017.example", "explicit_unlawful", "person", "ann");
  ASSERT_TRUE(suspicion.ok());
  // By the standard policy a share is drawn; here the row is put in as the drawing does it.
  static constexpr store::Sql kDraw{
      "t_draw",
      "insert into blind_review(id, suspicion_id, run_id, ground, month, first_answer, first_by, also_by, state, "
      "answer, "
      "created_at, due_at, row_version) values('r1', :suspicion, :run, 'explicit_unlawful', '2026-03', 'none', 'ann', "
      "'ann', 'waiting', '', 1, :due, 1)"};
  ASSERT_TRUE(program_.db
                  ->write([&](store::Transaction& tx) -> Result<void> {
                    tx.run(kDraw, {{"suspicion", suspicion->id},
                                   {"run", test},
                                   {"due", program_.clock.now() + Duration(std::chrono::hours(24))}});
                    return {};
                  })
                  .ok());
  const std::string page = "/api/suspicions/" + suspicion->id;
  EXPECT_EQ(as("examiner", "ben").get(page).status, 200);
  ASSERT_EQ(as("examiner", "ben").post("/api/second-reviews", "{}", once()).status, 201);
  EXPECT_EQ(as("examiner", "ben").get(page).code(), "review_blind");
  EXPECT_EQ(as("examiner", "ben").get("/api/suspicions").at("/items/0/id"), "");
  EXPECT_EQ(as("examiner", "ann").get(page).status, 200);
  ASSERT_EQ(as("examiner", "ben").post("/api/second-reviews/r1/events", R"({"event":"give_back"})").status, 200);
  EXPECT_EQ(as("examiner", "ben").get(page).status, 200);
}

TEST_F(ReviewsApi, AMonthsReportIsThereForReading) {
  const auto now = as("supervisor").get("/api/score-reports/2026-03");
  ASSERT_EQ(now.status, 200) << now.body;
  EXPECT_EQ(now.at("/kept"), "false");
  ASSERT_EQ(*program_.reviews.keep_report(), "2026-02");
  EXPECT_EQ(as("auditor").get("/api/score-reports").at("/items/0/month"), "2026-02");
  EXPECT_EQ(as("auditor").get("/api/score-reports/2026-02").at("/kept"), "true");
  EXPECT_EQ(as("auditor").get("/api/score-reports/2026-2").code(), "month_form");
}

TEST_F(ReviewsApi, NobodyElseMay) {
  for (const char* role : {"admin", "registrar", "operator", "partner_user", "key_officer"})
    for (const char* path : {"/api/golden-items", "/api/second-reviews", "/api/review-agreement", "/api/score-reports"})
      EXPECT_EQ(as(role).get(path).status, 403) << role << path;
  EXPECT_EQ(as("auditor").post("/api/second-reviews", "{}").status, 403);
  EXPECT_EQ(as("supervisor").post("/api/golden-items", "{}").status, 403);
}

}  // namespace
}  // namespace muster::api
