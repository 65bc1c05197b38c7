// What may be recorded of addresses. Pure: no clock, no database. Each rule has its code, sentence and test.
// Sources: MIIT Order 34 (2005) on the filing of IP addresses: a block's source is filed before it is allocated; who
// allocates is not who uses; no overlap; the lease's licence and its ban on sub-letting (docs/glossary.md).
#pragma once

#include <base/result.h>
#include <parties/parties.h>
#include <resources/block.h>

#include <span>

namespace muster::resources {

// Canonical: trimmed texts. Errors: block_name, block_location, gateway_form, gateway_outside, range_mapped.
Result<Particulars> check_particulars(const Particulars& asked, const AddressRange& range);
// Trimmed. Errors: source_missing, source_form.
Result<std::string> check_source(std::string_view words);
// Errors: range_mapped (an IPv6 range that holds IPv4-mapped addresses).
Result<void> check_range(const AddressRange& range);

// A root: nothing on record holds it. Errors: party_unknown, root_holder (not a carrier).
Result<void> check_root_holder(const std::optional<parties::Party>& holder);

// May a block be carved out of `parent` for `to`? Every reason at once. Errors: party_unknown, source_missing (the
// parent is only recorded), block_assigned, block_ended, outside_parent, self_assignment, sublet_forbidden (the
// holder's lease forbids it), holder_unlicensed, block_level.
Result<void> check_allocation(const Block& parent, const std::optional<Lease>& lease_of_parent,
                              const AddressRange& range, const std::optional<parties::Party>& to, Instant now);
// Whoever holds blocks gives access to others, and needs a licence for it.
bool gives_access(const parties::Party& party);

// Error: block_overlap, naming the sibling. `siblings` are live blocks of one parent.
Result<void> check_no_overlap(const AddressRange& range, std::span<const Block> siblings);
bool overlap(const AddressRange& a, const AddressRange& b);

// The parts of `range`, each a CIDR block of this prefix length. Errors: split_prefix (not longer than the block's own,
// or not aligned), split_parts (more than kPartsMax).
Result<std::vector<AddressRange>> split_evenly(const AddressRange& range, int prefix_length);
// Do these parts, in any order, make the whole and nothing else? Errors: split_parts, split_gap, block_overlap,
// outside_parent.
Result<void> check_parts(const AddressRange& range, std::span<const AddressRange> parts);
// The part that a child of the split block goes to. Error: split_cuts_child.
Result<std::size_t> part_of(const AddressRange& child, std::span<const AddressRange> parts);

// Errors: block_event_not_open, block_not_yours, reasons_missing.
Result<const BlockTransition*> check_block_step(const Block& block, BlockEvent event,
                                                const std::vector<std::string>& reasons, const Actor& actor);
// Errors: party_unknown, self_assignment.
Result<void> check_user(const Block& block, const std::optional<parties::Party>& user);

// A lease of `block` from who allocated it to who holds or uses it; `above` is the lessor's own lease. Errors:
// lease_root, lease_parties, lease_contract, lease_above_missing (the lessor has no lease in force itself),
// sublet_forbidden (the lease above, or the lessee has no licence and may not hand on).
Result<Lease> propose_lease(const Block& block, const Block& parent, const std::optional<Lease>& above,
                            const std::optional<parties::Party>& lessee, std::string_view contract, bool may_sublet);
// Errors: lease_event_not_open, lease_not_yours, reasons_missing, explanation_term_running (revoke), holder_unlicensed
// (activate).
Result<const LeaseTransition*> check_lease_step(const Lease& lease, LeaseEvent event,
                                                const std::vector<std::string>& reasons,
                                                const std::optional<parties::Party>& lessee, const Actor& actor,
                                                Instant now);

// One link of a chain: a block that was handed on to `holder`, with the newest lease of it, ended or not. Where none
// was ever recorded, the licence alone is looked at: the allocation is on record, and asked for it. Errors:
// holder_unlicensed, lease_not_in_force, lease_in_question (who uses the addresses is not who leased them),
// lease_ended.
std::vector<Error> check_link(const Block& block, const std::optional<parties::Party>& holder,
                              const std::optional<Lease>& newest, Instant now);

}  // namespace muster::resources
