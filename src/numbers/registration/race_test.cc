// 64 clients on the last slot: exactly one wins, on both databases, whether they share a process's commits or not.
#include "test_support.h"

#include <latch>

namespace muster::registration {
namespace {

constexpr int kClients = 64;

class Race : public RegistrationTest {
 protected:
  // Each client's own capture, all at once.
  std::vector<Result<Submitted>> all_at_once(const std::vector<Service*>& services,
                                             const std::function<Capture(int)>& what) {
    std::vector<std::optional<Result<Submitted>>> results(kClients);
    std::latch start(kClients);
    {
      std::vector<std::jthread> clients;
      for (int n = 0; n < kClients; ++n)
        clients.emplace_back([&, n] {
          start.arrive_and_wait();
          results[static_cast<std::size_t>(n)].emplace(services[static_cast<std::size_t>(n) % services.size()]->submit(
              clerk_, "client-" + std::to_string(n), what(n)));
        });
    }
    std::vector<Result<Submitted>> out;
    for (auto& r : results) out.push_back(std::move(*r));
    return out;
  }
  void on_the_last_slot(const std::vector<Service*>& services) {
    for (int n = 0; n < kClients + 4; ++n) stock_up(n);
    for (int n = kClients; n < kClients + 4; ++n) ASSERT_TRUE(submit(capture(n), "before-" + std::to_string(n)).ok());
    int won = 0;
    for (const auto& result : all_at_once(services, [&](int n) { return capture(n); })) {
      won += result.ok();
      if (!result.ok()) EXPECT_EQ(result.error().code, "cap_reached") << result.error().sentence;
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(number("select count(*) as n from line_ownership where until_at is null"), 5);
    EXPECT_EQ(number("select count(*) as n from registration"), 5);
    EXPECT_EQ(number("select count(*) as n from holder"), 1);
    EXPECT_EQ(number("select count(*) as n from line where state = 'registered'"), 5);
  }
  std::vector<Service*> one_each() {
    std::vector<Service*> out;
    for (int n = 0; n < kClients; ++n) {
      own_.push_back(std::make_unique<Service>(*db_, recorder_, vault_, own_policy_));
      out.push_back(own_.back().get());
    }
    return out;
  }
  std::vector<std::unique_ptr<Service>> own_;
};
MUSTER_ON_BOTH_BACKENDS(Race);

TEST_P(Race, OneWinsTheLastSlotInOneProcess) {
  on_the_last_slot({&service_});
}

TEST_P(Race, OneWinsTheLastSlotWithoutSharedCommits) {
  on_the_last_slot(one_each());
}

TEST_P(Race, OneWinsTheLine) {
  stock_up(0);
  int won = 0;
  for (const auto& result : all_at_once(one_each(), [&](int n) { return capture(0, n + 1); })) {
    won += result.ok();
    if (!result.ok()) EXPECT_EQ(result.error().code, "line_not_reserved");
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(number("select count(*) as n from holder"), 1) << "who lost left nothing behind";
}

TEST_P(Race, ANewPersonIsPutOnRecordOnce) {
  for (int n = 0; n < kClients; ++n) stock_up(n);
  int won = 0;
  for (const auto& result : all_at_once(one_each(), [&](int n) { return capture(n); })) won += result.ok();
  EXPECT_EQ(won, 5);
  EXPECT_EQ(number("select count(*) as n from holder"), 1);
}

TEST_P(Race, OneRequestSentManyTimesAtOnceIsOneRegistration) {
  stock_up(0);
  std::vector<std::optional<Result<Submitted>>> results(16);
  const auto services = one_each();
  {
    std::vector<std::jthread> clients;
    for (std::size_t n = 0; n < results.size(); ++n)
      clients.emplace_back([&, n] { results[n].emplace(services[n]->submit(clerk_, "the-same", capture(0))); });
  }
  std::set<std::string> ids;
  for (const auto& r : results) {
    ASSERT_TRUE((*r).ok()) << (*r).error().code;
    ids.insert((*r)->registration.id);
  }
  EXPECT_EQ(ids.size(), 1u);
}

TEST_P(Race, EveryClientGetsItsOwnAnswer) {
  for (int n = 0; n < kClients; ++n) stock_up(n);
  const auto results =
      all_at_once({&service_}, [&](int n) { return n % 4 == 3 ? capture(n + 700, n + 1) : capture(n, n + 1); });
  for (int n = 0; n < kClients; ++n) {
    const auto& r = results[static_cast<std::size_t>(n)];
    ASSERT_EQ(r.ok(), n % 4 != 3) << n;
    if (r.ok()) EXPECT_EQ(r->registration.line_id, line(n).id);
  }
}

}  // namespace
}  // namespace muster::registration
