#include "test_support.h"
#include <persons/notice.h>
#include <registration/transfer.h>

#include <set>
#include <thread>

namespace muster::registration {
namespace {

class Yes final : public Authority {
 public:
  Result<Answer> check(const Question& question) override {
    asked.push_back(question);
    if (away) return unavailable("authority_away", "Away.");
    return Answer{reasons.empty(), reasons};
  }
  bool away = false;
  std::vector<std::string> reasons;
  std::vector<Question> asked;
};

class Passing : public RegistrationTest {
 protected:
  explicit Passing(const std::string& policy = {}) : RegistrationTest(policy) {}
  // A line in service whose holder is verified.
  Registration verified(int line, int person) {
    const Registration r = registered(line, person);
    while (*service_.verify_due(authority_) > 0) {
    }
    authority_.asked.clear();
    return *service_.get(r.id);
  }
  NewTransfer to(int line, int giver, int receiver) const {
    NewTransfer t;
    t.giver = capture(line, giver).document;
    t.receiver = capture(line, receiver);
    return t;
  }
  Result<Transfers::Asked> ask(const NewTransfer& t, const std::string& key = "t-1") {
    return service.ask(clerk_, key, t);
  }
  Result<Transfer> agree(const std::string& id, Side side, const std::string& reference = "form-1") {
    return service.agree("desk", id, {side, "transfer-1", GivenBy::signature, reference});
  }
  std::vector<std::string> told(const std::string& holder) {
    std::vector<std::string> out;
    for (const auto& row : rows("select kind from holder_notice where holder_id = '" + holder + "' order by id"))
      out.push_back(row.text("kind"));
    return out;
  }
  Yes authority_;
  Transfers service{*db_, recorder_, vault_, own_policy_};
};
MUSTER_ON_BOTH_BACKENDS(Passing);

TEST_P(Passing, ALinePassesAtOneInstantWhenBothAgreeAndAreVerified) {
  const Registration giver = verified(0, 1), receiver = verified(1, 2);
  const auto asked = ask(to(0, 1, 2));
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  EXPECT_EQ(asked->transfer.method, TransferMethod::known) << "the receiver was verified before";
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(agree(asked->transfer.id, Side::giver)->state, TransferState::asked);
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(lines_.ownerships(giver.line_id)->size(), 1u) << "the word of one changes nothing";
  EXPECT_EQ(agree(asked->transfer.id, Side::giver).error().code, "consent_given");
  const auto done = agree(asked->transfer.id, Side::receiver);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->state, TransferState::completed);
  const auto held = *lines_.ownerships(giver.line_id);
  ASSERT_EQ(held.size(), 2u);
  EXPECT_EQ(held[0].until, clock_.now());
  EXPECT_EQ(held[1].from, clock_.now()) << "no moment without a holder, none with two";
  EXPECT_EQ(held[1].holder_id, receiver.holder_id);
  EXPECT_EQ(held[1].slot, 2);
  EXPECT_EQ(line(0).state, lines::State::active) << "it served on";
  EXPECT_EQ(service_.get(giver.id)->state, State::closed);
  const auto of_line = *service_.of_line(giver.line_id);
  ASSERT_EQ(of_line.size(), 2u);
  EXPECT_EQ(of_line[1].state, State::verified) << "the line rests on a registration, as any";
  EXPECT_EQ(of_line[1].ownership_id, done->ownership_id);
  using Told = std::vector<std::string>;
  EXPECT_EQ(told(giver.holder_id), (Told{persons::notice::kTransferAsked, persons::notice::kLineGivenAway}));
  EXPECT_EQ(told(receiver.holder_id), (Told{persons::notice::kTransferAsked, persons::notice::kLineReceived}));
  EXPECT_EQ(agree(asked->transfer.id, Side::receiver).error().code, "transfer_state");
  EXPECT_TRUE(service.waiting("", 10)->empty());
  // And on to the next one.
  ASSERT_TRUE(ask(to(0, 2, 1), "t-2").ok());
}

TEST_P(Passing, ANewReceiverIsVerifiedFirst) {
  verified(0, 1);
  const auto asked = ask(to(0, 1, 7));
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  const std::string id = asked->transfer.id;
  ASSERT_TRUE(agree(id, Side::giver).ok());
  EXPECT_EQ(agree(id, Side::receiver)->state, TransferState::asked) << "nobody has verified the receiver yet";
  authority_.away = true;
  EXPECT_EQ(*service.verify_due(authority_), 1);
  EXPECT_EQ(*service.verify_due(authority_), 0) << "asked again later";
  EXPECT_EQ(authority_.asked.at(0).name, "Specimen Person 7");
  authority_.away = false;
  clock_.advance(std::chrono::minutes(6));
  EXPECT_EQ(*service.verify_due(authority_), 1);
  EXPECT_EQ(service.get(id)->state, TransferState::completed);
  EXPECT_EQ(*service.verify_due(authority_), 0);
}

TEST_P(Passing, ADeniedReceiverGetsNothing) {
  const Registration giver = verified(0, 1);
  const auto asked = ask(to(0, 1, 7));
  ASSERT_TRUE(agree(asked->transfer.id, Side::giver).ok());
  ASSERT_TRUE(agree(asked->transfer.id, Side::receiver).ok());
  authority_.reasons = {"name_differs"};
  EXPECT_EQ(*service.verify_due(authority_), 1);
  const auto t = *service.get(asked->transfer.id);
  EXPECT_EQ(t.state, TransferState::refused);
  EXPECT_EQ(t.reasons, std::vector<std::string>{"name_differs"});
  EXPECT_EQ(lines_.ownerships(giver.line_id)->size(), 1u);
}

TEST_P(Passing, EveryReasonAtOnce) {
  verified(0, 1);
  registered(1, 2);  // not verified
  NewTransfer wrong = to(0, 2, 1);
  wrong.receiver.consent = "old";
  wrong.receiver.dealer_id = make_party("authority", "No dealer");
  const auto refused = ask(wrong);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(codes(refused.error()),
            (std::vector<std::string>{"consent_missing", "giver_not_holder", "same_person", "dealer_unknown"}));
  EXPECT_EQ(ask(to(1, 2, 3)).error().code, "line_state") << "a line that does not serve yet";
  EXPECT_EQ(ask(to(5, 1, 2)).error().code, "line_state");
  EXPECT_EQ(ask(to(999, 1, 2)).error().code, "line_unknown");
  NewTransfer twisted = to(0, 1, 2);
  twisted.receiver.identity.name = "Another Name";
  EXPECT_EQ(codes(ask(twisted).error()), std::vector<std::string>{"identity_differs"});
  EXPECT_EQ(service.agree("desk", "none", {Side::giver, "transfer-1", GivenBy::letter, "x"}).error().code,
            "transfer_unknown");
  EXPECT_EQ(service.agree("desk", "none", {Side::giver, "old", GivenBy::letter, "x"}).error().code, "consent_missing");
  EXPECT_EQ(number("select count(*) as n from line_transfer"), 0);
}

TEST_P(Passing, AnUnverifiedGiverGivesNothingAway) {
  registered(0, 1);
  authority_.away = true;
  EXPECT_EQ(*service_.verify_due(authority_), 1);  // pending: it serves
  EXPECT_EQ(codes(ask(to(0, 1, 2)).error()), std::vector<std::string>{"giver_unverified"});
}

TEST_P(Passing, TheSameRequestIsOneTransfer) {
  verified(0, 1);
  const auto first = ask(to(0, 1, 7)), again = ask(to(0, 1, 7));
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->transfer.id, first->transfer.id);
  EXPECT_EQ(ask(to(0, 1, 8)).error().code, "idempotency_key_reused");
  EXPECT_EQ(ask(to(0, 1, 8), "t-2").error().code, "transfer_open");
  EXPECT_EQ(service.withdraw("desk", first->transfer.id, "").error().code, "reason_missing");
  EXPECT_EQ(service.withdraw("desk", first->transfer.id, "giver_asked")->state, TransferState::withdrawn);
  EXPECT_TRUE(ask(to(0, 1, 8), "t-3").ok());
}

