#include <ledger/leaf.h>
#include <ledger/log.h>
#include <ledger/verify.h>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::ledger {
namespace {

using store::Backend;
using store::Sql;
using store::Transaction;

constexpr events::Kind kHappened{"thing.happened", 1, "A thing happened."};

class LedgerLog : public testing::TestWithParam<Backend> {
 protected:
  std::string record(const std::string& id, const std::string& body = "{}") {
    std::string event;
    EXPECT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                     event = recorder_.record(tx, kHappened, "system:test", "thing", id, body);
                     return {};
                   })
                    .ok());
    return event;
  }
  void record_many(int count) {
    EXPECT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                     for (int i = 0; i < count; ++i)
                       recorder_.record(tx, kHappened, "system:test", "thing", std::to_string(i));
                     return {};
                   })
                    .ok());
  }
  Result<void> run(const Sql& sql) {
    return db_->write([&](Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    });
  }
  Note note_of(const Checkpoint& checkpoint) { return *parse_note(checkpoint.note); }

  test::TestDatabase db_{GetParam()};
  SimulatedClock clock_{Instant{1'750'000'000'000'000}};
  SystemRandom random_;
  Recorder recorder_{clock_, random_};
  SigningKey key_ = *SigningKey::make("muster.example/test", Algorithm::ed25519, random_);
  Log log_{*db_, recorder_, key_};
};
MUSTER_ON_BOTH_BACKENDS(LedgerLog);

TEST_P(LedgerLog, StartsEmpty) {
  EXPECT_EQ(log_.latest_checkpoint().error().code, "ledger_empty");
  EXPECT_EQ(*log_.sequence_once(), 0);
  EXPECT_EQ(log_.entry(0).error().code, "ledger_no_entry");
}

TEST_P(LedgerLog, ManyAtOnceAreEachAnEntry) {
  std::vector<Happening> entries;
  for (int i = 0; i < 150; ++i) entries.push_back({kHappened, "system:test", "thing", std::to_string(i), R"({"x":1})"});
  ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                   recorder_.record_all(tx, entries);
                   recorder_.record_all(tx, {});
                   return {};
                 })
                  .ok());
  record("last");
  EXPECT_EQ(*log_.sequence_once(), 151);
  for (int i = 0; i < 150; ++i) EXPECT_EQ(log_.entry(i)->event.record_id, std::to_string(i)) << "in their order";
  VerifyOptions options;
  options.log_key = log_.verifier();
  const auto report = verify(*db_, options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->ok());
  EXPECT_EQ(report->entries, 151);
}

TEST_P(LedgerLog, SequencesSignsAndProves) {
  const std::string first = record("a", R"({"x":1})");
  EXPECT_EQ(log_.inclusion_proof(first).error().code, "ledger_pending");
  EXPECT_EQ(*log_.sequence_once(), 1);
  EXPECT_EQ(*log_.sequence_once(), 0);
  std::vector<std::string> events{first};
  for (int i = 1; i < 20; ++i) {
    events.push_back(record("r" + std::to_string(i)));
    if (i % 3 == 0) ASSERT_TRUE(log_.sequence_once().ok());
  }
  ASSERT_TRUE(log_.sequence_once().ok());
  const auto checkpoint = log_.latest_checkpoint();
  ASSERT_EQ(checkpoint->size, 20);
  const Note note = note_of(*checkpoint);
  EXPECT_TRUE(verify_note(note, key_.verifier()));
  const auto body = parse_checkpoint(note.text);
  EXPECT_EQ(body->origin, "muster.example/test");
  EXPECT_EQ(body->root, checkpoint->root);
  for (const std::string& event : events) {
    const auto proof = log_.inclusion_proof(event);
    ASSERT_TRUE(proof.ok());
    EXPECT_EQ(leaf_hash(proof->leaf_data), proof->leaf_hash);
    EXPECT_NE(proof->leaf_data.find(event), std::string::npos);
    EXPECT_TRUE(merkle::verify_inclusion(proof->leaf_hash, proof->index, proof->size, proof->proof, body->root));
  }
  const auto early = log_.checkpoint_at(4);
  ASSERT_TRUE(*early);
  const auto consistency = log_.consistency_proof(4, 20);
  EXPECT_TRUE(merkle::verify_consistency(4, (*early)->root, 20, body->root, *consistency));
  EXPECT_EQ(log_.consistency_proof(4, 21).error().code, "ledger_range");
  EXPECT_EQ(log_.inclusion_proof(first, 5).error().code, "ledger_no_checkpoint");
  EXPECT_EQ(log_.inclusion_proof("none").error().code, "ledger_no_entry");
}

TEST_P(LedgerLog, PagesByKey) {
  for (int i = 0; i < 7; ++i) record(i % 2 ? "odd" : "even", R"({"n":)" + std::to_string(i) + "}");
  ASSERT_EQ(*log_.sequence_once(4), 4);
  ASSERT_EQ(*log_.sequence_once(4), 3);
  const auto page = log_.entries(1, 3);
  ASSERT_EQ(page->size(), 3u);
  EXPECT_EQ(page->front().index, 2);
  EXPECT_EQ(commitment(page->front().salt, page->front().event.body), commitment(page->front().salt, R"({"n":2})"));
  EXPECT_EQ(log_.entries_before({}, 2)->front().index, 6);
  EXPECT_EQ(log_.entries_before(6, 2)->front().index, 5);
  const auto odd = log_.entries_before({}, 10, "thing", "odd");
  ASSERT_EQ(odd->size(), 3u);
  EXPECT_EQ(odd->front().index, 5);
}

