// The queue in the database.
#include "queue_rules.h"

#include <condition_variable>
#include <mutex>

namespace muster::queue {
namespace {

namespace sql {
using store::Sql;
constexpr Sql kForget{"work_forget",
                      "delete from work_item where queue = :queue and state = 'done' and turn_at <= :now"};
constexpr Sql kWaiting{
    "work_waiting",
    "select count(*) as n from (select 1 from work_item where queue = :queue and state = 'waiting' limit :most) w"};
constexpr Sql kPut{"work_put",
                   "insert into work_item(queue, id, state, body, turn_at, changed_at) values(:queue, :id, 'waiting', "
                   ":body, :now, :now) on conflict(queue, id) do nothing"};
constexpr Sql kAnything{
    "work_anything", "select 1 from work_item where queue = :queue and state = 'waiting' and turn_at <= :now limit 1"};
// The head of the queue by its index, and then row by row: a condition on state and turn beside the ids has SQLite read
// everything that waits, each time. Both run in one serializable transaction.
#define WORK_HEAD                                                                                                      \
  "queue = :queue and id in (select id from work_item where queue = :queue and state = 'waiting' and turn_at <= :now " \
  "order by turn_at, id limit :most)"
constexpr Sql kGiveUp{"work_give_up",
                      "update work_item set state = 'aside', lease = '', code = :code, sentence = :sentence, "
                      "changed_at = :now where attempts >= :attempts and " WORK_HEAD};
constexpr Sql kTake{"work_take",
                    "update work_item set lease = :lease, attempts = attempts + 1, turn_at = :until, changed_at = :now "
                    "where " WORK_HEAD};
#undef WORK_HEAD
constexpr Sql kTaken{"work_taken",
                     "select id, body, attempts from work_item where queue = :queue and state = 'waiting' and turn_at "
                     "= :until and lease = :lease order by id"};
// Whoever says so: the work is done, even if its lease went on to somebody else meanwhile.
constexpr Sql kDone{"work_done",
                    "update work_item set state = 'done', body = '', lease = '', turn_at = :until, changed_at = :now "
                    "where queue = :queue and id = :id and state = 'waiting'"};
constexpr Sql kTurn{"work_turn",
                    "update work_item set turn_at = :at, lease = :next, changed_at = :now where queue = :queue and id "
                    "= :id and state = 'waiting' and lease = :lease"};
constexpr Sql kSetAside{"work_set_aside",
                        "update work_item set state = 'aside', lease = '', code = :code, sentence = :sentence, "
                        "changed_at = :now where queue = :queue and id = :id and state = 'waiting' and lease = :lease"};
constexpr Sql kCounts{"work_counts",
                      "select coalesce(sum(case when state = 'waiting' and lease = '' then 1 else 0 end), 0) as "
                      "waiting, coalesce(sum(case when state = 'waiting' and lease <> '' then 1 else 0 end), 0) as "
                      "taken, coalesce(sum(case when state = 'aside' then 1 else 0 end), 0) as aside from work_item "
                      "where queue = :queue and state <> 'done'"};
constexpr Sql kAside{"work_aside",
                     "select * from work_item where queue = :queue and state = 'aside' and id > :after order by id "
                     "limit :limit"};
constexpr Sql kRetry{"work_retry",
                     "update work_item set state = 'waiting', attempts = 0, code = '', sentence = '', turn_at = :now, "
                     "changed_at = :now where queue = :queue and id = :id and state = 'aside'"};
constexpr Sql kDrop{"work_drop",
                    "update work_item set state = 'done', body = '', turn_at = :until, changed_at = :now where queue = "
                    ":queue and id = :id and state = 'aside'"};
}  // namespace sql

// So much room is counted at once: a count of all that waits for every put would take longer than the put. Several
// processes that put into one queue may go beyond its limit by that.
constexpr std::int64_t kRoomOnce = 50'000;

class Embedded : public Queue {
 public:
  Embedded(store::Database& database, const Clock& clock, Random& random, Options options)
      : database_(database), clock_(clock), random_(random), options_(std::move(options)) {}

  Duration lease() const override { return options_.lease; }

