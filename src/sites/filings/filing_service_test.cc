#include "test_support.h"
#include <filings/rules.h>

namespace muster::filings {
namespace {

class Filings : public Register {};
MUSTER_ON_BOTH_BACKENDS(Filings);

TEST_P(Filings, FromDraftToFiled) {
  const Filing first = *service_->create_draft(example_draft(), a_);
  EXPECT_EQ(first.state, State::draft);
  EXPECT_EQ(first.number, "CN-35-00000001-1");
  EXPECT_EQ(first.domains.at(0).state, DomainState::pending);
  EXPECT_EQ(first.due_at, policy::Policy::standard().due("filing.preverification", clock_.now()));
  const Filing filed = through(first, {Event::preverify, Event::verify_in_person, Event::sign, Event::submit});
  EXPECT_EQ(filed.due_at, policy::Policy::standard().due("filing.review", clock_.now()));
  clock_.advance(std::chrono::hours(24));
  const Filing accepted = through(filed, {Event::accept});
  EXPECT_EQ(accepted.state, State::filed);
  EXPECT_EQ(accepted.filed_at, clock_.now());
  EXPECT_EQ(accepted.due_at, std::nullopt);
  EXPECT_EQ(accepted.domains.at(0).state, DomainState::filed);
  EXPECT_EQ(accepted.version, 6);
  EXPECT_EQ(service_->history(first.id)->size(), 7u);  // the steps, and being taken for review
  EXPECT_EQ(number("select count(*) as n from ledger_leaf"), number("select count(*) as n from event"));
}

TEST_P(Filings, ASecondSiteOfASubjectAndTheSameSubjectTwice) {
  const Filing first = *service_->create_draft(example_draft(), a_);
  EXPECT_EQ(service_->create_draft(example_draft("other.example.com"), a_).error().code, "subject_exists");
  auto second = example_draft("other.example.com");
  second.subject_id = first.subject_id;
  EXPECT_EQ(service_->create_draft(second, a_)->number, "CN-35-00000001-2");
  EXPECT_EQ(service_->sites_of(first.subject_id, "", 10)->items.size(), 2u);
  second.subject_id = "nobody";
  second.site.domains = {"third.example.com"};
  second.site.home_url = "http://third.example.com";
  EXPECT_EQ(service_->create_draft(second, a_).error().code, "subject_unknown");
}

TEST_P(Filings, OneDomainBelongsToOneSite) {
  const Filing first = draft();
  auto second = example_draft();
  EXPECT_EQ(service_->create_draft(second, a_).error().code, "domain_in_other_filing");
  EXPECT_EQ(number("select count(*) as n from subject"), 1) << "nothing half-written";
  // Given back when the first is returned; then the first can't have it again.
  ASSERT_TRUE(step(first, Event::return_, {"The name is another's."}).ok());
  ASSERT_TRUE(service_->create_draft(second, a_).ok());
  EXPECT_EQ(step(*service_->get(first.id), Event::revise).error().code, "domain_in_other_filing");
  EXPECT_EQ(service_->get(first.id)->state, State::returned);
}

TEST_P(Filings, AReturnedFilingIsRevisedWithAChange) {
  Filing filing = through(draft(), {Event::return_});
  EXPECT_TRUE(filing.domains.empty());
  EXPECT_EQ(filing.reasons, std::vector<std::string>{"A reason."});
  Change change;
  change.name = "Better name";
  change.add_domains = {"more.example.com"};
  filing = *step(filing, Event::revise, {}, change);
  EXPECT_EQ(filing.state, State::draft);
  EXPECT_EQ(filing.name, "Better name");
  EXPECT_EQ(filing.domains.size(), 2u);
  EXPECT_EQ(filing.domains[0].state, DomainState::pending);
}

TEST_P(Filings, AProviderTouchesOnlyItsOwn) {
  EXPECT_EQ(service_->create_draft(example_draft(), b_).error().code, "filing_not_yours");
  const Filing filing = *service_->create_draft(example_draft(), a_);
  EXPECT_EQ(service_->apply(filing.id, 1, {Event::preverify}, b_).error().code, "filing_not_yours");
  const Filing submitted = through(filing, {Event::preverify, Event::verify_in_person, Event::sign, Event::submit});
  EXPECT_EQ(service_->apply(submitted.id, submitted.version, {Event::accept}, a_).error().code, "filing_not_yours");
  auto unknown = example_draft("x.example.com");
  unknown.provider_id = "nobody";
  EXPECT_EQ(service_->create_draft(unknown, registrar_).error().code, "provider_unknown");
}

TEST_P(Filings, TwoPeopleAtOnceNeverOverwriteEachOther) {
  const Filing filing = draft();
  EXPECT_TRUE(step(filing, Event::preverify).ok());
  const auto late = step(filing, Event::withdraw);
  EXPECT_EQ(late.error().failure, Failure::stale);
  EXPECT_EQ(late.error().code, "version_stale");
  EXPECT_EQ(service_->get(filing.id)->state, State::preverified);
}

TEST_P(Filings, AChangeWaitsAndBlocksASecond) {
  Filing filing = filed();
  Change change;
  change.home_url = "https://new.example.com/";
  change.add_domains = {"new.example.com"};
  change.remove_domains = {"shop.example.com"};
  filing = *step(filing, Event::ask_change, {}, change);
  ASSERT_TRUE(filing.pending_change.has_value());
  EXPECT_EQ(filing.home_url, "https://www.shop.example.com/") << "as filed until accepted";
  EXPECT_EQ(step(filing, Event::ask_change, {}, change).error().code, "filing_event_not_open");
  filing = through(filing, {Event::accept_change});
  EXPECT_EQ(filing.state, State::filed);
  EXPECT_EQ(filing.home_url, "https://new.example.com/");
  ASSERT_EQ(filing.domains.size(), 2u);
  EXPECT_EQ(filing.domains[0].state, DomainState::filed);      // new.
  EXPECT_EQ(filing.domains[1].state, DomainState::cancelled);  // shop.
  EXPECT_FALSE(filing.pending_change.has_value());
  // The one that was taken out may come back, or go to somebody else.
  Change back;
  back.add_domains = {"shop.example.com"};
  filing = through(*step(filing, Event::ask_change, {}, back), {Event::refuse_change});
  EXPECT_EQ(filing.domains[1].state, DomainState::cancelled);
  draft("shop.example.com");
  EXPECT_EQ(step(filing, Event::ask_change, {}, back).error().code, "domain_in_other_filing");
}

TEST_P(Filings, DefectCorrectionAndPublicNotice) {
  Filing filing = filed();
  EXPECT_EQ(step(filing, Event::notify_defect).error().code, "reasons_missing");
  filing = *step(filing, Event::notify_defect, {"The telephone number reaches nobody."});
  Change change;
  change.name = "True name";
  filing = through(*step(filing, Event::correct, {}, change), {Event::accept_correction});
  EXPECT_EQ(filing.name, "True name");
  filing = through(filing, {Event::notify_defect, Event::publish_notice});
  EXPECT_EQ(step(filing, Event::cancel).error().code, "notice_term_running");
  clock_.advance(std::chrono::hours(24 * 8));
  filing = through(filing, {Event::cancel});
  EXPECT_EQ(filing.state, State::cancelled);
  EXPECT_EQ(filing.domains.at(0).state, DomainState::cancelled);
  EXPECT_EQ(filing.cancelled_at, clock_.now());
  const Instant filed_at = *filing.filed_at;
  filing = through(filing, {Event::restore});
  EXPECT_EQ(filing.state, State::filed);
  EXPECT_EQ(filing.domains.at(0).state, DomainState::filed);
  EXPECT_EQ(filing.filed_at, filed_at);
}

TEST_P(Filings, ACancelledNamePassesOnAndThenCantBeRestored) {
  Filing filing = through(filed(), {Event::cancel_own});
  const Filing other = draft();
  EXPECT_EQ(service_->find("shop.example.com")->id, other.id);
  EXPECT_EQ(step(filing, Event::restore, {"It was wrong."}).error().code, "domain_in_other_filing");
  EXPECT_EQ(service_->get(filing.id)->state, State::cancelled);
}

TEST_P(Filings, WhatWasHeldUnfiledOpensByItselfWhenFiled) {
  const Filing submitted = through(draft(), {Event::preverify, Event::verify_in_person, Event::sign, Event::submit});
  const auto place = [&](const std::string& name, restrictions::HoldGround ground) {
    const restrictions::NewHold hold{name,         ground,       std::nullopt,
                                     "provider-a", "notice",     std::nullopt,
                                     std::nullopt, clock_.now(), clock_.now() + std::chrono::hours(1000)};
    return db_->write([&](store::Transaction& tx) { return restrictions_.place_hold(tx, hold, "person"); });
  };
  ASSERT_TRUE(place("shop.example.com", restrictions::HoldGround::unfiled).ok());
  ASSERT_TRUE(place("www.shop.example.com", restrictions::HoldGround::unfiled).ok());
  ASSERT_TRUE(place("b.shop.example.com", restrictions::HoldGround::false_filing).ok());
  through(submitted, {Event::accept});
  EXPECT_FALSE(restrictions_.standing("shop.example.com")->hold.has_value());
  EXPECT_FALSE(restrictions_.standing("www.shop.example.com")->hold.has_value());
  EXPECT_TRUE(restrictions_.standing("b.shop.example.com")->hold.has_value()) << "another ground";
  EXPECT_EQ(number("select count(*) as n from event where kind = 'access.reopened'"), 2);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'hold.lifted'"), 2);
}

TEST_P(Filings, TheAccessGate) {
  const Filing open = draft();
  Access access = open.accesses.at(0);
  const auto take = [&](AccessEvent event, const Actor& actor) {
    return service_->apply_access(access.id, access.version, {event, {"A reason."}}, actor);
  };
  access = *take(AccessEvent::reserve, a_);
  EXPECT_EQ(take(AccessEvent::open, a_).error().code, "access_unfiled");
  const Filing filing =
      through(open, {Event::preverify, Event::verify_in_person, Event::sign, Event::submit, Event::accept});
  EXPECT_EQ(take(AccessEvent::open, b_).error().code, "access_not_yours");
  access = *take(AccessEvent::open, a_);
  EXPECT_EQ(take(AccessEvent::close, a_).error().code, "access_last");
  EXPECT_EQ(service_->request_access(filing.id, {"provider-a", AccessMethod::cloud, "", "192.0.2.7"}, a_).error().code,
            "access_exists");
  EXPECT_EQ(service_->request_access(filing.id, {"provider-a", AccessMethod::cloud, "", "192.0.2.8"}, b_).error().code,
            "access_not_yours");
  Access second = *service_->request_access(filing.id, {"provider-b", AccessMethod::cdn, "", "198.51.100.0/24"}, b_);
  second = *service_->apply_access(second.id, 1, {AccessEvent::reserve}, b_);
  second = *service_->apply_access(second.id, 2, {AccessEvent::open}, b_);
  access = *take(AccessEvent::close, a_);
  EXPECT_EQ(access.state, AccessState::closed);
  // Cancelling holds what is open; restoring opens it again.
  const auto state_of_second = [&] {
    const Filing now = *service_->get(filing.id);
    for (const Access& a : now.accesses)
      if (a.id == second.id) return a.state;
    return AccessState::requested;
  };
  const Filing cancelled = through(through(filing, {Event::notify_defect, Event::publish_notice}), {});
  clock_.advance(std::chrono::hours(24 * 8));
  through(cancelled, {Event::cancel});
  EXPECT_EQ(state_of_second(), AccessState::held);
  through(*service_->get(filing.id), {Event::restore});
  EXPECT_EQ(state_of_second(), AccessState::open);
}

TEST_P(Filings, TheBlocklistShutsTheGate) {
  const Filing submitted = through(draft(), {Event::preverify, Event::verify_in_person, Event::sign, Event::submit});
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<restrictions::Entry> {
                   restrictions::NewEntry entry{"example.com",
                                                restrictions::BlocklistGround::billing_fraud,
                                                "Charged without asking.",
                                                std::nullopt,
                                                clock_.now(),
                                                clock_.now() + std::chrono::hours(100),
                                                clock_.now() + std::chrono::hours(50)};
                   MUSTER_TRY(const auto made, restrictions_.propose_entry(tx, entry, "person"));
                   return restrictions_.activate_entry(tx, made.id, "order", "person");
                 })
                  .ok());
  EXPECT_EQ(step(submitted, Event::accept).error().code, "domain_blocklisted");
  auto other = example_draft("other.example.com");
  EXPECT_EQ(service_->create_draft(other, a_).error().code, "domain_blocklisted");
}

