// The register of addresses: blocks in a tree, and the leases by which they were handed on. Plain values. A block's
// source is its parent, or, for a root, the registry that gave it, in words. Roots are held by carriers, so that the
// chain of tenants of every address ends at one. Holders and users are parties, never individuals.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <identifiers/contact.h>
#include <resources/states.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::resources {

using identifiers::AddressRange;

// How the addresses are given out to machines.
enum class UseMode : std::uint8_t { unknown, static_, dynamic, reserved };
const char* to_text(UseMode mode);  // "static" for static_
std::optional<UseMode> use_mode(std::string_view text);

inline constexpr std::size_t kNameMax = 100;  // bytes
inline constexpr std::size_t kTextMax = 300;
inline constexpr int kLevelMax = 12;  // tenants behind each other
inline constexpr std::size_t kPartsMax = 1024;

// What a person (or a file's line) says of a block.
struct Particulars {
  std::string name;  // a short label: RIPE's netname
  UseMode mode = UseMode::unknown;
  std::string gateway = {};   // an address in the block, or empty
  std::string location = {};  // room, city, country
};

struct Block {
  std::string id;
  std::string parent_id;  // the block it came from; empty for a root
  AddressRange range;
  int level = 1;             // 1: from the registry
  std::string source;        // words; empty for a child, whose source is its parent, and for what is only recorded
  std::string holder_id;     // the party that answers for it
  std::string allocator_id;  // who gave it: the parent's holder at that time; empty for a root
  std::string user_id;       // the party that uses it as a whole; empty: none
  Particulars particulars;
  std::string origin;  // "AS64496" of a route object; empty: not known
  BlockState state = BlockState::recorded;
  Instant state_since;
  std::vector<std::string> reasons;  // why it was returned
  std::string split_from;            // the block whose part it is
  Instant created_at;
  std::int64_t version = 1;
};
// Particulars that a complete record has and this one lacks: "mode", "gateway", "location", "source".
std::vector<std::string> lacking(const Block& block);

// The contract by which a block's holder or user (lessee) has it from the one that allocated it (lessor).
struct Lease {
  std::string id;
  std::string parent_id;  // the lessor's own lease; empty when the lessor holds a root
  std::string block_id;
  std::string lessor_id, lessee_id;
  std::string licence_number;  // under which the lessee gives access to others; empty for an end customer
  std::string contract;        // its number
  bool may_sublet = false;
  LeaseState state = LeaseState::proposed;
  Instant state_since;
  std::optional<Instant> due_at;  // of the explanation
  std::vector<std::string> reasons;
  Instant created_at;
  std::int64_t version = 1;
};

// One tenant of an address, and by what contract.
struct Tenant {
  Block block;
  std::optional<Lease> lease;  // the live one, if there is any
};

// Who acts. The register's staff may do what the register does; a holder only with its own blocks.
struct Actor {
  std::string id;        // a person's, or "system:<room>"
  std::string party_id;  // of the person
  bool registrar = false;
};

}  // namespace muster::resources
