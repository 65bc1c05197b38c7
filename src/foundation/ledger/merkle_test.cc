#include <ledger/leaf.h>
#include <ledger/merkle.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::ledger::merkle {
namespace {

// RFC 9162 §2.1.1 word for word: the definition, without any cleverness.
Hash naive_root(const std::vector<Hash>& leaves, std::size_t from, std::size_t to) {
  if (from == to) return empty_root();
  if (to - from == 1) return leaves[from];
  std::size_t k = 1;
  while (k * 2 < to - from) k *= 2;
  return hash_children(naive_root(leaves, from, from + k), naive_root(leaves, from + k, to));
}

// RFC 9162 §2.1.3.1.
Proof naive_inclusion(const std::vector<Hash>& leaves, std::size_t m, std::size_t from, std::size_t to) {
  if (to - from == 1) return {};
  std::size_t k = 1;
  while (k * 2 < to - from) k *= 2;
  Proof out;
  if (m < k) {
    out = naive_inclusion(leaves, m, from, from + k);
    out.push_back(naive_root(leaves, from + k, to));
  } else {
    out = naive_inclusion(leaves, m - k, from + k, to);
    out.push_back(naive_root(leaves, from, from + k));
  }
  return out;
}

// RFC 9162 §2.1.4.1.
Proof naive_subproof(const std::vector<Hash>& leaves, std::size_t m, std::size_t from, std::size_t to, bool whole) {
  if (m == to - from) return whole ? Proof{} : Proof{naive_root(leaves, from, to)};
  std::size_t k = 1;
  while (k * 2 < to - from) k *= 2;
  Proof out;
  if (m <= k) {
    out = naive_subproof(leaves, m, from, from + k, whole);
    out.push_back(naive_root(leaves, from + k, to));
  } else {
    out = naive_subproof(leaves, m - k, from + k, to, false);
    out.push_back(naive_root(leaves, from, from + k));
  }
  return out;
}

struct Tree {
  explicit Tree(const std::vector<Hash>& hashes) : leaves(hashes) {
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      nodes[{0, static_cast<std::int64_t>(i)}] = leaves[i];
      frontier.add(leaves[i], [&](NodeId id, const Hash& hash) {
        nodes[id] = hash;
        return hash;
      });
    }
  }
  NodeSource source() const {
    return [this](NodeId id) -> std::optional<Hash> {
      const auto at = nodes.find(id);
      return at == nodes.end() ? std::nullopt : std::optional(at->second);
    };
  }
  std::vector<Hash> leaves;
  std::map<NodeId, Hash> nodes;
  Frontier frontier;
};

std::vector<Hash> leaves_of(std::size_t count) {
  std::vector<Hash> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(leaf_hash("leaf " + std::to_string(i)));
  return out;
}

