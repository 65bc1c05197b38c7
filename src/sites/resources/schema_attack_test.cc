// What raw SQL of the application's role can't do, and what a run of random steps can't reach.
#include "test_support.h"
#include <base/random.h>

namespace muster::resources {
namespace {

using AddressSchema = AddressRegister;
MUSTER_ON_BOTH_BACKENDS(AddressSchema);

// A row of address_block with everything in order but what `change` says.
std::string row(const std::string& id, const std::string& range, const std::string& parent = "",
                const std::string& holder = "provider-a", const std::string& allocator = "carrier", int level = 2,
                const std::string& state = "held", int live = 1, const std::string& user = "") {
  const auto r = range_of(range);
  const auto text = [](const std::string& t) { return t.empty() ? std::string("null") : "'" + t + "'"; };
  return "insert into address_block(id, parent_id, parent_key, family, address_range, first_key, last_key, level, "
         "name, "
         "source, holder_id, allocator_id, user_id, mode, gateway, location, origin, state, live, state_since, "
         "reasons, "
         "created_at, version) values('" +
         id + "', " + text(parent) + ", '" + parent + "', " + (r.v4 ? "4" : "6") + ", '" + r.text() + "', '" +
         r.first_key() + "', '" + r.last_key() + "', " + std::to_string(level) + ", '', '', '" + holder + "', " +
         text(allocator) + ", " + text(user) + ", 'unknown', '', '', '', '" + state + "', " + std::to_string(live) +
         ", 1, '[]', 1, 1)";
}

TEST_P(AddressSchema, RefusesBlocksThatOverlapOrLieElsewhere) {
  const Block net = root();
  child(net, "192.0.2.0/26");
  EXPECT_EQ(sql(row("x1", "192.0.2.32/27", net.id)), "block_overlap");
  EXPECT_EQ(sql(row("x2", "192.0.2.0-192.0.2.255", net.id)), "block_overlap");
  EXPECT_EQ(sql(row("x3", "192.0.3.0/26", net.id)), "outside_parent");
  EXPECT_EQ(sql(row("x4", "192.0.2.64/26", net.id, "provider-a", "provider-b")), "outside_parent");
  EXPECT_EQ(sql(row("x5", "192.0.2.64/26", net.id, "provider-a", "carrier", 3)), "outside_parent");
  EXPECT_EQ(sql(row("x6", "10.0.0.0/8", "", "provider-a", "", 1, "recorded")), "root_holder");
  EXPECT_NE(sql(row("x7", "10.0.0.0/8", "", "carrier", "", 1, "held")), "done");  // no source
  EXPECT_NE(sql(row("x8", "192.0.2.64/26", net.id, "carrier")), "done");          // self-assignment
  EXPECT_NE(sql(row("x9", "192.0.2.64/26", net.id, "provider-a", "carrier", 2, "assigned", 1, "carrier")), "done");
  EXPECT_NE(sql(row("xa", "192.0.2.64/26", net.id, "provider-a", "carrier", 2, "returned", 0)), "done");
  EXPECT_NE(sql(row("xb", "192.0.2.64/26", net.id, "provider-a", "carrier", 2, "held", 0)), "done");
  EXPECT_EQ(sql(row("xc", "192.0.2.64/26", net.id)), "done");
  EXPECT_EQ(number("select count(*) as n from address_block"), 3);
}

TEST_P(AddressSchema, KeepsWhatWasRecorded) {
  const Block net = root();
  const Block provider = child(net, "192.0.2.0/26");
  EXPECT_EQ(sql("delete from address_block"), "block_kept");
  EXPECT_EQ(sql("update address_block set holder_id = 'provider-b' where level = 2"), "block_immutable");
  EXPECT_EQ(sql("update address_block set last_key = 'ffffffffffffffffffffffffffffffff' where level = 2"),
            "block_immutable");
  EXPECT_EQ(sql("update address_block set source = 'Another' where level = 1"), "block_immutable");
  EXPECT_EQ(sql("update address_block set parent_id = null, parent_key = '' where level = 2"), "block_immutable");
  EXPECT_EQ(sql("update address_block set state = 'recorded' where level = 2"), "block_state");
  EXPECT_EQ(sql("update address_block set state = 'returned', live = 0 where level = 1"), "block_has_children");
  EXPECT_TRUE(service_.apply(provider.id, 1, {BlockEvent::return_, {"Over."}}, registrar_).ok());
  EXPECT_EQ(sql("update address_block set name = 'again' where level = 2"), "block_ended");
  EXPECT_EQ(sql("update address_block set state = 'held', live = 1 where level = 2"), "block_ended");
  EXPECT_EQ(sql("insert into address_block_transition values('returned', 'held')"), "state_table_immutable");
}

TEST_P(AddressSchema, KeepsLeasesAsTheyWereMade) {
  const Block provider = child(root(), "192.0.2.0/26");
  const auto lease = [](const char* id, const char* block, const char* lessee, const char* state) {
    return std::string(
               "insert into address_lease(id, block_id, lessor_id, lessee_id, licence_number, contract, "
               "may_sublet, state, live, state_since, reasons, created_at, version) values('") +
           id + "', '" + block + "', 'carrier', '" + lessee + "', '', 'C', 0, '" + state + "', 1, 1, '[]', 1, 1)";
  };
  EXPECT_EQ(sql(lease("l1", provider.id.c_str(), "provider-b", "proposed")), "lease_parties");
  EXPECT_EQ(sql(lease("l2", provider.id.c_str(), "provider-a", "active")), "lease_first_state");
  EXPECT_EQ(sql(lease("l3", provider.id.c_str(), "provider-a", "proposed")), "done");
  EXPECT_NE(sql(lease("l4", provider.id.c_str(), "provider-a", "proposed")), "done");
  EXPECT_EQ(sql("update address_lease set state = 'active'"), "lease_state");
  EXPECT_EQ(sql("update address_lease set may_sublet = 1"), "lease_immutable");
  EXPECT_EQ(sql("delete from address_lease"), "lease_kept");
  EXPECT_EQ(sql("update address_block set state = 'returned', live = 0 where level = 2"), "block_leased");
  EXPECT_EQ(sql("update address_lease set state = 'ended', live = 0"), "done");
  EXPECT_EQ(sql("update address_lease set reasons = '[\"x\"]'"), "lease_ended");
}

TEST_P(AddressSchema, TheStateTablesAreThoseOfTheProgram) {
  for (const auto& t : block_transitions())
    EXPECT_EQ(number(std::string("select count(*) as n from address_block_transition where from_state = '") +
                     to_text(t.from) + "' and to_state = '" + to_text(t.to) + "'"),
              1);
  for (const auto& t : lease_transitions())
    EXPECT_EQ(number(std::string("select count(*) as n from address_lease_transition where from_state = '") +
                     to_text(t.from) + "' and to_state = '" + to_text(t.to) + "'"),
              1);
  EXPECT_EQ(number("select count(*) as n from address_block_transition"), 7);
  EXPECT_EQ(number("select count(*) as n from address_lease_transition"), 12);
}

// Random allocations, splits, assignments and returns; whatever was accepted, the tree never overlaps, children lie in
// their parents, a chain ends at a carrier, and the walk in the database finds what the table in memory finds.
TEST_P(AddressSchema, NoRunOfStepsMakesATreeThatOverlaps) {
  std::mt19937 random(20260302);
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> parties{"carrier",    "carrier-b", "provider-a", "provider-b",
                                         "unlicensed", "customer",  "customer-b"};
  std::vector<Block> blocks{root("10.0.0.0/24"), root("10.0.1.0/24")};
  int accepted = 0;
  for (int i = 0; i < 150; ++i) {
    const Block block = *service_.block(blocks[pick(blocks.size())].id);
    const auto dice = pick(10);
    if (dice < 7) {
      const int length = 24 + static_cast<int>(pick(7));
      const auto low = static_cast<unsigned>(pick(512)) & (~0u << (32 - length));
      const auto range = range_of("10.0." + std::to_string(low / 256) + "." + std::to_string(low % 256) + "/" +
                                  std::to_string(length));
      const auto made = service_.allocate({block.id, range, parties[pick(parties.size())]}, registrar_);
      if (made.ok()) blocks.push_back(*made);
      accepted += made.ok();
    } else if (dice == 7) {
      accepted += service_.apply(block.id, block.version, {BlockEvent::return_, {"Over."}}, registrar_).ok();
    } else if (dice == 8) {
      BlockStep assign{BlockEvent::assign};
      assign.user_id = parties[pick(parties.size())];
      accepted += service_.apply(block.id, block.version, assign, registrar_).ok();
    } else {
      BlockStep cut{BlockEvent::split};
      cut.prefix_length = 25 + static_cast<int>(pick(4));
      if (service_.apply(block.id, block.version, cut, registrar_).ok()) {
        ++accepted;
        const auto parts = service_.blocks({.q = block.range.text()}, "", 500);
        for (const auto& part : parts->items)
          if (part.split_from == block.id) blocks.push_back(part);
      }
    }
  }
  EXPECT_GT(accepted, 10);
  const auto all = service_.blocks({}, "", 500);
  ASSERT_TRUE(all->next.empty());
  std::map<std::string, Block> by_id;
  for (const auto& b : all->items) by_id[b.id] = b;
  for (const auto& a : all->items) {
    if (!a.parent_id.empty()) {
      ASSERT_TRUE(by_id.count(a.parent_id)) << "a live block's parent has ended: " << a.range.text();
      EXPECT_TRUE(by_id[a.parent_id].range.contains(a.range));
    }
    for (const auto& b : all->items)
      if (a.id < b.id && a.parent_id == b.parent_id)
        EXPECT_FALSE(a.range.first <= b.range.last && b.range.first <= a.range.last)
            << a.range.text() << " overlaps " << b.range.text();
  }
  const auto tree = db_->read([](store::Transaction& tx) -> Result<Tree> { return load_tree(tx); });
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree->table.size(), all->items.size());
  for (unsigned low = 0; low < 512; low += 3) {
    const auto address = range_of("10.0." + std::to_string(low / 256) + "." + std::to_string(low % 256));
    const auto chain = service_.chain(address);
    std::vector<std::string> walked, looked;
    for (const auto& t : *chain) walked.push_back(t.block.id);
    for (const auto n : tree->table.chain(address.first, true))
      looked.push_back(tree->blocks[tree->table.entry(n).payload].id);
    EXPECT_EQ(walked, looked) << address.text();
    if (!chain->empty()) EXPECT_TRUE(chain->back().block.holder_id == "carrier");
  }
}

}  // namespace
}  // namespace muster::resources
