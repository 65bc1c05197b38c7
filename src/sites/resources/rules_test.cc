#include <resources/rules.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::resources {
namespace {

constexpr Instant kNow{1'000'000};

AddressRange range(const std::string& text) {
  return *identifiers::parse_address_range(text);
}
parties::Party party(const std::string& id, const std::string& kind, const std::string& licence = "L-1") {
  parties::Party p;
  p.id = id;
  p.kind = kind;
  p.name = "Party " + id;
  p.licence_number = licence;
  return p;
}
const parties::Party kCarrier = party("carrier", "carrier"), kProvider = party("provider", "access_provider"),
                     kCustomer = party("customer", "responsible_entity", "");

Block root() {
  Block b;
  b.id = "root";
  b.range = range("192.0.2.0/24");
  b.source = "Registry";
  b.holder_id = "carrier";
  b.state = BlockState::held;
  return b;
}
Block child() {
  Block b;
  b.id = "child";
  b.parent_id = "root";
  b.level = 2;
  b.range = range("192.0.2.0/25");
  b.holder_id = "provider";
  b.allocator_id = "carrier";
  b.state = BlockState::held;
  return b;
}
std::string code(const Result<void>& r) {
  return r.ok() ? "" : r.error().code;
}
template <class T>
std::string code(const Result<T>& r) {
  return r.ok() ? "" : r.error().code;
}

TEST(ResourceRulesTest, AllocatesToALicensedProviderOrACustomer) {
  EXPECT_EQ(code(check_allocation(root(), {}, range("192.0.2.0/25"), kProvider, kNow)), "");
  EXPECT_EQ(code(check_allocation(root(), {}, range("192.0.2.0/24"), kCustomer, kNow)), "");
}

TEST(ResourceRulesTest, TheSourceIsRecordedBeforeAnythingIsAllocated) {
  Block b = root();
  b.state = BlockState::recorded;
  EXPECT_EQ(code(check_allocation(b, {}, range("192.0.2.0/25"), kProvider, kNow)), "source_missing");
  EXPECT_EQ(code(check_source("  ")), "source_missing");
  EXPECT_EQ(*check_source(" Registry, 2009-11 "), "Registry, 2009-11");
}

TEST(ResourceRulesTest, WhoAllocatesIsNotWhoUses) {
  EXPECT_EQ(code(check_allocation(root(), {}, range("192.0.2.0/25"), kCarrier, kNow)), "self_assignment");
  EXPECT_EQ(code(check_user(root(), kCarrier)), "self_assignment");
  EXPECT_EQ(code(check_user(child(), kCarrier)), "self_assignment");
  EXPECT_EQ(code(check_user(child(), kCustomer)), "");
  EXPECT_EQ(code(check_user(child(), std::nullopt)), "party_unknown");
}

TEST(ResourceRulesTest, AChildLiesInItsParent) {
  EXPECT_EQ(code(check_allocation(root(), {}, range("192.0.3.0/25"), kProvider, kNow)), "outside_parent");
  EXPECT_EQ(code(check_allocation(root(), {}, range("192.0.2.128-192.0.3.1"), kProvider, kNow)), "outside_parent");
}

TEST(ResourceRulesTest, NothingIsAllocatedFromWhatIsInUseOrHasEnded) {
  Block b = root();
  b.state = BlockState::assigned;
  EXPECT_EQ(code(check_allocation(b, {}, range("192.0.2.0/25"), kProvider, kNow)), "block_assigned");
  for (const auto state : {BlockState::split, BlockState::returned}) {
    b.state = state;
    EXPECT_EQ(code(check_allocation(b, {}, range("192.0.2.0/25"), kProvider, kNow)), "block_ended");
  }
  b = root();
  b.level = kLevelMax;
  EXPECT_EQ(code(check_allocation(b, {}, range("192.0.2.0/25"), kProvider, kNow)), "block_level");
}

TEST(ResourceRulesTest, AHolderIsLicensedNow) {
  const auto without = party("other", "access_provider", "");
  EXPECT_EQ(code(check_allocation(root(), {}, range("192.0.2.0/25"), without, kNow)), "holder_unlicensed");
  auto expired = kProvider;
  expired.expires_at = kNow;
  EXPECT_EQ(code(check_allocation(root(), {}, range("192.0.2.0/25"), expired, kNow)), "holder_unlicensed");
}

TEST(ResourceRulesTest, EveryFaultIsToldAtOnce) {
  Block b = root();
  b.state = BlockState::recorded;
  const auto done = check_allocation(b, {}, range("198.51.100.0/24"), kCarrier, kNow);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().all.size(), 3u);
}

