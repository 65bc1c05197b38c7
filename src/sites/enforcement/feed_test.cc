#include <base/bytes.h>
#include <enforcement/service.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/feed_world.h>

namespace muster::enforcement {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr Duration kHour = std::chrono::hours(1);

class Feed : public ::testing::TestWithParam<store::Backend> {
 protected:
  Feed() : w(GetParam()) {}
  void on() {
    w.enrol_authority();
    w.enrol_witness();
  }
  ledger::Report checked() {
    ledger::Report report;
    test::CaseWorld::must(w.db->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& invariant : invariants()) invariant.check(tx, report);
      return {};
    }));
    return report;
  }
  std::vector<std::string> left_out() {
    std::vector<std::string> codes;
    for (const auto& l : w.must(w.feeds.preview_rpz()).left_out) codes.push_back(l.code);
    return codes;
  }
  test::FeedWorld w;
};
MUSTER_ON_BOTH_BACKENDS(Feed);

TEST_P(Feed, IsEmptyUntilAnAuthoritysKeyAndAWitnessAreEnrolled) {
  EXPECT_THAT(w.must(w.feeds.preview_rpz()).text, AllOf(HasSubstr("no authority has"), HasSubstr("no witness")));
  w.enrol_authority();
  w.order("bad.example");
  EXPECT_EQ(w.names(), "");
  EXPECT_FALSE(w.must(w.feeds.status()).witness_enrolled);
  w.enrol_witness();
  EXPECT_EQ(w.names(), "bad.example");
  EXPECT_TRUE(w.must(w.feeds.status()).witness_enrolled);
}

TEST_P(Feed, HostIsTheNameAloneAndDomainIsAllBelow) {
  on();
  w.order("www.one.example", "host");
  w.order("two.example", "domain");
  EXPECT_EQ(w.names(), "two.example *.two.example www.one.example");
}

TEST_P(Feed, ExportCarriesOrdersOutAndReversalTakesThemBack) {
  on();
  const auto o = w.order("bad.example");
  const auto zone = w.must(w.feeds.rpz("cli"));
  EXPECT_THAT(zone.text, HasSubstr("bad.example IN CNAME . ; O-2026-000001"));
  EXPECT_EQ(w.cases_service->order(o.id)->state, "executed");
  EXPECT_EQ(w.cases_service->find_case(o.case_id)->state, "executed");
  const auto again = w.must(w.feeds.rpz("cli"));
  EXPECT_EQ(again.serial, zone.serial);
  EXPECT_EQ(again.etag, zone.etag);
  auto a = w.must(w.cases_service->file_appeal({o.number, "No.", "", "en"})).appeal;
  EXPECT_EQ(w.names(), "bad.example");
  a = w.must(w.cases_service->stay(a.id, a.version, w.judge));
  EXPECT_EQ(w.names(), "");
  a = w.must(w.cases_service->decide_appeal(a.id, a.version, "reverse", "Innocent.", w.judge));
  const auto after = w.must(w.feeds.rpz("cli"));
  EXPECT_THAT(after.text, Not(HasSubstr("bad.example")));
  EXPECT_GT(after.serial, zone.serial);
  EXPECT_NE(after.etag, zone.etag);
  EXPECT_EQ(w.cases_service->find_case(o.case_id)->state, "restored");
  EXPECT_THAT(checked().faults(), IsEmpty());
}

TEST_P(Feed, TheEmittersOwnClockEndsEntriesEvenIfNoJobRan) {
  on();
  const auto c = w.referred("explicit_unlawful", "bad.example");
  const auto o = w.decide(c, w.network_draft("bad.example", "host", 24 * kHour));
  EXPECT_EQ(w.names(), "bad.example");
  w.clock.advance(24 * kHour - Duration(1));
  EXPECT_EQ(w.names(), "bad.example");
  w.clock.advance(Duration(1));
  EXPECT_EQ(w.names(), "");
  EXPECT_THAT(left_out(), ElementsAre("expired"));
  EXPECT_EQ(w.cases_service->order(o.id)->state, "in_force");  // the job has not run; the emitter does not wait for it
}

TEST_P(Feed, AnAppealPastItsTimeOpensTheNetworkEvenIfNoJobRan) {
  on();
  const auto o = w.order("bad.example");
  const auto a = w.must(w.cases_service->file_appeal({o.number, "No.", "", "en"})).appeal;
  w.clock.set(a.decide_due);
  EXPECT_EQ(w.names(), "");
  EXPECT_THAT(left_out(), ElementsAre("appeal_lapsed"));
  EXPECT_THAT(w.must(w.feeds.public_lookup("bad.example")), IsEmpty());
}

