// Whatever people do in whatever order: nobody is barred before the least terms are over, no exempt or registered line
// is barred, and the figures are those of the lines. And what a crash or a race leaves behind is whole.
#include "test_support.h"

#include <latch>
#include <random>

namespace muster::campaigns {
namespace {

// Stops the work in the middle of a transaction: the n-th look at the clock from now on throws.
class FailingClock final : public Clock {
 public:
  explicit FailingClock(const Clock& behind) : behind_(behind) {}
  Instant now() const override {
    if (left_ > 0 && --left_ == 0) throw std::runtime_error("killed");
    return behind_.now();
  }
  void fail_after(int looks) { left_ = looks; }

 private:
  const Clock& behind_;
  mutable int left_ = 0;
};

class Ways : public CampaignTest {
 protected:
  static constexpr int kLines = 24;
  struct Seen {
    std::string state;
    Instant since;
    std::map<std::string, Instant> entered;  // on the present way
  };

  // Runs the work, now and then with crashes in the middle of a batch.
  void work_with_crashes(std::mt19937& dice, const std::string& id) {
    const Service crashing(*db_, failing_recorder_, policy_);
    for (int i = 0; i < 6; ++i) {
      failing_.fail_after(1 + static_cast<int>(dice() % 60));
      for (const auto& piece : std::initializer_list<std::function<bool()>>{
               [&] { return crashing.follow().ok(); }, [&] { return crashing.enrol(id, 5).ok(); },
               [&] { return crashing.tell_moves(id, 5).ok(); }, [&] { return crashing.step_due(id, 5).ok(); }}) {
        try {
          EXPECT_TRUE(piece());
        } catch (const std::runtime_error&) {
        }
      }
      failing_.fail_after(0);
    }
    work();
  }

  void look(const Campaign& c) {
    const Wave wave = service_.campaign(c.id)->waves.at(0);
    for (const auto& row : rows("select * from campaign_line where campaign_id = '" + c.id + "'")) {
      Seen& seen = seen_[row.text("line_id")];
      const std::string state = row.text("state");
      const Instant since = row.instant("state_since");
      if (state != seen.state || since != seen.since) judge(seen, state, since, wave);
      seen.state = state;
      seen.since = since;
      const auto line = lines_.line(row.text("line_id"))->state;
      if (state == "exempt" || state == "re_registered" || state == "unverified" || state == "invited")
        EXPECT_EQ(line, lines::State::active) << state;
    }
    Counts counted{};
    for (const auto& [id, seen] : seen_) ++counted[static_cast<std::size_t>(*campaigns::line_state(seen.state))];
    EXPECT_EQ(counts(c), counted);
  }
  void judge(Seen& seen, const std::string& state, Instant since, const Wave& wave) {
    const auto after = [&](const char* former, const char* term, Instant day) {
      ASSERT_TRUE(seen.entered.contains(former)) << state << " without " << former;
      EXPECT_GE(since, policy_.due(term, seen.entered[former])) << state;
      EXPECT_GE(since, day) << state;
    };
    if (state == "warned" && seen.state == "invited") after("invited", "campaign.invited_least", wave.warn_at);
    if (state == "one_way_barred") after("warned", "campaign.warned_least", wave.one_way_at);
    if (state == "barred") after("one_way_barred", "campaign.one_way_least", wave.bar_at);
    if (state == "disconnected") after("barred", "campaign.barred_least", wave.disconnect_at);
    if (state == "unverified" || state == "invited" || state == "exempt") seen.entered.clear();
    seen.entered[state] = since;
  }

  void something(std::mt19937& dice, const Campaign& c) {
    const int n = static_cast<int>(dice() % kLines);
    const auto present = *service_.campaign(c.id);
    switch (dice() % 8) {
      case 0:
        if (!registered_.contains(n) && register_again(n, n + 1).ok()) registered_.insert(n);
        verify();
        break;
      case 1:
        (void)service_.exempt("person-1", c.id, line(n).id, "hospital", clock_.now() + kDays * (1 + dice() % 40));
        break;
      case 2:
        (void)service_.move_deadline("person-1", c.id, 1, clock_.now() + kDays * (1 + dice() % 30), "because");
        break;
      case 3:
        (void)service_.apply("person-1", c.id, present.version,
                             present.state == State::paused ? Event::resume : Event::pause, "because");
        break;
      default:
        break;
    }
  }

