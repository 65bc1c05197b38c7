#include <policy/checklist.h>
#include <policy/policy.h>

#include <gtest/gtest.h>

namespace muster::policy {
namespace {

TEST(Checklist, ALineHasFivePartsAndACodeOnce) {
  const auto items = checklist({"licence | document | A licence | 许可证 | Law, art. 1", "alone | check | b | 乙 | c"});
  ASSERT_TRUE(items.ok()) << items.error().sentence;
  ASSERT_EQ(items->size(), 2u);
  EXPECT_EQ((*items)[0].code, "licence");
  EXPECT_EQ((*items)[0].zh, "许可证");
  EXPECT_EQ((*items)[0].law, "Law, art. 1");
  for (const std::vector<std::string>& bad : {std::vector<std::string>{},
                                              {"a | document | b | 乙"},
                                              {"a | wish | b | 乙 | c"},
                                              {"A b | check | b | 乙 | c"},
                                              {"a | check |  | 乙 | c"},
                                              {"a | check | b | 乙 | c", "a | check | b | 乙 | c"},
                                              std::vector<std::string>(51, "a | check | b | 乙 | c")})
    EXPECT_EQ(checklist(bad).error().code, "policy_value");
}

TEST(Checklist, ThePolicyHasOneForEachKindOfPartner) {
  for (const char* kind : {"partners.promotion", "partners.billing", "partners.resale"}) {
    const auto items = checklist(Policy::standard().list(kind));
    ASSERT_TRUE(items.ok()) << kind;
    EXPECT_TRUE(std::any_of(items->begin(), items->end(), [](const auto& i) { return i.code == "no_subcontracting"; }));
  }
  EXPECT_EQ(Policy::parse("[partners]\nbilling = [\"x\"]\n").error().code, "policy_value");
  EXPECT_EQ(Policy::parse("[partners]\nwarn_last = \"0 days\"\n").error().code, "policy_value");
}

}  // namespace
}  // namespace muster::policy
