#include "demo_base.h"

#include "demo_accounts.h"
#include "demo_specimens.h"
#include "instance.h"
#include <base/text.h>
#include <registration/take_over.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include <fmt/format.h>

namespace muster::cli {
namespace {

// Of a hundred lines of the former register, how many are in each region.
constexpr std::array<int, std::size(kDemoRegions)> kShare = {40, 30, 20, 10};
constexpr std::int64_t kFirstFormer = 8'619'900'000'000, kFormerStep = 1'000'000;
constexpr int kTailMax = 400;
constexpr double kTail = 1.6;                     // exponent of the tail: P(n lines or more) falls as n to this power
constexpr int kFirstDay = 4'000, kLastDay = 300;  // before today
constexpr int kFormerDealers = 40;

// Always the same lines for the same number of them. One in twenty has no document on record at all.
class Former {
 public:
  Former(std::int64_t first, Instant now) : msisdn_(first), now_(now), drawn_(20'100'901) {}
  void goes_on_at(std::int64_t first) { msisdn_ = first; }
  registration::OldRecord next() {
    if (left_ == 0) {
      ++account_;
      left_ = draw_lines();
    }
    --left_;
    registration::OldRecord record;
    record.msisdn = lines::msisdn_text(msisdn_++);
    const auto sim = demo_sim(++serial_);
    record.iccid = sim.iccid;
    record.imsi = sim.imsi;
    if (account_ % 20 != 0) {
      record.document_kind = account_ % 15 == 4 ? "passport" : "resident_card";
      record.document_country = account_ % 15 == 4 ? "UTO" : "CHN";
      record.document_number = fmt::format("F{:09}", account_);
    }
    if (account_ % 15 == 4) record.category = "foreigner";
    record.dealer = fmt::format("F-{:02}", account_ % kFormerDealers);
    const int days_ago = kLastDay + static_cast<int>(drawn_() % static_cast<std::uint64_t>(kFirstDay - kLastDay));
    record.registered_on = to_day(now_ - std::chrono::hours(24) * days_ago);
    if (account_ % 3 == 0) record.language = "zh";
    return record;
  }

 private:
  int draw_lines() {
    const double u = (static_cast<double>(drawn_() >> 11) + 1) / 9'007'199'254'740'993.0;  // (0, 1]
    return static_cast<int>(std::min<double>(kTailMax, std::pow(u, -1 / kTail)));
  }
  std::int64_t msisdn_, serial_ = 0;
  Instant now_;
  std::mt19937_64 drawn_;
  std::int64_t account_ = 0;
  int left_ = 0;
};

Result<std::string> former_pool(Instance& instance, std::size_t region) {
  lines::NewPool pool;
  pool.name = fmt::format("{} · former register", kDemoRegions[region]);
  pool.operator_name = "Northern Mobile (demo)";
  pool.region = kDemoRegions[region];
  pool.first = kFirstFormer + static_cast<std::int64_t>(region) * kFormerStep;
  pool.last = pool.first + kFormerStep - 1;
  MUSTER_TRY(const auto made, instance.lines.make_pool(kDemo, pool));
  return made.id;
}

Result<void> take_batch(const registration::TakeOver& take_over, Former& former, std::int64_t count) {
  std::vector<registration::OldRecord> batch(static_cast<std::size_t>(count));
  std::generate(batch.begin(), batch.end(), [&] { return former.next(); });
  for (const auto& taken : take_over.load(kDemo, batch))
    if (!taken.ok()) return taken.error();
  return {};
}

}  // namespace

Result<std::int64_t> load_demo_base(Instance& instance, std::int64_t lines, Instant now) {
  std::int64_t all = 0;
  Former former(kFirstFormer, now);
  for (std::size_t region = 0; region < std::size(kDemoRegions); ++region) {
    MUSTER_TRY(const std::string pool, former_pool(instance, region));
    former.goes_on_at(kFirstFormer + static_cast<std::int64_t>(region) * kFormerStep);
    const bool last_one = region + 1 == std::size(kDemoRegions);
    std::int64_t left = std::min(kFormerStep, last_one ? lines - all : lines * kShare[region] / 100), stocked = 0;
    while (left > 0) {
      const auto count = std::min<std::int64_t>(left, registration::TakeOver::kLoadMax);
      if (stocked < count) {
        MUSTER_TRY(const auto more, instance.lines.stock(kDemo, pool, std::min(left - stocked, lines::kStockMax)));
        stocked += more;
      }
      MUSTER_CHECK_OK(take_batch(instance.take_over, former, count));
      stocked -= count;
      left -= count;
      all += count;
      if (all % 25'000 == 0) fmt::print(stderr, "\r{} lines of the former register", with_separators(all));
    }
  }
  fmt::print(stderr, "\n");
  return all;
}

}  // namespace muster::cli
