// `muster observe`: the continuous census. Resolvers send dnstap to a Unix socket; at the end of a day, every so often,
// on SIGUSR1 and at the end, what enough clients asked for is compared with the register.
#include "commands.h"
#include "instance.h"
#include "observe_report.h"
#include <base/files.h>
#include <base/log.h>
#include <census/observation.h>
#include <census/service.h>
#include <http/prometheus.h>
#include <http/server.h>
#include <policy/policy.h>

#include <csignal>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr const char* kObserveActor = "system:observe";
constexpr std::int64_t kMicrosADay = 86'400'000'000;
constexpr auto kFiguresEvery = std::chrono::seconds(5);

struct ObserveOptions {
  std::string socket, mode = "0660", listen = "127.0.0.1", metrics_token;
  int k = 0, every_minutes = 0, window_days = 7, metrics_port = -1;
  std::size_t sites_max = census::ObservationLimits{}.sites_max;
  bool day_flush = false;
};

std::int32_t day_of(Instant now) {
  return static_cast<std::int32_t>(now.micros / kMicrosADay);
}

// What one `muster observe` holds, and what it does when its time comes.
class Observe {
 public:
  Observe(Instance& instance, const ObserveOptions& options, std::shared_ptr<const census::Register> known)
      : instance_(instance),
        options_(options),
        k_(options.k > 0 ? options.k : static_cast<int>(instance.policy.number("census.k"))),
        saved_(instance.data + "/census/seen.txt"),
        observation_(instance.random, {.k = k_, .sites_max = options.sites_max, .window_days = options.window_days},
                     std::move(known), day_of(instance.clock.now())),
        receiver_({options.socket, static_cast<unsigned>(std::stoul(options.mode, nullptr, 8))}, observation_) {
    if (const auto text = read_file(saved_); text.ok()) observation_.load(*text);
  }

  Result<void> run(const sigset_t& signals) {
    MUSTER_CHECK_OK(serve_figures());
    MUSTER_CHECK_OK(receiver_.start());
    fmt::print("Listening for dnstap on {}{}\n", options_.socket,
               server_ ? fmt::format("; figures on http://{}:{}/metrics", options_.listen, server_->port()) : "");
    std::fflush(stdout);
    Instant next = next_run(instance_.clock.now());
    for (std::int32_t today = day_of(instance_.clock.now());;) {
      const timespec wait{std::chrono::seconds(kFiguresEvery).count(), 0};
      const int signal = sigtimedwait(&signals, nullptr, &wait);
      const Instant now = instance_.clock.now();
      if (signal == SIGINT || signal == SIGTERM) break;
      if (day_of(now) != today) {
        // The day that ended is compared before its clients are forgotten.
        if (options_.day_flush) take_census();
        observation_.start_day(today = day_of(now));
      }
      if (signal == SIGUSR1 || (options_.every_minutes > 0 && now >= next)) {
        take_census();
        next = next_run(now);
      }
      show_figures();
    }
    receiver_.stop();
    take_census();
    if (server_) server_->stop();
    print_totals(receiver_.counts(), observation_.size());
    return {};
  }

 private:
  Instant next_run(Instant now) const { return now + std::chrono::minutes(options_.every_minutes); }

  // A census that fails is told and tried again at the next time: the observation goes on.
  void take_census() {
    census::Seen seen = observation_.take();
    add_receiver(seen.intake, receiver_.counts(), told_);
    told_ = receiver_.counts();
    if (const auto kept = replace_file(saved_, observation_.save(), 0600); !kept.ok())
      fmt::print(stderr, "muster: {}\n", kept.error().sentence);
    if (seen.rows.empty()) {
      fmt::print("Nothing to compare: no site was seen from {} clients or more.\n", k_);
      std::fflush(stdout);
      return;
    }
    census::RunOptions how;
    how.format = seen.format;
    how.k = k_;
    how.source_name = "dnstap";
    const auto done = instance_.census.run(seen, kObserveActor, how);
    if (!done.ok()) {
      fmt::print(stderr, "muster: {}\n", done.error().sentence);
      return;
    }
    print_run(done->run, done->intake);
    if (auto known = instance_.census.current_register(false); known.ok()) observation_.set_register(*known);
  }

  Result<void> serve_figures() {
    if (options_.metrics_port < 0) return {};
    http::add_metrics_route(router_, metrics_, options_.metrics_token);
    http::ServerOptions listening;
    listening.address = options_.listen;
    listening.port = static_cast<std::uint16_t>(options_.metrics_port);
    listening.worker_threads = 1;
    server_.emplace(listening, router_, http::Guard{}, instance_.clock, instance_.random);
    show_figures();
    return server_->start();
  }
  void show_figures() { set_figures(metrics_, receiver_.counts(), observation_.size()); }

  Instance& instance_;
  const ObserveOptions& options_;
  int k_;
  std::string saved_;
  census::Observation observation_;
  intake::Receiver receiver_;  // before the observation that it hands on to ends
  intake::ReceiverCounts told_;
  http::Metrics metrics_;
  http::Router router_;
  std::optional<http::Server> server_;
};

Result<void> observe(Instance& instance, const ObserveOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads started below inherit it; this one waits for them
  std::signal(SIGPIPE, SIG_IGN);
  const int least = static_cast<int>(instance.policy.number("census.k"));
  if (options.k > 0 && options.k < least)
    return refused(
        "census_k_below_policy",
        fmt::format("k may not be less than {}: sites that fewer clients asked for could point to a person.", least),
        "k");
  if (options.k > census::kDistinctClientsMax)
    return invalid("census_k", "k must lie between 1 and 1,000 distinct clients.", "k");
  MUSTER_TRY(auto known, instance.census.current_register(false));
  return Observe(instance, options, std::move(known)).run(signals);
}

}  // namespace

void add_observe(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ObserveOptions>();
  auto* command = app.add_subcommand(
      "observe", "Take dnstap from resolvers without end and compare what they see with the register");
  command->add_option("--dnstap-socket", options->socket, "Unix socket that resolvers connect to")->required();
  command->add_option("--socket-mode", options->mode, "Who may connect, in octal")
      ->check(CLI::Validator(
          [](std::string& text) {
            return text.find_first_not_of("01234567") == std::string::npos && !text.empty() && text.size() <= 4
                       ? ""
                       : "Say it in octal, such as 0660.";
          },
          "OCTAL"))
      ->capture_default_str();
  command->add_option("--every", options->every_minutes, "Minutes between censuses; 0: on SIGUSR1 and at the end alone")
      ->check(CLI::Range(0, 7 * 24 * 60));
  command->add_flag("--day-flush", options->day_flush, "A census at the end of each day (UTC)");
  command->add_option("--k", options->k,
                      "Sites that fewer distinct clients asked for on a day are dropped (not below the policy's)");
  command
      ->add_option("--window", options->window_days, "Days after which a site that is not seen any more is forgotten")
      ->check(CLI::Range(1, 366))
      ->capture_default_str();
  command
      ->add_option("--sites-max", options->sites_max,
                   "Sites of one day in memory (110 bytes each); more are counted as left out")
      ->check(CLI::Range(1000, 50'000'000))
      ->capture_default_str();
  command->add_option("--metrics-port", options->metrics_port, "Serve GET /metrics there; 0 takes a free port")
      ->check(CLI::Range(0, 65'535));
  command->add_option("--metrics-listen", options->listen, "Address for it")->capture_default_str();
  command->add_option("--metrics-token", options->metrics_token, "Bearer token that GET /metrics asks for")
      ->envname("MUSTER_METRICS_TOKEN");
  command->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto done = observe(*instance, *options); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