TEST_P(Passing, WhoDoesNotAgreeInTimeKeepsTheLine) {
  verified(0, 1);
  const auto asked = ask(to(0, 1, 7));
  clock_.set(asked->transfer.due_at - Duration(1));
  EXPECT_EQ(*service.tick(), 0);
  clock_.advance(Duration(1));
  EXPECT_EQ(*service.tick(), 1);
  EXPECT_EQ(service.get(asked->transfer.id)->state, TransferState::lapsed);
  EXPECT_EQ(agree(asked->transfer.id, Side::giver).error().code, "transfer_state");
}

TEST_P(Passing, TheReceiversCapHoldsWhoeverComesAtTheSameTime) {
  for (int n = 0; n < 8; ++n) verified(n, 1 + n);
  for (int n = 20; n < 24; ++n) verified(n, 50);  // four of five
  std::vector<std::string> ids;
  for (int n = 0; n < 8; ++n) {
    const auto asked = ask(to(n, 1 + n, 50), "t-" + std::to_string(n));
    ASSERT_TRUE(asked.ok()) << asked.error().code;
    ids.push_back(asked->transfer.id);
    ASSERT_TRUE(agree(ids.back(), Side::giver).ok());
  }
  std::vector<std::string> outcome(ids.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < ids.size(); ++i)
    threads.emplace_back([&, i] {
      const auto done = agree(ids[i], Side::receiver);
      outcome[i] = done.ok() ? "completed" : done.error().code;
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(std::count(outcome.begin(), outcome.end(), "completed"), 1);
  EXPECT_EQ(std::count(outcome.begin(), outcome.end(), "cap_reached"), 7);
  EXPECT_EQ(number("select count(*) as n from line_ownership o join registration r on r.ownership_id = o.id where "
                   "o.until_at is null and r.state = 'verified'"),
            12);
}

TEST_P(Passing, AWarningIsTheGiversAlone) {
  const Registration giver = verified(0, 1);
  verified(1, 2);
  ASSERT_TRUE(lines_.apply("desk", giver.line_id, line(0).version, lines::Event::warn, "campaign").ok());
  const auto asked = ask(to(0, 1, 2));
  ASSERT_TRUE(agree(asked->transfer.id, Side::giver).ok());
  ASSERT_TRUE(agree(asked->transfer.id, Side::receiver).ok());
  EXPECT_EQ(line(0).state, lines::State::active);
}

TEST_P(Passing, TheSchemaWantsBothAndOneInstant) {
  const Registration giver = verified(0, 1), receiver = verified(1, 2);
  const auto asked = ask(to(0, 1, 2));
  const std::string of_it = " where id = '" + asked->transfer.id + "'";
  const std::string complete = "update line_transfer set state = 'completed', version = version + 1, ownership_id = '" +
                               receiver.ownership_id + "'" + of_it;
  const std::string no = attack(complete);
  EXPECT_TRUE(no == "transfer_consent" || no == "transfer_interval") << no;
  ASSERT_TRUE(agree(asked->transfer.id, Side::giver).ok());
  ASSERT_EQ(attack("insert into line_transfer_consent values('" + asked->transfer.id +
                   "', 'receiver', 'transfer-1', 'letter', 'x', 'x', 1)"),
            "done");
  EXPECT_EQ(attack(complete), "transfer_interval") << "an interval of another line";
  EXPECT_EQ(attack("update line_transfer set receiver_id = giver_id, version = version + 1" + of_it),
            "transfer_immutable");
  EXPECT_EQ(attack("update line_transfer_consent set consent = 'x'"), "consent_immutable");
  EXPECT_EQ(attack("delete from line_transfer"), "transfer_kept");
  std::set<std::pair<std::string, std::string>> table, schema;
  for (const auto& t : transfer_transitions()) table.emplace(to_text(t.from), to_text(t.to));
  for (const auto& row : rows("select from_state, to_state from line_transfer_transition"))
    schema.emplace(row.text("from_state"), row.text("to_state"));
  EXPECT_EQ(table, schema);
}

class PassingByHand : public Passing {
 protected:
  PassingByHand() : Passing("[registration]\nmethod = \"manual\"\n") {
    one_ = make_person("passport:B0000001");
    two_ = make_person("passport:B0000002");
  }
  std::string one_, two_;
};
MUSTER_ON_BOTH_BACKENDS(PassingByHand);

TEST_P(PassingByHand, TwoPersonsLookAtTheReceiver) {
  const Registration giver = registered(0, 1);
  for (const std::string& person : {one_, two_})
    ASSERT_TRUE(service_.note_check(person, giver.id, Outcome::confirmed).ok());
  const auto asked = ask(to(0, 1, 7));
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  const std::string id = asked->transfer.id;
  ASSERT_TRUE(agree(id, Side::giver).ok());
  ASSERT_TRUE(agree(id, Side::receiver).ok());
  EXPECT_EQ(service.note_check(clerk_, id, Outcome::confirmed).error().code, "check_by_capturer");
  EXPECT_EQ(service.note_check(one_, id, Outcome::confirmed)->state, TransferState::asked);
  EXPECT_EQ(service.note_check(one_, id, Outcome::confirmed).error().code, "check_twice");
  EXPECT_EQ(service.note_check(two_, id, Outcome::confirmed)->state, TransferState::completed);
  EXPECT_EQ(number("select count(*) as n from registration_check"), 4) << "the receiver's registration has its two";
}

}  // namespace
}  // namespace muster::registration
