#include "test_support.h"

#include <latch>
#include <thread>

namespace muster::dealers {
namespace {

class Dealers : public DealersTest {};
MUSTER_ON_BOTH_BACKENDS(Dealers);

TEST_P(Dealers, TheSchemaHasTheSamePairs) {
  std::set<std::pair<std::string, std::string>> rules, schema;
  for (const Transition& t : transitions()) rules.insert({to_text(t.from), to_text(t.to)});
  for (const auto& row : rows("select * from dealer_transition"))
    schema.insert({row.text("from_state"), row.text("to_state")});
  EXPECT_EQ(rules, schema);
  rules.clear();
  schema.clear();
  for (const PacketTransition& t : packet_transitions()) rules.insert({to_text(t.from), to_text(t.to)});
  for (const auto& row : rows("select * from dealer_packet_transition"))
    schema.insert({row.text("from_state"), row.text("to_state")});
  EXPECT_EQ(rules, schema);
}

TEST_P(Dealers, AppliesIsActivatedSuspendedAndEnds) {
  const auto applied = *service_.apply("carrier", contract());
  EXPECT_EQ(applied.state, State::applied);
  EXPECT_EQ(service_.apply("carrier", contract()).error().code, "dealer_exists");
  EXPECT_EQ(service_.take("carrier", dealer_, 1, Event::suspend, "signals").error().code, "dealer_state");
  const auto active = *service_.take("carrier", dealer_, 1, Event::activate);
  EXPECT_EQ(service_.take("carrier", dealer_, 1, Event::suspend, "signals").error().code, "stale_version");
  EXPECT_EQ(service_.take("carrier", dealer_, 2, Event::suspend).error().code, "reason_missing");
  EXPECT_EQ(service_.take("carrier", dealer_, 2, Event::suspend, "they seem odd").error().code, "reason_missing");
  const auto suspended = *service_.take("carrier", dealer_, active.version, Event::suspend, "signals");
  EXPECT_EQ(suspended.reason, "signals");
  EXPECT_EQ(service_.take("carrier", dealer_, 3, Event::reinstate)->reason, "");
  EXPECT_EQ(service_.take("carrier", dealer_, 4, Event::end, "contract_over")->state, State::ended);
  EXPECT_EQ(service_.change_contract("carrier", 5, contract()).error().code, "dealer_ended");
  EXPECT_EQ(number("select count(*) as n from event where kind = 'dealer.stepped'"), 4);
}

TEST_P(Dealers, WhatTheSchemaRefuses) {
  open_shop();
  EXPECT_EQ(attack("update dealer set state = 'applied', version = version + 1"), "dealer_state");
  EXPECT_EQ(attack("update dealer set quota = 5"), "dealer_immutable");
  EXPECT_EQ(attack("delete from dealer"), "dealer_kept");
  EXPECT_EQ(attack("insert into dealer_transition(from_state, to_state) values('ended', 'active')"),
            "state_table_immutable");
  EXPECT_EQ(attack("update dealer_place set region = 'x'"), "place_immutable");
  EXPECT_EQ(attack("delete from dealer_person"), "dealer_person_immutable");
  const auto device = enrol();
  EXPECT_EQ(attack("update dealer_device set person_id = 'x'"), "device_immutable");
  EXPECT_EQ(attack("delete from dealer_device"), "device_immutable");
  ASSERT_TRUE(service_.revoke("carrier", device.id, "lost").ok());
  EXPECT_EQ(attack("update dealer_device set revoked_at = null, revoked_reason = ''"), "device_immutable");
  EXPECT_EQ(attack("update dealer_code set device_id = null"), "code_used");
}

TEST_P(Dealers, ASubDealerStandsUnderOneInForce) {
  open_shop();
  const std::string under = make_party("Sub-dealer");
  NewDealer below{under, "C-8", clock_.now(), {}, "CN-12", dealer_, 10};
  ASSERT_TRUE(service_.apply("carrier", below).ok());
  ASSERT_TRUE(service_.take("carrier", under, 1, Event::activate).ok());
  EXPECT_EQ(service_.list("", dealer_, "", 10)->size(), 1u);
  const auto standing = [&] {
    return db_
        ->read([&](store::Transaction& tx) -> Result<registration::Admission::Standing> {
          return admission_.standings(tx, {under}, clock_.now())[under];
        })
        ->hindrance;
  };
  EXPECT_FALSE(standing());
  ASSERT_TRUE(service_.take("carrier", dealer_, 2, Event::suspend, "signals").ok());
  EXPECT_EQ(standing()->code, "dealer_parent_not_active");
  below.id = make_party("Another");
  EXPECT_EQ(service_.apply("carrier", below).error().code, "dealer_parent");
}

TEST_P(Dealers, AnybodyElseSellsNothing) {
  const auto standings = *db_->read([&](store::Transaction& tx) -> Result<std::map<std::string, bool>> {
    std::map<std::string, bool> out;
    for (const auto& [id, s] :
         admission_.standings(tx, {dealer_, make_party("Own shops", "carrier"), "nobody"}, clock_.now()))
      out[id] = s.known;
    return out;
  });
  EXPECT_EQ(standings.size(), 1u) << "a carrier's own shops need no record";
  EXPECT_FALSE(standings.contains(dealer_)) << "a partner does";
}

TEST_P(Dealers, ADeviceIsEnrolledOnceWithACode) {
  open_shop();
  EXPECT_EQ(service_.issue_code("carrier", dealer_, "nobody", "BJ-1").error().code, "worker_unknown");
  EXPECT_EQ(service_.issue_code("carrier", dealer_, person_, "BJ-2").error().code, "place_unknown");
  const auto code = *service_.issue_code("carrier", dealer_, person_, "BJ-1");
  const std::string spki = to_base64url(key_.spki());
  EXPECT_EQ(service_.enrol("0000-0000-0000", spki, "").error().code, "code_wrong");
  EXPECT_EQ(service_.enrol(code.code, to_base64url("no key"), "").error().code, "device_key");
  EXPECT_EQ(service_.enrol(code.code, spki, std::string(61, 'x')).error().code, "device_label");
  const auto device = *service_.enrol(code.code, spki, "Counter phone");
  EXPECT_EQ(device.person_id, person_);
  EXPECT_EQ(service_.enrol(code.code, spki, "")->id, device.id) << "the answer got lost";
  const test::Authenticator other(test::Authenticator::Kind::webcrypto);
  EXPECT_EQ(service_.enrol(code.code, to_base64url(other.spki()), "").error().code, "code_wrong");
  const auto second = *service_.issue_code("carrier", dealer_, person_, "BJ-1");
  EXPECT_EQ(service_.enrol(second.code, spki, "").error().code, "device_known");
  clock_.set(second.expires_at);
  EXPECT_EQ(service_.enrol(second.code, to_base64url(other.spki()), "").error().code, "code_wrong");
  EXPECT_EQ(*service_.sweep(), 0);
  clock_.advance(Duration(1));
  EXPECT_EQ(*service_.sweep(), 1);
  EXPECT_EQ(everything().find(code.code), std::string::npos) << "of a code its keyed hash is kept";
}

TEST_P(Dealers, ARequestIsSignedByTheDevice) {
  open_shop();
  const auto device = enrol();
  const std::string body = to_hex(sha256("body")), time = to_rfc3339(clock_.now());
  SignedRequest request{device.id, time, "", "POST", "/api/dealer-packets", body};
  const auto sign = [&] {
    request.signature =
        to_base64url(key_.sign_bytes(request_text(request.method, request.path, request.time, request.body_sha256)));
  };
  sign();
  EXPECT_EQ(service_.authenticate(request)->id, device.id);
  for (std::string SignedRequest::*part : {&SignedRequest::method, &SignedRequest::path, &SignedRequest::body_sha256}) {
    SignedRequest altered = request;
    altered.*part += "x";
    EXPECT_EQ(service_.authenticate(altered).error().code, "signature_wrong");
  }
  clock_.advance(kRequestClock + Duration(1));
  EXPECT_EQ(service_.authenticate(request).error().code, "request_time");
  request.time = to_rfc3339(clock_.now());
  sign();
  EXPECT_TRUE(service_.authenticate(request).ok());
  ASSERT_TRUE(service_.revoke("carrier", device.id, "lost").ok());
  EXPECT_EQ(service_.authenticate(request).error().code, "device_revoked");
  EXPECT_EQ(service_.revoke("carrier", device.id, "lost").error().code, "device_revoked");
}

TEST_P(Dealers, WhoLeavesTakesNoDeviceAlong) {
  open_shop();
  const auto device = enrol();
  EXPECT_EQ(service_.add_worker("carrier", dealer_, person_).error().code, "worker_known");
  ASSERT_TRUE(service_.end_worker("carrier", dealer_, person_).ok());
  EXPECT_EQ(service_.device(device.id)->revoked_reason, "left");
  EXPECT_EQ(service_.end_worker("carrier", dealer_, person_).error().code, "worker_unknown");
  EXPECT_TRUE(service_.add_worker("carrier", dealer_, person_).ok());
}

registration::Capture capture(const std::string& dealer, int line, int person) {
  registration::Capture c;
  c.document = {"cn_resident_id", "CHN", test::resident_id("19900101", person), ""};
  c.identity = {"Specimen Person " + std::to_string(person), "1990-01-01", "12 Example Street, Utopia"};
  c.category = "citizen";
  c.msisdn = lines::msisdn_text(kFirstNumber + line);
  c.dealer_id = dealer;
  c.place = "BJ-1";
  c.device = "T-17";
  c.consent = "terms-1";
  return c;
}

TEST_P(Dealers, TheQuotaHoldsWhoeverRegistersAtTheSameTime) {
  constexpr int kClients = 32, kQuota = 5;
  open_shop(kQuota);
  std::vector<std::unique_ptr<registration::Service>> services;
  for (int n = 0; n < kClients; ++n) {
    stock_up(n);
    services.push_back(std::make_unique<registration::Service>(*db_, recorder_, vault_, policy_,
                                                               registration::Options{.admission = &admission_}));
  }
  std::vector<std::string> answers(kClients);
  std::latch start(kClients);
  {
    std::vector<std::jthread> clients;
    for (std::size_t n = 0; n < kClients; ++n)
      clients.emplace_back([&, n] {
        start.arrive_and_wait();
        const auto done = services[n]->submit(person_, "key-" + std::to_string(n),
                                              capture(dealer_, static_cast<int>(n), static_cast<int>(n)));
        answers[n] = done.ok() ? "registered" : done.error().code;
      });
  }
  EXPECT_EQ(std::count(answers.begin(), answers.end(), "registered"), kQuota);
  EXPECT_EQ(std::count(answers.begin(), answers.end(), "dealer_quota_reached"), kClients - kQuota);
  EXPECT_EQ(*service_.accepted_today(dealer_), kQuota);
  EXPECT_EQ(number("select count(*) as n from registration"), kQuota);
  clock_.advance(std::chrono::hours(24));
  const auto next = registration_.submit(person_, "tomorrow", capture(dealer_, kClients - 1, kClients - 1));
  EXPECT_TRUE(next.ok() || next.error().code == "line_not_reserved") << next.error().code;
  EXPECT_EQ(attack("update dealer_day set accepted = 6"), "schema_refused");
}

TEST_P(Dealers, AQuotaIsSharedByABatch) {
  open_shop(3);
  std::vector<std::pair<std::string, registration::Capture>> all;
  for (int n = 0; n < 5; ++n) {
    stock_up(n);
    all.emplace_back("key-" + std::to_string(n), capture(dealer_, n, n));
  }
  int done = 0;
  for (const auto& result : registration_.submit_all(person_, all)) done += result.ok();
  EXPECT_EQ(done, 3);
  for (int n = 0; n < 3; ++n) EXPECT_TRUE(registration_.submit(person_, all[n].first, all[n].second)->replayed);
}

TEST_P(Dealers, SuspendingQueuesAllItsRegistrationsForReverification) {
  open_shop();
  constexpr int kCount = 7;
  for (int n = 0; n < kCount; ++n) {
    stock_up(n);
    ASSERT_TRUE(registration_.submit(person_, "key-" + std::to_string(n), capture(dealer_, n, n)).ok());
  }
  struct Says final : registration::Authority {
    Result<registration::Answer> check(const registration::Question&) override {
      return registration::Answer{confirms,
                                  confirms ? std::vector<std::string>{} : std::vector<std::string>{"unknown"}};
    }
    bool confirms = true;
  } authority;
  ASSERT_EQ(*registration_.verify_due(authority), kCount);
  ASSERT_EQ(number("select count(*) as n from registration where state = 'verified'"), kCount);
  // In pieces, as a job that is stopped and goes on.
  const auto first = *registration_.recheck_of_dealer("system:test", dealer_, "", 3, clock_.now(), Duration(0));
  EXPECT_EQ(first.rechecked, 3);
  EXPECT_EQ(number("select count(*) as n from registration where state = 'pending'"), 3);
  ASSERT_TRUE(service_.take("carrier", dealer_, 2, Event::suspend, "signals").ok());
  stock_up(kCount);
  EXPECT_EQ(registration_.submit(person_, "more", capture(dealer_, kCount, 9)).error().code, "dealer_not_active");
  EXPECT_EQ(service_.recheck(dealer_)->value().waiting, 3);
  ASSERT_EQ(*jobs_.run_due(), 1);
  const auto job = jobs_.list(kRecheckJob, "", "", 10)->at(0);
  EXPECT_EQ(job.result, R"({"rechecked":4})");
  EXPECT_EQ(job.total, kCount);
  EXPECT_EQ(job.done, kCount);
  EXPECT_EQ(service_.recheck(dealer_)->value().job_id, job.id);
  EXPECT_EQ(service_.recheck(dealer_)->value().waiting, kCount);
  EXPECT_EQ(number("select count(*) as n from registration where state = 'pending' and due_at is not null"), kCount);
  EXPECT_EQ(number("select count(*) as n from line where state = 'active'"), kCount) << "the lines serve meanwhile";
  clock_.advance(std::chrono::seconds(10));
  EXPECT_EQ(*registration_.verify_due(authority, 3), 3);
  authority.confirms = false;
  EXPECT_EQ(*registration_.verify_due(authority, 3), 3);
  EXPECT_EQ(number("select count(*) as n from line where state = 'barred'"), 3);
  clock_.advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(*registration_.tick(), 1) << "what is not verified in time is barred";
  EXPECT_EQ(number("select count(*) as n from line where state = 'barred'"), 4);
  EXPECT_EQ(number("select count(*) as n from registration where state = 'verified'"), 3);
}

}  // namespace
}  // namespace muster::dealers
