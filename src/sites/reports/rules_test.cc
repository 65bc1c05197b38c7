#include <base/bytes.h>

#include <map>

#include <gtest/gtest.h>
#include <reports/proof_of_work.h>
#include <reports/rules.h>

namespace muster::reports {
namespace {

// Every pair of a state and an event: what follows, or that nothing does.
TEST(ReportStates, EveryPairIsInTheTableOrRefused) {
  const std::map<std::pair<std::string, std::string>, std::string> follows{{{"", "receive"}, "received"},
                                                                           {{"", "merge"}, "merged"},
                                                                           {{"", "seal"}, "sealed"},
                                                                           {{"received", "screen"}, "screening"},
                                                                           {{"received", "reject"}, "closed"},
                                                                           {{"received", "seal"}, "sealed"},
                                                                           {{"received", "withdraw"}, "withdrawn"},
                                                                           {{"screening", "refer"}, "in_case"},
                                                                           {{"screening", "close"}, "closed"},
                                                                           {{"screening", "reject"}, "closed"},
                                                                           {{"screening", "seal"}, "sealed"},
                                                                           {{"screening", "withdraw"}, "withdrawn"},
                                                                           {{"merged", "lead"}, "received"},
                                                                           {{"merged", "reject"}, "closed"},
                                                                           {{"merged", "withdraw"}, "withdrawn"},
                                                                           {{"in_case", "return"}, "screening"},
                                                                           {{"in_case", "close"}, "closed"},
                                                                           {{"in_case", "seal"}, "sealed"},
                                                                           {{"closed", "correct"}, "closed"},
                                                                           {{"sealed", "deliver"}, "closed"}};
  std::vector<std::string> from{""};
  for (const auto state : states()) from.emplace_back(state);
  EXPECT_EQ(transitions().size(), follows.size());
  for (const std::string& state : from)
    for (const auto event : events()) {
      const auto next = next_state(state, event);
      const auto known = follows.find({state, std::string(event)});
      if (known == follows.end()) {
        ASSERT_FALSE(next.ok()) << state << " " << event;
        EXPECT_EQ(next.error().code, "report_state");
        EXPECT_EQ(next.error().failure, Failure::conflict);
      } else {
        ASSERT_TRUE(next.ok()) << state << " " << event;
        EXPECT_EQ(*next, known->second);
      }
    }
  EXPECT_TRUE(open_events("withdrawn").empty());
  EXPECT_FALSE(next_state("nothing", "screen").ok());
}

TEST(ReportWords, AreLinesOfText) {
  EXPECT_TRUE(check_words("A line.\n\tAnother: 中文", "explanation", 100).ok());
  EXPECT_EQ(check_words(" \n", "explanation", 100).error().code, "text_missing");
  EXPECT_EQ(check_words(std::string(101, 'a'), "explanation", 100).error().code, "text_too_long");
  EXPECT_EQ(check_words("\xff", "explanation", 100).error().code, "text_not_utf8");
  for (const std::string bad : {"a\x1b[31m", "a\rb", "a\x7f", "a\xc2\x85"})
    EXPECT_EQ(check_words(bad, "explanation", 100).error().code, "text_control_character");
  EXPECT_EQ(check_words("a\x01", "explanation", 100).error().field, "explanation");
}

TEST(ReportQueue, TrustedFirstThenUrgent) {
  const std::vector<std::string> urgent{"phishing_or_malware"};
  EXPECT_EQ(priority_of(true, "unfiled", urgent), 0);
  EXPECT_EQ(priority_of(false, "phishing_or_malware", urgent), 1);
  EXPECT_EQ(priority_of(false, "unfiled", urgent), 2);
  EXPECT_NE(match_key("a.example", "unfiled"), match_key("a.example", "billing_fraud"));
}

TEST(Reporters, AreWarnedBeforeTheyAreLimited) {
  const StandingRules rules{3, 5, 1, std::chrono::hours(24)};
  const Instant now{1'000'000'000'000}, hour = now - std::chrono::hours(1), yesterday = now - std::chrono::hours(25);
  EXPECT_EQ(standing_of({}, rules, now), Standing::ordinary);
  EXPECT_EQ(standing_of({2, hour, {}}, rules, now), Standing::ordinary);
  EXPECT_EQ(standing_of({3, hour, {}}, rules, now), Standing::to_warn);
  EXPECT_EQ(standing_of({9, hour, {}}, rules, now), Standing::to_warn) << "not limited without a warning";
  EXPECT_EQ(standing_of({9, hour, now}, rules, now), Standing::warned) << "nothing was unfounded since";
  EXPECT_EQ(standing_of({4, now, hour}, rules, now), Standing::warned);
  EXPECT_EQ(standing_of({5, now, hour}, rules, now), Standing::limited);
  EXPECT_EQ(standing_of({50, yesterday, yesterday}, rules, now), Standing::ordinary) << "it counts for a time";
}

TEST(ReportFate, FollowsTheSuspicions) {
  const auto what = [](const char* state, const char* outcome, const std::vector<Fate>& fates) {
    const auto next = follow(state, outcome, fates);
    return next.event + " " + next.outcome;
  };
  EXPECT_EQ(what("screening", "", {}), " ");
  EXPECT_EQ(what("screening", "", {Fate::open}), " ");
  EXPECT_EQ(what("screening", "", {Fate::open, Fate::in_case}), "refer ");
  EXPECT_EQ(what("screening", "", {Fate::open, Fate::no_violation}), " ");
  EXPECT_EQ(what("screening", "", {Fate::no_violation}), "close no_violation");
  EXPECT_EQ(what("in_case", "", {Fate::in_case}), " ");
  EXPECT_EQ(what("in_case", "", {Fate::violation, Fate::open}), "return ");
  EXPECT_EQ(what("in_case", "", {Fate::violation, Fate::no_violation}), "close violation");
  EXPECT_EQ(what("closed", "violation", {Fate::reversed}), "correct reversed");
  EXPECT_EQ(what("closed", "violation", {Fate::violation}), " ");
  EXPECT_EQ(what("closed", "violation", {Fate::in_case}), " ");
  EXPECT_EQ(what("closed", "unfounded", {Fate::violation}), " ") << "what a person said stays";
  EXPECT_EQ(what("withdrawn", "", {Fate::violation}), " ");
}

const Sign kSign = [](std::string_view text) { return to_hex(sha256("secret" + std::string(text))); };

std::string solve(const Challenge& challenge) {
  for (int nonce = 0;; ++nonce)
    if (leading_zero_bits(view(sha256(challenge.text + ":" + std::to_string(nonce)))) >= challenge.bits)
      return std::to_string(nonce);
}

TEST(ProofOfWork, RisesWithTheLoad) {
  const WorkRules rules{100, 12, 16, std::chrono::minutes(1)};
  EXPECT_EQ(bits_wanted(0, rules), 0);
  EXPECT_EQ(bits_wanted(100, rules), 0);
  EXPECT_EQ(bits_wanted(101, rules), 12);
  EXPECT_EQ(bits_wanted(200, rules), 13);
  EXPECT_EQ(bits_wanted(900, rules), 15);
  EXPECT_EQ(bits_wanted(1'000'000, rules), 16);
  EXPECT_EQ(bits_wanted(1, {0, 4, 4, std::chrono::minutes(1)}), 4) << "and ends";
}

TEST(ProofOfWork, HoldsForItsChallengeUntilItExpires) {
  SeededRandom random(1);
  const Instant now{1'700'000'000'000'000};
  const Challenge c = make_challenge(10, now + std::chrono::minutes(1), random, kSign);
  const std::string nonce = solve(c);
  EXPECT_TRUE(check_proof(c.text, nonce, now, kSign).ok());
  EXPECT_EQ(check_proof(c.text, nonce, now + std::chrono::minutes(2), kSign).error().code, "challenge_expired");
  std::string wrong = nonce;
  while (leading_zero_bits(view(sha256(c.text + ":" + wrong))) >= 10) wrong += "1";
  EXPECT_EQ(check_proof(c.text, wrong, now, kSign).error().code, "proof_wrong");
  // Fewer bits, a later end, or another key: not ours.
  std::string easier = c.text;
  easier.replace(easier.find(".10."), 4, ".01.");
  EXPECT_EQ(check_proof(easier, nonce, now, kSign).error().code, "challenge_invalid");
  for (const std::string& junk : {std::string(), std::string("..."), std::string("a.b.c.d"), std::string(5'000, '.'),
                                  c.text + "x", c.text + ".x"})
    EXPECT_EQ(check_proof(junk, nonce, now, kSign).error().code, "challenge_invalid") << junk.substr(0, 20);
  EXPECT_EQ(check_proof(c.text, std::string(100, '1'), now, kSign).error().code, "challenge_invalid");
  const Challenge free = make_challenge(0, now + std::chrono::minutes(1), random, kSign);
  EXPECT_TRUE(check_proof(free.text, "", now, kSign).ok()) << "given while no work was asked for";
}

TEST(ProofOfWork, LoadIsThatOfTheLastMinute) {
  SimulatedClock clock(Instant{1'700'000'000'000'000});
  LoadMeter meter(clock);
  for (int i = 0; i < 50; ++i) meter.count();
  EXPECT_EQ(meter.per_minute(), 50);
  clock.advance(std::chrono::seconds(40));
  meter.count();
  EXPECT_EQ(meter.per_minute(), 51);
  clock.advance(std::chrono::seconds(30));
  EXPECT_EQ(meter.per_minute(), 1);
  clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(meter.per_minute(), 0);
}

}  // namespace
}  // namespace muster::reports
