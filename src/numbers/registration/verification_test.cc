#include "test_support.h"
#include <lines/network.h>

namespace muster::registration {
namespace {

// Answers as it is told to, and keeps what it was asked.
class TestAuthority final : public Authority {
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

class Verification : public RegistrationTest {
 protected:
  using RegistrationTest::RegistrationTest;
  int verify() {
    int asked = 0;
    for (int some = 1; some > 0; asked += some) some = *service_.verify_due(authority_);
    return asked;
  }
  State state_of(const Registration& r) { return service_.get(r.id)->state; }
  TestAuthority authority_;
};
MUSTER_ON_BOTH_BACKENDS(Verification);

TEST_P(Verification, AConfirmedRegistrationPutsTheLineIntoService) {
  const Registration r = registered(0);
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(state_of(r), State::verified);
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(authority_.asked.at(0).number, capture(0).document.number);
  EXPECT_EQ(authority_.asked.at(0).name, "Specimen Person 1");
  EXPECT_EQ(authority_.asked.at(0).birth_date, "1990-01-01");
  EXPECT_EQ(number("select count(*) as n from network_command where action = 'activate'"), 1);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 1) << "the reading is in the ledger";
  EXPECT_EQ(verify(), 0);
}

TEST_P(Verification, ADeniedOneIsRejectedWithReasonsAndTheLineIsFree) {
  const Registration r = registered(0);
  authority_.reasons = {"name_differs", "holder_deceased", "not a code, and nobody's name gets in"};
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(state_of(r), State::rejected);
  EXPECT_EQ(service_.get(r.id)->reasons, (std::vector<std::string>{"name_differs", "holder_deceased"}));
  EXPECT_EQ(line(0).state, lines::State::available);
  EXPECT_TRUE(lines_.ownerships(r.line_id)->at(0).until.has_value());
  EXPECT_EQ(number("select count(*) as n from network_command"), 0) << "it never served";
}

TEST_P(Verification, WhileTheAuthorityIsAwayTheLineServesForATerm) {
  const Registration r = registered(0);
  authority_.away = true;
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(state_of(r), State::pending);
  EXPECT_EQ(line(0).state, lines::State::active) << "register now, verify within the term";
  EXPECT_EQ(service_.get(r.id)->due_at, own_policy_.due("registration.verify_within", clock_.now()));
  EXPECT_EQ(verify(), 0) << "not asked again at once";
  clock_.advance(std::chrono::minutes(5));
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(state_of(r), State::pending);
  clock_.advance(std::chrono::minutes(5));
  EXPECT_EQ(verify(), 0) << "the second pause is longer";
  clock_.advance(std::chrono::minutes(5));
  authority_.away = false;
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(state_of(r), State::verified);
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(*service_.tick(), 0);
}

TEST_P(Verification, WhatIsNotVerifiedInTimeIsBarred) {
  const Registration r = registered(0);
  authority_.away = true;
  EXPECT_EQ(verify(), 1);
  clock_.set(*service_.get(r.id)->due_at - Duration(1));
  EXPECT_EQ(*service_.tick(), 0);
  clock_.advance(Duration(1));
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(state_of(r), State::rejected);
  EXPECT_EQ(service_.get(r.id)->reasons, std::vector<std::string>{"verification_term_over"});
  EXPECT_EQ(line(0).state, lines::State::barred);
  EXPECT_EQ(verify(), 0);
}

TEST_P(Verification, APendingOneThatIsDeniedIsBarred) {
  const Registration r = registered(0);
  authority_.away = true;
  EXPECT_EQ(verify(), 1);
  authority_.away = false;
  authority_.reasons = {"identity_unknown"};
  clock_.advance(std::chrono::minutes(5));
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(line(0).state, lines::State::barred);
  EXPECT_EQ(state_of(r), State::rejected);
}

TEST_P(Verification, WhoAskedAndDiedIsFollowedByAnother) {
  class Dies final : public Authority {
    Result<Answer> check(const Question&) override { throw std::runtime_error("killed"); }
  } dies;
  const Registration r = registered(0);
  EXPECT_THROW((void)service_.verify_due(dies), std::runtime_error);
  EXPECT_EQ(verify(), 0) << "it is lent out";
  clock_.advance(std::chrono::minutes(2));
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(state_of(r), State::verified);
}

TEST_P(Verification, TheDocumentThatWasShownIsAskedAbout) {
  const Registration first = registered(0);
  const persons::Document passport{"passport", "CHN", "E12345678", "2030-01-01"};
  ASSERT_TRUE(
      persons_.add_document("officer", first.holder_id, passport, {persons::Evidence::register_extract, "x"}).ok());
  stock_up(1);
  Capture c = capture(1);
  c.document = passport;
  const auto second = submit(c, "passport");
  ASSERT_TRUE(second.ok()) << second.error().code;
  EXPECT_EQ(second->registration.holder_id, first.holder_id);
  EXPECT_EQ(verify(), 2);
  std::set<std::string> numbers{authority_.asked.at(0).number, authority_.asked.at(1).number};
  EXPECT_EQ(numbers, (std::set<std::string>{capture(0).document.number, "E12345678"}));
}

TEST_P(Verification, ADisconnectedLineClosesItsRegistration) {
  const Registration r = registered(0);
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(*service_.close_ended(Instant{}), 0);
  const auto one = line(0);
  ASSERT_TRUE(lines_.apply("registrar", one.id, one.version, lines::Event::disconnect, "holder_asked").ok());
  EXPECT_EQ(*service_.close_ended(clock_.now() - std::chrono::hours(24)), 1);
  EXPECT_EQ(state_of(r), State::closed);
  EXPECT_EQ(*service_.close_ended(Instant{}), 0);
}

class ManualVerification : public Verification {
 protected:
  ManualVerification() : Verification("[registration]\nmethod = \"manual\"\n") {}
};
MUSTER_ON_BOTH_BACKENDS(ManualVerification);

TEST_P(ManualVerification, TwoPersonsWhoDidNotCaptureIt) {
  const std::string a = make_person("passport:A0000002"), b = make_person("passport:A0000003");
  const Registration r = registered(0);
  EXPECT_EQ(verify(), 0) << "no authority is asked";
  EXPECT_EQ(service_.waiting_for_persons("", 10)->size(), 1u);
  EXPECT_EQ(service_.note_check(clerk_, r.id, Outcome::confirmed).error().code, "check_by_capturer");
  EXPECT_EQ(service_.note_check(a, r.id, Outcome::confirmed)->state, State::captured);
  EXPECT_EQ(line(0).state, lines::State::registered);
  const std::string again = service_.note_check(a, r.id, Outcome::confirmed).error().code;
  EXPECT_TRUE(again == "check_twice" || again == "already_exists") << again;
  EXPECT_EQ(service_.note_check(b, r.id, Outcome::confirmed)->state, State::verified);
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(service_.note_check(b, r.id, Outcome::denied).error().code, "registration_state");
  EXPECT_EQ(service_.note_check(b, "nothing", Outcome::denied).error().code, "registration_unknown");
  EXPECT_TRUE(service_.waiting_for_persons("", 10)->empty());
}

TEST_P(ManualVerification, OneWhoDeniesIsEnough) {
  const std::string a = make_person("passport:A0000002");
  const Registration r = registered(0);
  EXPECT_EQ(service_.note_check(a, r.id, Outcome::denied)->state, State::rejected);
  EXPECT_EQ(line(0).state, lines::State::available);
}

TEST_P(ManualVerification, TheSchemaWantsTwo) {
  const std::string a = make_person("passport:A0000002");
  const Registration r = registered(0);
  ASSERT_TRUE(service_.note_check(a, r.id, Outcome::confirmed).ok());
  EXPECT_EQ(attack("update registration set state = 'verified', version = version + 1"), "registration_two_persons");
  EXPECT_EQ(attack("insert into registration_check(registration_id, person_id, outcome, at) values('" + r.id + "', '" +
                   clerk_ + "', 'confirmed', 1)"),
            "check_by_capturer");
  EXPECT_EQ(attack("update registration_check set outcome = 'denied'"), "check_immutable");
  EXPECT_EQ(attack("delete from registration_check"), "check_immutable");
}

TEST_P(Verification, TheSchemaHasTheSameStateTable) {
  std::set<std::pair<std::string, std::string>> code, schema;
  for (const Transition& t : transitions()) code.insert({to_text(t.from), to_text(t.to)});
  for (const auto& row : rows("select from_state, to_state from registration_transition"))
    schema.insert({row.text("from_state"), row.text("to_state")});
  EXPECT_EQ(code, schema);
  EXPECT_EQ(attack("delete from registration_transition"), "state_table_immutable");
}

TEST_P(Verification, TheSchemaKeepsWhatWasCaptured) {
  registered(0);
  EXPECT_EQ(attack("update registration set state = 'closed', version = version + 1"), "registration_state");
  for (const char* change :
       {"dealer_id = 'x'", "place = 'x'", "device = 'x'", "consent = 'x'", "captured_by = 'x'", "captured_at = 1",
        "line_id = 'x'", "holder_id = 'x'", "request_key = 'x'", "method = 'manual'", "checks = -1"})
    EXPECT_EQ(attack(std::string("update registration set version = version + 1, ") + change), "registration_immutable")
        << change;
  EXPECT_EQ(attack("delete from registration"), "registration_kept");
  TestAuthority away;
  away.away = true;
  ASSERT_EQ(*service_.verify_due(away), 1);
  EXPECT_EQ(attack("update registration set due_at = due_at + 1, version = version + 1"), "registration_immutable")
      << "the term does not move";
}

}  // namespace
}  // namespace muster::registration
