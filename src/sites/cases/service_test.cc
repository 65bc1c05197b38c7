#include <base/bytes.h>
#include <cases/service.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr Duration kOneHour = std::chrono::hours(1);

class CaseService : public ::testing::TestWithParam<store::Backend> {
 protected:
  CaseService() : w(GetParam()) { w.enrol_authority(); }
  Service& cases() { return *w.cases_service; }
  std::string state(const Case& c) { return cases().find_case(c.id)->state; }
  std::string order_state(const Order& o) { return cases().order(o.id)->state; }
  std::vector<std::string> kinds(const std::string& record_kind, const std::string& id) {
    std::vector<std::string> out;
    w.write([&](store::Transaction& tx) {
      out.clear();
      for (const auto& e : events::of_record(tx, record_kind, id)) out.push_back(e.kind);
    });
    return out;
  }
  std::int64_t count(const char* text) {
    return *w.db->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one({"count", text})->integer("n");
    });
  }
  FiledAppeal appeal(const Order& o) {
    return w.must(cases().file_appeal({o.number, "This is a library, not a shop.", "owner@site.example", "en"}));
  }
  test::CaseWorld w;
};
MUSTER_ON_BOTH_BACKENDS(CaseService);

TEST_P(CaseService, FromACaseToAnOrderInForce) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  EXPECT_EQ(c.number, "C-2026-000001");
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  EXPECT_EQ(d.text_sha256, to_hex(sha256(d.canonical_text)));
  EXPECT_THAT(d.canonical_text, HasSubstr("Scope: host bad.example"));
  EXPECT_THAT(d.law, Not(IsEmpty()));
  w.must(w.sign(d.id, w.decider));
  EXPECT_EQ(state(c), "decided");
  EXPECT_EQ(count("select count(*) as n from orders"), 0);
  w.must(w.sign(d.id, w.confirmer));
  EXPECT_EQ(state(c), "ordered");
  const auto orders =
      w.must(cases().orders({.state = "", .case_id = c.id, .ground = "", .standing = false}, "", 10)).items;
  ASSERT_THAT(orders, SizeIs(1));
  EXPECT_EQ(orders[0].number, "O-2026-000001");
  EXPECT_EQ(orders[0].state, "in_force");
  EXPECT_EQ(orders[0].expires_at, *d.expires);
  EXPECT_EQ(orders[0].deadline, w.clock.now() + 2 * kOneHour);
  EXPECT_EQ(count("select count(*) as n from network_entry"), 1);
  EXPECT_EQ(
      count("select count(*) as n from ledger_leaf l join event e on e.id = l.event_id where e.kind = 'order.issued'"),
      1);
  const auto letters = w.must(w.notices_service->of_record("case", c.id));
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters[0].kind, "decision");
  EXPECT_THAT(letters[0].body, HasSubstr("O-2026-000001"));
}

TEST_P(CaseService, OneSignatureIsNoOrderAndOnePersonIsNotTwo) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  EXPECT_EQ(w.sign(d.id, w.confirmer).error().code, "role_missing");
  w.must(w.sign(d.id, w.decider));
  w.must(w.parties_service->assign_role("system:test", w.decider, "confirmer"));
  EXPECT_EQ(w.sign(d.id, w.decider).error().code, "same_person");
  EXPECT_EQ(count("select count(*) as n from decision_signature"), 1);
}

TEST_P(CaseService, SignaturesAreChecked) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  const auto& key = w.keys.at(w.decider);
  EXPECT_EQ(cases().sign(d.id, key, w.signature(w.decider, d.canonical_text + " "), w.decider).error().code,
            "signature_challenge");
  EXPECT_EQ(cases().sign(d.id, key, w.signature(w.confirmer, d.canonical_text), w.decider).error().failure,
            Failure::refused);
  EXPECT_FALSE(cases().sign(d.id, w.keys.at(w.confirmer), w.signature(w.confirmer, d.canonical_text), w.decider).ok());
  EXPECT_EQ(count("select count(*) as n from decision_signature"), 0);
  EXPECT_EQ(state(c), "referred");
}