  Result<void> put(std::span<const Item> items) override {
    MUSTER_CHECK_OK(check(items));
    const auto put = static_cast<std::int64_t>(items.size());
    std::lock_guard one_by_one(put_mutex_);
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      const Instant now = clock_.now();
      tx.run(sql::kForget, {{"queue", options_.name}, {"now", now}});
      if (room_ < put) {
        const auto waiting = tx.one(sql::kWaiting, {{"queue", options_.name}, {"most", options_.waiting_max}});
        room_ = std::min(options_.waiting_max - waiting->integer("n"), kRoomOnce);
      }
      if (room_ < put) return unavailable("queue_full", "As much work waits as the queue may hold; try again later.");
      for (const Item& item : items)
        tx.run(sql::kPut, {{"queue", options_.name}, {"id", item.id}, {"body", item.body}, {"now", now}});
      return {};
    }));
    room_ -= put;
    told_.notify_all();
    return {};
  }

  Result<std::vector<Taken>> take(int most, Duration wait) override {
    MUSTER_TRY(auto taken, take_now(most));
    if (!taken.empty() || wait <= Duration::zero()) return taken;
    std::unique_lock lock(mutex_);
    told_.wait_for(lock, wait);
    lock.unlock();
    return take_now(most);
  }

  Result<void> done(const Taken& item) override {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      const Instant now = clock_.now();
      tx.run(sql::kDone,
             {{"queue", options_.name}, {"id", item.id}, {"until", now + options_.remembered}, {"now", now}});
      return {};
    });
  }
  Result<void> extend(const Taken& item) override { return turn(item, options_.lease, item.lease); }
  Result<void> extend_all(std::span<const Taken* const> items) override {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      const Instant now = clock_.now(), until = now + options_.lease;
      for (const Taken* item : items)
        tx.run(sql::kTurn, {{"queue", options_.name},
                            {"id", item->id},
                            {"lease", item->lease},
                            {"at", until},
                            {"next", item->lease},
                            {"now", now}});
      return {};
    });
  }
  Result<void> again(const Taken& item, Duration after) override { return turn(item, after, ""); }

  Result<void> set_aside(const Taken& item, const Error& why) override {
    return owned(sql::kSetAside, item, {{"code", why.code}, {"sentence", why.sentence}});
  }

  Result<Counts> counts() override {
    MUSTER_TRY(const auto rows, database_.ask(sql::kCounts, {{"queue", options_.name}}));
    return Counts{rows[0].integer("waiting"), rows[0].integer("taken"), rows[0].integer("aside")};
  }

  Result<std::vector<Aside>> aside(const std::string& after, int limit) override {
    MUSTER_TRY(const auto rows,
               database_.ask(sql::kAside, {{"queue", options_.name}, {"after", after}, {"limit", limit}}));
    std::vector<Aside> out;
    for (const auto& row : rows)
      out.push_back({row.text("id"), row.text("id"), row.text("body"), row.text("code"), row.text("sentence"),
                     row.integer("attempts"), row.instant("changed_at")});
    return out;
  }
  Result<void> retry(const std::string& key) override { return of_aside(sql::kRetry, key, {}); }
  Result<void> drop(const std::string& key) override {
    return of_aside(sql::kDrop, key, {{"until", clock_.now() + options_.remembered}});
  }

 private:
  Result<std::vector<Taken>> take_now(int most) {
    most = std::min(most, static_cast<int>(kTakeMax));
    MUSTER_TRY(const auto anything, database_.ask(sql::kAnything, {{"queue", options_.name}, {"now", clock_.now()}}));
    if (anything.empty()) return std::vector<Taken>{};
    return database_.write([&](store::Transaction& tx) -> Result<std::vector<Taken>> {
      const Instant now = clock_.now(), until = now + options_.lease;
      const std::string lease = new_id(clock_, random_);
      while (tx.run(sql::kGiveUp, {{"queue", options_.name},
                                   {"now", now},
                                   {"most", most},
                                   {"attempts", options_.attempts_max},
                                   {"code", kGaveUp},
                                   {"sentence", kGaveUpSentence}}) > 0) {
      }
      tx.run(sql::kTake, {{"queue", options_.name}, {"now", now}, {"until", until}, {"lease", lease}, {"most", most}});
      std::vector<Taken> out;
      for (const auto& row : tx.query(sql::kTaken, {{"queue", options_.name}, {"until", until}, {"lease", lease}}))
        out.push_back({row.text("id"), row.text("body"), row.integer("attempts"), lease});
      return out;
    });
  }
  Result<void> owned(const store::Sql& statement, const Taken& item, store::Binds more) {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      store::Binds binds{{"queue", options_.name}, {"id", item.id}, {"lease", item.lease}, {"now", clock_.now()}};
      binds.insert(binds.end(), more.begin(), more.end());
      if (tx.run(statement, binds) == 1) return {};
      return conflict("queue_lease_lost", "The lease ran out, and the work is somebody else's now.");
    });
  }
  Result<void> turn(const Taken& item, Duration after, const std::string& next) {
    return owned(sql::kTurn, item, {{"at", clock_.now() + after}, {"next", next}});
  }
  Result<void> of_aside(const store::Sql& statement, const std::string& key, store::Binds more) {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      store::Binds binds{{"queue", options_.name}, {"id", key}, {"now", clock_.now()}};
      binds.insert(binds.end(), more.begin(), more.end());
      if (tx.run(statement, binds) == 1) return {};
      return not_found("queue_aside_unknown", "Nothing of this key was set aside.");
    });
  }

  store::Database& database_;
  const Clock& clock_;
  Random& random_;
  const Options options_;
  std::mutex put_mutex_;
  std::int64_t room_ = 0;  // for as many there surely is
  std::mutex mutex_;
  std::condition_variable told_;
};

}  // namespace

Result<std::unique_ptr<Queue>> embedded(store::Database& database, const Clock& clock, Random& random,
                                        Options options) {
  MUSTER_CHECK_OK(check(options));
  return std::unique_ptr<Queue>(std::make_unique<Embedded>(database, clock, random, std::move(options)));
}

}  // namespace muster::queue
