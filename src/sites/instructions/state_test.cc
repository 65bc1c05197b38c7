// Every pair of a state and an event, in the rules and in the schema of both databases.
#include "provider_world.h"

#include <gtest/gtest.h>

namespace muster::instructions {
namespace {

TEST(InstructionRules, EveryPairIsInTheTableOrRefused) {
  int open = 0;
  for (const auto state : states())
    for (const auto event : events_of_instructions()) {
      const auto to = next_state(state, event);
      if (to.ok()) {
        ++open;
        EXPECT_TRUE(state != "verified" && state != "superseded") << state << " " << event;
        EXPECT_FALSE(said_already(state, event) && event == "execute") << state;
      } else {
        EXPECT_EQ(to.error().code, state == "superseded" ? "instruction_superseded" : "instruction_state");
      }
    }
  EXPECT_EQ(open, static_cast<int>(transitions().size()));
  EXPECT_EQ(next_state("waiting", "forget").error().code, "instruction_event");
}

TEST(InstructionRules, ALookSaysDownUpOrNothing) {
  EXPECT_EQ(judge({"", 451, ""}), Finding::down);
  EXPECT_EQ(judge({"", 404, ""}), Finding::down);
  EXPECT_EQ(judge({"", 0, "dns_failed"}), Finding::down);
  EXPECT_EQ(judge({"", 200, ""}), Finding::up);
  EXPECT_EQ(judge({"", 302, ""}), Finding::up);
  for (const int status : {0, 401, 403, 429, 500, 503}) EXPECT_EQ(judge({"", status, ""}), Finding::unclear) << status;
  EXPECT_EQ(judge({"", 0, "fetch_timeout"}), Finding::unclear);
  EXPECT_EQ(judge("suspend", {"", 200, ""}), Verdict::not_done);
  EXPECT_EQ(judge("suspend", {"", 451, ""}), Verdict::done);
  EXPECT_EQ(judge("restore", {"", 200, ""}), Verdict::done);
  EXPECT_EQ(judge("restore", {"", 451, ""}), Verdict::not_done);
  EXPECT_EQ(judge("restore", {"", 404, ""}), Verdict::unclear) << "it may be gone by itself";
  EXPECT_EQ(judge("restore", {"", 0, "dns_failed"}), Verdict::unclear);
}

TEST(InstructionRules, WaitsDoubleToABound) {
  EXPECT_EQ(retry_in(std::chrono::minutes(1), 1), std::chrono::minutes(1));
  EXPECT_EQ(retry_in(std::chrono::minutes(1), 4), std::chrono::minutes(8));
  EXPECT_EQ(retry_in(std::chrono::minutes(1), 60), std::chrono::hours(1));
  EXPECT_EQ(look_again_in(0), kLookAgainFirst);
  EXPECT_EQ(look_again_in(50), kLookAgainMax);
}

class InstructionSchema : public ::testing::TestWithParam<store::Backend> {
 protected:
  ProviderWorld w{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(InstructionSchema);

TEST_P(InstructionSchema, WhatIsNotInTheTableIsRefusedByTheSchemaToo) {
  w.held("bad.example", w.host);
  static constexpr store::Sql kState{"t_state", "update instruction set state = :to"};
  int refused = 0;
  for (const auto from : states())
    for (const auto to : states()) {
      w.db.as_owner("instruction", fmt::format("update instruction set state = '{}'", from),
                    test::TestDatabase::Rules::put_back);
      bool arrow = from == to;
      for (const Transition& t : transitions()) arrow = arrow || (t.from == from && t.to == to);
      const auto tried = w.db->write([&](store::Transaction& tx) -> Result<void> {
        tx.run(kState, {{"to", to}});
        return {};
      });
      EXPECT_EQ(tried.ok(), arrow) << from << " " << to;
      if (!tried.ok()) {
        ++refused;
        EXPECT_EQ(tried.error().code, "instruction_state");
      }
    }
  EXPECT_EQ(refused, 25 - 5 - 8);
  // What it says, and that it was said, stays.
  for (const char* attack :
       {"update instruction set action = 'restore'", "update instruction set version = 7", "delete from instruction",
        "update instruction set party_id = 'x'", "delete from instruction_delivery"}) {
    const store::Sql sql{"t_attack", attack};
    EXPECT_FALSE(w.db->write([&](store::Transaction& tx) -> Result<void> {
                       tx.run(sql);
                       return {};
                     })
                     .ok())
        << attack;
  }
}

TEST_P(InstructionSchema, AnOrderOfTheNetworkHasNoInstruction) {
  const auto order = w.order("bad.example");
  w.follow();
  EXPECT_TRUE(ProviderWorld::must(w.service.list({}, "", 10)).items.empty());
  static constexpr store::Sql kForged{
      "t_forged",
      "insert into instruction(id, key, order_id, party_id, version, action, urgent, state, state_at, state_by, way, "
      "created_at, ack_due_at, execute_due_at) values('f', 'f/1', :order, :party, 1, 'suspend', 0, 'waiting', 1, 'x', "
      "'', 1, 1, 1)"};
  const auto tried = w.db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kForged, {{"order", order.id}, {"party", w.host}});
    return {};
  });
  ASSERT_FALSE(tried.ok());
  EXPECT_EQ(tried.error().code, "instruction_network");
}

}  // namespace
}  // namespace muster::instructions
