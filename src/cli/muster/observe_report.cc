#include "observe_report.h"

#include <base/text.h>
#include <http/prometheus.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

using intake::DnstapFault;

std::string count(std::uint64_t n) {
  return with_separators(static_cast<std::int64_t>(n));
}

}  // namespace

void add_receiver(census::IntakeReport& report, const intake::ReceiverCounts& now, const intake::ReceiverCounts& told) {
  report.bytes = now.bytes - told.bytes;
  report.lines = now.frames - told.frames;
  report.not_sites += now.of(DnstapFault::no_host) - told.of(DnstapFault::no_host);
  const auto before = told.dropped(), after = now.dropped();
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto more = after[i].second - before[i].second;
    if (more == 0) continue;
    report.codes.emplace_back(after[i].first, more);
    report.bad_lines += more;
  }
}

void print_run(const census::Run& run, const census::IntakeReport& intake) {
  const auto of = [&](census::Standing s) {
    return count(static_cast<std::uint64_t>(run.sites[static_cast<std::size_t>(s)]));
  };
  using S = census::Standing;
  std::uint64_t sites = 0;
  for (const auto n : run.sites) sites += static_cast<std::uint64_t>(n);
  fmt::print("Census {}: {} sites, {} filed, {} unfiled, {} cancelled, {} held, {} blocklisted", run.number,
             count(sites), of(S::filed), of(S::unfiled), of(S::cancelled), of(S::held), of(S::blocklisted));
  if (run.previous)
    fmt::print("; since census {}: {} new, {} gone", *run.previous, count(static_cast<std::uint64_t>(run.found_new)),
               count(static_cast<std::uint64_t>(run.found_gone)));
  fmt::print(". {} messages, {} queries, {} sites below k, {} left out\n", count(intake.lines), count(intake.names),
             count(intake.below_k), count(intake.over_sites_max));
  for (const auto& [code, times] : intake.codes) fmt::print("  dropped {:>13}  {}\n", count(times), code);
  std::fflush(stdout);
}

void print_totals(const intake::ReceiverCounts& counts, const census::Observation::Size& size) {
  fmt::print(
      "Received {} messages of {} senders: {} queries, {} that are no client's queries, {} of names of no host\n",
      count(counts.frames), count(counts.senders), count(counts.of(DnstapFault::none)),
      count(counts.of(DnstapFault::other)), count(counts.of(DnstapFault::no_host)));
  for (const auto& [code, times] : counts.dropped())
    if (times > 0) fmt::print("  dropped {:>13}  {}\n", count(times), code);
  if (size.left_out > 0) fmt::print("  left out {:>12}  no room for their sites\n", count(size.left_out));
}

void set_figures(http::Metrics& metrics, const intake::ReceiverCounts& counts, const census::Observation::Size& size) {
  const auto set = [&](const std::string& name, const std::string& help, std::uint64_t value) {
    metrics.gauge("muster_intake_" + name, help, static_cast<double>(value));
  };
  set("messages", "dnstap messages received since the start.", counts.frames);
  set("bytes", "Bytes received since the start.", counts.bytes);
  set("queries", "Clients' queries among them.", counts.of(DnstapFault::none));
  set("other_messages", "Answers and the servers' own questions, which are not counted.",
      counts.of(DnstapFault::other));
  set("no_host", "Queries for names that are none of a host.", counts.of(DnstapFault::no_host));
  set("senders", "Senders connected now.", counts.senders_now);
  for (const auto& [code, times] : counts.dropped())
    set("dropped_" + std::string(code), "Dropped since the start for this reason.", times);
  set("left_out", "Queries whose site found no room in memory.", size.left_out);
  set("sites_today", "Sites of today in memory, those below k included.", size.today);
  set("sites_before", "Sites of the days before in memory.", size.before);
  set("memory_bytes", "Memory of both.", size.bytes);
}

}  // namespace muster::cli