  FailingClock failing_{clock_};
  ledger::Recorder failing_recorder_{failing_, random_};
  std::map<std::string, Seen> seen_;
  std::set<int> registered_;
};
MUSTER_ON_BOTH_BACKENDS(Ways);

TEST_P(Ways, NobodyIsBarredEarlyAndNoExemptOrRegisteredLineAtAll) {
  load(kLines);
  const unsigned seed = std::random_device{}();
  std::mt19937 dice(seed);
  const auto c = running();
  for (int day = 0; day < 240; ++day) {
    clock_.advance(std::chrono::hours(12 + dice() % 24));
    something(dice, c);
    if (dice() % 6 == 0)
      work_with_crashes(dice, c.id);
    else
      work();
    look(c);
    if (HasFailure()) FAIL() << "seed " << seed << ", day " << day;
  }
  for (const int n : registered_) EXPECT_EQ(line_state(n), "active");
}

TEST_P(Ways, ACrashInTheMiddleOfABatchLeavesItToTheNext) {
  load(40);
  const auto c = running();
  const Service crashing(*db_, failing_recorder_, policy_);
  int crashes = 0;
  // At every point of the work there is: the first look at the clock, the second …
  for (int look = 1; look < 400; ++look) {
    clock_.advance(std::chrono::hours(6));
    failing_.fail_after(look % 37 + 1);
    try {
      while (*crashing.follow() > 0) {
      }
      while (crashing.enrol(c.id, 9)->looked_at > 0) {
      }
      while (*crashing.step_due(c.id, 9) > 0) {
      }
    } catch (const std::runtime_error&) {
      ++crashes;
    }
    failing_.fail_after(0);
  }
  EXPECT_GT(crashes, 20);
  pass(200);
  EXPECT_EQ(count(c, LineState::disconnected), 40);
  EXPECT_EQ(sum(counts(c)), 40);
  // Nothing was done twice: each line took each step once, and each holder got each letter once.
  EXPECT_EQ(number("select count(*) as n from event where kind = 'line.stepped' and actor = 'system:campaigns'"),
            40 * 4);
  for (const char* kind : {"campaign_invited", "campaign_warned", "campaign_one_way_barred", "campaign_barred"})
    EXPECT_EQ(messages(kind), 40) << kind;
  EXPECT_EQ(number("select count(*) as n from network_command"), 40 * 3);
}

TEST_P(Ways, SixtyFourAtOnceEveryRegisteredLineEndsInService) {
  constexpr int kRegistrars = 56, kWorkers = 8;
  load(kRegistrars);
  const auto c = running();
  pass(60);
  ASSERT_EQ(count(c, LineState::warned), kRegistrars);
  clock_.advance(kDays * 2);  // the one-way bar is due
  std::latch start(kRegistrars + kWorkers);
  std::atomic<int> registered{0};
  std::atomic<bool> over{false};
  {
    std::vector<std::jthread> all;
    for (int w = 0; w < kWorkers; ++w)
      all.emplace_back([&, w] {
        start.arrive_and_wait();
        while (!over) {
          (void)service_.step_due(c.id, 5);
          if (w % 2 == 0) (void)service_.follow(50);
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
      });
    std::vector<std::jthread> registrars;
    for (int n = 0; n < kRegistrars; ++n)
      registrars.emplace_back([&, n] {
        start.arrive_and_wait();
        for (int i = 0; i < 100; ++i) {
          const auto done = register_again(n, n + 1);
          if (!done.ok()) continue;
          ++registered;
          break;
        }
        (void)registration_.verify_due(authority_, 5);
      });
    registrars.clear();  // joins
    over = true;
  }
  EXPECT_EQ(registered, kRegistrars);
  clock_.advance(std::chrono::minutes(3));  // leases of questions that a conflict left
  verify();
  work();
  pass(40);
  for (int n = 0; n < kRegistrars; ++n) {
    EXPECT_EQ(line_state(n), "active") << n;
    EXPECT_EQ(state_in(c, n), "re_registered") << n;
  }
  EXPECT_EQ(count(c, LineState::re_registered), kRegistrars);
  EXPECT_EQ(number("select coalesce(sum(n), 0) as n from campaign_day"), kRegistrars);
}

}  // namespace
}  // namespace muster::campaigns
