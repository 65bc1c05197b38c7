// Attacks as the OWNER of the tables, with every trigger and foreign key gone; each must be found, and where it is.
#include <ledger/cosignature.h>
#include <ledger/leaf.h>
#include <ledger/log.h>
#include <ledger/verify.h>

#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::ledger {
namespace {

using store::Backend;
using store::Database;
using store::Sql;
using store::Transaction;

constexpr events::Kind kVerified{"thing.happened", 1, "A thing happened."};

class LedgerVerify : public testing::TestWithParam<Backend> {
 protected:
  LedgerVerify() {
    EXPECT_TRUE(db_->write([&](Transaction& tx) {
                     return log_.enrol_witness(tx, witness_.verifier().to_text(), "http://w.example", "p");
                   })
                    .ok());
    owner_ = std::move(*Database::open(db_.owner_url()));
  }
  // Entry 0 enrols the witness; `count` more follow, with a checkpoint after each `step`.
  void fill(int count, int step) {
    for (int done = 0; done < count; done += step) {
      ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                       for (int i = done; i < std::min(done + step, count); ++i)
                         recorder_.record(tx, kVerified, "system:test", "thing", std::to_string(i),
                                          fmt::format(R"({{"n":{}}})", i));
                       return {};
                     })
                      .ok());
      ASSERT_TRUE(log_.sequence_once().ok());
    }
  }
  void cosign_latest() {
    const auto checkpoint = log_.latest_checkpoint();
    ASSERT_TRUE(log_.add_cosignature(checkpoint->size, witness_.name(),
                                     cosign(parse_note(checkpoint->note)->text, clock_.now(), witness_))
                    .ok());
  }
  void disarm() {
    if (GetParam() == Backend::sqlite) {
      static constexpr Sql kTriggers{"t_triggers", "select name from sqlite_master where type = 'trigger'"};
      std::string script = "pragma foreign_keys=off;";
      ASSERT_TRUE(owner_
                      ->write([&](Transaction& tx) -> Result<void> {
                        for (const auto& row : tx.query(kTriggers)) script += "drop trigger " + row.text("name") + ";";
                        return {};
                      })
                      .ok());
      ASSERT_TRUE(owner_->script(script).ok());
      return;
    }
    const auto done = owner_->script(R"(do $$ declare r record; begin
      for r in select conrelid::regclass as t, conname from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace loop
        execute format('alter table %s drop constraint %I', r.t, r.conname); end loop;
      for r in select tablename as t from pg_tables where schemaname = current_schema() and tableowner = current_user loop
        execute format('alter table %I disable trigger user', r.t); end loop; end $$)");
    ASSERT_TRUE(done.ok());
  }
  void attack(const std::string& sql) {
    const auto done = owner_->script(sql);
    ASSERT_TRUE(done.ok()) << done.error().sentence << ": " << sql;
  }
  Report check(std::optional<std::string> since = {}) {
    VerifyOptions options{key_.verifier(), {witness_.verifier()}, std::move(since), {}, std::chrono::hours(1), {}};
    auto report = verify(*db_, options);
    EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().sentence);
    return report.ok() ? *report : Report{};
  }
  // Exactly one fault, of this kind, at this place.
  void expect_only(const std::string& what, std::int64_t first, std::int64_t last) {
    const Report report = check();
    std::string all;
    for (const Fault& fault : report.faults()) all += fault.what + ": " + fault.sentence + "\n";
    ASSERT_EQ(report.total(), 1) << all;
    EXPECT_EQ(report.faults()[0].what, what) << all;
    EXPECT_EQ(report.faults()[0].index, first) << all;
    EXPECT_EQ(report.faults()[0].index_last, last) << all;
  }
  std::string event_at(std::int64_t index) { return log_.entry(index)->event.id; }
  // A leaf's data and hash for another body, as a forger would make them.
  std::string forged_leaf(std::int64_t index, const std::string& body) {
    auto entry = log_.entry(index);
    const std::string data = leaf_data(entry->event, commitment(entry->salt, body));
    return fmt::format(
        "update event_payload set body = '{}' where event_id = '{}'; update ledger_leaf set data = '{}', hash = '{}' "
        "where event_id = '{}';",
        body, entry->event.id, data, to_hex(leaf_hash(data)), entry->event.id);
  }
  // Rebuilds every node from the leaves as they are.
  std::string rebuilt_nodes() {
    std::string script = "delete from ledger_node;";
    merkle::Frontier frontier;
    const auto entries = log_.entries(-1, 10'000);
    for (const Entry& entry : *entries)
      frontier.add(entry.leaf_hash, [&](merkle::NodeId id, const Hash& hash) {
        script += fmt::format("insert into ledger_node values({}, {}, '{}');", id.level, id.index, to_hex(hash));
        return hash;
      });
    return script;
  }

  test::TestDatabase db_{GetParam()};
  SimulatedClock clock_{Instant{1'750'000'000'000'000}};
  SystemRandom random_;
  Recorder recorder_{clock_, random_};
  SigningKey key_ = *SigningKey::make("muster.example/test", Algorithm::ed25519, random_);
  SigningKey witness_ = *SigningKey::make("witness.example", Algorithm::cosignature_v1, random_);
  Log log_{*db_, recorder_, key_};
  std::unique_ptr<Database> owner_;
};
MUSTER_ON_BOTH_BACKENDS(LedgerVerify);

TEST_P(LedgerVerify, AGoodLedgerHasNoFault) {
  EXPECT_TRUE(check().ok());
  fill(100, 7);
  cosign_latest();
  fill(5, 5);
  ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                   recorder_.record(tx, kVerified, "system:test", "thing", "waits");
                   return {};
                 })
                  .ok());
  const Report report = check(log_.latest_checkpoint()->note);
  EXPECT_TRUE(report.ok()) << report.faults()[0].sentence;
  EXPECT_EQ(report.entries, 106);
  EXPECT_EQ(report.pending, 1);
  EXPECT_EQ(report.nodes, 106 - 4);  // n leaves complete n − popcount(n) larger subtrees
  EXPECT_EQ(report.witnessed_size, 101);
  EXPECT_EQ(report.root, to_hex(log_.latest_checkpoint()->root));
}

