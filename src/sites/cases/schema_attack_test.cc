// Raw SQL by the application's role, on both databases: each line of principles 3 to 6 is refused by the schema itself.
#include "raw_sql.h"
#include <cases/rules.h>

namespace muster::cases {
namespace {

using raw::kHourMicros;
using raw::kT;
using raw::RawSql;

class SchemaAttack : public ::testing::TestWithParam<store::Backend> {
 protected:
  SchemaAttack() : sql(GetParam()) {}
  bool sqlite() const { return GetParam() == store::Backend::sqlite; }
  RawSql sql;
};
MUSTER_ON_BOTH_BACKENDS(SchemaAttack);

const RawSql::Draft kBad{.id = "d1", .case_id = "c1", .ground = "explicit_unlawful", .scope_value = "bad.example"};

TEST_P(SchemaAttack, TheRightWayWorks) {
  sql.standing_order();
  EXPECT_EQ(sql.run("update orders set state = 'executed' where id = 'o1'"), "ok");
}

TEST_P(SchemaAttack, NoOrderWithoutTwoSignatures) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1")), "two_signatures");  // no decision at all
  sql.must(RawSql::decision_sql(kBad));
  EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1")), "two_signatures");  // none
  EXPECT_EQ(sql.run("update decision set state = 'decided' where id = 'd1'"), "two_signatures");
  EXPECT_EQ(sql.run("update decision set state = 'confirmed' where id = 'd1'"), "decision_state");
  sql.must(RawSql::sign_sql("d1", "decider", "decider", "k-decider"));
  EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1")), "two_signatures");  // one
  sql.must("update decision set state = 'decided' where id = 'd1'");
  EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1")), "two_signatures");
  EXPECT_EQ(sql.run("update decision set state = 'confirmed' where id = 'd1'"), "two_signatures");
  EXPECT_EQ(sql.run("update case_file set state = 'ordered' where id = 'c1'"), "case_state");
}

TEST_P(SchemaAttack, NoCaseMovesOnWithoutItsSignedDecision) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  EXPECT_EQ(sql.run("update case_file set state = 'decided' where id = 'c1'"), "case_unsigned");
  sql.confirmed(kBad);
  EXPECT_EQ(sql.run("update case_file set state = 'ordered' where id = 'c1'"), "case_unsigned");
}

TEST_P(SchemaAttack, SamePersonByTwoKeysIsOnePerson) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  sql.must(RawSql::decision_sql(kBad));
  sql.must(RawSql::sign_sql("d1", "decider", "both", "k-both-1"));
  sql.must("update decision set state = 'decided' where id = 'd1'");
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "confirmer", "both", "k-both-2")), "same_person");
  // The second key given out as somebody else's:
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "confirmer", "confirmer", "k-both-2")), "key_not_yours");
  // One human has one row: a second person with the same identity can't be made.
  const std::string twin =
      "insert into person(id, party_id, display_name, identity_index, created_at) select 'twin', party_id, 'twin', "
      "identity_index, 1 from person where id = 'both'";
  EXPECT_EQ(sql.run(twin), "already_exists");
}

TEST_P(SchemaAttack, FinderNeitherDecidesNorConfirms) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  sql.must(RawSql::decision_sql(kBad));
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "finder", "k-finder")), "finder_signs");
  sql.must(RawSql::sign_sql("d1", "decider", "decider", "k-decider"));
  sql.must("update decision set state = 'decided' where id = 'd1'");
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "confirmer", "finder", "k-finder")), "finder_signs");
  EXPECT_EQ(sql.run("update case_file set opened_by = 'confirmer' where id = 'c1'"), "case_immutable");
}

TEST_P(SchemaAttack, SignersHoldTheRoleAtThatTimeForThatParty) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  sql.must(RawSql::decision_sql(kBad));
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "confirmer", "k-confirmer")), "role_missing");
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "former", "k-former")), "role_missing");
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "former", "k-former", 50)), "signing_time");  // dated back
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "judge", "k-judge")), "role_missing");
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "sec1", "k-sec1")), "role_missing");  // another party
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "confirmer", "confirmer", "k-confirmer")), "signature_order");
  sql.must("update signing_key set revoked_at = 5 where id = 'k-decider'");
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "decider", "k-decider")), "key_not_yours");
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "decider", "k-confirmer")), "key_not_yours");
}

