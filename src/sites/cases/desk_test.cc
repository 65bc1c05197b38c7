#include "desk_store.h"
#include <cases/desk.h>
#include <cases/service.h>

#include <set>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Steps, EveryStateThatWaitsHasAStepAndEveryStepHasRoles) {
  for (const Transition& t : transitions()) {
    if (t.record != "case") continue;
    for (const std::string_view state : {t.from, t.to}) {
      const bool rests = state == "confirmed" || state == "verified" || state == "closed" || state == "restored";
      EXPECT_EQ(step_of(state).empty(), rests) << state;
      if (!rests) EXPECT_THAT(roles_for(step_of(state)), Not(IsEmpty()));
    }
  }
  EXPECT_THAT(roles_for("promote"), IsEmpty());
}

TEST(Staffing, FourStepsNeedFourPersons) {
  EXPECT_THAT(steps_without_person({}), ElementsAre("screen", "decide", "confirm", "hear"));
  EXPECT_THAT(steps_without_person({{"screen"}, {"decide"}, {"confirm"}, {"hear"}}), IsEmpty());
  // One person with every role is one person.
  EXPECT_THAT(steps_without_person({{"screen", "decide", "confirm", "hear"}}), SizeIs(3));
  // The only confirmer can't be spared for deciding: a matching finds the way around.
  EXPECT_THAT(steps_without_person({{"decide", "confirm"}, {"decide"}, {"screen", "hear"}, {"hear"}}), IsEmpty());
  EXPECT_THAT(steps_without_person({{"decide", "confirm"}, {"screen"}, {"hear"}}), ElementsAre("confirm"));
}

class DeskOf : public ::testing::TestWithParam<store::Backend> {
 protected:
  DeskOf() : w(GetParam()) {
    w.enrol_authority();
    examiner2 = w.person(w.authority, {"examiner"});
  }
  Service& cases() { return *w.cases_service; }
  Case open(const std::string& name, const std::string& ground = "explicit_unlawful", const std::string& region = "") {
    w.clock.advance(std::chrono::seconds(1));
    NewCase what{ground, name, "", "manual", "", ""};
    what.region = region;
    return w.must(cases().open_case(what, w.examiner));
  }
  std::vector<std::string> names(QueueFilter filter, const std::string& person) {
    if (filter.step.empty()) filter.step = "screen";
    std::vector<std::string> out;
    std::string after;
    do {
      const auto page = w.must(desk.queue(filter, person, after, 2));
      EXPECT_LE(page.items.size(), 2u);
      for (const auto& row : page.items) out.push_back(row.file.name);
      after = page.next;
    } while (!after.empty());
    return out;
  }
  test::CaseWorld w;
  Desk desk{*w.db, w.recorder, w.policy, *w.cases_service};
  std::string examiner2;
};
MUSTER_ON_BOTH_BACKENDS(DeskOf);

TEST_P(DeskOf, WhatIsLateFirstIsOnTopByRegionGroundAndUrgency) {
  open("a.example", "unfiled", "CN-11");
  open("b.example", "explicit_unlawful", "CN-11");
  open("c.example", "unfiled", "CN-35");
  const auto late = open("d.example", "phishing_or_malware");
  EXPECT_THAT(names({}, examiner2), ElementsAre("a.example", "b.example", "c.example", "d.example"));
  EXPECT_THAT(names({.region = "CN-11"}, examiner2), ElementsAre("a.example", "b.example"));
  EXPECT_THAT(names({.ground = "unfiled"}, examiner2), ElementsAre("a.example", "c.example"));
  EXPECT_THAT(names({.region = "CN-35", .ground = "unfiled"}, examiner2), ElementsAre("c.example"));
  EXPECT_THAT(names({.urgent = true}, examiner2), ElementsAre("b.example", "d.example"));
  EXPECT_THAT(names({.region = "CN-11", .urgent = true}, examiner2), ElementsAre("b.example"));
  EXPECT_THAT(names({.late = true}, examiner2), IsEmpty());
  ASSERT_TRUE(late.due_at);
  EXPECT_EQ(*late.due_at, w.policy.due("clock.screening", late.opened_at));
  w.clock.set(*late.due_at);
  EXPECT_THAT(names({.late = true}, examiner2), SizeIs(4));
  EXPECT_EQ(desk.queue({.step = "promote"}, examiner2, "", 10).error().code, "step_unknown");
  EXPECT_EQ(desk.queue({.step = "screen", .ground = "politics"}, examiner2, "", 10).error().code, "ground_unknown");
  EXPECT_FALSE(cases().open_case({"unfiled", "e.example", "", "manual", "", "", "CN 11"}, w.examiner).ok());
}