TEST_P(LedgerVerify, GoesOnAcrossBatches) {
  fill(9000, 3000);
  EXPECT_TRUE(check().ok());
  disarm();
  attack("update ledger_leaf set hash = '" + std::string(64, 'a') + "' where event_id = '" + event_at(8500) + "'");
  expect_only("leaf_changed", 8500, 8500);
}

TEST_P(LedgerVerify, FindsChangedParts) {
  fill(20, 4);
  cosign_latest();
  disarm();
  struct Change {
    std::string table, column, key, what;
    std::int64_t first, last;
  };
  const std::string at9 = "event_id = '" + event_at(9) + "'", id9 = "id = '" + event_at(9) + "'";
  const Change changes[] = {{"event_payload", "body", at9, "payload_changed", 9, 9},
                            {"event_payload", "salt", at9, "payload_changed", 9, 9},
                            {"event", "actor", id9, "event_changed", 9, 9},
                            {"event", "kind", id9, "event_changed", 9, 9},
                            {"event", "record_id", id9, "event_changed", 9, 9},
                            {"event", "record_kind", id9, "event_changed", 9, 9},
                            {"event", "at", id9, "event_changed", 9, 9},
                            {"event", "version", id9, "event_changed", 9, 9},
                            {"ledger_leaf", "hash", at9, "leaf_changed", 9, 9},
                            {"ledger_node", "hash", "level = 1 and idx = 4", "entry_replaced", 8, 9},
                            {"ledger_node", "hash", "level = 2 and idx = 2", "node_changed", 8, 11},
                            {"ledger_node", "hash", "level = 3 and idx = 1", "node_changed", 8, 15},
                            {"ledger_node", "hash", "level = 4 and idx = 0", "node_changed", 0, 15},
                            {"ledger_checkpoint", "root", "size = 9", "checkpoint_changed", -1, 8},
                            {"ledger_checkpoint", "note", "size = 9", "checkpoint_signature", -1, 8},
                            {"ledger_cosignature", "line", "size = 21", "cosignature_wrong", -1, 20}};
  for (const Change& change : changes) {
    SCOPED_TRACE(change.table + "." + change.column);
    std::string before;
    const std::string select = fmt::format("select {} as v from {} where {}", change.column, change.table, change.key);
    const Sql read{"t_read", select.c_str()};
    ASSERT_TRUE(db_->read([&](Transaction& tx) -> Result<void> {
                     before = tx.one(read)->text("v");
                     return {};
                   })
                    .ok());
    std::string after = before;  // one bit, near the end, that keeps the column's type
    for (std::size_t i = after.size(); i-- > 0;)
      if (std::isalnum(static_cast<unsigned char>(after[i]))) {
        after[i] = static_cast<char>(after[i] ^ 1);
        break;
      }
    ASSERT_NE(before, after);
    const auto set = [&](const std::string& value) {
      attack(fmt::format("update {} set {} = '{}' where {}", change.table, change.column, value, change.key));
    };
    set(after);
    expect_only(change.what, change.first, change.last);
    set(before);
    ASSERT_TRUE(check().ok());
  }
}