TEST_P(LedgerLog, TheTablesOnlyGrow) {
  record_many(4);
  ASSERT_EQ(*log_.sequence_once(3), 3);
  static constexpr Sql kAttacks[] = {
      {"a1", "update ledger_leaf set hash = data"},
      {"a2", "delete from ledger_leaf"},
      {"a3", "update ledger_sequence set idx = idx + 10"},
      {"a4", "delete from ledger_sequence where idx = 1"},
      {"a5", "update ledger_node set hash = hash"},
      {"a6", "delete from ledger_node"},
      {"a7", "update ledger_checkpoint set note = ''"},
      {"a8", "delete from ledger_checkpoint"},
      {"a9", "delete from ledger_pending"},
      {"a10", "insert into ledger_sequence(idx, event_id) select 9, event_id from ledger_pending"},
      {"a11", "insert into ledger_checkpoint(size, root, note, at) select 2, root, note, at from ledger_checkpoint"},
      {"a12", "insert into ledger_checkpoint(size, root, note, at) select 99, root, note, at from ledger_checkpoint"}};
  for (const Sql& attack : kAttacks) EXPECT_FALSE(run(attack).ok()) << attack.text;
  if (GetParam() == Backend::sqlite) {
    static constexpr Sql kReplace[] = {
        {"r1",
         "insert or replace into ledger_sequence(idx, event_id) select 1, event_id from ledger_sequence where idx = 0"},
        {"r2", "insert or replace into ledger_leaf select event_id, 'x', hash from ledger_leaf"},
        {"r3", "insert or replace into ledger_node select * from ledger_node"},
        {"r4", "insert or replace into ledger_checkpoint select size, root, 'x', at from ledger_checkpoint"}};
    for (const Sql& attack : kReplace) EXPECT_FALSE(run(attack).ok()) << attack.text;
  }
  EXPECT_EQ(log_.entries(-1, 10)->size(), 3u);
  EXPECT_EQ(*log_.sequence_once(), 1);
}

TEST_P(LedgerLog, TwoSequencersNeverShareAnIndex) {
  auto other_database = store::Database::open(db_.url());
  ASSERT_TRUE(other_database.ok());
  const Log other(**other_database, recorder_, key_);
  record_many(600);
  std::atomic<int> sequenced{0}, failures{0};
  std::vector<std::thread> threads;
  for (Log* log : {&log_, const_cast<Log*>(&other)})
    threads.emplace_back([&, log] {
      for (int i = 0; i < 40; ++i) {
        const auto done = log->sequence_once(40);
        if (!done.ok())
          ++failures;
        else
          sequenced += *done;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(sequenced, 600);
  const auto all = log_.entries(-1, 1000);
  ASSERT_EQ(all->size(), 600u);
  std::set<std::string> seen;
  merkle::Frontier frontier;
  for (const Entry& entry : *all) {
    EXPECT_EQ(entry.index, frontier.size());
    EXPECT_TRUE(seen.insert(entry.event.id).second);
    frontier.add(entry.leaf_hash);
  }
  EXPECT_EQ(frontier.root(), log_.latest_checkpoint()->root);
}

TEST_P(LedgerLog, DoesNotBuildOnATreeThatItNeverSigned) {
  record_many(5);
  ASSERT_EQ(*log_.sequence_once(), 5);
  record_many(1);
  auto owner = store::Database::open(db_.owner_url());
  ASSERT_TRUE((*owner)
                  ->script(GetParam() == Backend::sqlite ? "drop trigger ledger_node_no_update"
                                                         : "drop trigger ledger_node_no_change on ledger_node")
                  .ok());
  ASSERT_TRUE(
      (*owner)
          ->script(
              "update ledger_node set hash = case substr(hash, 1, 1) when '0' then '1' else '0' end || substr(hash, 2) "
              "where level = 2")
          .ok());
  EXPECT_EQ(log_.sequence_once().error().code, "ledger_damaged");
}

TEST_P(LedgerLog, DestroyedPayloadsKeepTheirProof) {
  const std::string event = record("a", R"({"x":1})");
  ASSERT_TRUE(log_.sequence_once().ok());
  ASSERT_TRUE(
      db_->write([&](Transaction& tx) { return destroy_payload(tx, recorder_, event, "term_ended", "system:test"); })
          .ok());
  ASSERT_TRUE(log_.sequence_once().ok());
  EXPECT_EQ(log_.entry(0)->event.body, "");
  const auto proof = log_.inclusion_proof(event);
  EXPECT_TRUE(merkle::verify_inclusion(proof->leaf_hash, proof->index, proof->size, proof->proof,
                                       log_.latest_checkpoint()->root));
  EXPECT_EQ(log_.entry(1)->event.kind, kPayloadDestroyed.name);
}

}  // namespace
}  // namespace muster::ledger
