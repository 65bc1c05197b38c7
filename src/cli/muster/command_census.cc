// `muster census FILE`: observed names against the register. `muster census notices`, `muster census delta`: what
// follows.
#include "census_parts.h"
#include "census_report.h"
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <census/service.h>
#include <intake/transfer.h>
#include <policy/policy.h>

#include <csignal>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

struct CensusOptions {
  std::string file, format = "auto", out = "table", origin, axfr, tsig_file;
  int k = 0, limit = 20;
  bool dry_run = false, notify = false;
};

census::Progress* g_progress = nullptr;
void stop_census(int) {
  if (g_progress) g_progress->cancel = true;
}

// Ctrl-C stops the census in good order; on a terminal, standard error shows how far it is.
class Watch {
 public:
  explicit Watch(census::Progress& progress) : progress_(progress) {
    g_progress = &progress;
    before_ = std::signal(SIGINT, stop_census);
    if (::isatty(STDERR_FILENO)) shown_ = std::thread([this] { show(); });
  }
  ~Watch() {
    ended_ = true;
    if (shown_.joinable()) shown_.join();
    std::signal(SIGINT, before_);
    g_progress = nullptr;
  }
  Watch(const Watch&) = delete;

 private:
  void show() {
    bool drawn = false;
    while (!ended_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      const auto done = progress_.bytes_done.load(), total = progress_.bytes_total.load();
      if (done == 0 || ended_) continue;
      drawn = true;
      if (total > 0)
        fmt::print(stderr, "\r{:3} % of {} MB ", done * 100 / total, total / 1'000'000);
      else
        fmt::print(stderr, "\r{} MB ", done / 1'000'000);
    }
    if (drawn) fmt::print(stderr, "\r{:30}\r", "");
  }
  census::Progress& progress_;
  std::atomic<bool> ended_{false};
  std::thread shown_;
  void (*before_)(int) = nullptr;
};

// A file, standard input, or a provider's name server.
Result<std::unique_ptr<census::Source>> open_source(Instance& instance, const CensusOptions& options) {
  if (options.axfr.empty()) return census::open_file(options.file);
  MUSTER_TRY(const auto target, intake::parse_transfer_target(options.axfr));
  std::optional<intake::TsigKey> key;
  if (!options.tsig_file.empty()) {
    MUSTER_TRY(const std::string text, read_file(options.tsig_file));
    MUSTER_TRY(key, intake::parse_tsig_key(text));
  }
  return intake::open_transfer(target, std::move(key), instance.clock);
}

Result<CensusReport> take(Instance& instance, const CensusOptions& options) {
  census::RunOptions how;
  MUSTER_TRY(how.format, census::format_from(options.axfr.empty() ? options.format : "zone"));
  MUSTER_TRY(const auto source, open_source(instance, options));
  how.k = options.k > 0 ? options.k : static_cast<int>(instance.policy.number("census.k"));
  how.origin = options.origin;
  how.source_name = !options.axfr.empty() ? options.axfr : options.file == "-" ? "standard input" : options.file;
  census::Progress progress;
  const Watch watch(progress);
  CensusReport report;
  report.source = how.source_name;
  if (options.dry_run) {
    MUSTER_TRY(report.outcome, instance.census.preview(*source, how, &progress));
    return report;
  }
  MUSTER_TRY(auto done, instance.census.run(*source, kCommandLine, how, &progress));
  report.run = std::move(done.run);
  report.outcome.intake = std::move(done.intake);
  report.outcome.sites = {};
  for (std::size_t s = 0; s < census::kStandings; ++s)
    report.outcome.sites[s] = static_cast<std::uint64_t>(report.run->sites[s]);
  MUSTER_TRY(report.outcome.format, census::format_from(report.run->format));
  return report;
}

void run(Globals& globals, const CensusOptions& options) {
  if (options.out != "table" && options.out != "csv" && options.out != "json")
    return globals.fail(invalid("census_out", "Say table, csv or json.", "out"));
  if (options.file.empty() == options.axfr.empty())
    return globals.fail(invalid("census_source", "Give a file, or --axfr zone@address, and not both.", "file"));
  Instance* instance = globals.open();
  if (!instance) return;
  const auto report = take(*instance, options);
  if (!report.ok()) return globals.fail(report.error());
  std::optional<census::NoticeReport> told;
  if (options.notify && report->run) {
    auto sent = instance->census.notify_providers(report->run->id, kCommandLine);
    if (!sent.ok()) return globals.fail(sent.error());
    told = *sent;
  }
  const std::string out = globals.json ? "json" : options.out;
  const auto limit = static_cast<std::size_t>(std::max(options.limit, 0));
  Result<void> shown;
  if (out == "csv")
    shown = print_csv(*report, instance->census);
  else if (out == "json")
    shown = print_json(*report, instance->census, limit, told);
  else
    shown = print_table(*report, instance->census, limit, told);
  if (!shown.ok()) return globals.fail(shown.error());
  globals.exit_code = report->differences() > 0 ? 1 : 0;
}

}  // namespace

void add_census(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<CensusOptions>();
  auto* census = app.add_subcommand("census", "Compare observed names with the register and store the differences");
  census->add_option(
      "file", options->file,
      "Names, CSV, a zone file, dnstap, or a query log of Unbound, BIND, PowerDNS or dnsdist; - is standard input");
  census->add_option("--axfr", options->axfr, "Transfer a provider's zone instead: zone@address or zone@address#port");
  census
      ->add_option("--tsig-file", options->tsig_file, "Key that the transfer is signed with, as tsig-keygen writes it")
      ->needs("--axfr");
  census->add_option("--format", options->format, "auto, plain, csv, unbound, bind, powerdns, dnsdist, dnstap or zone")
      ->capture_default_str();
  census->add_option("--origin", options->origin, "Of a zone file's relative names, up to its first $ORIGIN");
  census->add_option("--k", options->k,
                     "For logs: sites that fewer distinct clients asked for are dropped (not below the policy's)");
  census->add_option("--out", options->out, "table, csv or json")->capture_default_str();
  census->add_option("--limit", options->limit, "How many differences a table or JSON lists")->capture_default_str();
  census->add_flag("--dry-run", options->dry_run, "Compare, store nothing");
  census->add_flag("--notify", options->notify,
                   "Tell providers of what was found with them (see `muster census notices`)");
  census->require_subcommand(0, 1);
  add_census_notices(*census, globals);
  add_census_delta(*census, globals);
  census->callback([&globals, options, census] {
    if (census->get_subcommands().empty()) run(globals, *options);
  });
}

}  // namespace muster::cli