// The eight inputs and roots that Certificate Transparency's implementations share as test vectors.
TEST(Merkle, KnownRoots) {
  const char* inputs[] = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  EXPECT_EQ(to_hex(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Frontier frontier;
  for (int i = 0; i < 8; ++i) {
    frontier.add(leaf_hash(*from_hex(inputs[i])));
    EXPECT_EQ(to_hex(frontier.root()), roots[i]) << i;
  }
}

TEST(Merkle, EveryProofOfEverySmallTree) {
  for (std::size_t n = 1; n <= 40; ++n) {
    const Tree tree(leaves_of(n));
    const auto size = static_cast<std::int64_t>(n);
    const Hash root = naive_root(tree.leaves, 0, n);
    ASSERT_EQ(tree.frontier.root(), root);
    ASSERT_EQ(*root_of(size, tree.source()), root);
    for (std::int64_t i = 0; i < size; ++i) {
      const auto proof = inclusion_proof(i, size, tree.source());
      ASSERT_EQ(*proof, naive_inclusion(tree.leaves, static_cast<std::size_t>(i), 0, n));
      ASSERT_TRUE(verify_inclusion(tree.leaves[static_cast<std::size_t>(i)], i, size, *proof, root));
      for (std::int64_t j = 0; j < size; ++j)
        if (j != i) ASSERT_FALSE(verify_inclusion(tree.leaves[static_cast<std::size_t>(i)], j, size, *proof, root));
    }
    for (std::size_t m = 1; m <= n; ++m) {
      const auto proof = consistency_proof(static_cast<std::int64_t>(m), size, tree.source());
      if (m < n) ASSERT_EQ(*proof, naive_subproof(tree.leaves, m, 0, n, true));
      ASSERT_TRUE(verify_consistency(static_cast<std::int64_t>(m), naive_root(tree.leaves, 0, m), size, root, *proof))
          << m << " " << n;
    }
  }
}

TEST(Merkle, AFrontierGoesOnFromStoredNodes) {
  const Tree whole(leaves_of(100));
  for (std::int64_t at = 0; at <= 100; ++at) {
    auto frontier = Frontier::of(at, whole.source());
    ASSERT_TRUE(frontier.ok());
    for (std::size_t i = static_cast<std::size_t>(at); i < 100; ++i) frontier->add(whole.leaves[i]);
    EXPECT_EQ(frontier->root(), whole.frontier.root());
  }
}

TEST(Merkle, SaysWhichNodeIsMissing) {
  Tree tree(leaves_of(8));
  tree.nodes.erase({2, 1});
  const auto proof = inclusion_proof(0, 8, tree.source());
  EXPECT_EQ(proof.error().code, "ledger_node_missing");
  EXPECT_NE(proof.error().sentence.find("level 2, index 1"), std::string::npos);
  EXPECT_EQ(inclusion_proof(8, 8, tree.source()).error().code, "ledger_range");
  EXPECT_EQ(inclusion_proof(-1, 8, tree.source()).error().code, "ledger_range");
  EXPECT_EQ(consistency_proof(9, 8, tree.source()).error().code, "ledger_range");
}

RC_GTEST_PROP(MerkleProperty, ProofsEqualTheDefinition, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 700);
  const auto i = *rc::gen::inRange<std::size_t>(0, n);
  const auto m = *rc::gen::inRange<std::size_t>(1, n + 1);
  const Tree tree(leaves_of(n));
  const Hash root = naive_root(tree.leaves, 0, n);
  const auto inclusion = inclusion_proof(static_cast<std::int64_t>(i), static_cast<std::int64_t>(n), tree.source());
  RC_ASSERT(*inclusion == naive_inclusion(tree.leaves, i, 0, n));
  RC_ASSERT(
      verify_inclusion(tree.leaves[i], static_cast<std::int64_t>(i), static_cast<std::int64_t>(n), *inclusion, root));
  const auto consistency = consistency_proof(static_cast<std::int64_t>(m), static_cast<std::int64_t>(n), tree.source());
  if (m < n) RC_ASSERT(*consistency == naive_subproof(tree.leaves, m, 0, n, true));
  RC_ASSERT(verify_consistency(static_cast<std::int64_t>(m), naive_root(tree.leaves, 0, m),
                               static_cast<std::int64_t>(n), root, *consistency));
}

RC_GTEST_PROP(MerkleProperty, AnyFlippedBitIsRefused, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(2, 300);
  const auto i = *rc::gen::inRange<std::size_t>(0, n);
  const auto m = *rc::gen::inRange<std::size_t>(1, n);
  const Tree tree(leaves_of(n));
  const Hash root = tree.frontier.root();
  const auto size = static_cast<std::int64_t>(n);
  const auto bit = *rc::gen::inRange(0, 256);
  const auto flip = [&](Hash hash) {
    hash[static_cast<std::size_t>(bit / 8)] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    return hash;
  };
  auto proof = *inclusion_proof(static_cast<std::int64_t>(i), size, tree.source());
  RC_ASSERT(!verify_inclusion(flip(tree.leaves[i]), static_cast<std::int64_t>(i), size, proof, root));
  RC_ASSERT(!verify_inclusion(tree.leaves[i], static_cast<std::int64_t>(i), size, proof, flip(root)));
  const auto at = *rc::gen::inRange<std::size_t>(0, proof.size());
  auto changed = proof;
  changed[at] = flip(changed[at]);
  RC_ASSERT(!verify_inclusion(tree.leaves[i], static_cast<std::int64_t>(i), size, changed, root));
  changed = proof;
  changed.pop_back();
  RC_ASSERT(!verify_inclusion(tree.leaves[i], static_cast<std::int64_t>(i), size, changed, root));
  changed = proof;
  changed.push_back(root);
  RC_ASSERT(!verify_inclusion(tree.leaves[i], static_cast<std::int64_t>(i), size, changed, root));

  auto consistency = *consistency_proof(static_cast<std::int64_t>(m), size, tree.source());
  const Hash old_root = naive_root(tree.leaves, 0, m);
  RC_ASSERT(!verify_consistency(static_cast<std::int64_t>(m), flip(old_root), size, root, consistency));
  RC_ASSERT(!verify_consistency(static_cast<std::int64_t>(m), old_root, size, flip(root), consistency));
  const auto where = *rc::gen::inRange<std::size_t>(0, consistency.size());
  changed = consistency;
  changed[where] = flip(changed[where]);
  RC_ASSERT(!verify_consistency(static_cast<std::int64_t>(m), old_root, size, root, changed));
  changed = consistency;
  changed.pop_back();
  RC_ASSERT(!verify_consistency(static_cast<std::int64_t>(m), old_root, size, root, changed));
}

RC_GTEST_PROP(MerkleProperty, DecomposeCoversExactly, ()) {
  const auto from = *rc::gen::inRange<std::int64_t>(0, 5000);
  const auto to = *rc::gen::inRange<std::int64_t>(from, 10000);
  std::int64_t at = from;
  for (const NodeId part : decompose(from, to)) {
    RC_ASSERT(part.index << part.level == at);
    at += std::int64_t{1} << part.level;
  }
  RC_ASSERT(at == to);
}

}  // namespace
}  // namespace muster::ledger::merkle