TEST_P(SchemaAttack, WhoManagesAccountsNeverSigns) {
  EXPECT_EQ(sql.run("insert into role_assignment(id, person_id, role, from_at, assigned_by) values('x', 'admin', "
                    "'security_decider', 1, 'root')"),
            "role_separation");
  EXPECT_EQ(sql.run("insert into role_assignment(id, person_id, role, from_at, assigned_by) values('x', 'decider', "
                    "'admin', 1, 'root')"),
            "role_separation");
  // An admin that somehow holds a key and a role, as an owner could make it: the signature is still refused.
  sql.referred("c1", "explicit_unlawful", "bad.example");
  sql.must(RawSql::decision_sql(kBad));
  auto owner = store::Database::open(sql.db.owner_url());
  ASSERT_TRUE(owner.ok());
  const std::string off = sqlite() ? "drop trigger role_admin_apart; drop trigger role_admin_without_key;"
                                   : "alter table role_assignment disable trigger user;";
  ASSERT_TRUE((*owner)
                  ->script(off + "insert into role_assignment(id, person_id, role, from_at, assigned_by) values('x', "
                                 "'decider', 'admin', 1, 'root');")
                  .ok());
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "decider", "k-decider")), "admin_signs");
}

TEST_P(SchemaAttack, DelegatedRolesInheritTheConflict) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  sql.must(RawSql::decision_sql(kBad));
  sql.must(
      fmt::format("insert into role_assignment(id, person_id, role, from_at, until_at, assigned_by, delegated_by) "
                  "values('x', 'both', 'decider', 1, {}, "
                  "'root', 'finder')",
                  kT + kHourMicros));
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "both", "k-both-1")), "conflict_inherited");
}

TEST_P(SchemaAttack, GroundAndScope) {
  int n = 0;
  for (const auto& g : grounds()) {
    for (const char* measure : {"hold", "network", "contract"})
      for (const char* scope : {"url", "host", "domain", "contract"}) {
        const std::string id = fmt::format("g{}", n++);
        sql.referred(id, std::string(g.code), "bad.example");
        RawSql::Draft d{.id = id,
                        .case_id = id,
                        .ground = std::string(g.code),
                        .measure = measure,
                        .scope_kind = scope,
                        .scope_value = "bad.example"};
        if (d.measure == "hold") d.executor = "'carrier'";
        if (g.who == "contract") d.authority = d.signing = "carrier";
        if (g.needs_notice) {
          d.notice = "'n-" + id + "'";
          d.no_notice = "null";
        }
        EXPECT_EQ(sql.run(RawSql::decision_sql(d)), allows(g.code, measure, scope) ? "ok" : "ground_scope")
            << g.code << " " << measure << " " << scope;
      }
  }
}

TEST_P(SchemaAttack, ScopeStaysWithTheCase) {
  sql.referred("c1", "explicit_unlawful", "a.bad.example");
  auto d = kBad;
  for (const char* beyond : {"example", "other.example", "ad.example", "b.a.bad.example"}) {
    d.scope_kind = "host";
    d.scope_value = beyond;
    EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "scope_beyond_case") << beyond;
  }
  d.scope_kind = "domain";
  d.scope_value = "ad.example";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "scope_beyond_case");
  d.scope_value = "bad.example";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "ok");
}

TEST_P(SchemaAttack, GroundIsTheOneOfTheCaseAndTheListIsClosed) {
  EXPECT_EQ(sql.run(sql.case_sql("c9", "politics", "bad.example")), "ground_unknown");
  EXPECT_EQ(sql.run("insert into ground values('politics', 'domain', 1, 'authority', 8760, null, 0, 0)"),
            "closed_list");
  EXPECT_EQ(sql.run("update ground set network_allowed = 1 where code = 'unfiled'"), "closed_list");
  EXPECT_EQ(sql.run("delete from ground_element"), "closed_list");
  EXPECT_EQ(sql.run("insert into ground_allows values('unfiled', 'network', 'host')"), "closed_list");
  EXPECT_EQ(sql.run("insert into state_transition values('order', 'lifted', 'revive', 'in_force')"), "closed_list");
  sql.referred("c1", "unfiled", "bad.example");
  EXPECT_EQ(sql.run(RawSql::decision_sql(kBad)), "decision_ground");
}

