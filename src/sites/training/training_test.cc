#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>
#include <training/training.h>

namespace muster::training {
namespace {

TEST(Exercises, TheEmbeddedOnesAreWhole) {
  const auto& all = standard_exercises();
  EXPECT_GE(all.size(), 10u);
  int violations = 0, none = 0, more = 0;
  for (const Exercise& e : all) {
    violations += e.answer.outcome == "violation";
    none += e.answer.outcome == "none";
    more += e.answer.outcome == "more_evidence";
    for (const Both* both : {&e.title, &e.story, &e.why}) EXPECT_TRUE(!both->en.empty() && !both->zh.empty()) << e.id;
    EXPECT_FALSE(e.evidence.empty());
  }
  EXPECT_GE(violations, 3);
  EXPECT_GE(none, 3) << "most of what is pointed to is innocent";
  EXPECT_GE(more, 2);
  EXPECT_EQ(parse_exercises("{}").error().code, "exercise_form");
  EXPECT_EQ(parse_exercises("[{}]").error().code, "exercise_form");
}

class Training : public ::testing::TestWithParam<store::Backend> {
 protected:
  explicit Training(const char* kind = "training") {
    static constexpr store::Sql kInstance{
        "t_instance", "insert into instance(only_row, kind, name, created_at) values(1, :kind, 't', 1)"};
    static constexpr store::Sql kParty{
        "t_party", "insert into party(id, kind, name, created_at) values('pa', 'authority', 'A', 1)"};
    static constexpr store::Sql kPerson{
        "t_person",
        "insert into person(id, party_id, display_name, identity_index, created_at) values(:id, 'pa', :id, :index, 1)"};
    (void)db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kInstance, {{"kind", kind}});
      tx.run(kParty);
      for (const char* id : {"ann", "ben", "cat"}) tx.run(kPerson, {{"id", id}, {"index", std::string(32, id[0])}});
      return {};
    });
  }
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_{GetParam(), {{"sites", muster_sites_migrations::files()}}};
  ledger::Recorder recorder_{clock_, random_};
  Service service_{*db_, recorder_, standard_exercises()};
};
MUSTER_ON_BOTH_BACKENDS(Training);

TEST_P(Training, TheFirstAnswerCountsAndNobodyElseSeesIt) {
  EXPECT_EQ(service_.answer("innocent-words", {"violation", "network", "host"}, "ann")->own->choice.outcome,
            "violation");
  EXPECT_EQ(service_.answer("innocent-words", {"none", "", ""}, "ann").error().code, "exercise_answered");
  EXPECT_FALSE(service_.exercise("innocent-words", "ben")->own.has_value());
  EXPECT_EQ(service_.answer("nothing", {"none", "", ""}, "ann").error().code, "exercise_unknown");
  for (const Choice& wrong : {Choice{"perhaps", "", ""}, Choice{"none", "hold", "host"}, Choice{"violation", "", ""},
                              Choice{"violation", "network", "world"}, Choice{"violation", "contract", "contract"}})
    EXPECT_EQ(service_.answer("unhealthy", wrong, "ann").error().code, "exercise_choice") << wrong.outcome;
}

TEST_P(Training, ScoresTellOfAgreementAndOfNobody) {
  const auto say = [&](const char* who, const char* id, const Choice& choice) {
    ASSERT_TRUE(service_.answer(id, choice, who).ok());
  };
  for (const char* who : {"ann", "ben"}) say(who, "innocent-words", {"none", "", ""});
  auto scores = *service_.scores();
  ASSERT_EQ(scores.size(), 1u);
  EXPECT_TRUE(scores[0].few);
  EXPECT_EQ(scores[0].answers, 0) << "of two people nothing is told";
  for (const char* who : {"ann", "ben", "cat"})
    say(who, "one-page", {"violation", "hold", *who == 'c' ? "host" : "url"});
  say("cat", "missing-element", {"violation", "network", "domain"});
  scores = *service_.scores();
  ASSERT_EQ(scores.size(), 1u);
  EXPECT_EQ(scores[0].month, "2026-03");
  EXPECT_EQ(scores[0].answers, 6);
  EXPECT_EQ(scores[0].agreed, 5);
  EXPECT_EQ(scores[0].violations, 3);
  EXPECT_EQ(scores[0].scope_agreed, 2);
  EXPECT_GT(scores[0].kappa, 0.5);
  EXPECT_LT(scores[0].kappa, 1.0);
}

TEST_P(Training, AnAnswerNeverChanges) {
  ASSERT_TRUE(service_.answer("innocent-words", {"none", "", ""}, "ann").ok());
  static constexpr store::Sql kChange{"t_change", "update exercise_answer set outcome = 'violation'"};
  static constexpr store::Sql kRemove{"t_remove", "delete from exercise_answer"};
  for (const auto* sql : {&kChange, &kRemove})
    EXPECT_EQ(db_->write([&](store::Transaction& tx) -> Result<void> {
                   tx.run(*sql);
                   return {};
                 })
                  .error()
                  .code,
              "exercise_answer_kept");
}

class NoTraining : public Training {
 protected:
  NoTraining() : Training("production") {}
};
MUSTER_ON_BOTH_BACKENDS(NoTraining);

TEST_P(NoTraining, ExercisesAreInTrainingInstancesAlone) {
  EXPECT_EQ(service_.list("ann").error().code, "training_only");
  EXPECT_EQ(service_.answer("innocent-words", {"none", "", ""}, "ann").error().code, "training_only");
  EXPECT_EQ(service_.scores().error().code, "training_only");
  static constexpr store::Sql kForce{
      "t_force",
      "insert into exercise_answer(id, exercise, person_id, ground, month, outcome, measure, scope_kind, "
      "known_outcome, "
      "scope_agrees, answered_at) values('1', 'x', 'ann', 'unfiled', '2026-03', 'none', '', '', 'none', 1, 1)"};
  EXPECT_EQ(db_->write([&](store::Transaction& tx) -> Result<void> {
                 tx.run(kForce);
                 return {};
               })
                .error()
                .code,
            "training_only");
}

}  // namespace
}  // namespace muster::training
