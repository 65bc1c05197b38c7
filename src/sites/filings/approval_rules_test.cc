// Pre-approvals: their forms, how files write them, and which service needs which.
#include "rule_support.h"
#include "test_support.h"

namespace muster::filings {
namespace {

Instant a_day(const char* day) {
  return *parse_day(day);
}

PreApproval an_approval(PreApprovalKind kind = PreApprovalKind::news, std::string number = "N 2026-1") {
  return {kind, std::move(number), "Example press office", a_day("2027-01-31")};
}

// ApprovalCodes with their fields, of a site with these.
std::set<std::string> approval_faults(std::vector<PreApproval> approvals,
                                      Completeness completeness = Completeness::full) {
  SiteDraft site = example_draft().site;
  site.pre_approvals = std::move(approvals);
  const auto checked = check_site(site, completeness);
  std::set<std::string> out;
  if (!checked.ok())
    for (const Error& e : faults_of(checked.error())) out.insert(e.code + " " + e.field);
  return out;
}
using ApprovalCodes = std::set<std::string>;

std::string needed(const std::vector<std::string>& services, const std::vector<PreApproval>& approvals,
                   const char* now) {
  const auto result =
      check_needed(services, approvals, approval_needs(policy::Policy::standard()), *parse_rfc3339(now));
  std::string out;
  if (!result.ok())
    for (const Error& e : faults_of(result.error())) {
      EXPECT_EQ(e.field, "site.pre_approvals");
      out += (out.empty() ? "" : " ") + e.code;
    }
  return out;
}

TEST(PreApprovalRules, EachFaultHasItsCodeAndField) {
  EXPECT_EQ(approval_faults({an_approval(), an_approval(PreApprovalKind::bbs)}), ApprovalCodes{});
  EXPECT_EQ(approval_faults({an_approval(), an_approval(PreApprovalKind::news, " N 2026-1 ")}),
            ApprovalCodes{"pre_approval_twice site.pre_approvals[1]"});
  for (const char* number : {"", " ", "a|b", "a;b", "a\nb", "\xff"})
    EXPECT_EQ(approval_faults({an_approval(PreApprovalKind::news, number)}),
              ApprovalCodes{"pre_approval_number_form site.pre_approvals[0].number"})
        << number;
  EXPECT_EQ(approval_faults({an_approval(PreApprovalKind::news, std::string(101, 'x'))}),
            ApprovalCodes{"pre_approval_number_form site.pre_approvals[0].number"});
  std::string characters;
  for (int i = 0; i < 100; ++i) characters += "号";
  EXPECT_EQ(approval_faults({an_approval(PreApprovalKind::news, characters)}), ApprovalCodes{})
      << "characters, not bytes";
  PreApproval nobody = an_approval();
  nobody.issued_by = " ";
  EXPECT_EQ(approval_faults({nobody}), ApprovalCodes{"pre_approval_issuer_missing site.pre_approvals[0].issued_by"});
  EXPECT_EQ(approval_faults({nobody}, Completeness::as_imported), ApprovalCodes{}) << "another register may lack it";
  nobody.issued_by = std::string(201, 'x');
  EXPECT_EQ(approval_faults({nobody}), ApprovalCodes{"pre_approval_issuer_form site.pre_approvals[0].issued_by"});
  std::vector<PreApproval> many;
  for (int i = 0; i < 20; ++i) many.push_back(an_approval(PreApprovalKind::news, std::to_string(i)));
  EXPECT_EQ(approval_faults(many), ApprovalCodes{});
  many.push_back(an_approval());
  EXPECT_EQ(approval_faults(many), ApprovalCodes{"pre_approvals_too_many site.pre_approvals"});
}

TEST(PreApprovalRules, AServiceThatThePolicyListsNeedsOneOfTheRightKindThatHolds) {
  const char* before = "2027-01-31T23:59:59Z";
  const char* after = "2027-02-01T00:00:00Z";
  EXPECT_EQ(needed({"shop"}, {}, before), "");
  EXPECT_EQ(needed({"news"}, {}, before), "pre_approval_missing");
  EXPECT_EQ(needed({"News"}, {}, before), "pre_approval_missing") << "types are compared without regard to case";
  EXPECT_EQ(needed({"news"}, {an_approval(PreApprovalKind::culture)}, before), "pre_approval_missing");
  EXPECT_EQ(needed({"news"}, {an_approval()}, before), "") << "through the whole of its last day";
  EXPECT_EQ(needed({"news"}, {an_approval()}, after), "pre_approval_expired");
  PreApproval without_term = an_approval(PreApprovalKind::news, "N 2");
  without_term.valid_until.reset();
  EXPECT_EQ(needed({"news"}, {an_approval(), without_term}, after), "") << "one that holds is enough";
  EXPECT_EQ(needed({"news", "bbs", "drugs"}, {an_approval(), an_approval(PreApprovalKind::bbs)}, after),
            "pre_approval_expired pre_approval_expired pre_approval_missing")
      << "all at once";
  const auto policy = policy::Policy::parse("[pre_approval]\nnews = [\"Wire\"]\nculture = [\"wire\"]\n");
  ASSERT_TRUE(policy.ok()) << policy.error().sentence;
  const auto both = check_needed({"wire"}, {}, approval_needs(*policy), a_day("2026-01-01"));
  EXPECT_EQ(both.error().all.size(), 2u) << "a type may need two kinds";
  EXPECT_TRUE(check_needed({"news"}, {}, approval_needs(*policy), a_day("2026-01-01")).ok());
  EXPECT_FALSE(policy::Policy::parse("[pre_approval]\npoetry = [\"poems\"]\n").ok()) << "the kinds are a closed list";
}

TEST(PreApprovalRules, EveryKindIsInThePolicyAndFilesWriteItAsTheyReadIt) {
  std::set<PreApprovalKind> listed;
  for (const auto& [type, kind] : approval_needs(policy::Policy::standard())) listed.insert(kind);
  EXPECT_EQ(listed.size(), kPreApprovalKindCount);
  for (const PreApprovalKind kind : listed) {
    EXPECT_EQ(pre_approval_kind(to_text(kind)), kind);
    const PreApproval whole = an_approval(kind);
    EXPECT_EQ(*read_pre_approval(written(whole)), whole);
  }
  EXPECT_EQ(pre_approval_kind("poetry"), std::nullopt);
  EXPECT_EQ(written(an_approval()), "news|N 2026-1|Example press office|2027-01-31");
  EXPECT_EQ(written(*read_pre_approval(" bbs | 7 ")), "bbs|7");
  EXPECT_EQ(written(*read_pre_approval("bbs|7||2027-01-31")), "bbs|7||2027-01-31");
  for (const char* text : {"", "news", "news|1|a|2027-01-31|x"})
    EXPECT_EQ(read_pre_approval(text).error().code, "pre_approval_form") << text;
  EXPECT_EQ(read_pre_approval("poetry|1").error().code, "pre_approval_kind_unknown");
  for (const char* day : {"tomorrow", "2027-02-30", "2027-01-31T00:00:00Z"})
    EXPECT_EQ(read_pre_approval(std::string("news|1|a|") + day).error().code, "time_form") << day;
}

TEST(PreApprovalRules, AStandingIsOfTheHour) {
  const PreApproval approval = an_approval();
  const Instant last = a_day("2027-01-31"), next = a_day("2027-02-01"), earlier = a_day("2027-01-01");
  EXPECT_STREQ(standing_of(approval, earlier, last), "in_force");
  EXPECT_STREQ(standing_of(approval, earlier, next), "expiring");
  EXPECT_STREQ(standing_of(approval, next, next), "expired");
  PreApproval without_term = approval;
  without_term.valid_until.reset();
  EXPECT_STREQ(standing_of(without_term, next, next), "in_force");
}

TEST(PreApprovalRules, AChangeTakesOutWhatIsThereAndBringsInWhatHolds) {
  Filing filing;
  filing.name = "Example";
  filing.home_url = "https://example.com/";
  filing.domains = {{"example.com", DomainState::filed}};
  filing.service_types = {"news"};
  filing.pre_approvals = {an_approval()};
  const auto needs = approval_needs(policy::Policy::standard());
  const Instant now = a_day("2026-06-01");
  Change out;
  out.remove_pre_approvals = {{PreApprovalKind::bbs, "N 2026-1"}};
  EXPECT_EQ(check_change(filing, out).error().code, "pre_approval_unknown");
  out.remove_pre_approvals = {{PreApprovalKind::news, " N 2026-1 "}};
  const auto checked = check_change(filing, out);
  ASSERT_TRUE(checked.ok()) << checked.error().code;
  EXPECT_EQ(check_changed_approvals(filing, *checked, needs, now).error().code, "pre_approval_missing");
  Change renewed = *checked;
  PreApproval later = an_approval();
  later.valid_until = a_day("2028-01-31");
  renewed.add_pre_approvals = {later};  // the same number with another term
  ASSERT_TRUE(check_change(filing, renewed).ok()) << check_change(filing, renewed).error().code;
  EXPECT_TRUE(check_changed_approvals(filing, renewed, needs, now).ok());
  EXPECT_EQ(check_changed_approvals(filing, renewed, needs, a_day("2028-02-01")).error().field,
            "data.add_pre_approvals[0].valid_until");
  Change twice;
  twice.add_pre_approvals = {an_approval()};
  EXPECT_EQ(check_change(filing, twice).error().code, "pre_approval_twice");
  twice.add_pre_approvals[0].number = "";
  EXPECT_EQ(check_change(filing, twice).error().field, "data.add_pre_approvals[0].number");
  twice.add_pre_approvals[0] = an_approval(PreApprovalKind::bbs);
  twice.add_pre_approvals[0].issued_by.clear();
  EXPECT_EQ(check_change(filing, twice).error().code, "pre_approval_issuer_missing");
}

}  // namespace
}  // namespace muster::filings