TEST_P(DeskOf, OneClockRunsOverTheStatesOfOneStep) {
  const auto c = w.referred("explicit_unlawful", "bad.example");
  EXPECT_EQ(*c.due_at, w.policy.due("clock.decision", w.clock.now()));
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  w.clock.advance(std::chrono::hours(26));
  w.must(w.sign(d.id, w.decider));
  const auto decided = w.must(cases().find_case(c.id));
  EXPECT_EQ(decided.due_at, c.due_at);  // the first signature does not wind it up again
  EXPECT_EQ(decided.step, "confirm");
}

TEST_P(DeskOf, ACaseIsTakenByOneReleasedHandedOverAndOverByItself) {
  const auto c = open("a.example");
  const auto row = w.must(desk.take(c.id, w.examiner));
  EXPECT_EQ(row.claimed_by, w.examiner);
  EXPECT_EQ(desk.take(c.id, examiner2).error().code, "case_claimed");
  EXPECT_THAT(names({}, examiner2), IsEmpty());
  EXPECT_THAT(names({.everybody = true}, examiner2), ElementsAre("a.example"));
  EXPECT_EQ(cases().apply(c.id, c.version, "dismiss", "x", examiner2).error().code, "case_claimed");
  EXPECT_EQ(cases().add_element(c.id, {"sealed_visit", "statement", "words", ""}, examiner2).error().code,
            "case_claimed");
  EXPECT_EQ(desk.release(c.id, examiner2).error().code, "claim_none");

  EXPECT_EQ(desk.hand_over(c.id, w.judge, "Please.", w.examiner).error().code, "claim_receiver");
  EXPECT_EQ(desk.hand_over(c.id, examiner2, "", w.examiner).error().code, "text_missing");
  const auto handed = w.must(desk.hand_over(c.id, examiner2, "The second visit is missing.", w.examiner));
  EXPECT_EQ(handed.claimed_by, examiner2);
  EXPECT_EQ(handed.note, "The second visit is missing.");
  EXPECT_EQ(cases().apply(c.id, c.version, "dismiss", "x", w.examiner).error().code, "case_claimed");
  EXPECT_THAT(w.must(desk.taken_by(examiner2)), SizeIs(1));

  w.clock.set(*handed.claimed_until);
  EXPECT_THAT(w.must(desk.taken_by(examiner2)), IsEmpty());
  EXPECT_THAT(names({}, w.examiner), ElementsAre("a.example"));
  w.must(desk.take(c.id, w.examiner));
  w.must(desk.release(c.id, w.examiner));
  w.must(desk.take(c.id, examiner2));
  // The step done, nobody holds it.
  w.must(cases().apply(c.id, c.version, "dismiss", "Nothing is there.", examiner2));
  EXPECT_THAT(w.must(desk.taken_by(examiner2)), IsEmpty());
  EXPECT_EQ(desk.take(c.id, examiner2).error().code, "case_waits_for_nobody");
}

TEST_P(DeskOf, TheNextIsTakenRaceFree) {
  constexpr int kCases = 12, kPeople = 4;
  for (int i = 0; i < kCases; ++i) open(fmt::format("s{}.example", i));
  std::vector<std::string> people;
  for (int i = 0; i < kPeople; ++i) people.push_back(w.person(w.authority, {"examiner"}));
  std::vector<std::vector<std::string>> taken(kPeople);
  std::vector<std::thread> threads;
  for (int i = 0; i < kPeople; ++i)
    threads.emplace_back([&, i] {
      for (;;) {
        const auto row = desk.take_next({.step = "screen"}, people[static_cast<std::size_t>(i)]);
        if (row.ok())
          taken[static_cast<std::size_t>(i)].push_back(row->file.id);
        else if (row.error().code == "queue_empty" || row.error().code == "claims_max")
          break;
      }
    });
  for (auto& thread : threads) thread.join();
  std::set<std::string> all;
  std::size_t n = 0;
  for (const auto& some : taken) {
    n += some.size();
    all.insert(some.begin(), some.end());
  }
  EXPECT_EQ(n, static_cast<std::size_t>(kCases));
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kCases));
}