TEST(ResourceRulesTest, ALeaseThatForbidsSublettingForbidsAllocation) {
  Lease lease;
  lease.state = LeaseState::active;
  EXPECT_EQ(code(check_allocation(child(), lease, range("192.0.2.0/26"), kCustomer, kNow)), "sublet_forbidden");
  lease.may_sublet = true;
  EXPECT_EQ(code(check_allocation(child(), lease, range("192.0.2.0/26"), kCustomer, kNow)), "");
}

TEST(ResourceRulesTest, ARootIsACarriers) {
  EXPECT_EQ(code(check_root_holder(kCarrier)), "");
  EXPECT_EQ(code(check_root_holder(kProvider)), "root_holder");
  EXPECT_EQ(code(check_root_holder(std::nullopt)), "party_unknown");
}

TEST(ResourceRulesTest, SiblingsDontOverlap) {
  const std::vector<Block> siblings{child()};
  EXPECT_EQ(code(check_no_overlap(range("192.0.2.128/25"), siblings)), "");
  EXPECT_EQ(code(check_no_overlap(range("192.0.2.127-192.0.2.200"), siblings)), "block_overlap");
  EXPECT_EQ(code(check_no_overlap(range("2001:db8::/32"), siblings)), "");
}

TEST(ResourceRulesTest, AnIpv6RangeHoldsNoIpv4) {
  EXPECT_EQ(code(check_range(range("::/0"))), "range_mapped");
  EXPECT_EQ(code(check_range(range("::ffff:192.0.2.0/120"))), "range_mapped");
  EXPECT_EQ(code(check_range(range("2001:db8::/32"))), "");
  EXPECT_EQ(code(check_range(range("0.0.0.0/0"))), "");
}

TEST(ResourceRulesTest, ParticularsHaveTheirForms) {
  const auto r = range("192.0.2.0/24");
  EXPECT_EQ(check_particulars({" net ", UseMode::static_, " 192.0.2.1 ", "Room 1"}, r)->gateway, "192.0.2.1");
  EXPECT_EQ(code(check_particulars({"net", UseMode::static_, "192.0.3.1", ""}, r)), "gateway_outside");
  EXPECT_EQ(code(check_particulars({"net", UseMode::static_, "192.0.2.0/31", ""}, r)), "gateway_form");
  EXPECT_EQ(code(check_particulars({std::string(101, 'x'), UseMode::static_, "", ""}, r)), "block_name");
  EXPECT_EQ(code(check_particulars({"\xff", UseMode::static_, "", ""}, r)), "block_name");
  EXPECT_EQ(code(check_particulars({"", UseMode::static_, "", "a\nb"}, r)), "block_location");
}

TEST(ResourceRulesTest, SplitsIntoAlignedPartsOnly) {
  const auto halves = split_evenly(range("192.0.2.0/24"), 25);
  ASSERT_TRUE(halves.ok());
  ASSERT_EQ(halves->size(), 2u);
  EXPECT_EQ((*halves)[1].text(), "192.0.2.128/25");
  EXPECT_EQ(code(split_evenly(range("192.0.2.0/24"), 24)), "split_prefix");
  EXPECT_EQ(code(split_evenly(range("192.0.2.0/24"), 33)), "split_prefix");
  EXPECT_EQ(code(split_evenly(range("192.0.2.0/24"), -1)), "split_prefix");
  EXPECT_EQ(code(split_evenly(range("192.0.2.7"), 32)), "split_prefix");
  EXPECT_EQ(code(split_evenly(range("192.0.2.1-192.0.2.4"), 31)), "split_prefix");
  EXPECT_EQ(code(split_evenly(range("10.0.0.0/8"), 30)), "split_parts");
  EXPECT_EQ(split_evenly(range("255.255.255.254/31"), 32)->size(), 2u);
  EXPECT_EQ(split_evenly(range("2001:db8::/32"), 40)->size(), 256u);
}

