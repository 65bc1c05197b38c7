// What the resources' tests share. Inside of resources; tests alone.
#pragma once

#include <policy/policy.h>
#include <resources/service.h>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::resources {

inline AddressRange range_of(const std::string& text) {
  return *identifiers::parse_address_range(text);
}

// A register on either back end: two carriers, two licensed providers, one without a licence, two customers.
class AddressRegister : public testing::TestWithParam<store::Backend> {
 protected:
  AddressRegister() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    for (const char* text :
         {"insert into party(id, kind, name, licence_number, created_at) values('carrier', 'carrier', 'Carrier', "
          "'C-1', 1)",
          "insert into party(id, kind, name, licence_number, created_at) values('carrier-b', 'carrier', 'Carrier B', "
          "'C-2', 1)",
          "insert into party(id, kind, name, licence_number, created_at) values('provider-a', 'access_provider', "
          "'Provider A', 'L-A', 1)",
          "insert into party(id, kind, name, licence_number, created_at) values('provider-b', 'access_provider', "
          "'Provider B', 'L-B', 1)",
          "insert into party(id, kind, name, licence_number, created_at) values('unlicensed', 'access_provider', "
          "'Unlicensed', '', 1)",
          "insert into party(id, kind, name, licence_number, created_at) values('customer', 'responsible_entity', "
          "'Customer', '', 1)",
          "insert into party(id, kind, name, licence_number, created_at) values('customer-b', 'responsible_entity', "
          "'Customer B', '', 1)"})
      EXPECT_EQ(sql(text), "done");
  }

  // Raw SQL as the application's role: "done", or the code of the refusal.
  std::string sql(const std::string& text) {
    const store::Sql statement{"raw", text.c_str()};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }
  std::int64_t number(const std::string& text) {
    const store::Sql statement{"raw", text.c_str()};
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> { return tx.one(statement)->integer("n"); });
  }
  Block root(const std::string& range = "192.0.2.0/24", const std::string& source = "Registry, 2009-11") {
    const auto block = service_.record_root({range_of(range), "carrier", source}, registrar_);
    EXPECT_TRUE(block.ok()) << (block.ok() ? "" : block.error().code);
    return *block;
  }
  Block child(const Block& parent, const std::string& range, const std::string& to = "provider-a") {
    const auto block = service_.allocate({parent.id, range_of(range), to}, registrar_);
    EXPECT_TRUE(block.ok()) << (block.ok() ? "" : block.error().code);
    return *block;
  }
  std::string refusal(const Block& parent, const std::string& range, const std::string& to = "provider-a") {
    const auto block = service_.allocate({parent.id, range_of(range), to}, registrar_);
    return block.ok() ? "done" : block.error().code;
  }
  std::vector<std::string> tenants(const std::string& address) {
    std::vector<std::string> out;
    const auto chain = service_.chain(range_of(address));
    for (const Tenant& t : *chain) out.push_back(t.block.user_id.empty() ? t.block.holder_id : t.block.user_id);
    return out;
  }
  bool own(const std::string& party, const std::string& range) {
    return *db_->read(
        [&](store::Transaction& tx) -> Result<bool> { return inside_own_block(tx, party, range_of(range)); });
  }
  Lease step(const Lease& lease, LeaseEvent event, std::vector<std::string> reasons = {"A reason."}) {
    const auto next = service_.apply_lease(lease.id, lease.version, {event, std::move(reasons)}, registrar_);
    EXPECT_TRUE(next.ok()) << to_text(event) << ": " << (next.ok() ? "" : next.error().sentence);
    return *next;
  }
  Lease active_lease(const Block& block, bool may_sublet = false) {
    const auto lease = service_.propose(
        {block.id, block.user_id.empty() ? block.holder_id : block.user_id, "CONTRACT-1", may_sublet}, registrar_);
    EXPECT_TRUE(lease.ok()) << (lease.ok() ? "" : lease.error().code);
    return step(step(*lease, LeaseEvent::check_licence, {}), LeaseEvent::activate, {});
  }

  test::TestDatabase db_;
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T09:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  Service service_{*db_, recorder_, policy::Policy::standard()};
  const Actor registrar_{"person-r", "party-r", true}, carrier_{"person-c", "carrier", false},
      a_{"person-a", "provider-a", false};
};

}  // namespace muster::resources
