#include <base/files.h>
#include <store/copy.h>
#include <vault/erasures.h>

#include <filesystem>
#include <fstream>

#include <backup/backup.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace muster::backup {
namespace {

namespace fs = std::filesystem;
using store::Sql;

constexpr const char* kOrigin = "muster.example/north";

// An instance in a folder, with a person in the vault and a file beside the database.
struct House1 {
  explicit House1(const std::string& folder) : data(folder), url(folder + "/muster.db") {
    fs::create_directories(data + "/documents");
    db = *store::Database::open(url);
    const std::vector<store::MigrationSet> sets{store::foundation_migrations()};
    EXPECT_TRUE(store::migrate(*db, sets).ok());
    (void)vault::KeyRing::create(data + "/vault.keys", clock, random);
    (void)ledger::SigningKey::create(data + "/ledger.key", kOrigin, ledger::Algorithm::ed25519, random);
    vault = std::make_unique<vault::Vault>(*vault::KeyRing::open(data + "/vault.keys"), recorder);
    log = std::make_unique<ledger::Log>(*db, recorder, *ledger::SigningKey::open(data + "/ledger.key"));
    static constexpr Sql kInstance{
        "t_instance", "insert into instance(only_row, kind, name, created_at) values(1, 'training', 'north', 1)"};
    EXPECT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                    tx.run(kInstance);
                    MUSTER_CHECK_OK(vault->put(tx, "ann", "name", "Ann"));
                    return vault->put(tx, "ben", "name", "Ben");
                  }).ok());
    std::ofstream(data + "/documents/one") << "sealed";
    std::ofstream(data + "/demo-codes.txt") << "a code";
    fs::create_directories(data + "/mail/new");
    std::ofstream(data + "/mail/new/letter") << "Dear Ann";
  }
  House house() { return {"muster", "training", "north", data, url, *db, recorder, *log}; }
  Result<Manifest> backup(const std::string& to) { return make(house(), to, "system:test", {}); }
  void destroy(const std::string& id) {
    ASSERT_TRUE(
        db->write([&](store::Transaction& tx) { return vault->destroy(tx, id, "term_over", "system:clock"); }).ok());
    ASSERT_TRUE(vault::ErasureList(data + "/vault.erased").take_from(*db).ok());
  }

  std::string data, url;
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<store::Database> db;
  ledger::Recorder recorder{clock, random};
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<ledger::Log> log;
};

class Backup : public ::testing::Test {
 protected:
  Backup() {
    SystemRandom random;
    folder_ = (fs::temp_directory_path() / ("muster-backup-" + random_token(random, 8))).string();
    fs::create_directories(folder_);
    house_ = std::make_unique<House1>(folder_ + "/a");
  }
  ~Backup() override {
    house_.reset();
    fs::remove_all(folder_);
  }
  std::string in(const std::string& name) const { return folder_ + "/" + name; }
  Restore into(const std::string& name) const {
    Restore out;
    out.program = "muster", out.from = in("backup"), out.keys = in("a");
    out.data = in(name), out.database = in(name) + "/muster.db";
    return out;
  }
  Result<Finished> finished(const std::string& name) {
    const std::vector<store::MigrationSet> sets{store::foundation_migrations()};
    return finish(in(name), in(name) + "/muster.db", sets, "", "system:test", house_->clock, house_->random);
  }
  std::string name_in(const std::string& name, const std::string& record) {
    const auto db = *store::Database::open(in(name) + "/muster.db");
    const vault::Vault vault(*vault::KeyRing::open(in(name) + "/vault.keys"), house_->recorder);
    const auto got = db->write([&](store::Transaction& tx) { return vault.get(tx, record, "name", "examine", "p"); });
    return got.ok() ? *got : got.error().code;
  }

  std::string folder_;
  std::unique_ptr<House1> house_;
};