TEST_P(Filings, PersonalDataStandsInTheVaultAlone) {
  auto asked = example_draft("blog.example.com");
  asked.subject.kind = SubjectKind::individual;
  asked.subject.name = "Planted Person";
  asked.subject.certificate_kind = "cn_resident_id";
  asked.subject.certificate_number = "11010519491231002X";  // GB 11643-1999, annex
  asked.subject.certificate_address = "77 Planted Lane";
  asked.subject.postal_address = "78 Planted Lane";
  asked.subject.responsible = {"Planted Person", "cn_resident_id", "11010519491231002X", "+8613800138000",
                               "planted@example.org"};
  const Filing filing = through(*service_->create_draft(asked, a_),
                                {Event::preverify, Event::verify_in_person, Event::sign, Event::submit, Event::accept});
  const Subject subject = *service_->subject(filing.subject_id);
  EXPECT_EQ(subject.name, "");
  EXPECT_EQ(subject.certificate_number, "");
  EXPECT_EQ(service_->list({.q = "Planted"}, "", 10)->items.size(), 0u);
  const auto found = *service_->lookup("www.blog.example.com");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->number, filing.number);
  EXPECT_TRUE(found->individual);
  EXPECT_EQ(found->subject_name, "");
  EXPECT_EQ(*db_->write([&](store::Transaction& tx) {
    return service_->contact_email(tx, filing.id, "deliver_notice", "person");
  }),
            "planted@example.org");
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 1);
  if (GetParam() == store::Backend::sqlite) {
    for (const char* file : {"/muster.db", "/muster.db-wal"}) {
      std::ifstream in(db_.folder() + file, std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      for (const char* planted : {"Planted", "planted@", "11010519491231002X", "13800138000"})
        EXPECT_EQ(bytes.find(planted), std::string::npos) << planted << " in " << file;
    }
  }
  EXPECT_EQ(sql("update subject set name = 'Planted Person'"), "schema_refused");
}

