#include "test_support.h"
#include <holders/rules.h>

namespace muster::holders {
namespace {

using std::chrono::hours;

TEST(DomainRules, WhatKeepsTheRulesComesBackInItsWrittenForm) {
  Record record = example_record(" EXAMPLE.com ");
  record.name_servers = {"NS2.example.net", "ns1.example.net", "ns1.example.net"};
  const auto got = check_record(record, at("2026-03-02T09:00:00Z"));
  ASSERT_TRUE(got.ok()) << got.error().code;
  EXPECT_EQ(got->name, "example.com");
  EXPECT_EQ(got->name_servers, (std::vector<std::string>{"ns1.example.net", "ns2.example.net"}));
}

TEST(DomainRules, EveryFaultHasItsCodeAndField) {
  struct Case {
    const char* code;
    const char* field;
    std::function<void(Record&)> spoil;
  };
  const Case cases[] = {
      {"name_single_label", "name", [](Record& r) { r.name = "com"; }},
      {"name_is_public_suffix", "name", [](Record& r) { r.name = "co.uk"; }},
      {"name_too_long", "name", [](Record& r) { r.name = std::string(300, 'a') + ".com"; }},
      {"registrant_missing", "registrant_handle", [](Record& r) { r.registrant = {}; }},
      {"registrant_name_missing", "registrant_name", [](Record& r) { r.registrant.name.clear(); }},
      {"registrant_kind", "registrant_kind", [](Record& r) { r.registrant.kind = HolderKind::unknown; }},
      {"handle_form", "registrant_handle", [](Record& r) { r.registrant.handle = "a/b"; }},
      {"text_too_long", "registrant_name", [](Record& r) { r.registrant.name = std::string(301, 'x'); }},
      {"text_not_utf8", "registrar", [](Record& r) { r.registrar = "\xff"; }},
      {"text_not_utf8", "registrar", [](Record& r) { r.registrar = "a\nb"; }},
      {"country_form", "registrant_country", [](Record& r) { r.registrant.country = "cn"; }},
      {"status_unknown", "status", [](Record& r) { r.statuses = {"active"}; }},
      {"statuses_too_many", "status", [](Record& r) { r.statuses.assign(21, "ok"); }},
      {"name_server_form", "name_servers", [](Record& r) { r.name_servers = {"192.0.2.1"}; }},
      {"name_servers_too_many", "name_servers", [](Record& r) { r.name_servers.assign(14, "ns.example.net"); }},
      {"dates_order", "expires_at", [](Record& r) { r.expires_at = at("2019-01-01T00:00:00Z"); }},
      {"time_future", "created_at", [](Record& r) { r.created_at = r.expires_at = at("2026-05-01T00:00:00Z"); }},
      {"time_future", "verified_at", [](Record& r) { r.verified_at = at("2026-05-01T00:00:00Z"); }},
      {"verified_how_unknown", "verified_how",
       [](Record& r) { r.verified_at = r.created_at, r.verified_how = "by_eye"; }},
  };
  for (const Case& c : cases) {
    Record record = example_record();
    c.spoil(record);
    const auto got = check_record(record, at("2026-03-02T09:00:00Z"));
    ASSERT_FALSE(got.ok()) << c.code;
    EXPECT_EQ(got.error().code, c.code);
    EXPECT_EQ(got.error().field, c.field);
    EXPECT_FALSE(got.error().sentence.empty());
  }
  Record record = example_record("x");
  record.statuses = {"x"};
  EXPECT_EQ(check_record(record, {}).error().all.size(), 3U);  // with a future created_at
}

TEST(DomainRules, StatusesOfEppAndRdapAreTheSameBothWays) {
  EXPECT_STREQ(rdap_status("ok"), "active");
  EXPECT_STREQ(rdap_status("clientHold"), "client hold");
  EXPECT_STREQ(epp_status("redemption period"), "redemptionPeriod");
  EXPECT_EQ(rdap_status("active"), nullptr);
  EXPECT_EQ(epp_status("ok"), nullptr);
}

TEST(DomainRules, WhenARegistrationIsOver) {
  const Instant now = at("2026-03-02T09:00:00Z");
  Record record = example_record();
  EXPECT_FALSE(registration_ended(record, now));
  record.expires_at = now;
  EXPECT_TRUE(registration_ended(record, now));
  record.statuses = {"autoRenewPeriod"};
  EXPECT_FALSE(registration_ended(record, now));
  record = example_record();
  record.statuses = {"redemptionPeriod"};
  EXPECT_TRUE(registration_ended(record, now));
}

TEST(DomainRules, NobodyIsBlamedForWhatComesAfter) {
  const Instant now = at("2026-03-02T09:00:00Z"), former = at("2020-01-01T00:00:00Z");
  Record record = example_record();
  EXPECT_EQ(changed_from(record, former, now), at("2025-01-01T00:00:00Z"));  // the registry's day
  record.updated_at.reset();
  EXPECT_EQ(changed_from(record, former, now), now);
  record.updated_at = at("2030-01-01T00:00:00Z");  // a registry's clock that runs ahead
  EXPECT_EQ(changed_from(record, former, now), now);
  record.updated_at = at("2019-01-01T00:00:00Z");
  EXPECT_GT(changed_from(record, former, now), former);
  EXPECT_EQ(lapsed_from(at("2026-02-01T00:00:00Z"), former, now), at("2026-02-01T00:00:00Z"));
  EXPECT_EQ(lapsed_from(std::nullopt, former, now), now);
}

class Domains : public World {
 protected:
  Result<Registration> step(Event event, const std::string& how = "", std::vector<std::string> reasons = {}) {
    clock_.advance(std::chrono::seconds(1));
    return service_->apply("example.com", domain().version, {event, how, std::move(reasons)}, "person-r");
  }
  std::vector<std::string> kinds(const std::string& name = "example.com") {
    std::vector<std::string> out;
    const auto line = service_->history(name);
    for (const auto& event : *line) out.push_back(event.kind);
    return out;
  }
};
MUSTER_ON_BOTH_BACKENDS(Domains);

TEST_P(Domains, ARecordComesInOnceAndSaysWhoHoldsTheName) {
  EXPECT_EQ(bring(example_record()), Mirrored::added);
  EXPECT_EQ(bring(example_record()), Mirrored::already_in);
  const auto r = domain("EXAMPLE.com");
  EXPECT_EQ(r.state, State::unverified);
  EXPECT_EQ(r.registrar->name, "Example Registrar");
  EXPECT_EQ(r.name_servers.size(), 2U);
  // Five days, on whatever days they fall.
  EXPECT_EQ(*r.due_at, clock_.now() + hours(24 * 5));
  EXPECT_EQ(service_->holder(r.holder_id)->name, "Example Trading Ltd");
  EXPECT_EQ(service_->holdings("example.com")->at(0).from, at("2020-01-01T00:00:00Z"));
  EXPECT_EQ(kinds(), std::vector<std::string>{"domain.mirrored"});
  EXPECT_EQ(service_->get("other.example").error().code, "domain_unknown");
}

TEST_P(Domains, DocumentsVerifyAHolderAndTheRecordSaysWhenByWhomAndHow) {
  bring(example_record());
  ASSERT_TRUE(step(Event::hand_in).ok());
  EXPECT_EQ(domain().due_at, std::nullopt);
  ASSERT_TRUE(step(Event::refuse, "", {"The copy can't be read."}).ok());
  EXPECT_EQ(domain().reasons, std::vector<std::string>{"The copy can't be read."});
  EXPECT_TRUE(domain().due_at);
  ASSERT_TRUE(step(Event::hand_in).ok());
  ASSERT_TRUE(step(Event::verify, "documents").ok());
  const auto r = domain();
  EXPECT_EQ(r.state, State::verified);
  EXPECT_EQ(r.verified_at, clock_.now());
  EXPECT_EQ(r.verified_by, "person-r");
  EXPECT_EQ(r.verified_how, "documents");
  EXPECT_EQ(service_->apply("example.com", 1, {Event::revoke, "", {"Forged."}}, "p").error().code, "version_stale");
  EXPECT_EQ(step(Event::renew).error().code, "domain_event_not_open");
  EXPECT_EQ(step(Event::change_holder).error().code, "domain_event_not_yours");
  EXPECT_EQ(kinds().back(), "domain.verified");
}

TEST_P(Domains, WithoutDocumentsTheNameLapsesAfterItsTermAndNotBefore) {
  const auto filing = filed("example.com");
  bring(example_record());
  clock_.advance(hours(24 * 5 - 1));
  EXPECT_EQ(service_->tick()->lapsed, 0);
  clock_.advance(hours(1));
  EXPECT_EQ(service_->tick()->lapsed, 1);
  EXPECT_EQ(service_->tick()->lapsed, 0);
  EXPECT_EQ(domain().state, State::lapsed);
  EXPECT_EQ(domain().lapsed_why, "documents");
  const auto flags = *service_->flags_of_site(filing.id);
  ASSERT_EQ(flags.size(), 1U);
  EXPECT_EQ(flags[0].kind, FlagKind::lapsed);
  EXPECT_EQ(flags[0].from, clock_.now());
  // The registry's touching the record brings nothing back; the same holder's documents are still missing.
  Record touched = example_record();
  touched.updated_at = at("2026-03-06T00:00:00Z");
  EXPECT_EQ(bring(touched), Mirrored::changed);
  EXPECT_EQ(domain().state, State::lapsed);
}

TEST_P(Domains, WhatIsBeingLookedAtDoesNotLapse) {
  bring(example_record());
  ASSERT_TRUE(step(Event::hand_in).ok());
  clock_.advance(hours(24 * 60));
  EXPECT_EQ(service_->tick()->lapsed, 0);
}

TEST_P(Domains, AChangeOfHolderFlagsTheFilingFromItsDayAndQueuesTheFormerHoldersOtherNames) {
  const auto filing = filed("example.com");
  bring(example_record());
  ASSERT_TRUE(step(Event::verify, "register_lookup").ok());
  for (const char* other : {"other-a.example", "other-b.example"}) bring(example_record(other));
  Record foreign = example_record("foreign.example");
  foreign.registrant = {"H-9", HolderKind::organization, "Somebody Else Ltd", "CN"};
  bring(foreign);
  clock_.advance(hours(24));

  Record changed = example_record();
  changed.registrant = {"H-2", HolderKind::organization, "New Holder Ltd", "CN"};
  changed.updated_at = at("2026-03-02T20:00:00Z");
  EXPECT_EQ(bring(changed), Mirrored::changed);
  const auto r = domain();
  EXPECT_EQ(r.state, State::changed_holder);
  EXPECT_EQ(r.verified_at, std::nullopt);  // the verification was of another one
  EXPECT_TRUE(r.due_at);
  const auto holdings = *service_->holdings("example.com");
  ASSERT_EQ(holdings.size(), 2U);
  EXPECT_EQ(*holdings[0].until, at("2026-03-02T20:00:00Z"));
  EXPECT_EQ(holdings[1].from, at("2026-03-02T20:00:00Z"));
  const auto flags = *service_->flags_of_site(filing.id);
  ASSERT_EQ(flags.size(), 1U);
  EXPECT_EQ(flags[0].kind, FlagKind::changed_holder);
  EXPECT_EQ(flags[0].from, at("2026-03-02T20:00:00Z"));
  EXPECT_EQ(flags[0].former_holder_id, holdings[0].holder_id);
  EXPECT_EQ(filings_->get(filing.id)->state, filings::State::filed);  // flagged, and nothing more

  std::vector<std::string> tested;
  const auto take = [&](const std::vector<std::string>& names) -> Result<void> {
    tested = names;
    return {};
  };
  // A taker that fails loses nothing.
  EXPECT_FALSE(service_->hand_out_tests(10, [](const auto&) -> Result<void> { return unavailable("x", "X."); }).ok());
  EXPECT_EQ(*service_->hand_out_tests(10, take), 2);
  EXPECT_EQ(tested, (std::vector<std::string>{"other-a.example", "other-b.example"}));
  EXPECT_EQ(*service_->hand_out_tests(10, take), 0);
}

TEST_P(Domains, NothingIsEverHeldByAssociation) {
  filed("example.com");
  for (int i = 0; i < 5; ++i) bring(example_record("other-" + std::to_string(i) + ".example"));
  bring(example_record());
  Record changed = example_record();
  changed.registrant = {"H-2", HolderKind::organization, "New Holder Ltd", "CN"};
  bring(changed);
  changed.statuses = {"redemptionPeriod"};
  bring(changed);
  clock_.advance(hours(24 * 30));
  ASSERT_TRUE(service_->tick().ok());
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   service_->ask_tests(tx, "other-1.example", "violation", "person");
                   return {};
                 })
                  .ok());
  EXPECT_GT(number("select count(*) as n from domain_test_request"), 0);
  for (const char* table : {"hold", "blocklist_entry"}) {
    const auto rows = db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      const std::string text = std::string("select count(*) as n from ") + table;
      return tx.one(store::Sql{"raw", text.c_str()})->integer("n");
    });
    ASSERT_TRUE(rows.ok()) << table;
    EXPECT_EQ(*rows, 0) << table;
  }
  EXPECT_EQ(number("select count(*) as n from access where state = 'held'"), 0);
}

