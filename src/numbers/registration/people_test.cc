#include "test_support.h"
#include <persons/notice.h>
#include <registration/companies.h>
#include <registration/document_terms.h>
#include <registration/reconnection.h>

namespace muster::registration {
namespace {

class Confirms final : public Authority {
 public:
  Result<Answer> check(const Question&) override { return Answer{true, {}}; }
};

class People : public RegistrationTest {
 protected:
  void verify() {
    while (*service_.verify_due(authority_) > 0) {
    }
  }
  Registration verified(int line, int person = 1) {
    const Registration r = registered(line, person);
    verify();
    return r;
  }
  Capture child(int line) const {
    Capture c = capture(line);
    c.document.number = test::resident_id("20120101", 9);
    c.identity.birth_date = "2012-01-01";
    c.category = "minor";
    c.guardian = capture(1).document;
    c.guardian_consent = "guardian-1";
    return c;
  }
  Capture by_proxy(int line, int person, int proxy) const {
    Capture c = capture(line, person);
    c.proxy = Proxy{capture(0, proxy).document, capture(0, proxy).identity, "letter-4", "proxy-1"};
    return c;
  }
  Capture foreigner(int line, const std::string& number, const std::string& until) const {
    Capture c = capture(line);
    c.category = "foreigner";
    c.document = {"passport", "UTO", number, until};
    return c;
  }
  NewCompany firm(const std::string& responsible) const {
    return {"lei", "5493001KJTIIGC8Y1R12", "Example Ltd", responsible, "resolution-7", 3};
  }
  Confirms authority_;
};
MUSTER_ON_BOTH_BACKENDS(People);

TEST_P(People, AMinorsGuardianIsVerifiedAndAgrees) {
  stock_up(0);
  Capture c = child(0);
  const Registration guardian = registered(1);
  EXPECT_EQ(submit(c, "a").error().code, "guardian_unverified");
  verify();
  c.guardian_consent = "";
  EXPECT_EQ(submit(c, "a").error().code, "guardian_consent_missing");
  c.guardian_consent = "guardian-1";
  const auto done = submit(c, "a");
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(persons_.holder(done->registration.holder_id)->guardian_id, guardian.holder_id);
}

TEST_P(People, AProxyIsOnRecordWithBothIdentities) {
  stock_up(0);
  Companies people(*db_, recorder_, vault_, own_policy_);
  Capture c = by_proxy(0, 1, 50);
  c.proxy->authorisation = "";
  c.proxy->consent = "";
  c.proxy->identity.name = "";
  EXPECT_EQ(codes(submit(c, "a").error()),
            (std::vector<std::string>{"name_form", "authorisation_form", "consent_missing"}));
  EXPECT_EQ(submit(c, "a").error().all.at(0).field, "proxy.name");
  EXPECT_EQ(submit(by_proxy(0, 1, 1), "a").error().code, "proxy_self");
  const auto done = submit(by_proxy(0, 1, 50), "a");
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_TRUE(submit(by_proxy(0, 1, 50), "a")->replayed);
  EXPECT_EQ(submit(by_proxy(0, 1, 51), "a").error().code, "idempotency_key_reused")
      << "another proxy is another request";
  const auto fields = *people.read_proxy("officer", done->registration.id, "check_proxy");
  EXPECT_EQ(fields.at("name"), "Specimen Person 50");
  EXPECT_EQ(fields.at("document_1"), capture(0, 50).document.number);
  EXPECT_EQ(everything().find("Specimen Person 50"), std::string::npos);
  EXPECT_EQ(everything().find(capture(0, 50).document.number), std::string::npos);
  // With the person's data the proxy's go.
  ASSERT_TRUE(lines_.apply("desk", done->registration.line_id, line(0).version, lines::Event::release, "wish").ok());
  clock_.advance(own_policy_.duration("registration.retention"));
  EXPECT_EQ(*people.tick(), 0);
  EXPECT_EQ(*persons_.tick(), 1);
  EXPECT_EQ(*people.tick(), 1);
  EXPECT_EQ(*people.tick(), 0);
  EXPECT_EQ(people.read_proxy("officer", done->registration.id, "check_proxy").error().code, "vault_destroyed");
}

TEST_P(People, OneActsForAFewAlone) {
  for (int n = 0; n < 6; ++n) stock_up(n);
  EXPECT_TRUE(submit(by_proxy(0, 1, 50), "a").ok());
  EXPECT_TRUE(submit(by_proxy(1, 2, 50), "b").ok());
  EXPECT_TRUE(submit(by_proxy(2, 2, 50), "c").ok()) << "the same person again";
  EXPECT_EQ(submit(by_proxy(3, 3, 50), "d").error().code, "proxy_too_many");
  EXPECT_TRUE(submit(by_proxy(3, 3, 51), "d").ok());
  // Within one batch as well.
  std::vector<std::pair<std::string, Capture>> batch;
  for (int n = 4; n < 6; ++n) batch.emplace_back("k" + std::to_string(n), by_proxy(n, 10 + n, 51));
  const auto results = service_.submit_all(clerk_, batch);
  EXPECT_TRUE(results[0].ok());
  EXPECT_EQ(results[1].error().code, "proxy_too_many");
}

TEST_P(People, ACompanysLineWaitsForItsNamedUser) {
  Companies companies(*db_, recorder_, vault_, own_policy_);
  const Registration boss = registered(9, 9);
  EXPECT_EQ(companies.enrol("desk", firm(boss.holder_id)).error().code, "responsible_unverified");
  verify();
  NewCompany wrong = firm(boss.holder_id);
  wrong.organisation_kind = "cn_resident_id";
  wrong.name = "";
  wrong.resolution_ref = "";
  wrong.lines_max = 0;
  EXPECT_EQ(companies.enrol("desk", wrong).error().all.size(), 4u);
  const auto company = companies.enrol("desk", firm(boss.holder_id));
  ASSERT_TRUE(company.ok()) << company.error().code;
  EXPECT_FALSE(companies.enrol("desk", firm(boss.holder_id)).ok()) << "once on record";
  EXPECT_EQ(companies.allot("desk", company->id, {kFirst, kFirst + 1, kFirst + 2, kFirst + 3}).error().code,
            "company_lines_reached");
  EXPECT_EQ(*companies.allot("desk", company->id, {kFirst, kFirst + 1}), 2);
  EXPECT_EQ(companies.allot("desk", company->id, {kFirst}).error().code, "line_state");
  EXPECT_EQ(line(0).state, lines::State::reserved) << "out of service until somebody uses it";
  EXPECT_EQ(line(0).due_at, own_policy_.due("company.reservation", clock_.now()));
  for (int n = 0; n < 2; ++n) {
    ASSERT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    ASSERT_TRUE(lines_.change_sim("dealer", line(n).id, line(n).version, test::iccid(n), "first").ok());
  }
  EXPECT_EQ(submit(capture(0, 4), "a").error().code, "line_of_company") << "nobody else's";
  Capture user = capture(0, 4);
  user.category = "organisation_user";
  user.organisation_kind = "lei";
  user.organisation_number = "529900T8BM49AURSDO55";  // of another one
  EXPECT_EQ(submit(user, "a").error().code, "line_of_company");
  user.organisation_number = "5493001KJTIIGC8Y1R12";
  const auto done = submit(user, "a");
  ASSERT_TRUE(done.ok()) << done.error().code;
  verify();
  EXPECT_EQ(line(0).state, lines::State::active);
  const auto waiting = *companies.waiting(company->id, 0, 10);
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].msisdn, kFirst + 1);
  EXPECT_EQ(companies.allot("desk", company->id, {kFirst + 20, kFirst + 21}).error().code, "company_lines_reached")
      << "lines in use count";
  ASSERT_TRUE(companies.end("desk", company->id).ok());
  EXPECT_EQ(companies.allot("desk", company->id, {kFirst + 20}).error().code, "company_ended");
  user = capture(1, 5);
  user.category = "organisation_user";
  user.organisation_kind = "lei";
  user.organisation_number = "5493001KJTIIGC8Y1R12";
  EXPECT_EQ(submit(user, "b").error().code, "line_of_company");
}

