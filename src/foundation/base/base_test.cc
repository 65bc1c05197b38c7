#include <base/blocks.h>
#include <base/bytes.h>
#include <base/group_commit.h>
#include <base/log.h>
#include <base/random.h>
#include <base/text.h>
#include <base/time.h>

#include <thread>

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Time, WritesAndReadsRfc3339) {
  const Instant t = *parse_rfc3339("2026-03-01T09:30:00Z");
  EXPECT_EQ(to_rfc3339(t), "2026-03-01T09:30:00Z");
  EXPECT_EQ(*parse_rfc3339("2026-03-01T17:30:00+08:00"), t);
  EXPECT_EQ(to_rfc3339(*parse_rfc3339("2026-03-01T09:30:00.25Z")), "2026-03-01T09:30:00.250000Z");
  EXPECT_EQ(to_rfc3339(Instant{-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026-03-01", "2026-02-30T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T09:30:00",
                           "2026-03-01T09:30:00+8", "2026-13-01T09:30:00Z", "garbage garbage garbage"})
    EXPECT_FALSE(parse_rfc3339(text).ok()) << text;
  EXPECT_FALSE(parse_day("2025-02-29").ok());
  EXPECT_TRUE(parse_day("2024-02-29").ok());
}

TEST(Ids, AreSortedByTime) {
  SeededRandom random(7);
  SimulatedClock clock(Instant{1'700'000'000'000'000});
  const std::string first = new_id(clock, random);
  clock.advance(std::chrono::milliseconds(1));
  const std::string second = new_id(clock, random);
  EXPECT_LT(first, second);
  EXPECT_TRUE(is_id(first));
  EXPECT_EQ(first[14], '7');
  EXPECT_FALSE(is_id("../../etc/passwd"));
}

TEST(Ids, AreInTheOrderOfTheCallsAtOneReadingOfTheClock) {
  SystemRandom random;
  const SimulatedClock clock(Instant{1'700'000'000'000'000});
  std::string last = new_id(clock, random);
  for (int i = 0; i < 1000; ++i) {
    const std::string next = new_id(clock, random);
    ASSERT_LT(last, next);
    ASSERT_TRUE(is_id(next));
    last = next;
  }
}

TEST(Bytes, RoundTrip) {
  const std::string bytes("\x00\xff\x10 abc", 7);
  EXPECT_EQ(*from_hex(to_hex(bytes)), bytes);
  EXPECT_EQ(*from_base64(to_base64(bytes)), bytes);
  EXPECT_EQ(*from_base64url(to_base64url(bytes)), bytes);
  EXPECT_FALSE(from_hex("0g").ok());
  EXPECT_FALSE(from_base64("@@@@").ok());
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Text, QuotesAndEscapes) {
  EXPECT_EQ(json_quote("a\"\\\n\x01"), R"("a\"\\\n\u0001")");
  EXPECT_EQ(json_quote("\xff"), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(html_escape("<a href='x'>&"), "&lt;a href=&#39;x&#39;&gt;&amp;");
  EXPECT_EQ(with_separators(1780000), "1,780,000");
  EXPECT_EQ(with_separators(-999), "-999");
  EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));
  EXPECT_TRUE(is_valid_utf8("独立服务器"));
  EXPECT_EQ(split("a,,b", ',').size(), 3u);
  EXPECT_EQ(trim(" \t x \n"), "x");
}

TEST(Text, CutsUtf8BetweenCharacters) {
  EXPECT_EQ(utf8_prefix("独立", 6), "独立");
  EXPECT_EQ(utf8_prefix("独立", 5), "独");
  EXPECT_EQ(utf8_prefix("独立", 2), "");
  EXPECT_EQ(utf8_prefix("a\xff-", 3), "a");  // nothing behind what is no UTF-8
  EXPECT_EQ(utf8_prefix("", 3), "");
}

std::string last_line;
TEST(Text, KnowsUtf8AtEveryPlace) {
  for (std::size_t at = 0; at < 60; ++at) {
    std::string text(60, 'a');
    text[at] = '\xff';
    EXPECT_FALSE(is_valid_utf8(text)) << at;
    EXPECT_EQ(utf8_prefix(text, 60).size(), at);
    text.replace(at, 1, "独");
    EXPECT_TRUE(is_valid_utf8(text)) << at;
    EXPECT_EQ(ascii_end(text, 0), at);
    EXPECT_FALSE(is_valid_utf8(text.substr(0, at + 2))) << at;
  }
}

TEST(Text, IsSearchedByBlocks) {
  const auto pair = [](auto byte) { return between(byte(0), '0', '9') & (byte(1) == all_of('x')); };
  for (std::size_t size = 0; size < 60; ++size)
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, '.');
      text[at] = '7';
      EXPECT_EQ(find_place(text, 0, pair), size);
      if (at + 1 < size) text[at + 1] = 'x';
      EXPECT_EQ(find_place(text, 0, pair), at + 1 < size ? at : size) << size << " " << at;
      EXPECT_EQ(find_place(text, at + 1, pair), size);
      EXPECT_EQ(find_place(text, size, pair), size);
      EXPECT_EQ(find_place(text, 0, [](auto byte) { return ~(byte(0) == all_of('.')); }), at);
    }
}

TEST(Log, WritesOneJsonLine) {
  log::set_sink([](std::string_view line) { last_line = line; });
  log::info("BASE-001", "It \"works\".", {{"count", std::int64_t{3}}, {"ok", true}});
  log::set_sink(nullptr);
  EXPECT_NE(last_line.find(R"("id":"BASE-001","message":"It \"works\".","count":3,"ok":true})"), std::string::npos);
}

TEST(GroupCommit, AnswersEachWithItsOwn) {
  std::atomic<int> commits = 0;
  std::atomic<std::size_t> largest = 0;
  GroupCommit<int, int> group(16, internal_error("lost", "Lost."), [&](std::span<int* const> batch) {
    ++commits;
    largest = std::max(largest.load(), batch.size());
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::vector<Result<int>> out;
    for (const int* n : batch) {
      if (*n % 10 == 7)
        out.emplace_back(invalid("seven", "No sevens."));
      else
        out.emplace_back(*n * 2);
    }
    return out;
  });
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 32; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const int n = t * 100 + i;
        const auto answer = group.submit(n);
        if (n % 10 == 7 ? answer.ok() || answer.error().code != "seven" : !answer.ok() || *answer != n * 2) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(largest, 16U);
  EXPECT_LT(commits, 640) << "they shared";
}

TEST(GroupCommit, TellsEveryWaitingOneOfAFailure) {
  GroupCommit<int, int> group(8, internal_error("lost", "Lost."),
                              [](std::span<int* const>) -> std::vector<Result<int>> {
                                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                                throw std::runtime_error("the disk is gone");
                              });
  std::atomic<int> thrown = 0, told = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      try {
        const auto answer = group.submit(1);
        told += !answer.ok() && answer.error().code == "lost";
      } catch (const std::runtime_error&) {
        ++thrown;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(thrown + told, 8);
  EXPECT_GE(thrown, 1);
}

}  // namespace
}  // namespace muster
