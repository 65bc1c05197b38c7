// A register with an authority, an operator, their people and real signing keys, and the way from a case to an order.
#pragma once

#include <base/bytes.h>
#include <cases/service.h>
#include <documents/documents.h>
#include <filings/service.h>
#include <ledger/recorder.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <policy/policy.h>
#include <restrictions/service.h>
#include <testing/testing.h>
#include <vault/vault.h>

#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>

#include <embedded_sites_migrations.h>
#include <support/authenticator.h>
#include <support/test_database.h>

namespace muster::test {

class CaseWorld {
 public:
  explicit CaseWorld(store::Backend backend) : db(backend, {{"sites", muster_sites_migrations::files()}}) {
    folder = (std::filesystem::temp_directory_path() / ("muster-cases-" + new_id(clock, random))).string();
    std::filesystem::create_directories(folder);
    vault =
        std::make_unique<vault::Vault>(must(vault::KeyRing::create(folder + "/vault.keys", clock, random)), recorder);
    static constexpr store::Sql kInstance{
        "t_instance", "insert into instance(only_row, kind, name, created_at) values(1, 'demo', 't', 1)"};
    write([&](store::Transaction& tx) { tx.run(kInstance); });
    parties_service = std::make_unique<parties::Service>(*db, recorder, *vault, policy);
    restrictions_service = std::make_unique<restrictions::Service>(*db, recorder);
    notices_service = std::make_unique<notices::Service>(*db, recorder);
    filings_service = std::make_unique<filings::Service>(*db, recorder, *vault, policy, *restrictions_service);
    cases_service = std::make_unique<cases::Service>(*db, recorder, policy, *parties_service, *notices_service,
                                                     *restrictions_service, *filings_service, *vault);
    authority = party("authority", "Communications authority");
    carrier = party("carrier", "Carrier");
    officer = person(carrier, {"key_officer"});
    examiner = person(authority, {"examiner"});
    operator_person = person(carrier, {"operator"});
    operator_person2 = person(carrier, {"operator"});
    judge = person(authority, {"appeal_officer"});
  }
  ~CaseWorld() { std::filesystem::remove_all(folder); }

  // Deciders and confirmers of the authority, with enrolled keys; not done by the constructor, so that feeds start off.
  void enrol_authority() {
    decider = person(authority, {"decider"});
    confirmer = person(authority, {"confirmer"});
    enrol(decider, Authenticator::Kind::es256);
    enrol(confirmer, Authenticator::Kind::webcrypto);
  }
  void enrol_security() {
    security_decider = person(carrier, {"security_decider"});
    security_confirmer = person(carrier, {"security_confirmer"});
    enrol(security_decider, Authenticator::Kind::eddsa);
    enrol(security_confirmer, Authenticator::Kind::rs256);
  }

  template <class T>
  static T must(Result<T> result) {
    if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
    return std::move(result).value();
  }
  static void must(const Result<void>& result) {
    if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
  }
  template <class F>
  void write(F body) {
    must(db->write([&](store::Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    }));
  }

