// From an order to what its provider did, and back, on both databases.
#include "provider_world.h"
#include <cases/contracts.h>
#include <testing/farm.h>

#include <gtest/gtest.h>
#include <zones/feeds.h>

namespace muster::instructions {
namespace {

class Instructions : public ::testing::TestWithParam<store::Backend> {
 protected:
  std::int64_t count(const char* sql) {
    const store::Sql q{"t_count", sql};
    return ProviderWorld::must(
        w.db->read([&](store::Transaction& tx) -> Result<std::int64_t> { return tx.one(q)->integer("n"); }));
  }
  std::vector<std::string> keys(const Filter& filter) {
    std::vector<std::string> out;
    for (const auto& i : ProviderWorld::must(w.service.list(filter, "", 500)).items) out.push_back(i.key);
    return out;
  }
  ProviderWorld w{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(Instructions);

TEST_P(Instructions, AnOrderIsToldAcknowledgedExecutedAndVerifiedByALook) {
  const auto order = w.held("bad.example", w.host);
  const std::string key = order.number + "/1";
  auto i = w.get(key);
  EXPECT_EQ(i.state, "waiting");
  EXPECT_EQ(i.action, "suspend");
  EXPECT_TRUE(i.urgent) << "its ground is";
  EXPECT_EQ(i.ack_due_at, w.clock.now() + std::chrono::minutes(30));
  EXPECT_EQ(i.execute_due_at, order.deadline);
  EXPECT_EQ(w.say(key, "acknowledged").done, 1);
  EXPECT_EQ(w.order_state(order), "in_force");
  EXPECT_EQ(w.look({"t0", 451, ""}), 0) << "nobody says that it is done";
  w.clock.advance(kHour);
  EXPECT_EQ(w.say(key, "executed").done, 1);
  EXPECT_EQ(w.order_state(order), "executed");
  EXPECT_EQ(w.case_state(order), "executed");
  EXPECT_EQ(w.look({"t1", 451, ""}), 1);
  EXPECT_EQ(w.looked, std::vector<std::string>{"http://bad.example/"});
  i = w.get(key);
  EXPECT_EQ(i.state, "verified");
  EXPECT_EQ(i.test_id, "t1");
  EXPECT_EQ(i.way, "retest");
  EXPECT_EQ(w.order_state(order), "verified");
  EXPECT_EQ(w.case_state(order), "verified");
  EXPECT_EQ(w.say(key, "executed").already, 1) << "said twice is said once";
  EXPECT_EQ(w.look({"t2", 200, ""}), 0);
  w.follow();
  EXPECT_EQ(keys({}), std::vector<std::string>{key}) << "what it did itself tells it nothing new";
}

TEST_P(Instructions, LiftingGoesTheSameWayBack) {
  const auto order = w.held("bad.example", w.host);
  w.say(order.number + "/1", "executed");
  w.look({"t1", 451, ""});
  w.clock.advance(kHour);
  w.reverse(order);
  const std::string back = order.number + "/2";
  auto i = w.get(back);
  EXPECT_EQ(i.action, "restore");
  EXPECT_EQ(i.state, "waiting");
  EXPECT_EQ(i.execute_due_at, w.clock.now() + kHour) << "clock.restoration";
  EXPECT_EQ(w.get(order.number + "/1").state, "verified") << "what was done then was done";
  EXPECT_EQ(w.case_state(order), "reversed");
  w.say(back, "acknowledged");
  w.say(back, "executed");
  EXPECT_EQ(w.case_state(order), "reversed") << "that it says so opens nothing";
  EXPECT_EQ(w.look({"t2", 451, ""}), 1);
  EXPECT_EQ(w.get(back).state, "executed");
  w.clock.advance(kLookAgainFirst);
  EXPECT_EQ(w.look({"t3", 200, ""}), 1);
  EXPECT_EQ(w.get(back).state, "verified");
  EXPECT_EQ(w.case_state(order), "restored");
}

TEST_P(Instructions, StayResumeLapseAndExpiryAreToldEach) {
  const auto stayed = w.held("stayed.example", w.host), over = w.held("over.example", w.host);
  auto a = ProviderWorld::must(w.cases_service->file_appeal({stayed.number, "No.", "", "en"})).appeal;
  a = ProviderWorld::must(w.cases_service->stay(a.id, a.version, w.judge));
  w.follow();
  EXPECT_EQ(w.get(stayed.number + "/1").state, "superseded");
  EXPECT_EQ(w.get(stayed.number + "/2").action, "restore");
  EXPECT_EQ(w.say(stayed.number + "/1", "executed").faults.at(0).code, "instruction_superseded");
  ProviderWorld::must(w.cases_service->decide_appeal(a.id, a.version, "uphold", "It stands.", w.judge));
  w.follow();
  EXPECT_EQ(w.get(stayed.number + "/3").action, "suspend");
  w.clock.set(over.expires_at);
  ProviderWorld::must(w.cases_service->tick(w.clock.now()));
  w.follow();
  EXPECT_EQ(w.get(over.number + "/2").action, "restore");
  EXPECT_EQ(w.get(stayed.number + "/4").action, "restore");
  const auto late = w.held("late.example", w.host);
  const auto open = ProviderWorld::must(w.cases_service->file_appeal({late.number, "No.", "", "en"})).appeal;
  w.clock.set(open.decide_due);
  ProviderWorld::must(w.cases_service->tick(w.clock.now()));
  w.follow();
  EXPECT_EQ(w.get(late.number + "/2").action, "restore");
}

TEST_P(Instructions, AnOrderThatEndedBeforeAnybodyWasToldIsToldToNobody) {
  const auto c = w.referred("explicit_unlawful", "quick.example");
  auto draft = w.network_draft("quick.example", "host", 24 * 30 * kHour);
  draft.measure = "hold";
  draft.executor_party_id = w.host;
  w.lift(w.decide(c, draft));
  EXPECT_TRUE(keys({}).empty());
}

TEST_P(Instructions, AProviderSeesAndSaysNothingOfAnothers) {
  const auto mine = w.held("mine.example", w.host), theirs = w.held("theirs.example", w.other_host);
  EXPECT_EQ(keys({.party_id = w.host}), std::vector<std::string>{mine.number + "/1"});
  EXPECT_EQ(keys({.party_id = w.host, .key = theirs.number}), std::vector<std::string>{});
  const std::string key = theirs.number + "/1";
  EXPECT_EQ(w.service.find(key, w.host).error().code, "instruction_unknown");
  EXPECT_EQ(w.service.find(w.get(key).id, w.host).error().code, "instruction_unknown");
  for (const char* event : {"acknowledged", "executed", "objected"}) {
    const auto said = w.say(key, event, "It is not ours.");
    EXPECT_EQ(said.done, 0);
    EXPECT_EQ(said.faults.at(0).code, "instruction_unknown");
  }
  EXPECT_EQ(ProviderWorld::must(w.service.say_of_all(w.host_speaks(), "execute", w.clock.now())).done, 1);
  EXPECT_EQ(w.get(key).state, "waiting");
  EXPECT_EQ(ProviderWorld::must(w.service.counts(w.host)).executed, 1);
  EXPECT_EQ(ProviderWorld::must(w.service.counts(w.other_host)).waiting, 1);
}

TEST_P(Instructions, WhatIsStillThereAfterThreeLooksGoesBackAndToPeople) {
  const auto order = w.held("bad.example", w.host);
  const std::string key = order.number + "/1";
  w.say(key, "executed");
  for (int looks = 0; looks < 2; ++looks) {
    EXPECT_EQ(w.look({"t", 200, ""}), 1);
    EXPECT_EQ(w.get(key).state, "executed");
    EXPECT_EQ(w.look({"t", 200, ""}), 0) << "not again at once";
    w.clock.advance(look_again_in(looks));
  }
  EXPECT_EQ(w.look({"t3", 200, ""}), 1);
  auto i = w.get(key);
  EXPECT_EQ(i.state, "acknowledged");
  EXPECT_EQ(i.hitch, "still_reachable");
  EXPECT_EQ(keys({.state = "escalated"}), std::vector<std::string>{key});
  EXPECT_EQ(w.order_state(order), "executed") << "what was said at the order stays said";
  w.clock.advance(24 * kHour);
  ProviderWorld::must(w.service.escalate());
  EXPECT_EQ(w.get(key).hitch, "still_reachable") << "people look at it already, and for this";
  w.say(key, "executed");
  EXPECT_EQ(w.look({"t4", 404, ""}), 1);
  i = w.get(key);
  EXPECT_EQ(i.state, "verified");
  EXPECT_EQ(i.hitch, "");
  EXPECT_EQ(w.order_state(order), "verified");
}

TEST_P(Instructions, AnObjectionNeedsItsReasonAndGoesToPeople) {
  const auto order = w.held("bad.example", w.host);
  const std::string key = order.number + "/1";
  EXPECT_EQ(w.say(key, "objected").faults.at(0).code, "note_missing");
  EXPECT_EQ(w.say(key, "objected", std::string(kNoteMax + 1, 'x')).faults.at(0).code, "note_too_long");
  EXPECT_EQ(w.say(key, "vanished").faults.at(0).code, "instruction_event");
  EXPECT_EQ(w.say(key, "objected", "It shares its address with a clinic; we have no way by name.").done, 1);
  EXPECT_EQ(w.get(key).hitch, "objected");
  EXPECT_EQ(w.say(key, "objected", "It shares its address with a clinic; we have no way by name.").already, 1);
  EXPECT_EQ(w.service.settle(key, " ", w.operator_person).error().code, "note_missing");
  const auto settled = ProviderWorld::must(w.service.settle(key, "The authority narrows it.", w.operator_person));
  EXPECT_FALSE(settled.escalated());
  EXPECT_EQ(w.service.settle(key, "Again.", w.operator_person).error().code, "instruction_not_escalated");
  EXPECT_TRUE(keys({.state = "escalated"}).empty());
  ProviderWorld::must(w.service.escalate());
  EXPECT_TRUE(keys({.state = "escalated"}).empty()) << "it has its time again";
  w.clock.advance(3 * kHour);
  ProviderWorld::must(w.service.escalate());
  EXPECT_EQ(w.get(key).hitch, "not_executed");
}

TEST_P(Instructions, WhatIsLateGoesToPeopleAndASecondContact) {
  ProviderWorld::must(w.service.set_second_contact(w.house_speaks(), w.host, {"night@host.example", "zh"}));
  const auto order = w.held("bad.example", w.host);
  const auto told = w.held("told.example", w.host);
  w.say(told.number + "/1", "acknowledged");
  const std::string key = order.number + "/1";
  EXPECT_EQ(ProviderWorld::must(w.service.escalate()).late, 0);
  w.clock.advance(std::chrono::minutes(31));
  auto done = ProviderWorld::must(w.service.escalate());
  EXPECT_EQ(done.late, 1);
  EXPECT_EQ(done.letters, 2) << "one to the provider, one to its second contact";
  EXPECT_EQ(w.get(key).hitch, "not_acknowledged");
  EXPECT_EQ(ProviderWorld::must(w.service.escalate()).late, 0) << "once";
  EXPECT_EQ(ProviderWorld::must(second_address(*w.db, kContactRef + w.host)), "night@host.example");
  EXPECT_EQ(keys({.party_id = w.host, .state = "late"}), std::vector<std::string>{key});
  w.clock.set(order.deadline);
  done = ProviderWorld::must(w.service.escalate());
  EXPECT_EQ(done.late, 2);
  EXPECT_EQ(done.letters, 2) << "one letter, however many are late";
  EXPECT_EQ(w.get(key).hitch, "not_executed");
  EXPECT_EQ(w.get(told.number + "/1").hitch, "not_executed");
  w.say(key, "executed");
  EXPECT_EQ(w.get(key).hitch, "");
  w.look({"t", 503, ""});
  w.clock.advance(24 * kHour);
  done = ProviderWorld::must(w.service.escalate());
  EXPECT_EQ(w.get(key).hitch, "not_verified") << "no look said anything";
  EXPECT_EQ(done.letters, 0) << "that is not the provider's to do";
  EXPECT_EQ(
      ProviderWorld::must(w.service.verify_by_hand(key, "Looked from another network: 451.", w.operator_person)).state,
      "verified");
  EXPECT_EQ(w.order_state(order), "verified");
}

TEST_P(Instructions, AnOperatorsWordAtTheOrderIsTheInstructionsToo) {
  const auto order = w.held("bad.example", w.host);
  ProviderWorld::must(w.cases_service->report_executed(order.id, w.operator_person));
  w.follow();
  EXPECT_EQ(w.get(order.number + "/1").state, "executed");
  EXPECT_EQ(w.get(order.number + "/1").way, "order");
  ProviderWorld::must(w.cases_service->report_verified(order.id, true, w.operator_person));
  w.follow();
  EXPECT_EQ(w.get(order.number + "/1").state, "verified");
}

// A room that keeps contracts, as far as orders need one.
class Clauses : public cases::Contracts {
 public:
  std::string party;
  Result<void> check(store::Transaction&, const cases::Case&, const cases::Decision&) const override { return {}; }
  Result<void> stands(store::Transaction&, const cases::Order&, bool, const std::string&) const override { return {}; }
  Result<void> may_lift(store::Transaction&, const cases::Order&) const override { return {}; }
  std::string party_of(store::Transaction&, const cases::Case&) const override { return party; }
};

TEST_P(Instructions, ContractsTravelHereAndReachNoFeedOfTheNetwork) {
  Clauses room;
  room.party = w.host;
  w.cases_service->add_contracts("link", room);
  w.enrol_security();
  const auto c = w.referred("partner_breach", "promoted.example");
  const auto notice = ProviderWorld::must(w.cases_service->give_notice(c.id, "What is held against it.", w.examiner));
  w.clock.advance(24 * 30 * kHour);
  auto draft = w.network_draft("link:P-2026-000001/A1", "contract");
  draft.measure = "contract";
  draft.prior_notice_id = notice;
  draft.no_notice_reason = "";
  const auto d = ProviderWorld::must(w.cases_service->prepare(c.id, draft, w.security_decider));
  ProviderWorld::must(w.sign(d.id, w.security_decider));
  ProviderWorld::must(w.sign(d.id, w.security_confirmer));
  w.order("network.example");  // so that no feed is empty for another reason
  w.follow();
  const auto all = ProviderWorld::must(w.service.list({.party_id = w.host}, "", 10)).items;
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].measure, "contract");
  const auto order = ProviderWorld::must(w.cases_service->order(all[0].order_id));
  EXPECT_EQ(order.executor, "provider");
  w.add_webhook();
  EXPECT_EQ(w.deliver().items, 2) << "by its webhook and by e-mail";
  EXPECT_TRUE(w.known.contains(all[0].key));
  w.say(all[0].key, "acknowledged");
  w.say(all[0].key, "executed");
  EXPECT_EQ(w.get(all[0].key).state, "verified") << "the room that keeps it acted in the order's transaction";
  EXPECT_TRUE(w.looked.empty());

