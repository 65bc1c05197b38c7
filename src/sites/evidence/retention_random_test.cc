// Random tests, cases, suspicions, references, seals and holds, random days, sweeps that are killed: what must stay is
// remembered here, apart from what is stored, and nothing of it is ever destroyed. MUSTER_SEED repeats a run.
#include "kept_world.h"

#include <algorithm>
#include <random>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/seed.h>

namespace muster::evidence {
namespace {

constexpr int kActs = 400;
constexpr std::int64_t kOwnDays = 1095, kAfterCloseDays = 3650;

struct Remembered {
  std::string host, suspicion;
  Instant at;
  std::set<std::string> cases;
  std::vector<std::string> referred_by;
  bool gone = false;
};
struct RememberedHold {
  Hold hold;
  bool lifted = false;
};

class RandomRetention : public ::testing::TestWithParam<store::Backend> {
 protected:
  std::size_t any(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  std::string host() {
    static constexpr const char* kHosts[] = {"a.example", "b.a.example", "c.example", "d.example"};
    return kHosts[any(std::size(kHosts))];
  }
  std::string any_test() {
    auto at = tests_.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(any(tests_.size())));
    return at->first;
  }

  void test() {
    std::string suspicion;
    const std::string name = host();
    if (any(3) == 0 && !open_name_.contains(name)) {
      suspicion = w.suspicion(name);
      open_.insert(suspicion);
      open_name_[name] = suspicion;
    }
    const std::string id = w.tested(name, suspicion);
    tests_[id] = {name, suspicion, w.clock.now(), {}, {}, false};
    if (any(3) != 0 || tests_.size() < 2) return;
    const std::string to = any_test();
    if (to == id || tests_[to].gone) return;
    w.refer(id, to);
    tests_[to].referred_by.push_back(id);
  }
  void settle() {
    if (open_name_.empty()) return;
    const auto [name, id] = *open_name_.begin();
    w.dismiss(id);
    open_.erase(id);
    open_name_.erase(name);
  }
  void open_case() {
    const std::string id = w.opened(fmt::format("case{}.example", closed_.size())).id;
    closed_[id] = {};
    for (int i = 0; i < 2 && !tests_.empty(); ++i) {
      const std::string run = any_test();
      if (tests_[run].cases.contains(id)) continue;
      const auto tied = w.tie(id, run);
      EXPECT_EQ(tied.ok(), !tests_[run].gone) << "what is gone is no evidence";
      if (tied.ok()) tests_[run].cases.insert(id);
    }
  }
  void close_case() {
    for (auto& [id, at] : closed_)
      if (!at && any(2) == 0) {
        w.close(id);
        at = w.clock.now();
        return;
      }
  }
  void hold() {
    NewHold wanted = w.hold_of_site(host());
    switch (any(3)) {
      case 0:
        wanted.site.clear();
        wanted.kind = "period";
        wanted.from = w.clock.now() - std::chrono::days(any(2000) + 1);
        wanted.to = *wanted.from + std::chrono::days(any(400) + 1);
        break;
      case 1:
        if (closed_.empty()) break;
        wanted.site.clear();
        wanted.kind = "case";
        wanted.case_id = closed_.begin()->first;
        break;
      default:
        break;
    }
    if (any(3) == 0) wanted.until = w.clock.now() + std::chrono::days(any(1500) + 1);
    holds_.push_back({w.held(wanted)});
  }
  void lift() {
    if (holds_.empty()) return;
    auto& one = holds_[any(holds_.size())];
    if (!one.lifted) w.lift(one.hold);
    one.lifted = true;
  }

