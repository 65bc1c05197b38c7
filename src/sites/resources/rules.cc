#include <base/text.h>
#include <resources/rules.h>

namespace muster::resources {
namespace {

bool is_label(std::string_view text, std::size_t bytes_max) {
  return text.size() <= bytes_max && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

Error unlicensed(const parties::Party& party) {
  return refused("holder_unlicensed",
                 party.name +
                     " has no valid licence on record: without one nobody gives access to others. Enter the "
                     "licence of the party first.",
                 "to");
}

bool is_licensed(const parties::Party& party, Instant now) {
  return !party.licence_number.empty() && (!party.expires_at || *party.expires_at > now);
}

Error party_unknown(const char* field) {
  return invalid("party_unknown", "There is no party of this id.", field);
}

// One error that holds all.
Result<void> together(std::vector<Error> faults) {
  if (faults.empty()) return {};
  Error first = faults.front();
  if (faults.size() > 1) first.all = std::move(faults);
  return first;
}

Result<void> check_reasons(bool needed, const std::vector<std::string>& reasons) {
  if (needed && reasons.empty()) return invalid("reasons_missing", "Say why.", "reasons");
  for (const auto& reason : reasons)
    if (trim(reason).empty() || !is_label(reason, 1'000))
      return invalid("reasons_missing", "A reason is a sentence of at most 1,000 bytes in one line.", "reasons");
  return {};
}

}  // namespace

bool gives_access(const parties::Party& party) {
  return party.kind == "carrier" || party.kind == "access_provider";
}

Result<Particulars> check_particulars(const Particulars& asked, const AddressRange& range) {
  MUSTER_CHECK_OK(check_range(range));
  Particulars out = asked;
  out.name = trim(asked.name);
  out.location = trim(asked.location);
  out.gateway.clear();
  std::vector<Error> faults;
  if (!is_label(out.name, kNameMax))
    faults.push_back(invalid("block_name", "A block's name has at most 100 bytes of text in one line.", "name"));
  if (!is_label(out.location, kTextMax))
    faults.push_back(invalid("block_location", "A location has at most 300 bytes of text in one line.", "location"));
  if (!trim(asked.gateway).empty()) {
    const auto gateway = identifiers::parse_address_range(asked.gateway);
    if (!gateway.ok() || gateway->first != gateway->last)
      faults.push_back(invalid("gateway_form", "A gateway is one address.", "gateway"));
    else if (!range.contains(*gateway))
      faults.push_back(invalid("gateway_outside", "The gateway lies outside of the block.", "gateway"));
    else
      out.gateway = gateway->text();
  }
  if (auto done = together(std::move(faults)); !done.ok()) return done.error();
  return out;
}

Result<std::string> check_source(std::string_view words) {
  const std::string text(trim(words));
  if (text.empty())
    return invalid("source_missing", "Say where the block comes from: the registry and its reference.", "source");
  if (!is_label(text, kTextMax))
    return invalid("source_form", "A source has at most 300 bytes of text in one line.", "source");
  return text;
}

Result<void> check_root_holder(const std::optional<parties::Party>& holder) {
  if (!holder) return party_unknown("holder_id");
  if (holder->kind != "carrier")
    return refused("root_holder",
                   holder->name +
                       " is no carrier. A block that came out of no other is a carrier's; record the block "
                       "that it came from first.",
                   "holder_id");
  return {};
}

Result<void> check_allocation(const Block& parent, const std::optional<Lease>& lease, const AddressRange& range,
                              const std::optional<parties::Party>& to, Instant now) {
  std::vector<Error> faults;
  const std::string name = parent.range.text();
  if (parent.state == BlockState::recorded)
    faults.push_back(refused("source_missing", "Nobody has recorded where " + name +
                                                   " comes from. Record its source before you allocate "
                                                   "out of it."));
  else if (parent.state == BlockState::assigned)
    faults.push_back(
        conflict("block_assigned", name + " is in use as a whole; end that use before you allocate parts."));
  else if (!is_live(parent.state))
    faults.push_back(
        conflict("block_ended", name + " is " + to_text(parent.state) + "; nothing is allocated from it."));
  if (!parent.range.contains(range))
    faults.push_back(invalid("outside_parent", range.text() + " lies outside of " + name + ".", "range"));
  if (parent.level >= kLevelMax)
    faults.push_back(refused("block_level", "More than 12 tenants behind each other are not recorded.", "range"));
  if (lease && is_in_force(lease->state) && !lease->may_sublet)
    faults.push_back(refused("sublet_forbidden", "The lease of " + name + " (" + lease->contract +
                                                     ") does not allow its lessee to hand addresses on."));
  if (!to) {
    faults.push_back(party_unknown("to"));
  } else {
    if (to->id == parent.holder_id)
      faults.push_back(refused("self_assignment",
                               to->name + " holds " + name +
                                   " itself. Who allocates is not who uses: name another "
                                   "party, or leave the addresses where they are.",
                               "to"));
    else if (gives_access(*to) && !is_licensed(*to, now))
      faults.push_back(unlicensed(*to));
  }
  return together(std::move(faults));
}

Result<const BlockTransition*> check_block_step(const Block& block, BlockEvent event,
                                                const std::vector<std::string>& reasons, const Actor& actor) {
  const BlockTransition* step = find_transition(block.state, event);
  if (!step)
    return conflict("block_event_not_open", std::string("A block that is ") + to_text(block.state) + " has no step \"" +
                                                to_text(event) + "\".");
  if (!actor.registrar && (step->by == By::registrar || actor.party_id != block.holder_id))
    return refused("block_not_yours", "Only the block's holder or the register takes this step.");
  MUSTER_CHECK_OK(check_reasons(step->needs_reasons, reasons));
  return step;
}

Result<void> check_user(const Block& block, const std::optional<parties::Party>& user) {
  if (!user) return party_unknown("user_id");
  if (user->id == block.holder_id || user->id == block.allocator_id)
    return refused("self_assignment",
                   user->name + " holds or allocated this block itself. Who allocates is not who uses: name who does.",
                   "user_id");
  return {};
}

Result<Lease> propose_lease(const Block& block, const Block& parent, const std::optional<Lease>& above,
                            const std::optional<parties::Party>& lessee, std::string_view contract, bool may_sublet) {
  if (block.parent_id.empty())
    return conflict("lease_root", "A root comes from a registry, not from a lessor; it has no lease.");
  if (!is_live(block.state)) return conflict("block_ended", "This block is no longer live; there is nothing to lease.");
  if (!lessee) return party_unknown("lessee_id");
  Lease lease;
  lease.block_id = block.id;
  lease.lessor_id = block.allocator_id;
  lease.lessee_id = block.holder_id == block.allocator_id ? block.user_id : block.holder_id;
  if (lessee->id != lease.lessee_id || lease.lessee_id == lease.lessor_id)
    return invalid("lease_parties", "A lease goes from who allocated the block to who has it from them.", "lessee_id");
  lease.contract = trim(contract);
  if (lease.contract.empty() || !is_label(lease.contract, kNameMax))
    return invalid("lease_contract", "Give the contract's number, at most 100 bytes.", "contract");
  if (!parent.parent_id.empty()) {
    if (!above || !is_in_force(above->state))
      return refused("lease_above_missing",
                     "The lessor has no lease in force for " + parent.range.text() + " itself; record that one first.");
    if (!above->may_sublet)
      return refused("sublet_forbidden",
                     "The lessor's own lease (" + above->contract + ") does not allow to hand " + "addresses on.");
    lease.parent_id = above->id;
  }
  if (may_sublet && !gives_access(*lessee))
    return refused("sublet_forbidden",
                   lessee->name + " is an end customer; only a licensed provider hands addresses on.", "may_sublet");
  lease.may_sublet = may_sublet;
  lease.licence_number = lessee->licence_number;
  return lease;
}

Result<const LeaseTransition*> check_lease_step(const Lease& lease, LeaseEvent event,
                                                const std::vector<std::string>& reasons,
                                                const std::optional<parties::Party>& lessee, const Actor& actor,
                                                Instant now) {
  const LeaseTransition* step = find_transition(lease.state, event);
  if (!step)
    return conflict("lease_event_not_open", std::string("A lease in the state ") + to_text(lease.state) +
                                                " has no step \"" + to_text(event) + "\".");
  if (!actor.registrar && (step->by == By::registrar || actor.party_id != lease.lessor_id))
    return refused("lease_not_yours", "Only the lessor or the register takes this step.");
  MUSTER_CHECK_OK(check_reasons(step->needs_reasons, reasons));
  if (event == LeaseEvent::activate) {
    if (!lessee) return party_unknown("lessee_id");
    if (gives_access(*lessee) && !is_licensed(*lessee, now)) return unlicensed(*lessee);
  }
  if (event == LeaseEvent::revoke && lease.due_at && now < *lease.due_at)
    return refused("explanation_term_running",
                   "The lessee has until " + to_rfc3339(*lease.due_at) + " to explain; a lease is not revoked before.");
  return step;
}

std::vector<Error> check_link(const Block& block, const std::optional<parties::Party>& holder,
                              const std::optional<Lease>& newest, Instant now) {
  std::vector<Error> faults;
  if (!holder || !is_licensed(*holder, now))
    faults.push_back(refused("holder_unlicensed",
                             (holder ? holder->name : "The holder") + " of " + block.range.text() +
                                 " has no valid licence on record: without one nobody gives access to others.",
                             "address_range"));
  if (!newest || newest->state == LeaseState::active || newest->state == LeaseState::cured) return faults;
  const std::string of = "The lease of " + block.range.text();
  if (newest->state == LeaseState::mismatch || newest->state == LeaseState::explain)
    faults.push_back(refused("lease_in_question",
                             of + " is in question: who uses the addresses is not who leased them.", "address_range"));
  else if (is_live(newest->state))
    faults.push_back(refused("lease_not_in_force", of + " is not in force yet.", "address_range"));
  else
    faults.push_back(refused("lease_ended", of + " has ended (" + to_text(newest->state) + ").", "address_range"));
  return faults;
}

}  // namespace muster::resources
