#include "test_support.h"
#include <holders/registrant_check.h>

namespace muster::holders {
namespace {

using filings::RegistrantFact;

TEST(SameName, IsTheLettersAndDigitsAlone) {
  EXPECT_TRUE(same_name("EXAMPLE, Ltd.", "Example Ltd"));
  EXPECT_TRUE(same_name("Ｅｘａｍｐｌｅ（北京）有限公司", "Example(北京)有限公司")) << "full width";
  EXPECT_TRUE(same_name("Cafe\xcc\x81", "Caf\xc3\xa9")) << "composed or not";
  EXPECT_TRUE(same_name("STRASSE", "Straße"));
  EXPECT_FALSE(same_name("Café", "Cafe"));
  EXPECT_FALSE(same_name("Example Ltd", "Example Limited"));
  EXPECT_FALSE(same_name("", ""));
  EXPECT_FALSE(same_name(" - ", "."));
  EXPECT_FALSE(same_name("\xff\xfe", ""));
}

class RegistrantFacts : public World {
 protected:
  RegistrantFact compare(const filings::Filing& filing, const std::string& name = "shop.example.com") {
    const auto fact = db_->write([&](store::Transaction& tx) {
      return check_.compare(tx, name, *filings_->subject(filing.subject_id), filing.id, "person");
    });
    EXPECT_TRUE(fact.ok());
    return *fact;
  }
  Record with(const holders::Registrant& who) {
    Record record = example_record();
    record.registrant = who;
    return record;
  }
  RegistrantCheck check_{*vault_};
};
MUSTER_ON_BOTH_BACKENDS(RegistrantFacts);

TEST_P(RegistrantFacts, AnOrganizationIsComparedByItsName) {
  const auto filing = filed("shop.example.com");
  EXPECT_EQ(compare(filing), RegistrantFact::unknown) << "no registry told of it";
  bring(example_record());
  EXPECT_EQ(compare(filing), RegistrantFact::same) << "the registrable domain's";
  bring(with({"H-2", HolderKind::organization, "New Holder Ltd", "CN"}));
  EXPECT_EQ(compare(filing), RegistrantFact::other);
  bring(with({"H-3", HolderKind::unknown, "", ""}));
  EXPECT_EQ(compare(filing), RegistrantFact::unknown);
  auto ended = with({"H-3", HolderKind::unknown, "", ""});
  ended.expires_at = at("2026-01-01T00:00:00Z");
  bring(ended);
  EXPECT_EQ(compare(filing), RegistrantFact::ended);
}

TEST_P(RegistrantFacts, TheResponsiblePersonMayHoldItAndTheReadingIsInTheLedger) {
  const auto filing = filed("shop.example.com");
  bring(with({"P-1", HolderKind::individual, "a. EXAMPLE", ""}));
  const auto reads = number("select count(*) as n from event where kind = 'vault.read'");
  EXPECT_EQ(compare(filing), RegistrantFact::related);
  EXPECT_GT(number("select count(*) as n from event where kind = 'vault.read'"), reads);
  bring(with({"P-2", HolderKind::individual, "Somebody Else", ""}));
  EXPECT_EQ(compare(filing), RegistrantFact::other);
}

TEST_P(RegistrantFacts, ARelationSpeaksOfOneHolderAlone) {
  const auto filing = filed("shop.example.com");
  bring(with({"H-2", HolderKind::organization, "Example Holding Ltd", "CN"}));
  EXPECT_EQ(service_->relate("example.com", filing.id, Relation::shareholder, " ", "person").error().code,
            "evidence_missing");
  EXPECT_EQ(service_->relate("other.example", filing.id, Relation::shareholder, "D-1", "person").error().code,
            "domain_unknown");
  const auto made = service_->relate("example.com", filing.number, Relation::shareholder, "D-1", "person");
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(compare(filing), RegistrantFact::related);
  bring(with({"H-3", HolderKind::organization, "Somebody Else Ltd", "CN"}));
  EXPECT_EQ(compare(filing), RegistrantFact::other) << "the domain changed hands";
  EXPECT_EQ(sql("update registrant_relation set evidence = 'D-2'"), "relation_immutable");
  EXPECT_EQ(sql("delete from registrant_relation"), "relation_kept");
  EXPECT_EQ(service_->relations(made->holder_id)->size(), 1u);
  EXPECT_TRUE(service_->end_relation("example.com", made->id, "person").ok());
  EXPECT_EQ(service_->relations(made->holder_id)->size(), 0u);
  EXPECT_EQ(sql("update registrant_relation set ended_by = null, ended_at = null"), "relation_immutable");
}

}  // namespace
}  // namespace muster::holders
