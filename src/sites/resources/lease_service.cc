#include "resource_json.h"
#include "resource_store.h"
#include <policy/policy.h>
#include <resources/rules.h>

namespace muster::resources {
namespace {

Error unknown() {
  return not_found("lease_unknown", "There is no such lease.");
}
Error stale() {
  return {Failure::stale,
          "version_stale",
          "Somebody changed this lease meanwhile; look at it again. Nothing was changed.",
          {}};
}

const events::Kind& kind_of(LeaseEvent event) {
  switch (event) {
    case LeaseEvent::check_licence:
      return kLeaseLicenceCheck;
    case LeaseEvent::activate:
      return kLeaseActivated;
    case LeaseEvent::refuse:
      return kLeaseRefused;
    case LeaseEvent::find_mismatch:
      return kLeaseMismatch;
    case LeaseEvent::ask_explanation:
      return kLeaseExplain;
    case LeaseEvent::cure:
      return kLeaseCured;
    case LeaseEvent::revoke:
      return kLeaseRevoked;
    case LeaseEvent::end:
      return kLeaseEnded;
  }
  return kLeaseEnded;
}

// The nearest lease above this block by which its allocator has the addresses.
std::optional<Lease> lease_above(store::Transaction& tx, const Block& block) {
  for (auto at = find_block(tx, block.parent_id); at; at = find_block(tx, at->parent_id)) {
    if (at->parent_id.empty()) return std::nullopt;
    auto lease = live_lease_of(tx, at->id);
    if (lease && lease->lessee_id == block.allocator_id) return lease;
    if (at->holder_id != block.allocator_id) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<Lease> Service::propose(const NewLease& asked, const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Lease> {
    const auto block = find_block(tx, asked.block_id);
    if (!block) return not_found("block_unknown", "There is no such block of addresses.");
    if (!actor.registrar && actor.party_id != block->allocator_id)
      return refused("lease_not_yours", "Only the lessor or the register proposes a lease.");
    if (live_lease_of(tx, block->id))
      return conflict("lease_exists", "This block has a live lease already; end that one first.", "block_id");
    const auto parent = find_block(tx, block->parent_id);
    MUSTER_TRY(Lease lease, propose_lease(*block, parent ? *parent : *block, lease_above(tx, *block),
                                          parties::find_party(tx, asked.lessee_id), asked.contract, asked.may_sublet));
    lease.id = recorder_.new_id();
    lease.created_at = lease.state_since = recorder_.clock().now();
    insert(tx, lease);
    recorder_.record(tx, kLeaseProposed, actor.id, kLeaseRecord, lease.id,
                     lease_body(lease, block->range, LeaseState::proposed));
    return lease;
  });
}

Result<Lease> Service::apply_lease(const std::string& id, std::int64_t version, const LeaseStep& step,
                                   const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Lease> {
    auto lease = find_lease(tx, id);
    if (!lease) return unknown();
    if (lease->version != version) return stale();
    const Instant now = recorder_.clock().now();
    const LeaseState from = lease->state;
    MUSTER_TRY(
        const LeaseTransition* transition,
        check_lease_step(*lease, step.event, step.reasons, parties::find_party(tx, lease->lessee_id), actor, now));
    lease->state = transition->to;
    lease->state_since = now;
    lease->reasons = step.reasons;
    lease->due_at = transition->starts_term ? std::optional(policy_.due("lease.explanation", now)) : std::nullopt;
    ++lease->version;
    if (!update(tx, *lease)) return stale();
    const auto block = find_block(tx, lease->block_id);
    recorder_.record(tx, kind_of(step.event), actor.id, kLeaseRecord, id, lease_body(*lease, block->range, from));
    return *lease;
  });
}

Result<Lease> Service::lease(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Lease> {
    auto lease = find_lease(tx, id);
    if (!lease) return unknown();
    return *lease;
  });
}

Result<LeasePage> Service::leases(const LeaseFilter& filter, const std::string& after, int limit) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<LeasePage> { return list_leases(tx, filter, after, limit); });
}

std::vector<Error> chain_faults(store::Transaction& tx, const std::string& holder_id, const std::vector<Tenant>& chain,
                                Instant now) {
  std::vector<Error> faults;
  // From the holder's own block on; what it handed on to users below is not asked.
  const auto own = std::find_if(chain.begin(), chain.end(),
                                [&](const Tenant& tenant) { return tenant.block.holder_id == holder_id; });
  for (auto link = own; link != chain.end(); ++link) {
    const Block& block = link->block;
    if (block.parent_id.empty() || block.holder_id == block.allocator_id) continue;
    const auto leases = list_leases(tx, {.block_id = block.id}, "", 1).items;
    for (Error& fault : check_link(block, parties::find_party(tx, block.holder_id),
                                   leases.empty() ? std::nullopt : std::optional(leases.front()), now))
      faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace muster::resources
