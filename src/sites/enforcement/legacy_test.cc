// Blocks of another system and what reaches the network: nothing by them, and what two persons decide by its order
// alone.
#include <restrictions/legacy_import.h>

#include <sstream>

#include <gtest/gtest.h>
#include <support/feed_world.h>

namespace muster::enforcement {
namespace {

using restrictions::LegacyBlock;
using restrictions::LegacyState;

class LegacyFeed : public ::testing::TestWithParam<store::Backend> {
 protected:
  LegacyFeed() : w(GetParam()) {
    w.enrol_authority();
    w.enrol_witness();
    std::istringstream in("old.example\nolder.example\n");
    restrictions::LegacyImportOptions options;
    options.source_name = "list.txt";
    options.redecide_by = w.clock.now() + std::chrono::hours(24 * 90);
    options.actor = w.operator_person;
    EXPECT_EQ(w.must(restrictions::LegacyImporter(*w.db, w.recorder).run(in, options)).accepted, 2);
  }
  LegacyBlock block(const std::string& name) { return w.must(legacy.list({.name_prefix = name}, "", 1)).items.at(0); }
  cases::Case open_from(const std::string& name) {
    const LegacyBlock of = block(name);
    const auto c =
        w.must(w.cases_service->open_case({"explicit_unlawful", of.name, "", "manual", of.id, ""}, w.examiner,
                                          [&](store::Transaction& tx, const cases::Case& opened) -> Result<void> {
                                            MUSTER_CHECK_OK(legacy.note_case(tx, of.id, opened.id, w.examiner));
                                            return {};
                                          }));
    for (const auto& rule : cases::element_rules())
      if (rule.ground == "explicit_unlawful")
        w.must(w.cases_service->add_element(
            c.id, {std::string(rule.element), "statement", "What shows " + std::string(rule.element), ""}, w.examiner));
    for (const char* event : {"seal", "screen", "refer"}) w.step(c, event);
    return w.must(w.cases_service->find_case(c.id));
  }
  int redecide(const cases::Order& order) {
    return w.must(w.db->write([&](store::Transaction& tx) -> Result<int> {
      return legacy.redecide(tx, order.case_id, order.id, "system:test");
    }));
  }
  test::FeedWorld w;
  restrictions::LegacyService legacy{*w.db, w.recorder};
};
MUSTER_ON_BOTH_BACKENDS(LegacyFeed);

TEST_P(LegacyFeed, NothingIsBlockedByThem) {
  EXPECT_EQ(w.names(), "");
  const auto c = open_from("old.example");
  EXPECT_EQ(block("old.example").state, LegacyState::case_opened);
  EXPECT_EQ(w.names(), "") << "a case is no decision";
  // Nor by whoever has the database: an entry of the network needs an order, which needs two signatures.
  for (const char* order : {"'none'", "null", "(select id from legacy_block where name = 'old.example')"})
    EXPECT_FALSE(w.db->script(std::string("insert into network_entry select ") + order +
                              ", name, 'exact', 1 from legacy_block where name = 'old.example'")
                     .ok());
  EXPECT_EQ(w.names(), "");
}

TEST_P(LegacyFeed, AnOrderOfItsCaseDecidesItAnew) {
  const auto c = open_from("old.example");
  const auto elsewhere = w.order("elsewhere.example");
  EXPECT_EQ(redecide(elsewhere), 0) << "an order of another case";
  // The schema says so too.
  EXPECT_FALSE(w.db->script("update legacy_block set state = 'redecided', order_ref = '" + elsewhere.id +
                            "' where name = 'old.example'")
                   .ok());
  const auto order = w.decide(c, w.network_draft("old.example"));
  EXPECT_EQ(redecide(order), 1);
  EXPECT_EQ(redecide(order), 0) << "again changes nothing";
  EXPECT_EQ(block("old.example").state, LegacyState::redecided);
  EXPECT_EQ(block("old.example").order_ref, order.id);
  EXPECT_NE(w.names().find("old.example"), std::string::npos) << "by its order";
  EXPECT_EQ(w.names().find("older.example"), std::string::npos);
  // What was decided anew stays in the other system's hands no longer than its order says, and is not on the list.
  w.clock.advance(std::chrono::hours(24 * 90));
  EXPECT_EQ(w.must(legacy.lapse_due()), 1);
  const auto removals = w.must(legacy.removals("", 10)).items;
  ASSERT_EQ(removals.size(), 1u);
  EXPECT_EQ(removals[0].name, "older.example");
}

TEST_P(LegacyFeed, ACaseThatCouldNotBeLinkedIsNotOpened) {
  const LegacyBlock of = block("old.example");
  w.must(legacy.withdraw(of.id, "It was a mistake.", w.examiner));
  const auto opened = w.cases_service->open_case({"explicit_unlawful", of.name, "", "manual", of.id, ""}, w.examiner,
                                                 [&](store::Transaction& tx, const cases::Case& c) -> Result<void> {
                                                   MUSTER_CHECK_OK(legacy.note_case(tx, of.id, c.id, w.examiner));
                                                   return {};
                                                 });
  EXPECT_EQ(opened.error().code, "legacy_state");
  EXPECT_TRUE(w.must(w.cases_service->cases({}, "", 10)).items.empty());
}

}  // namespace
}  // namespace muster::enforcement
