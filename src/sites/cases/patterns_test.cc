#include <cases/patterns.h>
#include <events/outbox.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

class CasePatterns : public ::testing::TestWithParam<store::Backend> {
 protected:
  CasePatterns() : w(GetParam()) {
    w.enrol_authority();
    // What a test of the site left: its record and its fingerprint.
    w.write([&](store::Transaction& tx) {
      static constexpr store::Sql kRun{
          "t_pattern_run",
          "insert into test_run(id, url, host, registrable, final_url, requested_by, started_at, finished_at, "
          "http_status, hop_count, verdict, error, top_reason, ground, score, robots, evidence_path, evidence_sha256, "
          "vantage) values('test-1', 'http://bad.example/', 'bad.example', 'bad.example', 'http://bad.example/', 'p', "
          "1, 1, 200, 1, 'clue', '', '', '', 0, '', '', :hash, '{}')"};
      tx.run(kRun, {{"hash", std::string(64, 'a')}});
      likeness_.keep(tx, "test-1", "bad.example", w.clock.now(), print(), true);
    });
  }
  static likeness::Print print() {
    std::string text;
    for (int i = 0; i < 200; ++i)
      text += "word" + std::string(1, static_cast<char>('a' + i % 26)) +
              std::string(1, static_cast<char>('a' + i / 26)) + " ";
    likeness::Print out;
    out.text = likeness::text_print(text);
    return out;
  }
  // As the outbox hands it out.
  void follow() {
    for (int handed = 1; handed > 0;) {
      const auto drained = events::drain(*w.db, "likeness", 500,
                                         [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
                                           follow_as_pattern(tx, likeness_, event);
                                           return {};
                                         });
      ASSERT_TRUE(drained.ok()) << drained.error().sentence;
      handed = *drained;
    }
  }
  std::vector<likeness::Found> copies() {
    auto as = print();
    return w.must(likeness_.resembling("copy.example", as));
  }
  Case opened() {
    const auto c =
        w.must(w.cases_service->open_case({"explicit_unlawful", "bad.example", "", "manual", "", ""}, w.examiner));
    w.must(w.cases_service->add_element(c.id, {"sealed_visit", "test_run", "test-1", ""}, w.examiner));
    for (const char* element : {"content_in_context", "law_applies"})
      w.must(w.cases_service->add_element(c.id, {element, "statement", "words", ""}, w.examiner));
    for (const char* event : {"seal", "screen", "refer"}) w.step(c, event);
    return w.must(w.cases_service->find_case(c.id));
  }

  test::CaseWorld w;
  likeness::Service likeness_{*w.db};
};
MUSTER_ON_BOTH_BACKENDS(CasePatterns);

TEST_P(CasePatterns, OnlyAClosedViolationIsOne) {
  const auto c = opened();
  const auto order = w.decide(c, w.network_draft("bad.example"));
  follow();
  EXPECT_TRUE(copies().empty()) << "ordered, and not closed";
  w.write([&](store::Transaction& tx) { (void)w.must(w.cases_service->mark_executed(tx, {order.id}, "system:feed")); });
  w.must(w.cases_service->report_verified(order.id, true, w.examiner));
  const auto verified = w.must(w.cases_service->find_case(c.id));
  w.must(w.cases_service->apply(c.id, verified.version, "close", "", w.examiner));
  follow();
  const auto found = copies();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].case_number, c.number);
  EXPECT_EQ(found[0].host, "bad.example");
  EXPECT_EQ(found[0].ground, "explicit_unlawful");
}

TEST_P(CasePatterns, ACaseWithoutAViolationIsNone) {
  const auto c = opened();
  DecisionDraft draft;
  draft.outcome = "none";
  draft.no_notice_reason = "Nothing was held against it.";
  draft.reasons = "A library's catalogue.";
  const auto d = w.must(w.cases_service->prepare(c.id, draft, w.decider));
  w.must(w.sign(d.id, w.decider));
  w.must(w.sign(d.id, w.confirmer));
  EXPECT_EQ(w.must(w.cases_service->find_case(c.id)).state, "closed");
  follow();
  EXPECT_TRUE(copies().empty());
}

}  // namespace
}  // namespace muster::cases
