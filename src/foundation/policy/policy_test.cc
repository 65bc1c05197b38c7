#include "policy_keys.h"
#include <policy/policy.h>

#include <gtest/gtest.h>

namespace muster::policy {
namespace {

std::string fault(std::string_view toml) {
  const auto result = Policy::parse(toml, "f.toml");
  return result.ok() ? "" : result.error().code + " " + result.error().sentence;
}

TEST(Policy, DefaultIsWhole) {
  const Policy& policy = Policy::standard();
  for (const KeyInfo& info : all_keys()) {
    if (info.type == Type::term) EXPECT_GE(policy.term(info.key).amount, 0) << info.key;
    if (info.type == Type::number) EXPECT_GE(policy.number(info.key), info.min) << info.key;
  }
  EXPECT_EQ(policy.grounds().size(), std::size(kGrounds));
  EXPECT_EQ(policy.sha256().size(), 64u);
  EXPECT_EQ(policy.working_days("clock.decision"), 5);
  EXPECT_EQ(policy.duration("clock.execution"), std::chrono::hours(2));
  EXPECT_EQ(policy.number("census.k"), 10);
}

TEST(Policy, GroundsAreThoseOfThePrinciples) {
  const Policy& policy = Policy::standard();
  EXPECT_FALSE(policy.ground("unfiled").network_allowed);
  EXPECT_FALSE(policy.ground("false_filing").network_allowed);
  EXPECT_EQ(policy.ground("phishing_or_malware").cap, Duration(std::chrono::hours(72)));
  EXPECT_TRUE(policy.ground("phishing_or_malware").operator_alone);
  EXPECT_TRUE(policy.ground("child_abuse_material").sealed);
  EXPECT_TRUE(policy.ground("partner_breach").contract_only);
  for (const Ground& ground : policy.grounds())
    EXPECT_EQ(ground.network_allowed, ground.network_allowed && ground.scope_max == Scope::domain);
  EXPECT_EQ(policy.find_ground("politics"), nullptr);
}

TEST(Policy, AFileSaysOnlyWhatDiffers) {
  const auto policy = Policy::parse(
      "[clock]\ndecision = \"3 working days\"\n[grounds.explicit_unlawful]\nscope_max = \"host\"\ncap = \"30 days\"\n");
  ASSERT_TRUE(policy.ok()) << policy.error().sentence;
  EXPECT_EQ(policy->working_days("clock.decision"), 3);
  EXPECT_EQ(policy->working_days("clock.appeal_decision"), 5);
  EXPECT_EQ(policy->ground("explicit_unlawful").scope_max, Scope::host);
  EXPECT_EQ(policy->ground("explicit_unlawful").required_elements.size(), 3u);
  EXPECT_NE(policy->sha256(), Policy::standard().sha256());
}

TEST(Policy, UnknownKeysAreRefusedWithTheirPlace) {
  EXPECT_EQ(fault("[clock]\n\n  decisoin = \"5 working days\"\n").substr(0, 28), "policy_unknown_key f.toml:3:");
  EXPECT_EQ(fault("[opinions]\na = 1\n").substr(0, 18), "policy_unknown_key");
  EXPECT_EQ(fault("x = 1\n").substr(0, 18), "policy_unknown_key");
  EXPECT_EQ(fault("[clock\n").substr(0, 21), "policy_syntax f.toml:");
  EXPECT_EQ(fault("\xff\xfe").substr(0, 13), "policy_syntax");
  EXPECT_EQ(fault(std::string(Policy::kFileMaxBytes + 1, ' ')).substr(0, 13), "policy_syntax");
}

TEST(Policy, WrongValuesAreRefused) {
  for (const char* toml :
       {"[clock]\ndecision = 5", "[clock]\ndecision = \"soon\"", "[clock]\ndecision = \"-1 days\"",
        "[clock]\ndecision = \"999999 days\"", "[census]\nk = 9", "[census]\nk = \"10\"",
        "[order]\nfeed_validity = \"48 hours\"", "[calendar]\nopens = \"19:00\"", "[calendar]\nopens = \"25:00\"",
        "[calendar]\nutc_offset = \"8\"", "[calendar]\nholidays = [\"2026-02-30\"]", "[calendar]\nweekdays = []",
        "[never_block]\ndomains = [1]", "[limits]\npage_max = 501", "[[authorities]]\ncode = \"a\"",
        "[languages]\noffered = [\"xx\"]"})
    EXPECT_EQ(fault(toml).substr(0, 12), "policy_value") << toml;
}

TEST(Policy, NoPolicyWidensAGround) {
  for (const char* toml :
       {"[grounds.unfiled]\nnetwork = true", "[grounds.unfiled]\nscope_max = \"domain\"",
        "[grounds.opinion]\nlaw = \"x\"", "[grounds.phishing_or_malware]\ncap = \"73 hours\"",
        "[grounds.explicit_unlawful]\noperator_alone = true", "[grounds.explicit_unlawful]\nauthorities = []",
        "[grounds.false_filing]\nnetwork = true", "[grounds.partner_breach]\nscope_max = \"url\"",
        "[grounds.age_assurance_missing]\nnetwork = true"})
    EXPECT_EQ(fault(toml).substr(0, 13), "policy_widens") << toml;
}

TEST(Policy, NeverBlockCoversWhatIsBelow) {
  const Policy& policy = Policy::standard();
  EXPECT_TRUE(policy.is_never_block("who.int"));
  EXPECT_TRUE(policy.is_never_block("www.who.int."));
  EXPECT_FALSE(policy.is_never_block("notwho.int"));
  EXPECT_FALSE(policy.is_never_block("int"));
}

TEST(Policy, TermsReadAndWrite) {
  for (const char* text :
       {"5 working days", "1 working day", "2 hours", "1 hour", "30 minutes", "8 working hours", "0 days"})
    EXPECT_EQ(to_string(*parse_term(text)), text);
  for (const char* text :
       {"", "5", "days", "5days", "5 weeks", "5  ", "99999999999999999999 days", "1.5 days", "+1 days"})
    EXPECT_FALSE(parse_term(text).ok()) << text;
}

TEST(Policy, AskingForAnUnknownKeyIsOurBug) {
  EXPECT_THROW((void)Policy::standard().term("clock.nothing"), std::logic_error);
  EXPECT_THROW((void)Policy::standard().number("clock.decision"), std::logic_error);
  EXPECT_THROW((void)Policy::standard().ground("nothing"), std::logic_error);
}

}  // namespace
}  // namespace muster::policy