TEST_P(Domains, AnEndedRegistrationLapsesAndItsRenewalSettlesTheFlag) {
  const auto filing = filed("example.com");
  bring(example_record());
  Record ended = example_record();
  ended.expires_at = at("2026-03-01T00:00:00Z");
  EXPECT_EQ(bring(ended), Mirrored::changed);
  EXPECT_EQ(domain().state, State::lapsed);
  EXPECT_EQ(service_->flags_of_site(filing.id)->at(0).from, at("2026-03-01T00:00:00Z"));
  Record renewed = example_record();
  renewed.expires_at = at("2028-01-01T00:00:00Z");
  bring(renewed);
  EXPECT_EQ(domain().state, State::unverified);
  const auto flags = *service_->flags_of_site(filing.id);
  ASSERT_EQ(flags.size(), 1U);
  EXPECT_TRUE(flags[0].cleared_at);
  EXPECT_EQ(service_->clear_flag(flags[0].id, "Again.", "p").error().code, "flag_cleared");
}

TEST_P(Domains, AFlagIsClearedByAPersonWithANote) {
  const auto filing = filed("example.com");
  bring(example_record());
  Record changed = example_record();
  changed.registrant = {"H-2", HolderKind::organization, "New Holder Ltd", "CN"};
  bring(changed);
  const auto flag = service_->flags_of("example.com")->at(0);
  EXPECT_EQ(service_->clear_flag(flag.id, " ", "p").error().code, "note_missing");
  EXPECT_EQ(service_->clear_flag("none", "Why.", "p").error().code, "flag_unknown");
  ASSERT_TRUE(service_->clear_flag(flag.id, "The filing was changed to the new holder.", "person-r").ok());
  EXPECT_EQ(service_->flags_of("example.com")->at(0).cleared_by, "person-r");
  EXPECT_EQ(sql("update domain_flag set note = 'other'"), "flag_immutable");
}

