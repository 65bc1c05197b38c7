#include "restriction_rules.h"
#include <restrictions/service.h>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::restrictions {
namespace {

constexpr store::Sql kParty{
    "t_party", "insert into party(id, kind, name, created_at) values(:id, 'access_provider', 'Provider', 1)"};
constexpr store::Sql kEvents{"t_events", "select kind from event order by kind"};

class Restrictions : public testing::TestWithParam<store::Backend> {
 protected:
  Restrictions() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    EXPECT_TRUE(db_->write([](store::Transaction& tx) -> Result<void> {
                     tx.run(kParty, {{"id", "provider"}});
                     return {};
                   })
                    .ok());
  }
  NewHold new_hold(const std::string& name) const {
    return {name,         HoldGround::unfiled, std::nullopt,
            "provider",   "notice-1",          std::nullopt,
            std::nullopt, clock_.now(),        clock_.now() + std::chrono::hours(240)};
  }
  NewEntry new_entry(const std::string& name, BlocklistGround ground = BlocklistGround::billing_fraud) const {
    return {name,
            ground,
            "Charged subscribers without asking.",
            std::nullopt,
            clock_.now(),
            clock_.now() + std::chrono::hours(2400),
            clock_.now() + std::chrono::hours(1200)};
  }
  Result<Hold> place(const NewHold& hold) {
    return db_->write([&](store::Transaction& tx) { return service_.place_hold(tx, hold, "person"); });
  }
  Result<Entry> activate(const NewEntry& entry, const std::string& order = "order-1") {
    return db_->write([&](store::Transaction& tx) -> Result<Entry> {
      MUSTER_TRY(const Entry made, service_.propose_entry(tx, entry, "person"));
      return service_.activate_entry(tx, made.id, order, "person");
    });
  }
  // Raw SQL as the application's role.
  std::string attack(const char* text) {
    const store::Sql sql{"attack", text};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }
  std::vector<std::string> events() {
    return *db_->read([](store::Transaction& tx) -> Result<std::vector<std::string>> {
      std::vector<std::string> out;
      for (const auto& row : tx.query(kEvents)) out.push_back(row.text("kind"));
      return out;
    });
  }
  test::TestDatabase db_;
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T09:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  Service service_{*db_, recorder_};
};
MUSTER_ON_BOTH_BACKENDS(Restrictions);

TEST_P(Restrictions, AHoldIsPlacedOnceAndLifted) {
  const auto hold = place(new_hold("Shop.Example.COM"));
  ASSERT_TRUE(hold.ok()) << hold.error().sentence;
  EXPECT_EQ(hold->name, "shop.example.com");
  EXPECT_EQ(place(new_hold("shop.example.com")).error().code, "hold_exists");
  EXPECT_TRUE(service_.standing("shop.example.com")->hold.has_value());
  EXPECT_FALSE(service_.standing("example.com")->hold.has_value());
  EXPECT_FALSE(service_.standing("www.shop.example.com")->hold.has_value()) << "a hold is of one name";
  const auto lift = [&] {
    return db_->write([&](store::Transaction& tx) { return service_.lift_hold(tx, hold->id, "reversed", "person"); });
  };
  ASSERT_TRUE(lift().ok());
  EXPECT_EQ(lift().error().code, "hold_ended");
  EXPECT_FALSE(service_.standing("shop.example.com")->hold.has_value());
  EXPECT_EQ(service_.hold(hold->id)->end_reason, "reversed");
  EXPECT_TRUE(place(new_hold("shop.example.com")).ok());
  EXPECT_EQ(events(), (std::vector<std::string>{"hold.lifted", "hold.placed", "hold.placed"}));
}

TEST_P(Restrictions, LiftingByNameMindsTheGround) {
  const auto any = [&] {
    return *db_->read([&](store::Transaction& tx) -> Result<bool> { return service_.anything_active(tx); });
  };
  EXPECT_FALSE(any());
  ASSERT_TRUE(place(new_hold("a.example.com")).ok());
  const auto lift = [&](HoldGround ground) {
    return db_->write([&](store::Transaction& tx) {
      return service_.lift_hold_of(tx, "a.example.com", ground, "filed", "system:filings");
    });
  };
  EXPECT_FALSE(lift(HoldGround::false_filing)->has_value());
  EXPECT_TRUE(any());
  EXPECT_TRUE(lift(HoldGround::unfiled)->has_value());
  EXPECT_FALSE(any());
  EXPECT_FALSE(lift(HoldGround::unfiled)->has_value());
}

