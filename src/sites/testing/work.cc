// Tests that many workers share: handed out by the schedule, taken from a queue, stored once. What two workers tested
// both is judged once: the second one's visit finds the test on record and is thrown away with its evidence.
#include "inside.h"
#include "run_store.h"
#include <base/bytes.h>
#include <schedule/campaign.h>
#include <testing/work.h>

#include <algorithm>
#include <deque>
#include <map>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <queue/queue.h>

namespace muster::testing {
namespace json = boost::json;
namespace {

constexpr int kHandedOutAtOnce = 500;
constexpr int kTakenAtOnce = 16;                         // a dead worker holds no more than these and what it visits
constexpr Duration kTryAgain = std::chrono::seconds(5);  // when the queue or the database is away
constexpr Duration kAwayMax = std::chrono::minutes(2);   // for whom nothing waits beyond the queue's end
constexpr Duration kIdle = std::chrono::seconds(1);
constexpr Duration kCampaignWaits = std::chrono::minutes(15);

// The same site due at the same time is the same test, whoever hands it out and however often.
std::string test_id_of(const schedule::DueSite& site) {
  std::string hex = to_hex(sha256(fmt::format("muster-test/1\n{}\n{}", site.host, site.due_at.micros))).substr(0, 32);
  hex[12] = '8';  // RFC 9562 §5.8
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                     hex.substr(20));
}

struct Wanted {
  std::string url, requested_by;
};
Result<Wanted> wanted_of(const queue::Taken& item) {
  boost::system::error_code error;
  const json::value body = json::parse(item.body, error);
  const auto text = [&](const char* name) -> std::string {
    const auto* object = body.if_object();
    const auto* value = object ? object->if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : "";
  };
  Wanted out{text("url"), text("requested_by")};
  if (error || out.url.empty() || out.requested_by.empty() || !is_id(item.id))
    return invalid("work_form", "This is no request for a test: it has no id, no url or nobody who asked.");
  return out;
}

// One round over what the queue gives.
class Shift {
 public:
  Shift(Service::Inside& inside, queue::Queue& queue, const WorkOptions& options, Worked& worked)
      : inside_(inside), queue_(queue), options_(options), worked_(worked) {}

  // Returns when the queue gave nothing, when it is time to stop, or on an error.
  Result<void> run() {
    Round round;
    round.next = [this] { return next(); };
    round.looked = [this](LookedPage&& page, const ScoredWith& with, const FetchOptions& options) {
      return store(std::move(page), with, options);
    };
    round.stop = [this] {
      extend();
      return failed_ || (options_.stop && options_.stop());
    };
    const auto done = inside_.visit_all(round);
    // What was taken and not visited goes to the others at once.
    for (const auto& [id, held] : held_) (void)queue_.again(held.item, Duration::zero());
    return failed_ ? Result<void>(*failed_) : done;
  }

 private:
  struct Held {
    queue::Taken item;
    Wanted wanted;
  };

  Duration idle() const { return options_.until_empty ? kIdle / 10 : kIdle; }
  bool on_record(const std::string& id) {
    const auto there =
        inside_.database.read([&](store::Transaction& tx) -> Result<bool> { return runs::exists(tx, id); });
    return there.ok() && *there;
  }

  std::optional<Ordered> next() {
    if (ready_.empty() && !failed_) take();
    if (ready_.empty()) return {};
    const std::string id = ready_.front();
    ready_.pop_front();
    return Ordered{id, held_.at(id).wanted.url};
  }

  void take() {
    const auto taken = queue_.take(kTakenAtOnce, held_.empty() ? idle() : Duration::zero());
    if (!taken.ok()) {
      failed_ = taken.error();
      return;
    }
    for (const queue::Taken& item : *taken) {
      auto wanted = wanted_of(item);
      if (!wanted.ok()) {
        ++worked_.aside;
        (void)queue_.set_aside(item, wanted.error());
        continue;
      }
      if (on_record(item.id)) {
        ++worked_.repeated;
        (void)queue_.done(item);
        continue;
      }
      if (!held_.contains(item.id)) ready_.push_back(item.id);
      held_[item.id] = {item, std::move(*wanted)};  // the newest lease of it
    }
  }

  Result<void> store(LookedPage&& page, const ScoredWith& with, const FetchOptions& options) {
    const auto found = held_.extract(page.run_id);
    if (found.empty()) return {};
    const Held& held = found.mapped();
    const auto run = inside_.store(std::move(page), held.wanted.requested_by, with, options, true);
    if (run.ok()) {
      ++worked_.tested;
      worked_.clues += run->verdict == "clue";
      if (options_.each) options_.each(*run);
      // What can't be said now is said by whoever takes it again: the test is on record.
      (void)queue_.done(held.item);
    } else if (on_record(held.item.id)) {  // by another worker, a moment before
      ++worked_.repeated;
      (void)queue_.done(held.item);
    } else if (run.error().failure == Failure::unavailable) {
      (void)queue_.again(held.item, kTryAgain);
      return run.error();
    } else {
      ++worked_.aside;
      (void)queue_.set_aside(held.item, run.error());
    }
    return {};
  }

