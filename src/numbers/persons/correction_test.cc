#include <lines/service.h>
#include <persons/correction.h>
#include <persons/notice.h>

#include <support/vault_world.h>

namespace muster::persons {
namespace {

class Correcting : public test::VaultTest {
 protected:
  Correcting() { holder_ = made(1); }
  Holder made(int n, const std::string& name = "Specimen Person") {
    NewHolder asked;
    asked.identity = {name, "1990-01-01", "12 Example Street, Utopia"};
    asked.document = {"passport", "UTO", "S000000" + std::to_string(n), "2030-01-01"};
    const auto holder = persons_.create("registrar", asked);
    EXPECT_TRUE(holder.ok()) << holder.error().code;
    return *holder;
  }
  NewCorrection of(Part part, const std::string& value) const {
    NewCorrection c;
    c.holder_id = holder_.id;
    c.part = part;
    c.value = value;
    c.proof = {Evidence::register_extract, "extract-4"};
    return c;
  }
  std::string field(const char* name) { return persons_.read("officer", holder_.id, {name}, "test")->at(name); }
  std::vector<HolderNotice> notices() {
    return *db_->read([&](store::Transaction& tx) -> Result<std::vector<HolderNotice>> {
      return notices_of(tx, holder_.id, "", 10);
    });
  }
  Service persons_{*db_, recorder_, vault_, policy_};
  Corrections service_{*db_, recorder_, vault_, policy_};
  Holder holder_;
};
MUSTER_ON_BOTH_BACKENDS(Correcting);

TEST_P(Correcting, ANameIsPutRightByTwoPersonsAndTheFormerOneIsKept) {
  const std::string index_before = holder_.identity_index;
  const auto asked = service_.ask("clerk-1", of(Part::name, "Specimen  Persson"));
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  EXPECT_EQ(field("name"), "Specimen Person") << "nothing happens by the word of one";
  EXPECT_EQ(service_.confirm("clerk-1", asked->id).error().code, "correction_one_person");
  EXPECT_EQ(service_.ask("clerk-2", of(Part::name, "Else")).error().code, "correction_open");
  const auto both = *service_.compare("clerk-2", asked->id, "check_correction");
  EXPECT_EQ(both.at(kRightField), "Specimen Persson");
  EXPECT_EQ(both.at(kFormerField), "Specimen Person");
  const auto done = service_.confirm("clerk-2", asked->id);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(field("name"), "Specimen Persson");
  const Holder after = *persons_.holder(holder_.id);
  EXPECT_NE(after.identity_index, index_before) << "the next capture by that name finds the same person";
  EXPECT_EQ(after.identity_index, *db_->read([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    return identity_index(keys, {"Specimen Persson", "1990-01-01", ""}).value;
  }));
  EXPECT_EQ(service_.compare("officer", asked->id, "dispute")->at(kFormerField), "Specimen Person");
  EXPECT_EQ(notices().at(0).kind, notice::kDataCorrected);
  EXPECT_EQ(service_.confirm("clerk-3", asked->id).error().code, "correction_state");
  // The former value ends with its term, and with a legal hold later.
  const auto hold = *persons_.place_hold("officer", holder_.id, "court-1");
  clock_.set(*done->former_until);
  EXPECT_EQ(*service_.tick(), 0);
  ASSERT_TRUE(persons_.lift_hold("officer", hold).ok());
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(*service_.tick(), 0);
  EXPECT_EQ(service_.compare("officer", asked->id, "dispute").error().code, "vault_destroyed");
  EXPECT_EQ(field("name"), "Specimen Persson");
}

TEST_P(Correcting, AnAddressAndADateOfBirth) {
  const auto address = service_.ask("clerk-1", of(Part::address, "7 Other Street, Utopia"));
  ASSERT_TRUE(service_.confirm("clerk-2", address->id).ok());
  EXPECT_EQ(field("address"), "7 Other Street, Utopia");
  EXPECT_EQ(persons_.holder(holder_.id)->identity_index, holder_.identity_index) << "an address identifies nobody";
  EXPECT_EQ(service_.ask("clerk-1", of(Part::birth_date, "1990-13-01")).error().code, "birth_date_form");
  EXPECT_EQ(service_.ask("clerk-1", of(Part::birth_date, "2020-01-01")).error().code, "category_age");
  EXPECT_EQ(service_.ask("clerk-1", of(Part::birth_date, "1990-01-01")).error().code, "correction_nothing");
  const auto birth = service_.ask("clerk-1", of(Part::birth_date, "1990-01-11"));
  ASSERT_TRUE(service_.confirm("clerk-2", birth->id).ok());
  EXPECT_EQ(field("birth_date"), "1990-01-11");
  NewCorrection wrong = of(Part::name, "Else");
  wrong.proof.reference = "";
  EXPECT_EQ(service_.ask("clerk-1", wrong).error().code, "evidence_missing");
  wrong = of(Part::name, "Else");
  wrong.holder_id = "nobody";
  EXPECT_EQ(service_.ask("clerk-1", wrong).error().code, "holder_unknown");
}

TEST_P(Correcting, ADocumentsNumber) {
  const auto documents = *persons_.documents(holder_.id);
  NewCorrection c = of(Part::document, "");
  c.document_id = documents.at(0).id;
  c.document = {"passport", "UTO", "S0000009", "2030-01-01"};
  const Holder other = made(9, "Somebody Else");
  EXPECT_EQ(service_.ask("clerk-1", c).error().code, "document_known");
  c.document.number = "S0000008";
  const auto asked = service_.ask("clerk-1", c);
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  ASSERT_TRUE(service_.confirm("clerk-2", asked->id).ok());
  EXPECT_EQ(persons_.find("officer", c.document, Category::citizen, "test")->id, holder_.id);
  EXPECT_EQ(
      persons_.find("officer", {"passport", "UTO", "S0000001", "2030-01-01"}, Category::citizen, "test").error().code,
      "holder_unknown")
      << "the wrong number finds nobody";
  EXPECT_EQ(field("document_1"), "S0000008") << "what was registered by it is verified by what is right";
  EXPECT_EQ(service_.compare("officer", asked->id, "dispute")->at(kFormerField), "S0000001");
  // Somebody else may have that number.
  EXPECT_EQ(made(1, "Third Person").category, Category::citizen);
  c.document_id = "none";
  EXPECT_EQ(service_.ask("clerk-1", c).error().code, "document_unknown");
}

TEST_P(Correcting, WhatAChineseNumberSaysIsNotContradicted) {
  NewHolder asked;
  asked.identity = {"Specimen Resident", "1990-01-01", "12 Example Street, Utopia"};
  asked.document = {"cn_resident_id", "CHN", test::resident_id("19900101", 3), ""};
  const Holder resident = *persons_.create("registrar", asked);
  NewCorrection c = of(Part::birth_date, "1990-01-02");
  c.holder_id = resident.id;
  EXPECT_EQ(service_.ask("clerk-1", c).error().code, "birth_date_differs");
}

TEST_P(Correcting, RefusedAndWithdrawnLeaveNothing) {
  const auto first = service_.ask("clerk-1", of(Part::name, "Zephyrine Quorvix"));
  ASSERT_TRUE(service_.refuse("clerk-2", first->id).ok());
  const auto second = service_.ask("clerk-1", of(Part::name, "Zephyrine Quorvix"));
  EXPECT_EQ(service_.withdraw("clerk-2", second->id).error().code, "correction_other_person");
  ASSERT_TRUE(service_.withdraw("clerk-1", second->id).ok());
  EXPECT_EQ(field("name"), "Specimen Person");
  for (const auto& c : {*first, *second})
    EXPECT_EQ(service_.compare("officer", c.id, "test").error().code, "vault_destroyed");
  EXPECT_EQ(service_.of_holder(holder_.id)->size(), 2u);
  EXPECT_TRUE(service_.waiting("", 10)->empty());
  EXPECT_EQ(everything().find("Quorvix"), std::string::npos);
  EXPECT_EQ(ledger_text().find("Quorvix"), std::string::npos);
}

TEST_P(Correcting, WithTheHoldersDataTheHistoryGoes) {
  const auto confirmed = service_.ask("clerk-1", of(Part::address, "7 Other Street, Utopia"));
  ASSERT_TRUE(service_.confirm("clerk-2", confirmed->id).ok());
  const auto open = service_.ask("clerk-1", of(Part::name, "Else"));
  clock_.set(policy_.due("registration.retention", clock_.now()));
  ASSERT_TRUE(persons_.destroy("officer", holder_.id, "asked").ok());
  EXPECT_EQ(service_.compare("officer", confirmed->id, "test").error().code, "vault_destroyed");
  EXPECT_EQ(service_.get(open->id)->state, CorrectionState::withdrawn);
  EXPECT_EQ(*service_.tick(), 0);
  EXPECT_EQ(number("select count(*) as n from vault_field"), 0);
  EXPECT_EQ(number("select count(*) as n from holder_correction where identity_index is not null"), 0);
}

TEST_P(Correcting, TheSchemaWantsTwoPersonsAndADecision) {
  const auto asked = service_.ask("clerk-1", of(Part::name, "Else"));
  const std::string of_it = " where id = '" + asked->id + "'";
  EXPECT_EQ(attack("update holder_correction set state = 'confirmed', decided_by = 'clerk-1', decided_at = 1, "
                   "former_until = 2" +
                   of_it),
            "correction_one_person");
  EXPECT_EQ(attack("update holder_correction set evidence_ref = 'x'" + of_it), "correction_immutable");
  EXPECT_EQ(attack("delete from holder_correction"), "correction_immutable");
  EXPECT_EQ(attack("update holder set identity_index = '" + std::string(64, 'a') +
                   "', version = version + 1 where id = '" + holder_.id + "'"),
            "holder_immutable")
      << "no identity changes without a confirmed correction";
}

}  // namespace
}  // namespace muster::persons