TEST_P(SchemaAttack, TermsAreCappedAndNeverMissing) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  auto d = kBad;
  d.expires = "null";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "expiry_missing");
  d.expires = d.starts;
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "expiry_order");
  d.expires = std::to_string(kT + 8760 * kHourMicros + 1);
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "expiry_beyond_cap");
  d.expires = std::to_string(kT + 24 * kHourMicros);
  sql.confirmed(d);
  EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1", "network", std::to_string(kT + 25 * kHourMicros))),
            "expiry_beyond_cap");
  EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1", "network", "null")), "expiry_missing");
}

TEST_P(SchemaAttack, NoticeOrReason) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  auto d = kBad;
  d.no_notice = "null";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "notice_missing");
  d.no_notice = "''";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "notice_missing");
  d.no_notice = "'x'";
  d.notice = "'n-c1'";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "notice_missing");
  d.no_notice = "null";
  d.notice = "'n-other'";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "notice_unknown");
  sql.referred("c2", "unfiled", "new.example");
  RawSql::Draft u{.id = "d2",
                  .case_id = "c2",
                  .ground = "unfiled",
                  .measure = "hold",
                  .scope_value = "new.example",
                  .executor = "'carrier'"};
  EXPECT_EQ(sql.run(RawSql::decision_sql(u)), "notice_needed");
  u.no_notice = "null";
  u.notice = "'n-c1'";  // another case's
  EXPECT_EQ(sql.run(RawSql::decision_sql(u)), "notice_unknown");
  u.notice = "'n-c2'";
  EXPECT_EQ(sql.run(RawSql::decision_sql(u)), "ok");
}

TEST_P(SchemaAttack, WithoutAnAuthorityOnlyPhishingAndOnlyFor72Hours) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  auto d = kBad;
  d.signing = d.authority = "carrier";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "authority_needed");
  d.authority = "authority";  // in the authority's name
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "authority_needed");
  sql.referred("c2", "phishing_or_malware", "phish.example");
  RawSql::Draft p{.id = "d2",
                  .case_id = "c2",
                  .ground = "phishing_or_malware",
                  .scope_value = "phish.example",
                  .authority = "carrier",
                  .signing = "carrier"};
  p.expires = std::to_string(kT + 72 * kHourMicros + 1);
  EXPECT_EQ(sql.run(RawSql::decision_sql(p)), "expiry_beyond_operator_cap");
  p.authority = p.signing = "authority";
  EXPECT_EQ(sql.run(RawSql::decision_sql(p)), "ok");  // longer, by an authority
  sql.must("update decision set state = 'withdrawn' where id = 'd2'");
  p.id = "d3";
  p.authority = p.signing = "carrier";
  p.expires = std::to_string(kT + 72 * kHourMicros);
  sql.confirmed(p);
  EXPECT_EQ(sql.run(RawSql::order_sql("o3", "d3", "c2", "network", p.expires)), "ok");
}

TEST_P(SchemaAttack, ReceivedOrdersAreEnteredByOneAndCheckedByAnother) {
  const auto enter = [](const char* id, const char* party, const char* ground, const char* state) {
    return fmt::format(
        "insert into received_order(id, reference, authority_party_id, dated, ground, law, measure, scope_kind, "
        "scope_value, ends_at, "
        "document_id, document_sha256, entered_by, entered_at, state) values('{0}', 'ref-{0}', '{1}', '2026-05-01', "
        "'{2}', 'law', 'network', "
        "'host', 'bad.example', {3}, 'doc', '{4:a>64}', 'sec1', {5}, '{6}')",
        id, party, ground, kT + 48 * kHourMicros, "", kT, state);
  };
  EXPECT_EQ(sql.run(enter("r1", "carrier", "explicit_unlawful", "entered")), "authority_needed");
  EXPECT_EQ(sql.run(enter("r1", "court", "unfiled", "entered")), "ground_scope");
  EXPECT_EQ(sql.run(enter("r1", "court", "explicit_unlawful", "checked")), "received_order_unchecked");
  sql.must(enter("r1", "court", "explicit_unlawful", "entered"));
  sql.referred("c1", "explicit_unlawful", "bad.example");
  auto d = kBad;
  d.authority = "court";
  d.signing = "carrier";
  d.received = "'r1'";
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "authority_needed");  // not checked yet
  EXPECT_EQ(sql.run("update received_order set state = 'checked', checked_by = 'sec1', checked_at = 1 where id = 'r1'"),
            "received_order_same_person");
  EXPECT_EQ(sql.run("update received_order set scope_value = 'other.example' where id = 'r1'"),
            "received_order_immutable");
  EXPECT_EQ(sql.run("delete from received_order"), "received_order_kept");
  sql.must("update received_order set state = 'checked', checked_by = 'sec2', checked_at = 1 where id = 'r1'");
  d.expires = std::to_string(kT + 49 * kHourMicros);  // longer than the order says
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "authority_needed");
  d.expires = std::to_string(kT + 48 * kHourMicros);
  d.scope_kind = "domain";  // wider than the order says
  EXPECT_EQ(sql.run(RawSql::decision_sql(d)), "authority_needed");
  d.scope_kind = "host";
  sql.confirmed(d);
  EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1", "network", d.expires)), "ok");
}