TEST(ResourceRulesTest, PartsMakeTheWhole) {
  const auto whole = range("192.0.2.0/24");
  const auto check = [&](std::vector<AddressRange> parts) { return code(check_parts(whole, parts)); };
  EXPECT_EQ(check({range("192.0.2.64-192.0.2.255"), range("192.0.2.0/26")}), "");
  EXPECT_EQ(check({whole}), "split_parts");
  EXPECT_EQ(check({range("192.0.2.0/26"), range("192.0.2.128/25")}), "split_gap");
  EXPECT_EQ(check({range("192.0.2.0/25"), range("192.0.2.128/26")}), "split_gap");
  EXPECT_EQ(check({range("192.0.2.0/25"), range("192.0.2.127-192.0.2.255")}), "block_overlap");
  EXPECT_EQ(check({range("192.0.2.0/25"), range("192.0.2.128-192.0.3.0")}), "outside_parent");
  const std::vector<AddressRange> halves = *split_evenly(whole, 25);
  EXPECT_EQ(*part_of(range("192.0.2.200"), halves), 1u);
  EXPECT_EQ(code(part_of(range("192.0.2.100-192.0.2.130"), halves)), "split_cuts_child");
}

RC_GTEST_PROP(ResourceRulesProperty, EvenPartsMakeTheWholeAndNeverOverlap, ()) {
  const int length = *rc::gen::inRange(8, 32);
  const int longer = *rc::gen::inRange(length + 1, std::min(33, length + 8));
  const auto whole = range("10.0.0.0/" + std::to_string(length));
  const auto parts = split_evenly(whole, longer);
  RC_ASSERT(parts.ok());
  RC_ASSERT(parts->size() == std::size_t{1} << (longer - length));
  RC_ASSERT(check_parts(whole, *parts).ok());
}

TEST(ResourceRulesTest, StepsAreTheHoldersOrTheRegisters) {
  const Actor registrar{"p1", "", true}, holder{"p2", "provider", false}, stranger{"p3", "other", false};
  EXPECT_TRUE(check_block_step(child(), BlockEvent::return_, {"Contract over."}, holder).ok());
  EXPECT_EQ(code(check_block_step(child(), BlockEvent::return_, {"x"}, stranger)), "block_not_yours");
  EXPECT_EQ(code(check_block_step(child(), BlockEvent::return_, {}, registrar)), "reasons_missing");
  EXPECT_EQ(code(check_block_step(child(), BlockEvent::return_, {" "}, registrar)), "reasons_missing");
  EXPECT_EQ(code(check_block_step(child(), BlockEvent::record_source, {}, registrar)), "block_event_not_open");
  Block recorded = root();
  recorded.state = BlockState::recorded;
  EXPECT_EQ(code(check_block_step(recorded, BlockEvent::record_source, {}, {"p4", "carrier", false})),
            "block_not_yours");
}

TEST(ResourceRulesTest, ALeaseGoesFromWhoAllocatedToWhoHas) {
  const auto lease = propose_lease(child(), root(), {}, kProvider, " C-1 ", true);
  ASSERT_TRUE(lease.ok());
  EXPECT_EQ(lease->lessor_id, "carrier");
  EXPECT_EQ(lease->contract, "C-1");
  EXPECT_EQ(code(propose_lease(root(), root(), {}, kProvider, "C-1", true)), "lease_root");
  EXPECT_EQ(code(propose_lease(child(), root(), {}, kCustomer, "C-1", false)), "lease_parties");
  EXPECT_EQ(code(propose_lease(child(), root(), {}, kProvider, "", true)), "lease_contract");
  EXPECT_EQ(code(propose_lease(child(), root(), {}, std::nullopt, "C-1", true)), "party_unknown");
}

