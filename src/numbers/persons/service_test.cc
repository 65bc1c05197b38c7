#include <base/log.h>
#include <lines/service.h>
#include <persons/service.h>

#include <support/vault_world.h>

namespace muster::persons {
namespace {

constexpr std::int64_t kFirst = 8619900000000;

class Holders : public test::VaultTest {
 protected:
  Holders() {
    pool_ =
        *lines_.make_pool("admin", {"Test range", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 99});
    EXPECT_EQ(*lines_.stock("admin", pool_.id, 20), 20);
  }
  static NewHolder someone(int n, Category category = Category::citizen) {
    NewHolder out;
    out.category = category;
    out.identity = {"Specimen Person " + std::to_string(n), "1990-01-01", "12 Example Street, Utopia"};
    out.document = {"cn_resident_id", "CHN", test::resident_id("19900101", n), ""};
    return out;
  }
  Holder made(int n) {
    const auto holder = service_.create("registrar", someone(n));
    EXPECT_TRUE(holder.ok()) << holder.error().code;
    return *holder;
  }
  lines::Line give(int n, const std::string& holder, std::int64_t slot) {
    const auto line = *lines_.reserve("dealer", kFirst + n, "dealer-1");
    lines::Ownership o;
    o.id = recorder_.new_id();
    o.line_id = line.id;
    o.holder_id = o.counted_under = holder;
    o.slot = slot;
    o.cap = 2;
    o.ground_ref = "registration-1";
    EXPECT_TRUE(db_->write([&](store::Transaction& tx) { return lines::give(tx, {&o, 1}, clock_.now()); }).ok());
    return *lines_.line(line.id);
  }
  void end(const lines::Line& line) {
    ASSERT_TRUE(lines_.apply("registrar", line.id, line.version, lines::Event::release, "test").ok());
  }
  const Proof proof_{Evidence::register_extract, "extract-17"};
  lines::Service lines_{*db_, recorder_, policy_};
  Service service_{*db_, recorder_, vault_, policy_};
  lines::Pool pool_;
};
MUSTER_ON_BOTH_BACKENDS(Holders);

TEST_P(Holders, AreFoundByTheirDocumentAndReadForAPurpose) {
  const Holder holder = made(1);
  EXPECT_EQ(service_.create("registrar", someone(1)).error().code, "document_known");
  Document shown = someone(1).document;
  shown.number = shown.number.substr(0, 6) + " " + shown.number.substr(6);
  EXPECT_EQ(service_.find("registrar", shown, Category::citizen, "support_call")->id, holder.id);
  EXPECT_EQ(service_.find("registrar", someone(2).document, Category::citizen, "support_call").error().code,
            "holder_unknown");
  EXPECT_EQ(service_.find("registrar", shown, Category::citizen, "").error().code, "purpose_missing");
  EXPECT_EQ(number("select count(*) as n from event where kind = 'holder.looked_up'"), 2) << "also what was not found";
  const auto fields = *service_.read("registrar", holder.id, {"name", "document_1"}, "support_call");
  EXPECT_EQ(fields.at("name"), "Specimen Person 1");
  EXPECT_EQ(fields.at("document_1"), someone(1).document.number);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 1);
  EXPECT_EQ(service_.read("registrar", "nobody", {"name"}, "support_call").error().code, "holder_unknown");
}

TEST_P(Holders, AllFaultsAtOnceAndNothingStored) {
  NewHolder wrong = someone(1);
  wrong.identity.name = "";
  wrong.identity.birth_date = "1990";
  wrong.document.number = "1";
  const auto refused = service_.create("registrar", wrong);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().all.size(), 3u);
  EXPECT_EQ(number("select count(*) as n from holder"), 0);
}

TEST_P(Holders, ManyAreWrittenAtOnce) {
  std::vector<Ready> ready;
  for (int n = 1; n <= 120; ++n) {
    NewHolder one = someone(n);
    one.id = recorder_.new_id();
    ready.push_back(*make_ready(vault_, one));
  }
  std::vector<const Ready*> all;
  for (const Ready& r : ready) all.push_back(&r);
  ASSERT_TRUE(
      db_->write([&](store::Transaction& tx) { return insert_all(tx, vault_, all, "dealer", clock_.now()); }).ok());
  std::vector<vault::Index> indexes;
  const auto found = *db_->read([&](store::Transaction& tx) -> Result<std::map<std::string, Shown>> {
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    for (const Ready& r : ready) indexes.push_back(document_index(keys, r.holder.document));
    return find_by_documents(tx, indexes);
  });
  ASSERT_EQ(found.size(), 120u);
  EXPECT_EQ(found.at(indexes[77].value).holder.id, ready[77].holder.id);
  EXPECT_EQ(service_.read("registrar", ready[77].holder.id, {"name"}, "test")->at("name"), "Specimen Person 78");
}

