#include <lines/service.h>
#include <persons/correction.h>
#include <persons/duplicates.h>

#include <support/vault_world.h>

namespace muster::persons {
namespace {

constexpr std::int64_t kFirstLine = 8619900000000;

class Twice : public test::VaultTest {
 protected:
  Twice() {
    pool_ = *lines_.make_pool("admin",
                              {"Test range", "Operator", "CN-11", lines::LineKind::voice, kFirstLine, kFirstLine + 99});
    EXPECT_EQ(*lines_.stock("admin", pool_.id, 20), 20);
  }
  Holder made(const std::string& name, const std::string& birth = "1990-01-01",
              const std::string& address = "12 Example Street, Utopia") {
    NewHolder asked;
    asked.identity = {name, birth, address};
    asked.document = {"passport", "UTO", "S" + std::to_string(1'000'000 + ++made_), "2030-01-01"};
    const auto holder = persons_.create("registrar", asked);
    EXPECT_TRUE(holder.ok()) << holder.error().code;
    return *holder;
  }
  // All that there is to compare, a while later.
  Duplicates::Scanned scan() {
    clock_.advance(std::chrono::minutes(10));
    Duplicates::Scanned all;
    for (;;) {
      const auto some = service_.scan(2);
      EXPECT_TRUE(some.ok()) << some.error().code;
      if (!some.ok() || some->seen == 0) return all;
      all.seen += some->seen;
      all.suspected += some->suspected;
      all.too_many += some->too_many;
    }
  }
  lines::Line give(int n, const std::string& holder, std::int64_t slot) {
    const auto line = *lines_.reserve("dealer", kFirstLine + n, "dealer-1");
    lines::Ownership o;
    o.id = recorder_.new_id();
    o.line_id = line.id;
    o.holder_id = o.counted_under = holder;
    o.slot = slot;
    o.cap = 2;
    o.ground_ref = "registration-1";
    EXPECT_TRUE(db_->write([&](store::Transaction& tx) { return lines::give(tx, {&o, 1}, clock_.now()); }).ok());
    return line;
  }
  int made_ = 0;
  lines::Service lines_{*db_, recorder_, policy_};
  Service persons_{*db_, recorder_, vault_, policy_};
  Duplicates service_{*db_, recorder_, vault_, policy_};
  const Proof proof_{Evidence::register_extract, "extract-17"};
  lines::Pool pool_;
};
MUSTER_ON_BOTH_BACKENDS(Twice);

TEST_P(Twice, SuspectedPairsComeWithTheirReasons) {
  const Holder a = made("Anna Maria Eriksson");
  made("Somebody Different", "1985-05-05");
  const Holder same = made("ERIKSSON Anna Maria");
  const Holder alike = made("Anna Maria Erikson");
  const Holder other_day = made("Anna Maria Eriksson", "1990-10-01");
  const Holder elsewhere = made("Anna Maria Eriksson", "1990-09-01", "1 Quite Another Road, Elsewhere");
  const auto done = scan();
  EXPECT_EQ(done.seen, 6);
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> found;
  const auto open = *service_.open("", 100);
  for (const DuplicatePair& p : open) found[{p.holder_a, p.holder_b}] = p.rules;
  EXPECT_EQ((found[{a.id, same.id}]), (std::vector<std::string>{"same_identity", "name_alike"}));
  EXPECT_EQ((found[{a.id, alike.id}]), std::vector<std::string>{"name_alike"});
  EXPECT_EQ((found[{a.id, other_day.id}]), std::vector<std::string>{"birth_day_alike"});
  EXPECT_FALSE(found.contains({a.id, elsewhere.id}));
  EXPECT_EQ(static_cast<int>(found.size()), done.suspected);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 0) << "a machine reads nobody out";
  EXPECT_EQ(number("select count(*) as n from event where kind = 'duplicates.compared'"), 3) << "one entry a batch";
  EXPECT_EQ(scan().seen, 0);
}

TEST_P(Twice, WhoIsYoungerThanAFewMinutesWaits) {
  made("Anna Maria Eriksson");
  made("Anna Maria Eriksson");
  EXPECT_EQ(service_.scan()->seen, 0);
  EXPECT_EQ(scan().suspected, 1);
}

TEST_P(Twice, OnePersonIsCountedOnceAndAnUndoneLinkCountsTwoAgain) {
  const Holder a = made("Anna Maria Eriksson"), b = made("Anna Maria Eriksson");
  give(0, a.id, 1);
  give(1, b.id, 1);
  give(2, b.id, 2);
  scan();
  const auto pair = service_.open("", 10)->at(0);
  const auto both = service_.review("clerk", pair.id, "review_duplicates");
  ASSERT_TRUE(both.ok());
  EXPECT_EQ(both->a.at("name"), "Anna Maria Eriksson");
  EXPECT_EQ(both->documents_b.size(), 1u);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 2);
  EXPECT_EQ(service_.review("clerk", pair.id, "").error().code, "purpose_missing");
  EXPECT_EQ(service_.same("clerk", pair.id, {Evidence::capture, ""}).error().code, "evidence_missing");
  ASSERT_TRUE(service_.same("clerk", pair.id, proof_).ok());
  EXPECT_EQ(persons_.holder(b.id)->counts_as(), a.id);
  const auto slots = [&] {
    return *db_->read([&](store::Transaction& tx) -> Result<lines::SlotsTaken> {
      return lines::slots_taken(tx, {a.id, b.id});
    });
  };
  EXPECT_EQ(slots().at({a.id, lines::LineKind::voice}).size(), 3u);
  EXPECT_EQ(number("select count(*) as n from line_ownership where excess = 1"), 1);
  EXPECT_EQ(service_.same("clerk", pair.id, proof_).error().code, "pair_state");
  // Two persons after all.
  ASSERT_TRUE(service_.different("clerk", pair.id, {Evidence::court_record, "court-3"}).ok());
  EXPECT_EQ(persons_.holder(b.id)->counts_as(), b.id);
  EXPECT_EQ(slots().at({a.id, lines::LineKind::voice}).size(), 1u);
  EXPECT_EQ(slots().at({b.id, lines::LineKind::voice}).size(), 2u);
  EXPECT_EQ(number("select count(*) as n from line_ownership where excess = 1"), 0);
  EXPECT_TRUE(service_.open("", 10)->empty());
}