  bool held(const Remembered& run) {
    const Instant now = w.clock.now();
    return std::any_of(holds_.begin(), holds_.end(), [&](const RememberedHold& each) {
      const Hold& h = each.hold;
      if (each.lifted || (h.until && *h.until <= now)) return false;
      if (h.kind == "site") return run.host == h.site || run.host.ends_with("." + h.site);
      if (h.kind == "case") return run.cases.contains(h.case_id);
      return *h.from <= run.at && run.at < *h.to;
    });
  }
  // Whether it must stay now, by what is remembered.
  std::string why_kept(const std::string& id) {
    const Remembered& run = tests_[id];
    const Instant now = w.clock.now();
    if (held(run)) return "hold";
    if (open_.contains(run.suspicion)) return "suspicion";
    if (now < run.at + std::chrono::days(kOwnDays)) return "term";
    for (const std::string& each : run.cases)
      if (!closed_[each] || now < *closed_[each] + std::chrono::days(kAfterCloseDays)) return "case";
    for (const std::string& each : run.referred_by)
      if (!tests_[each].gone) return "reference";
    return "";
  }
  // One that refers goes before the one that it refers to: what went in one sweep is looked at together.
  void sweep(bool killed) {
    SweepOptions options;
    options.at_once = static_cast<int>(any(5)) + 1;
    struct Killed {};
    int steps = static_cast<int>(any(6));
    if (killed)
      options.after = [&](const char*) {
        if (steps-- == 0) throw Killed{};
      };
    try {
      w.sweep(options);
    } catch (const Killed&) {
    }
    std::vector<std::string> went;
    for (auto& [id, run] : tests_) {
      const bool gone = w.is_destroyed(id);
      ASSERT_TRUE(gone || !run.gone) << "it came back";
      ASSERT_TRUE(gone || w.is_there(id)) << "a file went without its tombstone";
      if (gone && !killed) ASSERT_FALSE(w.is_there(id));
      if (gone && !run.gone) went.push_back(id);
    }
    for (const std::string& id : went) tests_[id].gone = true;
    for (const std::string& id : went) ASSERT_EQ(why_kept(id), "") << id;
    destroyed_ += went.size();
  }

  KeptWorld w{GetParam()};
  const std::uint64_t seed_ = test::seed_of_run();
  std::mt19937_64 random_{seed_};
  std::map<std::string, Remembered> tests_;
  std::set<std::string> open_;                    // suspicions
  std::map<std::string, std::string> open_name_;  // by name
  std::map<std::string, std::optional<Instant>> closed_;
  std::vector<RememberedHold> holds_;
  std::size_t destroyed_ = 0;
};
MUSTER_ON_BOTH_BACKENDS(RandomRetention);

TEST_P(RandomRetention, NothingThatMustStayIsEverDestroyed) {
  SCOPED_TRACE(fmt::format("MUSTER_SEED={}", seed_));
  for (int i = 0; i < kActs && !HasFatalFailure(); ++i) switch (any(10)) {
      case 0:
      case 1:
      case 2:
        test();
        break;
      case 3:
        settle();
        break;
      case 4:
        open_case();
        break;
      case 5:
        close_case();
        break;
      case 6:
        any(2) == 0 ? hold() : lift();
        break;
      case 7:
        w.pass(static_cast<std::int64_t>(any(300)) + 1);
        break;
      default:
        sweep(any(2) == 0);
    }
  if (HasFatalFailure()) return;
  // Nothing is kept for ever that nobody needs.
  for (auto& [id, at] : closed_)
    if (!at) {
      w.close(id);
      at = w.clock.now();
    }
  for (auto& each : holds_)
    if (!each.lifted) w.lift(each.hold);
  for (auto& each : holds_) each.lifted = true;
  while (!open_name_.empty()) settle();
  w.pass(kAfterCloseDays);
  for (int chain = 0; chain < 100 && destroyed_ < tests_.size() && !HasFatalFailure(); ++chain) {
    sweep(false);
    w.pass(7);
  }
  EXPECT_EQ(destroyed_, tests_.size());
  EXPECT_GT(destroyed_, 30U);
}

}  // namespace
}  // namespace muster::evidence
