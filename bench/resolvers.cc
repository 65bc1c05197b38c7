// Real resolvers on loopback with a zone of a given number of names, under load: how long an order takes from its
// second signature to the answer, and a reversal to the answer; the longest silence meanwhile; memory; beside the same
// server with a plain static file. Run by script/bench resolvers.
//
// Changes come on a schedule (open loop): each is signed at its own moment, whether those before it are in force or
// not, and its time runs from there. A server that falls behind therefore shows it in every change that it keeps
// waiting; waiting for one before the next is signed would leave out just those (coordinated omission).
//   resolvers_bench SERVER NAMES CHANGES EVERY_MS QPS      SERVER: unbound, bind, bind-parts, powerdns, knot, dnsdist
// Ends with 1 when a change never came.
#include "resolver.h"
#include "resolvers_ask.h"
#include <base/files.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <signal.h>
#include <support/zone_world.h>
#include <unistd.h>
#include <zones/feeds.h>
#include <zones/primary.h>
#include <zones/resolver_config.h>

namespace muster::test {
namespace {

constexpr auto kKeeps = std::chrono::milliseconds(500);  // as `muster server --zones` follows orders
constexpr auto kLoadMost = std::chrono::seconds(300);

double until(std::uint16_t port, const std::string& name, int code, Steady::time_point from) {
  while (ask(port, name, std::chrono::milliseconds(200)) != code) {
    if (Steady::now() - from > kLoadMost) throw std::runtime_error(name + " is never answered as it should be");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return seconds_since(from);
}

std::int64_t resident_kb(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmRSS:")) return std::atoll(line.c_str() + 6);
  return 0;
}

double at(std::vector<double> all, double share) {
  if (all.empty()) return 0;
  std::sort(all.begin(), all.end());
  return all[std::min(all.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all.size())))];
}

std::string loaded_name(std::int64_t i) {
  return fmt::format("n{}.load.example", i);
}

// What became of one kind of change.
struct Measured {
  Waiting::Came came;
  double late = 0;  // how far behind its schedule a change was signed at most, seconds
  std::string times() const {
    return fmt::format("{:.2f} / {:.2f} / {:.2f}", at(came.seconds, 0.5), at(came.seconds, 0.99), at(came.seconds, 1));
  }
};

class Bench {
 public:
  Bench(std::string server, std::int64_t names) : server_(std::move(server)), names_(names), w(store::Backend::sqlite) {
    w.enrol();
    w.clock.set(SystemClock().now());
    std::filesystem::permissions(w.folder, std::filesystem::perms::all);
    facts.folder = w.folder + "/files";
    std::filesystem::create_directories(facts.folder);
    fill();
  }
  ~Bench() {
    stop_ = true;
    if (keeper_.joinable()) keeper_.join();
  }

  // Starts the resolver on what Muster serves; seconds until all of it is in force.
  double start() {
    const bool files = server_ == "knot" || server_ == "dnsdist";
    const std::uint16_t port = free_port();
    const bool can_sign = server_ != "unbound";
    const auto secondary = CaseWorld::must(
        w.secondaries.add(w.operator_person, {"Resolver", server_ == "powerdns" ? "" : "127.0.0.1", port, can_sign}));
    primary = CaseWorld::must(zones::Primary::start({}, w.zone, w.secondaries, w.clock));
    facts.port = primary->port();
    facts.key_name = secondary.key_name;
    if (can_sign) {
      facts.key_file = w.secondaries.key_file(secondary);
      facts.key_secret = w.secondaries.key(secondary)->secret;
    }
    facts.parts = server_ == "bind-parts";
    if (files) write_files();
    keeper_ = std::thread([this] { keep(); });
    const auto from = Steady::now();
    if (server_ == "unbound")
      resolver = std::make_unique<Resolver>(Resolver::Kind::unbound, w.folder + "/r",
                                            Resolver::Transfer{primary->port(), "", ""}, port);
    else
      resolver = std::make_unique<Resolver>(kind(), w.folder + "/r", Resolver::Lines{lines()}, port);
    until(port, loaded_name(names_ - 1), 3, from);
    return seconds_since(from);
  }