TEST_P(Feed, FutureOrdersWait) {
  on();
  const auto c = w.referred("explicit_unlawful", "bad.example");
  auto draft = w.network_draft("bad.example");
  draft.starts = w.clock.now() + kHour;
  w.decide(c, draft);
  EXPECT_EQ(w.names(), "");
  w.clock.advance(kHour);
  EXPECT_EQ(w.names(), "bad.example");
}

TEST_P(Feed, TokensForResolvers) {
  EXPECT_EQ(w.feeds.give_token("resolver", 24 * kHour, w.judge).error().code, "role_missing");
  EXPECT_EQ(w.feeds.give_token(" ", 24 * kHour, w.operator_person).error().code, "label");
  EXPECT_EQ(w.feeds.give_token("r", 24 * 999 * kHour, w.operator_person).error().code, "expiry");
  const auto token = w.must(w.feeds.give_token("resolver", 24 * kHour, w.operator_person));
  EXPECT_EQ(w.must(w.feeds.token_id(token.token)), token.id);
  EXPECT_EQ(w.feeds.token_id("guess").error().code, "feed_token_unknown");
  w.must(w.feeds.revoke_token(token.id, w.operator_person));
  EXPECT_EQ(w.feeds.token_id(token.token).error().code, "feed_token_unknown");
  const auto second = w.must(w.feeds.give_token("resolver", kHour, w.operator_person));
  w.clock.advance(kHour);
  EXPECT_EQ(w.feeds.token_id(second.token).error().code, "feed_token_unknown");
}

TEST_P(Feed, PublicListAndLookup) {
  on();
  const auto o = w.order("bad.example", "domain");
  w.clock.advance(Duration(1000));
  const auto sealed = w.order("worse.example", "host", "child_abuse_material");
  const auto page = w.must(w.feeds.public_orders("", 1));
  ASSERT_THAT(page.items, SizeIs(1));
  EXPECT_EQ(page.items[0].number, sealed.number);
  EXPECT_EQ(page.items[0].scope_value, "");
  EXPECT_EQ(page.items[0].commitment, to_hex(sha256(sealed.seal_salt + "worse.example")));
  const auto next = w.must(w.feeds.public_orders(page.next, 1));
  ASSERT_THAT(next.items, SizeIs(1));
  EXPECT_EQ(next.items[0].scope_value, "bad.example");
  EXPECT_EQ(next.next, "");
  EXPECT_THAT(w.must(w.feeds.public_lookup("WWW.Bad.example.")), ElementsAre(Field(&PublicOrder::number, o.number)));
  EXPECT_THAT(w.must(w.feeds.public_lookup("worse.example")), ElementsAre(Field(&PublicOrder::scope_value, "")));
  EXPECT_THAT(w.must(w.feeds.public_lookup("www.worse.example")), IsEmpty());
  EXPECT_THAT(w.must(w.feeds.public_lookup("good.example")), IsEmpty());
  EXPECT_EQ(w.feeds.public_order("O-1").error().code, "order_unknown");
  // A sealed name stands in no event.
  static constexpr store::Sql kNamed{"t_named", "select count(*) as n from event_payload where body like '%worse%'"};
  w.write([&](store::Transaction& tx) { EXPECT_EQ(tx.one(kNamed)->integer("n"), 0); });
}

// --- what an owner of the database can do, the emitter refuses to carry out, and the ledger's invariants find.

TEST_P(Feed, ARightRegisterHasNoFaults) {
  on();
  w.order("bad.example", "domain");
  w.must(w.feeds.rpz("cli"));
  EXPECT_THAT(checked().faults(), IsEmpty());
}

TEST_P(Feed, WideningASignedDecisionIsFound) {
  on();
  w.order("bad.example", "host");
  w.db.as_owner("decision", "update decision set scope_kind = 'domain'");
  EXPECT_EQ(w.names(), "");
  EXPECT_TRUE(checked().has("decision_text_fields"));
}

TEST_P(Feed, RewritingTextAndHashIsFoundByTheSignatures) {
  on();
  const auto o = w.order("bad.example", "host");
  const auto d = w.must(w.cases_service->decision(o.decision_id, w.decider)).decision;
  auto c = w.must(w.cases_service->find_case(o.case_id));
  auto forged = d;
  forged.scope_kind = "domain";
  std::vector<cases::Element> elements = w.must(w.cases_service->view(c.id, w.decider)).elements;
  const std::string text = cases::canonical_text(c, forged, elements);
  static std::string update;
  update = "update decision set scope_kind = 'domain', canonical_text = '" + text + "', text_sha256 = '" +
           to_hex(sha256(text)) + "'";
  for (auto at = update.find("site's"); at != std::string::npos; at = update.find("site's", at + 8))
    update.replace(at, 6, "site''s");
  for (const std::string mark : {"Muster's", "order's"})
    for (auto at = update.find(mark); at != std::string::npos; at = update.find(mark, at + mark.size() + 1))
      update.insert(at + mark.size() - 1, "'");
  w.db.as_owner("decision", update);
  w.db.as_owner("decision_signature", "update decision_signature set text_sha256 = '" + to_hex(sha256(text)) + "'");
  const auto report = checked();
  EXPECT_FALSE(report.has("decision_text_fields"));
  EXPECT_FALSE(report.has("decision_text_hash"));
  EXPECT_TRUE(report.has("signature_wrong"));
  EXPECT_EQ(w.names(), "");
}