TEST_P(CaseService, FinderCanNotSignEvenWithEveryRole) {
  w.must(w.parties_service->assign_role("system:test", w.decider, "examiner"));
  auto c = w.must(cases().open_case({"explicit_unlawful", "bad.example", "", "manual", "", ""}, w.decider));
  for (const char* element : {"sealed_visit", "content_in_context", "law_applies"})
    w.must(cases().add_element(c.id, {element, "statement", "words", ""}, w.examiner));
  for (const char* event : {"seal", "screen", "refer"}) c = w.step(c, event);
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  EXPECT_EQ(w.sign(d.id, w.decider).error().code, "finder_signs");
  EXPECT_THAT(w.must(cases().view(c.id, w.decider)).why_not_sign, Contains(Field(&Hindrance::code, "finder_signs")));
}

TEST_P(CaseService, MissingElementsStandInTheWayOfSigning) {
  auto c = w.must(cases().open_case({"explicit_unlawful", "bad.example", "", "manual", "", ""}, w.examiner));
  EXPECT_EQ(cases().apply(c.id, c.version, "seal", "", w.examiner).error().code, "evidence_missing");
  EXPECT_EQ(cases().add_element(c.id, {"popular", "statement", "x", ""}, w.examiner).error().code, "element_unknown");
  EXPECT_EQ(cases().add_element(c.id, {"sealed_visit", "test_run", "none", ""}, w.examiner).error().code,
            "evidence_unknown");
  w.must(cases().add_element(c.id, {"sealed_visit", "statement", "words", ""}, w.examiner));
  for (const char* event : {"seal", "screen", "refer"}) c = w.step(c, event);
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  EXPECT_EQ(w.sign(d.id, w.decider).error().code, "element_missing");
  EXPECT_THAT(w.must(cases().view(c.id, w.decider)).missing_elements, ElementsAre("content_in_context", "law_applies"));
}

TEST_P(CaseService, StaleVersionsAndWrongRolesAreRefused) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  EXPECT_EQ(cases().apply(c.id, c.version - 1, "dismiss", "x", w.examiner).error().failure, Failure::stale);
  EXPECT_EQ(cases().apply(c.id, c.version, "dismiss", "x", w.examiner).error().code, "case_state");
  EXPECT_EQ(cases().apply(c.id, c.version, "decide", "", w.examiner).error().code, "event_unknown");
  EXPECT_EQ(cases().apply(c.id, c.version, "close", "", w.judge).error().code, "role_missing");
  EXPECT_EQ(cases().open_case({"explicit_unlawful", "bad.example", "", "manual", "", ""}, w.decider).error().code,
            "role_missing");
  EXPECT_EQ(cases().open_case({"politics", "bad.example", "", "manual", "", ""}, w.examiner).error().code,
            "ground_unknown");
  for (const char* protected_name : {"com", "co.uk", "github.io", "www.who.int"})
    EXPECT_FALSE(cases().open_case({"explicit_unlawful", protected_name, "", "manual", "", ""}, w.examiner).ok())
        << protected_name;
}

TEST_P(CaseService, ScopeNeverReachesAPublicSuffixOrBeyondThePolicy) {
  const auto c = w.referred("explicit_unlawful", "bad.co.uk");
  EXPECT_EQ(cases().prepare(c.id, w.network_draft("co.uk", "domain"), w.decider).error().code, "never_block");
  EXPECT_EQ(cases().prepare(c.id, w.network_draft("bad.co.uk", "host", 24 * 181 * kOneHour), w.decider).error().code,
            "policy_cap");
  auto none = w.network_draft("bad.co.uk");
  none.expires.reset();
  EXPECT_EQ(cases().prepare(c.id, none, w.decider).error().code, "expiry_missing");
}

TEST_P(CaseService, NoViolationEndsTheCaseWithoutAnOrder) {
  const auto c = w.referred("explicit_unlawful", "good.example");
  DecisionDraft draft;
  draft.outcome = "none";
  draft.no_notice_reason = "Nothing was held against it.";
  draft.reasons = "The words stand in a library's catalogue.";
  const auto d = w.must(cases().prepare(c.id, draft, w.decider));
  w.must(w.sign(d.id, w.decider));
  w.must(w.sign(d.id, w.confirmer));
  EXPECT_EQ(state(c), "closed");
  EXPECT_EQ(count("select count(*) as n from orders"), 0);
}

