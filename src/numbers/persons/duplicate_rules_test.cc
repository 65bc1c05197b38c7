#include <persons/duplicate_rules.h>
#include <policy/policy.h>

#include <gtest/gtest.h>

namespace muster::persons {
namespace {

Comparable person(const std::string& name, const std::string& birth, const std::string& address = "") {
  Comparable out;
  const std::pair<DuplicateField, const std::string*> all[] = {
      {DuplicateField::name, &name}, {DuplicateField::birth_date, &birth}, {DuplicateField::address, &address}};
  for (const auto& [field, text] : all) out.fields[static_cast<std::size_t>(field)] = fold(field, *text);
  return out;
}
bool suspects(const std::string& rule, const Comparable& a, const Comparable& b) {
  const auto parsed = DuplicateRule::parse(rule);
  EXPECT_TRUE(parsed.ok()) << rule;
  const bool out = parsed->suspects(a, b);
  EXPECT_EQ(parsed->suspects(b, a), out) << "whichever stands first";
  return out;
}
std::string fault(const std::string& rule) {
  const auto parsed = DuplicateRule::parse(rule);
  return parsed.ok() ? "" : parsed.error().code;
}

TEST(DuplicateRules, NamesAreComparedInTheLettersOfZonesAndInAnyOrder) {
  const auto a = person("Anna Maria Eriksson", "1974-08-12"), b = person("ERIKSSON, Anna-Maria", "1974-08-12");
  EXPECT_TRUE(suspects("r: strict(name)", a, b));
  EXPECT_EQ(person("Jürgen Groß", "").of(DuplicateField::name), person("Gross Juergen", "").of(DuplicateField::name));
  EXPECT_FALSE(suspects("r: strict(name)", person("", ""), person("", ""))) << "nothing is like nothing";
}

TEST(DuplicateRules, AlikeIsTheShareOfLettersThatStay) {
  EXPECT_EQ(alike_percent("ERIKSSON", "ERIKSSON"), 100);
  EXPECT_EQ(alike_percent("ERIKSSON", "ERIKSON"), 87) << "one of eight is missing";
  EXPECT_EQ(alike_percent("ERIKSSON", "EIRKSSON"), 87) << "neighbours exchanged count once";
  EXPECT_EQ(alike_percent("AB", "CD"), 0);
  EXPECT_EQ(alike_percent("", ""), 0);
  EXPECT_EQ(alike_percent("王小明", "王小名"), 66) << "letters, not bytes";
}

TEST(DuplicateRules, DatesLieSoManyDaysApart) {
  const auto a = person("A", "1990-12-31"), b = person("A", "1991-01-10");
  EXPECT_TRUE(suspects("r: date_range(birth_date, 10)", a, b));
  EXPECT_FALSE(suspects("r: date_range(birth_date, 9)", a, b));
  EXPECT_EQ(DuplicateRule::parse("r: date_range(birth_date, 10) or date_range(birth_date, 400)")->days_max(), 400);
}

TEST(DuplicateRules, AndBindsMoreThanOrAndNotMost) {
  const auto a = person("A", "1990-01-01", "x"), b = person("A", "1991-01-01", "y");
  EXPECT_TRUE(suspects("r: strict(name) or strict(birth_date) and strict(address)", a, b));
  EXPECT_FALSE(suspects("r: (strict(name) or strict(birth_date)) and strict(address)", a, b));
  EXPECT_TRUE(suspects("r: not strict(birth_date) and strict(name)", a, b));
  EXPECT_TRUE(suspects("r: not (strict(birth_date) and strict(name))", a, b));
  EXPECT_FALSE(suspects("r: not not strict(birth_date)", a, b));
}

TEST(DuplicateRules, WhatIsNoRuleIsRefused) {
  for (const char* wrong : {"", "r", "r:", ": strict(name)", "r: strict", "r: strict()", "r: strict(nam)",
                            "r: fuzzy(name)", "r: fuzzy(name, 0)", "r: fuzzy(name, 101)", "r: fuzzy(name, x)",
                            "r: date_range(name, 3)", "r: strict(name) and", "r: and", "r: strict(name) strict(name)",
                            "r: (strict(name)", "r: strict(name))", "r: exact(name)"})
    EXPECT_EQ(fault(wrong), "duplicate_rule") << wrong;
  EXPECT_EQ(fault("r: " + std::string(30, '(') + "strict(name)" + std::string(30, ')')), "duplicate_rule");
  EXPECT_EQ(fault("r: strict(name)" + std::string(1000, ' ')), "duplicate_rule");
  EXPECT_EQ(DuplicateRule::parse("r: strict(nam)").error().field, "rules");
}

TEST(DuplicateRules, TheDefaultOnesAreRules) {
  const auto rules = parse_duplicate_rules(policy::Policy::standard().list("duplicates.rules"));
  ASSERT_TRUE(rules.ok()) << rules.error().sentence;
  EXPECT_EQ(rules->size(), 3u);
}

}  // namespace
}  // namespace muster::persons
