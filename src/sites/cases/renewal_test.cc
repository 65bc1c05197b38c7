#include <cases/records.h>
#include <cases/service.h>
#include <filings/import.h>

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::SizeIs;

constexpr Duration kADay = std::chrono::hours(24);

TEST(Renewals, LastTogetherAsLongAsTheyStandWithoutTheGaps) {
  const auto day = [](int n) { return Instant{0} + n * kADay; };
  const Duration gap = 30 * kADay;
  EXPECT_EQ(length_with_renewals({}, {day(0), day(10)}, gap), 10 * kADay);
  EXPECT_EQ(length_with_renewals({{day(0), day(10)}}, {day(10), day(30)}, gap), 30 * kADay);
  EXPECT_EQ(length_with_renewals({{day(0), day(10)}}, {day(5), day(30)}, gap), 30 * kADay);   // overlapping counts once
  EXPECT_EQ(length_with_renewals({{day(0), day(10)}}, {day(20), day(30)}, gap), 20 * kADay);  // a gap doesn't
  EXPECT_EQ(length_with_renewals({{day(0), day(10)}}, {day(41), day(50)}, gap), 9 * kADay);   // anew
  EXPECT_EQ(length_with_renewals({{day(40), day(60)}, {day(0), day(30)}}, {day(60), day(70)}, gap), 60 * kADay);
}

class RenewedOrder : public ::testing::TestWithParam<store::Backend> {
 protected:
  RenewedOrder() : w(GetParam()) { w.enrol_authority(); }
  Service& cases() { return *w.cases_service; }
  Case evidence_and_refer(Case c) {
    for (const auto& rule : element_rules())
      if (rule.ground == c.ground)
        w.must(cases().add_element(c.id, {std::string(rule.element), "statement", "Seen again.", ""}, w.examiner));
    for (const char* event : {"seal", "screen", "refer"}) c = w.step(c, event);
    return c;
  }
  test::CaseWorld w;
};
MUSTER_ON_BOTH_BACKENDS(RenewedOrder);

TEST_P(RenewedOrder, NeedsFreshEvidenceAndEndsWithTheTotal) {
  const auto first =
      w.decide(w.referred("explicit_unlawful", "bad.example"), w.network_draft("bad.example", "host", 170 * kADay));
  auto again = w.must(cases().open_renewal(first.id, w.examiner));
  EXPECT_EQ(again.source_ref, first.id);
  EXPECT_EQ(again.name, "bad.example");
  again = evidence_and_refer(again);
  // The evidence is a renewal's, and has grown old meanwhile.
  w.clock.advance(165 * kADay);
  EXPECT_EQ(cases().prepare(again.id, w.network_draft("bad.example", "host", 30 * kADay), w.decider).error().code,
            "renewal_evidence");
  for (const auto& rule : element_rules())
    if (rule.ground == "explicit_unlawful")
      w.must(cases().add_element(again.id, {std::string(rule.element), "lookup", "Seen today.", ""}, w.examiner));
  const auto second = w.decide(again, w.network_draft("bad.example", "host", 170 * kADay));
  EXPECT_EQ(second.state, "in_force");
  // 335 days stand; 31 more are beyond the year that the policy gives to all together, 29 are not.
  w.clock.advance(169 * kADay);
  const auto third = evidence_and_refer(w.must(cases().open_renewal(second.id, w.examiner)));
  EXPECT_EQ(cases().prepare(third.id, w.network_draft("bad.example", "host", 40 * kADay), w.decider).error().code,
            "renewal_total");
  w.must(cases().prepare(third.id, w.network_draft("bad.example", "host", 29 * kADay), w.decider));
}

TEST_P(RenewedOrder, IsOneWhateverItsCaseIsCalled) {
  w.decide(w.referred("explicit_unlawful", "bad.example"), w.network_draft("bad.example", "host", 180 * kADay));
  const auto other = w.referred("explicit_unlawful", "bad.example");  // an ordinary new case about the same
  w.clock.advance(20 * kADay);
  const auto draft = cases().prepare(other.id, w.network_draft("bad.example", "host", 30 * kADay), w.decider);
  EXPECT_EQ(draft.error().code, "renewal_evidence");
  // Another scope is another order.
  w.must(cases().prepare(other.id, w.network_draft("bad.example", "domain", 30 * kADay), w.decider));
}