TEST_P(CaseService, MoreEvidenceSendsTheCaseBack) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  DecisionDraft draft;
  draft.outcome = "more_evidence";
  draft.no_notice_reason = "Nothing is decided.";
  draft.reasons = "The visit is a month old.";
  const auto d = w.must(cases().prepare(c.id, draft, w.decider));
  w.must(w.sign(d.id, w.decider));
  w.must(w.sign(d.id, w.confirmer));
  EXPECT_EQ(state(c), "opened");
}

TEST_P(CaseService, WithdrawnBeforeConfirmation) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  const auto first = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  EXPECT_EQ(cases().decision(first.id, w.decider)->decision.state, "withdrawn");  // replaced
  w.must(w.sign(d.id, w.decider));
  EXPECT_EQ(cases().prepare(c.id, w.network_draft("bad.example"), w.decider).error().code, "decision_under_way");
  w.must(cases().withdraw(d.id, "Wrong scope.", w.confirmer));
  EXPECT_EQ(state(c), "referred");
  EXPECT_FALSE(w.sign(d.id, w.confirmer).ok());
}

TEST_P(CaseService, AnAppealThatSucceedsLiftsTheOrderAtOnce) {
  const auto o = w.order("bad.example");
  const auto filed = appeal(o);
  EXPECT_EQ(filed.appeal.number, "A-2026-000001");
  EXPECT_EQ(state(*cases().find_case(o.case_id)), "appealed");
  EXPECT_EQ(order_state(o), "in_force");
  EXPECT_EQ(cases().file_appeal({o.number, "again", "", "en"}).error().code, "appeal_open");
  EXPECT_EQ(cases().appeal_by_receipt(filed.receipt)->id, filed.appeal.id);
  EXPECT_EQ(cases().appeal_by_receipt("guess").error().code, "appeal_unknown");
  auto a = w.must(cases().acknowledge(filed.appeal.id, filed.appeal.version, w.judge));
  a = w.must(cases().stay(a.id, a.version, w.judge));
  EXPECT_EQ(order_state(o), "stayed");
  EXPECT_EQ(cases().appeal_words(a.id, w.judge).value(), "This is a library, not a shop.");
  EXPECT_THAT(kinds("vault_record", a.id), Contains("vault.read"));
  a = w.must(cases().decide_appeal(a.id, a.version, "reverse", "It is a library.", w.judge));
  EXPECT_EQ(a.state, "reversed");
  EXPECT_EQ(order_state(o), "lifted");
  EXPECT_EQ(cases().order(o.id)->end_reason, "reversed");
  EXPECT_EQ(state(*cases().find_case(o.case_id)), "reversed");
  EXPECT_THAT(kinds("order", o.id),
              UnorderedElementsAre("order.issued", "order.stayed", "order.lifted"));  // the clock stands still
  EXPECT_EQ(count("select count(*) as n from event_payload where body like '%library%' or body like '%owner@%'"), 0);
  const auto c = *cases().find_case(o.case_id);
  EXPECT_EQ(w.must(cases().apply(c.id, c.version, "restore", "", w.examiner)).state, "restored");
}

TEST_P(CaseService, UpheldPutsAStayedOrderBackInForce) {
  const auto o = w.order("bad.example");
  auto a = appeal(o).appeal;
  a = w.must(cases().stay(a.id, a.version, w.judge));
  a = w.must(cases().decide_appeal(a.id, a.version, "uphold", "The visit shows it.", w.judge));
  EXPECT_EQ(order_state(o), "in_force");
  EXPECT_EQ(state(*cases().find_case(o.case_id)), "upheld");
}