class Papers : public People {
 protected:
  DocumentTerms terms_{*db_, recorder_, own_policy_};
  std::string submitted(const Capture& c, const std::string& key) {
    const auto done = submit(c, key);
    EXPECT_TRUE(done.ok()) << done.error().code;
    verify();
    return done->registration.holder_id;
  }
  std::vector<std::string> told() {
    std::vector<std::string> out;
    for (const auto& row : rows("select kind from holder_notice order by id")) out.push_back(row.text("kind"));
    return out;
  }
};
MUSTER_ON_BOTH_BACKENDS(Papers);

TEST_P(Papers, AForeignersLineDependsOnADocumentInForce) {
  for (int n = 0; n < 4; ++n) stock_up(n);
  const std::string holder = submitted(foreigner(0, "P0000001", "2026-04-15"), "a");  // 44 days ahead
  submitted(foreigner(1, "P0000001", "2026-04-15"), "b");
  Capture citizen = capture(2, 3);
  citizen.document = {"passport", "UTO", "P0000003", "2026-04-15"};
  submitted(citizen, "c");  // a citizen's does not depend on it
  submitted(foreigner(3, "P0000004", "2030-01-01"), "d");
  EXPECT_EQ(terms_.tick()->told, 0);
  clock_.advance(std::chrono::hours(24 * 20));
  EXPECT_EQ(terms_.tick(1)->told, 1);
  EXPECT_EQ(terms_.tick()->told, 0) << "once";
  EXPECT_EQ(told(), std::vector<std::string>{persons::notice::kDocumentEnds});
  clock_.set(*parse_rfc3339("2026-04-15T23:59:59Z"));
  EXPECT_EQ(terms_.tick()->barred, 0) << "in force on its last day";
  clock_.set(*parse_rfc3339("2026-04-16T00:00:00Z"));
  EXPECT_EQ(terms_.tick()->barred, 1);
  EXPECT_EQ(line(0).state, lines::State::barred);
  EXPECT_EQ(line(1).state, lines::State::barred);
  EXPECT_EQ(line(2).state, lines::State::active);
  EXPECT_EQ(line(3).state, lines::State::active);
  EXPECT_EQ(terms_.list(TermState::barred, {}, 10)->size(), 1u);
  // One of the lines is barred for another reason meanwhile: that one does not come back.
  ASSERT_TRUE(lines_.apply("desk", line(1).id, line(1).version, lines::Event::restore).ok());
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(lines_.apply("desk", line(1).id, line(1).version, lines::Event::bar, "fraud").ok());
  ASSERT_TRUE(persons_
                  .add_document("desk", holder, {"passport", "UTO", "P0000009", "2031-01-01"},
                                {persons::Evidence::both_documents_shown, "form-1"})
                  .ok());
  EXPECT_EQ(*terms_.look_at(holder), 1);
  EXPECT_EQ(line(0).state, lines::State::active) << "at once";
  EXPECT_EQ(line(1).state, lines::State::barred);
  EXPECT_EQ(terms_.tick()->renewed, 0);
  EXPECT_EQ(told().back(), persons::notice::kDocumentRenewed);
}