TEST_P(RenewedOrder, OnlyWhatStandsOrExpiredIsRenewed) {
  const auto o = w.order("bad.example");
  EXPECT_EQ(cases().open_renewal(o.id, w.decider).error().code, "role_missing");
  w.must(cases().lift(o.id, o.version, "Mistaken.", w.decider));
  EXPECT_EQ(cases().open_renewal(o.id, w.examiner).error().code, "order_state");
  EXPECT_EQ(cases().open_renewal("none", w.examiner).error().code, "order_unknown");
}

class RightToAppeal : public RenewedOrder {
 protected:
  FiledAppeal file(const Order& o) { return w.must(cases().file_appeal({o.number, "It is a library.", "", "en"})); }
};
MUSTER_ON_BOTH_BACKENDS(RightToAppeal);

TEST_P(RightToAppeal, OutlivesTheOrderForHalfAYear) {
  EXPECT_GE(w.policy.duration("appeal.window"), 184 * kADay);
  const auto o =
      w.decide(w.referred("explicit_unlawful", "bad.example"), w.network_draft("bad.example", "host", 2 * kADay));
  w.clock.advance(100 * kADay);
  w.must(cases().tick(w.clock.now()));
  ASSERT_EQ(w.must(cases().order(o.id)).state, "expired");
  auto a = file(o).appeal;
  EXPECT_EQ(w.must(cases().find_case(o.case_id)).state, "restored");  // nothing moves: the order is over
  EXPECT_EQ(cases().stay(a.id, a.version, w.judge).error().code, "appeal_order_state");
  a = w.must(cases().decide_appeal(a.id, a.version, "reverse", "It is a library.", w.judge));
  EXPECT_EQ(a.state, "reversed");
  EXPECT_EQ(w.must(cases().order(o.id)).state, "expired");
  const auto outcome =
      w.must(w.db->read([&](store::Transaction& tx) -> Result<Outcome> { return outcome_of(tx, o.case_id); }));
  EXPECT_EQ(outcome, Outcome::reversed);  // the record is corrected
  EXPECT_EQ(cases().file_appeal({o.number, "again", "", "en"}).error().code, "appeal_order_state");

  const auto other =
      w.decide(w.referred("explicit_unlawful", "other.example"), w.network_draft("other.example", "host", 2 * kADay));
  w.clock.advance(w.policy.duration("appeal.window") + kADay);
  w.must(cases().tick(w.clock.now()));
  EXPECT_EQ(cases().file_appeal({other.number, "late", "", "en"}).error().code, "appeal_window");
}

TEST_P(RightToAppeal, OfAnEndedOrderLapsesWithoutReviving) {
  const auto o =
      w.decide(w.referred("explicit_unlawful", "bad.example"), w.network_draft("bad.example", "host", 2 * kADay));
  w.clock.advance(3 * kADay);
  w.must(cases().tick(w.clock.now()));
  const auto a = file(o).appeal;
  w.clock.set(a.decide_due);
  EXPECT_EQ(w.must(cases().tick(w.clock.now())).lapsed, 1);
  EXPECT_EQ(w.must(cases().appeal(a.id)).state, "lapsed");
  EXPECT_EQ(w.must(cases().order(o.id)).state, "expired");
}

TEST_P(RightToAppeal, GivesTheAppellantAllThatWasHeldAgainstTheSite) {
  const auto o = w.order("bad.example");
  const auto filed = file(o);
  const auto all = w.must(cases().appeal_file(filed.receipt));
  EXPECT_THAT(all.elements, SizeIs(3));
  EXPECT_EQ(all.elements[0].evidence_ref.substr(0, 10), "What shows");
  EXPECT_FALSE(all.decision.canonical_text.empty());
  EXPECT_FALSE(all.restored_at);
  EXPECT_EQ(cases().appeal_file("guess").error().code, "appeal_unknown");
  // Restoration is measured: from the order's end to when nothing of it was left.
  auto a = w.must(cases().decide_appeal(filed.appeal.id, filed.appeal.version, "reverse", "A library.", w.judge));
  w.clock.advance(std::chrono::minutes(12));
  const auto c = w.must(cases().find_case(o.case_id));
  w.must(cases().apply(c.id, c.version, "restore", "", w.examiner));
  const auto after = w.must(cases().appeal_file(filed.receipt));
  ASSERT_TRUE(after.restored_at);
  EXPECT_EQ(*after.restored_at - after.order.state_at, Duration(std::chrono::minutes(12)));
}