TEST(ResourceRulesTest, ASubleaseNeedsALeaseThatAllowsIt) {
  Block third = child();
  third.id = "third";
  third.parent_id = "child";
  third.level = 3;
  third.allocator_id = "provider";
  third.holder_id = "provider";
  third.user_id = "customer";
  third.state = BlockState::assigned;
  EXPECT_EQ(code(propose_lease(third, child(), {}, kCustomer, "C-2", false)), "lease_above_missing");
  Lease above;
  above.id = "above";
  above.state = LeaseState::active;
  EXPECT_EQ(code(propose_lease(third, child(), above, kCustomer, "C-2", false)), "sublet_forbidden");
  above.may_sublet = true;
  EXPECT_EQ(code(propose_lease(third, child(), above, kCustomer, "C-2", true)), "sublet_forbidden");
  EXPECT_EQ(propose_lease(third, child(), above, kCustomer, "C-2", false)->parent_id, "above");
  above.state = LeaseState::revoked;
  EXPECT_EQ(code(propose_lease(third, child(), above, kCustomer, "C-2", false)), "lease_above_missing");
}

TEST(ResourceRulesTest, ALeaseIsActiveWithALicenceAndRevokedAfterTheTermAlone) {
  const Actor registrar{"p1", "", true}, lessor{"p2", "carrier", false}, lessee{"p3", "provider", false};
  Lease lease;
  lease.lessor_id = "carrier";
  lease.state = LeaseState::licence_check;
  EXPECT_TRUE(check_lease_step(lease, LeaseEvent::activate, {}, kProvider, registrar, kNow).ok());
  EXPECT_EQ(code(check_lease_step(lease, LeaseEvent::activate, {}, party("x", "access_provider", ""), registrar, kNow)),
            "holder_unlicensed");
  EXPECT_EQ(code(check_lease_step(lease, LeaseEvent::activate, {}, kProvider, lessor, kNow)), "lease_not_yours");
  EXPECT_EQ(code(check_lease_step(lease, LeaseEvent::revoke, {"x"}, kProvider, registrar, kNow)),
            "lease_event_not_open");
  lease.state = LeaseState::active;
  EXPECT_EQ(code(check_lease_step(lease, LeaseEvent::end, {"x"}, kProvider, lessee, kNow)), "lease_not_yours");
  lease.state = LeaseState::explain;
  lease.due_at = Instant{kNow.micros + 1};
  EXPECT_EQ(code(check_lease_step(lease, LeaseEvent::revoke, {"x"}, kProvider, registrar, kNow)),
            "explanation_term_running");
  EXPECT_EQ(code(check_lease_step(lease, LeaseEvent::revoke, {}, kProvider, registrar, *lease.due_at)),
            "reasons_missing");
  EXPECT_TRUE(check_lease_step(lease, LeaseEvent::revoke, {"x"}, kProvider, registrar, *lease.due_at).ok());
}

TEST(ResourceRulesTest, ALinkOfAChainNeedsALicenceAndALeaseInForceIfThereEverWasOne) {
  const auto faults = [](const std::optional<parties::Party>& holder, std::optional<LeaseState> state) {
    std::optional<Lease> lease;
    if (state) lease.emplace().state = *state;
    std::string out;
    for (const Error& fault : check_link(child(), holder, lease, kNow)) out += fault.code + " ";
    return out;
  };
  EXPECT_EQ(faults(kProvider, std::nullopt), "");
  EXPECT_EQ(faults(party("x", "access_provider", ""), std::nullopt), "holder_unlicensed ");
  EXPECT_EQ(faults(std::nullopt, LeaseState::active), "holder_unlicensed ");
  for (int i = 0; i < kLeaseStateCount; ++i) {
    const auto state = static_cast<LeaseState>(i);
    const bool fine = state == LeaseState::active || state == LeaseState::cured;
    EXPECT_EQ(faults(kProvider, state).empty(), fine) << to_text(state);
  }
  EXPECT_EQ(faults(kProvider, LeaseState::explain), "lease_in_question ");
  EXPECT_EQ(faults(kProvider, LeaseState::proposed), "lease_not_in_force ");
  EXPECT_EQ(faults(kProvider, LeaseState::revoked), "lease_ended ");
}

TEST(ResourceRulesTest, SaysWhatARecordLacks) {
  Block b = root();
  EXPECT_EQ(lacking(b), (std::vector<std::string>{"mode", "location"}));
  b.source.clear();
  b.state = BlockState::assigned;
  EXPECT_EQ(lacking(b), (std::vector<std::string>{"source", "mode", "gateway", "location"}));
}

}  // namespace
}  // namespace muster::resources
