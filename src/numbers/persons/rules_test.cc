#include <persons/rules.h>

#include <support/numbers_world.h>

namespace muster::persons {
namespace {

const Instant kNow = *parse_rfc3339("2026-03-02T09:00:00Z");

std::vector<std::string> codes(const std::vector<Error>& faults) {
  std::vector<std::string> out;
  for (const Error& e : faults) out.push_back(e.code);
  return out;
}

TEST(DocumentRules, TheResidentIdentityNumberIsCheckedByItsDigits) {
  // The specimen of the standard.
  const Document right{"cn_resident_id", "chn", "11010519491231002x", ""};
  const auto checked = check_document(right, Category::citizen, kNow);
  EXPECT_TRUE(checked.faults.empty()) << checked.faults.front().code;
  EXPECT_EQ(checked.document.number, "11010519491231002X");
  EXPECT_EQ(checked.document.country, "CHN");
  EXPECT_EQ(birth_day_in(checked.document), "1949-12-31");
  EXPECT_EQ(codes(check_document({"cn_resident_id", "CHN", "110105194912310021", ""}, Category::citizen, kNow).faults),
            (std::vector<std::string>{"identifier_check_digit"}));
  for (int i = 0; i < 50; ++i)
    EXPECT_TRUE(check_document({"cn_resident_id", "CHN", test::resident_id("19900101", i), ""}, Category::citizen, kNow)
                    .faults.empty());
}

TEST(DocumentRules, AllFaultsAtOnceWithTheirFields) {
  const auto faults = check_document({"passport", "XX", "a_b", "2026-03-01"}, Category::foreigner, kNow).faults;
  EXPECT_EQ(codes(faults), (std::vector<std::string>{"document_country", "document_number", "document_expired"}));
  for (const Error& e : faults) {
    EXPECT_EQ(e.field.rfind("document_", 0), 0u) << e.code;
    EXPECT_EQ(e.sentence.find("a_b"), std::string::npos) << "an error repeats nothing";
  }
}

TEST(DocumentRules, ADocumentIsInForceOnItsLastDay) {
  const auto fault = [](const std::string& day) {
    return codes(check_document({"passport", "UTO", "L898902C3", day}, Category::foreigner, kNow).faults);
  };
  EXPECT_TRUE(fault("2026-03-02").empty());
  EXPECT_EQ(fault("2026-03-01"), std::vector<std::string>{"document_expired"});
  EXPECT_EQ(fault(""), std::vector<std::string>{"document_expiry_missing"});
  EXPECT_EQ(fault("2026-3-2"), std::vector<std::string>{"document_expiry_form"});
}

TEST(DocumentRules, WhoRegistersWithWhat) {
  const auto fits = [](const char* kind, const char* country, const std::string& number, Category category) {
    return check_document({kind, country, number, "2030-01-01"}, category, kNow).faults.empty();
  };
  EXPECT_FALSE(fits("cn_resident_id", "CHN", "11010519491231002X", Category::foreigner));
  EXPECT_FALSE(fits("cn_resident_id", "UTO", "11010519491231002X", Category::citizen));
  EXPECT_TRUE(fits("passport", "UTO", "L898902C3", Category::foreigner));
  EXPECT_TRUE(fits("passport", "UTO", "L898902C3", Category::minor));
  EXPECT_TRUE(fits("residence_permit", "UTO", "RP-12345", Category::foreigner));
  EXPECT_FALSE(fits("residence_permit", "UTO", "RP-12345", Category::citizen));
  EXPECT_TRUE(fits("national_id", "UTO", "D23145890", Category::citizen));
  EXPECT_FALSE(fits("library_card", "UTO", "D23145890", Category::citizen));
  EXPECT_EQ(find_document_kind("nothing"), nullptr);
}

TEST(IdentityRules, NamesAreOneLineAndDaysAreDays) {
  const auto right = check_identity({"  Anna   Maria ERIKSSON ", "1974-08-12", "12 Example Street, Utopia"}, kNow);
  EXPECT_TRUE(right.faults.empty());
  EXPECT_EQ(right.identity.name, "Anna Maria ERIKSSON");
  const auto wrong = check_identity({" ", "1974-13-12", "x"}, kNow);
  EXPECT_EQ(codes(wrong.faults), (std::vector<std::string>{"name_form", "birth_date_form", "address_form"}));
  EXPECT_EQ(codes(check_identity({"A\nB", "2026-03-03", "12 Example Street"}, kNow).faults),
            (std::vector<std::string>{"name_form", "birth_date_future"}));
  EXPECT_EQ(codes(check_identity({std::string(257, 'a'), "1869-12-31", "12 Example Street"}, kNow).faults),
            (std::vector<std::string>{"name_form", "birth_date_form"}));
  EXPECT_EQ(codes(check_identity({"\xff\xfe", "1974-08-12", "12 Example Street"}, kNow).faults),
            std::vector<std::string>{"name_form"});
}

TEST(IdentityRules, AgeChangesOnTheBirthday) {
  EXPECT_EQ(age_on("2008-03-02", kNow), 18);
  EXPECT_EQ(age_on("2008-03-03", kNow), 17);
  EXPECT_EQ(age_on("2008-02-29", *parse_day("2026-02-28")), 17);
  EXPECT_EQ(age_on("2008-02-29", *parse_day("2026-03-01")), 18);
}

TEST(IdentityRules, TheSameNameInAnotherWritingIsTheSameKey) {
  EXPECT_EQ(identity_key({"Anna  ERIKSSON", "1974-08-12", ""}), identity_key({"anna eriksson", "1974-08-12", "x"}));
  EXPECT_NE(identity_key({"Anna Eriksson", "1974-08-12", ""}), identity_key({"Anna Eriksson", "1974-08-13", ""}));
}

TEST(Words, AreReadAsTheyAreWritten) {
  for (int i = 0; i < kCategoryCount; ++i)
    EXPECT_EQ(category(to_text(static_cast<Category>(i))), static_cast<Category>(i));
  for (int i = 0; i < kEvidenceCount; ++i)
    EXPECT_EQ(evidence(to_text(static_cast<Evidence>(i))), static_cast<Evidence>(i));
}

policy::Policy with(const std::string& text) {
  return *policy::Policy::parse(text);
}
Instant instant(const char* text) {
  return *parse_rfc3339(text);
}

TEST(RetentionRules, SoLongAfterTheLastLine) {
  const auto& policy = policy::Policy::standard();
  EXPECT_EQ(retention_end(policy, kNow), instant("2028-03-01T09:00:00Z")) << "730 days, over a 29 February";
  EXPECT_EQ(retention_reach(policy, instant("2028-03-01T09:00:00Z")), kNow);
}

TEST(RetentionRules, UntilTheEndOfTheYearAfter) {
  const auto policy = with("[registration]\nretention_to_year_end = true\n[calendar]\nutc_offset = \"+01:00\"\n");
  EXPECT_EQ(retention_end(policy, instant("2026-01-05T00:00:00Z")), instant("2027-12-31T23:00:00Z"));
  EXPECT_EQ(retention_end(policy, instant("2026-12-31T22:59:59Z")), instant("2027-12-31T23:00:00Z"));
  EXPECT_EQ(retention_end(policy, instant("2026-12-31T23:00:00Z")), instant("2028-12-31T23:00:00Z"))
      << "already the next year where the carrier is";
}

TEST(RetentionRules, TheReachIsWhereTheTermIsJustOver) {
  for (const char* text : {"", "[registration]\nretention_to_year_end = true\n"}) {
    const auto policy = with(text);
    for (Instant now = instant("2026-01-01T00:00:00Z"); now < instant("2029-01-03T00:00:00Z");
         now = now + std::chrono::hours(37)) {
      const Instant reach = retention_reach(policy, now);
      EXPECT_LE(retention_end(policy, reach), now) << text << to_rfc3339(now);
      EXPECT_GT(retention_end(policy, reach + Duration(1)), now) << text << to_rfc3339(now);
    }
  }
}

}  // namespace
}  // namespace muster::persons
