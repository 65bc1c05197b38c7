#include "demo_seller.h"

#include <base/log.h>
#include <base/time.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kBlock = 25;                             // persons whom one dealer registers in a row
constexpr std::int64_t kFirstSoldSerial = 50'000'000;  // below stand the cards of the former register
constexpr std::int64_t kSerialsOfAPerson = 1'000'000;  // so that two sellers never have the same card

int lines_of(int person) {
  return person > 0 && person < kDemoManyUntil && person % kDemoManyLines == 0 && demo_kind(person) == DemoKind::citizen
             ? kDemoManyLines
             : 1;
}

}  // namespace

lines::NewSim DemoSeller::next_sim() {
  return demo_sim(kFirstSoldSerial + (actor_ == kDemo ? 0 : kSerialsOfAPerson) + serial_++);
}

std::string DemoSeller::holder_of(int person) const {
  const auto found = holders_.find(person);
  return found == holders_.end() ? std::string() : found->second;
}

Result<void> DemoSeller::sell(Instance& instance, int first, int last) {
  for (int from = first; from < last;) {
    const int block = from / kBlock, to = std::min(last, (block + 1) * kBlock);
    MUSTER_CHECK_OK(sell_block(instance, dealers_[static_cast<std::size_t>(block) % dealers_.size()], from, to));
    from = to;
  }
  return {};
}

Result<void> DemoSeller::sell_block(Instance& instance, const DemoDealer& dealer, int first, int last) {
  std::vector<int> persons;
  std::vector<lines::NewSim> sims;
  for (int person = first; person < last; ++person)
    for (int n = lines_of(person); n > 0; --n) {
      persons.push_back(person);
      sims.push_back(next_sim());
    }
  MUSTER_TRY(const auto packed, instance.lines.pack(kDemo, pools_.at(dealer.region), dealer.id, sims));
  const std::string today = to_day(instance.clock.now());
  std::vector<std::pair<std::string, registration::Capture>> captures;
  for (std::size_t i = 0; i < packed.size(); ++i) {
    registration::Capture c = demo_capture(persons[i], today);
    c.msisdn = lines::msisdn_text(packed[i].line.msisdn);
    c.dealer_id = dealer.id;
    c.place = fmt::format("{}-{:02}", dealer.region, persons[i] % 7 + 1);
    c.device = fmt::format("T-{:03}", persons[i] % 40 + 1);
    captures.emplace_back(fmt::format("demo-{}-{}", packed[i].line.id, persons[i]), std::move(c));
  }
  const auto results = instance.registration.submit_all(actor_, captures);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i].ok()) {
      if (results[i].error().failure == Failure::unavailable) return results[i].error();
      if (refused_++ == 0)
        fmt::print(stderr, "A capture of the demonstration was refused: {}\n", results[i].error().code);
      continue;
    }
    const auto& r = results[i]->registration;
    sold_.push_back({r.line_id, r.holder_id, persons[i]});
    holders_[persons[i]] = r.holder_id;
  }
  return {};
}

}  // namespace muster::cli
