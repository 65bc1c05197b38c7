// The gate: the conjunction of its checks, each with its reasons.
#include <filings/gate.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::filings {
namespace {

GateFacts good() {
  GateFacts facts;
  facts.filing = State::filed;
  facts.address = AddressFact::inside;
  facts.registrants = {{"shop.example.com", RegistrantFact::same}, {"example.net", RegistrantFact::related}};
  return facts;
}

Outcome outcome(const GateFacts& facts, GateCheck check) {
  return check_gate(facts)[static_cast<std::size_t>(check)].outcome;
}
std::vector<std::string> codes(const GateFacts& facts) {
  std::vector<std::string> out;
  for (const Error& reason : refusals(check_gate(facts))) out.push_back(reason.code);
  return out;
}
using Codes = std::vector<std::string>;

TEST(Gate, IsOpenWhenEveryCheckPasses) {
  const auto checks = check_gate(good());
  ASSERT_EQ(checks.size(), static_cast<std::size_t>(kGateCheckCount));
  for (int i = 0; i < kGateCheckCount; ++i) {
    EXPECT_EQ(checks[static_cast<std::size_t>(i)].check, static_cast<GateCheck>(i));
    EXPECT_EQ(checks[static_cast<std::size_t>(i)].outcome, Outcome::passed) << to_text(static_cast<GateCheck>(i));
  }
  EXPECT_EQ(codes(good()), Codes{});
}

TEST(Gate, ADebarredSubjectGetsNoFurtherAccess) {
  GateFacts facts = good();
  facts.debarred = "D-2026-000001";
  EXPECT_EQ(codes(facts), Codes{"subject_debarred"});
  EXPECT_EQ(outcome(facts, GateCheck::unrestricted), Outcome::refused);
}

TEST(Gate, EveryReasonIsToldAtOnce) {
  GateFacts facts = good();
  facts.filing = State::under_review;
  facts.restricted = {{"shop.example.com", true, "billing_fraud"}, {"example.net", false, "unfiled"}};
  facts.lease_faults = {refused("lease_ended", "Over.", "address_range")};
  facts.registrants[0].fact = RegistrantFact::other;
  facts.registrants[1].fact = RegistrantFact::ended;
  EXPECT_EQ(codes(facts), (Codes{"access_unfiled", "domain_blocklisted", "domain_held", "lease_ended",
                                 "registrant_other", "registration_ended"}));
  facts.address = AddressFact::outside;
  EXPECT_EQ(codes(facts)[3], "address_outside_block") << "and of a chain that leads elsewhere nothing is said";
}

TEST(Gate, ARecordInQuestionIsPutRightFirst) {
  for (int i = 0; i < kStateCount; ++i) {
    GateFacts facts = good();
    facts.filing = static_cast<State>(i);
    const bool clean = *facts.filing == State::filed || *facts.filing == State::change_pending;
    EXPECT_EQ(refusals(check_gate(facts)).empty(), clean) << to_text(*facts.filing);
  }
  GateFacts none = good();
  none.filing.reset();
  EXPECT_EQ(codes(none), Codes{"access_unfiled"});
}

TEST(Gate, WhatNothingIsOnRecordForIsNeitherPassedNorRefused) {
  GateFacts facts = good();
  facts.address = AddressFact::no_blocks;
  facts.registrants[1].fact = RegistrantFact::unknown;
  EXPECT_EQ(codes(facts), Codes{});
  for (const GateCheck check : {GateCheck::address, GateCheck::lease_chain, GateCheck::registrant}) {
    EXPECT_EQ(outcome(facts, check), Outcome::unknown) << to_text(check);
    EXPECT_FALSE(check_gate(facts)[static_cast<std::size_t>(check)].reasons.empty()) << "it says what";
  }
  facts.registrants[0].fact = RegistrantFact::other;
  EXPECT_EQ(outcome(facts, GateCheck::registrant), Outcome::refused) << "one that is known to be another's is enough";
}

GateFacts any_facts() {
  GateFacts facts;
  if (*rc::gen::inRange(0, 8) > 0) facts.filing = static_cast<State>(*rc::gen::inRange(0, kStateCount));
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
    facts.restricted.push_back({"d" + std::to_string(i) + ".example", *rc::gen::arbitrary<bool>(), "unfiled"});
  facts.address = static_cast<AddressFact>(*rc::gen::inRange(0, 3));
  if (facts.address == AddressFact::inside && *rc::gen::arbitrary<bool>())
    facts.lease_faults = {refused("lease_in_question", "In question.", "address_range")};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
    facts.registrants.push_back(
        {"d" + std::to_string(i) + ".example", static_cast<RegistrantFact>(*rc::gen::inRange(0, 5))});
  return facts;
}

// Said apart from the rules: what refuses, in one place.
bool may_open(const GateFacts& f) {
  const auto refuses = [](const DomainRegistrant& d) {
    return d.fact == RegistrantFact::other || d.fact == RegistrantFact::ended;
  };
  return f.filing && (*f.filing == State::filed || *f.filing == State::change_pending) && f.restricted.empty() &&
         f.address != AddressFact::outside && f.lease_faults.empty() &&
         std::none_of(f.registrants.begin(), f.registrants.end(), refuses);
}

RC_GTEST_PROP(GateProperty, IsTheConjunctionOfItsChecks, ()) {
  const GateFacts facts = any_facts();
  const auto checks = check_gate(facts);
  const bool open = refusals(checks).empty();
  RC_ASSERT(open == may_open(facts));
  bool all = true;
  for (const CheckOutcome& check : checks) {
    all = all && check.outcome != Outcome::refused;
    RC_ASSERT(check.outcome != Outcome::refused || !check.reasons.empty());
    RC_ASSERT(check.outcome != Outcome::passed || check.reasons.empty());
  }
  RC_ASSERT(open == all);
}

// One check more that fails never opens the gate.
RC_GTEST_PROP(GateProperty, NothingBadEverOpensIt, ()) {
  GateFacts facts = any_facts();
  if (refusals(check_gate(facts)).empty()) return;
  const std::size_t before = refusals(check_gate(facts)).size();
  facts.restricted.push_back({"more.example", true, "billing_fraud"});
  RC_ASSERT(refusals(check_gate(facts)).size() == before + 1);
}

}  // namespace
}  // namespace muster::filings