TEST_P(Restrictions, WhatIsPastItsDayCountsNoMore) {
  ASSERT_TRUE(place(new_hold("a.example.com")).ok());
  ASSERT_TRUE(activate(new_entry("b.example.com")).ok());
  clock_.advance(std::chrono::hours(241));
  EXPECT_FALSE(service_.standing("a.example.com")->hold.has_value());
  EXPECT_TRUE(service_.standing("b.example.com")->entry.has_value());
  EXPECT_EQ(*service_.expire_due(), 1);
  clock_.advance(std::chrono::hours(2400));
  EXPECT_FALSE(service_.standing("b.example.com")->entry.has_value());
  EXPECT_EQ(*service_.expire_due(), 1);
  EXPECT_EQ(*service_.expire_due(), 0);
}

TEST_P(Restrictions, AnEntryNeedsAnOrderAndCoversWhatIsBelow) {
  EXPECT_EQ(activate(new_entry("b.example.com"), "").error().code, "entry_order_missing");
  const auto entry = activate(new_entry("b.example.com"));
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(activate(new_entry("b.example.com")).error().code, "entry_exists");
  EXPECT_TRUE(service_.standing("www.b.example.com")->entry.has_value());
  EXPECT_FALSE(service_.standing("example.com")->entry.has_value());
  ASSERT_TRUE(
      db_->write([&](store::Transaction& tx) { return service_.remove_entry(tx, entry->id, "reversed", "person"); })
          .ok());
  EXPECT_EQ(db_->write([&](store::Transaction& tx) { return service_.remove_entry(tx, entry->id, "again", "person"); })
                .error()
                .code,
            "entry_state");
  EXPECT_EQ(
      db_->write([&](store::Transaction& tx) { return service_.activate_entry(tx, entry->id, "order-2", "person"); })
          .error()
          .code,
      "entry_state");
}

TEST_P(Restrictions, SealedEntriesAreListedForTheAuditorAlone) {
  ASSERT_TRUE(activate(new_entry("sealed.example.com", BlocklistGround::child_abuse_material)).ok());
  ASSERT_TRUE(activate(new_entry("open.example.com")).ok());
  EXPECT_EQ(service_.entries({}, "", 50)->items.size(), 1u);
  EXPECT_EQ(service_.entries({.with_sealed = true}, "", 50)->items.size(), 2u);
  EXPECT_EQ(service_.entries({.name_prefix = "sealed"}, "", 50)->items.size(), 0u);
  constexpr store::Sql kNamed{"t_named",
                              "select count(*) as n from event_payload where body like '%sealed.example.com%'"};
  EXPECT_EQ(*db_->read([&](store::Transaction& tx) -> Result<std::int64_t> { return tx.one(kNamed)->integer("n"); }),
            0);
}

TEST_P(Restrictions, ListsGoByKey) {
  for (int i = 0; i < 23; ++i) ASSERT_TRUE(place(new_hold("n" + std::to_string(i) + ".example.com")).ok());
  for (const HoldFilter& filter : {HoldFilter{}, HoldFilter{.state = HoldState::active}, HoldFilter{.name_prefix = "n"},
                                   HoldFilter{.provider_id = "provider"}}) {
    std::set<std::string> seen;
    std::string after;
    int pages = 0;
    do {
      const auto page = service_.holds(filter, after, 5);
      ASSERT_TRUE(page.ok());
      for (const auto& hold : page->items) EXPECT_TRUE(seen.insert(hold.name).second);
      after = page->next;
      ++pages;
    } while (!after.empty());
    EXPECT_EQ(seen.size(), 23u);
    EXPECT_EQ(pages, 5);
  }
  EXPECT_EQ(service_.holds({.name_prefix = "n1"}, "", 50)->items.size(), 11u);
  EXPECT_EQ(service_.holds({.state = HoldState::lifted}, "", 50)->items.size(), 0u);
  int streamed = 0;
  ASSERT_TRUE(db_->read([&](store::Transaction& tx) -> Result<void> {
                   service_.for_each_in_force(tx, [&](const Restricted& r) {
                     EXPECT_FALSE(r.blocklisted);
                     return ++streamed < 7;
                   });
                   return {};
                 })
                  .ok());
  EXPECT_EQ(streamed, 7);
}

