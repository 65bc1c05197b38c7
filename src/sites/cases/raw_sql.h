// For tests: a register filled by raw SQL as the application's role, the way an attacker inside of the program would
// write. Signatures in it are no real ones: what the schema can refuse does not depend on them.
#pragma once

#include <store/database.h>

#include <deque>
#include <string>

#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::cases::raw {

inline constexpr std::int64_t kT = 1'780'000'000'000'000, kHourMicros = 3'600'000'000;

class RawSql {
 public:
  explicit RawSql(store::Backend backend) : db(backend, {{"sites", muster_sites_migrations::files()}}) { people(); }

  // "ok", or the code with which the database refused.
  std::string run(const std::string& sql) { return run_on(*db, sql); }
  static std::string run_on(store::Database& database, const std::string& sql) {
    const auto done = database.write([&](store::Transaction& tx) -> Result<void> {
      tx.run({"raw", kept(sql)});
      return {};
    });
    return done.ok() ? "ok" : done.error().code;
  }
  // Tries a statement and takes it back: "undone" when the database would have let it pass, else the refusal's code.
  std::string refused_or_undone(const std::string& sql) {
    const auto done = db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run({"raw_tried", kept(sql)});
      return refused("undone", "Taken back.");
    });
    return done.error().code;
  }
  void must(const std::string& sql) {
    const std::string code = run(sql);
    if (code != "ok") throw std::runtime_error(code + " from: " + sql);
  }

  void person(const std::string& id, const std::string& party, std::initializer_list<const char*> roles) {
    must(
        fmt::format("insert into person(id, party_id, display_name, identity_index, created_at) values('{0}', '{1}', "
                    "'{0}', '{2}', 1)",
                    id, party, fmt::format("{:x>64}", id)));
    for (const char* role : roles)
      must(
          fmt::format("insert into role_assignment(id, person_id, role, from_at, assigned_by) values('{0}-{1}', '{0}', "
                      "'{1}', 1, 'root')",
                      id, role));
  }
  void key(const std::string& id, const std::string& person) {
    must(
        fmt::format("insert into key_registration(id, person_id, kind, credential_id, public_key, alg, rp_id, "
                    "sign_count, registered_at) "
                    "values('{0}', '{1}', 'webcrypto', '{0}', 'pk-{0}', -7, 'localhost', 0, 1)",
                    id, person));
    must(
        fmt::format("insert into signing_key(id, registration_id, person_id, kind, credential_id, public_key, alg, "
                    "rp_id, sign_count, "
                    "enrolled_by, enrolled_at) values('{0}', '{0}', '{1}', 'webcrypto', '{0}', 'pk-{0}', -7, "
                    "'localhost', 0, 'officer', 2)",
                    id, person));
  }

  std::string case_sql(const std::string& id, const std::string& ground, const std::string& name) {
    return fmt::format(
        "insert into case_file(id, number, ground, name, source, opened_by, opened_at, state, state_at) values('{0}', "
        "'C-{0}', "
        "'{1}', '{2}', 'manual', 'finder', {3}, 'opened', {3})",
        id, ground, name, kT);
  }
  // A case that was referred, with every element that its ground requires, and a prior notice n-<id>.
  void referred(const std::string& id, const std::string& ground, const std::string& name) {
    must(case_sql(id, ground, name));
    must(fmt::format(
        "insert into case_element(case_id, seq, element, evidence_kind, evidence_ref, sha256, added_by, added_at) "
        "select '{}', row_number() over (order by element), element, 'statement', 'words', '{:a>64}', 'finder', {} "
        "from ground_element where ground = '{}'",
        id, "", kT, ground));
    must(
        fmt::format("insert into notice(id, kind, recipient_ref, record_kind, record_id, language, subject, body, "
                    "created_at, created_by) "
                    "values('n-{0}', 'prior_notice', 'name:{1}', 'case', '{0}', 'en', 's', 'b', {2}, 'finder')",
                    id, name, kT));
    for (const char* state : {"evidence_sealed", "screened", "referred"})
      must(fmt::format("update case_file set state = '{}' where id = '{}'", state, id));
  }

  struct Draft {
    std::string id, case_id, ground, measure = "network", scope_kind = "host", scope_value, outcome = "violation";
    std::string authority = "authority", signing = "authority", executor = "null", received = "null";
    std::string notice = "null", no_notice = "'hidden'";
    std::string starts = std::to_string(kT), expires = std::to_string(kT + 24 * kHourMicros);
    std::string state = "draft";
  };
  static std::string decision_sql(const Draft& d, const std::string& verb = "insert") {
    return fmt::format(
        "{} into decision(id, case_id, outcome, ground, measure, scope_kind, scope_value, law, article, "
        "authority_party_id, "
        "authority_name, signing_party_id, executor_party_id, received_order_id, prior_notice_id, no_notice_reason, "
        "reasons, "
        "evidence_count, starts, expires, policy_sha256, text_version, canonical_text, text_sha256, prepared_by, "
        "prepared_at, state) "
        "values('{}', '{}', '{}', '{}', '{}', '{}', '{}', 'law', 'art', '{}', 'Authority', '{}', {}, {}, {}, {}, "
        "'why', 9, {}, {}, "
        "'p', 1, 'text', '{:a>64}', 'decider', {}, '{}')",
        verb, d.id, d.case_id, d.outcome, d.ground, d.measure, d.scope_kind, d.scope_value, d.authority, d.signing,
        d.executor, d.received, d.notice, d.no_notice, d.starts, d.expires, "", kT, d.state);
  }
  static std::string sign_sql(const std::string& decision, const std::string& capacity, const std::string& person,
                              const std::string& key, std::int64_t at = kT + 1, const std::string& verb = "insert") {
    return fmt::format(
        "{} into decision_signature(decision_id, capacity, person_id, key_id, text_sha256, kind, client_data_json, "
        "authenticator_data, signature, signed_at) values('{}', '{}', '{}', '{}', '{:a>64}', 'webcrypto', '', '', "
        "'sig', {})",
        verb, decision, capacity, person, key, "", at);
  }
  static std::string order_sql(const std::string& id, const std::string& decision, const std::string& case_id,
                               const std::string& executor = "network",
                               const std::string& expires = std::to_string(kT + 24 * kHourMicros),
                               const std::string& verb = "insert") {
    return fmt::format(
        "{} into orders(id, number, decision_id, case_id, executor, executor_party_id, issued_at, deadline, review_at, "
        "expires_at, "
        "state, state_at) values('{}', 'O-{}', '{}', '{}', '{}', {}, {}, {}, {}, {}, 'in_force', {})",
        verb, id, id, decision, case_id, executor, executor == "network" ? "null" : "'carrier'", kT, kT,
        kT + kHourMicros, expires, kT);
  }
  static std::string entry_sql(const std::string& order, const std::string& name, const std::string& kind = "exact") {
    return fmt::format("insert into network_entry(order_id, name, kind, created_at) values('{}', '{}', '{}', {})",
                       order, name, kind, kT);
  }
  // Signed by its decider; the case stays where it is.
  void decided(const Draft& d) {
    must(decision_sql(d));
    const bool ours = d.signing == "carrier";
    must(sign_sql(d.id, "decider", ours ? "sec1" : "decider", ours ? "k-sec1" : "k-decider"));
    must(fmt::format("update decision set state = 'decided' where id = '{}'", d.id));
  }
  void confirm(const Draft& d) {
    const bool ours = d.signing == "carrier";
    must(sign_sql(d.id, "confirmer", ours ? "sec2" : "confirmer", ours ? "k-sec2" : "k-confirmer", kT + 2));
    must(fmt::format("update decision set state = 'confirmed' where id = '{}'", d.id));
  }
  // Signs both and confirms, as it should be.
  void confirmed(const Draft& d) {
    decided(d);
    must(fmt::format("update case_file set state = 'decided' where id = '{}'", d.case_id));
    confirm(d);
    must(fmt::format("update case_file set state = 'confirmed' where id = '{}'", d.case_id));
  }
  static std::string appeal_sql(const std::string& id, const std::string& order) {
    return fmt::format(
        "insert into appeal(id, number, order_id, receipt_sha256, language, filed_at, ack_due, decide_due, state) "
        "values('{0}', 'A-{0}', '{1}', '{0:b>64}', 'en', {2}, {3}, {4}, 'filed')",
        id, order, kT, kT + kHourMicros, kT + 10 * kHourMicros);
  }
  static std::string heard_sql(const std::string& id, const std::string& state) {
    return fmt::format(
        "update appeal set state = '{}', heard_by = 'judge', decided_at = {}, reasons = 'because' where id = '{}'",
        state, kT + kHourMicros, id);
  }
  // Case c1, decision d1, order o1 on bad.example, in force, with its entry.
  void standing_order() {
    referred("c1", "explicit_unlawful", "bad.example");
    confirmed({.id = "d1", .case_id = "c1", .ground = "explicit_unlawful", .scope_value = "bad.example"});
    must(order_sql("o1", "d1", "c1"));
    must("update case_file set state = 'ordered' where id = 'c1'");
    must(entry_sql("o1", "bad.example"));
  }

  ::muster::test::TestDatabase db;

 private:
  // Statements are cached by their address.
  static const char* kept(const std::string& sql) {
    static std::deque<std::string> all;
    return all.emplace_back(sql).c_str();
  }
  void people() {
    must("insert into instance(only_row, kind, name, created_at) values(1, 'demo', 'test', 1)");
    for (const char* party : {"authority", "court", "carrier"})
      must(fmt::format("insert into party(id, kind, name, created_at) values('{0}', '{0}', '{0}', 1)", party));
    person("officer", "carrier", {"key_officer"});
    person("finder", "authority",
           {"examiner", "decider", "confirmer"});  // has every role, and still may not sign its own case
    person("decider", "authority", {"decider"});
    person("confirmer", "authority", {"confirmer"});
    person("both", "authority", {"decider", "confirmer"});
    person("judge", "authority", {"appeal_officer"});
    person("former", "authority", {});
    person("admin", "carrier", {"admin"});
    person("sec1", "carrier", {"security_decider"});
    person("sec2", "carrier", {"security_confirmer"});
    must(
        "insert into role_assignment(id, person_id, role, from_at, until_at, assigned_by) values('former-d', 'former', "
        "'decider', 1, 100, 'root')");
    for (const char* p : {"finder", "decider", "confirmer", "former", "judge", "sec1", "sec2"})
      key(std::string("k-") + p, p);
    key("k-both-1", "both");
    key("k-both-2", "both");
  }
};

}  // namespace muster::cases::raw
