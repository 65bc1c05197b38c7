// The gate on both back ends: what it looks at comes from the rooms that know.
#include "test_support.h"
#include <resources/service.h>

namespace muster::filings {
namespace {

class AccessGate : public Register {
 protected:
  void SetUp() override {
    ASSERT_EQ(
        sql("insert into party(id, kind, name, licence_number, created_at) values('carrier', 'carrier', 'Carrier', "
            "'C-1', 1)"),
        "done");
  }
  // Provider A holds 192.0.2.0/25 out of the carrier's 192.0.2.0/24.
  resources::Block give_block() {
    const resources::Actor registrar{"person-r", "party-r", true};
    const auto range = [](const char* text) { return *identifiers::parse_address_range(text); };
    const auto root = resources_.record_root({range("192.0.2.0/24"), "carrier", "Registry, 2009"}, registrar);
    EXPECT_TRUE(root.ok());
    const auto block = resources_.allocate({root->id, range("192.0.2.0/25"), "provider-a"}, registrar);
    EXPECT_TRUE(block.ok()) << block.error().code;
    return *block;
  }
  Result<GateAnswer> ask(const std::string& site, const std::string& address) {
    return service_->ask_access(site, {"provider-a", AccessMethod::cloud, "", address}, a_);
  }
  static std::vector<std::string> codes(const Result<GateAnswer>& answer) {
    std::vector<std::string> out;
    if (!answer.ok()) return {answer.error().code};
    for (const Error& reason : refusals(answer->checks)) out.push_back(reason.code);
    return out;
  }
  resources::Service resources_{*db_, recorder_, policy::Policy::standard()};
};
MUSTER_ON_BOTH_BACKENDS(AccessGate);
using Codes = std::vector<std::string>;

TEST_P(AccessGate, OneCallGoesAllTheWay) {
  const Filing filing = filed();
  const auto answer = ask("www.shop.example.com", "192.0.2.9");
  ASSERT_TRUE(answer.ok()) << answer.error().code;
  EXPECT_EQ(answer->access->state, AccessState::open);
  EXPECT_EQ(answer->access->site_id, filing.id);
  EXPECT_EQ(answer->checks[static_cast<std::size_t>(GateCheck::address)].outcome, Outcome::unknown)
      << "no block of the provider is on record";
  EXPECT_EQ(number(("select count(*) as n from event where record_id = '" + answer->access->id + "'").c_str()), 3)
      << "requested, reserved, opened";
  EXPECT_EQ(codes(ask(filing.number, "192.0.2.9")), Codes{"access_exists"});
  EXPECT_EQ(codes(ask(filing.id, "nonsense")), Codes{"address_range_form"});
  EXPECT_EQ(service_->ask_access(filing.id, {"provider-b", AccessMethod::cloud, "", "192.0.2.1"}, a_).error().code,
            "access_not_yours");
}

TEST_P(AccessGate, ARefusalIsOnRecordWithEveryReason) {
  give_block();
  const Filing draft = this->draft();
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) {
                   restrictions::NewHold hold{"shop.example.com",
                                              restrictions::HoldGround::unfiled,
                                              std::nullopt,
                                              "provider-a",
                                              "notice",
                                              "decision",
                                              "order",
                                              clock_.now(),
                                              clock_.now() + std::chrono::hours(9)};
                   return restrictions_.place_hold(tx, hold, "person");
                 })
                  .ok());
  const auto answer = ask(draft.id, "192.0.2.200");
  EXPECT_EQ(codes(answer), (Codes{"access_unfiled", "domain_held", "address_outside_block"}));
  EXPECT_EQ(answer->access->state, AccessState::refused);
  EXPECT_EQ(service_->access(answer->access->id)->reasons.size(), 3u);
  // Of a name that nobody filed the checks are told, and nothing is kept.
  const auto before = number("select count(*) as n from access");
  const auto nobody = ask("nobody.example.org", "192.0.2.200");
  EXPECT_EQ(codes(nobody), (Codes{"access_unfiled", "address_outside_block"}));
  EXPECT_FALSE(nobody->access);
  EXPECT_EQ(number("select count(*) as n from access"), before);
}