TEST_P(Holders, SeveralDocumentsOfOnePersonByEvidence) {
  const Holder holder = made(1);
  const Document passport{"passport", "CHN", "E12345678", "2030-01-01"};
  EXPECT_EQ(service_.add_document("registrar", holder.id, passport, {Evidence::capture, "x"}).error().code,
            "evidence_missing");
  EXPECT_EQ(service_.add_document("registrar", holder.id, passport, {Evidence::court_record, ""}).error().code,
            "evidence_missing");
  ASSERT_TRUE(service_.add_document("registrar", holder.id, passport, proof_).ok());
  EXPECT_EQ(service_.find("registrar", passport, Category::citizen, "test")->id, holder.id);
  EXPECT_EQ(service_.add_document("registrar", holder.id, passport, proof_).error().code, "document_known");
  EXPECT_EQ(service_.add_document("registrar", "nobody", passport, proof_).error().code, "holder_unknown");
  const auto documents = *service_.documents(holder.id);
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[0].evidence, Evidence::capture);
  EXPECT_EQ(documents[1].evidence_ref, "extract-17");
  EXPECT_EQ(service_.read("registrar", holder.id, {"document_2"}, "test")->at("document_2"), "E12345678");
}

TEST_P(Holders, TwoRecordsOfOnePersonCountAsOne) {
  const Holder a = made(1), b = made(2), c = made(3);
  give(0, a.id, 1);
  give(1, b.id, 1);
  give(2, b.id, 2);
  EXPECT_EQ(service_.link("registrar", a.id, a.id, proof_).error().code, "holder_linked");
  EXPECT_EQ(service_.link("registrar", b.id, a.id, {Evidence::capture, ""}).error().code, "evidence_missing");
  const auto moved = service_.link("registrar", b.id, a.id, proof_);
  ASSERT_TRUE(moved.ok()) << moved.error().code;
  EXPECT_EQ(moved->lines, 2);
  EXPECT_EQ(moved->beyond_cap, 1);
  EXPECT_EQ(service_.holder(b.id)->counts_as(), a.id);
  EXPECT_EQ(service_.link("registrar", b.id, c.id, proof_).error().code, "holder_linked");
  EXPECT_EQ(service_.link("registrar", c.id, b.id, proof_).error().code, "holder_linked") << "never a chain";
  ASSERT_TRUE(service_.link("registrar", a.id, c.id, proof_).ok());
  EXPECT_EQ(service_.holder(b.id)->counts_as(), c.id) << "who followed, follows";
  const auto taken = *db_->read([&](store::Transaction& tx) -> Result<lines::SlotsTaken> {
    return lines::slots_taken(tx, {a.id, b.id, c.id});
  });
  EXPECT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken.at({c.id, lines::LineKind::voice}).size(), 3u);
}

TEST_P(Holders, TheSchemaWantsTheEvidence) {
  const Holder a = made(1), b = made(2);
  const std::string set = "update holder set version = version + 1, same_as = '" + b.id + "' where id = '" + a.id + "'";
  EXPECT_EQ(attack(set), "holder_link_evidence");
  EXPECT_EQ(
      attack("insert into holder_link(id, holder_id, into_id, evidence, evidence_ref, linked_by, at) values('x', '" +
             a.id + "', '" + b.id + "', 'register_extract', '', 'x', 1)"),
      "schema_refused");
  ASSERT_TRUE(service_.link("registrar", b.id, a.id, proof_).ok());
  EXPECT_EQ(
      attack("insert into holder_link(id, holder_id, into_id, evidence, evidence_ref, linked_by, at) values('x', '" +
             a.id + "', '" + b.id + "', 'register_extract', 'e', 'x', 1)"),
      "done");
  EXPECT_EQ(attack(set), "holder_link_chain") << "evidence alone makes no circle";
  EXPECT_EQ(attack("update holder_link set evidence_ref = 'y'"), "link_immutable");
  EXPECT_EQ(attack("delete from holder_link"), "link_immutable");
  EXPECT_EQ(attack("delete from holder_document"), "document_kept");
  EXPECT_EQ(attack("update holder_document set kind = 'passport'"), "document_immutable");
  EXPECT_EQ(attack("delete from holder"), "holder_kept");
  EXPECT_EQ(attack("insert into holder_document(id, holder_id, ordinal, kind, country, expires_on, evidence, "
                   "evidence_ref, added_by, "
                   "added_at) values('x', '" +
                   a.id + "', 2, 'passport', 'UTO', '', 'capture', '', 'x', 1)"),
            "schema_refused")
      << "a second document needs evidence";
}

