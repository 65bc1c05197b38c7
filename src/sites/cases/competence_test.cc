// The home region decides: whose mandate a decision needs where the policy names bodies for a region and a ground.
#include <cases/service.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

using ::testing::HasSubstr;

class CompetenceOf : public ::testing::TestWithParam<store::Backend> {
 protected:
  CompetenceOf() : w(GetParam()) { w.enrol_authority(); }
  Case referred(const std::string& name, const std::string& region) {
    NewCase what{"explicit_unlawful", name, "", "manual", "", ""};
    what.region = region;
    const auto c = w.must(w.cases_service->open_case(what, w.examiner));
    for (const auto& rule : element_rules())
      if (rule.ground == what.ground)
        w.must(w.cases_service->add_element(c.id, {std::string(rule.element), "statement", "What shows it.", ""},
                                            w.examiner));
    for (const char* event : {"seal", "screen", "refer"}) w.step(c, event);
    return w.must(w.cases_service->find_case(c.id));
  }
  // The code of what stands in the way of a draft under a policy with these lines; "" where nothing does.
  std::string prepared(const std::string& lines, const Case& c) {
    const auto policy = policy::Policy::parse(R"([competence]
authorities = [)" + lines + R"(]
[[authorities]]
code = "capital"
kind = "authority"
name_en = "Communications authority"
name_zh = "首都通信管理局"
contact = "desk@capital.example"
[[authorities]]
code = "west"
kind = "authority"
name_en = "Western authority"
name_zh = "西部通信管理局"
contact = "desk@west.example"
[[authorities]]
code = "court"
kind = "court"
name_en = "Western court"
name_zh = "西部法院"
contact = "desk@court.example"
)");
    if (!policy.ok()) throw std::runtime_error(policy.error().sentence);
    const Service service(*w.db, w.recorder, *policy, *w.parties_service, *w.notices_service, *w.restrictions_service,
                          *w.filings_service, *w.vault);
    const auto done = service.prepare(c.id, w.network_draft(c.name), w.decider);
    if (done.ok()) return "";
    said = done.error().sentence;
    return done.error().code;
  }
  test::CaseWorld w;
  std::string said;
};
MUSTER_ON_BOTH_BACKENDS(CompetenceOf);

TEST_P(CompetenceOf, AnotherRegionsBodyPreparesNoDecision) {
  const auto capital = referred("a.example", "CN-11"), west = referred("b.example", "CN-65"),
             nowhere = referred("c.example", "");
  EXPECT_EQ(prepared(R"("CN-11 * capital", "CN-65 * west")", capital), "");
  EXPECT_EQ(prepared(R"("CN-11 * capital", "CN-65 * west")", west), "authority_not_competent");
  EXPECT_THAT(said, HasSubstr("region CN-65: Western authority."));
  EXPECT_EQ(prepared(R"("CN-11 * capital", "CN-65 * west")", nowhere), "") << "nobody is named for it";
  EXPECT_EQ(prepared(R"("* * west")", nowhere), "authority_not_competent");
  EXPECT_EQ(prepared(R"("* * west", "* explicit_unlawful capital")", nowhere), "") << "the ground is named";
  EXPECT_EQ(prepared(R"("CN-65 * court")", west), "") << "of courts, and says nothing of authorities";
  EXPECT_EQ(prepared("", west), "");
}

}  // namespace
}  // namespace muster::cases
