#include <base/files.h>
#include <vault/erasures.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::vault {
namespace {

class Erasures : public ::testing::TestWithParam<store::Backend> {
 protected:
  Erasures() : db_(GetParam()), copy_(GetParam()) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-erasures-" + random_token(random_, 8))).string();
    std::filesystem::create_directories(folder_);
    ring_path_ = folder_ + "/vault.keys";
    (void)KeyRing::create(ring_path_, clock_, random_);
    vault_ = std::make_unique<Vault>(*KeyRing::open(ring_path_), recorder_);
    path_ = folder_ + "/vault.erased";
  }
  ~Erasures() override { std::filesystem::remove_all(folder_); }
  void put(store::Database& db, const std::string& id) {
    ASSERT_TRUE(db.write([&](store::Transaction& tx) { return vault_->put(tx, id, "name", "Ann"); }).ok());
  }
  void destroy(const std::string& id) {
    clock_.advance(std::chrono::seconds(1));
    ASSERT_TRUE(
        db_->write([&](store::Transaction& tx) { return vault_->destroy(tx, id, "term_over", "system:clock"); }).ok());
  }
  std::string read(store::Database& db, const std::string& id) {
    const auto got =
        db.write([&](store::Transaction& tx) { return vault_->get(tx, id, "name", "examine", "person-1"); });
    return got.ok() ? *got : got.error().code;
  }

  test::TestDatabase db_, copy_;  // the second one: as it was before anything was destroyed
  SimulatedClock clock_{{1'767'225'600'000'000}};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::string folder_, ring_path_, path_;
  std::unique_ptr<Vault> vault_;
};
MUSTER_ON_BOTH_BACKENDS(Erasures);

TEST_P(Erasures, WhatWasDestroyedStandsOutsideOfTheDatabase) {
  for (const char* id : {"a", "b", "c", "d"}) put(*db_, id);
  ErasureList list(path_);
  EXPECT_FALSE(list.size()->has_value());
  EXPECT_EQ(*list.take_from(*db_), 0);
  EXPECT_EQ(*list.size(), 0);
  destroy("a");
  destroy("b");
  EXPECT_EQ(*list.take_from(*db_), 2);
  EXPECT_EQ(*list.take_from(*db_), 0) << "once";
  destroy("c");
  EXPECT_EQ(*ErasureList(path_).take_from(*db_), 1) << "another process";
  EXPECT_EQ(*list.take_from(*db_), 0) << "it saw that";
  EXPECT_EQ(*list.size(), 3);
  EXPECT_TRUE(*list.covered_by(*db_));
}

TEST_P(Erasures, ACopyThatKnowsOfNothingIsDestroyedAnew) {
  for (const char* id : {"a", "b", "c"}) {
    put(*db_, id);
    if (*id != 'c') put(*copy_, id);
  }
  destroy("a");
  destroy("c");
  ErasureList list(path_);
  EXPECT_EQ(*list.take_from(*db_), 2);
  EXPECT_FALSE(*list.covered_by(*copy_));
  EXPECT_EQ(read(*copy_, "a"), "Ann");
  EXPECT_EQ(*list.destroy_anew(*copy_, *vault_, recorder_, "system:restore"), 1);
  EXPECT_EQ(read(*copy_, "a"), "vault_destroyed");
  EXPECT_EQ(read(*copy_, "b"), "Ann");
  EXPECT_TRUE(*list.covered_by(*copy_));
  EXPECT_EQ(*list.destroy_anew(*copy_, *vault_, recorder_, "system:restore"), 0) << "again";
  const auto again = copy_->write([&](store::Transaction& tx) { return vault_->put(tx, "c", "name", "Ann"); });
  EXPECT_EQ(again.error().code, "vault_destroyed") << "of a record that the copy did not know";
}

TEST_P(Erasures, ALineThatWasCutOffIsWrittenAnewAndOthersAreNotGuessed) {
  put(*db_, "a");
  put(*db_, "b");
  destroy("a");
  ASSERT_EQ(*ErasureList(path_).take_from(*db_), 1);
  std::ofstream(path_, std::ios::app) << "17672256";
  destroy("b");
  ErasureList list(path_);
  EXPECT_EQ(*list.take_from(*db_), 1);
  EXPECT_EQ(*list.size(), 2);
  EXPECT_TRUE(*list.covered_by(*db_));
  std::ofstream(path_, std::ios::app) << "nonsense\n";
  EXPECT_EQ(ErasureList(path_).take_from(*db_).error().code, "erasures_damaged");
  EXPECT_EQ(list.covered_by(*db_).error().code, "erasures_damaged");
}

TEST_P(Erasures, AClockThatWentBackHidesNothingFromTheNextProcess) {
  put(*db_, "a");
  put(*db_, "b");
  destroy("a");
  ErasureList list(path_);
  ASSERT_EQ(*list.take_from(*db_), 1);
  clock_.set(clock_.now() - std::chrono::hours(48));
  destroy("b");
  EXPECT_EQ(*list.take_from(*db_), 0);
  EXPECT_EQ(*ErasureList(path_).take_from(*db_), 1);
}

}  // namespace
}  // namespace muster::vault