TEST_F(Backup, ComesBackWithoutWhatWasDestroyedSince) {
  const auto made = house_->backup(in("backup"));
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_EQ(made->files, 1) << "letters and codes are left out";
  struct stat status {};
  ASSERT_EQ(::stat((in("backup") + "/database").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077, 0u);
  house_->destroy("ann");
  const auto back = put_back(into("b"), {});
  ASSERT_TRUE(back.ok()) << back.error().sentence;
  EXPECT_EQ(back->entries, made->entries);
  EXPECT_EQ(name_in("b", "ann"), "Ann") << "so far: the program does not open it";
  const auto done = finished("b");
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->destroyed_anew, 1);
  EXPECT_EQ(name_in("b", "ann"), "vault_destroyed");
  EXPECT_EQ(name_in("b", "ben"), "Ben");
  EXPECT_EQ(*read_file(in("b") + "/documents/one"), "sealed");
  EXPECT_EQ(finished("b")->destroyed_anew, 0) << "again";
}

TEST_F(Backup, IsBroughtUpToDateInItsFolderAndInNoOther) {
  ASSERT_TRUE(house_->backup(in("backup")).ok());
  std::ofstream(house_->data + "/documents/two") << "also sealed";
  const auto again = house_->backup(in("backup"));
  ASSERT_TRUE(again.ok()) << again.error().sentence;
  EXPECT_EQ(again->files, 2);
  fs::create_directories(in("full"));
  std::ofstream(in("full") + "/something") << "of somebody";
  EXPECT_EQ(house_->backup(in("full")).error().code, "backup_folder");
}

TEST_F(Backup, IsRefusedWhenChangedOrWithOtherKeys) {
  ASSERT_TRUE(house_->backup(in("backup")).ok());
  House1 other(in("other"));
  ASSERT_TRUE(vault::ErasureList(in("other") + "/vault.erased").take_from(*other.db).ok());
  ASSERT_TRUE(vault::ErasureList(in("a") + "/vault.erased").take_from(*house_->db).ok());
  Restore wrong = into("b");
  wrong.keys = in("other");
  EXPECT_EQ(put_back(wrong, {}).error().code, "statement_key");
  wrong = into("b");
  wrong.program = "muster-numbers";
  EXPECT_EQ(put_back(wrong, {}).error().code, "backup_program");
  EXPECT_EQ(put_back(into("a"), {}).error().code, "restore_not_empty");
  std::ofstream(in("backup") + "/database", std::ios::app) << "x";
  EXPECT_EQ(put_back(into("b"), {}).error().code, "backup_changed");
  EXPECT_FALSE(fs::exists(in("b"))) << "nothing was done";
}

TEST_F(Backup, AnOlderListOfWhatWasDestroyedIsNotTaken) {
  fs::create_directories(in("keys"));
  ASSERT_TRUE(vault::ErasureList(house_->data + "/vault.erased").take_from(*house_->db).ok());
  for (const char* name : kKeyFiles) fs::copy_file(house_->data + "/" + name, in("keys") + "/" + name);
  house_->destroy("ann");
  ASSERT_TRUE(house_->backup(in("backup")).ok());
  Restore restore = into("b");
  restore.keys = in("keys");
  EXPECT_EQ(put_back(restore, {}).error().code, "restore_keys");
  fs::remove(in("keys") + "/vault.erased");
  EXPECT_EQ(put_back(restore, {}).error().code, "restore_keys");
}

TEST_F(Backup, KeysThatTurnedAreSaid) {
  ASSERT_TRUE(house_->backup(in("backup")).ok());
  ASSERT_TRUE(house_->vault->rotate(*house_->db, "system:test").ok());
  EXPECT_EQ(put_back(into("b"), {}).error().code, "restore_keys_rotated");
  Restore restore = into("b");
  restore.unreadable = true;
  EXPECT_TRUE(put_back(restore, {}).ok());
  EXPECT_TRUE(finished("b").ok());
  EXPECT_EQ(name_in("b", "ben"), "vault_key_missing");
}

TEST(BackupManifest, SaysWhatItWasTold) {
  Manifest m;
  m.program = "muster", m.kind = "training", m.name = "north", m.origin = kOrigin, m.at = {1'767'225'600'000'000};
  m.database_sha256 = "aa", m.keys = {"k1", "k2"}, m.checkpoint = "a note\n", m.entries = 7, m.erased = 3;
  const auto back = parse_manifest(manifest_text(m));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(manifest_text(*back), manifest_text(m));
  EXPECT_EQ(parse_manifest("{}").error().code, "backup_form");
  EXPECT_EQ(parse_manifest("not JSON").error().code, "backup_form");
}

}  // namespace
}  // namespace muster::backup
