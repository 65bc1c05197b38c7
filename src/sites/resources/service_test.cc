#include "test_support.h"

#include <rapidcheck/gtest.h>

namespace muster::resources {
namespace {

using Blocks = AddressRegister;
using Strings = std::vector<std::string>;

TEST_P(Blocks, HandsAddressesOnAndKnowsEveryTenant) {
  const Block net = root();
  const Block provider = child(net, "192.0.2.0/25");
  const Block customer = child(provider, "192.0.2.16/28", "customer");
  EXPECT_EQ(provider.state, BlockState::held);
  EXPECT_EQ(customer.state, BlockState::assigned);
  EXPECT_EQ(customer.holder_id, "provider-a");
  EXPECT_EQ(customer.level, 3);
  EXPECT_EQ(tenants("192.0.2.17"), (Strings{"customer", "provider-a", "carrier"}));
  EXPECT_EQ(tenants("192.0.2.1"), (Strings{"provider-a", "carrier"}));
  EXPECT_EQ(tenants("192.0.2.200"), (Strings{"carrier"}));
  EXPECT_EQ(tenants("198.51.100.1"), Strings{});
  EXPECT_EQ(tenants("2001:db8::1"), Strings{});
  EXPECT_EQ(number("select count(*) as n from event where kind like 'address_block.%'"), 3);
  EXPECT_EQ(service_.history(kBlockRecord, customer.id)->size(), 1u);
}

TEST_P(Blocks, RefusesWhatTheRulesForbidAndKeepsNothingOfIt) {
  const Block net = root();
  child(net, "192.0.2.0/25");
  EXPECT_EQ(refusal(net, "192.0.2.64/26"), "block_overlap");
  EXPECT_EQ(refusal(net, "192.0.2.0/24"), "block_overlap");
  EXPECT_EQ(refusal(net, "192.0.2.127-192.0.2.130"), "block_overlap");
  EXPECT_EQ(refusal(net, "192.0.3.0/25"), "outside_parent");
  EXPECT_EQ(refusal(net, "192.0.2.128/25", "carrier"), "self_assignment");
  EXPECT_EQ(refusal(net, "192.0.2.128/25", "unlicensed"), "holder_unlicensed");
  EXPECT_EQ(refusal(net, "192.0.2.128/25", "nobody"), "party_unknown");
  const auto again = service_.record_root({range_of("192.0.0.0/16"), "carrier", "Registry"}, registrar_);
  EXPECT_EQ(again.error().code, "block_overlap");
  EXPECT_EQ(service_.record_root({range_of("10.0.0.0/8"), "provider-a", "Registry"}, registrar_).error().code,
            "root_holder");
  EXPECT_EQ(service_.record_root({range_of("10.0.0.0/8"), "carrier", "Registry"}, carrier_).error().code,
            "block_not_yours");
  EXPECT_EQ(number("select count(*) as n from address_block"), 2);
}

TEST_P(Blocks, NothingIsAllocatedBeforeTheSourceIsRecorded) {
  const Block net = root("192.0.2.0/24", "");
  EXPECT_EQ(net.state, BlockState::recorded);
  EXPECT_EQ(refusal(net, "192.0.2.0/25"), "source_missing");
  BlockStep step{BlockEvent::record_source};
  EXPECT_EQ(service_.apply(net.id, 1, step, registrar_).error().code, "source_missing");
  step.source = "Registry, 2009-11";
  EXPECT_EQ(service_.apply(net.id, 1, step, carrier_).error().code, "block_not_yours");
  const auto held = service_.apply(net.id, 1, step, registrar_);
  ASSERT_TRUE(held.ok());
  EXPECT_EQ(held->state, BlockState::held);
  EXPECT_EQ(refusal(net, "192.0.2.0/25"), "done");
  EXPECT_EQ(service_.apply(net.id, 1, step, registrar_).error().code, "version_stale");
}

TEST_P(Blocks, AHolderActsOnItsOwnAlone) {
  const Block net = root();
  const Block provider = child(net, "192.0.2.0/25");
  EXPECT_TRUE(service_.allocate({provider.id, range_of("192.0.2.0/28"), "customer"}, a_).ok());
  EXPECT_EQ(service_.allocate({net.id, range_of("192.0.2.128/25"), "provider-b"}, a_).error().code, "block_not_yours");
  EXPECT_EQ(service_.change(net.id, 1, {"mine"}, a_).error().code, "block_not_yours");
  const auto changed = service_.change(provider.id, 1, {" HOSTING ", UseMode::static_, "192.0.2.1", "Room 1"}, a_);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(service_.block(provider.id)->particulars.name, "HOSTING");
  EXPECT_EQ(service_.change(provider.id, 2, {"x", UseMode::static_, "192.0.2.129"}, a_).error().code,
            "gateway_outside");
}

TEST_P(Blocks, ABlockInUseAsAWholeIsNotAllocatedFrom) {
  const Block provider = child(root(), "192.0.2.0/25");
  BlockStep assign{BlockEvent::assign};
  assign.user_id = "provider-a";
  EXPECT_EQ(service_.apply(provider.id, 1, assign, a_).error().code, "self_assignment");
  assign.user_id = "customer";
  const auto used = service_.apply(provider.id, 1, assign, a_);
  ASSERT_TRUE(used.ok());
  EXPECT_EQ(tenants("192.0.2.1"), (Strings{"customer", "carrier"}));
  EXPECT_EQ(refusal(*used, "192.0.2.0/28", "customer-b"), "block_assigned");
  const auto free = service_.apply(provider.id, 2, {BlockEvent::unassign}, a_);
  ASSERT_TRUE(free.ok());
  EXPECT_EQ(free->user_id, "");
  const Block customer = child(*free, "192.0.2.0/28", "customer");
  EXPECT_EQ(service_.apply(provider.id, 3, assign, a_).error().code, "block_has_children");
  EXPECT_EQ(service_.apply(customer.id, 1, {BlockEvent::unassign}, a_).error().code, "self_assignment");
}

TEST_P(Blocks, WhatIsReturnedCanBeAllocatedAnewAndStaysOnRecord) {
  const Block net = root();
  const Block provider = child(net, "192.0.2.0/25");
  const Block customer = child(provider, "192.0.2.0/28", "customer");
  const BlockStep give_back{BlockEvent::return_, {"Contract over."}};
  EXPECT_EQ(service_.apply(provider.id, 1, give_back, registrar_).error().code, "block_has_children");
  EXPECT_TRUE(service_.apply(customer.id, 1, give_back, a_).ok());
  EXPECT_TRUE(service_.apply(provider.id, 1, give_back, registrar_).ok());
  EXPECT_EQ(service_.apply(provider.id, 2, give_back, registrar_).error().code, "block_event_not_open");
  child(net, "192.0.2.0/25", "provider-b");
  EXPECT_EQ(tenants("192.0.2.1"), (Strings{"provider-b", "carrier"}));
  EXPECT_EQ(service_.block(customer.id)->reasons, Strings{"Contract over."});
}

TEST_P(Blocks, SplitsAndTheChildrenGoWithTheirPart) {
  const Block net = root();
  const Block provider = child(net, "192.0.2.0/25");
  const Block customer = child(provider, "192.0.2.80/28", "customer");
  BlockStep cut{BlockEvent::split};
  cut.parts = {range_of("192.0.2.0-192.0.2.90"), range_of("192.0.2.91-192.0.2.127")};
  EXPECT_EQ(service_.apply(provider.id, 1, cut, a_).error().code, "split_cuts_child");
  cut.parts.clear();
  EXPECT_EQ(service_.apply(provider.id, 1, cut, a_).error().code, "split_parts");
  cut.prefix_length = 26;
  const auto done = service_.apply(provider.id, 1, cut, a_);
  ASSERT_TRUE(done.ok()) << done.error().code << done.error().sentence;
  EXPECT_EQ(done->state, BlockState::split);
  const auto chain = service_.chain(range_of("192.0.2.81"));
  ASSERT_EQ(chain->size(), 3u);
  EXPECT_EQ((*chain)[1].block.range.text(), "192.0.2.64/26");
  EXPECT_EQ((*chain)[1].block.split_from, provider.id);
  EXPECT_EQ((*chain)[0].block.id, customer.id);
  EXPECT_EQ((*chain)[1].block.holder_id, "provider-a");
  EXPECT_EQ(service_.path(customer.id)->size(), 3u);
  EXPECT_EQ(refusal((*chain)[1].block, "192.0.2.96/28", "customer-b"), "done");
  const auto top = service_.apply(net.id, 1, {.event = BlockEvent::split, .prefix_length = 25}, registrar_);
  ASSERT_TRUE(top.ok()) << top.error().code;
  EXPECT_EQ(tenants("192.0.2.81"), (Strings{"customer", "provider-a", "carrier"}));
}

TEST_P(Blocks, AProvidersOwnAddressesAreThoseThatItHasNotHandedOn) {
  const Block net = root();
  const Block provider = child(net, "192.0.2.0/25");
  child(provider, "192.0.2.16/28", "customer");
  child(provider, "192.0.2.64/26", "provider-b");
  EXPECT_TRUE(own("provider-a", "192.0.2.1"));
  EXPECT_TRUE(own("provider-a", "192.0.2.0/26"));  // its customer's are its own
  EXPECT_TRUE(own("provider-a", "192.0.2.17"));
  EXPECT_FALSE(own("provider-a", "192.0.2.64"));    // another provider's
  EXPECT_FALSE(own("provider-a", "192.0.2.0/25"));  // partly another provider's
  EXPECT_FALSE(own("provider-a", "192.0.2.60-192.0.2.70"));
  EXPECT_TRUE(own("provider-b", "192.0.2.64/26"));
  EXPECT_FALSE(own("provider-a", "192.0.2.128"));  // the carrier's
  EXPECT_TRUE(own("carrier", "192.0.2.128/25"));
  EXPECT_FALSE(own("carrier", "192.0.2.1"));  // handed on
  EXPECT_FALSE(own("provider-a", "192.0.2.120-192.0.3.1"));
  EXPECT_FALSE(own("provider-a", "198.51.100.1"));
}

TEST_P(Blocks, ListsByAddressInPages) {
  const Block net = root("10.0.0.0/8");
  for (int i = 0; i < 7; ++i) child(net, "10." + std::to_string(i) + ".0.0/16", i % 2 ? "provider-a" : "customer");
  Strings seen;
  std::string after;
  do {
    const auto page = service_.blocks({}, after, 3);
    ASSERT_TRUE(page.ok());
    for (const auto& b : page->items) seen.push_back(b.range.text());
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(seen.size(), 8u);
  EXPECT_EQ(seen[0] == "10.0.0.0/8" || seen[1] == "10.0.0.0/8", true);
  EXPECT_EQ(seen.back(), "10.6.0.0/16");
  EXPECT_EQ(service_.blocks({.holder_id = "provider-a"}, "", 50)->items.size(), 3u);
  EXPECT_EQ(service_.blocks({.holder_id = "customer"}, "", 50)->items.size(), 4u);
  EXPECT_EQ(service_.blocks({.states = {BlockState::assigned}}, "", 50)->items.size(), 4u);
  EXPECT_EQ(service_.blocks({.states = {BlockState::returned}}, "", 50)->items.size(), 0u);
  EXPECT_EQ(service_.blocks({.parent = net.id}, "", 50)->items.size(), 7u);
  EXPECT_EQ(service_.blocks({.parent = ""}, "", 50)->items.size(), 1u);
  EXPECT_EQ(service_.blocks({.q = "10.3.7.1"}, "", 50)->items.size(), 2u);
  EXPECT_EQ(service_.blocks({.q = "10.2.0.0/15"}, "", 50)->items.size(), 3u);
  EXPECT_EQ(service_.blocks({.q = "10.0.0.0/8"}, "", 4)->items.size(), 4u);
  const auto named = service_.change(net.id, 1, {"EXAMPLE-NET"}, registrar_);
  ASSERT_TRUE(named.ok());
  EXPECT_EQ(service_.blocks({.q = "EXAM"}, "", 50)->items.size(), 1u);
  EXPECT_EQ(service_.blocks({.q = "OTHER"}, "", 50)->items.size(), 0u);
}

TEST_P(Blocks, ALeaseGoesThroughItsStates) {
  const Block provider = child(root(), "192.0.2.0/25");
  const Lease lease = active_lease(provider, true);
  EXPECT_EQ(lease.licence_number, "L-A");
  EXPECT_EQ(service_.propose({provider.id, "provider-a", "C-9", true}, registrar_).error().code, "lease_exists");
  EXPECT_EQ(service_.apply(provider.id, 1, {.event = BlockEvent::split, .prefix_length = 26}, a_).error().code,
            "block_leased");
  EXPECT_EQ(service_.apply(provider.id, 1, {BlockEvent::return_, {"Over."}}, a_).error().code, "block_leased");
  const Lease asked = step(step(lease, LeaseEvent::find_mismatch), LeaseEvent::ask_explanation, {});
  ASSERT_TRUE(asked.due_at);
  EXPECT_EQ(*asked.due_at, policy::Policy::standard().due("lease.explanation", clock_.now()));
  const LeaseStep revoke{LeaseEvent::revoke, {"No explanation came."}};
  EXPECT_EQ(service_.apply_lease(asked.id, asked.version, revoke, registrar_).error().code, "explanation_term_running");
  clock_.set(*asked.due_at);
  const auto over = service_.apply_lease(asked.id, asked.version, revoke, registrar_);
  ASSERT_TRUE(over.ok());
  EXPECT_EQ(over->due_at, std::nullopt);
  EXPECT_EQ(service_.history(kLeaseRecord, lease.id)->size(), 6u);
  EXPECT_EQ(service_.leases({.party_id = "provider-a"}, "", 10)->items.size(), 1u);
  EXPECT_EQ(service_.leases({.states = {LeaseState::active}}, "", 10)->items.size(), 0u);
  EXPECT_TRUE(service_.propose({provider.id, "provider-a", "C-9", true}, registrar_).ok());
}

TEST_P(Blocks, ALeaseThatForbidsItStopsSubletting) {
  const Block provider = child(root(), "192.0.2.0/25");
  active_lease(provider, false);
  EXPECT_EQ(refusal(provider, "192.0.2.0/28", "customer"), "sublet_forbidden");
}

TEST_P(Blocks, ASubleaseHangsOnTheLeaseAbove) {
  const Block provider = child(root(), "192.0.2.0/25");
  const Block customer = child(provider, "192.0.2.0/28", "customer");
  EXPECT_EQ(service_.propose({customer.id, "customer", "C-2"}, a_).error().code, "lease_above_missing");
  const Lease above = active_lease(provider, true);
  const auto below = service_.propose({customer.id, "customer", "C-2"}, a_);
  ASSERT_TRUE(below.ok()) << below.error().code;
  EXPECT_EQ(below->parent_id, above.id);
  EXPECT_EQ((*service_.chain(range_of("192.0.2.1")))[0].lease->contract, "C-2");
}

MUSTER_ON_BOTH_BACKENDS(Blocks);

}  // namespace
}  // namespace muster::resources