TEST_P(Domains, AnIndividualsNameStandsInTheVaultAlone) {
  Record record = example_record("person.example");
  record.registrant = {"P-1", HolderKind::individual, "Zhang Xuanjie", "CN"};
  bring(record);
  const auto holder = *service_->holder(domain("person.example").holder_id);
  EXPECT_EQ(holder.name, "");
  EXPECT_FALSE(holder.published());
  const auto data = service_->personal_data(holder.id, "examine_filing", "person-r");
  ASSERT_TRUE(data.ok());
  EXPECT_EQ(data->at("name"), "Zhang Xuanjie");
  EXPECT_EQ(bring(record), Mirrored::already_in);
  // The same person under the same handle, with another name server: no change of holder.
  record.name_servers = {"ns3.example.net"};
  bring(record);
  EXPECT_EQ(domain("person.example").holder_id, holder.id);
  EXPECT_EQ(
      number("select count(*) as n from event where kind like 'domain.%' and exists(select 1 from event_payload p "
             "where p.event_id = event.id and p.body like '%Xuanjie%')"),
      0);
}

TEST_P(Domains, TwoPeopleOfOneNameAreNotOneHolder) {
  Record a = example_record("a.example"), b = example_record("b.example");
  a.registrant = b.registrant = {"", HolderKind::individual, "Li Wei", "CN"};
  bring(a);
  bring(b);
  EXPECT_NE(domain("a.example").holder_id, domain("b.example").holder_id);
  a.registrar = "Another Registrar";
  bring(a);
  EXPECT_EQ(domain("a.example").state, State::unverified);
}