TEST_P(LedgerVerify, FindsAChangedLeafOfWhichNothingElseKnows) {
  fill(20, 4);
  disarm();
  attack("update ledger_leaf set data = replace(data, 'system:test', 'system:tesu') where event_id = '" + event_at(9) +
         "'");
  const Report report = check();
  EXPECT_TRUE(report.has("leaf_changed"));
  EXPECT_TRUE(report.has("event_changed"));
  EXPECT_EQ(report.total(), 2);
  for (const Fault& fault : report.faults()) EXPECT_EQ(fault.index, 9);
}

TEST_P(LedgerVerify, FindsDroppedEntries) {
  fill(20, 4);
  disarm();
  attack("delete from ledger_sequence where idx = 10");
  Report report = check();
  ASSERT_TRUE(report.has("entry_missing"));
  EXPECT_EQ(report.faults()[0].index, 10);
  EXPECT_EQ(report.faults()[0].index_last, 10);
  EXPECT_TRUE(report.has("leaf_lost"));
  EXPECT_EQ(report.total(), 2);
}

TEST_P(LedgerVerify, FindsEntriesDroppedAtTheEnd) {
  fill(20, 4);
  disarm();
  attack("delete from ledger_sequence where idx >= 18");
  const Report report = check();
  EXPECT_EQ(report.counts().at("entry_missing"), 1);
  EXPECT_EQ(report.faults()[0].index, 18);
  EXPECT_EQ(report.faults()[0].index_last, 20);
}

TEST_P(LedgerVerify, FindsAnEventDroppedWithEverythingOfIt) {
  fill(20, 4);
  disarm();
  const std::string id = event_at(10);
  attack("delete from ledger_sequence where idx = 10; delete from ledger_leaf where event_id = '" + id +
         "'; delete from event_payload where event_id = '" + id + "'; delete from event where id = '" + id + "'");
  expect_only("entry_missing", 10, 10);
}

TEST_P(LedgerVerify, FindsReorderedEntries) {
  fill(20, 4);
  disarm();
  attack(
      "update ledger_sequence set idx = -1 where idx = 6; update ledger_sequence set idx = 6 where idx = 13; update "
      "ledger_sequence set idx = 13 where idx = -1");
  const Report report = check();
  EXPECT_EQ(report.total(), 2);
  ASSERT_EQ(report.counts().at("entry_replaced"), 2);
  EXPECT_EQ(report.faults()[0].index, 6);
  EXPECT_EQ(report.faults()[0].index_last, 7);
  EXPECT_EQ(report.faults()[1].index, 12);
  EXPECT_EQ(report.faults()[1].index_last, 13);
}

TEST_P(LedgerVerify, FindsAReplacedEntry) {
  fill(20, 4);
  disarm();
  attack(forged_leaf(9, R"({"n":99})"));
  expect_only("entry_replaced", 8, 9);
}