TEST_P(CaseService, VariedSendsTheCaseBackForANarrowerDecision) {
  const auto o = w.order("bad.example", "domain");
  auto a = appeal(o).appeal;
  a = w.must(cases().decide_appeal(a.id, a.version, "vary", "Only the host.", w.judge));
  EXPECT_EQ(order_state(o), "lifted");
  auto c = *cases().find_case(o.case_id);
  EXPECT_EQ(c.state, "varied");
  c = w.must(cases().apply(c.id, c.version, "refer", "", w.examiner));
  const auto narrower = w.decide(c, w.network_draft("bad.example", "host"));
  EXPECT_EQ(narrower.scope_kind, "host");
  EXPECT_EQ(narrower.state, "in_force");
}

TEST_P(CaseService, AnAppealIsHeardByAThirdPerson) {
  const auto o = w.order("bad.example");
  auto a = appeal(o).appeal;
  for (const std::string& person : {w.decider, w.confirmer}) {
    w.must(w.parties_service->assign_role("system:test", person, "appeal_officer"));
    EXPECT_EQ(cases().decide_appeal(a.id, a.version, "uphold", "x", person).error().code, "appeal_judge");
    EXPECT_EQ(cases().stay(a.id, a.version, person).error().code, "appeal_judge");
  }
  EXPECT_EQ(cases().decide_appeal(a.id, a.version, "uphold", "x", w.operator_person).error().code, "role_missing");
}

TEST_P(CaseService, AnAppealNotDecidedInTimeLiftsTheOrderByItself) {
  const auto o = w.order("bad.example", "host");
  const auto a = appeal(o).appeal;
  EXPECT_EQ(a.decide_due, w.policy.due("clock.appeal_decision", w.clock.now()));
  w.clock.set(a.decide_due - Duration(1));
  EXPECT_EQ(cases().tick(w.clock.now())->lapsed, 0);
  w.clock.set(a.decide_due);
  EXPECT_EQ(cases().decide_appeal(a.id, a.version, "uphold", "late", w.judge).error().code, "appeal_late");
  EXPECT_EQ(cases().tick(w.clock.now())->lapsed, 1);
  EXPECT_EQ(order_state(o), "lapsed");
  EXPECT_EQ(state(*cases().find_case(o.case_id)), "lapsed");
  EXPECT_EQ(cases().appeal(a.id)->state, "lapsed");
  EXPECT_EQ(cases().tick(w.clock.now())->lapsed, 0);
}

TEST_P(CaseService, AStayedOrderWhoseAppealIsLateLapsesToo) {
  const auto o = w.order("bad.example", "host");
  auto a = appeal(o).appeal;
  a = w.must(cases().stay(a.id, a.version, w.judge));
  w.clock.set(a.decide_due);
  EXPECT_EQ(cases().tick(w.clock.now())->lapsed, 1);
  EXPECT_EQ(order_state(o), "lapsed");
}

TEST_P(CaseService, OrdersExpireAndTheirAppealsHaveNothingLeftToDecide) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  const auto o = w.decide(c, w.network_draft("bad.example", "host", 2 * kOneHour));
  const auto a = appeal(o).appeal;
  w.clock.advance(2 * kOneHour);
  EXPECT_EQ(cases().tick(w.clock.now())->expired, 1);
  EXPECT_EQ(order_state(o), "expired");
  EXPECT_EQ(cases().appeal(a.id)->state, "moot");
  EXPECT_EQ(state(c), "restored");
}

