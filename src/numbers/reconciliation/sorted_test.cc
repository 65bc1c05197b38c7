#include <algorithm>
#include <random>

#include <gtest/gtest.h>
#include <reconciliation/sorted.h>

namespace muster::reconciliation {
namespace {

ByteSource from_text(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](char* out, std::size_t size) mutable -> Result<std::size_t> {
    const std::size_t some = std::min(size, text.size() - at);
    text.copy(out, some, at);
    at += some;
    return some;
  };
}
struct Read {
  std::vector<Theirs> lines;
  std::vector<std::string> bad;  // "line code field"
  std::int64_t repeated = 0;
  std::string code = "ok";
};
Read read(const std::string& text, SortLimits limits = {}) {
  Read out;
  const auto note = [&](const BadLine& b) {
    out.bad.push_back(std::to_string(b.line) + " " + b.error.code + " " + b.error.field);
  };
  auto sorted = Sorted::read(from_text(text), limits, {.bad = note});
  if (!sorted.ok()) {
    out.code = sorted.error().code;
    return out;
  }
  for (;;) {
    const auto next = sorted->next();
    if (!next.ok()) out.code = next.error().code;
    if (!next.ok() || !*next) break;
    out.lines.push_back(**next);
  }
  out.repeated = sorted->repeated();
  return out;
}

TEST(TheirFile, ComesInOrderOfNumber) {
  const auto got = read(
      "verified,msisdn,state\r\nyes,+8619900000003,active\r\n,8619900000001,barred\n"
      "no,+86 199 0000 0002,\n\nyes,8619900000003,active\n");
  EXPECT_EQ(got.lines, (std::vector<Theirs>{{8619900000001, Serving::barred, Verified::unsaid},
                                            {8619900000002, Serving::unsaid, Verified::no},
                                            {8619900000003, Serving::serves, Verified::yes}}));
  EXPECT_EQ(got.repeated, 1);
  EXPECT_TRUE(got.bad.empty());
}

TEST(TheirFile, BadLinesAreToldAndTheOthersStay) {
  const auto got = read(
      "msisdn,state,verified\n12,active,yes\n8619900000001,dancing,yes\n8619900000002,active,perhaps\n"
      "8619900000003,active\n8619900000004,\xff,yes\n\"8619900000005,active,yes\n8619900000006,active,yes\n");
  EXPECT_EQ(got.lines, (std::vector<Theirs>{{8619900000006, Serving::serves, Verified::yes}}));
  ASSERT_EQ(got.bad.size(), 6u);
  EXPECT_EQ(got.bad[0], "2 msisdn_form msisdn");
  EXPECT_EQ(got.bad[1], "3 state_word state");
  EXPECT_EQ(got.bad[2], "4 verified_word verified");
  EXPECT_EQ(got.bad[3], "5 csv_fields ");
  EXPECT_EQ(got.bad[4], "6 csv_not_utf8 ");
}

TEST(TheirFile, HeadersThatAreNone) {
  EXPECT_EQ(read("").code, "import_empty");
  EXPECT_EQ(read("state\nactive\n").code, "csv_column_missing");
  EXPECT_EQ(read("msisdn,msisdn\n").code, "csv_column_twice");
  EXPECT_EQ(read("msisdn,name\n").code, "csv_column_unknown") << "who holds a line has no place in this file";
  EXPECT_EQ(read("msisdn\n8619900000001\n", {.folder = "/nowhere/at/all"}).code, "ok") << "nothing had to be put there";
}

TEST(TheirFile, MoreThanMemoryHolds) {
  constexpr int kLines = 60'000;
  std::vector<std::int64_t> numbers(kLines);
  for (int i = 0; i < kLines; ++i) numbers[static_cast<std::size_t>(i)] = 8619900000000 + i / 2;  // each of them twice
  std::shuffle(numbers.begin(), numbers.end(), std::mt19937(7));
  std::string text = "msisdn\n";
  for (const auto n : numbers) text += std::to_string(n) + "\n";
  const auto got = read(text, {.memory_max = 64u << 10});
  ASSERT_EQ(got.lines.size(), static_cast<std::size_t>(kLines / 2));
  EXPECT_EQ(got.repeated, kLines / 2);
  for (std::size_t i = 0; i < got.lines.size(); ++i)
    ASSERT_EQ(got.lines[i].msisdn, 8619900000000 + static_cast<std::int64_t>(i));
  EXPECT_EQ(read(text, {.memory_max = 64u << 10, .folder = "/nowhere/at/all"}).code, "reconciliation_scratch");
}

TEST(TheirFile, ReadingStops) {
  std::string text = "msisdn\n";
  for (int i = 0; i < 70'000; ++i) text += std::to_string(8619900000000 + i) + "\n";
  const auto sorted = Sorted::read(from_text(text), {}, {.go_on = [](std::int64_t) { return false; }});
  ASSERT_FALSE(sorted.ok());
  EXPECT_EQ(sorted.error().code, "reconciliation_stopped");
}

}  // namespace
}  // namespace muster::reconciliation