TEST_P(Filings, TheSchemaRefusesWhatTheServiceNeverDoes) {
  const Filing filing = filed();
  EXPECT_EQ(sql("delete from filing"), "filing_kept");
  EXPECT_EQ(sql("delete from filing_domain"), "domain_kept");
  EXPECT_EQ(sql("delete from access"), "access_kept");
  EXPECT_EQ(sql("delete from subject"), "subject_kept");
  EXPECT_EQ(sql("update site set number = 'other'"), "number_immutable");
  EXPECT_EQ(sql("update subject set region = 'CN-11'"), "region_immutable");
  EXPECT_EQ(sql("update filing set filed_at = filed_at + 1"), "filed_at_immutable");
  EXPECT_EQ(sql("update filing set batch_id = 'x', batch_row = 1, row_hash = 'y'"), "filing_origin_immutable");
  EXPECT_EQ(sql("update access set state = 'closed', provider_id = 'provider-b'"), "access_owner_immutable");
  EXPECT_EQ(sql("update access set state = 'open'"), "access_state");
  EXPECT_EQ(sql("update filing_domain set state = 'filed', name = 'x.example'"), "domain_name_immutable");
  const Filing other = draft("other.example.com");
  EXPECT_EQ(
      sql("update filing_domain set site_id = (select id from filing where state = 'draft') where state = 'filed'"),
      "domain_in_other_filing");
  EXPECT_EQ(sql("update filing_domain set state = 'filed' where state = 'pending'"), "domain_state");
  EXPECT_EQ(sql("insert into filing_domain(name, site_id, state) select 'y.example', id, 'filed' from filing where "
                "state = 'draft'"),
            "domain_state");
  EXPECT_EQ(sql("update filing_sequence set last = last - 1"), "number_immutable");
  if (GetParam() == store::Backend::sqlite) {
    EXPECT_EQ(sql("insert or replace into filing select * from filing"), "filing_exists");
    EXPECT_EQ(sql("insert or replace into site select * from site"), "site_kept");
    EXPECT_EQ(sql("insert or replace into filing_domain select * from filing_domain"), "domain_kept");
  }
  EXPECT_EQ(service_->get(filing.id)->state, State::filed);
}

