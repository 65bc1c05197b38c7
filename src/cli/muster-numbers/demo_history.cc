#include "demo_history.h"

#include "demo_base.h"
#include "demo_seller.h"
#include <base/bytes.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

using std::chrono::hours;
constexpr Duration kDay = hours(24);
constexpr std::int64_t kDemoQuota = 10'000;  // registrations a day
constexpr const char* kDealerNames[] = {"Alder Phones", "Birch Mobile",  "Cedar Corner", "Dogwood Digital",
                                        "Elm Street",   "Fir & Friends", "Gorse Market", "Hazel Kiosk"};
constexpr std::int64_t kFirstSold = 8'619'910'000'000, kRegionStep = 100'000;

// Says no to three of a hundred, always the same ones; says nothing while it is
// away.
class DemoAuthority final : public registration::Authority {
 public:
  explicit DemoAuthority(bool away) : away_(away) {}
  Result<registration::Answer> check(const registration::Question& question) override {
    if (away_) return unavailable("authority_away", "The authority does not answer.");
    const int lot = sha256("muster-demo " + question.number)[0];
    if (lot == 0) return registration::Answer{false, {"holder_deceased"}};
    if (lot < 8) return registration::Answer{false, {"identity_unknown"}};
    return registration::Answer{true};
  }

 private:
  bool away_;
};

Result<void> ask_authority(Instance& instance, bool away) {
  DemoAuthority authority(away);
  for (int asked = 1; asked > 0;) {
    MUSTER_TRY(asked, instance.registration.verify_due(authority, 500));
    if (away) break;  // each was asked once; the next time is later than now
  }
  return {};
}

Result<void> let_time_work(Instance& instance) {
  for (int moved = 1; moved > 0;) {
    MUSTER_TRY(moved, instance.lines.tick());
  }
  for (int closed = 1; closed > 0;) {
    MUSTER_TRY(closed, instance.registration.close_ended(instance.clock.now() - 7 * kDay));
  }
  return {};
}

Result<void> step(Instance& instance, const DemoSold& sold, lines::Event event, const std::string& reason) {
  MUSTER_TRY(const auto line, instance.lines.line(sold.line_id));
  if (!lines::find_transition(line.state, event)) return {};  // the authority said no, and the line is free
  MUSTER_TRY([[maybe_unused]] const auto moved, instance.lines.apply(kDemo, line.id, line.version, event, reason));
  return {};
}

// Every `every`th of what was sold, from the `first` on.
template <class F>
Result<void> some_of(const std::vector<DemoSold>& sold, std::size_t first, std::size_t every, F&& body) {
  for (std::size_t i = first; i < sold.size(); i += every) MUSTER_CHECK_OK(body(sold[i]));
  return {};
}

Result<void> swap_sim(Instance& instance, DemoSeller& seller, const DemoSold& sold, const char* reason) {
  MUSTER_TRY(const auto line, instance.lines.line(sold.line_id));
  if (line.state != lines::State::active) return {};
  const auto sim = seller.next_sim();
  MUSTER_TRY([[maybe_unused]] const auto added, instance.lines.add_sim(kDemo, sim.iccid, sim.imsi));
  MUSTER_TRY([[maybe_unused]] const auto done,
             instance.lines.change_sim(kDemo, line.id, line.version, sim.iccid, reason));
  return {};
}

// Two records that turned out to be one person's: together beyond the cap.
Result<void> link_doubles(Instance& instance, const DemoSeller& seller) {
  for (int person = kDemoManyLines; person + kDemoManyLines < kDemoManyUntil; person += 2 * kDemoManyLines) {
    const std::string holder = seller.holder_of(person), into = seller.holder_of(person + kDemoManyLines);
    if (holder.empty() || into.empty()) continue;
    MUSTER_TRY([[maybe_unused]] const auto linked,
               instance.persons.link(kDemo, holder, into,
                                     {persons::Evidence::register_extract, fmt::format("RX-{:04}", person)}));
  }
  return {};
}

// Since the last three o'clock in the night, by the working calendar's clock, that lies seven hours back at least.
Duration since_last_night(Instant now, const policy::Policy& policy) {
  constexpr std::int64_t kHour = 3'600'000'000, kNight = 3 * kHour, kLeast = 7 * kHour, kOneDay = 24 * kHour;
  const std::int64_t offset = policy.calendar().settings().utc_offset_minutes * std::int64_t{60'000'000};
  const std::int64_t of_day = (now.micros + offset) % kOneDay;
  const std::int64_t since = (of_day - kNight + kOneDay) % kOneDay;
  return Duration{since < kLeast ? since + kOneDay : since};
}