TEST_P(LedgerVerify, FindsAReplacedLastEntry) {
  fill(20, 4);
  disarm();
  attack(forged_leaf(20, R"({"n":99})"));
  expect_only("checkpoint_root", 17, 20);
}

TEST_P(LedgerVerify, FindsATreeThatWasRebuilt) {
  fill(20, 4);
  disarm();
  attack(forged_leaf(9, R"({"n":99})"));
  attack(rebuilt_nodes());
  const Report report = check();
  ASSERT_TRUE(report.has("checkpoint_root"));
  EXPECT_EQ(report.faults()[0].index, 9);  // the checkpoint of 9 entries still fits
  EXPECT_EQ(report.faults()[0].index_last, 12);
}

TEST_P(LedgerVerify, FindsARewritingWithTheStolenKeyByACheckpointKeptOutside) {
  fill(20, 4);
  cosign_latest();
  const std::string kept = log_.latest_checkpoint()->note;
  disarm();
  attack(forged_leaf(9, R"({"n":99})"));
  attack(rebuilt_nodes());
  merkle::Frontier frontier;
  std::string script = "delete from ledger_checkpoint where size < 21; delete from ledger_cosignature;";
  const auto entries = log_.entries(-1, 100);
  for (const Entry& entry : *entries) frontier.add(entry.leaf_hash);
  script += fmt::format("update ledger_checkpoint set root = '{}', note = '{}'", to_hex(frontier.root()),
                        to_text(sign_note(to_text(CheckpointBody{key_.name(), 21, frontier.root()}), key_)));
  attack(script);
  EXPECT_TRUE(check().ok());  // nothing inside can tell: that is why checkpoints are kept outside and cosigned
  const Report report = check(kept);
  EXPECT_EQ(report.total(), 1);
  EXPECT_TRUE(report.has("rewritten"));
  EXPECT_EQ(report.faults()[0].index_last, 20);
}

TEST_P(LedgerVerify, FindsWhatWasWrittenAroundTheLedger) {
  fill(4, 4);
  attack(
      "insert into event(id, kind, version, at, actor, record_kind, record_id) values('ghost', 'k', 1, 1, 'a', 'r', "
      "'i')");
  const Report report = check();
  EXPECT_EQ(report.total(), 1);
  EXPECT_TRUE(report.has("event_unlogged"));
  EXPECT_EQ(report.faults()[0].event_id, "ghost");
}

TEST_P(LedgerVerify, FindsLeavesThatWereKeptBack) {
  fill(4, 4);
  ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                   recorder_.record(tx, kVerified, "system:test", "thing", "late");
                   return {};
                 })
                  .ok());
  disarm();
  attack("create table aside as select * from ledger_pending; delete from ledger_pending");
  EXPECT_TRUE(check().has("leaf_lost"));
  clock_.advance(std::chrono::hours(2));
  fill(1, 1);
  attack("insert into ledger_pending(event_id) select event_id from aside");
  expect_only("leaf_delayed", -1, -1);
}

TEST_P(LedgerVerify, DestroyedPayloadsNeedAnEvent) {
  fill(4, 4);
  ASSERT_TRUE(
      db_->write([&](Transaction& tx) { return destroy_payload(tx, recorder_, event_at(2), "term_ended", "p"); }).ok());
  ASSERT_TRUE(log_.sequence_once().ok());
  Report report = check();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.payloads_destroyed, 1);
  attack("delete from event_payload where event_id = '" + event_at(3) + "'");
  expect_only("payload_missing", 3, 3);
}

