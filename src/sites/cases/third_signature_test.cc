// A name of the never-block list by each route: the case, the authority's written order, and raw SQL.
#include "raw_sql.h"
#include <cases/records.h>
#include <cases/service.h>
#include <restrictions/never_block_service.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;

class ThirdSignature : public ::testing::TestWithParam<store::Backend> {
 protected:
  ThirdSignature() : w(GetParam()) {
    w.enrol_authority();
    third = w.person(w.authority, {"confirmer"});
    w.enrol(third, test::Authenticator::Kind::webcrypto);
  }
  Service& cases() { return *w.cases_service; }
  void protect(const std::string& name, restrictions::NeverBlockAction action = restrictions::NeverBlockAction::add) {
    const restrictions::NeverBlockService list(*w.db, w.recorder);
    const auto p = w.must(
        list.propose(action, restrictions::NeverBlockKind::news_agency, {name}, "The press.", w.operator_person));
    w.must(list.confirm(p.id, p.version, w.operator_person2));
    w.clock.advance(std::chrono::seconds(1));
  }
  Decision decided(const std::string& name, const std::string& scope = "host") {
    const auto c = w.referred("explicit_unlawful", name);
    const auto d = w.must(cases().prepare(c.id, w.network_draft(name, scope), w.decider));
    return w.must(w.sign(d.id, w.decider));
  }
  test::CaseWorld w;
  std::string third;
};
MUSTER_ON_BOTH_BACKENDS(ThirdSignature);

TEST_P(ThirdSignature, OfAThirdPersonComesBeforeTheConfirmers) {
  protect("news.example");
  const auto d = decided("www.news.example");
  auto view = w.must(cases().decision(d.id, w.confirmer));
  ASSERT_TRUE(view.protection);
  EXPECT_EQ(view.protection->name, "news.example");
  EXPECT_EQ(view.capacity, "third");
  EXPECT_THAT(view.may_sign, ::testing::UnorderedElementsAre(w.confirmer, third));
  EXPECT_EQ(w.sign(d.id, w.decider).error().code, "role_missing");
  w.must(w.sign(d.id, third));
  EXPECT_EQ(w.must(cases().find_case(d.case_id)).state, "decided") << "three persons, and two have signed";
  view = w.must(cases().decision(d.id, w.confirmer));
  EXPECT_EQ(view.capacity, "confirmer");
  EXPECT_THAT(view.may_sign, ElementsAre(w.confirmer));
  EXPECT_EQ(view.signatures.size(), 2U);
  EXPECT_EQ(w.sign(d.id, third).error().code, "same_person");
  EXPECT_EQ(w.must(w.sign(d.id, w.confirmer)).state, "confirmed");
  EXPECT_EQ(w.must(cases().view(d.case_id, w.decider)).orders.size(), 1U);
  EXPECT_FALSE(w.must(cases().decision(d.id, w.confirmer)).third_missing);
}

TEST_P(ThirdSignature, IsWantedForADomainThatCoversTheName) {
  protect("desk.press.example");
  EXPECT_TRUE(w.must(cases().decision(decided("press.example", "domain").id, third)).third_missing);
  EXPECT_FALSE(w.must(cases().decision(decided("other.example", "domain").id, third)).third_missing);
}

TEST_P(ThirdSignature, IsNotWantedForAHoldOrOnceTheNameIsOffTheList) {
  protect("news.example");
  protect("news.example", restrictions::NeverBlockAction::remove);
  const auto d = decided("news.example");
  EXPECT_EQ(w.must(w.sign(d.id, w.confirmer)).state, "confirmed");
}

TEST_P(ThirdSignature, IsAskedForWhenTheNameComesOntoTheListAfterTheOrder) {
  const auto o = w.order("news.example");
  EXPECT_EQ(w.must(cases().decision(o.decision_id, third)).capacity, "");
  protect("news.example");
  auto view = w.must(cases().decision(o.decision_id, third));
  EXPECT_EQ(view.capacity, "third");
  EXPECT_TRUE(view.why_not_sign.empty());
  EXPECT_EQ(w.must(w.sign(o.decision_id, third)).state, "confirmed");
  EXPECT_EQ(w.must(cases().decision(o.decision_id, third)).capacity, "");
  EXPECT_EQ(w.must(cases().order(o.id)).state, "in_force");
  // Who gave it has no part in the appeal.
  const auto again = w.must(cases().decision(o.decision_id, third));
  EXPECT_THAT(why_not_hear(w.must(cases().find_case(o.case_id)), again.signatures,
                           {third, w.authority, true, {"appeal_officer"}, {}, true}),
              Contains(Field(&Hindrance::code, "appeal_judge")));
}

