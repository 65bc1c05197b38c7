// The operations on address blocks and leases, each in one transaction with its event and ledger leaf. Thread-safe.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <resources/block.h>
#include <resources/events.h>
#include <resources/prefix_table.h>
#include <store/database.h>

#include <functional>
#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}

namespace muster::resources {

struct NewRoot {
  AddressRange range;
  std::string holder_id;  // a carrier
  std::string source;     // empty: recorded only; nothing can be allocated out of it yet
  Particulars particulars = {};
};
struct NewAllocation {
  std::string parent_id;
  AddressRange range;
  std::string to;  // a party: one that gives access holds the block, any other one uses it
  Particulars particulars = {};
};
struct BlockStep {
  BlockEvent event = BlockEvent::assign;
  std::vector<std::string> reasons = {};
  std::string source = {};                // record_source
  std::string user_id = {};               // assign
  std::vector<AddressRange> parts = {};   // split: these, or
  std::optional<int> prefix_length = {};  // as many as there are of this length
};
struct NewLease {
  std::string block_id, lessee_id, contract;
  bool may_sublet = false;
};
struct LeaseStep {
  LeaseEvent event = LeaseEvent::check_licence;
  std::vector<std::string> reasons = {};
};

struct BlockFilter {
  std::string q = {};  // an address or range: what it lies in, then what lies in it; else the begin of a name
  std::vector<BlockState> states = {};     // empty: any live one
  std::string holder_id = {};              // holds or uses
  std::optional<std::string> parent = {};  // children of this block; "": roots
};
struct BlockPage {
  std::vector<Block> items;  // in order of address; names in order of name
  std::string next;          // key for the following page, empty at the end
};
struct LeaseFilter {
  std::vector<LeaseState> states = {};
  std::string party_id = {};  // lessor or lessee
  std::string block_id = {};
};
struct LeasePage {
  std::vector<Lease> items;  // newest first
  std::string next;
};

class AddressOrigins;

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // Errors: those of rules.h; block_not_yours (the register alone records roots).
  Result<Block> record_root(const NewRoot& asked, const Actor& actor) const;
  // Errors: block_unknown, block_not_yours, and those of rules.h.
  Result<Block> allocate(const NewAllocation& asked, const Actor& actor) const;
  // `version` is the one that the caller has seen. Errors: block_unknown, version_stale, those of the rules,
  // block_has_children, block_leased.
  Result<Block> apply(const std::string& id, std::int64_t version, const BlockStep& step, const Actor& actor) const;
  Result<Block> change(const std::string& id, std::int64_t version, const Particulars& particulars,
                       const Actor& actor) const;

  // Errors: block_unknown, party_unknown, lease_exists, and those of the rules.
  Result<Lease> propose(const NewLease& asked, const Actor& actor) const;
  // Errors: lease_unknown, version_stale, and those of the rules.
  Result<Lease> apply_lease(const std::string& id, std::int64_t version, const LeaseStep& step,
                            const Actor& actor) const;

  Result<Block> block(const std::string& id) const;               // block_unknown
  Result<std::vector<Tenant>> path(const std::string& id) const;  // from the root to this block; block_unknown
  Result<Lease> lease(const std::string& id) const;               // lease_unknown
  Result<BlockPage> blocks(const BlockFilter& filter, const std::string& after, int limit) const;
  Result<LeasePage> leases(const LeaseFilter& filter, const std::string& after, int limit) const;
  Result<std::vector<events::Event>> history(const std::string& record_kind, const std::string& id) const;

  // Countries and networks of addresses (address_origin.h), where their data is installed; else none. What gives them
  // is set once, before others ask, and called by any thread.
  void set_origins(std::function<const AddressOrigins*()> origins) { origins_ = std::move(origins); }
  const AddressOrigins* origins() const { return origins_ ? origins_() : nullptr; }

  // Who has this address, innermost first; ends at a carrier. Empty: no block on record holds it.
  Result<std::vector<Tenant>> chain(const AddressRange& address) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  std::function<const AddressOrigins*()> origins_;
};

// --- for other rooms, inside of their own transactions
std::vector<Tenant> chain_of(store::Transaction& tx, const AddressRange& range);
// Is the whole range in one block that this party holds, with no part of it handed on to another holder?
bool inside_own_block(store::Transaction& tx, const std::string& provider_party_id, const AddressRange& range);
// What is wrong with the chain (of chain_of) by which this holder has its addresses: of every block that was handed on,
// from the holder's own one up to the carrier's. Empty: all is in force. Errors: those of check_link.
std::vector<Error> chain_faults(store::Transaction& tx, const std::string& holder_id, const std::vector<Tenant>& chain,
                                Instant now);
// Are any blocks of this holder on record? (Where none are, a check of addresses may be left out and said so.)
bool has_blocks(store::Transaction& tx, const std::string& party_id);

// All live blocks in memory: entry.payload is the place in `blocks`.
struct Tree {
  struct Node {
    std::string id, holder_id, user_id;
    bool recorded = false;  // its source is not known
  };
  PrefixTable table;
  std::vector<Node> blocks;
};
Result<Tree> load_tree(store::Transaction& tx);

}  // namespace muster::resources