  std::string party(const std::string& kind, const std::string& name) {
    parties::Party p;
    p.kind = kind;
    p.name = name;
    return must(parties_service->create_party("system:test", p)).id;
  }
  std::string person(const std::string& party_id, std::initializer_list<const char*> roles) {
    const std::string number = std::to_string(10'000'000 + ++people);
    const std::string id =
        must(parties_service->create_person("system:test", {party_id, "Person " + number, "en", "passport:" + number}))
            .id;
    for (const char* role : roles) must(parties_service->assign_role("system:test", id, role));
    return id;
  }
  void enrol(const std::string& person_id, Authenticator::Kind kind) {
    auto made = std::make_unique<Authenticator>(kind);
    made->credential_id = "credential-" + person_id;
    const auto challenge = must(parties_service->begin_key(person_id)).challenge;
    const auto registration = [&] {
      if (kind == Authenticator::Kind::webcrypto)
        return must(parties_service->finish_webcrypto(
            person_id, challenge, to_base64url(made->spki()),
            made->sign(parties::Service::key_proof_text(person_id, challenge)).signature));
      const auto created = made->create(challenge);
      return must(parties_service->finish_webauthn(person_id, challenge, created.client_data_json,
                                                   created.attestation_object, "test key"));
    }();
    keys[person_id] = must(parties_service->enrol_key(officer, registration.id)).id;
    authenticators[person_id] = std::move(made);
  }
  parties::Signature signature(const std::string& person_id, std::string_view text) {
    const auto s = authenticators.at(person_id)->sign(text);
    return {s.kind, s.client_data_json, s.authenticator_data, s.signature};
  }
  Result<cases::Decision> sign(const std::string& decision_id, const std::string& person_id) {
    const auto view = must(cases_service->decision(decision_id, person_id));
    return cases_service->sign(decision_id, keys.at(person_id), signature(person_id, view.decision.canonical_text),
                               person_id);
  }

  cases::Case step(const cases::Case& c, const std::string& event) {
    return must(cases_service->apply(c.id, must(cases_service->find_case(c.id)).version, event, "", examiner));
  }
  // Opened, with words tied to each required element, sealed, screened, referred.
  cases::Case referred(const std::string& ground, const std::string& name) {
    const auto c = must(cases_service->open_case({ground, name, "", "manual", "", ""}, examiner));
    for (const auto& rule : cases::element_rules())
      if (rule.ground == ground)
        must(cases_service->add_element(
            c.id, {std::string(rule.element), "statement", "What shows " + std::string(rule.element), ""}, examiner));
    for (const char* event : {"seal", "screen", "refer"}) step(c, event);
    return must(cases_service->find_case(c.id));
  }
  cases::DecisionDraft network_draft(const std::string& name, const std::string& scope = "host",
                                     Duration term = std::chrono::hours(24 * 30)) {
    cases::DecisionDraft d;
    d.measure = "network";
    d.scope_kind = scope;
    d.scope_value = name;
    d.article = "art. 1";
    d.no_notice_reason = "Who answers for it hides.";
    d.reasons = "What was seen there.";
    d.expires = clock.now() + term;
    return d;
  }
  // The whole way: case, decision, two signatures, order.
  cases::Order order(const std::string& name, const std::string& scope = "host",
                     const std::string& ground = "explicit_unlawful") {
    const auto c = referred(ground, name);
    return decide(c, network_draft(name, scope));
  }
  cases::Order decide(const cases::Case& c, const cases::DecisionDraft& draft) {
    const auto d = must(cases_service->prepare(c.id, draft, decider));
    must(sign(d.id, decider));
    must(sign(d.id, confirmer));
    // By its decision: with a clock that stands still, "newest" says nothing.
    for (const auto& o :
         must(cases_service->orders({.state = "", .case_id = c.id, .ground = "", .standing = false}, "", 10)).items)
      if (o.decision_id == d.id) return o;
    throw std::runtime_error("no order");
  }

  // A Monday morning of the policy's calendar.
  SimulatedClock clock{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random;
  TestDatabase db;
  ledger::Recorder recorder{clock, random};
  const policy::Policy& policy = policy::Policy::standard();
  std::string folder;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<parties::Service> parties_service;
  std::unique_ptr<restrictions::Service> restrictions_service;
  std::unique_ptr<notices::Service> notices_service;
  std::unique_ptr<filings::Service> filings_service;
  std::unique_ptr<cases::Service> cases_service;
  std::string authority, carrier, officer, examiner, operator_person, operator_person2, judge, decider, confirmer,
      security_decider, security_confirmer;
  std::map<std::string, std::string> keys;
  std::map<std::string, std::unique_ptr<Authenticator>> authenticators;

 private:
  int people = 0;
};

}  // namespace muster::test