TEST_P(DeskOf, OnePersonHoldsOnlySoMany) {
  const auto max = w.policy.number("queue.claims_max");
  for (int i = 0; i <= max; ++i) open(fmt::format("s{}.example", i));
  for (int i = 0; i < max; ++i) w.must(desk.take_next({.step = "screen"}, examiner2));
  EXPECT_EQ(desk.take_next({.step = "screen"}, examiner2).error().code, "claims_max");
}

TEST_P(DeskOf, WhoFoundOrSignedItHasNoSecondTurn) {
  const std::string both = w.person(w.authority, {"examiner", "decider", "confirmer", "appeal_officer"});
  auto c = w.referred("explicit_unlawful", "bad.example");
  EXPECT_THAT(names({.step = "decide"}, w.decider), ElementsAre("bad.example"));
  EXPECT_THAT(names({.step = "decide"}, w.examiner), IsEmpty());
  EXPECT_EQ(desk.take(c.id, w.examiner).error().code, "role_missing");
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), w.decider));
  w.must(w.sign(d.id, w.decider));
  EXPECT_THAT(names({.step = "confirm"}, w.decider), IsEmpty());
  EXPECT_THAT(w.must(desk.why_not_take(c.id, w.decider)), Contains(Field(&Hindrance::code, "same_person")));
  EXPECT_EQ(w.must(desk.take(c.id, both)).claimed_by, both);
  EXPECT_EQ(w.sign(d.id, w.confirmer).error().code, "case_claimed");
  w.must(desk.release(c.id, both));
  w.must(w.sign(d.id, w.confirmer));
}

TEST_P(DeskOf, DeclaredConflictsBindInCodeAndSchema) {
  auto c = w.referred("explicit_unlawful", "www.bad.example");
  const auto d = w.must(cases().prepare(c.id, w.network_draft("www.bad.example"), w.decider));
  EXPECT_EQ(desk.declare("domain", "no name", w.decider).error().code, "conflict_ref");
  EXPECT_EQ(desk.declare("case", "C-1999-1", w.decider).error().code, "conflict_ref");
  EXPECT_EQ(desk.declare("opinion", "x", w.decider).error().code, "conflict_kind");
  const auto declared = w.must(desk.declare("domain", "BAD.example", w.decider));
  EXPECT_EQ(declared.ref, "bad.example");
  EXPECT_EQ(desk.declare("domain", "bad.example", w.decider).error().failure, Failure::conflict);
  EXPECT_EQ(w.sign(d.id, w.decider).error().code, "conflict_declared");
  EXPECT_THAT(names({.step = "decide"}, w.decider), IsEmpty());
  // Whoever writes by SQL is refused by the schema.
  const auto text = fmt::format(
      "insert into decision_signature(decision_id, capacity, person_id, key_id, text_sha256, kind, client_data_json, "
      "authenticator_data, signature, signed_at) values('{}', 'decider', '{}', '{}', '{}', 'webauthn', '', '', 'x', "
      "{})",
      d.id, w.decider, w.keys.at(w.decider), d.text_sha256, w.clock.now().micros);
  const auto forged = w.db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run({"forged", text.c_str()});
    return {};
  });
  ASSERT_FALSE(forged.ok());
  EXPECT_EQ(forged.error().code, "conflict_declared");
  w.must(desk.end_conflict(declared.id, w.decider));
  EXPECT_EQ(desk.end_conflict(declared.id, w.decider).error().code, "conflict_unknown");
  w.clock.advance(std::chrono::seconds(1));
  w.must(w.sign(d.id, w.decider));
}

