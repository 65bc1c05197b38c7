#include <ledger/cosignature.h>
#include <ledger/leaf.h>
#include <ledger/proof_file.h>

#include <gtest/gtest.h>

namespace muster::ledger {
namespace {

// A log of five entries, made by hand.
class ProofFile : public testing::Test {
 protected:
  ProofFile() {
    for (int i = 0; i < 5; ++i) {
      leaves_.push_back("muster-leaf/1\nevent-" + std::to_string(i) + "\n1\nk/1\na\nr/i\nc\n");
      frontier_.add(leaf_hash(leaves_.back()));
    }
    proof_.event_id = "event-4";
    proof_.index = 4;
    proof_.size = 5;
    proof_.leaf_data = leaves_[4];
    proof_.leaf_hash = leaf_hash(leaves_[4]);
    merkle::Frontier four;
    for (int i = 0; i < 4; ++i) four.add(leaf_hash(leaves_[static_cast<std::size_t>(i)]));
    proof_.proof = {four.root()};
    const std::string text = to_text(CheckpointBody{key_.name(), 5, frontier_.root()});
    proof_.checkpoint.note =
        to_text(sign_note(text, key_)) + signature_line(cosign(text, Instant{1'750'000'000'000'000}, witness_));
    EnrolledWitness witness;
    witness.key = witness_.verifier();
    json_ = proof_json(proof_, key_.verifier(), {witness});
  }
  SystemRandom random_;
  SigningKey key_ = *SigningKey::make("muster.example/test", Algorithm::ed25519, random_);
  SigningKey witness_ = *SigningKey::make("witness.example", Algorithm::cosignature_v1, random_);
  std::vector<std::string> leaves_;
  merkle::Frontier frontier_;
  InclusionProof proof_;
  std::string json_;
};

TEST_F(ProofFile, ProvesWithoutADatabase) {
  const auto proven = check_proof(json_, {});
  ASSERT_TRUE(proven.ok()) << proven.error().sentence;
  EXPECT_EQ(proven->event_id, "event-4");
  EXPECT_TRUE(proven->keys_from_file);
  ASSERT_EQ(proven->cosignatures.size(), 1u);
  EXPECT_EQ(proven->cosignatures[0].witness, "witness.example");
  const auto known = check_proof(json_, {key_.verifier(), {witness_.verifier()}});
  EXPECT_FALSE(known->keys_from_file);
  EXPECT_EQ(known->cosignatures.size(), 1u);
  const auto stranger = SigningKey::make("witness.example", Algorithm::cosignature_v1, random_);
  EXPECT_TRUE(check_proof(json_, {key_.verifier(), {stranger->verifier()}})->cosignatures.empty());
}

TEST_F(ProofFile, RefusesAnotherKeyAndAnyChange) {
  const auto other = SigningKey::make(key_.name(), Algorithm::ed25519, random_);
  EXPECT_EQ(check_proof(json_, {other->verifier(), {}}).error().code, "proof_wrong");
  int changed = 0;
  const ProofOptions options{key_.verifier(), {witness_.verifier()}};
  for (std::size_t i = 0; i < json_.size(); ++i) {
    std::string bad = json_;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    const auto proven = check_proof(bad, options);
    // What isn't part of the proof (names of unused members, keys that were given) may change; nothing that is proven
    // may.
    if (proven.ok()) {
      EXPECT_EQ(proven->leaf_data, proof_.leaf_data);
      EXPECT_EQ(proven->event_id, proof_.event_id);
      EXPECT_EQ(proven->index, 4);
      EXPECT_EQ(proven->size, 5);
    } else {
      ++changed;
    }
  }
  EXPECT_GT(changed, 300);
}

TEST_F(ProofFile, RefusesNonsense) {
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[1]"), std::string("\xff"), json_.substr(0, json_.size() / 2),
        std::string(kProofFileMaxBytes + 1, ' '), std::string(5000, '[')})
    EXPECT_EQ(check_proof(bad, {}).error().code, "proof_syntax");
}

}  // namespace
}  // namespace muster::ledger
