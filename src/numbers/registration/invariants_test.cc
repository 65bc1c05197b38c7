// What an owner of the tables can do behind the triggers is found afterwards.
#include "test_support.h"
#include <ledger/log.h>
#include <registration/invariants.h>

namespace muster::registration {
namespace {

class Invariants : public RegistrationTest {
 protected:
  // As the owner, with the triggers of a table out of the way.
  void behind_the_triggers(const std::string& table, const std::string& sql) {
    auto owner = *store::Database::open(db_.owner_url());
    std::string all;
    if (GetParam() == store::Backend::postgres)
      all = "alter table " + table + " disable trigger user;";
    else
      for (const auto& row :
           rows("select name from sqlite_master where type = 'trigger' and tbl_name = '" + table + "'"))
        all += "drop trigger " + row.text("name") + ";";
    const auto done = owner->script(all + sql);
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  ledger::Report verify() {
    (void)log_.sequence_once();
    ledger::VerifyOptions options;
    options.log_key = log_.verifier();
    options.invariants = invariants();
    return *ledger::verify(*db_, options);
  }
  ledger::Log log_{*db_, recorder_,
                   *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random_)};
};
MUSTER_ON_BOTH_BACKENDS(Invariants);

TEST_P(Invariants, WhatTheProgramDoesFits) {
  const Registration r = registered(0);
  registered(1);
  const auto one = line(0);
  ASSERT_TRUE(lines_.apply("registrar", one.id, one.version, lines::Event::release, "test").ok());
  const auto report = verify();
  EXPECT_TRUE(report.ok()) << report.faults().front().sentence;
  EXPECT_FALSE(r.id.empty());
}

TEST_P(Invariants, AStolenLineIsFound) {
  registered(0);
  behind_the_triggers("line", "update line set state = 'available', version = version + 1 where state = 'registered'");
  EXPECT_TRUE(verify().has("holder_of_free_line"));
}

TEST_P(Invariants, ALineWithoutAHolderIsFound) {
  registered(0);
  behind_the_triggers("line_ownership", "update line_ownership set until_at = from_at");
  EXPECT_TRUE(verify().has("line_without_holder"));
}

TEST_P(Invariants, ARewrittenPastIsFound) {
  const Registration r = registered(0);
  behind_the_triggers(
      "line_ownership",
      "insert into line_ownership(id, line_id, holder_id, line_kind, counted_under, slot, cap, excess, ground_ref, "
      "from_at, until_at) select 'x', line_id, 'somebody', line_kind, 'somebody', 1, 5, 0, 'y', from_at - 9, "
      "from_at + 9 from line_ownership");
  const auto report = verify();
  EXPECT_TRUE(report.has("ownership_overlaps"));
  EXPECT_EQ(report.faults().front().sentence, "A line has two holders at one time. Record " + r.line_id + ".");
}

TEST_P(Invariants, ARegistrationThatNobodyToldOfIsFound) {
  registered(0);
  stock_up(1);
  behind_the_triggers("registration", "update registration set id = 'smuggled'");
  EXPECT_TRUE(verify().has("registration_untold"));
}

TEST_P(Invariants, ACheckByFewerThanTwoIsFound) {
  registered(0);
  behind_the_triggers("registration",
                      "update registration set state = 'verified', method = 'manual', next_check_at = null");
  EXPECT_TRUE(verify().has("registration_one_person"));
}

}  // namespace
}  // namespace muster::registration
