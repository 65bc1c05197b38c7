// The Merkle tree of RFC 9162 §2.1, as pure functions. Sizes and indexes are numbers of leaves. Proofs come from stored
// nodes of complete subtrees: node (level, index) covers the leaves [index·2^level, (index+1)·2^level); level 0 are
// leaf hashes.
#pragma once

#include <base/bytes.h>
#include <base/result.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace muster::ledger::merkle {

using Proof = std::vector<Hash>;

struct NodeId {
  int level = 0;
  std::int64_t index = 0;
  auto operator<=>(const NodeId&) const = default;
};
// Gives the hash of a complete subtree, or nothing when it isn't stored.
using NodeSource = std::function<std::optional<Hash>(NodeId)>;

Hash empty_root();                                        // of a tree without leaves: SHA-256 of nothing
Hash hash_children(const Hash& left, const Hash& right);  // SHA-256(0x01 ‖ left ‖ right)

// Complete subtrees that make up the leaves [from, to), left to right, as few as possible.
std::vector<NodeId> decompose(std::int64_t from, std::int64_t to);

// A tree that grows at its right edge in logarithmic memory.
class Frontier {
 public:
  Frontier() = default;
  // The frontier of a tree of `size` leaves; errors: ledger_node_missing.
  static Result<Frontier> of(std::int64_t size, const NodeSource& nodes);
  // Adds a leaf; calls `complete` for each subtree of level ≥ 1 that this completes, lowest first. `complete` returns
  // the hash with which the tree goes on (its argument, unless a verifier prefers what is stored).
  void add(const Hash& leaf, const std::function<Hash(NodeId, const Hash&)>& complete = {});
  std::int64_t size() const { return size_; }
  Hash root() const;

 private:
  std::int64_t size_ = 0;
  std::vector<std::pair<int, Hash>> parts_;  // level and hash of complete subtrees, largest first
};

// Errors: ledger_range (0 ≤ index < size; 0 ≤ from ≤ to), ledger_node_missing.
Result<Hash> root_of(std::int64_t size, const NodeSource& nodes);
Result<Proof> inclusion_proof(std::int64_t index, std::int64_t size, const NodeSource& nodes);
Result<Proof> consistency_proof(std::int64_t from, std::int64_t to, const NodeSource& nodes);

// RFC 9162 §2.1.3.2 and §2.1.4.2. False when the proof does not show it, for whatever reason.
bool verify_inclusion(const Hash& leaf, std::int64_t index, std::int64_t size, const Proof& proof, const Hash& root);
bool verify_consistency(std::int64_t from, const Hash& from_root, std::int64_t to, const Hash& to_root,
                        const Proof& proof);

}  // namespace muster::ledger::merkle
