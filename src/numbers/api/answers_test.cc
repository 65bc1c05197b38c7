// After all tests of this room: every status that a route answered stands in the contract. Which rights are asked for
// (401, 403) and how bodies are read (413, 415, 422) is the contract's own preamble.
#include <set>

#include <gtest/gtest.h>
#include <support/caller.h>
#include <support/contract.h>

namespace muster::numbers_api {
namespace {

class AnswersAreInTheContract : public ::testing::Environment {
  void TearDown() override {
    const auto documented = test::read_statuses(MUSTER_SOURCE_DIR "/docs/openapi-numbers.yaml");
    static const std::set<int> kEverywhere{401, 403, 413, 415, 422};
    for (const auto& [method, pattern, status] : test::met()) {
      if (kEverywhere.contains(status)) continue;
      const auto found = documented.find({method, pattern});
      ASSERT_NE(found, documented.end()) << method << " " << pattern;
      EXPECT_TRUE(found->second.contains(status)) << method << " " << pattern << " answered " << status;
    }
  }
};

[[maybe_unused]] const auto* const kEnvironment = ::testing::AddGlobalTestEnvironment(new AnswersAreInTheContract);

}  // namespace
}  // namespace muster::numbers_api
