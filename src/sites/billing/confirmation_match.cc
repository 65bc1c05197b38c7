#include "confirmation_match.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>

namespace muster::billing {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

// The two earliest different times at which each transaction was confirmed.
class Confirmed {
 public:
  explicit Confirmed(std::size_t keys) : slots_(std::bit_ceil(keys * 2 + 2), kEmpty) { times_.reserve(keys); }
  void want(std::uint64_t key) {
    std::uint32_t& slot = slots_[find(key)];
    if (slot != kEmpty) return;
    slot = static_cast<std::uint32_t>(times_.size());
    times_.push_back({key});
  }
  void confirm(std::uint64_t key, std::int64_t at) {
    const std::uint32_t slot = slots_[find(key)];
    if (slot == kEmpty) return;
    Times& t = times_[slot];
    if (at < t.first) {
      t.second = t.first;
      t.first = at;
    } else if (at > t.first && at < t.second) {
      t.second = at;
    }
  }
  bool twice_before(std::uint64_t key, std::int64_t at) const { return times_[slots_[find(key)]].second <= at; }

 private:
  static constexpr std::uint32_t kEmpty = 0xffffffff;
  struct Times {
    std::uint64_t key;
    std::int64_t first = kNever, second = kNever;
  };
  std::size_t find(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = key & mask;  // the partition is said by the upper bits
    while (slots_[at] != kEmpty && times_[slots_[at]].key != key) at = (at + 1) & mask;
    return at;
  }
  std::vector<std::uint32_t> slots_;
  std::vector<Times> times_;
};

bool before(const ChargeRecord& a, const ChargeRecord& b) {
  return std::pair(a.file, a.line) < std::pair(b.file, b.line);
}

// Keeps the first ones, in twice their room.
class First {
 public:
  explicit First(std::size_t most) : most_(most) {}
  void add(const ChargeRecord& r) {
    if (most_ == 0 || (limit_ && !before(r, *limit_))) return;
    records_.push_back(r);
    if (records_.size() >= 2 * most_) cut();
  }
  void add(const std::vector<ChargeRecord>& all) {
    for (const auto& r : all) add(r);
  }
  std::vector<ChargeRecord> take() {
    if (records_.size() > most_) cut();
    std::sort(records_.begin(), records_.end(), before);
    return std::move(records_);
  }

 private:
  void cut() {
    const auto middle = records_.begin() + static_cast<std::ptrdiff_t>(most_) - 1;
    std::nth_element(records_.begin(), middle, records_.end(), before);
    records_.resize(most_);
    limit_ = *std::max_element(records_.begin(), records_.end(), before);
  }
  const std::size_t most_;
  std::vector<ChargeRecord> records_;
  std::optional<ChargeRecord> limit_;
};

class Matching {
 public:
  Matching(const Spill& charges, const Spill& confirmations, std::int64_t kept_max, std::size_t chunk,
           Progress* progress)
      : charges_(charges),
        confirmations_(confirmations),
        chunk_(chunk * kChargeRecordBytes),
        first_(static_cast<std::size_t>(kept_max)),
        progress_(progress) {}

  void work() {
    for (;;) {
      const std::size_t p = next_++;
      if (p >= kPartitions) return;
      if (auto done = partition(p); !done.ok()) {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = done.error();
        next_ = kPartitions;
        return;
      }
      if (progress_) ++progress_->bytes_done;
    }
  }
  Result<Unconfirmed> outcome() {
    if (error_) return *error_;
    return Unconfirmed{first_.take(), count_, std::move(totals_)};
  }

 private:
  // In chunks: a partition may be large when many charges have one transaction.
  Result<void> partition(std::size_t p) {
    std::string chunk;
    Result<void> done;
    MUSTER_CHECK_OK(charges_.read(p, [&](std::string_view run) {
      chunk += run;
      if (chunk.size() < chunk_) return true;
      done = match_chunk(p, chunk);
      chunk.clear();
      return done.ok();
    }));
    if (done.ok() && !chunk.empty()) done = match_chunk(p, chunk);
    return done;
  }

  Result<void> match_chunk(std::size_t p, const std::string& chunk) {
    const auto key_at = [&](std::size_t at) {
      std::uint64_t key = 0;
      std::memcpy(&key, chunk.data() + at, 8);
      return key;
    };
    Confirmed confirmed(chunk.size() / kChargeRecordBytes);
    for (std::size_t at = 0; at < chunk.size(); at += kChargeRecordBytes) confirmed.want(key_at(at));
    bool stop = false;
    MUSTER_CHECK_OK(confirmations_.read(p, [&](std::string_view run) {
      for (std::size_t at = 0; at < run.size(); at += kConfirmationRecordBytes) {
        std::uint64_t key = 0;
        std::int64_t when = 0;
        std::memcpy(&key, run.data() + at, 8);
        std::memcpy(&when, run.data() + at + 8, 8);
        confirmed.confirm(key, when);
      }
      stop = progress_ && progress_->stopped();
      return !stop;
    }));
    if (stop) return stopped_error(*progress_);
    std::vector<ChargeRecord> without;
    for (std::size_t at = 0; at < chunk.size(); at += kChargeRecordBytes) {
      const ChargeRecord r = charge_record(chunk.data() + at);
      if (!confirmed.twice_before(r.key, r.at_ms)) without.push_back(r);
      if (without.size() >= kTakenAtOnce) take(without);
    }
    take(without);
    return {};
  }

  void take(std::vector<ChargeRecord>& without) {
    const std::lock_guard lock(mutex_);
    count_ += static_cast<std::int64_t>(without.size());
    for (const auto& r : without)
      billing::add(
          totals_,
          {FindingKind::no_confirmation, r.service == kNoService20 ? Tariff::kNone : r.service, "", r.currency()},
          {1, r.amount});
    first_.add(without);
    without.clear();
  }

  static constexpr std::size_t kTakenAtOnce = 4096;
  const Spill &charges_, &confirmations_;
  const std::size_t chunk_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  First first_;
  std::int64_t count_ = 0;
  Totals totals_;
  std::optional<Error> error_;
  Progress* progress_;
};

}  // namespace

Result<Unconfirmed> match(const Spill& charges, const Spill& confirmations, unsigned threads, std::int64_t kept_max,
                          std::size_t chunk_charges, Progress* progress) {
  Matching matching(charges, confirmations, kept_max, chunk_charges, progress);
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back([&] { matching.work(); });
  matching.work();
  for (auto& t : others) t.join();
  return matching.outcome();
}

}  // namespace muster::billing
