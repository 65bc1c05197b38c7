// `muster visits SITE [--visit ID]`: what was visited of a site, newest first; one visit with its hops, what was found
// and where its evidence is. The evidence itself is read with `muster evidence`, which says who read it.
#include "commands.h"
#include "instance.h"
#include "visit_text.h"
#include <base/text.h>
#include <names/name.h>
#include <testing/tombstone.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

namespace json = boost::json;

constexpr int kPageMax = 500;

struct VisitsOptions {
  std::string site, id;
  testing::TestFilter filter;
};

Result<std::optional<testing::Tombstone>> tombstone(Instance& instance, const testing::TestRun& run) {
  return instance.database.read([&](store::Transaction& tx) -> Result<std::optional<testing::Tombstone>> {
    return testing::tombstone_of(tx, run.id);
  });
}

std::string evidence_file(const Instance& instance, const testing::TestRun& run) {
  return instance.data + "/evidence/" + run.evidence_path;
}

json::object visit_line_json(const Instance& instance, const testing::TestRun& run) {
  json::object out = visit_json(run, evidence_file(instance, run));
  out["started_at"] = to_rfc3339(run.started_at);
  return out;
}

Result<void> list_visits(Globals& globals, Instance& instance, const testing::TestFilter& wanted) {
  testing::TestFilter filter = wanted;
  filter.limit = wanted.limit + 1;  // one more than is told: there is a next page
  MUSTER_TRY(auto runs, instance.testing.runs(filter));
  std::string next;
  if (static_cast<int>(runs.size()) > wanted.limit) {
    runs.pop_back();
    next = runs.back().id;
  }
  if (globals.json) {
    json::array items;
    for (const auto& run : runs) items.push_back(visit_line_json(instance, run));
    fmt::print("{}\n",
               json::serialize(json::object{{"items", std::move(items)},
                                            {"next", next.empty() ? json::value(nullptr) : json::value(next)}}));
    return {};
  }
  if (runs.empty())
    fmt::print("{}\n", filter.after.empty() && filter.verdict.empty() ? "This site was never visited."
                                                                      : "There is no such visit of this site.");
  for (const auto& run : runs)
    fmt::print("{}  {}  {:<7} {:>5.2f} {:>6}  {:<44} {}\n", run.id, to_rfc3339(run.started_at), run.verdict, run.score,
               status_text(run.http_status), cut_to(run.url, 44), run.error.empty() ? run.top_reason : run.error);
  if (!next.empty()) fmt::print("More: --after {}\n", next);
  return {};
}

json::object hop_json(const testing::TestHop& hop) {
  return {{"kind", hop.kind},
          {"url", hop.url},
          {"location", hop.location},
          {"status", hop.status},
          {"address", hop.address},
          {"content_type", hop.content_type},
          {"body_bytes", hop.body_bytes},
          {"body_sha256", hop.body_sha256},
          {"took_ms", hop.took_ms},
          {"error", hop.error}};
}

void print_visit(const testing::TestRun& run) {
  fmt::print("{} of {}\n{}, {:.2f}{}{}\n", run.id, run.url, run.verdict, run.score,
             run.ground.empty() ? "" : " for " + run.ground,
             run.error.empty() ? (run.top_reason.empty() ? "" : ": " + run.top_reason) : ": " + run.error);
  fmt::print("begun {}, ended {}, asked for by {}\n", to_rfc3339(run.started_at), to_rfc3339(run.finished_at),
             run.requested_by);
  for (const auto& hop : run.hops)
    fmt::print("  {:<9} {:>6}  {:>7} ms  {}{}{}\n", hop.kind, status_text(hop.status), hop.took_ms, hop.url,
               hop.location.empty() ? "" : " → " + hop.location, hop.error.empty() ? "" : " (" + hop.error + ")");
  for (const auto& hit : run.hits)
    fmt::print("  {:+.2f} {} ({}): {}[{}]{}\n", hit.weight, hit.ground, hit.bundle, hit.before, hit.match, hit.after);
  if (run.cloaked()) fmt::print("What is shown depends on who asks.\n");
  if (!run.suspicion_id.empty()) fmt::print("suspicion {}\n", run.suspicion_id);
}

Result<void> show_visit(Globals& globals, Instance& instance, const VisitsOptions& options) {
  MUSTER_TRY(const auto run, instance.testing.run(options.id));
  if (run.host != options.filter.host && run.registrable != options.filter.host)
    return not_found("test_not_found", "This is no visit of " + options.site + ".");
  MUSTER_TRY(const auto gone, tombstone(instance, run));
  if (globals.json) {
    json::object out = visit_line_json(instance, run);
    out["finished_at"] = to_rfc3339(run.finished_at);
    out["requested_by"] = run.requested_by;
    json::array hops;
    for (const auto& hop : run.hops) hops.push_back(hop_json(hop));
    out["hop_details"] = std::move(hops);  // "hops" is how many
    out["destroyed"] = gone ? json::value(to_text(*gone)) : json::value(nullptr);
    fmt::print("{}\n", json::serialize(out));
    return {};
  }
  print_visit(run);
  fmt::print("evidence {}\n  sha256 {}\n", gone ? to_text(*gone) : evidence_file(instance, run), run.evidence_sha256);
  return {};
}

Result<void> run_visits(Globals& globals, const VisitsOptions& options) {
  if (options.filter.limit < 1 || options.filter.limit > kPageMax)
    return invalid("page_limit", "Say 1 to 500.", "limit");
  VisitsOptions wanted = options;
  MUSTER_TRY(const auto name, names::parse_name(options.site));
  wanted.filter.host = name.ascii;
  Instance* instance = globals.open();
  if (!instance) return {};
  return options.id.empty() ? list_visits(globals, *instance, wanted.filter) : show_visit(globals, *instance, wanted);
}

}  // namespace

void add_visits(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<VisitsOptions>();
  auto* visits = app.add_subcommand("visits", "A site's visits, newest first; or one with its hops and evidence");
  visits->add_option("site", options->site, "A host or a registrable domain")->required()->type_name("SITE");
  auto* one = visits->add_option("--visit", options->id, "Id of a visit: that one, whole");
  visits->add_option("--verdict", options->filter.verdict, "clue, clean or error")
      ->check(CLI::IsMember({"clue", "clean", "error"}))
      ->excludes(one);
  visits->add_option("--after", options->filter.after, "Where the last page ended")->excludes(one);
  visits->add_option("--limit", options->filter.limit, "How many")->capture_default_str();
  visits->callback([&globals, options] {
    if (const auto done = run_visits(globals, *options); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