TEST_P(Filings, ListsGoByKey) {
  std::set<std::string> all;
  for (int i = 0; i < 12; ++i) {
    clock_.advance(std::chrono::milliseconds(2));
    all.insert(
        (i % 3 == 0 ? filed("n" + std::to_string(i) + ".example.com") : draft("n" + std::to_string(i) + ".example.com"))
            .id);
  }
  const auto walk = [&](const FilingFilter& filter) {
    std::vector<std::string> seen;
    std::string after;
    do {
      const auto page = service_->list(filter, after, 5);
      EXPECT_TRUE(page.ok());
      for (const auto& row : page->items) seen.push_back(row.id);
      after = page->next;
    } while (!after.empty() && seen.size() < 100);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size()) << "no row twice";
    return seen.size();
  };
  EXPECT_EQ(walk({}), 12u);
  EXPECT_EQ(walk({.states = {State::filed}}), 4u);
  EXPECT_EQ(walk({.states = {State::draft}}), 8u);
  EXPECT_EQ(walk({.states = {State::draft}, .provider_id = "provider-a"}), 8u);
  EXPECT_EQ(walk({.provider_id = "provider-a"}), 12u);
  EXPECT_EQ(walk({.provider_id = "provider-b"}), 0u);
  EXPECT_EQ(walk({.due = true}), 8u);
  EXPECT_EQ(walk({.q = "N1"}), 3u);  // n1, n10, n11
  EXPECT_EQ(walk({.q = "CN-35-"}), 12u);
  EXPECT_EQ(walk({.q = "Example Trading"}), 12u);
  EXPECT_EQ(walk({.q = "Example Trading", .states = {State::filed}}), 4u);
  EXPECT_EQ(walk({.states = {State::filed, State::draft}}), 12u);
  EXPECT_EQ(walk({.states = {State::draft, State::returned}}), 8u);
  EXPECT_EQ(walk({.q = "Example shop", .states = {State::filed, State::cancelled}}), 4u);
  EXPECT_EQ(service_->list({.q = "www.n3.example.com"}, "", 5)->items.at(0).domains,
            std::vector<std::string>{"n3.example.com"});
  EXPECT_EQ(walk({.q = "nothing like it"}), 0u);
  EXPECT_EQ(service_->list({.q = std::string(301, 'x')}, "", 5).error().code, "query_form");
  EXPECT_EQ(service_->find("n3.example.com")->state, State::filed);
  EXPECT_EQ(service_->find("CN-35-00000004-1")->state, State::filed);
  EXPECT_EQ(service_->find("nobody.example").error().code, "filing_unknown");
}

TEST_P(Filings, EveryDomainIsStreamed) {
  filed("a.example.com");
  const Filing two = filed("b.example.com");
  draft("c.example.com");
  Access access = two.accesses.at(0);
  access = *service_->apply_access(access.id, 1, {AccessEvent::reserve}, a_);
  access = *service_->apply_access(access.id, 2, {AccessEvent::open}, a_);
  std::set<std::string> seen;
  ASSERT_TRUE(db_->read([&](store::Transaction& tx) -> Result<void> {
                   Service::for_each_domain(tx, [&](const FiledDomain& d) {
                     seen.insert(std::string(d.name) + " " + to_text(d.state) + " " + std::string(d.provider_id) + " " +
                                 std::string(d.address_range));
                     return true;
                   });
                   const auto site = service_->site_of(tx, "b.example.com");
                   EXPECT_EQ(site->site_id, two.id);
                   EXPECT_EQ(site->region, "CN-35");
                   return {};
                 })
                  .ok());
  EXPECT_EQ(seen, (std::set<std::string>{"a.example.com filed  ", "b.example.com filed provider-a 192.0.2.7",
                                         "c.example.com pending  "}));
}

}  // namespace
}  // namespace muster::filings