TEST_P(Domains, AHandleAloneBecomesKnownLater) {
  Record record = example_record();
  record.registrant = {"H-1", HolderKind::unknown, "", ""};
  bring(record);
  const std::string id = domain().holder_id;
  EXPECT_EQ(service_->holder(id)->kind, HolderKind::unknown);
  bring(example_record());
  EXPECT_EQ(domain().holder_id, id);
  EXPECT_EQ(service_->holder(id)->name, "Example Trading Ltd");
  EXPECT_EQ(domain().state, State::unverified);
  bring(record);  // and a file without contacts is no change of holder
  EXPECT_EQ(domain().holder_id, id);
}

TEST_P(Domains, RegistrysChangesAreMirroredWithinTheirTermOrSaidToBeLate) {
  bring(example_record());
  clock_.advance(hours(24 * 30));
  Record changed = example_record();
  changed.name_servers = {"ns9.example.net"};
  changed.updated_at = clock_.now() - hours(24);
  bring(changed);
  EXPECT_FALSE(domain().mirrored_late);
  clock_.advance(hours(24 * 30));
  changed.name_servers = {"ns8.example.net"};
  changed.updated_at = clock_.now() - hours(24 * 20);
  bring(changed);
  EXPECT_TRUE(domain().mirrored_late);
}

