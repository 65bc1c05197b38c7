#include <ledger/statement.h>

#include <gtest/gtest.h>

namespace muster::ledger {
namespace {

TEST(Statements, AreVerifiedByTheTextTheNoteAndTheKeyAlone) {
  SystemRandom random;
  const auto key = *SigningKey::make("numbers.example/north", Algorithm::ed25519, random);
  const auto other = *SigningKey::make("numbers.example/north", Algorithm::ed25519, random);
  const Instant at = *parse_rfc3339("2026-03-02T09:00:00Z");
  const std::string text = "{\"lines\":12}", note = sign_statement("figures", text, at, key);
  const auto good = verify_statement(note, text, key.verifier());
  ASSERT_TRUE(good.ok()) << good.error().code;
  EXPECT_EQ(good->kind, "figures");
  EXPECT_EQ(good->origin, "numbers.example/north");
  EXPECT_EQ(good->at, at);
  EXPECT_EQ(verify_statement(note, text + " ", key.verifier()).error().code, "statement_text");
  EXPECT_EQ(verify_statement(note, text, other.verifier()).error().code, "statement_key");
  std::string later = note;
  later.replace(later.find("09:00"), 5, "10:00");
  EXPECT_EQ(verify_statement(later, text, key.verifier()).error().code, "statement_key") << "the time is signed too";
  EXPECT_EQ(verify_statement(to_text(sign_note("hello\n", key)), text, key.verifier()).error().code, "statement_form");
  EXPECT_FALSE(verify_statement("", text, key.verifier()).ok());
}

}  // namespace
}  // namespace muster::ledger