TEST_P(DeskOf, AnAppealIsNotHeardByWhoDeclaredAConflict) {
  const auto o = w.order("bad.example");
  const auto a = w.must(cases().file_appeal({o.number, "A library.", "", "en"})).appeal;
  w.must(desk.declare("case", w.must(cases().find_case(o.case_id)).number, w.judge));
  EXPECT_EQ(cases().decide_appeal(a.id, a.version, "uphold", "x", w.judge).error().code, "conflict_declared");
}

TEST_P(DeskOf, OptingOutAndTheCapOnViewsAreThePersonsOwn) {
  open("a.example", "explicit_unlawful");
  open("b.example", "unfiled");
  EXPECT_EQ(desk.opt_out({"politics"}, examiner2).error().code, "ground_unknown");
  w.must(desk.opt_out({"explicit_unlawful", "explicit_unlawful"}, examiner2));
  EXPECT_THAT(w.must(desk.opted_out(examiner2)), ElementsAre("explicit_unlawful"));
  EXPECT_THAT(names({}, examiner2), ElementsAre("b.example"));
  EXPECT_THAT(names({}, w.examiner), ElementsAre("a.example", "b.example"));
  const auto max = w.policy.number("care.views_per_day");
  for (std::int64_t i = 0; i < max; ++i) w.must(desk.uncover(examiner2));
  EXPECT_EQ(desk.uncover(examiner2).error().code, "exposure_cap");
  EXPECT_EQ(w.must(desk.exposure(w.examiner)).views, 0);
  w.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(w.must(desk.uncover(examiner2)).views, 1);
}

TEST_P(DeskOf, SaysWhoIsMissing) {
  const auto all = w.must(desk.staffing());
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].party_id, w.authority);
  EXPECT_THAT(all[0].missing, IsEmpty());
  w.must(w.parties_service->end_person("system:test", w.judge));
  EXPECT_THAT(w.must(desk.staffing())[0].missing, ElementsAre("hear"));
  const std::string keyless = w.person(w.carrier, {"security_decider"});
  const auto two = w.must(desk.staffing());
  ASSERT_THAT(two, SizeIs(2));
  for (const auto& body : two)
    if (body.party_id == w.carrier) {
      EXPECT_THAT(body.missing, ElementsAre("decide", "confirm", "hear"));
      EXPECT_EQ(body.steps[1].without_key, 1);
    }
}

TEST_P(DeskOf, ConfirmersAreLentByAgreementOfTwoBodies) {
  const std::string small = w.party("authority", "Small authority");
  const std::string decider = w.person(small, {"decider"}), examiner = w.person(small, {"examiner"});
  w.enrol(decider, test::Authenticator::Kind::es256);
  const auto missing = [&] {
    for (const auto& body : w.must(desk.staffing()))
      if (body.party_id == small) return body.missing;
    return std::vector<std::string>{"no such body"};
  };
  EXPECT_THAT(missing(), ElementsAre("confirm"));
  const auto c = w.referred("explicit_unlawful", "bad.example");
  const auto d = w.must(cases().prepare(c.id, w.network_draft("bad.example"), decider));
  w.must(w.sign(d.id, decider));
  EXPECT_EQ(w.sign(d.id, w.confirmer).error().code, "wrong_party");

  const Instant until = w.clock.now() + std::chrono::hours(24 * 30);
  EXPECT_EQ(desk.propose_pool(w.authority, until, examiner).error().code, "role_missing");
  EXPECT_EQ(desk.propose_pool(w.carrier, until, decider).error().code, "pool_authority");
  EXPECT_EQ(desk.propose_pool(w.authority, until + std::chrono::hours(24 * 400), decider).error().code, "pool_period");
  const auto pool = w.must(desk.propose_pool(w.authority, until, decider));
  EXPECT_EQ(desk.accept_pool(pool.id, decider).error().code, "pool_accepted");
  EXPECT_EQ(w.sign(d.id, w.confirmer).error().code, "wrong_party");  // one body alone agreed
  w.must(desk.accept_pool(pool.id, w.decider));
  EXPECT_THAT(missing(), IsEmpty());
  EXPECT_THAT(w.must(cases().view(c.id, decider)).may_confirm, Contains(w.confirmer));
  w.must(w.sign(d.id, w.confirmer));
  EXPECT_EQ(w.must(cases().find_case(c.id)).state, "ordered");

  // A lent confirmer confirms, and decides nothing; and it is over when it is over.
  const auto other = w.referred("explicit_unlawful", "other.example");
  auto draft = w.network_draft("other.example");
  draft.signing_party_id = draft.authority_party_id = small;
  const auto e = w.must(cases().prepare(other.id, draft, w.decider));
  EXPECT_EQ(w.sign(e.id, w.decider).error().code, "wrong_party");
  w.must(w.sign(e.id, decider));
  w.must(desk.end_pool(pool.id, decider));
  w.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(w.sign(e.id, w.confirmer).error().code, "wrong_party");
  EXPECT_EQ(desk.end_pool(pool.id, decider).error().code, "pool_kept");
  EXPECT_THAT(w.must(desk.pools()), IsEmpty());
}

