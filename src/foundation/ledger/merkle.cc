#include <ledger/merkle.h>

#include <bit>

namespace muster::ledger::merkle {
namespace {

Error range_error() {
  return invalid("ledger_range", "There is no such place in a tree of this size.");
}
Error missing(NodeId node) {
  return internal_error("ledger_node_missing", "The ledger lacks a node at level " + std::to_string(node.level) +
                                                   ", index " + std::to_string(node.index) +
                                                   ". Run muster ledger verify.");
}

// The largest power of two below n, for n ≥ 2.
std::int64_t split_at(std::int64_t n) {
  return std::int64_t{1} << (std::bit_width(static_cast<std::uint64_t>(n - 1)) - 1);
}

// The hash of the leaves [from, to), to > from.
Result<Hash> range_hash(std::int64_t from, std::int64_t to, const NodeSource& nodes) {
  const auto parts = decompose(from, to);
  std::optional<Hash> out;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const auto hash = nodes(*part);
    if (!hash) return missing(*part);
    out = out ? hash_children(*hash, *out) : *hash;
  }
  return *out;
}

// RFC 9162 §2.1.4.1, SUBPROOF(m, D[from:to], whole). Recursion is at most 63 deep.
Result<void> subproof(std::int64_t m, std::int64_t from, std::int64_t to, bool whole, const NodeSource& nodes,
                      Proof& out) {
  const std::int64_t n = to - from;
  if (m == n) {
    if (whole) return {};
    MUSTER_TRY(const Hash hash, range_hash(from, to, nodes));
    out.push_back(hash);
    return {};
  }
  const std::int64_t k = split_at(n);
  const bool left = m <= k;
  MUSTER_CHECK_OK(left ? subproof(m, from, from + k, whole, nodes, out)
                       : subproof(m - k, from + k, to, false, nodes, out));
  MUSTER_TRY(const Hash sibling, left ? range_hash(from + k, to, nodes) : range_hash(from, from + k, nodes));
  out.push_back(sibling);
  return {};
}

}  // namespace

Hash empty_root() {
  return sha256({});
}

Hash hash_children(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes;
  bytes[0] = 1;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 33);
  return sha256({bytes.data(), bytes.size()});
}

// From a multiple of a power of two at least as large as the range, the pieces shrink to the right; that holds for
// every range that proofs ask for. Other ranges are still covered, from pieces that first grow.
std::vector<NodeId> decompose(std::int64_t from, std::int64_t to) {
  std::vector<NodeId> out;
  while (from < to) {
    const auto room = std::bit_width(static_cast<std::uint64_t>(to - from)) - 1;
    const auto aligned = from == 0 ? 62 : std::countr_zero(static_cast<std::uint64_t>(from));
    const int level = std::min<int>(static_cast<int>(room), static_cast<int>(aligned));
    out.push_back({level, from >> level});
    from += std::int64_t{1} << level;
  }
  return out;
}

Result<Frontier> Frontier::of(std::int64_t size, const NodeSource& nodes) {
  if (size < 0) return range_error();
  Frontier out;
  out.size_ = size;
  for (const NodeId part : decompose(0, size)) {
    const auto hash = nodes(part);
    if (!hash) return missing(part);
    out.parts_.emplace_back(part.level, *hash);
  }
  return out;
}

void Frontier::add(const Hash& leaf, const std::function<Hash(NodeId, const Hash&)>& complete) {
  parts_.emplace_back(0, leaf);
  ++size_;
  while (parts_.size() >= 2 && parts_[parts_.size() - 2].first == parts_.back().first) {
    const int level = parts_.back().first + 1;
    Hash joined = hash_children(parts_[parts_.size() - 2].second, parts_.back().second);
    if (complete) joined = complete({level, (size_ >> level) - 1}, joined);
    parts_.pop_back();
    parts_.back() = {level, joined};
  }
}

Hash Frontier::root() const {
  if (parts_.empty()) return empty_root();
  Hash out = parts_.back().second;
  for (auto part = parts_.rbegin() + 1; part != parts_.rend(); ++part) out = hash_children(part->second, out);
  return out;
}

Result<Hash> root_of(std::int64_t size, const NodeSource& nodes) {
  if (size < 0) return range_error();
  if (size == 0) return empty_root();
  return range_hash(0, size, nodes);
}

Result<Proof> inclusion_proof(std::int64_t index, std::int64_t size, const NodeSource& nodes) {
  if (index < 0 || index >= size) return range_error();
  Proof out;
  std::int64_t from = 0, to = size;
  while (to - from > 1) {  // from the root down; the proof goes from the leaf up
    const std::int64_t k = split_at(to - from);
    const bool left = index < from + k;
    MUSTER_TRY(const Hash sibling, left ? range_hash(from + k, to, nodes) : range_hash(from, from + k, nodes));
    out.push_back(sibling);
    (left ? to : from) = from + k;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

Result<Proof> consistency_proof(std::int64_t from, std::int64_t to, const NodeSource& nodes) {
  if (from < 0 || from > to) return range_error();
  Proof out;
  if (from == 0 || from == to) return out;
  MUSTER_CHECK_OK(subproof(from, 0, to, true, nodes, out));
  return out;
}

bool verify_inclusion(const Hash& leaf, std::int64_t index, std::int64_t size, const Proof& proof, const Hash& root) {
  if (index < 0 || index >= size) return false;
  std::int64_t fn = index, sn = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (sn == 0) return false;
    if ((fn & 1) == 1 || fn == sn) {
      hash = hash_children(sibling, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = hash_children(hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && hash == root;
}

bool verify_consistency(std::int64_t from, const Hash& from_root, std::int64_t to, const Hash& to_root,
                        const Proof& proof) {
  if (from < 0 || from > to) return false;
  if (from == to) return proof.empty() && from_root == to_root;
  if (from == 0) return proof.empty() && from_root == empty_root();
  Proof path = proof;
  if (std::has_single_bit(static_cast<std::uint64_t>(from))) path.insert(path.begin(), from_root);
  if (path.empty()) return false;
  std::int64_t fn = from - 1, sn = to - 1;
  while ((fn & 1) == 1) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash fr = path.front(), sr = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (sn == 0) return false;
    if ((fn & 1) == 1 || fn == sn) {
      fr = hash_children(path[i], fr);
      sr = hash_children(path[i], sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = hash_children(sr, path[i]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == from_root && sr == to_root;
}

}  // namespace muster::ledger::merkle