TEST_P(CaseService, UnfiledIsToldHeldByItsHostAndLiftsItselfWhenFiled) {
  const auto c = w.referred("unfiled", "new.example");
  auto draft = w.network_draft("new.example", "host", 24 * 30 * kOneHour);
  EXPECT_EQ(cases().prepare(c.id, draft, w.decider).error().code, "notice_needed");
  draft.prior_notice_id = w.must(cases().give_notice(c.id, "No filing was found.", w.examiner));
  draft.no_notice_reason = "";
  EXPECT_EQ(cases().prepare(c.id, draft, w.decider).error().code, "ground_network");
  draft.measure = "hold";
  draft.executor_party_id = w.carrier;
  EXPECT_EQ(cases().prepare(c.id, draft, w.decider).error().code, "cure_running");
  w.clock.advance(24 * 20 * kOneHour);
  draft.expires = w.clock.now() + 24 * 30 * kOneHour;
  const auto o = w.decide(c, draft);
  EXPECT_EQ(o.executor, "provider");
  EXPECT_EQ(count("select count(*) as n from network_entry"), 0);
  ASSERT_TRUE(w.restrictions_service->standing("new.example")->hold.has_value());
  EXPECT_EQ(w.restrictions_service->standing("new.example")->hold->order_ref, o.id);
  // What the filings room does at the moment it is filed:
  w.write([&](store::Transaction& tx) {
    w.must(w.restrictions_service->lift_hold_of(tx, "new.example", restrictions::HoldGround::unfiled, "filed",
                                                "system:filings"));
  });
  EXPECT_EQ(cases().tick(w.clock.now())->cured, 1);
  EXPECT_EQ(order_state(o), "lifted");
  EXPECT_EQ(cases().order(o.id)->end_reason, "cured");
  EXPECT_EQ(state(c), "restored");
}

TEST_P(CaseService, StayAndReversalReleaseTheHold) {
  const auto c = w.referred("unfiled", "new.example");
  auto draft = w.network_draft("new.example", "host", 24 * 60 * kOneHour);
  draft.prior_notice_id = w.must(cases().give_notice(c.id, "No filing was found.", w.examiner));
  draft.no_notice_reason = "";
  draft.measure = "hold";
  draft.executor_party_id = w.carrier;
  w.clock.advance(24 * 20 * kOneHour);
  const auto o = w.decide(c, draft);
  auto a = appeal(o).appeal;
  a = w.must(cases().stay(a.id, a.version, w.judge));
  EXPECT_FALSE(w.restrictions_service->standing("new.example")->hold.has_value());
  a = w.must(cases().decide_appeal(a.id, a.version, "uphold", "Still not filed.", w.judge));
  EXPECT_TRUE(w.restrictions_service->standing("new.example")->hold.has_value());
}

TEST_P(CaseService, TheHostIsToldHoweverItsOrderEnds) {
  const auto held = [&](const std::string& name) {
    const auto c = w.referred("explicit_unlawful", name);
    auto draft = w.network_draft(name, "host", 24 * 30 * kOneHour);
    draft.measure = "hold";
    draft.executor_party_id = w.carrier;
    return w.decide(c, draft);
  };
  // "order restored": the letters that the host got about this case, in order.
  const auto told = [&](const Order& o) {
    std::string out;
    for (const auto& n : w.must(w.notices_service->of_record(kCaseRecord, o.case_id)))
      if (n.party_id == w.carrier) out = n.kind + (out.empty() ? "" : " " + out);
    return out;
  };
  const auto stayed = held("stayed.example"), lifted = held("lifted.example"), late = held("late.example"),
             reversed = held("reversed.example"), over = held("over.example");
  EXPECT_EQ(told(stayed), "order");
  auto a = appeal(stayed).appeal;
  w.clock.advance(std::chrono::seconds(1));
  a = w.must(cases().stay(a.id, a.version, w.judge));
  EXPECT_EQ(told(stayed), "order restored");
  w.clock.advance(std::chrono::seconds(1));
  w.must(cases().decide_appeal(a.id, a.version, "uphold", "It stands.", w.judge));
  EXPECT_EQ(told(stayed), "order restored order");
  a = appeal(reversed).appeal;
  w.must(cases().decide_appeal(a.id, a.version, "reverse", "Innocent.", w.judge));
  EXPECT_EQ(told(reversed), "order restored");
  w.must(cases().lift(lifted.id, w.must(cases().order(lifted.id)).version, "Set right.", w.decider));
  EXPECT_EQ(told(lifted), "order restored");
  w.clock.set(appeal(late).appeal.decide_due);
  EXPECT_EQ(w.must(cases().tick(w.clock.now())).lapsed, 1);
  EXPECT_EQ(told(late), "order restored");
  w.clock.set(over.expires_at);
  w.must(cases().tick(w.clock.now()));
  EXPECT_EQ(told(over), "order restored");
}

