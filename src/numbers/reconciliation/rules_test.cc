#include <gtest/gtest.h>
#include <reconciliation/rules.h>

namespace muster::reconciliation {
namespace {

using lines::State;
std::string differs(Source source, State state, bool verified, std::optional<Theirs> theirs) {
  const auto found = compare(source, {state, verified}, theirs ? &*theirs : nullptr);
  return found ? to_text(*found) : "same";
}
std::string differs(State state, std::optional<Theirs> theirs, bool verified = true) {
  return differs(Source::national, state, verified, theirs);
}
Theirs says(Serving service, Verified verified = Verified::unsaid) {
  return {8619900000000, service, verified};
}

TEST(Differences, OfEachStateAgainstEachAnswer) {
  const struct {
    State state;
    const char *none, *serves, *barred, *ended;
  } cases[] = {
      {State::available, "same", "missing_here", "missing_here", "same"},
      {State::reserved, "same", "missing_here", "missing_here", "same"},
      {State::registered, "same", "same", "same", "same"},
      {State::active, "missing_there", "same", "barred_there", "missing_there"},
      {State::warned, "missing_there", "same", "barred_there", "missing_there"},
      {State::one_way_barred, "missing_there", "barred_here", "same", "missing_there"},
      {State::barred, "missing_there", "barred_here", "same", "missing_there"},
      {State::disconnected, "same", "missing_here", "missing_here", "same"},
      {State::quarantined, "same", "missing_here", "missing_here", "same"},
  };
  EXPECT_EQ(std::size(cases), static_cast<std::size_t>(lines::kStateCount));
  for (const auto& c : cases) {
    EXPECT_EQ(differs(c.state, std::nullopt), c.none) << to_text(c.state);
    EXPECT_EQ(differs(c.state, says(Serving::serves)), c.serves) << to_text(c.state);
    EXPECT_EQ(differs(c.state, says(Serving::unsaid)), c.serves) << "on their list, so it serves";
    EXPECT_EQ(differs(c.state, says(Serving::barred)), c.barred) << to_text(c.state);
    EXPECT_EQ(differs(c.state, says(Serving::ended)), c.ended) << to_text(c.state);
  }
}

TEST(Differences, OfVerifiedHoldersAreOfTheNationalRegisterAlone) {
  EXPECT_EQ(differs(State::active, says(Serving::serves, Verified::yes), false), "verified_there");
  EXPECT_EQ(differs(State::active, says(Serving::serves, Verified::no), true), "verified_here");
  EXPECT_EQ(differs(State::active, says(Serving::serves, Verified::yes), true), "same");
  EXPECT_EQ(differs(State::active, says(Serving::serves), false), "same") << "they say nothing of it";
  EXPECT_EQ(differs(State::barred, says(Serving::serves, Verified::yes), false), "barred_here") << "service goes first";
  EXPECT_EQ(differs(Source::network, State::active, false, says(Serving::serves, Verified::yes)), "same");
}

TEST(Differences, WordsOfFiles) {
  EXPECT_EQ(service_word(" Active "), Serving::serves);
  EXPECT_EQ(service_word("SUSPENDED"), Serving::barred);
  EXPECT_EQ(service_word("deregistered"), Serving::ended);
  EXPECT_EQ(service_word(""), Serving::unsaid);
  EXPECT_EQ(service_word("perhaps"), std::nullopt);
  EXPECT_EQ(verified_word("Yes"), Verified::yes);
  EXPECT_EQ(verified_word("unverified"), Verified::no);
  EXPECT_EQ(verified_word("2"), std::nullopt);
  for (std::size_t i = 0; i < kDifferenceCount; ++i)
    EXPECT_EQ(difference_of(to_text(static_cast<Difference>(i))), static_cast<Difference>(i));
  EXPECT_EQ(source_of("network"), Source::network);
  EXPECT_EQ(source_of("elsewhere"), std::nullopt);
}

}  // namespace
}  // namespace muster::reconciliation