TEST_P(Restrictions, TheSchemaRefusesWhatTheServiceNeverDoes) {
  ASSERT_TRUE(place(new_hold("a.example.com")).ok());
  const auto entry = activate(new_entry("b.example.com"));
  const auto proposal = db_->write(
      [&](store::Transaction& tx) { return service_.propose_entry(tx, new_entry("c.example.com"), "person"); });
  ASSERT_TRUE(entry.ok() && proposal.ok());
  EXPECT_EQ(attack("delete from hold"), "hold_kept");
  EXPECT_EQ(attack("delete from blocklist_entry"), "blocklist_kept");
  EXPECT_EQ(attack("update hold set until_at = until_at + 1"), "hold_immutable");
  EXPECT_EQ(attack("update hold set ground = 'false_filing'"), "hold_immutable");
  EXPECT_EQ(attack("update hold set until_at = null"), "schema_refused");
  EXPECT_EQ(
      attack(
          "insert into hold(id, name, ground, provider_id, notice_ref, from_at, until_at, state, end_reason, version) "
          "values('x', 'x.example', 'unfiled', 'provider', '', 1, 2, 'active', '', 1)"),
      "schema_refused");
  EXPECT_EQ(
      attack(
          "insert into hold(id, name, ground, provider_id, notice_ref, from_at, until_at, state, end_reason, version) "
          "values('x', 'x.example', 'explicit_unlawful', 'provider', 'n', 1, 2, 'active', '', 1)"),
      "schema_refused");
  EXPECT_EQ(attack("update blocklist_entry set until_at = until_at + 1 where state = 'active'"), "blocklist_immutable");
  EXPECT_EQ(attack("update blocklist_entry set name = 'other.example' where state = 'active'"), "blocklist_immutable");
  EXPECT_EQ(attack("update blocklist_entry set state = 'active' where state = 'proposed'"), "schema_refused")
      << "without an order";
  EXPECT_EQ(attack("update blocklist_entry set state = 'proposed' where state = 'active'"), "blocklist_state");
  EXPECT_EQ(attack("insert into blocklist_entry(id, name, ground, reason, order_ref, from_at, until_at, review_at, "
                   "state, end_reason, version) "
                   "values('x', 'x.example', 'billing_fraud', 'r', 'o', 1, 3, 2, 'active', '', 1)"),
            "blocklist_first_state");
  EXPECT_EQ(attack("insert into blocklist_entry(id, name, ground, reason, from_at, until_at, review_at, state, "
                   "end_reason, version) "
                   "values('x', 'x.example', 'opinion', 'r', 1, 3, 2, 'proposed', '', 1)"),
            "schema_refused");
  if (GetParam() == store::Backend::sqlite) {
    EXPECT_EQ(attack("insert or replace into hold select id, name, ground, site_id, provider_id, notice_ref, "
                     "decision_ref, order_ref, from_at, "
                     "until_at + 1, state, ended_at, end_reason, version from hold"),
              "hold_exists");
  }
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) {
                   return service_.lift_hold_of(tx, "a.example.com", HoldGround::unfiled, "filed", "x");
                 })
                  .ok());
  EXPECT_EQ(attack("update hold set state = 'active', ended_at = null"), "hold_ended");
  EXPECT_EQ(service_.entry(entry->id)->state, EntryState::active);
}

TEST(RestrictionRules, SayWhatIsWrong) {
  const Instant now{1'000'000};
  const Instant later{2'000'000};
  NewHold hold{"a.example.com", HoldGround::unfiled, std::nullopt, "p", "n", std::nullopt, std::nullopt, now, later};
  EXPECT_TRUE(check_hold(hold).ok());
  const auto with = [](auto record, auto change) {
    change(record);
    return record;
  };
  EXPECT_EQ(check_hold(with(hold, [](auto& h) { h.name = "co.uk"; })).error().code, "name_is_public_suffix");
  EXPECT_EQ(check_hold(with(hold, [](auto& h) { h.name = "a b"; })).error().field, "name");
  EXPECT_EQ(check_hold(with(hold, [](auto& h) { h.notice_ref = " "; })).error().code, "hold_notice_missing");
  EXPECT_EQ(check_hold(with(hold, [](auto& h) { h.until = h.from; })).error().code, "hold_term");
  EXPECT_EQ(check_hold(with(hold, [](auto& h) { h.provider_id = ""; })).error().code, "hold_provider_missing");
  NewEntry entry{"a.example.com", BlocklistGround::billing_fraud, "Because.", std::nullopt, now, {3'000'000}, later};
  EXPECT_TRUE(check_entry(entry).ok());
  EXPECT_EQ(check_entry(with(entry, [](auto& e) { e.reason = " "; })).error().code, "entry_reason_missing");
  EXPECT_EQ(check_entry(with(entry, [](auto& e) { e.reason = std::string(2001, 'x'); })).error().code,
            "entry_reason_too_long");
  EXPECT_EQ(check_entry(with(entry, [](auto& e) { e.until = e.from; })).error().code, "entry_term");
  EXPECT_EQ(check_entry(with(entry, [](auto& e) { e.review = {4'000'000}; })).error().code, "entry_review");
  EXPECT_EQ(names_above("a.b.example"), (std::vector<std::string>{"a.b.example", "b.example"}));
}

TEST(RestrictionRules, EveryPairOfStatesIsOpenOrShut) {
  const EntryState all[] = {EntryState::proposed, EntryState::active, EntryState::expired, EntryState::removed};
  int open = 0;
  for (const auto from : all)
    for (const auto to : all) open += is_open(from, to);
  EXPECT_EQ(open, 4);
}

}  // namespace
}  // namespace muster::restrictions
