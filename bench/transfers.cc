// What a transfer of the zone weighs and takes: whole, and as a difference of 1, 100 and 10,000 changes; a resolver
// that is as many serials behind, ours and a real BIND. Run by script/bench resolvers.
//   transfers_bench NAMES SERIALS
#include "resolver.h"
#include <base/files.h>

#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <signal.h>
#include <support/zone_copy.h>
#include <support/zone_world.h>
#include <zones/primary.h>

namespace muster::test {
namespace {

using Steady = std::chrono::steady_clock;
constexpr auto kMost = std::chrono::seconds(120);

double seconds_since(Steady::time_point from) {
  return std::chrono::duration<double>(Steady::now() - from).count();
}

class Transfers {
 public:
  explicit Transfers(std::int64_t names) : w(store::Backend::sqlite) {
    w.enrol();
    w.clock.set(SystemClock().now());
    std::filesystem::permissions(w.folder, std::filesystem::perms::all);
    order = w.order("load.example");
    w.settle();
    std::vector<ZoneWorld::Standing> all;
    for (std::int64_t i = 0; i < names; ++i) all.push_back({fmt::format("n{}.load.example", i), w.serial(), 0});
    all.push_back({"bad.example", w.serial(), 0});  // a name that the resolvers' own world has
    w.put(order, all);
    CaseWorld::must(w.secondaries.add(w.operator_person, {"Copy", "127.0.0.1", free_port(), false}));
    primary = CaseWorld::must(zones::Primary::start({}, w.zone, w.secondaries, w.clock));
    copy = std::make_unique<ZoneCopy>(primary->port(), "rpz.muster");
  }

  // `changes` names come, each with a serial of its own or all with one.
  void change(int changes, bool each, const std::string& last = {}) {
    const std::int64_t from = w.serial() + 1;
    std::vector<ZoneWorld::Standing> all;
    for (int i = 0; i < changes; ++i)
      all.push_back({fmt::format("c{}.s{}.example", i, from), from + (each ? i : 0), 0});
    if (!last.empty()) all.back().name = last;
    w.put(order, all);
    w.clock.set(SystemClock().now());
    w.set_serial(from + (each ? changes - 1 : 0));
  }
  void row(const std::string& what, bool whole = false) {
    const auto from = Steady::now();
    const auto got = copy->fetch(whole);
    fmt::print("| {} | {} | {} | {} | {:.3f} |\n", what, got.how, got.records, got.bytes, seconds_since(from));
    std::fflush(stdout);
  }
  bool agrees() {
    ZoneCopy whole(primary->port(), "rpz.muster");
    whole.fetch();
    return whole.gone == copy->gone && whole.serial == copy->serial;
  }
  // A BIND that has the zone, stands still while so many serials pass, and goes on.
  void bind_behind(int serials) {
    const std::uint16_t port = free_port();
    const auto secondary = CaseWorld::must(w.secondaries.add(w.operator_person, {"BIND", "127.0.0.1", port}));
    const std::string key = CaseWorld::must(read_private_file(w.secondaries.key_file(secondary)));
    w.clock.set(SystemClock().now());
    Resolver bind(Resolver::Kind::bind, w.folder + "/bind",
                  Resolver::Transfer{primary->port(), key, secondary.key_name}, port);
    until(bind, "bad.example");
    kill(bind.pid(), SIGSTOP);
    change(serials, true, "shop.good.example");
    kill(bind.pid(), SIGCONT);
    const auto from = Steady::now();
    primary->notify(w.serial());
    until(bind, "shop.good.example");
    const double took = seconds_since(from);
    for (const auto& each : CaseWorld::must(w.secondaries.active()))
      if (each.id == secondary.id)
        fmt::print("| BIND 9.18 that stood still for {} serials | {} | {} | – | {:.3f} |\n", serials, each.how,
                   each.records, took);
  }

  ZoneWorld w;
  cases::Order order;
  std::unique_ptr<zones::Primary> primary;
  std::unique_ptr<ZoneCopy> copy;

 private:
  static void until(const Resolver& bind, const std::string& name) {
    const auto from = Steady::now();
    while (bind.ask(name) != "NXDOMAIN") {
      if (Steady::now() - from > kMost) throw std::runtime_error("BIND never had " + name + "\n" + bind.log());
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
};

int run(std::int64_t names, int serials) {
  resolver_start_max = std::chrono::seconds(300);
  Transfers bench(names);
  bench.row(fmt::format("the whole zone, {} names", names), true);
  bench.row("nothing changed");
  for (const int changes : {1, 100, 10'000}) {
    bench.change(changes, false);
    bench.row(fmt::format("{} changes", changes));
  }
  bench.change(serials, true);
  bench.row(fmt::format("{} serials behind", serials));
  if (!bench.agrees()) throw std::runtime_error("the whole and the differences say something else");
  bench.bind_behind(serials);
  return 0;
}

}  // namespace
}  // namespace muster::test

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "transfers_bench NAMES SERIALS\n");
    return 2;
  }
  try {
    return muster::test::run(std::atoll(argv[1]), std::atoi(argv[2]));
  } catch (const std::exception& e) {
    fmt::print(stderr, "transfers: {}\n", e.what());
    return 4;
  }
}
