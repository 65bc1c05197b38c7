#include <base/files.h>
#include <vault/rotation.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::vault {
namespace {

using store::Sql;

class Rotation : public ::testing::TestWithParam<store::Backend> {
 protected:
  Rotation() : db_(GetParam()) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-rotation-" + random_token(random_, 8))).string();
    std::filesystem::create_directories(folder_);
    ring_path_ = folder_ + "/vault.keys";
    first_ = KeyRing::create(ring_path_, clock_, random_)->active();
    vault_ = another();
  }
  ~Rotation() override { std::filesystem::remove_all(folder_); }
  // As another process would hold it.
  std::unique_ptr<Vault> another() { return std::make_unique<Vault>(*KeyRing::open(ring_path_), recorder_); }
  static std::string id(int n) { return "r" + std::to_string(100'000 + n); }
  void fill(int from, int to) {
    ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     for (int n = from; n < to; ++n) MUSTER_CHECK_OK(vault_->put(tx, id(n), "name", "n" + id(n)));
                     return {};
                   })
                    .ok());
  }
  Result<std::string> read(const Vault& vault, const std::string& record) {
    return db_->write([&](store::Transaction& tx) { return vault.get(tx, record, "name", "examine", "person-1"); });
  }
  std::int64_t wrapped_by(const std::string& key) {
    const auto uses = vault_->key_uses(*db_);
    for (const KeyUse& use : *uses)
      if (use.id == key) return use.records;
    return -1;
  }
  std::int64_t events(const char* kind) {
    static constexpr Sql kCount{"t_events", "select count(*) as n from event where kind = :kind"};
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(kCount, {{"kind", kind}})->integer("n");
    });
  }
  static RotationPace quick() { return {100, std::chrono::milliseconds(0)}; }

  test::TestDatabase db_;
  SystemClock clock_;
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::string folder_, ring_path_, first_;
  std::unique_ptr<Vault> vault_;
};
MUSTER_ON_BOTH_BACKENDS(Rotation);

TEST_P(Rotation, AJobWrapsEverythingAnewAndTheOldKeyLeaves) {
  fill(0, 350);
  jobs::Service jobs(*db_, clock_, random_);
  jobs.add_kind(kRotationJob, rotation_job(*vault_, *db_, quick()));
  const auto job = start_rotation(*db_, jobs, recorder_, "officer");
  ASSERT_TRUE(job.ok());
  EXPECT_EQ(*start_rotation(*db_, jobs, recorder_, "officer"), *job) << "one rotation at a time";
  EXPECT_EQ(*jobs.run_due(), 1);
  const auto done = jobs.get(*job);
  EXPECT_EQ(done->state, "done") << done->error_code;
  EXPECT_EQ(done->done, 350);
  const auto uses = vault_->key_uses(*db_);
  ASSERT_EQ(uses->size(), 1u);
  EXPECT_NE(uses->at(0).id, first_);
  EXPECT_TRUE(uses->at(0).active);
  EXPECT_EQ(uses->at(0).records, 350);
  EXPECT_EQ(*read(*vault_, id(349)), "n" + id(349));
  EXPECT_EQ(events("vault.rotation_started"), 1);
  EXPECT_EQ(events("vault.rotated"), 1);
}

TEST_P(Rotation, CancelledItLeavesBothKeysAndGoesOnToTheSameOne) {
  fill(0, 300);
  jobs::Options eager;
  eager.progress_every = Duration(0);
  jobs::Service jobs(*db_, clock_, random_, eager);
  std::string running;
  jobs.add_kind(kRotationJob, [&](jobs::JobContext& job) -> Result<std::string> {
    MUSTER_TRY(const std::string key, vault_->begin_rotation());
    MUSTER_TRY(const Rewrapped some, vault_->rewrap(*db_, key, {}, 120));
    MUSTER_CHECK_OK(job.checkpoint(key + ":120:" + some.last));
    MUSTER_CHECK_OK(jobs.cancel(job.job_id()));  // a person cancels it meanwhile
    return rotation_job(*vault_, *db_, quick())(job);
  });
  running = *start_rotation(*db_, jobs, recorder_, "officer");
  EXPECT_EQ(*jobs.run_due(), 1);
  EXPECT_EQ(jobs.get(running)->state, "cancelled");
  const auto uses = *vault_->key_uses(*db_);
  ASSERT_EQ(uses.size(), 2u);
  EXPECT_EQ(wrapped_by(first_) + 120, 300);
  for (const int n : {0, 119, 120, 299}) EXPECT_TRUE(read(*vault_, id(n)).ok()) << n;
  const std::string target = KeyRing::open(ring_path_)->active();
  EXPECT_EQ(*vault_->rotate(*db_, "officer"), 180);
  EXPECT_EQ(KeyRing::open(ring_path_)->active(), target);
  EXPECT_EQ(KeyRing::open(ring_path_)->size(), 1u);
}