TEST_P(LedgerVerify, FindsForeignCheckpointsAndStrayRows) {
  fill(4, 4);
  disarm();
  const auto other = SigningKey::make(key_.name(), Algorithm::ed25519, random_);
  attack(fmt::format("insert into ledger_checkpoint(size, root, note, at) values(3, '{}', '{}', 1)",
                     std::string(64, '0'),
                     to_text(sign_note(to_text(CheckpointBody{key_.name(), 3, Hash{}}), *other))));
  Report report = check();
  EXPECT_TRUE(report.has("checkpoint_signature"));
  attack("delete from ledger_checkpoint where size = 3; insert into ledger_node values(9, 0, '" + std::string(64, '0') +
         "')");
  expect_only("node_beyond", -1, -1);
  attack("delete from ledger_node where level = 9; insert into ledger_sequence values(1000000000000, 'x')");
  report = check();
  EXPECT_TRUE(report.has("entry_beyond"));
  attack("delete from ledger_sequence where event_id = 'x'; update ledger_witness set verifier = '" +
         SigningKey::make(witness_.name(), Algorithm::cosignature_v1, random_)->verifier().to_text() + "'");
  expect_only("witness_changed", -1, -1);
}

TEST_P(LedgerVerify, AsksOtherRoomsForTheirInvariants) {
  fill(4, 4);
  VerifyOptions options{key_.verifier(), {}, {}, {}, std::chrono::hours(1), {}};
  options.invariants.push_back({"two_persons", [](Transaction&, Report& report) {
                                  report.add({"two_persons", "An order bears one signature.", -1, -1, "order-1"});
                                }});
  EXPECT_TRUE(verify(*db_, options)->has("two_persons"));
}

TEST_P(LedgerVerify, RefusesACheckpointThatIsNotThisLogs) {
  fill(4, 4);
  const auto other = SigningKey::make(key_.name(), Algorithm::ed25519, random_);
  VerifyOptions options{
      key_.verifier(),       {}, to_text(sign_note(to_text(CheckpointBody{key_.name(), 3, Hash{}}), *other)), {},
      std::chrono::hours(1), {}};
  EXPECT_EQ(verify(*db_, options).error().code, "verify_since");
  options.since = "nonsense";
  EXPECT_EQ(verify(*db_, options).error().code, "verify_since");
}

// An old copy of the file is put back.
TEST(LedgerRollback, IsFoundByACheckpointKeptOutside) {
  test::TestDatabase db(Backend::sqlite);
  SimulatedClock clock{Instant{1'750'000'000'000'000}};
  SystemRandom random;
  const Recorder recorder(clock, random);
  const auto key = SigningKey::make("muster.example/test", Algorithm::ed25519, random);
  const std::string path = db.folder() + "/live.db", copy = db.folder() + "/old.db";
  std::filesystem::copy_file(db.url(), path);
  std::string kept;
  const auto work = [&](int count) {
    auto live = std::move(*Database::open(path));
    Log log(*live, recorder, *key);
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(live->write([&](Transaction& tx) -> Result<void> {
                        recorder.record(tx, kVerified, "system:test", "thing", "x");
                        return {};
                      })
                      .ok());
      ASSERT_TRUE(log.sequence_once().ok());
    }
    kept = log.latest_checkpoint()->note;
  };
  {
    const auto migrated = Database::open(path);
    ASSERT_TRUE(migrated.ok());
    const store::MigrationSet sets[] = {store::foundation_migrations()};
    ASSERT_TRUE(store::migrate(**migrated, sets).ok());
  }
  work(5);
  std::filesystem::copy_file(path, copy);
  work(4);
  const std::string before = kept;
  std::filesystem::remove(path + "-wal");
  std::filesystem::remove(path + "-shm");
  std::filesystem::copy_file(copy, path, std::filesystem::copy_options::overwrite_existing);
  const auto check = [&](const std::string& since) {
    auto live = std::move(*Database::open(path));
    VerifyOptions options{key->verifier(), {}, since, {}, std::chrono::hours(1), {}};
    return *verify(*live, options);
  };
  Report report = check(before);
  EXPECT_EQ(report.total(), 1);
  EXPECT_TRUE(report.has("rolled_back"));
  EXPECT_EQ(report.faults()[0].index, 5);
  EXPECT_EQ(report.faults()[0].index_last, 8);
  work(6);  // history goes on differently, past the old size
  report = check(before);
  EXPECT_EQ(report.total(), 1);
  EXPECT_TRUE(report.has("rewritten"));
}

}  // namespace
}  // namespace muster::ledger