  // Every form in which a name leaves for the network.
  w.settle();
  zones::Feeds files(*w.db, w.recorder, w.feeds, w.house_key, 24 * kHour);
  for (int n = 0; n < zones::kFeedFormCount; ++n) {
    const auto form = static_cast<zones::FeedForm>(n);
    const std::string body = ProviderWorld::must(files.file(form)).body;
    EXPECT_EQ(body.find("promoted"), std::string::npos) << zones::to_text(form);
    EXPECT_EQ(body.find("P-2026"), std::string::npos) << zones::to_text(form);
    EXPECT_EQ(body.find(order.number), std::string::npos) << zones::to_text(form);
    if (form == zones::FeedForm::rpz) EXPECT_NE(body.find("network.example"), std::string::npos);
  }
  EXPECT_EQ(w.names(), "network.example");
  EXPECT_EQ(ProviderWorld::must(w.publisher.count()), 1) << "of the network's alone";
  EXPECT_EQ(count("select count(*) as n from network_entry"), 1);
  EXPECT_EQ(count("select count(*) as n from order_watch"), 2) << "the zone's and the peers', of the other order";

  ProviderWorld::must(w.cases_service->lift(order.id, ProviderWorld::must(w.cases_service->order(order.id)).version,
                                            "It is fixed.", w.security_decider));
  w.follow();
  EXPECT_EQ(w.get(order.number + "/2").action, "restore");
  w.say(order.number + "/2", "executed");
  EXPECT_EQ(w.get(order.number + "/2").state, "verified");
}

TEST_P(Instructions, WhatASealedGroundIsAboutIsInTheHousesPagesAlone) {
  w.add_webhook();
  const auto order = w.held("sealed-name.example", w.host, "child_abuse_material");
  EXPECT_EQ(w.deliver().items, 2);
  EXPECT_NE(w.last.body.find(order.number), std::string::npos);
  for (const char* never : {"sealed-name", "child_abuse"})
    EXPECT_EQ(w.last.body.find(never), std::string::npos) << never;
  const auto i = w.get(order.number + "/1");
  EXPECT_EQ(csv_lines({i}).find("sealed-name"), std::string::npos);
  const auto messages = ProviderWorld::must(w.service.messages(w.host, "", "", 10)).items;
  for (const auto& m : messages) {
    if (m.channel != "email") continue;
    const auto letter = ProviderWorld::must(w.notices_service->find(m.notice_id));
    EXPECT_EQ(letter.body.find("sealed-name"), std::string::npos);
    EXPECT_NE(letter.body.find(i.key), std::string::npos);
  }
  w.say(i.key, "executed");
  EXPECT_EQ(w.look({"t", 451, ""}), 0) << "nothing visits it by itself";
}

TEST_P(Instructions, EachLookIsAtItsOwnAddressWhicheverVisitEndsFirst) {
  testing::Farm farm;
  ASSERT_TRUE(farm.start().ok());
  w.testing_service.allow_farm(*testing::parse_farm(farm.names_file()));
  // The second one is over before anybody is asked.
  const auto seen = ProviderWorld::must(look_by(w.testing_service)({"http://shop-001.example/", "not a url"}));
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].error, "");
  EXPECT_EQ(seen[0].status, 200);
  EXPECT_EQ(seen[1].error, "url_invalid");
  EXPECT_NE(seen[0].test_id, seen[1].test_id);
  const auto stopped =
      ProviderWorld::must(look_by(w.testing_service, [] { return true; })({"http://shop-001.example/"}));
  EXPECT_EQ(stopped.at(0).test_id, "");
}

TEST_P(Instructions, WhatAStopCutShortIsDoneTheNextTime) {
  const auto order = w.held("bad.example", w.host);
  const std::string key = order.number + "/1";
  w.say(key, "executed");
  EXPECT_EQ(w.look({"", 0, ""}), 0) << "nobody looked";
  EXPECT_EQ(w.get(key).retests, 0);
  const auto post = [](const Letter&) -> Result<outbound::Answer> {
    return unavailable("outbound_unreachable", "No.");
  };
  const auto sign = [](std::string_view, std::string_view, Instant) { return std::string(); };
  EXPECT_EQ(ProviderWorld::must(w.service.deliver(sign, post, [] { return true; })).messages, 0);
  EXPECT_EQ(ProviderWorld::must(w.service.deliver(sign, post)).messages, 1) << "the letter";
  EXPECT_EQ(w.look({"t", 451, ""}), 1);
}

}  // namespace
}  // namespace muster::instructions