TEST_P(DeskOf, DutiesSayWhomToAsk) {
  const Instant now = w.clock.now();
  EXPECT_EQ(desk.put_on_duty({"", w.judge, "screen", "", now, now + std::chrono::hours(8), ""}, w.decider).error().code,
            "role_missing");
  EXPECT_EQ(desk.put_on_duty({"", w.judge, "hear", "", now, now, ""}, w.decider).error().code, "duty_period");
  const auto d =
      w.must(desk.put_on_duty({"", w.judge, "hear", "CN-11", now, now + std::chrono::hours(8), ""}, w.decider));
  EXPECT_THAT(w.must(desk.duties(now, 10)), SizeIs(1));
  w.must(desk.end_duty(d.id, w.decider));
  EXPECT_EQ(desk.end_duty(d.id, w.decider).error().code, "duty_unknown");
  EXPECT_THAT(w.must(desk.duties(now, 10)), IsEmpty());
}

TEST_P(DeskOf, LateCasesAreToldOfOnce) {
  w.must(cases().tick(w.clock.now()));
  const auto a = open("a.example"), b = open("b.example");
  EXPECT_EQ(a.due_at, b.due_at);  // both days close at the same hour
  w.clock.set(*a.due_at - Duration(1));
  EXPECT_EQ(w.must(cases().tick(w.clock.now())).late, 0);
  w.clock.set(*a.due_at);
  const std::string elsewhere = w.person(w.authority, {"examiner"});
  const auto on_duty = [&](const std::string& person, const std::string& region) {
    return w.must(desk.put_on_duty({"", person, "screen", region, w.clock.now() - std::chrono::hours(1),
                                    w.clock.now() + std::chrono::hours(8), ""},
                                   w.decider));
  };
  const auto everywhere = on_duty(examiner2, ""), other = on_duty(elsewhere, "CN-35");
  for (const int told : {1, 1, 0, 0}) EXPECT_EQ(w.must(cases().tick(w.clock.now(), 1)).late, told);
  // Whoever is on duty for the step and the region has a letter about each.
  const auto letters = w.must(w.notices_service->of_record("duty", everywhere.id));
  ASSERT_THAT(letters, SizeIs(2));
  EXPECT_EQ(letters[0].kind, "case_late");
  EXPECT_EQ(letters[0].person_id, examiner2);
  EXPECT_THAT(w.must(w.notices_service->of_record("duty", other.id)), IsEmpty());
  w.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(w.must(cases().tick(w.clock.now())).late, 0);
}

TEST_P(DeskOf, HistoryIsWholeHoweverLong) {
  for (int i = 0; i < 5; ++i) open(fmt::format("s{}.example", i));
  const auto sealed = open("sealed.example", "child_abuse_material");
  w.order("bad.example");
  std::set<std::string> seen, kinds;
  std::string after;
  do {
    const auto page = w.must(desk.history(after, 2));
    for (const auto& e : page.items) {
      seen.insert(e.case_number);
      kinds.insert(e.event.kind);
      if (e.case_number == sealed.number) EXPECT_EQ(e.name, "");
    }
    after = page.next;
  } while (!after.empty());
  EXPECT_EQ(seen.size(), 7u);
  for (const char* kind : {"case.opened", "decision.signed", "order.issued"}) EXPECT_TRUE(kinds.contains(kind)) << kind;
}

}  // namespace
}  // namespace muster::cases