  // Everything that an order needs but its second signature.
  void prepare(int count) {
    for (int i = 0; i < count; ++i) {
      const auto c = w.referred("explicit_unlawful", changing_name(i));
      decisions_.push_back(CaseWorld::must(w.cases_service->prepare(c.id, w.network_draft(c.name), w.decider)));
      CaseWorld::must(w.sign(decisions_.back().id, w.decider));
    }
  }
  Measured orders(std::chrono::milliseconds every) {
    // Each was answered a moment ago, as it would be for visitors: what a server remembers of it is to go, too.
    for (int i = 0; i < static_cast<int>(decisions_.size()); ++i)
      if (ask(resolver->port(), changing_name(i), std::chrono::seconds(2)) != 0)
        throw std::runtime_error(changing_name(i) + " is gone before its order");
    return on_schedule(every, 3, [&](std::size_t i) { CaseWorld::must(w.sign(decisions_[i].id, w.confirmer)); });
  }
  Measured reversals(std::chrono::milliseconds every) {
    std::vector<cases::Appeal> appeals;
    for (const auto& each : decisions_) {
      const auto order =
          CaseWorld::must(
              w.cases_service->orders({.state = "", .case_id = each.case_id, .ground = "", .standing = true}, "", 1))
              .items.at(0);
      appeals.push_back(
          CaseWorld::must(w.cases_service->file_appeal({order.number, "It is a library.", "", "en"})).appeal);
    }
    return on_schedule(every, 0, [&](std::size_t i) {
      CaseWorld::must(
          w.cases_service->decide_appeal(appeals[i].id, appeals[i].version, "reverse", "It is one.", w.judge));
    });
  }

  // The same names in a file that never changes, without Muster.
  std::pair<double, std::int64_t> plain() {
    resolver.reset();
    const auto from = Steady::now();
    const std::uint16_t port = free_port();
    if (server_ == "unbound" || server_.starts_with("bind")) {
      const std::string file = w.folder + "/plain.zone";
      CaseWorld::must(replace_file(file, CaseWorld::must(feeds.file(zones::FeedForm::rpz)).body));
      resolver = std::make_unique<Resolver>(server_ == "unbound" ? Resolver::Kind::unbound : Resolver::Kind::bind,
                                            w.folder + "/plain", file);
    } else {
      CaseWorld::must(replace_file(facts.folder + "/rpz", CaseWorld::must(feeds.file(zones::FeedForm::rpz)).body));
      const std::string text =
          server_ == "powerdns" ? fmt::format("rpzFile(\"{}/rpz\", {{}})\n", facts.folder) : lines();
      resolver = std::make_unique<Resolver>(kind(), w.folder + "/plain", Resolver::Lines{text}, port);
    }
    const auto started = Steady::now();
    until(resolver->port(), loaded_name(names_ - 1), 3, started);
    return {seconds_since(from), resident_kb(resolver->pid())};
  }

  std::unique_ptr<Resolver> resolver;

 private:
  // All names at once under one order: what is measured is what resolvers do with them, not who signed them.
  void fill() {
    const auto order = w.order("load.example", "host");
    // Carried out beforehand: nothing happens to it any more, so that nobody looks at it again.
    w.write([&](store::Transaction& tx) {
      CaseWorld::must(w.cases_service->mark_executed(tx, {order.id}, "system:bench"));
    });
    w.settle();
    const std::int64_t serial = w.serial();
    std::vector<ZoneWorld::Standing> all;
    for (std::int64_t i = 0; i < names_; ++i) all.push_back({loaded_name(i), serial, 0});
    w.put(order, all);
    w.write([&](store::Transaction& tx) {
      static constexpr store::Sql kRest{"bench_rest",
                                        "update order_watch set due_at = 9000000000000000 where follower = 'zones'"};
      static constexpr store::Sql kBase{"bench_base", "delete from zone_base"};
      static constexpr store::Sql kNew{"bench_base_new",
                                       "insert into zone_base(serial, entries, made_at) values(:s, :n, :now)"};
      tx.run(kRest);
      tx.run(kBase);
      tx.run(kNew, {{"s", serial}, {"n", names_}, {"now", w.clock.now()}});
    });
  }
  static std::string changing_name(std::size_t i) { return fmt::format("change{}.load.example", i); }
  // Does `change` to each at its moment, and waits until all are answered so.
  template <class F>
  Measured on_schedule(std::chrono::milliseconds every, int code, F change) {
    Measured out;
    Waiting waiting(resolver->port());
    const auto begin = Steady::now();
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
      const auto due = begin + static_cast<int>(i) * every;
      std::this_thread::sleep_until(due);
      const auto from = Steady::now();
      out.late = std::max(out.late, std::chrono::duration<double>(from - due).count());
      change(i);
      waiting.add(changing_name(i), code, from);
    }
    out.came = waiting.finish();
    return out;
  }
  Resolver::Kind kind() const {
    return server_ == "powerdns"  ? Resolver::Kind::powerdns
           : server_ == "knot"    ? Resolver::Kind::knot
           : server_ == "dnsdist" ? Resolver::Kind::dnsdist
                                  : Resolver::Kind::bind;
  }
  std::string lines() const {
    return zones::resolver_config(zones::resolver_kind(server_ == "bind-parts" ? "bind" : server_).value(), facts);
  }
  void write_files() const {
    using zones::FeedForm;
    const auto forms = server_ == "knot" ? std::vector{FeedForm::rpz_authority, FeedForm::rpz_own}
                                         : std::vector{FeedForm::names_cdb, FeedForm::domains_cdb};
    for (const auto form : forms)
      CaseWorld::must(
          zones::place_file(facts.folder + "/" + zones::to_text(form), CaseWorld::must(feeds.file(form)).body));
  }
  void keep() {
    while (!stop_) {
      w.clock.set(SystemClock().now());
      const auto step = w.zone.step();
      if (step.ok() && step->serial != told_) {  // making files takes steps, too
        told_ = step->serial;
        primary->notify(step->serial, step->base);
        if (server_ == "knot" || server_ == "dnsdist") write_files();
      }
      std::this_thread::sleep_for(kKeeps);
    }
  }

