#include "partner_world.h"

#include <gtest/gtest.h>

namespace muster::partners {
namespace {

constexpr Duration kOneDay = std::chrono::hours(24);

class PartnerService : public ::testing::TestWithParam<store::Backend> {
 protected:
  int letters(const char* kind) {
    int n = 0;
    const auto inbox = w_.must(w_.notices_service->inbox(w_.user, false, "", 100));
    for (const auto& notice : inbox) n += notice.kind == kind;
    return n;
  }
  PartnerWorld w_{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(PartnerService);

TEST_P(PartnerService, GoesFromItsApplicationToWorkWithEveryItemMet) {
  const Partner asked = w_.applied();
  EXPECT_TRUE(asked.number.starts_with("P-2026-"));
  EXPECT_EQ(w_.service.apply_for({w_.promoter, Kind::promotion, "L"}, w_.registrar).error().code, "partner_open");
  EXPECT_EQ(w_.service.apply_for({w_.carrier, Kind::promotion, "L"}, w_.registrar).error().code, "partner_party");
  EXPECT_EQ(w_.service.apply_for({w_.promoter, Kind::billing, ""}, w_.registrar).error().code, "partner_licence");
  EXPECT_EQ(w_.service.apply_for({w_.promoter, Kind::billing, "L"}, w_.stranger).error().code, "role_missing");
  EXPECT_TRUE(w_.service.apply_for({w_.promoter, Kind::billing, "L"}, w_.user).ok());

  EXPECT_EQ(w_.refusal(asked, {.event = Event::activate}, w_.registrar), "partner_state");
  EXPECT_EQ(w_.refusal(asked, {.event = Event::collect}, w_.examiner), "role_missing");
  Partner p = w_.step(asked, Event::collect, w_.registrar);
  EXPECT_EQ(w_.service.step(p.id, asked.version, {.event = Event::collect}, w_.registrar).error().code, "stale");
  const auto bare = w_.service.step(p.id, p.version, {.event = Event::pass_test, .reasons = "x"}, w_.examiner);
  EXPECT_EQ(bare.error().code, "item_unmet");
  EXPECT_EQ(bare.error().all.size(), 2u) << "both papers of a promoter";
  w_.papers(p);
  p = w_.step(p, Event::pass_test, w_.examiner);
  EXPECT_EQ(w_.refusal(p, {.event = Event::agree}, w_.registrar), "agreement_number");
  p = w_.step(p, Event::agree, w_.registrar);
  const auto unmet = w_.service.step(p.id, p.version, {.event = Event::activate}, w_.registrar2);
  EXPECT_EQ(unmet.error().all.size(), checklist(w_.policy, Kind::promotion).size() + 1) << "and nobody named as head";
  w_.checks(p);
  w_.must(w_.service.name_responsible(p.id, w_.user, Function::head, w_.registrar));
  EXPECT_EQ(w_.service.name_responsible(p.id, w_.stranger, Function::head, w_.registrar).error().code,
            "responsible_party");
  EXPECT_EQ(w_.refusal(p, {.event = Event::activate}, w_.registrar), "partner_same_person");
  p = w_.step(p, Event::activate, w_.registrar2);
  EXPECT_EQ(p.state, State::active);
  EXPECT_EQ(*p.qualified_until, w_.policy.due("partners.qualified_for", w_.clock.now()));
  EXPECT_EQ(w_.service.history(p.id)->front().kind, "partner.applied");
}

TEST_P(PartnerService, ANewPaperHasToBeLookedAtAndAnExpiredOneIsNotMet) {
  const Partner p = w_.active();
  const auto unmet = [&] {
    std::string out;
    for (const ItemState& s : w_.must(w_.service.view(p.id, w_.registrar)).items)
      if (!s.met) out += s.item.code + ":" + s.why_not + " ";
    return out;
  };
  EXPECT_EQ(unmet(), "");
  w_.clock.advance(std::chrono::minutes(1));
  w_.paper(p, "business_licence", 10 * kOneDay);
  EXPECT_EQ(unmet(), "business_licence:not_checked ");
  w_.must(w_.service.check_item(p.id, "business_licence", false, "The name differs.", w_.examiner));
  EXPECT_EQ(unmet(), "business_licence:failed ");
  w_.clock.advance(11 * kOneDay);
  EXPECT_EQ(unmet(), "business_licence:expired ");
  EXPECT_EQ(w_.now(p).state, State::active) << "nothing is switched off by the clock";
  // What only people of the operator look at, the partner can't tick itself; its commitments it can give.
  EXPECT_EQ(w_.service.check_item(p.id, "pages_tested", true, "x", w_.user).error().code, "role_missing");
  EXPECT_TRUE(w_.service.check_item(p.id, "content_duty", true, "Given.", w_.user).ok());
  EXPECT_EQ(w_.service.check_item(p.id, "content_duty", true, "Given.", w_.stranger).error().code, "role_missing");
  EXPECT_EQ(w_.service.check_item(p.id, "nothing", true, "x", w_.registrar).error().code, "partner_item");
  EXPECT_EQ(w_.service.check_item(p.id, "content_duty", true, " ", w_.registrar).error().code, "note_missing");
}

TEST_P(PartnerService, IsQualifiedAnewInARoundOfItsOwn) {
  const Partner p = w_.step(w_.active(), Event::reopen, w_.registrar);
  EXPECT_EQ(p.round, 2);
  EXPECT_EQ(w_.refusal(p, {.event = Event::requalify}, w_.registrar), "item_unmet");
  w_.clock.advance(300 * kOneDay);
  w_.checks(p);
  const Partner again = w_.step(p, Event::requalify, w_.registrar);
  EXPECT_EQ(*again.qualified_until, w_.policy.due("partners.qualified_for", w_.clock.now()));
  EXPECT_EQ(again.agreement.number, "AG-1");
}

TEST_P(PartnerService, IsWarnedThreeTimesAheadAndEachTimeOnce) {
  const Partner p = w_.active();
  w_.paper(p, "service_licence", 90 * kOneDay);
  EXPECT_EQ(*w_.service.warn_due(), 0);
  const auto written_after = [&](int days) {
    w_.clock.advance(days * kOneDay);
    const int written = *w_.service.warn_due();
    EXPECT_EQ(*w_.service.warn_due(), 0) << "each warned once";
    return written;
  };
  EXPECT_EQ(written_after(29), 0);  // 61 days ahead
  EXPECT_EQ(written_after(1), 1);   // 60
  EXPECT_EQ(written_after(29), 0);
  EXPECT_EQ(written_after(1), 1);   // 30
  EXPECT_EQ(written_after(23), 1);  // 7
  EXPECT_EQ(written_after(7), 0);   // over
  EXPECT_EQ(letters(kEndingLetter), 3);
  // A paper that comes late is told of by the stage that it is in alone.
  w_.paper(p, "service_licence", 5 * kOneDay);
  EXPECT_EQ(written_after(0), 1);
  EXPECT_EQ(letters(kEndingLetter), 4);
}

TEST_P(PartnerService, IsBackAtWorkTheMomentItsOrderStandsNoMore) {
  const Partner down = w_.suspended(w_.active());
  EXPECT_EQ(down.state, State::suspended);
  w_.write([&](store::Transaction& tx) { w_.must(w_.service.order_ended(tx, down.id, "another", "x")); });
  EXPECT_EQ(w_.now(down).state, State::suspended) << "another order's end is none of this one's";
  Partner p = w_.step(down, Event::retest, w_.examiner);
  p = w_.step(p, Event::fail, w_.examiner);
  p = w_.step(p, Event::retest, w_.examiner);
  EXPECT_EQ(w_.refusal(p, {.event = Event::resume}, w_.supervisor), "partner_state") << "nobody lifts past its order";
  w_.write([&](store::Transaction& tx) {
    w_.must(w_.service.order_ended(tx, p.id, p.suspended_order_id, w_.security_confirmer));
  });
  EXPECT_EQ(w_.now(p).state, State::active);
}

TEST_P(PartnerService, IsBarredAfterItWasHeardByAnotherPersonAndForATerm) {
  const Partner down = w_.suspended(w_.active());
  const auto bar = [&](const std::string& by, std::optional<Instant> until = {}) {
    return w_.refusal(down, {.event = Event::bar, .until = until}, by);
  };
  EXPECT_EQ(bar(w_.supervisor), "bar_unproposed");
  EXPECT_EQ(w_.service.propose_bar(down.id, down.version, "", "", w_.examiner).error().all.size(), 2u);
  const Partner asked =
      w_.must(w_.service.propose_bar(down.id, down.version, "It did it again.", "clause 9", w_.examiner));
  EXPECT_EQ(letters(kBarLetter), 1);
  EXPECT_EQ(bar(w_.supervisor), "bar_hearing");
  w_.clock.set(*asked.bar_answer_by);
  EXPECT_EQ(bar(w_.examiner), "role_missing");
  EXPECT_EQ(bar(w_.supervisor, w_.clock.now() + 4000 * kOneDay), "bar_term");
  const Partner out = w_.step(asked, Event::bar, w_.supervisor);
  EXPECT_EQ(out.state, State::barred);
  EXPECT_EQ(*out.barred_until, w_.clock.now() + 730 * kOneDay) << "two years where nothing else is said";
  EXPECT_EQ(w_.service.apply_for({w_.promoter, Kind::promotion, "L"}, w_.registrar).error().code, "partner_barred");
  EXPECT_TRUE(w_.service.apply_for({w_.promoter, Kind::resale, "L"}, w_.registrar).ok()) << "of this business alone";
  EXPECT_EQ(*w_.service.lapse_bars(), 0);
  w_.clock.set(*out.barred_until);
  EXPECT_EQ(*w_.service.lapse_bars(), 1);
  EXPECT_TRUE(w_.service.apply_for({w_.promoter, Kind::promotion, "L"}, w_.registrar).ok());
}

TEST_P(PartnerService, ListsByStateKindPartyAndName) {
  const Partner a = w_.applied(), b = w_.applied(Kind::billing);
  const auto ids = [&](const Filter& filter, int limit = 10) {
    std::vector<std::string> out;
    std::string after;
    do {
      const Page page = w_.must(w_.service.list(filter, after, limit));
      for (const Partner& p : page.items) out.push_back(p.id);
      after = page.next;
    } while (!after.empty());
    return out;
  };
  EXPECT_EQ(ids({}, 1), (std::vector{b.id, a.id}));
  EXPECT_EQ(ids({.state = State::active}), std::vector<std::string>{});
  EXPECT_EQ(ids({.kind = Kind::billing}), std::vector{b.id});
  EXPECT_EQ(ids({.party_id = w_.promoter}), (std::vector{b.id, a.id}));
  EXPECT_EQ(ids({.name_prefix = "Prom"}), (std::vector{b.id, a.id}));
  EXPECT_EQ(ids({.name_prefix = "Nobody"}), std::vector<std::string>{});
  EXPECT_EQ(w_.service.partner(a.number)->id, a.id);
  EXPECT_EQ(w_.service.partner("P-1").error().code, "partner_unknown");
}

}  // namespace
}  // namespace muster::partners