TEST_P(Domains, ListsGoByKey) {
  for (int i = 0; i < 7; ++i) bring(example_record("name-" + std::to_string(i) + ".example"));
  std::vector<std::string> seen;
  std::string after;
  do {
    const auto page = service_->list({.q = "NAME-"}, after, 3);
    ASSERT_TRUE(page.ok());
    for (const auto& row : page->items) seen.push_back(row.name);
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(service_->list({.due = true}, "", 10)->items.size(), 7U);
  EXPECT_EQ(service_->list({.state = State::verified}, "", 10)->items.size(), 0U);
  EXPECT_EQ(service_->list({.holder_id = domain("name-1.example").holder_id}, "", 10)->items.size(), 7U);
  EXPECT_EQ(service_->list({}, "", 501).error().code, "page_limit");
  const auto found = service_->search_names("name-", ".example", 5);
  EXPECT_EQ(found->items.size(), 5U);
  EXPECT_TRUE(found->truncated);
  EXPECT_EQ(service_->search_holders("example tr", 5)->items.size(), 1U);
  EXPECT_EQ(service_->search_name_servers("ns", "", 5)->items.size(), 2U);
  EXPECT_TRUE(*service_->has_name_server("ns1.example.net"));
}

}  // namespace
}  // namespace muster::holders
