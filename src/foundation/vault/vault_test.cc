#include "seal.h"
#include <base/bytes.h>
#include <base/files.h>
#include <vault/vault.h>

#include <filesystem>

#include <gtest/gtest.h>
#include <support/test_database.h>
#include <sys/stat.h>

namespace muster::vault {
namespace {

using store::Backend;
using store::Database;
using store::Sql;
using store::Transaction;

struct Folder {
  Folder() {
    SystemRandom random;
    path = (std::filesystem::temp_directory_path() / ("muster-vault-" + random_token(random, 8))).string();
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

class VaultTest : public testing::TestWithParam<Backend> {
 protected:
  VaultTest() : db_(GetParam()), ring_path_(folder_.path + "/vault.keys"), vault_(make_ring(), recorder_) {}
  KeyRing make_ring() {
    auto ring = KeyRing::create(ring_path_, clock_, random_);
    EXPECT_TRUE(ring.ok());
    return *ring;
  }
  Result<void> put(const std::string& id, const Fields& fields) {
    return db_->write([&](Transaction& tx) { return vault_.put(tx, id, fields); });
  }
  Result<std::string> get(const std::string& id, const std::string& field) { return get(vault_, id, field); }
  Result<std::string> get(const Vault& vault, const std::string& id, const std::string& field) {
    return db_->write([&](Transaction& tx) { return vault.get(tx, id, field, "examine", "person-1"); });
  }
  Result<void> run(const Sql& sql) {
    return db_->write([&](Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    });
  }
  Result<void> destroy(const std::string& id) {
    return db_->write([&](Transaction& tx) { return vault_.destroy(tx, id, "term_ended", "system:retention"); });
  }
  std::vector<events::Event> events(const std::string& id) {
    return *db_->read(
        [&](Transaction& tx) -> Result<std::vector<events::Event>> { return events::of_record(tx, kRecordKind, id); });
  }

  test::TestDatabase db_;
  Folder folder_;
  std::string ring_path_;
  SimulatedClock clock_{Instant{1'750'000'000'000'000}};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  Vault vault_;
};
MUSTER_ON_BOTH_BACKENDS(VaultTest);

TEST_P(VaultTest, KeepsAndReadsAndRecordsEachReading) {
  ASSERT_TRUE(put("r1", {{"name", "王小明"}, {"email", "x@example.org"}}).ok());
  EXPECT_EQ(*get("r1", "name"), "王小明");
  ASSERT_TRUE(put("r1", {{"name", "王大明"}}).ok());
  EXPECT_EQ(*get("r1", "name"), "王大明");
  EXPECT_EQ(get("r1", "phone").error().code, "vault_no_field");
  EXPECT_EQ(get("none", "name").error().code, "vault_no_field");
  const auto seen = events("r1");
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].kind, kRead.name);
  EXPECT_EQ(seen[0].actor, "person-1");
  EXPECT_EQ(seen[0].body, R"({"fields":["name"],"purpose":"examine"})");
  const auto all =
      db_->write([&](Transaction& tx) { return vault_.get(tx, "r1", std::vector<std::string>{}, "examine", "p"); });
  EXPECT_EQ(all->size(), 2u);
}

TEST_P(VaultTest, AReadingThatIsNotKeptIsNotMade) {
  ASSERT_TRUE(put("r1", {{"name", "x"}}).ok());
  EXPECT_ANY_THROW((void)db_->read([&](Transaction& tx) { return vault_.get(tx, "r1", "name", "examine", "p"); }));
  const auto without =
      db_->write([&](Transaction& tx) { return vault_.get(tx, "r1", "name", "because I want to", "p"); });
  EXPECT_EQ(without.error().code, "vault_purpose");
}

TEST_P(VaultTest, RefusesBadNamesAndLongValues) {
  EXPECT_EQ(put("r1", {{"Name!", "x"}}).error().code, "vault_field_name");
  EXPECT_EQ(put("r1", {{"name", std::string(kValueMaxBytes + 1, 'x')}}).error().code, "vault_value_too_long");
}

constexpr Sql kFlip{"t_flip",
                    "update vault_field set ciphertext = 'A' || substr(ciphertext, 2) where record_id = 'r1' and "
                    "substr(ciphertext, 1, 1) <> 'A'"};
constexpr Sql kFlipElse{"t_flip2",
                        "update vault_field set ciphertext = 'B' || substr(ciphertext, 2) where record_id = 'r1' and "
                        "substr(ciphertext, 1, 1) = 'A'"};
constexpr Sql kCut{"t_cut", "update vault_field set ciphertext = substr(ciphertext, 1, 8) where record_id = 'r1'"};

TEST_P(VaultTest, FindsAChangedCiphertext) {
  ASSERT_TRUE(put("r1", {{"name", "x"}}).ok());
  const auto flipped = db_->write([&](Transaction& tx) -> Result<std::int64_t> {
    const auto first = tx.run(kFlip);
    return first > 0 ? first : tx.run(kFlipElse);
  });
  ASSERT_EQ(*flipped, 1);
  EXPECT_EQ(get("r1", "name").error().code, "vault_tampered");
  ASSERT_TRUE(run(kCut).ok());
  EXPECT_EQ(get("r1", "name").error().code, "vault_tampered");
}

constexpr Sql kSwapRecord{"t_swap",
                          "update vault_field set ciphertext = (select ciphertext from vault_field f where f.record_id "
                          "= 'r2' and f.field = 'name') "
                          "where record_id = 'r1' and field = 'name'"};
constexpr Sql kSwapField{"t_swap_field",
                         "update vault_field set ciphertext = (select ciphertext from vault_field f where f.record_id "
                         "= 'r2' and f.field = 'email') "
                         "where record_id = 'r2' and field = 'name'"};
constexpr Sql kSwapKey{"t_swap_key",
                       "update vault_key set wrapped_key = (select wrapped_key from vault_key k where k.record_id = "
                       "'r1') where record_id = 'r2'"};
constexpr Sql kMoveKey{"t_move_key", "update vault_key set record_id = 'r3' where record_id = 'r2'"};

TEST_P(VaultTest, RefusesWhatBelongsElsewhere) {
  ASSERT_TRUE(put("r1", {{"name", "one"}}).ok());
  ASSERT_TRUE(put("r2", {{"name", "two"}, {"email", "two@example.org"}}).ok());
  ASSERT_TRUE(run(kSwapRecord).ok());
  EXPECT_EQ(get("r1", "name").error().code, "vault_tampered");
  ASSERT_TRUE(run(kSwapField).ok());
  EXPECT_EQ(get("r2", "name").error().code, "vault_tampered");
  ASSERT_TRUE(run(kSwapKey).ok());
  EXPECT_EQ(get("r2", "email").error().code, "vault_tampered");
  EXPECT_EQ(run(kMoveKey).error().code, "vault_key_bound");
  EXPECT_TRUE(events("r2").empty());
}

TEST_P(VaultTest, WhatIsDestroyedStaysDestroyed) {
  ASSERT_TRUE(put("r1", {{"name", "x"}}).ok());
  ASSERT_TRUE(destroy("r1").ok());
  ASSERT_TRUE(destroy("r1").ok());
  EXPECT_EQ(get("r1", "name").error().code, "vault_destroyed");
  EXPECT_EQ(put("r1", {{"name", "x"}}).error().code, "vault_destroyed");
  ASSERT_EQ(events("r1").size(), 1u);
  EXPECT_EQ(events("r1")[0].kind, kDestroyed.name);
  static constexpr Sql kUndo{"t_undo", "delete from vault_destroyed"};
  static constexpr Sql kForce{
      "t_force", "insert into vault_key(record_id, kek_id, data_key_id, wrapped_key) values('r1', 'k', 'd', 'w')"};
  EXPECT_EQ(run(kUndo).error().code, "vault_destroyed");
  EXPECT_EQ(run(kForce).error().code, "vault_destroyed");
}

TEST_P(VaultTest, RotatesAndForgetsOldKeys) {
  for (int i = 0; i < 2500; ++i) {
    if (i % 500 == 0) ASSERT_TRUE(put("r" + std::to_string(i), {{"name", "n" + std::to_string(i)}}).ok());
  }
  ASSERT_TRUE(put("gone", {{"name", "x"}}).ok());
  ASSERT_TRUE(destroy("gone").ok());
  const std::string before = KeyRing::open(ring_path_)->active();
  Vault other(*KeyRing::open(ring_path_), recorder_);  // as another process would hold it
  const std::string index = vault_.blind_index("email", "x@example.org");
  EXPECT_EQ(*vault_.rotate(*db_, "system:test"), 5);
  const auto ring = KeyRing::open(ring_path_);
  EXPECT_EQ(ring->size(), 1u);
  EXPECT_EQ(ring->find(before), nullptr);
  EXPECT_EQ(*get("r500", "name"), "n500");
  EXPECT_EQ(*get(other, "r500", "name"), "n500");
  EXPECT_TRUE(db_->write([&](Transaction& tx) { return other.put(tx, "late", "name", "late"); }).ok());
  EXPECT_EQ(*get("late", "name"), "late");
  EXPECT_EQ(vault_.blind_index("email", "x@example.org"), index);
  const auto stale = db_->write([&](Transaction& tx) -> Result<void> {
    static constexpr Sql kStale{
        "t_stale", "insert into vault_key(record_id, kek_id, data_key_id, wrapped_key) values('s', :kek, 'd', 'w')"};
    tx.run(kStale, {{"kek", before}});
    return {};
  });
  EXPECT_EQ(stale.error().code, "vault_key_retired");
}

TEST_P(VaultTest, SealedRowsLoadInBulk) {
  const auto sealed = vault_.seal("r1", {{"name", "bulk"}});
  ASSERT_TRUE(sealed.ok());
  ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                   auto keys = tx.bulk("vault_key", kKeyColumns);
                   keys->row(std::vector<store::Value>{sealed->key.record_id, sealed->key.kek_id,
                                                       sealed->key.data_key_id, sealed->key.wrapped_key});
                   keys->finish();
                   auto fields = tx.bulk("vault_field", kFieldColumns);
                   for (const auto& row : sealed->fields)
                     fields->row(std::vector<store::Value>{row.record_id, row.field, row.ciphertext});
                   fields->finish();
                   return {};
                 })
                  .ok());
  EXPECT_EQ(*get("r1", "name"), "bulk");
}

TEST_P(VaultTest, BlindIndexesDifferByPurposeAndRing) {
  EXPECT_EQ(vault_.blind_index("email", "a"), vault_.blind_index("email", "a"));
  EXPECT_NE(vault_.blind_index("email", "a"), vault_.blind_index("phone", "a"));
  EXPECT_NE(vault_.blind_index("email", "a"), vault_.blind_index("email", "b"));
  const Vault other(*KeyRing::create(folder_.path + "/other", clock_, random_), recorder_);
  EXPECT_NE(vault_.blind_index("email", "a"), other.blind_index("email", "a"));
  EXPECT_EQ(vault_.blind_index("email", "a").size(), 64u);
}

TEST_P(VaultTest, AWrongRingReadsNothing) {
  ASSERT_TRUE(put("r1", {{"name", "x"}}).ok());
  const Vault other(*KeyRing::create(folder_.path + "/other", clock_, random_), recorder_);
  EXPECT_EQ(get(other, "r1", "name").error().code, "vault_key_missing");
}

TEST(VaultFile, NoPlaintextInDatabaseOrWal) {
  test::TestDatabase db(Backend::sqlite);
  Folder folder;
  SystemClock clock;
  SystemRandom random;
  const ledger::Recorder recorder(clock, random);
  const Vault vault(*KeyRing::create(folder.path + "/k", clock, random), recorder);
  const std::string secret = "Planted-Person-7f3a", id_number = "11010519491231002X";
  ASSERT_TRUE(db->write([&](Transaction& tx) {
                  return vault.put(tx, "r1", {{"name", secret}, {"id_number", id_number}});
                }).ok());
  ASSERT_TRUE(db->write([&](Transaction& tx) { return vault.get(tx, "r1", "name", "examine", "p"); }).ok());
  std::size_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(db.folder())) {
    const auto content = read_file(file.path().string());
    ASSERT_TRUE(content.ok());
    bytes += content->size();
    for (const std::string& planted :
         {secret, id_number, to_hex(secret), to_base64(secret), to_hex(id_number), to_base64(id_number)})
      EXPECT_EQ(content->find(planted), std::string::npos) << file.path();
    if (file.path().extension() == ".db-wal") EXPECT_NE(content->find("vault.read"), std::string::npos);
  }
  EXPECT_GT(bytes, 10'000u);
}

TEST(KeyRingFile, IsItsOwnersAlone) {
  Folder folder;
  SystemClock clock;
  SystemRandom random;
  const std::string path = folder.path + "/vault.keys";
  ASSERT_TRUE(KeyRing::create(path, clock, random).ok());
  EXPECT_EQ(KeyRing::create(path, clock, random).error().code, "keyring_exists");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  for (const unsigned mode : {0640u, 0604u, 0620u, 0660u}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_EQ(KeyRing::open(path).error().code, "keyring_permissions") << mode;
  }
  EXPECT_EQ(KeyRing::open(folder.path + "/none").error().code, "keyring_missing");
}

TEST(KeyRingFile, RefusesDamage) {
  Folder folder;
  SystemClock clock;
  SystemRandom random;
  const std::string path = folder.path + "/vault.keys";
  ASSERT_TRUE(KeyRing::create(path, clock, random).ok());
  const std::string good = *read_file(path);
  for (std::size_t cut = 0; cut < good.size(); cut += 7) {
    ASSERT_TRUE(replace_file(path, good.substr(0, cut), 0600).ok());
    EXPECT_EQ(KeyRing::open(path).error().code, "keyring_damaged") << cut;
  }
  ASSERT_TRUE(replace_file(path, good + "surplus\n", 0600).ok());
  EXPECT_EQ(KeyRing::open(path).error().code, "keyring_damaged");
}

TEST(Files, ReplaceKeepsTheOldOneWhenItCannotWrite) {
  Folder folder;
  EXPECT_EQ(replace_file(folder.path + "/none/file", "x").error().code, "file_write");
  ASSERT_TRUE(create_file(folder.path + "/a", "one").ok());
  EXPECT_EQ(create_file(folder.path + "/a", "two").error().code, "file_exists");
  EXPECT_EQ(*read_file(folder.path + "/a"), "one");
  ASSERT_TRUE(replace_file(folder.path + "/a", "two").ok());
  EXPECT_EQ(*read_file(folder.path + "/a"), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path), {}), 1);
  if (std::filesystem::exists("/dev/full")) EXPECT_FALSE(read_file("/dev/full").ok());
}

TEST(Seal, OpensOnlyWithItsBinding) {
  SystemRandom random;
  Key key{}, other{};
  random.fill(key);
  random.fill(other);
  const std::string sealed = encrypt("text", "binding", key, random);
  EXPECT_EQ(decrypt(sealed, "binding", key), "text");
  EXPECT_FALSE(decrypt(sealed, "bindinG", key));
  EXPECT_FALSE(decrypt(sealed, "binding", other));
  EXPECT_FALSE(decrypt("", "binding", key));
  EXPECT_NE(sealed, encrypt("text", "binding", key, random));
  EXPECT_NE(field_binding("ab", "c", "d"), field_binding("a", "bc", "d"));
}

}  // namespace
}  // namespace muster::vault