TEST_P(ThirdSignature, IsAskedForWhereAnAuthoritysWrittenOrderIsCarriedOut) {
  protect("news.example");
  w.enrol_security();
  const auto security_third = w.person(w.carrier, {"security_confirmer"});
  w.enrol(security_third, test::Authenticator::Kind::webcrypto);
  documents::Service documents(*w.db, w.recorder, *w.vault, {.folder = w.folder + "/documents"});
  const documents::NewDocument scan{
      "application/pdf", "Order 17", "received_order", "r", false, w.clock.now() + std::chrono::hours(9'000)};
  NewReceivedOrder in;
  in.reference = "2026-17";
  in.authority_party_id = w.authority;
  in.dated = "2026-03-01";
  in.ground = "explicit_unlawful";
  in.law = "Law";
  in.measure = "network";
  in.scope_kind = "host";
  in.scope_value = "co.uk";
  in.ends_at = w.clock.now() + std::chrono::hours(24 * 40);
  in.document_id = w.must(documents.add(w.operator_person, scan, "%PDF-1.4")).id;
  EXPECT_EQ(cases().enter_received_order(in, w.operator_person).error().code, "never_block") << "refused always";
  in.scope_value = "news.example";
  const auto r = w.must(cases().enter_received_order(in, w.operator_person));
  w.must(cases().check_received_order(r.id, true, w.operator_person2));
  const auto c = w.referred("explicit_unlawful", "news.example");
  auto draft = w.network_draft("news.example");
  draft.authority_party_id = w.authority;
  draft.received_order_id = r.id;
  const auto d = w.must(cases().prepare(c.id, draft, w.security_decider));
  w.must(w.sign(d.id, w.security_decider));
  EXPECT_EQ(w.must(cases().decision(d.id, w.security_confirmer)).capacity, "third");
  w.must(w.sign(d.id, security_third));
  EXPECT_EQ(w.must(w.sign(d.id, w.security_confirmer)).state, "confirmed");
}

class ThirdSignatureSchema : public ::testing::TestWithParam<store::Backend> {
 protected:
  ThirdSignatureSchema() : sql(GetParam()) {
    sql.person("third", "authority", {"confirmer"});
    sql.key("k-third", "third");
    list("add", "p-add", 1);
  }
  void list(const std::string& action, const std::string& id, std::int64_t at) {
    sql.must(
        fmt::format("insert into never_block_proposal(id, action, source, reason, state, proposed_by, proposed_at) "
                    "values('{}', '{}', '', 'r', 'open', 'finder', 1)",
                    id, action));
    sql.must(
        fmt::format("insert into never_block_name(name, proposal_id, kind) values('bad.example', '{}', 'health')", id));
    sql.must(
        fmt::format("update never_block_proposal set state = 'proposed', names = 1, names_sha256 = '{:a>64}', "
                    "version = 2 where id = '{}'",
                    "", id));
    sql.must(
        fmt::format("update never_block_proposal set state = 'confirmed', decided_by = 'judge', decided_at = {}, "
                    "version = 3 where id = '{}'",
                    at, id));
  }
  static std::string third_sql(const std::string& decision, const std::string& person, const std::string& key,
                               std::int64_t at = raw::kT + 1) {
    return fmt::format(
        "insert into third_signature(decision_id, person_id, key_id, text_sha256, kind, client_data_json, "
        "authenticator_data, signature, signed_at) values('{}', '{}', '{}', '{:a>64}', 'webcrypto', '', '', 'sig', {})",
        decision, person, key, "", at);
  }
  raw::RawSql sql;
};
MUSTER_ON_BOTH_BACKENDS(ThirdSignatureSchema);

TEST_P(ThirdSignatureSchema, NoOrderAndNoEntryWithoutIt) {
  sql.referred("c1", "explicit_unlawful", "www.bad.example");
  const raw::RawSql::Draft d{
      .id = "d1", .case_id = "c1", .ground = "explicit_unlawful", .scope_value = "www.bad.example"};
  sql.confirmed(d);
  EXPECT_EQ(sql.run(raw::RawSql::order_sql("o1", "d1", "c1")), "third_signature");
  EXPECT_EQ(sql.run(third_sql("d1", "decider", "k-decider")), "same_person");
  EXPECT_EQ(sql.run(third_sql("d1", "confirmer", "k-confirmer")), "same_person");
  EXPECT_EQ(sql.run(third_sql("d1", "finder", "k-finder")), "finder_signs");
  EXPECT_EQ(sql.run(third_sql("d1", "judge", "k-judge", raw::kT + 3)), "role_missing");
  EXPECT_EQ(sql.run(third_sql("d1", "third", "k-judge", raw::kT + 3)), "key_not_yours");
  EXPECT_EQ(sql.run(third_sql("d1", "third", "k-third", 5)), "signing_time");
  sql.must(third_sql("d1", "third", "k-third", raw::kT + 3));
  EXPECT_EQ(sql.run(third_sql("d1", "third", "k-third", raw::kT + 4)), "signature_kept");
  EXPECT_EQ(sql.run("delete from third_signature"), "signature_kept");
  sql.must(raw::RawSql::order_sql("o1", "d1", "c1"));
  EXPECT_EQ(sql.run("update third_signature set person_id = 'confirmer'"), "signature_kept");
}

TEST_P(ThirdSignatureSchema, TheThirdIsNeitherOfTheTwoAlsoTheOtherWayRound) {
  sql.referred("c1", "explicit_unlawful", "bad.example");
  const raw::RawSql::Draft d{.id = "d1", .case_id = "c1", .ground = "explicit_unlawful", .scope_value = "bad.example"};
  sql.must(raw::RawSql::decision_sql(d));
  EXPECT_EQ(sql.run(third_sql("d1", "third", "k-third")), "signature_order");
  sql.must(raw::RawSql::sign_sql("d1", "decider", "decider", "k-decider"));
  sql.must("update decision set state = 'decided' where id = 'd1'");
  sql.must(third_sql("d1", "confirmer", "k-confirmer"));
  EXPECT_EQ(sql.run(raw::RawSql::sign_sql("d1", "confirmer", "confirmer", "k-confirmer", raw::kT + 2)), "same_person");
  EXPECT_EQ(sql.run(raw::RawSql::sign_sql("d1", "confirmer", "third", "k-third", raw::kT + 2)), "ok");
}

TEST_P(ThirdSignatureSchema, ADomainAboveTheNameIsRefusedToo) {
  list("remove", "p-remove", 2);
  sql.must(
      "insert into never_block_proposal(id, action, source, reason, state, proposed_by, proposed_at) "
      "values('p2', 'add', '', 'r', 'open', 'finder', 3)");
  sql.must("insert into never_block_name(name, proposal_id, kind) values('clinic.bad.example', 'p2', 'health')");
  sql.must(
      fmt::format("update never_block_proposal set state = 'proposed', names = 1, names_sha256 = '{:a>64}', "
                  "version = 2 where id = 'p2'",
                  ""));
  sql.must(
      "update never_block_proposal set state = 'confirmed', decided_by = 'judge', decided_at = 4, version = 3 "
      "where id = 'p2'");
  for (const char* scope : {"host", "domain"}) {
    const std::string n = scope;
    sql.referred("c-" + n, "explicit_unlawful", "bad.example");
    sql.confirmed({.id = "d-" + n,
                   .case_id = "c-" + n,
                   .ground = "explicit_unlawful",
                   .scope_kind = n,
                   .scope_value = "bad.example"});
    EXPECT_EQ(sql.run(raw::RawSql::order_sql("o-" + n, "d-" + n, "c-" + n)), n == "host" ? "ok" : "third_signature");
  }
}

TEST_P(ThirdSignatureSchema, AnEntryIsRefusedWhenTheNameCameOntoTheListAfterTheOrder) {
  list("remove", "p-remove", 2);
  sql.referred("c1", "explicit_unlawful", "bad.example");
  sql.confirmed({.id = "d1", .case_id = "c1", .ground = "explicit_unlawful", .scope_value = "bad.example"});
  sql.must(raw::RawSql::order_sql("o1", "d1", "c1"));
  list("add", "p-again", 3);
  EXPECT_EQ(sql.run(raw::RawSql::entry_sql("o1", "bad.example")), "third_signature");
}

}  // namespace
}  // namespace muster::cases