TEST_P(CaseService, SecurityPeopleOfTheOperatorFor72Hours) {
  w.enrol_security();
  const auto c = w.referred("phishing_or_malware", "phish.example");
  auto draft = w.network_draft("phish.example", "host", 73 * kOneHour);
  EXPECT_EQ(cases().prepare(c.id, draft, w.security_decider).error().code, "expiry_beyond_operator_cap");
  draft.expires = w.clock.now() + 72 * kOneHour;
  const auto d = w.must(cases().prepare(c.id, draft, w.security_decider));
  w.must(w.sign(d.id, w.security_decider));
  EXPECT_EQ(w.sign(d.id, w.confirmer).error().code, "role_missing");
  w.must(w.sign(d.id, w.security_confirmer));
  EXPECT_EQ(state(c), "ordered");
  const auto other = w.referred("explicit_unlawful", "bad.example");
  EXPECT_EQ(cases().prepare(other.id, w.network_draft("bad.example"), w.security_decider).error().code,
            "authority_needed");
}

TEST_P(CaseService, ReceivedOrdersNeedASecondPersonAndTheScan) {
  documents::Service documents(*w.db, w.recorder, *w.vault, {.folder = w.folder + "/documents"});
  const auto scan = w.must(documents.add(
      w.operator_person, {"application/pdf", "Order 7", "received_order", "r", false, w.clock.now() + 999 * kOneHour},
      "%PDF-1.4"));
  NewReceivedOrder in{"",      "2026-7",  w.authority, "2026-03-01",  "explicit_unlawful",
                      "Act 1", "network", "host",      "bad.example", w.clock.now() + 48 * kOneHour,
                      "none"};
  EXPECT_EQ(cases().enter_received_order(in, w.operator_person).error().code, "document_unknown");
  in.document_id = scan.id;
  const auto r = w.must(cases().enter_received_order(in, w.operator_person));
  EXPECT_EQ(r.document_sha256, scan.sha256);
  EXPECT_EQ(cases().check_received_order(r.id, true, w.operator_person).error().code, "received_order_same_person");
  EXPECT_EQ(w.must(cases().check_received_order(r.id, true, w.operator_person2)).state, "checked");
  in.scope_value = "com";
  EXPECT_FALSE(cases().enter_received_order(in, w.operator_person).ok());

  w.enrol_security();
  const auto c = w.referred("explicit_unlawful", "bad.example");
  auto draft = w.network_draft("bad.example", "host", 48 * kOneHour);
  draft.authority_party_id = w.authority;
  draft.received_order_id = r.id;
  const auto d = w.must(cases().prepare(c.id, draft, w.security_decider));
  w.must(w.sign(d.id, w.security_decider));
  w.must(w.sign(d.id, w.security_confirmer));
  EXPECT_EQ(state(c), "ordered");
}

TEST_P(CaseService, ListsPageByKey) {
  for (int i = 0; i < 5; ++i) {
    w.clock.advance(Duration(1000));
    w.must(cases().open_case({"explicit_unlawful", "bad" + std::to_string(i) + ".example", "", "manual", "", ""},
                             w.examiner));
  }
  std::vector<std::string> seen;
  std::string after;
  do {
    const auto page = w.must(cases().cases(
        {.state = "opened", .ground = "", .name = "", .states = {}, .mine = false, .person = ""}, after, 2));
    EXPECT_LE(page.items.size(), 2u);
    for (const auto& c : page.items) seen.push_back(c.name);
    after = page.next;
  } while (!after.empty());
  EXPECT_THAT(seen, ElementsAre("bad4.example", "bad3.example", "bad2.example", "bad1.example", "bad0.example"));
}

TEST_P(CaseService, LiftedByItsOwnBody) {
  const auto o = w.order("bad.example");
  EXPECT_EQ(cases().lift(o.id, o.version, "Mistaken name.", w.operator_person).error().code, "role_missing");
  w.must(cases().lift(o.id, o.version, "Mistaken name.", w.decider));
  EXPECT_EQ(order_state(o), "lifted");
  EXPECT_EQ(state(*cases().find_case(o.case_id)), "restored");
}

}  // namespace
}  // namespace muster::cases