TEST_P(SchemaAttack, RequiredElementsComeBeforeSignatures) {
  sql.must(sql.case_sql("c1", "explicit_unlawful", "bad.example"));
  EXPECT_EQ(sql.run(fmt::format("insert into case_element(case_id, seq, element, evidence_kind, evidence_ref, sha256, "
                                "added_by, added_at) values('c1', 1, "
                                "'unpopular', 'statement', 'x', '{:a>64}', 'finder', 1)",
                                "")),
            "element_unknown");
  for (const char* state : {"evidence_sealed", "screened", "referred"})
    sql.must(fmt::format("update case_file set state = '{}' where id = 'c1'", state));
  sql.must(RawSql::decision_sql(kBad));
  EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "decider", "k-decider")), "element_missing");
}

TEST_P(SchemaAttack, SignedThingsNeverChange) {
  sql.standing_order();
  for (const char* column : {"canonical_text = 'other'", "scope_kind = 'domain'", "expires = expires + 1",
                             "reasons = 'other'", "law = 'other'", "scope_value = 'good.example'",
                             "authority_party_id = 'court'", "evidence_count = 1", "no_notice_reason = 'other'"})
    EXPECT_EQ(sql.run(fmt::format("update decision set {} where id = 'd1'", column)), "decision_immutable") << column;
  EXPECT_EQ(sql.run("update decision set state = 'draft' where id = 'd1'"), "decision_state");
  EXPECT_EQ(sql.run("delete from decision"), "decision_kept");
  EXPECT_EQ(sql.run("update decision_signature set person_id = 'both' where capacity = 'decider'"), "signature_kept");
  EXPECT_EQ(sql.run("delete from decision_signature"), "signature_kept");
  for (const char* column :
       {"expires_at = expires_at + 1", "decision_id = 'x'", "review_at = 1", "number = 'O-x'", "executor = 'provider'"})
    EXPECT_EQ(sql.run(fmt::format("update orders set {} where id = 'o1'", column)), "order_immutable") << column;
  EXPECT_EQ(sql.run("delete from orders"), "order_kept");
  EXPECT_EQ(sql.run("update network_entry set kind = 'wildcard'"), "entry_kept");
  EXPECT_EQ(sql.run("delete from network_entry"), "entry_kept");
  EXPECT_EQ(sql.run("update case_file set name = 'good.example' where id = 'c1'"), "case_immutable");
  EXPECT_EQ(sql.run("delete from case_file"), "case_kept");
  EXPECT_EQ(sql.run("update case_element set sha256 = sha256"), "element_kept");
  EXPECT_EQ(sql.run("delete from case_element"), "element_kept");
}

