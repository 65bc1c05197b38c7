#include "census_store.h"
#include "register_source.h"
#include "run_storing.h"
#include "service_inside.h"
#include <base/log.h>
#include <base/text.h>
#include <census/service.h>
#include <events/outbox.h>
#include <names/name.h>
#include <names/suffix.h>
#include <policy/policy.h>

#include <filesystem>
#include <mutex>

#include <fmt/format.h>

namespace muster::census {
namespace {

constexpr const char* kRecord = "census_run";

Error unknown_run() {
  return not_found("run_unknown", "There is no such census.");
}

std::string completed_body(const Run& run) {
  std::string sites;
  for (const Standing s : kAllStandings)
    sites += fmt::format("{}\"{}\":{}", sites.empty() ? "" : ",", to_text(s), run.sites[static_cast<std::size_t>(s)]);
  return fmt::format(
      "{{\"number\":{},\"format\":\"{}\",\"k\":{},\"lines\":{},\"names\":{},\"bad_lines\":{},\"not_sites\":{},\"below_"
      "k\":{},\"left_out\":{},\"sites\":{{{}}},"
      "\"found_new\":{},\"found_gone\":{},\"found_standing\":{},\"found_provider\":{},\"found_address\":{},"
      "\"previous\":{},\"differences_sha256\":\"{}\"}}",
      run.number, run.format, run.k, run.lines, run.names, run.bad_lines, run.not_sites, run.below_k, run.left_out,
      sites, run.found_new, run.found_gone, run.found_standing, run.found_provider, run.found_address,
      run.previous ? std::to_string(*run.previous) : "null", run.differences_sha256);
}

}  // namespace

Service::Service(store::Database& database, const ledger::Recorder& recorder, notices::Service* notices, Config config)
    : inside_(std::make_unique<Inside>(database, recorder, notices, std::move(config))),
      inbox_(inside_->config.folder + "/inbox") {
  std::error_code ignored;  // a folder that can't be made shows when it is used
  std::filesystem::create_directories(inbox_, ignored);
}
Service::~Service() = default;

Result<std::shared_ptr<const Register>> Service::current_register(bool with_access) {
  Inside& in = *inside_;
  const std::lock_guard lock(in.register_mutex);
  auto& held = with_access ? in.with_access : in.names_alone;
  const std::string path = in.config.folder + "/register.idx";
  if (!held && !with_access)
    if (auto mapped = Register::map(path); mapped.ok()) held = mapped.value();
  MUSTER_TRY(const bool stands, in.database.read([&](store::Transaction& tx) -> Result<bool> {
    return held && !register_changed(tx, held->stamp());
  }));
  if (stands) return held;
  std::uint64_t seed = 0;
  in.recorder.random().fill({reinterpret_cast<std::uint8_t*>(&seed), sizeof seed});
  MUSTER_TRY(const std::int64_t settled, events::settled(in.database));
  std::optional<RegisterBuilder> builder;
  MUSTER_CHECK_OK(in.database.read([&](store::Transaction& tx) -> Result<void> {
    builder.emplace(
        RegisterBuilder::Options{.seed = seed, .stamp = register_stamp(settled), .threads = in.config.threads});
    fill_register(tx, *builder, with_access, in.recorder.clock().now());
    return {};
  }));
  held.reset();
  auto made = with_access ? builder->finish() : builder->write(path);
  // A full disk must not stop a census: then the register stays in memory alone.
  if (!made.ok()) return made.error();
  held = made.value();
  return held;
}

Result<std::string> Service::begin(const std::string& actor, const RunOptions& options) {
  return inside_->database.write([&](store::Transaction& tx) { return begin(tx, actor, options); });
}

Result<std::string> Service::begin(store::Transaction& tx, const std::string& actor, const RunOptions& options) {
  Inside& in = *inside_;
  MUSTER_CHECK_OK(in.check_k(options.k));
  Run run;
  run.id = in.recorder.new_id();
  run.source_name = clean_source_name(options.source_name);
  run.source_file = options.source_file;
  run.format = to_text(options.format);
  run.k = options.k;
  run.actor = actor;
  run.started_at = in.recorder.clock().now();
  insert_run(tx, run);
  return run.id;
}

void Service::set_job(store::Transaction& tx, const std::string& run_id, const std::string& job_id) {
  set_run_job(tx, run_id, job_id);
}

Result<Outcome> Service::preview(Source& source, const RunOptions& options, Progress* progress) {
  Inside& in = *inside_;
  MUSTER_CHECK_OK(in.check_k(options.k));
  return in.compute(*this, source, options, progress);
}

Result<Service::Completed> Service::run(Source& source, const std::string& actor, const RunOptions& options,
                                        Progress* progress) {
  return carry_out(actor, options, progress,
                   [&](const RunOptions& noted) { return inside_->compute(*this, source, noted, progress); });
}

Result<Service::Completed> Service::run(const Seen& seen, const std::string& actor, const RunOptions& options,
                                        Progress* progress) {
  return carry_out(actor, options, progress, [&](const RunOptions& noted) -> Result<Outcome> {
    MUSTER_TRY(const auto known, current_register(false));
    ReconcileOptions how;
    how.k = noted.k;
    return reconcile(seen, *known, how, progress);
  });
}

Result<Service::Completed> Service::carry_out(const std::string& actor, const RunOptions& options, Progress* progress,
                                              const Compute& compute) {
  Inside& in = *inside_;
  const std::unique_lock busy(in.busy, std::try_to_lock);
  if (!busy) return conflict("census_busy", "Another census is running. Wait for its end, or stop it.");
  std::string id = options.run_id;
  if (id.empty()) {
    MUSTER_TRY(id, begin(actor, options));
  }
  MUSTER_TRY(Run run, get(id));
  if (run.finished_at) return conflict("run_ended", "This census has ended already.");
  RunOptions noted = options;
  noted.k = run.k;

  auto outcome = compute(noted);
  std::optional<Error> failed;
  if (!outcome.ok()) {
    failed = outcome.error();
  } else {
    run.format = to_text(outcome->format);
    const auto stored = store_run(in, *this, run, *outcome, progress, [&](store::Transaction& tx, const Run& done) {
      in.recorder.record(tx, kCompleted, done.actor, kRecord, done.id, completed_body(done));
    });
    if (!stored.ok()) failed = stored.error();
  }
  if (failed) {
    mark_failed(in, run, *failed);
    return *failed;
  }
  log::info("CENSUS-001", "A census was completed.",
            {{"run", run.number},
             {"names", run.names},
             {"differences", static_cast<std::int64_t>(outcome->differences.size())}});
  return Completed{std::move(run), std::move(outcome->intake)};
}

Error Service::fail(const Run& run, Error error) {
  mark_failed(*inside_, run, error);
  return error;
}

Result<Run> Service::get(const std::string& run_id) const {
  return inside_->database.read([&](store::Transaction& tx) -> Result<Run> {
    auto run = run_id.empty() ? newest_done(tx) : find_run(tx, run_id);
    if (!run) return unknown_run();
    return std::move(*run);
  });
}

Result<std::vector<Run>> Service::list(const std::string& after_id, int limit) const {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<Run>> {
    std::int64_t before = INT64_MAX;
    if (!after_id.empty()) {
      const auto last = find_run(tx, after_id);
      if (!last) return invalid("page_cursor", "This cursor is not one of this list.", "after");
      before = last->number;
    }
    return list_runs(tx, before, std::clamp(limit, 1, 500));
  });
}