TEST_P(AccessGate, TheChainOfLeasesHasToBeInForce) {
  const auto block = give_block();
  const Filing filing = filed();
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.10")), Codes{}) << "no lease was ever recorded; the licence is";
  const resources::Actor registrar{"person-r", "party-r", true};
  auto lease = *resources_.propose({block.id, "provider-a", "C-1", true}, registrar);
  const auto step = [&](resources::LeaseEvent event) {
    const auto next = resources_.apply_lease(lease.id, lease.version, {event, {"A reason."}}, registrar);
    ASSERT_TRUE(next.ok()) << next.error().code;
    lease = *next;
  };
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.11")), Codes{"lease_not_in_force"});
  step(resources::LeaseEvent::check_licence);
  step(resources::LeaseEvent::activate);
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.12")), Codes{});
  step(resources::LeaseEvent::find_mismatch);
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.13")), Codes{"lease_in_question"});
  step(resources::LeaseEvent::ask_explanation);
  clock_.set(*lease.due_at);
  step(resources::LeaseEvent::revoke);
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.14")), Codes{"lease_ended"});
  ASSERT_EQ(sql("update party set licence_number = '', version = version + 1 where id = 'provider-a'"), "done");
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.15")), (Codes{"holder_unlicensed", "lease_ended"}));
}

TEST_P(AccessGate, ADebarredSubjectGetsNoFurtherAccessUntilItsDay) {
  const Filing filing = filed();
  const auto before = ask(filing.id, "192.0.2.20");
  ASSERT_EQ(codes(before), Codes{});
  const auto run = [&](const std::string& text) { return sql(text.c_str()); };
  for (const char* id : {"d1", "d2", "d3"})
    ASSERT_EQ(run("insert into person(id, party_id, display_name, identity_index, created_at) values('" +
                  std::string(id) + "', 'provider-a', 'P', '" + std::string(30, 'x') + id + "', 1)"),
              "done");
  ASSERT_EQ(
      run("insert into notice(id, kind, party_id, record_kind, record_id, language, subject, body, created_at, "
          "created_by) values('n1', 'debarment_hearing', 'provider-a', 'debarment', 'b1', 'en', 's', 'b', 1, 'd1')"),
      "done");
  ASSERT_EQ(
      run("insert into debarment(id, number, subject_id, cause, reason, law, decision_ref, decided_at, proposed_by, "
          "proposed_at, state, state_at, end_reason, heard_how, version) values('b1', 'D-2026-000001', '" +
          filing.subject_id + "', 'false_filing', 'r', 'l', 'o', 1, 'd1', 2, 'proposed', 2, '', '', 1)"),
      "done");
  const Instant until = clock_.now() + std::chrono::hours(9);
  const auto move = [&](const char* state) {
    return run(
        "update debarment set state = '" + std::string(state) +
        "', notice_id = 'n1', answer_by = 5, heard_by = 'd2', heard_how = 'words', heard_at = 6, activated_by = 'd3', "
        "from_at = 7, until_at = " +
        std::to_string(until.micros) + ", review_at = 50, version = version + 1");
  };
  for (const char* state : {"notified", "heard"}) ASSERT_EQ(move(state), "done");
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.21")), Codes{}) << "nothing follows before it is in force";
  ASSERT_EQ(move("active"), "done");
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.22")), Codes{"subject_debarred"});
  EXPECT_EQ(service_->access(before->access->id)->state, AccessState::open) << "what it has stays as it is";
  clock_.set(until);
  EXPECT_EQ(codes(ask(filing.id, "192.0.2.23")), Codes{}) << "it lapsed by itself, before any job ran";
}

TEST_P(AccessGate, TheStepThatOpensAsksTheSameGate) {
  give_block();
  const Filing filing = filed();
  Access access = filing.accesses.at(0);  // 192.0.2.7, asked for with the draft
  access = *service_->apply_access(access.id, access.version, {AccessEvent::reserve}, a_);
  EXPECT_EQ(refusals(*service_->gate_of(access.id, a_)).size(), 0u);
  EXPECT_EQ(service_->gate_of(access.id, b_).error().code, "access_not_yours");
  through(filing, {Event::notify_defect});
  EXPECT_EQ(service_->apply_access(access.id, access.version, {AccessEvent::open}, a_).error().code,
            "access_record_defective");
  EXPECT_EQ(
      service_->request_access(filing.id, {"provider-a", AccessMethod::cloud, "", "198.51.100.1"}, a_).error().code,
      "address_outside_block");
}

}  // namespace
}  // namespace muster::filings