TEST_P(SchemaAttack, ReplacingIsRefusedLikeChanging) {
  sql.standing_order();
  if (!sqlite()) {
    const std::string on = " on conflict(decision_id, capacity) do update set person_id = 'both', key_id = 'k-both-1'";
    EXPECT_EQ(sql.run(RawSql::sign_sql("d1", "decider", "both", "k-both-1") + on), "signature_kept");
    EXPECT_EQ(sql.run(RawSql::order_sql("o1", "d1", "c1") + " on conflict(id) do update set expires_at = 9"),
              "order_kept");
    return;
  }
  auto d = kBad;
  d.scope_kind = "domain";
  // Once with the product's settings, once as a client that switches its safeguards off.
  for (const char* setting : {"", "pragma recursive_triggers = off; pragma foreign_keys = off;"}) {
    auto client = store::Database::open(sql.db.url());
    ASSERT_TRUE(client.ok());
    ASSERT_TRUE((*client)->script(setting).ok());
    const auto run = [&](const std::string& text) { return RawSql::run_on(**client, text); };
    EXPECT_EQ(run(RawSql::decision_sql(d, "insert or replace")), "decision_kept");
    EXPECT_EQ(run(RawSql::sign_sql("d1", "decider", "both", "k-both-1", kT + 1, "insert or replace")),
              "signature_kept");
    EXPECT_EQ(
        run(RawSql::order_sql("o1", "d1", "c1", "network", std::to_string(kT + 99 * kHourMicros), "insert or replace")),
        "order_kept");
    EXPECT_EQ(run("insert or replace into network_entry(order_id, name, kind, created_at) values('o1', 'bad.example', "
                  "'exact', 2)"),
              "entry_kept");
    EXPECT_EQ(run("insert or replace into ground values('unfiled', 'domain', 1, 'authority', 8760, null, 0, 0)"),
              "closed_list");
    EXPECT_EQ(run("update or replace decision set id = 'd0' where id = 'd1'"), "decision_immutable");
    EXPECT_EQ(run("replace into case_file select * from case_file"), "case_kept");
    EXPECT_EQ(run("replace into appeal(id, number, order_id, receipt_sha256, language, filed_at, ack_due, decide_due, "
                  "state) values('a', 'A', 'none', "
                  "'x', 'en', 1, 1, 2, 'filed')"),
              "appeal_order_state");
    EXPECT_EQ(run(RawSql::order_sql("o2", "none", "c1")), "two_signatures");
    // Hidden row numbers: none of these tables has them.
    EXPECT_EQ((*client)->script("insert or replace into decision_signature(rowid) values(1)").ok(), false);
    EXPECT_EQ((*client)->script("select rowid from orders").ok(), false);
  }
}

TEST_P(SchemaAttack, EntriesFollowFromOrdersAlone) {
  EXPECT_EQ(sql.run(RawSql::entry_sql("o1", "bad.example")), "entry_without_order");
  sql.standing_order();
  EXPECT_EQ(sql.run(RawSql::entry_sql("o1", "good.example")), "entry_scope");
  EXPECT_EQ(sql.run(RawSql::entry_sql("o1", "www.bad.example")), "entry_scope");
  EXPECT_EQ(sql.run(RawSql::entry_sql("o1", "bad.example", "wildcard")), "entry_scope");  // scope is the host
  // A domain's order that ended before its wildcard was written:
  sql.referred("c2", "explicit_unlawful", "worse.example");
  sql.confirmed({.id = "d2",
                 .case_id = "c2",
                 .ground = "explicit_unlawful",
                 .scope_kind = "domain",
                 .scope_value = "worse.example"});
  sql.must(RawSql::order_sql("o2", "d2", "c2"));
  EXPECT_EQ(sql.run(RawSql::entry_sql("o2", "worse.example", "wildcard")), "ok");
  sql.must("update orders set state = 'lifted', end_reason = 'x' where id = 'o2'");
  EXPECT_EQ(sql.run(RawSql::entry_sql("o2", "worse.example")), "entry_without_order");
  EXPECT_EQ(sql.run("update orders set state = 'in_force' where id = 'o2'"), "order_state");
}

TEST_P(SchemaAttack, HoldsNeverBecomeEntries) {
  for (const char* ground : {"unfiled", "false_filing"}) {
    const std::string id = ground;
    sql.referred(id, ground, "new.example");
    sql.confirmed({.id = id,
                   .case_id = id,
                   .ground = ground,
                   .measure = "hold",
                   .scope_value = "new.example",
                   .executor = "'carrier'",
                   .notice = "'n-" + id + "'",
                   .no_notice = "null"});
    EXPECT_EQ(sql.run(RawSql::order_sql(id, id, id, "network")), "order_executor");
    sql.must(RawSql::order_sql(id, id, id, "provider"));
    EXPECT_EQ(sql.run(RawSql::entry_sql(id, "new.example")), "entry_without_order");
  }
}