  const std::string server_;
  const std::int64_t names_;
  std::vector<cases::Decision> decisions_;
  ZoneWorld w;
  ledger::SigningKey key = *ledger::SigningKey::make("muster.example/feeds", ledger::Algorithm::ed25519, w.random);
  zones::Feeds feeds{*w.db, w.recorder, w.feeds, key, std::chrono::hours(24)};
  zones::ResolverFacts facts;
  std::unique_ptr<zones::Primary> primary;
  std::atomic<bool> stop_{false};
  std::int64_t told_ = 0;  // the keeper's alone
  std::thread keeper_;
};

// dnsperf, ended by its pid.
class Load {
 public:
  Load(std::uint16_t port, std::int64_t names, int qps) {
    {
      std::ofstream out(queries_);
      for (int i = 0; i < 1000; ++i) out << (i % 10 == 0 ? loaded_name(i % names) : "shop.good.example") << " A\n";
    }
    FILE* pipe = popen(
        fmt::format("dnsperf -s 127.0.0.1 -p {} -d {} -l 86400 -Q {} >/dev/null 2>&1 & echo $!", port, queries_, qps)
            .c_str(),
        "r");
    if (!pipe || fscanf(pipe, "%d", &pid_) != 1) throw std::runtime_error("dnsperf does not start");
    pclose(pipe);
  }
  ~Load() {
    if (pid_ > 0) kill(pid_, SIGTERM);
    std::filesystem::remove(queries_);
  }
  Load(const Load&) = delete;

 private:
  const std::string queries_ = std::filesystem::temp_directory_path() / fmt::format("muster-bench-{}.txt", getpid());
  pid_t pid_ = 0;
};

int run(const std::string& server, std::int64_t names, int count, std::chrono::milliseconds every, int qps) {
  resolver_start_max = std::chrono::seconds(300);
  Bench bench(server, names);
  bench.prepare(count);
  const double ready = bench.start();
  fmt::print(stderr, "{}: loaded after {:.1f} s\n", server, ready);
  const std::int64_t memory = resident_kb(bench.resolver->pid());
  Measured in_force, lifted;
  double silence = 0;
  {
    const Load load(bench.resolver->port(), names, qps);
    Prober prober(bench.resolver->port());
    in_force = bench.orders(every);
    fmt::print(stderr, "{}: {} signed, gone after {} s\n", server, count, in_force.times());
    lifted = bench.reversals(every);
    fmt::print(stderr, "{}: {} reversed, open after {} s\n", server, count, lifted.times());
    silence = prober.longest();
  }
  const std::int64_t memory_after = resident_kb(bench.resolver->pid());
  const auto [plain_ready, plain_memory] = bench.plain();
  const auto never = in_force.came.never + lifted.came.never;
  fmt::print("| {} | {:.1f} | {} | {} | {} | {:.0f} | {:.0f} | {} / {} | {:.1f} | {} |\n", server, ready,
             in_force.times(), lifted.times(), never, std::max(in_force.late, lifted.late) * 1000, silence * 1000,
             memory / 1024, memory_after / 1024, plain_ready, plain_memory / 1024);
  return never == 0 ? 0 : 1;
}

}  // namespace
}  // namespace muster::test

int main(int argc, char** argv) {
  if (argc != 6) {
    fmt::print(stderr, "resolvers_bench SERVER NAMES CHANGES EVERY_MS QPS\n");
    return 2;
  }
  try {
    return muster::test::run(argv[1], std::atoll(argv[2]), std::atoi(argv[3]),
                             std::chrono::milliseconds(std::atoi(argv[4])), std::atoi(argv[5]));
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}: {}\n", argv[1], e.what());
    return 4;
  }
}