TEST_P(RightToAppeal, AnOutsideBodyHearsItWithItsOwnPeople) {
  const std::string court = w.party("court", "Administrative court");
  const std::string court_judge = w.person(court, {"appeal_officer"});
  const auto o = w.order("bad.example");
  auto a = file(o).appeal;
  EXPECT_EQ(cases().refer_appeal(a.id, a.version, w.authority, w.judge).error().code, "appeal_body");
  EXPECT_EQ(cases().refer_appeal(a.id, a.version, w.carrier, w.judge).error().code, "appeal_body");
  EXPECT_EQ(cases().refer_appeal(a.id, a.version, court, w.decider).error().code, "role_missing");
  a = w.must(cases().refer_appeal(a.id, a.version, court, w.judge));
  EXPECT_EQ(a.body_party_id, court);
  EXPECT_EQ(cases().refer_appeal(a.id, a.version, court, w.judge).error().code, "appeal_referral_kept");
  EXPECT_EQ(cases().decide_appeal(a.id, a.version, "uphold", "x", w.judge).error().code, "appeal_body");
  const auto forged = w.db->write([&](store::Transaction& tx) -> Result<void> {
    static const store::Sql kForged{"forged",
                                    "update appeal set state = 'upheld', heard_by = :judge, decided_at = :at, reasons "
                                    "= 'x' where id = :id"};
    tx.run(kForged, {{"judge", w.judge}, {"at", w.clock.now()}, {"id", a.id}});
    return {};
  });
  ASSERT_FALSE(forged.ok());
  EXPECT_EQ(forged.error().code, "appeal_body");
  EXPECT_EQ(w.must(cases().decide_appeal(a.id, a.version, "uphold", "The visit shows it.", court_judge)).state,
            "upheld");
}

TEST_P(RightToAppeal, NeighboursWithAFilingAreToldAfterwards) {
  std::istringstream in(
      "site_number,domains,subject_name,region,address_ranges\n"
      "N1-1,good.example,Good Company,CN-11,192.0.2.1\n");
  filings::ImportOptions options;
  options.source_name = "register";
  options.format = filings::Format::csv;
  options.actor = w.operator_person;
  options.provider_id = w.party("access_provider", "Hosting");
  w.must(filings::Importer(*w.db, w.recorder, *w.vault, *w.restrictions_service).run(in, options));
  // Three hosts were seen at one address; one of the neighbours is filed.
  w.write([&](store::Transaction& tx) {
    static const store::Sql kRun{
        "t_run",
        "insert into test_run(id, url, host, registrable, final_url, requested_by, started_at, "
        "finished_at, http_status, hop_count, verdict, error, top_reason, ground, score, "
        "robots, evidence_path, evidence_sha256, vantage) values(:host, :host, :host, :host, "
        ":host, 'p', 1, 1, 200, 1, 'clean', '', '', '', 0, '', '', :hash, '{}')"};
    static const store::Sql kHop{"t_hop",
                                 "insert into test_hop(run_id, seq, kind, url, status, location, address, "
                                 "content_type, started_at, took_ms, body_bytes, body_sha256, truncated, error) "
                                 "values(:host, 1, 'first', :host, 200, '', '192.0.2.1', '', 1, 1, 1, '', '', '')"};
    for (const char* host : {"bad.example", "good.example", "nobody.example"}) {
      tx.run(kRun, {{"host", host}, {"hash", std::string(64, 'a')}});
      tx.run(kHop, {{"host", host}});
    }
  });
  const auto o = w.order("bad.example");
  std::vector<std::string> told;
  for (const auto& notice : w.must(w.notices_service->of_record("case", o.case_id)))
    if (notice.kind == "neighbour") told.push_back(notice.body);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_NE(told[0].find(o.number), std::string::npos);
  EXPECT_NE(told[0].find("good.example"), std::string::npos);
  w.order("sealed.example", "host", "child_abuse_material");  // of a sealed one nobody is told
}

}  // namespace
}  // namespace muster::cases