TEST_P(SchemaAttack, AppealsAreHeardByAThirdPersonInTime) {
  sql.standing_order();
  const auto appeal = fmt::format(
      "insert into appeal(id, number, order_id, receipt_sha256, language, filed_at, ack_due, decide_due, state) "
      "values('a1', 'A-1', "
      "'o1', '{:b>64}', 'en', {}, {}, {}, 'filed')",
      "", kT, kT + kHourMicros, kT + 10 * kHourMicros);
  sql.must(appeal);
  EXPECT_EQ(sql.run(appeal), "appeal_kept");
  const auto decide = [&](const char* person, const char* state, std::int64_t at) {
    return sql.run(fmt::format(
        "update appeal set state = '{}', heard_by = '{}', decided_at = {}, reasons = 'because' where id = 'a1'", state,
        person, at));
  };
  for (const char* conflicted : {"decider", "confirmer", "finder"})
    EXPECT_EQ(decide(conflicted, "upheld", kT + kHourMicros), "appeal_judge") << conflicted;
  EXPECT_EQ(decide("both", "upheld", kT + kHourMicros), "role_missing");
  EXPECT_EQ(decide("judge", "upheld", kT + 10 * kHourMicros), "appeal_late");
  EXPECT_EQ(sql.run("update appeal set decide_due = decide_due + 1 where id = 'a1'"), "appeal_immutable");
  EXPECT_EQ(sql.run("delete from appeal"), "appeal_kept");
  sql.must("update orders set state = 'stayed' where id = 'o1'");
  EXPECT_EQ(sql.run("update orders set state = 'in_force' where id = 'o1'"), "order_resume");
  EXPECT_EQ(decide("judge", "reversed", kT + kHourMicros), "ok");
  EXPECT_EQ(sql.run("update orders set state = 'in_force' where id = 'o1'"), "order_resume");
  EXPECT_EQ(decide("judge", "upheld", kT + kHourMicros), "appeal_state");
}

TEST_P(SchemaAttack, SchemaAndCodeHoldTheSameLists) {
  const auto rows = [&](const char* text, std::initializer_list<const char*> columns) {
    std::set<std::string> out;
    const auto done = sql.db->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& row : tx.query({"lists", text})) {
        std::string line;
        for (const char* c : columns) line += row.text(c) + "|";
        out.insert(line);
      }
      return {};
    });
    EXPECT_TRUE(done.ok());
    return out;
  };
  std::set<std::string> arrows, allowed, elements, all;
  for (const auto& t : transitions()) arrows.insert(fmt::format("{}|{}|{}|{}|", t.record, t.from, t.event, t.to));
  for (const auto& a : allowances()) allowed.insert(fmt::format("{}|{}|{}|", a.ground, a.measure, a.scope_kind));
  for (const auto& e : element_rules()) elements.insert(fmt::format("{}|{}|{}|", e.ground, e.element, e.sentence));
  for (const auto& g : grounds())
    all.insert(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|", g.code, g.scope_max, int{g.network_allowed}, g.who, g.cap_hours,
                           g.operator_cap_hours, int{g.needs_notice}, int{g.sealed}));
  EXPECT_EQ(rows("select * from state_transition", {"record", "from_state", "event", "to_state"}), arrows);
  EXPECT_EQ(rows("select * from ground_allows", {"ground", "measure", "scope_kind"}), allowed);
  EXPECT_EQ(rows("select * from ground_element", {"ground", "element", "sentence"}), elements);
  EXPECT_EQ(rows("select code, scope_max, network_allowed, who, cap_hours, coalesce(operator_cap_hours, 0) as "
                 "operator_cap_hours, needs_notice, sealed from ground",
                 {"code", "scope_max", "network_allowed", "who", "cap_hours", "operator_cap_hours", "needs_notice",
                  "sealed"}),
            all);
}

TEST_P(SchemaAttack, TablesOfTheSessionDoNotStandInForTheRealOnes) {
  if (sqlite()) return;  // SQLite's triggers see their own schema alone
  sql.referred("c1", "explicit_unlawful", "bad.example");
  sql.must(RawSql::decision_sql(kBad));
  const auto done = sql.db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run({"t1",
            "create temp table role_assignment(id text, person_id text, role text, from_at bigint, until_at bigint, "
            "delegated_by text)"});
    tx.run({"t2", "insert into pg_temp.role_assignment values('x', 'judge', 'decider', 1, null, null)"});
    static const std::string sign = RawSql::sign_sql("d1", "decider", "judge", "k-judge");
    tx.run({"t3", sign.c_str()});
    return {};
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "role_missing");
}

TEST_P(SchemaAttack, TheApplicationsRoleCanNotSwitchTheRulesOff) {
  if (sqlite()) return;  // who owns the file can: docs/threat-model.md, and `muster ledger verify` finds it
  for (const char* text :
       {"alter table orders disable trigger all", "drop trigger orders_fit on orders",
        "truncate decision_signature cascade", "alter table ground drop constraint ground_pkey cascade",
        "create or replace function orders_fit() returns trigger language plpgsql as "
        "$$ begin return new; end $$",
        "set session_replication_role = replica"})
    EXPECT_FALSE(sql.db->script(text).ok()) << text;
}

}  // namespace
}  // namespace muster::cases
