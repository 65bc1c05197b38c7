#include "test_support.h"
#include <resources/sub_assignment.h>

namespace muster::resources {
namespace {

using Uses = AddressRegister;
MUSTER_ON_BOTH_BACKENDS(Uses);

class Scene {
 public:
  Scene(store::Database& database, const ledger::Recorder& recorder)
      : examiner(database, recorder, [this](const std::string&) -> Result<FiledUse> { return filed; }) {}
  Examined see(const std::string& host, const std::string& address) {
    bool given = false;
    const auto done = examiner.run(
        [&](std::string& h, std::string& a) -> Result<bool> {
          if (given) return false;
          given = true;
          h = host;
          a = address;
          return true;
        },
        "person-r", [&](std::int64_t, const Error& e) { fault = e.code; });
    EXPECT_TRUE(done.ok());
    return *done;
  }
  std::vector<std::string> kinds() {
    std::vector<std::string> out;
    const auto page = examiner.list({}, "", 50);
    for (const auto& f : page->items) out.emplace_back(to_text(f.kind));
    std::sort(out.begin(), out.end());
    return out;
  }
  FiledUse filed;
  std::string fault;
  Examiner examiner;
};

FiledUse filing(const std::string& provider, const std::string& range, const std::string& subject = "Customer") {
  return {true, "CN-1-1", subject, {{provider, range}}, ""};
}

TEST_P(Uses, WhatFitsIsNoFinding) {
  const Block provider = child(root(), "192.0.2.0/25");
  active_lease(provider, true);
  active_lease(child(provider, "192.0.2.16/28", "customer"));
  Scene scene(*db_, recorder_);
  scene.filed = filing("provider-a", "192.0.2.16/28", "CUSTOMER.");
  const auto done = scene.see("Shop.Example.com.", "192.0.2.17");
  EXPECT_EQ(done.seen, 1);
  EXPECT_EQ(done.found, 0);
  EXPECT_EQ(scene.see("shop.example.com", "198.51.100.9").outside, 1);
  EXPECT_EQ(scene.see("-bad-", "192.0.2.17").bad, 1);
  EXPECT_EQ(scene.see("shop.example.com", "192.0.2.0/24").bad, 1);
  EXPECT_EQ(scene.fault, "address_range_form");
}

TEST_P(Uses, AProviderOnSomebodyElsesAddressesIsFoundAndExplained) {
  const Block provider = child(root(), "192.0.2.0/25");
  active_lease(provider, true);
  Scene scene(*db_, recorder_);
  scene.filed = filing("provider-b", "192.0.2.7");
  EXPECT_EQ(scene.see("shop.example.com", "192.0.2.7").made, 1);
  const auto page = scene.examiner.list({.block_id = provider.id}, "", 10);
  ASSERT_EQ(page->items.size(), 1u);
  const Finding& f = page->items[0];
  EXPECT_EQ(f.kind, FindingKind::provider_not_in_chain);
  ASSERT_EQ(f.explain.size(), 5u);
  EXPECT_EQ(f.explain[0], "shop.example.com was seen on 192.0.2.7.");
  EXPECT_EQ(f.explain[1], "192.0.2.0/24 is held by Carrier; it comes from: Registry, 2009-11.");
  EXPECT_EQ(f.explain[2], "192.0.2.0/25 is held by Provider A under the contract CONTRACT-1 (active).");
  EXPECT_EQ(f.explain[4],
            "Provider B gives access to this site, but the address is Provider A's: no record says how Provider B came "
            "to use it.");
  clock_.advance(std::chrono::hours(1));
  const auto again = scene.see("shop.example.com", "192.0.2.7");
  EXPECT_EQ(again.found, 1);
  EXPECT_EQ(again.made, 0);
  const auto renewed = scene.examiner.list({}, "", 10);
  ASSERT_EQ(renewed->items.size(), 1u);
  EXPECT_GT(renewed->items[0].last_seen_at, renewed->items[0].first_seen_at);
}

TEST_P(Uses, AnotherAddressThanTheFiledOneIsFound) {
  const Block provider = child(root(), "192.0.2.0/25");
  active_lease(provider, true);
  Scene scene(*db_, recorder_);
  scene.filed = filing("provider-a", "192.0.2.7");
  scene.see("shop.example.com", "192.0.2.8");
  EXPECT_EQ(scene.kinds(), std::vector<std::string>{"address_not_filed"});
}

TEST_P(Uses, ACustomerThatServesOthersIsFoundUnlessTheNameIsItsOwn) {
  const Block provider = child(root(), "192.0.2.0/25");
  active_lease(provider, true);
  active_lease(child(provider, "192.0.2.16/28", "customer"));
  Scene scene(*db_, recorder_);
  scene.filed = filing("provider-a", "192.0.2.16/28", "Somebody Else Ltd");
  scene.filed.registrant = "Customer";
  EXPECT_EQ(scene.see("shop.example.com", "192.0.2.17").found, 0);
  scene.filed.registrant = "Somebody Else Ltd";
  scene.see("shop.example.com", "192.0.2.17");
  scene.filed.subject_name.clear();  // an individual's site is not compared
  EXPECT_EQ(scene.see("other.example.com", "192.0.2.17").found, 0);
  EXPECT_EQ(scene.kinds(), std::vector<std::string>{"user_serves_others"});
}

TEST_P(Uses, TenantsWithoutALeaseInForceAreFound) {
  const Block provider = child(root(), "192.0.2.0/25");
  child(provider, "192.0.2.16/28", "customer");
  active_lease(provider, false);
  Scene scene(*db_, recorder_);
  scene.see("unfiled.example.com", "192.0.2.17");
  EXPECT_EQ(scene.kinds(), (std::vector<std::string>{"lease_not_in_force", "sublet_forbidden"}));
  EXPECT_EQ(sql("delete from address_finding"), "finding_kept");
  EXPECT_EQ(sql("update address_finding set host = 'x'"), "finding_immutable");
}

}  // namespace
}  // namespace muster::resources
