// Real resolvers on loopback with a zone of a given number of names, under load: how long an order takes from its
// second signature to the answer, and a reversal to the answer; the longest silence meanwhile; memory; beside the same
// server with a plain static file. Run by script/bench resolvers.
//   resolvers_bench SERVER NAMES CHANGES QPS      SERVER: unbound, bind, bind-parts, powerdns, knot, dnsdist
#include "resolver.h"
#include <base/files.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <support/zone_world.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zones/feeds.h>
#include <zones/primary.h>
#include <zones/resolver_config.h>

namespace muster::test {
namespace {

using Steady = std::chrono::steady_clock;
constexpr auto kKeeps = std::chrono::milliseconds(500);  // as `muster server --zones` follows orders
constexpr auto kChangeMost = std::chrono::seconds(120);

double seconds_since(Steady::time_point from) {
  return std::chrono::duration<double>(Steady::now() - from).count();
}

// The RCODE of an answer to a question for an address; −1 none came in time.
int ask(std::uint16_t port, const std::string& name, std::chrono::milliseconds most) {
  static std::atomic<std::uint16_t> next{1};
  const std::uint16_t id = next++;
  std::string question{static_cast<char>(id >> 8), static_cast<char>(id & 0xff), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  for (std::size_t from = 0; from < name.size();) {
    const std::size_t dot = std::min(name.find('.', from), name.size());
    question += static_cast<char>(dot - from);
    question += name.substr(from, dot - from);
    from = dot + 1;
  }
  question += std::string("\0\0\1\0\1", 5);
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int code = -1;
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 &&
      send(fd, question.data(), question.size(), 0) > 0) {
    pollfd wait{fd, POLLIN, 0};
    char answer[1500];
    if (poll(&wait, 1, static_cast<int>(most.count())) > 0 && recv(fd, answer, sizeof answer, 0) >= 12)
      code = answer[3] & 15;
  }
  close(fd);
  return code;
}

double until(std::uint16_t port, const std::string& name, int code, Steady::time_point from) {
  while (ask(port, name, std::chrono::milliseconds(200)) != code) {
    if (Steady::now() - from > kChangeMost) throw std::runtime_error(name + " is never answered as it should be");
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

// Asks all the time, and knows the longest while without an answer.
class Prober {
 public:
  explicit Prober(std::uint16_t port)
      : thread_([this, port] {
          auto last = Steady::now();
          while (!stop_) {
            if (ask(port, "good.example", std::chrono::milliseconds(250)) < 0) continue;
            longest_ = std::max(longest_.load(), seconds_since(last));
            last = Steady::now();
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
          }
        }) {}
  double longest() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    return longest_;
  }
  ~Prober() { longest(); }

 private:
  std::atomic<bool> stop_{false};
  std::atomic<double> longest_{0};
  std::thread thread_;
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

  void changes(int count, std::vector<double>& in_force, std::vector<double>& lifted) {
    for (int i = 0; i < count; ++i) {
      const std::string name = fmt::format("change{}.load.example", i);
      if (ask(resolver->port(), name, std::chrono::milliseconds(500)) != 0) throw std::runtime_error(name + " is gone");
      w.clock.set(SystemClock().now());
      const auto order = w.order(name);
      in_force.push_back(until(resolver->port(), name, 3, Steady::now()));
      auto appeal = CaseWorld::must(w.cases_service->file_appeal({order.number, "It is a library.", "", "en"})).appeal;
      CaseWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "It is one.", w.judge));
      lifted.push_back(until(resolver->port(), name, 0, Steady::now()));
      if (i % 10 == 0)
        fmt::print(stderr, "  {}: gone after {:.2f} s, open after {:.2f} s\n", name, in_force.back(), lifted.back());
    }
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
  ZoneWorld w;
  ledger::SigningKey key = *ledger::SigningKey::make("muster.example/feeds", ledger::Algorithm::ed25519, w.random);
  zones::Feeds feeds{*w.db, w.recorder, w.feeds, key, std::chrono::hours(24)};
  zones::ResolverFacts facts;
  std::unique_ptr<zones::Primary> primary;
  std::atomic<bool> stop_{false};
  std::int64_t told_ = 0;  // the keeper's alone
  std::thread keeper_;
};

int run(const std::string& server, std::int64_t names, int count, int qps) {
  resolver_start_max = std::chrono::seconds(300);
  Bench bench(server, names);
  const double ready = bench.start();
  fmt::print(stderr, "{}: loaded after {:.1f} s\n", server, ready);
  const std::int64_t memory = resident_kb(bench.resolver->pid());
  const std::string queries = std::filesystem::temp_directory_path() / fmt::format("muster-bench-{}.txt", getpid());
  {
    std::ofstream out(queries);
    for (int i = 0; i < 1000; ++i) out << (i % 10 == 0 ? loaded_name(i % names) : "shop.good.example") << " A\n";
  }
  const std::string load = fmt::format("dnsperf -s 127.0.0.1 -p {} -d {} -l 86400 -Q {} >/dev/null 2>&1 & echo $!",
                                       bench.resolver->port(), queries, qps);
  FILE* pipe = popen(load.c_str(), "r");
  long dnsperf = 0;
  if (!pipe || fscanf(pipe, "%ld", &dnsperf) != 1) throw std::runtime_error("dnsperf does not start");
  pclose(pipe);
  std::vector<double> in_force, lifted;
  double silence = 0;
  {
    Prober prober(bench.resolver->port());
    bench.changes(count, in_force, lifted);
    silence = prober.longest();
  }
  kill(static_cast<pid_t>(dnsperf), SIGTERM);
  const std::int64_t memory_after = resident_kb(bench.resolver->pid());
  const auto [plain_ready, plain_memory] = bench.plain();
  std::filesystem::remove(queries);
  fmt::print("| {} | {:.1f} | {:.2f} / {:.2f} | {:.2f} / {:.2f} | {:.0f} | {} / {} | {:.1f} | {} |\n", server, ready,
             at(in_force, 0.5), at(in_force, 0.99), at(lifted, 0.5), at(lifted, 0.99), silence * 1000, memory / 1024,
             memory_after / 1024, plain_ready, plain_memory / 1024);
  return 0;
}

}  // namespace
}  // namespace muster::test

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "resolvers_bench SERVER NAMES CHANGES QPS\n");
    return 2;
  }
  try {
    return muster::test::run(argv[1], std::atoll(argv[2]), std::atoi(argv[3]), std::atoi(argv[4]));
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}: {}\n", argv[1], e.what());
    return 4;
  }
}
