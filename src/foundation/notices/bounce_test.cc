#include <base/files.h>
#include <notices/bounce.h>
#include <notices/notices.h>

#include <filesystem>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::notices {
namespace {

std::string sample() {
  return *read_file(MUSTER_SOURCE_DIR "/src/foundation/notices/bounce_fuzz_seeds/failed", 1 << 20);
}
std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::logic_error(what);
  return text.replace(at, what.size(), with);
}

TEST(Bounces, WhichLetterAndWhy) {
  const auto found = read_bounce(sample());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->notice_id, "0195536e-3f00-7abc-8def-0123456789ab");
  EXPECT_EQ(found->status, "5.1.1");
  // With CR LF, headers alone returned, and another recipient who got it.
  std::string crlf;
  for (const char c : sample()) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_TRUE(read_bounce(crlf).has_value());
  EXPECT_TRUE(read_bounce(replaced(sample(), "message/rfc822", "text/rfc822-headers")).has_value());
  EXPECT_TRUE(read_bounce(replaced(sample(), "Final-Recipient",
                                   "Final-Recipient: rfc822; other@shop.example\nAction: relayed\n\nFinal-Recipient"))
                  .has_value());
}

TEST(Bounces, WhatIsNoFailureIsNone) {
  for (const char* action : {"delayed", "delivered", "relayed", "expanded"})
    EXPECT_FALSE(read_bounce(replaced(sample(), "Action: failed", std::string("Action: ") + action)).has_value())
        << action;
  EXPECT_FALSE(read_bounce(replaced(sample(), "<0195536e-3f00-7abc-8def-0123456789ab@", "<somebody@")).has_value());
  EXPECT_FALSE(read_bounce("Subject: Out of office\n\nI am away.\n").has_value());
  EXPECT_FALSE(read_bounce("").has_value());
  // Words in an answer are no notification.
  EXPECT_FALSE(
      read_bounce("Content-Type: text/plain\n\nAction: failed\nMessage-ID: <0195536e-3f00-7abc-8def-0123456789ab@x>\n")
          .has_value());
}

TEST(Bounces, CutOffAnywhereItIsReadWithoutFault) {
  const std::string whole = sample();
  for (std::size_t n = 0; n <= whole.size(); ++n) (void)read_bounce(std::string_view(whole).substr(0, n));
}

class BouncesKept : public ::testing::TestWithParam<store::Backend> {};
MUSTER_ON_BOTH_BACKENDS(BouncesKept);

TEST_P(BouncesKept, ALetterThatWasSentIsKnownToHaveFailed) {
  const auto folder = std::filesystem::temp_directory_path() / ("muster-bounce-" + test::backend_name(GetParam()));
  std::filesystem::remove_all(folder);
  test::TestDatabase db(GetParam());
  SimulatedClock clock{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random;
  ledger::Recorder recorder{clock, random};
  Service notices(*db, recorder,
                  {.mail_folder = (folder / "mail").string(), .resolve = [](const std::string&) -> Result<std::string> {
                     return std::string("owner@shop.example");
                   }});
  const auto id = *notices.send("system:test", {"restored",
                                                "",
                                                "",
                                                "site:1",
                                                "case",
                                                "c1",
                                                "en",
                                                {{"order", "O"}, {"site", "s"}, {"scope", "x"}, {"reasons", "y"}}});
  ASSERT_EQ(*notices.deliver(), 1);
  ASSERT_EQ(notices.find(id)->state, "sent");
  std::filesystem::create_directories(folder / "back" / "new");
  ASSERT_TRUE(replace_file((folder / "back/new/1").string(),
                           replaced(sample(), "0195536e-3f00-7abc-8def-0123456789ab", id), 0600)
                  .ok());
  ASSERT_TRUE(replace_file((folder / "back/new/2").string(), "Subject: thanks\n\nThanks.\n", 0600).ok());
  const auto taken = *take_bounces((folder / "back").string(), notices);
  EXPECT_EQ(taken.failed, 1);
  EXPECT_EQ(taken.others, 1);
  EXPECT_EQ(notices.find(id)->state, "failed");
  EXPECT_TRUE(std::filesystem::is_empty(folder / "back/new"));
  EXPECT_EQ(take_bounces((folder / "back").string(), notices)->failed, 0);
  EXPECT_EQ(take_bounces((folder / "nowhere").string(), notices)->others, 0);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace muster::notices