TEST_P(Feed, AnOrderWithOneSignatureIsFound) {
  on();
  w.order("bad.example");
  w.db.as_owner("decision_signature", "delete from decision_signature where capacity = 'confirmer'");
  EXPECT_EQ(w.names(), "");
  EXPECT_TRUE(checked().has("two_signatures"));
}

TEST_P(Feed, OnePersonAsBothIsFound) {
  on();
  w.order("bad.example");
  if (GetParam() == store::Backend::postgres) {
    w.db.as_owner("decision_signature",
                  "alter table decision_signature drop constraint decision_signature_decision_id_person_id_key; "
                  "update decision_signature set person_id = '" +
                      w.decider + "', key_id = '" + w.keys[w.decider] + "'");
  } else {
    // The table's own uniqueness can't be dropped; the owner makes it anew.
    w.db.as_owner("decision_signature",
                  "pragma foreign_keys = off; pragma legacy_alter_table = on; create table copy as select * from "
                  "decision_signature; drop table "
                  "decision_signature; "
                  "alter table copy rename to decision_signature; update decision_signature set person_id = '" +
                      w.decider + "', key_id = '" + w.keys[w.decider] + "';");
  }
  EXPECT_EQ(w.names(), "");
  EXPECT_TRUE(checked().has("same_person"));
}

TEST_P(Feed, AFinderAsSignerIsFound) {
  on();
  w.order("bad.example");
  w.db.as_owner("case_file", "update case_file set opened_by = '" + w.decider + "'");
  EXPECT_EQ(w.names(), "");
  EXPECT_TRUE(checked().has("finder_signs"));
}

TEST_P(Feed, AnEntryWithoutItsOrderIsFound) {
  on();
  const auto o = w.order("bad.example", "host");
  w.db.as_owner("network_entry", "insert into network_entry(order_id, name, kind, created_at) values('" + o.id +
                                     "', 'good.example', 'exact', 1)");
  EXPECT_EQ(w.names(), "bad.example");  // the order stands; what reaches beyond it is left out
  EXPECT_THAT(left_out(), ElementsAre("entry_scope"));
  EXPECT_TRUE(checked().has("entry_scope"));
}

TEST_P(Feed, ALongerTermIsFound) {
  on();
  w.order("bad.example");
  w.db.as_owner("orders", "update orders set expires_at = expires_at + 1");
  EXPECT_EQ(w.names(), "");
  EXPECT_TRUE(checked().has("order_expiry"));
}

TEST_P(Feed, AGroundOpenedForTheNetworkIsFound) {
  on();
  w.db.as_owner("ground", "update ground set network_allowed = 1 where code = 'unfiled'");
  EXPECT_TRUE(checked().has("closed_list_changed"));
}

TEST_P(Feed, ARoleWrittenAfterwardsIsNotEnoughForAnothersKey) {
  on();
  w.order("bad.example");
  w.db.as_owner("signing_key",
                "update signing_key set revoked_at = enrolled_at where person_id = '" + w.confirmer + "'");
  EXPECT_EQ(w.names(), "");
  EXPECT_TRUE(checked().has("signature_key_time"));
}

TEST_P(Feed, AnOrderThatIsNotInTheLedgerIsFound) {
  on();
  const auto o = w.order("bad.example");
  w.db.as_owner("event", "update event set record_id = 'other' where kind = 'order.issued'");
  EXPECT_EQ(w.names(), "");
  EXPECT_TRUE(checked().has("order_not_in_ledger"));
  EXPECT_EQ(o.state, "in_force");
}

TEST_P(Feed, AReversedOrderPutBackIsFound) {
  on();
  const auto o = w.order("bad.example");
  auto a = w.must(w.cases_service->file_appeal({o.number, "No.", "", "en"})).appeal;
  w.must(w.cases_service->decide_appeal(a.id, a.version, "reverse", "Innocent.", w.judge));
  w.db.as_owner("orders", "update orders set state = 'in_force'");
  EXPECT_TRUE(checked().has("appeal_order_stands"));
}

}  // namespace
}  // namespace muster::enforcement
