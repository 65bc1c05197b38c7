#include <persons/majority.h>
#include <persons/notice.h>

#include <support/vault_world.h>

namespace muster::persons {
namespace {

class OfAge : public test::VaultTest {
 protected:
  OfAge() {
    NewHolder adult;
    adult.identity = {"Specimen Guardian", "1980-01-01", "12 Example Street, Utopia"};
    adult.document = {"passport", "UTO", "G0000001", "2030-01-01"};
    guardian_ = *persons_.create("registrar", adult);
  }
  Holder child(const std::string& birth, int n = 1) {
    NewHolder asked;
    asked.category = Category::minor;
    asked.guardian_id = guardian_.id;
    asked.identity = {"Specimen Child " + std::to_string(n), birth, "12 Example Street, Utopia"};
    asked.document = {"passport", "UTO", "C000000" + std::to_string(n), "2035-01-01"};
    const auto holder = persons_.create("registrar", asked);
    EXPECT_TRUE(holder.ok()) << holder.error().code;
    return *holder;
  }
  static Document shown(int n = 1) { return {"passport", "UTO", "C000000" + std::to_string(n), "2035-01-01"}; }
  Service persons_{*db_, recorder_, vault_, policy_};
  Majorities service_{*db_, recorder_, vault_, policy_};
  Holder guardian_;
};
MUSTER_ON_BOTH_BACKENDS(OfAge);

TEST_P(OfAge, OnTheDayThePersonIsAskedToTakeOver) {
  const Holder a = child("2008-03-03");  // of age the day after the clock's
  child("2010-03-03", 2);
  EXPECT_EQ(*service_.tick(), 0);
  EXPECT_EQ(service_.adopt("clerk", a.id, Category::citizen, shown(), "terms-1").error().code, "category_age");
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(*service_.tick(), 0);
  const auto waiting = *service_.waiting({}, 10);
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].holder_id, a.id);
  EXPECT_TRUE(service_.waiting(waiting[0], 10)->empty()) << "the next page";
  EXPECT_EQ(rows("select kind from holder_notice").at(0).text("kind"), notice::kOfAge);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 0)
      << "nobody's date was read to find who";
  EXPECT_EQ(persons_.holder(a.id)->guardian_id, guardian_.id) << "until the person agrees nothing changes";
  EXPECT_EQ(service_.adopt("clerk", a.id, Category::citizen, shown(), "old").error().code, "consent_missing");
  EXPECT_EQ(service_.adopt("clerk", a.id, Category::citizen, shown(2), "terms-1").error().code, "document_unknown");
  EXPECT_EQ(service_.adopt("clerk", a.id, Category::minor, shown(), "terms-1").error().code, "category_unknown");
  const auto own = service_.adopt("clerk", a.id, Category::citizen, shown(), "terms-1");
  ASSERT_TRUE(own.ok()) << own.error().code;
  EXPECT_EQ(own->category, Category::citizen);
  EXPECT_EQ(own->guardian_id, "");
  EXPECT_TRUE(service_.waiting({}, 10)->empty());
  EXPECT_EQ(service_.adopt("clerk", a.id, Category::citizen, shown(), "terms-1").error().code, "holder_not_minor");
}

TEST_P(OfAge, TwentyNinthOfFebruaryIsOfAgeOnTheFirstOfMarch) {
  child("2008-02-29");
  clock_.set(*parse_rfc3339("2026-02-28T12:00:00Z"));
  EXPECT_EQ(*service_.tick(), 0);
  clock_.set(*parse_rfc3339("2026-03-01T00:00:00Z"));
  EXPECT_EQ(*service_.tick(), 1);
}

TEST_P(OfAge, WhatTheJobMissedIsFoundLater) {
  child("2008-03-03");
  clock_.advance(std::chrono::hours(24 * 400));
  EXPECT_EQ(*service_.tick(), 1);
}

TEST_P(OfAge, MinorsFromBeforeTheIndexAreIndexedFirst) {
  const Holder a = child("2008-03-03");
  ASSERT_EQ(attack("delete from holder_minor"), "done");
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(*service_.tick(), 1) << "indexed";
  EXPECT_EQ(*service_.tick(), 1) << "found";
  EXPECT_EQ(service_.waiting({}, 10)->at(0).holder_id, a.id);
}

}  // namespace
}  // namespace muster::persons
