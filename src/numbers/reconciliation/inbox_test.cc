#include <filesystem>

#include <gtest/gtest.h>
#include <reconciliation/inbox.h>

namespace muster::reconciliation {
namespace {

class InboxTest : public ::testing::Test {
 protected:
  InboxTest()
      : folder_((std::filesystem::temp_directory_path() / ("muster-inbox-" + new_id(clock_, random_))).string()),
        inbox_(folder_, clock_, random_) {}
  ~InboxTest() override { std::filesystem::remove_all(folder_); }

  SimulatedClock clock_{SystemClock().now()};
  SystemRandom random_;
  std::string folder_;
  Inbox inbox_;
};

TEST_F(InboxTest, PiecesComeInOrderAndACutOneIsSentAgain) {
  const Upload u = *inbox_.begin("operator", Source::national, "national.csv", 10);
  EXPECT_EQ(inbox_.append(u.id, 0, "abcd")->held, 4);
  EXPECT_EQ(inbox_.append(u.id, 0, "abcd").error().code, "upload_offset");
  EXPECT_EQ(inbox_.append(u.id, 8, "x").error().code, "upload_offset");
  EXPECT_EQ(inbox_.append(u.id, 4, "").error().code, "piece_size");
  EXPECT_EQ(inbox_.append(u.id, 4, "efghijk").error().code, "piece_size") << "beyond the end";
  // Another process, after a crash, knows as much.
  Inbox again(folder_, clock_, random_);
  EXPECT_EQ(again.get(u.id)->held, 4);
  EXPECT_EQ(again.get(u.id)->name, "national.csv");
  EXPECT_TRUE(again.append(u.id, 4, "efghij")->whole());
  ASSERT_EQ(again.list().size(), 1u);
  ASSERT_TRUE(again.drop(u.id).ok());
  EXPECT_EQ(inbox_.get(u.id).error().code, "upload_unknown");
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(InboxTest, EachLimitIsKept) {
  EXPECT_EQ(inbox_.begin("o", Source::national, "n", 0).error().code, "upload_size");
  EXPECT_EQ(inbox_.begin("o", Source::national, "n", kUploadMaxBytes + 1).error().code, "upload_size");
  EXPECT_EQ(inbox_.begin("o", Source::national, "", 1).error().code, "reconciliation_name");
  EXPECT_EQ(inbox_.begin("o", Source::national, "a\nb", 1).error().code, "reconciliation_name");
  EXPECT_EQ(inbox_.begin("o", Source::national, std::string(201, 'a'), 1).error().code, "reconciliation_name");
  std::string last;
  for (std::size_t i = 0; i < kUploadsMax; ++i) last = inbox_.begin("o", Source::network, "n", kUploadMaxBytes)->id;
  EXPECT_EQ(inbox_.begin("o", Source::network, "n", 1).error().code, "uploads_full");
  EXPECT_EQ(inbox_.append(last, 0, std::string(kPieceMaxBytes + 1, 'a')).error().code, "piece_size");
  EXPECT_TRUE(inbox_.append(last, 0, std::string(kPieceMaxBytes, 'a')).ok());
  for (const char* id : {"../../etc/passwd", "", "00000000-0000-7000-8000-000000000000"})
    EXPECT_EQ(inbox_.get(id).error().code, "upload_unknown") << id;
}

TEST_F(InboxTest, WhatNobodyWentOnWithGoes) {
  const Upload u = *inbox_.begin("operator", Source::national, "national.csv", 10);
  EXPECT_EQ(inbox_.sweep(), 0);
  clock_.advance(std::chrono::hours(24 * 8));
  EXPECT_EQ(inbox_.sweep(), 1);
  EXPECT_EQ(inbox_.get(u.id).error().code, "upload_unknown");
}

}  // namespace
}  // namespace muster::reconciliation