TEST_P(Twice, WhatWasDecidedIsNotAskedAgain) {
  const Holder a = made("Anna Maria Eriksson"), b = made("Anna Maria Eriksson");
  scan();
  const auto pair = service_.open("", 10)->at(0);
  EXPECT_EQ(service_.different("clerk", pair.id, {Evidence::register_extract, ""}).error().code, "evidence_missing");
  ASSERT_TRUE(service_.different("clerk", pair.id, proof_).ok());
  ASSERT_TRUE(service_.recheck({a.id, b.id}).ok());
  const auto again = scan();
  EXPECT_EQ(again.seen, 2) << "compared once more";
  EXPECT_EQ(again.suspected, 0) << "and not asked again";
  EXPECT_EQ(service_.different("clerk", pair.id, proof_).error().code, "pair_state");
  EXPECT_EQ(service_.get("none").error().code, "pair_unknown");
  EXPECT_EQ(
      attack("update duplicate_pair set state = 'open', decided_by = null, decided_at = null, evidence_ref = null, "
             "version = version + 1"),
      "pair_immutable");
  EXPECT_EQ(attack("delete from duplicate_pair"), "pair_immutable");
}

TEST_P(Twice, WhoIsCorrectedIsComparedOnceMore) {
  const Holder a = made("Anna Maria Eriksson"), b = made("Berta Unlike");
  EXPECT_EQ(scan().suspected, 0);
  Corrections corrections{*db_, recorder_, vault_, policy_};
  NewCorrection c;
  c.holder_id = b.id;
  c.value = "Anna Maria Eriksson";
  c.proof = proof_;
  const auto asked = corrections.ask("clerk-1", c);
  ASSERT_TRUE(corrections.confirm("clerk-2", asked->id).ok());
  EXPECT_EQ(scan().suspected, 1);
  EXPECT_EQ(service_.open("", 10)->at(0).holder_a, a.id);
}

TEST_P(Twice, BlocksSayNothingAndGoWithTheData) {
  const Holder a = made("Anna Maria Eriksson");
  scan();
  EXPECT_EQ(number("select count(*) as n from holder_block"), 1);
  EXPECT_EQ(everything().find("Eriksson"), std::string::npos);
  EXPECT_EQ(everything().find("ERIKSSON"), std::string::npos);
  clock_.set(policy_.due("registration.retention", clock_.now()));
  ASSERT_TRUE(persons_.destroy("officer", a.id, "asked").ok());
  EXPECT_EQ(number("select count(*) as n from holder_block"), 0);
}

TEST_P(Twice, OtherRulesBeginAnew) {
  made("Anna Maria Eriksson");
  made("Anna Maria Eriksson", "1991-06-01");
  EXPECT_EQ(scan().suspected, 0) << "more than the default's 400 days apart";
  const auto wider =
      *policy::Policy::parse("[duplicates]\nrules = [\"wide: strict(name) and date_range(birth_date, 600)\"]\n");
  Duplicates other{*db_, recorder_, vault_, wider};
  EXPECT_EQ(other.scan()->suspected, 1);
  const auto wrong = *policy::Policy::parse("[duplicates]\nrules = [\"wide\"]\n");
  EXPECT_EQ(Duplicates(*db_, recorder_, vault_, wrong).scan().error().code, "duplicate_rule");
  const auto none = *policy::Policy::parse("[duplicates]\nrules = []\n");
  EXPECT_EQ(Duplicates(*db_, recorder_, vault_, none).scan()->seen, 0);
}

TEST_P(Twice, AFollowerOfAFollowerFollows) {
  const Holder a = made("A One"), b = made("B Two"), c = made("C Three"), x = made("X Four");
  for (int n = 0; const Holder* h : {&a, &b, &c, &x}) give(n++, h->id, 1);
  ASSERT_TRUE(persons_.link("clerk", x.id, a.id, proof_).ok());
  ASSERT_TRUE(persons_.link("clerk", a.id, b.id, proof_).ok());
  ASSERT_TRUE(persons_.link("clerk", b.id, c.id, proof_).ok());
  EXPECT_EQ(persons_.holder(x.id)->counts_as(), c.id);
  EXPECT_EQ(persons_.unlink("clerk", c.id, proof_).error().code, "holder_not_linked");
  const auto moved = persons_.unlink("clerk", b.id, proof_);
  ASSERT_TRUE(moved.ok()) << moved.error().code;
  EXPECT_EQ(moved->lines, 3);
  for (const Holder* h : {&x, &a, &b}) EXPECT_EQ(persons_.holder(h->id)->counts_as(), b.id);
  ASSERT_TRUE(persons_.unlink("clerk", x.id, proof_).ok());
  EXPECT_EQ(persons_.holder(x.id)->counts_as(), x.id);
  EXPECT_EQ(persons_.holder(a.id)->counts_as(), b.id);
  EXPECT_EQ(attack("update holder set same_as = null, version = version + 1 where id = '" + a.id + "'"),
            "holder_link_evidence");
}

}  // namespace
}  // namespace muster::persons