  void extend() {
    const Instant now = inside_.now();
    if (now - extended_ < queue_.lease() / 3) return;
    extended_ = now;
    std::vector<const queue::Taken*> items;
    for (const auto& [id, held] : held_) items.push_back(&held.item);
    (void)queue_.extend_all(items);
  }

  Service::Inside& inside_;
  queue::Queue& queue_;
  const WorkOptions& options_;
  Worked& worked_;
  Instant extended_ = inside_.now();
  std::deque<std::string> ready_;
  std::map<std::string, Held> held_;
  std::optional<Error> failed_;
};

}  // namespace

Result<void> Service::order(queue::Queue& queue, const std::vector<Ordered>& tests, const std::string& requested_by) {
  std::vector<queue::Item> items;
  for (const Ordered& test : tests)
    items.push_back({test.id, json::serialize(json::object{{"url", test.url}, {"requested_by", requested_by}})});
  for (std::size_t at = 0; at < items.size(); at += queue::kPutMax)
    MUSTER_CHECK_OK(queue.put(std::span(items).subspan(at, std::min(queue::kPutMax, items.size() - at))));
  return {};
}

namespace {

Result<void> told(Service::Inside& inside, const events::Kind& kind, const std::string& key,
                  const std::string& person) {
  return inside.database.write([&](store::Transaction& tx) -> Result<void> {
    inside.recorder.record(tx, kind, person, "work", key, "{}");
    return {};
  });
}

}  // namespace

// The queue first: it may stand outside of the database, and a record of what did not happen would be worse than none.
Result<void> Service::retry_aside(queue::Queue& queue, const std::string& key, const std::string& person) {
  MUSTER_CHECK_OK(queue.retry(key));
  return told(*inside_, kWorkRetried, key, person);
}
Result<void> Service::drop_aside(queue::Queue& queue, const std::string& key, const std::string& person) {
  MUSTER_CHECK_OK(queue.drop(key));
  return told(*inside_, kWorkDropped, key, person);
}

Result<std::int64_t> Service::hand_out(queue::Queue& queue, std::int64_t most) {
  MUSTER_TRY(const queue::Counts counts, queue.counts());
  MUSTER_TRY(const std::int64_t left, inside_->schedule->left_today());
  // What a campaign handed out of late and still waits is not the schedule's.
  MUSTER_TRY(const std::int64_t campaigns, inside_->database.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    return schedule::Campaigns::handed_since(tx, inside_->now() - kCampaignWaits);
  }));
  most = std::min(most, left - std::max<std::int64_t>(0, counts.waiting + counts.taken - campaigns));
  std::int64_t out = 0;
  while (out < most) {
    const int limit = static_cast<int>(std::min<std::int64_t>(kHandedOutAtOnce, most - out));
    MUSTER_TRY(const auto due,
               inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<schedule::DueSite>> {
                 return inside_->schedule->due(tx, limit);
               }));
    if (due.empty()) break;
    std::vector<Ordered> tests;
    for (const auto& site : due) tests.push_back({test_id_of(site), "http://" + site.host + "/"});
    // First the queue, then the record: after a crash in between the same tests are put again under the same ids.
    MUSTER_CHECK_OK(order(queue, tests, "system:schedule"));
    MUSTER_CHECK_OK(inside_->database.write([&](store::Transaction& tx) -> Result<void> {
      for (const auto& site : due) inside_->schedule->handed_out(tx, site);
      return {};
    }));
    out += static_cast<std::int64_t>(due.size());
  }
  return out;
}

Result<std::int64_t> Service::hand_out_campaign(queue::Queue& queue, const schedule::Campaigns& campaigns,
                                                std::int64_t waiting_max) {
  MUSTER_TRY(const queue::Counts counts, queue.counts());
  return campaigns.hand_out(waiting_max - counts.waiting - counts.taken,
                            [&](Instant began, const std::vector<std::string>& hosts) -> Result<void> {
                              std::vector<Ordered> tests;
                              for (const std::string& host : hosts)
                                tests.push_back({test_id_of({.host = host, .due_at = began}), "http://" + host + "/"});
                              return order(queue, tests, "system:campaign");
                            });
}

Result<Worked> Service::work(queue::Queue& queue, const WorkOptions& options) {
  Worked out;
  const auto stopped = [&] { return options.stop && options.stop(); };
  const auto progress = [&] { return out.tested + out.repeated + out.aside; };
  Instant well_at = inside_->now();  // when something was last done
  while (!stopped()) {
    const std::int64_t before = progress();
    auto shift = Shift(*inside_, queue, options, out).run();
    if (shift.ok() && options.until_empty && progress() == before) {
      if (const auto counts = queue.counts(); !counts.ok())
        shift = counts.error();
      else if (counts->waiting + counts->taken == 0)
        break;
    }
    if (shift.ok()) {
      well_at = inside_->now();
      continue;
    }
    if (shift.error().failure != Failure::unavailable) return shift.error();
    if (progress() > before) well_at = inside_->now();
    if (options.until_empty && inside_->now() - well_at > kAwayMax) return shift.error();
    if (options.trouble) options.trouble(shift.error());
    for (Duration waited{}; waited < kTryAgain && !stopped(); waited += kIdle) std::this_thread::sleep_for(kIdle);
  }
  return out;
}

}  // namespace muster::testing
