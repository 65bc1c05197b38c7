#include "test_support.h"
#include <filings/rules.h>

namespace muster::filings {
namespace {

// All codes of a draft that was spoiled, with their fields.
std::set<std::string> faults(const std::function<void(FilingDraft&)>& spoil,
                             Completeness completeness = Completeness::full) {
  FilingDraft draft = example_draft();
  spoil(draft);
  const auto checked = check_draft(draft, completeness);
  std::set<std::string> out;
  if (checked.ok()) return out;
  const Error& error = checked.error();
  for (const Error& e : error.all.empty() ? std::vector<Error>{error} : error.all) {
    EXPECT_FALSE(e.sentence.empty());
    out.insert(e.code + " " + e.field);
  }
  return out;
}
using Faults = std::set<std::string>;

TEST(FilingRules, AGoodDraftIsWrittenInOneForm) {
  auto draft = example_draft();
  draft.site.domains = {" Shop.Example.COM. ", "bücher.example"};
  draft.site.home_url = "HTTPS://WWW.shop.example.com/Start";
  draft.site.accesses[0].address_range = "192.0.2.0-192.0.2.255";
  const auto checked = check_draft(draft, Completeness::full);
  ASSERT_TRUE(checked.ok()) << checked.error().code << checked.error().field;
  EXPECT_EQ(checked->site.domains, (std::vector<std::string>{"shop.example.com", "xn--bcher-kva.example"}));
  EXPECT_EQ(checked->site.home_url, "https://www.shop.example.com/Start");
  EXPECT_EQ(checked->site.accesses[0].address_range, "192.0.2.0/24");
  EXPECT_EQ(checked->subject.responsible.mobile, "+8613800138000");
  EXPECT_EQ(faults([](auto&) {}), Faults{});
}

TEST(FilingRules, EachFaultHasItsCodeAndField) {
  EXPECT_EQ(faults([](auto& d) { d.subject.name = " "; }), Faults{"subject_name_missing subject.name"});
  EXPECT_EQ(faults([](auto& d) { d.subject.name = std::string(201, 'x'); }),
            Faults{"subject_name_too_long subject.name"});
  EXPECT_EQ(faults([](auto& d) {
              d.subject.name.clear();
              for (int i = 0; i < 200; ++i) d.subject.name += "名";
            }),
            Faults{})
      << "characters count, not bytes";
  EXPECT_EQ(faults([](auto& d) { d.subject.region = "CN 35"; }), Faults{"subject_region_form subject.region"});
  EXPECT_EQ(faults([](auto& d) { d.subject.certificate_kind = d.subject.certificate_number = ""; }),
            Faults{"certificate_missing subject.certificate_kind"});
  EXPECT_EQ(faults([](auto& d) { d.subject.certificate_kind = "cn_resident_id"; }),
            Faults{"certificate_kind_unfit subject.certificate_kind"});
  EXPECT_EQ(faults([](auto& d) { d.subject.kind = SubjectKind::individual; }),
            Faults{"certificate_kind_unfit subject.certificate_kind"});
  EXPECT_EQ(faults([](auto& d) { d.subject.certificate_number = "91350100M000100Y44"; }),
            Faults{"identifier_check_digit subject.certificate_number"});
  EXPECT_EQ(faults([](auto& d) { d.subject.certificate_kind = "x"; }),
            Faults{"identifier_kind_unknown subject.certificate_kind"});
  EXPECT_EQ(faults([](auto& d) { d.subject.postal_address = "a\nb c"; }),
            Faults{"address_form subject.postal_address"});
  EXPECT_EQ(faults([](auto& d) { d.subject.superior = std::string(201, 'x'); }),
            Faults{"superior_too_long subject.superior"});
  EXPECT_EQ(faults([](auto& d) { d.subject.number = "a b"; }), Faults{"number_form subject.number"});
  EXPECT_EQ(faults([](auto& d) { d.subject.responsible = {}; }), Faults{"responsible_missing subject.responsible"});
  EXPECT_EQ(faults([](auto& d) { d.subject.responsible.email = "x"; }), Faults{"email_form subject.responsible.email"});
  EXPECT_EQ(faults([](auto& d) { d.subject.responsible.mobile = "1"; }),
            Faults{"phone_country_code subject.responsible.mobile"});
  EXPECT_EQ(faults([](auto& d) { d.subject.responsible.id_number = "1"; }),
            Faults{"identifier_length subject.responsible.id_number"});
  EXPECT_EQ(faults([](auto& d) { d.site.name = ""; }), Faults{"site_name_missing site.name"});
  EXPECT_EQ(faults([](auto& d) { d.site.domains = {}; }),
            (Faults{"domain_missing site.domains", "home_url_not_filed site.home_url"}));
  EXPECT_EQ(faults([](auto& d) { d.site.domains.push_back("SHOP.example.com"); }),
            Faults{"domain_twice site.domains[1]"});
  EXPECT_EQ(faults([](auto& d) { d.site.domains.push_back("co.uk"); }),
            Faults{"domain_is_public_suffix site.domains[1]"});
  EXPECT_EQ(faults([](auto& d) { d.site.domains.push_back("a b.example"); }).size(), 1u);
  EXPECT_EQ(faults([](auto& d) { d.site.domains.resize(101, "a.example.com"); }).count("domains_too_many site.domains"),
            1u);
  EXPECT_EQ(faults([](auto& d) { d.site.home_url = "https://other.example/"; }),
            Faults{"home_url_not_filed site.home_url"});
  EXPECT_EQ(faults([](auto& d) { d.site.home_url = "https://notshop.example.com/"; }),
            Faults{"home_url_not_filed site.home_url"});
  EXPECT_EQ(faults([](auto& d) { d.site.home_url = "https://myshop.example.com/"; }),
            Faults{"home_url_not_filed site.home_url"})
      << "an end is no suffix";
  EXPECT_EQ(faults([](auto& d) { d.site.home_url = "ftp://shop.example.com/"; }), Faults{"url_scheme site.home_url"});
  EXPECT_EQ(faults([](auto& d) { d.site.language = "not a tag"; }), Faults{"language_form site.language"});
  EXPECT_EQ(faults([](auto& d) { d.site.service_types = {"a b"}; }), Faults{"service_type_form site.service_types"});
  EXPECT_EQ(faults([](auto& d) { d.site.accesses[0].address_range = "x"; }),
            Faults{"address_range_form site.accesses[0].address_range"});
  EXPECT_EQ(faults([](auto& d) { d.site.accesses[0].provider_id = ""; }),
            Faults{"provider_missing site.accesses[0].provider_id"});
  EXPECT_EQ(faults([](auto& d) { d.site.accesses.push_back(d.site.accesses[0]); }),
            Faults{"access_twice site.accesses[1]"});
  EXPECT_EQ(faults([](auto& d) { d.provider_id = ""; }), Faults{"provider_missing provider_id"});
  EXPECT_EQ(faults([](auto& d) {
              d.subject.number = "35-001";
              d.site.number = "36-001-1";
            }),
            Faults{"site_number_form site.number"});
}

TEST(FilingRules, EveryFaultIsToldAtOnce) {
  EXPECT_EQ(faults([](auto& d) {
              d.subject.region = "";
              d.subject.responsible.email = "x";
              d.site.name = "";
              d.site.accesses[0].address_range = "x";
            }).size(),
            4u);
}

TEST(FilingRules, AnImportedRegisterMayLackCertificateAndContact) {
  const auto thin = [](auto& d) {
    d.subject.certificate_kind = d.subject.certificate_number = "";
    d.subject.responsible = {};
  };
  EXPECT_EQ(faults(thin, Completeness::as_imported), Faults{});
  EXPECT_EQ(faults(thin, Completeness::full).size(), 2u);
}

TEST(FilingRules, Changes) {
  Filing filing;
  filing.name = "Shop";
  filing.home_url = "https://a.example.com/";
  filing.domains = {{"a.example.com", DomainState::filed}, {"b.example.com", DomainState::filed}};
  const auto code = [&](const Change& change) {
    const auto checked = check_change(filing, change);
    return checked.ok() ? std::string("ok") : checked.error().code;
  };
  Change change;
  EXPECT_EQ(code(change), "change_empty");
  change.remove_domains = {"c.example.com"};
  EXPECT_EQ(code(change), "change_domain_unknown");
  change.remove_domains = {"a.example.com"};
  EXPECT_EQ(code(change), "home_url_not_filed");
  change.home_url = "https://B.example.com/";
  EXPECT_EQ(code(change), "ok");
  EXPECT_EQ(check_change(filing, change)->home_url, "https://b.example.com/");
  change.remove_domains = {"a.example.com", "b.example.com"};
  EXPECT_EQ(code(change), "change_domain_last");
  change.add_domains = {"C.example.com"};
  change.home_url = "https://c.example.com/";
  EXPECT_EQ(check_change(filing, change)->add_domains, std::vector<std::string>{"c.example.com"});
  change.add_domains = {"b.example.com", "b.example.com"};
  EXPECT_EQ(code(change), "domain_twice");
}

TEST(FilingRules, TheLastAccessOfAFiledSiteStays) {
  Access access;
  access.state = AccessState::open;
  access.provider_id = "p";
  const Actor own{"x", "p", false}, other{"y", "q", false};
  EXPECT_EQ(check_access_step(access, AccessEvent::close, {}, own, true).error().code, "access_last");
  EXPECT_TRUE(check_access_step(access, AccessEvent::close, {}, own, false).ok());
  EXPECT_EQ(check_access_step(access, AccessEvent::close, {}, other, false).error().code, "access_not_yours");
  EXPECT_EQ(check_access_step(access, AccessEvent::hold, {"Because."}, own, false).error().code, "access_not_yours");
  EXPECT_EQ(check_access_step(access, AccessEvent::reserve, {}, own, false).error().code, "access_event_not_open");
}

}  // namespace
}  // namespace muster::filings
