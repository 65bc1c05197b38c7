#include <ledger/statement.h>
#include <lines/service.h>

#include <aggregates/envelope.h>
#include <aggregates/register.h>
#include <figures/service.h>
#include <support/vault_world.h>

namespace muster::figures {
namespace {

class Figures : public test::VaultTest {
 protected:
  lines::Service lines_{*db_, recorder_, policy_};
  Service service_{*db_, recorder_, policy_};
  SystemRandom dice_;
  ledger::SigningKey key_ = *ledger::SigningKey::make("numbers.example/test", ledger::Algorithm::ed25519, dice_);
};
MUSTER_ON_BOTH_BACKENDS(Figures);

TEST_P(Figures, WhatLeavesTheHouseHasNoSmallCellAndIsSigned) {
  constexpr std::int64_t kFirst = 8619900000000;
  const auto north =
      lines_.make_pool("system:test", {"N", "Operator", "North", lines::LineKind::voice, kFirst, kFirst + 99});
  const auto south =
      lines_.make_pool("system:test", {"S", "Operator", "South", lines::LineKind::voice, kFirst + 100, kFirst + 199});
  ASSERT_EQ(*lines_.stock("system:test", north->id, 40), 40);
  ASSERT_EQ(*lines_.stock("system:test", south->id, 50), 50);
  for (int n = 0; n < 3; ++n) ASSERT_TRUE(lines_.reserve("system:test", kFirst + n, "dealer-1").ok());
  for (int n = 0; n < 20; ++n) ASSERT_TRUE(lines_.reserve("system:test", kFirst + 100 + n, "dealer-1").ok());
  const auto out = service_.write("person-1", key_);
  ASSERT_TRUE(out.ok()) << out.error().code;
  EXPECT_GE(out->hidden, 4) << "three in the north, and what they could be reckoned from: " << out->text;
  EXPECT_NE(out->text.find(R"("cells":[[null,null,)"), std::string::npos) << out->text;
  EXPECT_NE(out->text.find("90]]"), std::string::npos) << "the total stays: " << out->text;
  const auto verified = ledger::verify_statement(out->note, out->text, key_.verifier());
  ASSERT_TRUE(verified.ok()) << verified.error().code;
  EXPECT_EQ(verified->kind, kStatementKind);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'figures.exported'"), 1);
}

TEST_P(Figures, WhatGoesToARegulatorHasNoSmallCellAndFitsItsDefinitions) {
  constexpr std::int64_t kFirst = 8619900000000;
  const auto north =
      lines_.make_pool("system:test", {"N", "Operator", "North", lines::LineKind::voice, kFirst, kFirst + 99});
  const auto south =
      lines_.make_pool("system:test", {"S", "Operator", "South", lines::LineKind::voice, kFirst + 100, kFirst + 199});
  ASSERT_EQ(*lines_.stock("system:test", north->id, 4), 4);
  ASSERT_EQ(*lines_.stock("system:test", south->id, 50), 50);
  const auto out = service_.write_aggregates("person-1", key_);
  ASSERT_TRUE(out.ok()) << out.error().code;
  EXPECT_EQ(ledger::verify_statement(out->note, out->text, key_.verifier())->kind, aggregates::kStatementKind);
  const auto read = aggregates::read_text(out->text);
  ASSERT_TRUE(read.ok()) << out->text;
  EXPECT_EQ(read->origin, "numbers.example/test");
  EXPECT_EQ(read->definitions.size(), aggregates::register_metrics().size());
  for (const auto& [name, hash] : read->definitions)
    EXPECT_EQ(hash, aggregates::definition_sha256(*aggregates::find_register_metric(name)));
  std::int64_t hidden = 0;
  for (const auto& line : read->lines) {
    EXPECT_TRUE(line.n == 0 || line.n >= 10) << line.value;
    hidden += line.hidden;
    if (line.dimension == "region" && line.value == "North") {
      EXPECT_TRUE(line.hidden) << "four";
    }
  }
  EXPECT_GE(hidden, 2) << "four, and what they could be reckoned from";
  EXPECT_EQ(hidden, out->hidden);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'figures.exported'"), 1);
}

}  // namespace
}  // namespace muster::figures