TEST_P(Papers, WhoRenewsInTimeIsNotBarred) {
  stock_up(0);
  const std::string holder = submitted(foreigner(0, "P0000001", "2026-03-20"), "a");
  EXPECT_EQ(terms_.tick()->told, 1);
  ASSERT_TRUE(persons_
                  .add_document("desk", holder, {"residence_permit", "UTO", "R0000009", "2031-01-01"},
                                {persons::Evidence::both_documents_shown, "form-1"})
                  .ok());
  const auto round = *terms_.tick();
  EXPECT_EQ(round.renewed, 1);
  clock_.advance(std::chrono::hours(24 * 40));
  EXPECT_EQ(terms_.tick()->barred, 0);
  EXPECT_EQ(line(0).state, lines::State::active);
}

class TakingBack : public People {
 protected:
  NewReconnection wish(int line, int person, int sim) const {
    return {number(line), capture(line, person).document, test::iccid(sim), dealer_, "BJ-0042", "T-17", "terms-1"};
  }
  void disconnect(int n) {
    ASSERT_TRUE(lines_.apply("desk", line(n).id, line(n).version, lines::Event::disconnect, "wish").ok());
    ASSERT_TRUE(service_.close_ended(clock_.now() - Duration(1)).ok());
  }
  Reconnections back_{*db_, recorder_, vault_, own_policy_};
};
MUSTER_ON_BOTH_BACKENDS(TakingBack);

TEST_P(TakingBack, WithinDaysTheFormerHolderHasTheNumberAgain) {
  const Registration r = verified(0);
  disconnect(0);
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(*lines_.tick(), 1);  // it rests by now
  ASSERT_TRUE(lines_.add_sim("admin", test::iccid(500), test::imsi(500)).ok());
  EXPECT_EQ(back_.reconnect("desk", "k", wish(0, 2, 500)).error().code, "former_holder_differs");
  EXPECT_EQ(back_.reconnect("desk", "k", wish(0, 1, 0)).error().code, "sim_used") << "a SIM serves once";
  const auto done = back_.reconnect("desk", "k", wish(0, 1, 500));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->registration.state, State::verified) << "verified before, by the same document";
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(lines_.ownerships(r.line_id)->size(), 2u);
  EXPECT_EQ(lines_.ownerships(r.line_id)->at(1).holder_id, r.holder_id);
  EXPECT_TRUE(back_.reconnect("desk", "k", wish(0, 1, 500))->replayed);
  EXPECT_EQ(back_.reconnect("desk", "k", wish(0, 1, 501)).error().code, "idempotency_key_reused");
  EXPECT_EQ(back_.reconnect("desk", "k2", wish(0, 1, 501)).error().code, "line_state");
}

TEST_P(TakingBack, AfterThemNobodyHas) {
  verified(0);
  disconnect(0);
  clock_.advance(own_policy_.duration("line.reconnection") + Duration(1));
  EXPECT_EQ(back_.reconnect("desk", "k", wish(0, 1, 500)).error().code, "reconnection_late");
  NewReconnection wrong = wish(0, 2, 500);
  wrong.consent = wrong.place = "";
  wrong.dealer_id = "none";
  EXPECT_EQ(codes(back_.reconnect("desk", "k", wrong).error()),
            (std::vector<std::string>{"consent_missing", "place_form", "dealer_unknown", "reconnection_late",
                                      "former_holder_differs"}));
  EXPECT_EQ(lines_.apply("desk", line(0).id, line(0).version, lines::Event::reconnect, "x").error().code, "line_state")
      << "no way around";
}

}  // namespace
}  // namespace muster::registration
