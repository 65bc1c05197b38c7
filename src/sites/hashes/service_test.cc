#include "drawn.h"
#include <hashes/service.h>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::hashes {
namespace {

NewList list_of(ListKind kind, const std::string& name = "Known pictures") {
  return {name, kind, "A publisher", "2026-11", "CC0", std::string(64, 'c'), 31, 50};
}

class HashLists : public ::testing::TestWithParam<store::Backend> {
 protected:
  HashLists() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {}
  static PdqTurned hashes_of(unsigned seed, int size = 256) {
    static std::map<std::pair<unsigned, int>, PdqTurned> made;
    const auto known = made.find({seed, size});
    if (known != made.end()) return known->second;
    const auto all = pdq_turned(test::spots(size, size, 1, seed).raster());
    EXPECT_TRUE(all.ok());
    return made.emplace(std::pair(seed, size), *all).first->second;
  }
  static std::vector<ListedHash> listed(std::initializer_list<unsigned> seeds) {
    std::vector<ListedHash> out;
    for (const unsigned seed : seeds) out.push_back({hashes_of(seed).hashes[0], 90});
    return out;
  }
  std::string make(ListKind kind, std::initializer_list<unsigned> seeds) {
    const auto made = service_.propose(list_of(kind), listed(seeds), "person-1");
    EXPECT_TRUE(made.ok()) << made.error().code;
    EXPECT_TRUE(service_.enable(made->id, "person-2").ok());
    return made->id;
  }
  std::string sql(const std::string& text) {
    const store::Sql statement{"raw", text.c_str()};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }
  muster::test::TestDatabase db_;
  SimulatedClock clock_{{1'700'000'000'000'000}};
  SeededRandom random_{1};
  ledger::Recorder recorder_{clock_, random_};
  Matcher matcher_{clock_};
  Service service_{*db_, recorder_, matcher_};
};
MUSTER_ON_BOTH_BACKENDS(HashLists);

TEST_P(HashLists, OnePersonProposesAnotherEnables) {
  const auto made = service_.propose(list_of(ListKind::explicit_unlawful), listed({1, 2, 1}), "person-1");
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_EQ(made->hashes, 2) << "without repeats";
  EXPECT_TRUE(service_.look(hashes_of(1), 1)->matches.empty()) << "it counts nowhere yet";
  EXPECT_EQ(service_.enable(made->id, "person-1").error().code, "list_same_person");
  EXPECT_EQ(service_.enable(made->id, "system:machine").error().code, "list_person");
  EXPECT_EQ(service_.enable("nothing", "person-2").error().code, "list_unknown");
  ASSERT_TRUE(service_.enable(made->id, "person-2").ok());
  EXPECT_EQ(service_.enable(made->id, "person-3").error().code, "list_state");
  const auto verdict = service_.look(hashes_of(1), 1);
  ASSERT_EQ(verdict->matches.size(), 1u);
  EXPECT_EQ(verdict->matches[0].list_id, made->id);
  EXPECT_EQ(verdict->matches[0].distance, 0);
  EXPECT_FALSE(verdict->drop);
  EXPECT_TRUE(service_.look(hashes_of(3), 3)->matches.empty());
  EXPECT_EQ(service_.retire(made->id, " ", "person-1").error().code, "reason_missing");
  ASSERT_TRUE(service_.retire(made->id, "Over.", "person-1").ok());
  EXPECT_TRUE(service_.look(hashes_of(1), 1)->matches.empty());
  EXPECT_EQ(service_.propose(list_of(ListKind::harmless), {}, "person-1").error().code, "list_empty");
}

TEST_P(HashLists, TurnedAndResizedPicturesAreKnownToo) {
  make(ListKind::child_abuse_material, {5});
  const auto turned = pdq_turned(test::quarter(test::spots(400, 400, 1, 5)).raster());
  const auto verdict = service_.look(*turned, 1);
  ASSERT_EQ(verdict->matches.size(), 1u);
  EXPECT_TRUE(verdict->drop);
  EXPECT_EQ(verdict->matches[0].turned, Turned::by_270) << "a quarter on, it is the listed one again";
}

TEST_P(HashLists, ChangesAreInForceAtOnceAndSurviveARestart) {
  const std::string id = make(ListKind::explicit_unlawful, {1, 2});
  const Pdq first = hashes_of(1).hashes[0];
  const auto change = service_.change(id, listed({3, 2}), std::span(&first, 1), "person-1");
  ASSERT_TRUE(change.ok()) << change.error().sentence;
  EXPECT_EQ(change->added, 1);
  EXPECT_EQ(change->removed, 1);
  EXPECT_EQ(service_.list(id)->hashes, 2);
  const auto known = [&](const Service& s) {
    std::string out;
    for (unsigned seed = 1; seed <= 3; ++seed) out += s.look(hashes_of(seed), seed)->is_clue() ? '1' : '0';
    return out;
  };
  EXPECT_EQ(known(service_), "011");
  Matcher again(clock_);
  Service restarted(*db_, recorder_, again);
  EXPECT_EQ(*restarted.refresh(), 1);
  EXPECT_EQ(*restarted.refresh(), 0);
  EXPECT_EQ(known(restarted), "011");
  // What another process writes comes with the next refresh.
  ASSERT_TRUE(service_.change(id, listed({1}), {}, "person-1").ok());
  EXPECT_EQ(known(restarted), "011");
  EXPECT_EQ(*restarted.refresh(), 1);
  EXPECT_EQ(known(restarted), "111");
  ASSERT_TRUE(service_.retire(id, "Over.", "person-1").ok());
  EXPECT_EQ(*restarted.refresh(), 1);
  EXPECT_EQ(known(restarted), "000");
  EXPECT_EQ(service_.change(id, listed({1}), {}, "person-1").error().code, "list_state");
}

TEST_P(HashLists, AListOfHarmlessPicturesLiftsAMatch) {
  make(ListKind::explicit_unlawful, {1});
  make(ListKind::harmless, {1});
  const auto verdict = service_.look(hashes_of(1), 1);
  EXPECT_FALSE(verdict->is_clue());
  EXPECT_TRUE(verdict->lifted);
  EXPECT_EQ(verdict->harmless.size(), 1u);
}

TEST_P(HashLists, AFloodIsPutAsideForPeople) {
  const std::string id = make(ListKind::explicit_unlawful, {1});
  for (std::uint64_t n = 0; n < 200; ++n)
    EXPECT_TRUE(service_.look(hashes_of(1), 7)->is_clue()) << "one picture, often";
  for (std::uint64_t n = 0; n < kFloodPictures - 2; ++n) EXPECT_TRUE(service_.look(hashes_of(1), n + 100)->is_clue());
  EXPECT_TRUE(service_.put_aside("", 10)->items.empty());
  (void)service_.look(hashes_of(1), 1'000);
  EXPECT_FALSE(service_.look(hashes_of(1), 1'001)->is_clue()) << "it opens nothing any more";
  const auto waiting = service_.put_aside("", 10);
  ASSERT_EQ(waiting->items.size(), 1u);
  EXPECT_EQ(waiting->items[0].pictures, static_cast<std::int64_t>(kFloodPictures));
  Matcher again(clock_);
  Service restarted(*db_, recorder_, again);
  ASSERT_TRUE(restarted.refresh().ok());
  EXPECT_FALSE(restarted.look(hashes_of(1), 1)->is_clue()) << "after a restart too";
  const Pdq hash = hashes_of(1).hashes[0];
  EXPECT_EQ(service_.decide(id, hashes_of(2).hashes[0], true, "person-3").error().code, "hash_not_put_aside");
  ASSERT_TRUE(service_.decide(id, hash, true, "person-3").ok());
  EXPECT_TRUE(service_.look(hashes_of(1), 2'000)->is_clue());
  EXPECT_TRUE(service_.put_aside("", 10)->items.empty());
}

TEST_P(HashLists, SlowlyIsNoFlood) {
  make(ListKind::explicit_unlawful, {1});
  for (std::uint64_t n = 0; n < 300; ++n) {
    EXPECT_TRUE(service_.look(hashes_of(1), n)->is_clue());
    clock_.advance(std::chrono::minutes(2));
  }
}

TEST_P(HashLists, PagesByKey) {
  for (int n = 0; n < 5; ++n) make(ListKind::harmless, {static_cast<unsigned>(n)});
  std::size_t seen = 0;
  std::string after;
  do {
    const auto page = service_.lists(after, 2);
    ASSERT_TRUE(page.ok());
    seen += page->items.size();
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(seen, 5u);
}

TEST_P(HashLists, WhatTheSchemaRefuses) {
  const std::string id = make(ListKind::harmless, {1});
  const std::string where = " where id = '" + id + "'";
  EXPECT_EQ(sql("delete from hash_list"), "hash_list_kept");
  EXPECT_EQ(sql("delete from hash_entry"), "hash_entry_kept");
  EXPECT_EQ(sql("update hash_list set kind = 'explicit_unlawful'" + where), "hash_list_immutable");
  EXPECT_EQ(sql("update hash_list set distance_max = 5" + where), "hash_list_immutable");
  EXPECT_EQ(sql("update hash_list set state = 'proposed'" + where), "hash_list_state");
  EXPECT_EQ(sql("update hash_list set enabled_by = 'person-9'" + where), "hash_list_immutable");
  EXPECT_EQ(sql("update hash_entry set put_aside = 'released', put_aside_at = 1, put_aside_by = 'p'"),
            "hash_entry_state");
  EXPECT_EQ(sql("insert into hash_list_transition values('retired', 'active')"), "state_table_immutable");
  const auto second = service_.propose(list_of(ListKind::harmless), listed({2}), "person-1");
  EXPECT_NE(sql("update hash_list set state = 'active', enabled_by = 'person-1' where id = '" + second->id + "'"),
            "done")
      << "one person alone";
  EXPECT_NE(sql("update hash_list set state = 'active' where id = '" + second->id + "'"), "done");
}

TEST_P(HashLists, TheSchemaHasTheSamePairs) {
  std::set<std::pair<std::string, std::string>> stored, table;
  const auto rows = db_->ask({"pairs", "select from_state, to_state from hash_list_transition"});
  ASSERT_TRUE(rows.ok());
  for (const auto& row : *rows) stored.emplace(row.text("from_state"), row.text("to_state"));
  for (const ListTransition& t : list_transitions()) table.emplace(to_text(t.from), to_text(t.to));
  EXPECT_EQ(stored, table);
}

}  // namespace
}  // namespace muster::hashes