Result<void> sales_pools(Instance& instance, DemoSeller& seller, int holders) {
  for (std::size_t region = 0; region < std::size(kDemoRegions); ++region) {
    lines::NewPool pool;
    pool.name = fmt::format("{} · shops", kDemoRegions[region]);
    pool.operator_name = "Northern Mobile (demo)";
    pool.region = kDemoRegions[region];
    pool.first = kFirstSold + static_cast<std::int64_t>(region) * kRegionStep;
    pool.last = pool.first + kRegionStep - 1;
    MUSTER_TRY(const auto made, instance.lines.make_pool(kDemo, pool));
    MUSTER_TRY([[maybe_unused]] const auto stocked,
               instance.lines.stock(kDemo, made.id, std::min<std::int64_t>(lines::kStockMax, holders + 200)));
    seller.sells_from(kDemoRegions[region], made.id);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Instance>> DemoTime::at(Duration before_now) const {
  InstanceOptions options = options_;
  options.at = to_rfc3339(now_ - before_now);
  return Instance::open(options);
}

Result<std::vector<DemoDealer>> make_demo_dealers(Instance& instance) {
  std::vector<DemoDealer> out;
  for (const char* name : kDealerNames) {
    parties::Party party;
    party.kind = "partner";
    party.name = name;
    party.licence_number = fmt::format("DEMO-D-{:02}", out.size() + 1);
    party.contact_email = fmt::format("shop{}@dealer.example", out.size() + 1);
    MUSTER_TRY(const auto made, instance.parties.create_party(kDemo, party));
    dealers::NewDealer contract;
    contract.id = made.id;
    contract.contract_number = fmt::format("C-{:02}", out.size() + 1);
    contract.contract_from = instance.clock.now();
    contract.region = kDemoRegions[out.size() % std::size(kDemoRegions)];
    contract.quota = kDemoQuota;
    MUSTER_TRY(const auto applied, instance.dealers.apply(kDemo, contract));
    MUSTER_CHECK_OK(instance.dealers.take(kDemo, applied.id, applied.version, dealers::Event::activate));
    out.push_back({made.id, name, contract.region});
  }
  return out;
}

Result<DemoHistory> load_demo_history(const DemoTime& time, const std::vector<DemoDealer>& dealers, int holders) {
  DemoSeller seller(dealers);
  const auto part = [holders](int of_hundred) { return holders * of_hundred / 100; };
  {
    MUSTER_TRY(const auto then, time.at(300 * kDay));
    MUSTER_CHECK_OK(sales_pools(*then, seller, holders));
    MUSTER_CHECK_OK(seller.sell(*then, 0, part(60)));
    MUSTER_CHECK_OK(ask_authority(*then, false));
  }
  const auto first = seller.sold();
  {
    MUSTER_TRY(const auto then, time.at(200 * kDay));
    MUSTER_CHECK_OK(some_of(first, 5, 33, [&](const DemoSold& sold) {
      return step(*then, sold, lines::Event::disconnect, "holder_asked");
    }));
    MUSTER_CHECK_OK(let_time_work(*then));
  }
  {
    MUSTER_TRY(const auto then, time.at(100 * kDay));
    MUSTER_CHECK_OK(let_time_work(*then));  // what has rested is free, and is given again
    MUSTER_CHECK_OK(seller.sell(*then, part(60), part(90)));
    MUSTER_CHECK_OK(ask_authority(*then, false));
  }
  {
    MUSTER_TRY(const auto then, time.at(20 * kDay));
    MUSTER_CHECK_OK(some_of(first, 7, 50, [&](const DemoSold& sold) { return swap_sim(*then, seller, sold, "lost"); }));
    MUSTER_CHECK_OK(link_doubles(*then, seller));
  }
  {
    MUSTER_TRY(const auto then, time.at(10 * kDay));
    MUSTER_CHECK_OK(some_of(
        first, 11, 80, [&](const DemoSold& sold) { return step(*then, sold, lines::Event::bar, "fraud_suspected"); }));
    MUSTER_CHECK_OK(some_of(first, 31, 80, [&](const DemoSold& sold) {
      return step(*then, sold, lines::Event::bar_one_way, "not_registered");
    }));
    MUSTER_CHECK_OK(some_of(
        first, 51, 80, [&](const DemoSold& sold) { return step(*then, sold, lines::Event::warn, "not_registered"); }));
  }
  Duration since_night{};
  {
    MUSTER_TRY(const auto then, time.at(kDay));
    since_night = since_last_night(time.now(), then->policy);
  }
  {
    MUSTER_TRY(const auto then, time.at(since_night));  // when shops are closed: a signal, whatever the hour is now
    MUSTER_CHECK_OK(seller.sell(*then, part(90), part(97)));
    MUSTER_CHECK_OK(ask_authority(*then, false));
  }
  {
    MUSTER_TRY(const auto then, time.at(hours(6)));
    MUSTER_CHECK_OK(
        some_of(first, 9, 400, [&](const DemoSold& sold) { return swap_sim(*then, seller, sold, "damaged"); }));
    MUSTER_CHECK_OK(seller.sell(*then, part(97), part(99)));
    MUSTER_CHECK_OK(ask_authority(*then,
                                  true));  // it is away: these serve, and are to be verified in their term
  }
  MUSTER_TRY(const auto then, time.at(std::chrono::minutes(10)));
  MUSTER_CHECK_OK(seller.sell(*then, part(99), holders));
  return DemoHistory{static_cast<std::int64_t>(seller.sold().size()), seller.refused()};
}

Result<int> load_demo_waiting(Instance& instance, const DemoDealer& dealer, const std::string& clerk, int first_person,
                              int count) {
  DemoSeller seller({dealer});
  seller.captured_by(clerk);
  MUSTER_TRY(const auto pools, instance.lines.pools());
  for (const auto& pool : pools)
    if (pool.first >= kFirstSold && pool.region == dealer.region) seller.sells_from(pool.region, pool.id);
  MUSTER_CHECK_OK(seller.sell(instance, first_person, first_person + count));
  return static_cast<int>(seller.sold().size());
}

}  // namespace muster::cli