TEST_P(Holders, IdentityIsALoan) {
  const Holder holder = made(1);
  const auto line = give(0, holder.id, 1);
  EXPECT_EQ(service_.destroy("registrar", holder.id, "asked").error().code, "holder_has_lines");
  end(line);
  EXPECT_EQ(service_.destroy("registrar", holder.id, "asked").error().code, "holder_retention");
  EXPECT_EQ(service_.destroy("registrar", holder.id, "").error().code, "reason_missing");
  const auto hold = *service_.place_hold("registrar", holder.id, "court-9");
  clock_.set(policy_.due("registration.retention", clock_.now()));
  EXPECT_EQ(service_.destroy("registrar", holder.id, "asked").error().code, "holder_legal_hold");
  EXPECT_EQ(*service_.tick(), 0);
  EXPECT_EQ(service_.holder(holder.id)->destroyed_at, std::nullopt) << "nothing half-done";
  EXPECT_EQ(service_.read("registrar", holder.id, {"name"}, "test")->size(), 1u);
  ASSERT_TRUE(service_.lift_hold("registrar", hold).ok());
  EXPECT_EQ(service_.lift_hold("registrar", hold).error().code, "hold_unknown");
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(*service_.tick(), 0);
  EXPECT_EQ(service_.read("registrar", holder.id, {"name"}, "test").error().code, "vault_destroyed");
  EXPECT_EQ(service_.find("registrar", someone(1).document, Category::citizen, "test").error().code, "holder_unknown");
  EXPECT_EQ(number("select count(*) as n from vault_field where record_id = '" + holder.id + "'"), 0);
  EXPECT_EQ(number("select count(*) as n from holder where identity_index is not null"), 0);
  EXPECT_EQ(service_.add_document("registrar", holder.id, {"passport", "CHN", "E12345678", "2030-01-01"}, proof_)
                .error()
                .code,
            "holder_destroyed");
  EXPECT_TRUE(service_.create("registrar", someone(1)).ok()) << "the person may come again, as somebody new";
}

TEST_P(Holders, AReturningHolderIsNotForgotten) {
  const Holder holder = made(1);
  end(give(0, holder.id, 1));
  clock_.advance(std::chrono::hours(24 * 700));
  const auto again = give(1, holder.id, 1);
  clock_.advance(std::chrono::hours(24 * 100));
  EXPECT_EQ(*service_.tick(), 0);
  end(again);
  clock_.advance(policy_.duration("registration.retention") - Duration(1));
  EXPECT_EQ(*service_.tick(), 0) << "the term runs from the last line's end";
  clock_.advance(Duration(1));
  EXPECT_EQ(*service_.tick(), 1);
}

TEST_P(Holders, AMinorHasAGuardianWhoIsNone) {
  const Holder adult = made(1);
  NewHolder child = someone(2, Category::minor);
  EXPECT_FALSE(service_.create("registrar", child).ok());
  child.guardian_id = adult.id;
  const auto first = service_.create("registrar", child);
  ASSERT_TRUE(first.ok()) << first.error().code;
  NewHolder other = someone(3, Category::minor);
  other.guardian_id = first->id;
  EXPECT_EQ(service_.create("registrar", other).error().code, "guardian_minor");
}

std::string* g_logged = nullptr;

TEST_P(Holders, NothingPersonalStandsInTheClearAnywhere) {
  std::string logged;
  g_logged = &logged;
  log::set_sink([](std::string_view line) { g_logged->append(line); });
  log::set_level(log::Level::debug);
  NewHolder planted = someone(7);
  planted.identity = {"Zephyrine Quorvix-Planted", "1990-01-01", "77 Planted Lane, Quorvixton"};
  const Holder holder = *service_.create("registrar", planted);
  ASSERT_TRUE(service_.add_document("registrar", holder.id, {"passport", "UTO", "Q0RV1X7", "2030-01-01"}, proof_).ok());
  ASSERT_TRUE(service_.read("registrar", holder.id, {}, "support_call").ok());
  ASSERT_TRUE(service_.find("registrar", planted.document, Category::citizen, "support_call").ok());
  ASSERT_FALSE(service_.create("registrar", planted).ok());
  log::set_sink(nullptr);
  const std::string stored = everything();
  ASSERT_NE(stored.find(holder.id), std::string::npos) << "the search does search";
  for (const std::string secret :
       {"Zephyrine", "Quorvix", "quorvix", "1990-01-01", "19900101", "77 Planted", "Q0RV1X7"}) {
    EXPECT_EQ(stored.find(secret), std::string::npos) << secret;
    EXPECT_EQ(logged.find(secret), std::string::npos) << secret;
    EXPECT_EQ(ledger_text().find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(stored.find(planted.document.number), std::string::npos);
}

}  // namespace
}  // namespace muster::persons