Result<std::vector<Finding>> Service::findings(const FindingQuery& asked) const {
  FindingQuery query = asked;
  query.limit = std::clamp(query.limit, 1, 500);
  MUSTER_TRY(query.prefix, clean_prefix(asked.prefix));
  if (!query.delta.empty() && query.delta != "new" && query.delta != "gone")
    return invalid("census_delta", "Ask for new or gone, or leave it out.", "delta");
  if (!query.country.empty() && query.country != "foreign" && query.country.size() != 2)
    return invalid("census_country", "A country is two letters of ISO 3166, or foreign.", "country");
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<Finding>> {
    const auto run = query.run_id.empty() ? newest_done(tx) : find_run(tx, query.run_id);
    if (!run) return query.run_id.empty() ? Result<std::vector<Finding>>(std::vector<Finding>()) : unknown_run();
    // Half-stored differences are nobody's business.
    if (run->state != "done") return std::vector<Finding>();
    return select_findings(tx, *run, query, inside_->policy().text("census.home_country"),
                           inside_->recorder.clock().now());
  });
}

Result<void> Service::each_finding(const std::string& run_id, const std::function<bool(const Finding&)>& visit) const {
  return inside_->database.read([&](store::Transaction& tx) -> Result<void> {
    const auto run = find_run(tx, run_id);
    if (!run) return unknown_run();
    if (run->state == "done") each_finding_of(tx, run->number, visit);
    return {};
  });
}

Result<std::vector<std::pair<std::string, std::int64_t>>> Service::countries(const std::string& run_id) const {
  MUSTER_TRY(const Run run, get(run_id));
  return inside_->database.read(
      [&](store::Transaction& tx) -> Result<std::vector<std::pair<std::string, std::int64_t>>> {
        return select_countries(tx, run);
      });
}

Result<std::optional<Finding>> Service::standing_of(const std::string& name) const {
  MUSTER_TRY(const names::Name parsed, names::parse_name(name));
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::optional<Finding>> {
    const auto run = newest_done(tx);
    if (!run) return std::optional<Finding>();
    const std::size_t least = names::registrable_domain(parsed.ascii).size();
    for (std::string_view at = parsed.ascii; at.size() >= least && at.find('.') != std::string_view::npos;
         at.remove_prefix(at.find('.') + 1))
      if (auto found = find_finding(tx, *run, std::string(at), inside_->recorder.clock().now())) return found;
    return std::optional<Finding>();
  });
}

}  // namespace muster::census
