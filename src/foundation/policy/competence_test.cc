#include <policy/competence.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Result<Policy> with_lines(const std::string& lines) {
  std::string file = "[competence]\nauthorities = [" + lines + "]\n";
  for (const char* body : {"capital authority", "west authority", "nation authority", "cyber court"}) {
    const std::string code(body, std::string_view(body).find(' '));
    file += "[[authorities]]\ncode = \"" + code + "\"\nkind = \"" + (code == "cyber" ? "court" : "authority") +
            "\"\nname_en = \"" + body + "\"\nname_zh = \"" + code + "\"\ncontact = \"desk@" + code + ".example\"\n";
  }
  return Policy::parse(file);
}

std::vector<std::string> codes(const Policy& policy, std::string_view region, std::string_view ground,
                               std::string_view kind = "authority") {
  std::vector<std::string> out;
  for (const Authority* body : competent_for(policy, region, ground, kind)) out.push_back(body->code);
  return out;
}

TEST(Competence, TheMostParticularRegionDecidesThenTheGround) {
  const auto policy = with_lines(
      R"("CN * nation", "CN-11 * capital", "CN-11 unfiled west", "CN-11 unfiled capital", "* phishing_or_malware cyber")");
  ASSERT_TRUE(policy.ok()) << policy.error().sentence;
  EXPECT_THAT(codes(*policy, "CN-11", "billing_fraud"), ElementsAre("capital"));
  EXPECT_THAT(codes(*policy, "CN-11", "unfiled"), ElementsAre("west", "capital")) << "several may";
  EXPECT_THAT(codes(*policy, "CN-11-0105", "billing_fraud"), ElementsAre("capital")) << "what lies within it";
  EXPECT_THAT(codes(*policy, "CN-110", "billing_fraud"), ElementsAre("nation")) << "another code, not a part";
  EXPECT_THAT(codes(*policy, "CN-65", "unfiled"), ElementsAre("nation"));
  EXPECT_THAT(codes(*policy, "CNX", "unfiled"), IsEmpty());
  EXPECT_THAT(codes(*policy, "", "unfiled"), IsEmpty()) << "a region that is not known";
  // Courts and authorities are looked for apart.
  EXPECT_THAT(codes(*policy, "", "phishing_or_malware", "court"), ElementsAre("cyber"));
  EXPECT_THAT(codes(*policy, "CN-11", "phishing_or_malware", "court"), ElementsAre("cyber"));
  EXPECT_THAT(codes(*policy, "CN-11", "phishing_or_malware"), ElementsAre("capital"));
  EXPECT_THAT(codes(*policy, "CN-11", "unfiled", "court"), IsEmpty());
}

TEST(Competence, NobodyIsNamedByDefault) {
  for (const std::string_view ground : kGrounds)
    for (const char* region : {"", "CN-11", "GB"})
      EXPECT_THAT(competent_for(Policy::standard(), region, ground, "authority"), IsEmpty());
}

TEST(Competence, BadLinesAreRefusedWithTheFile) {
  for (const char* bad : {"CN-11 unfiled", "CN-11 unfiled capital more", "CN-11 politics capital",
                          "CN-11 unfiled nobody", " unfiled capital"}) {
    const auto policy = with_lines("\"" + std::string(bad) + "\"");
    ASSERT_FALSE(policy.ok()) << bad;
    EXPECT_EQ(policy.error().code, "policy_value") << bad;
  }
}

}  // namespace
}  // namespace muster::policy