TEST_P(Rotation, KilledAnywhereItComesToItsEnd) {
  fill(0, 250);
  const std::string before = *read_file(ring_path_);
  {
    const auto killed = another();  // after the new key, after some of the records
    const auto key = killed->begin_rotation();
    ASSERT_TRUE(killed->rewrap(*db_, *key, {}, 77).ok());
  }
  const std::string target = KeyRing::open(ring_path_)->active();
  EXPECT_NE(target, first_);
  const std::string both = *read_file(ring_path_);
  EXPECT_EQ(*another()->rotate(*db_, "officer"), 173);
  EXPECT_EQ(KeyRing::open(ring_path_)->active(), target);
  // After the old key was retired in the database, before it left the file.
  ASSERT_TRUE(replace_file(ring_path_, both, 0600).ok());
  EXPECT_EQ(*another()->rotate(*db_, "officer"), 0);
  EXPECT_EQ(KeyRing::open(ring_path_)->size(), 1u);
  EXPECT_EQ(events("vault.rotated"), 1) << "the end was recorded with the retirement, once";
  for (const int n : {0, 76, 77, 249}) EXPECT_EQ(*read(*another(), id(n)), "n" + id(n));
  // A copy of the old ring opens nothing any more, and wraps nothing new.
  ASSERT_TRUE(replace_file(folder_ + "/old", before, 0600).ok());
  const Vault stale(*KeyRing::open(folder_ + "/old"), recorder_);
  EXPECT_EQ(read(stale, id(0)).error().code, "vault_key_missing");
}

TEST_P(Rotation, OthersReadAndWriteMeanwhile) {
  fill(0, 2'000);
  std::atomic<bool> stop{false};
  std::atomic<int> written{2'000}, reads{0}, faults{0};
  const auto other = another();
  std::thread writer([&] {
    while (!stop) {
      const int n = written;
      const auto put = db_->write([&](store::Transaction& tx) { return other->put(tx, id(n), "name", "n" + id(n)); });
      if (put.ok())
        ++written;
      else if (put.error().code != "vault_key_retired")
        ++faults;
    }
  });
  std::thread reader([&] {
    for (int n = 0; !stop; n = (n + 37) % 2'000) {
      const auto got = read(*other, id(n));
      if (!got.ok() || *got != "n" + id(n)) ++faults;
      ++reads;
    }
  });
  for (int i = 0; i < 3; ++i) {
    const auto done = vault_->rotate(*db_, "officer");
    EXPECT_TRUE(done.ok()) << done.error().code;
  }
  stop = true;
  writer.join();
  reader.join();
  EXPECT_EQ(faults, 0);
  EXPECT_GT(written, 2'000) << "writes went on";
  EXPECT_GT(reads, 0);
  ASSERT_TRUE(vault_->rotate(*db_, "officer").ok());
  EXPECT_EQ(KeyRing::open(ring_path_)->size(), 1u);
  EXPECT_EQ(wrapped_by(KeyRing::open(ring_path_)->active()), written);
  for (int n = 0; n < written; ++n) ASSERT_EQ(*read(*vault_, id(n)), "n" + id(n));
}

// What a backup kept of a destroyed record is unreadable once the keys have turned.
TEST_P(Rotation, TheDestroyedStaysDestroyedInCopiesToo) {
  fill(0, 10);
  static constexpr Sql kKeyRow{"t_key", "select * from vault_key where record_id = :id"};
  static constexpr Sql kFieldRow{"t_field", "select * from vault_field where record_id = :id"};
  const auto copy = [&](const Sql& sql) {
    return *db_->read([&](store::Transaction& tx) -> Result<store::Row> { return *tx.one(sql, {{"id", id(3)}}); });
  };
  const auto key = copy(kKeyRow), field = copy(kFieldRow);
  test::TestDatabase backup(GetParam());
  ASSERT_TRUE(
      backup
          ->write([&](store::Transaction& tx) -> Result<void> {
            static constexpr Sql kPutKey{
                "t_put_key",
                "insert into vault_key(record_id, kek_id, data_key_id, wrapped_key) values(:r, :k, :d, :w)"};
            static constexpr Sql kPut{"t_put",
                                      "insert into vault_field(record_id, field, ciphertext) values(:r, :f, :c)"};
            tx.run(kPutKey, {{"r", key.text("record_id")},
                             {"k", key.text("kek_id")},
                             {"d", key.text("data_key_id")},
                             {"w", key.text("wrapped_key")}});
            tx.run(kPut, {{"r", field.text("record_id")}, {"f", field.text("field")}, {"c", field.text("ciphertext")}});
            return {};
          })
          .ok());
  const auto from_backup = [&] {
    return backup->write(
        [&](store::Transaction& tx) { return another()->get(tx, id(3), "name", "examine", "person-1"); });
  };
  ASSERT_TRUE(
      db_->write([&](store::Transaction& tx) { return vault_->destroy(tx, id(3), "term_ended", "system:x"); }).ok());
  EXPECT_TRUE(from_backup().ok()) << "this is why keys turn";
  EXPECT_EQ(*vault_->rotate(*db_, "officer"), 9);
  EXPECT_EQ(from_backup().error().code, "vault_key_missing");
  EXPECT_EQ(read(*vault_, id(3)).error().code, "vault_destroyed");
  EXPECT_TRUE(read(*vault_, id(4)).ok());
}

TEST_P(Rotation, ComparingTellsNothingButTheNumber) {
  fill(0, 2);
  const auto likeness = db_->write([&](store::Transaction& tx) {
    return vault_->compare(tx, id(1), {"name"}, [&](const Fields& f) { return f.at("name") == "n" + id(1) ? 100 : 0; });
  });
  EXPECT_EQ(*likeness, 100);
  EXPECT_EQ(events("vault.read"), 0);
}

}  // namespace
}  // namespace muster::vault
