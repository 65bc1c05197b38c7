// Answers, and what is made of them.
#include <convergence/rules.h>
#include <gtest/gtest.h>

namespace muster::convergence {
namespace {

const std::vector<std::string> kZones{"rpz.muster"};

void put(std::string& out, unsigned value) {
  out += static_cast<char>(value >> 8);
  out += static_cast<char>(value & 0xff);
}
// An answer to question_of(7, "bad.example") with these flags and records behind it.
std::string answer(unsigned flags, const std::string& records = {}, unsigned additional = 0) {
  std::string out;
  for (const unsigned each : {7U, flags, 1U, 0U, 0U, additional}) put(out, each);
  out += std::string("\3bad\7example\0", 13);
  put(out, 1);
  put(out, 1);
  return out + records;
}
std::string soa_of(const std::string& owner) {
  std::string out = owner;
  put(out, 6);
  put(out, 1);
  out.append(4, '\0');
  put(out, 22);
  return out + std::string(22, '\0');
}
std::string extended(unsigned code) {
  std::string out(1, '\0');
  put(out, 41);
  put(out, 1232);
  out.append(4, '\0');
  put(out, 6);
  put(out, 15);
  put(out, 2);
  put(out, code);
  return out;
}
constexpr unsigned kNoName = 0x8183, kFound = 0x8180;

TEST(Answers, TheMarksOfAPolicyAreSeen) {
  EXPECT_EQ(read_answer(answer(kFound), 7, kZones), Seen::open);
  EXPECT_EQ(read_answer(answer(kNoName), 7, kZones), Seen::no_name);
  EXPECT_EQ(read_answer(answer(0x8103), 7, kZones), Seen::blocked) << "recursion is said to be unavailable";
  EXPECT_EQ(read_answer(answer(kNoName, soa_of(std::string("\3RPZ\6muster\0", 12)), 1), 7, kZones), Seen::blocked);
  EXPECT_EQ(read_answer(answer(kNoName, soa_of(std::string("\3hot\3rpz\6muster\0", 16)), 1), 7, kZones), Seen::blocked);
  EXPECT_EQ(read_answer(answer(kNoName, soa_of(std::string("\7example\0", 9)), 1), 7, kZones), Seen::no_name);
  EXPECT_EQ(read_answer(answer(kNoName, soa_of("\xc0\x0c"), 1), 7, kZones), Seen::no_name)
      << "a pointer to the question";
  EXPECT_EQ(read_answer(answer(kNoName, extended(16), 1), 7, kZones), Seen::blocked);
  EXPECT_EQ(read_answer(answer(kNoName, extended(22), 1), 7, kZones), Seen::no_name);
}

TEST(Answers, WhatIsBrokenOrOfAnotherQuestionSaysNothing) {
  EXPECT_EQ(read_answer(answer(kFound), 8, kZones), Seen::silent);
  EXPECT_EQ(read_answer(answer(0x0183), 7, kZones), Seen::silent) << "a question";
  EXPECT_EQ(read_answer(answer(0x8182), 7, kZones), Seen::silent) << "SERVFAIL";
  EXPECT_EQ(read_answer(answer(0x8185), 7, kZones), Seen::silent) << "REFUSED";
  EXPECT_EQ(read_answer("", 7, kZones), Seen::silent);
  EXPECT_EQ(read_answer(std::string(kAnswerMax + 1, '\0'), 0, kZones), Seen::silent);
  EXPECT_EQ(read_answer(answer(kNoName, "\xc0\xff", 1), 7, kZones), Seen::silent) << "a pointer out of the message";
  EXPECT_EQ(read_answer(answer(kNoName, std::string("\xc0\x1d", 2), 1), 7, kZones), Seen::silent) << "one to itself";
  const std::string whole = answer(kNoName, soa_of(std::string("\3rpz\6muster\0", 12)), 1);
  for (std::size_t cut = 0; cut < whole.size(); ++cut)
    EXPECT_EQ(read_answer(whole.substr(0, cut), 7, kZones), Seen::silent) << cut;
}

TEST(Answers, AQuestionIsReadBack) {
  std::string echo = question_of(7, "bad.example");
  echo[2] = static_cast<char>(0x81);
  echo[3] = static_cast<char>(0x80);
  EXPECT_EQ(read_answer(echo, 7, kZones), Seen::open);
}

struct Case {
  bool blocked;
  const char* before;
  Seen seen, reference;
  int after_seconds;
  const char* state;
};

TEST(Probes, EachAnswerHasItsMeaning) {
  const Case cases[] = {
      {true, "waiting", Seen::blocked, Seen::silent, 1, "agreed"},
      {true, "waiting", Seen::no_name, Seen::silent, 1, "agreed"},
      {true, "waiting", Seen::open, Seen::silent, 1, "waiting"},
      {true, "waiting", Seen::open, Seen::silent, 60, "drift"},
      {true, "agreed", Seen::open, Seen::silent, 600, "drift"},
      {true, "agreed", Seen::silent, Seen::silent, 600, "waiting"},
      {true, "drift", Seen::silent, Seen::silent, 600, "drift"},
      {true, "drift", Seen::blocked, Seen::silent, 600, "agreed"},
      {false, "waiting", Seen::open, Seen::silent, 1, "agreed"},
      {false, "waiting", Seen::blocked, Seen::silent, 1, "waiting"},
      {false, "waiting", Seen::blocked, Seen::silent, 61, "drift"},
      {false, "waiting", Seen::no_name, Seen::silent, 61, "undecided"},
      {false, "waiting", Seen::no_name, Seen::open, 61, "drift"},
      {false, "waiting", Seen::no_name, Seen::no_name, 61, "agreed"},
  };
  for (const Case& c : cases) {
    const Probe probe{c.blocked, c.before, Instant{0}, 0};
    EXPECT_EQ(judge(probe, c.seen, c.reference, Instant{} + std::chrono::seconds(c.after_seconds)).state, c.state)
        << c.blocked << " " << c.before << " " << to_text(c.seen);
  }
}

TEST(Probes, WhatIsNotAgreedIsAskedMoreAndMoreSeldom) {
  Probe probe;
  Duration last{};
  for (probe.asked = 0; probe.asked < 40; ++probe.asked) {
    const auto judged = judge(probe, Seen::open, Seen::silent, Instant{1});
    EXPECT_GE(judged.again, last);
    EXPECT_LE(judged.again, kAskedAtMost);
    last = judged.again;
  }
  EXPECT_EQ(last, kAskedAtMost);
}

}  // namespace
}  // namespace muster::convergence
