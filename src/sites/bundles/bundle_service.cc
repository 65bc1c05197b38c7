#include "inside.h"
#include "inspect.h"
#include <base/files.h>
#include <base/text.h>
#include <jobs/jobs.h>

#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::bundles {
namespace json = boost::json;
namespace {

constexpr const char* kBundleRecord = "bundle";
constexpr std::size_t kReasonBytesMax = 2'000;

Error unknown_bundle() {
  return not_found("bundle_unknown", "There is no such bundle on record.");
}

BundleRow row_of(const content::SignedBundle& file, std::size_t bytes) {
  BundleRow row;
  row.sha256 = file.sha256;
  row.publisher = file.header.publisher;
  row.public_key = file.public_key;
  row.name = file.header.name;
  row.version = file.header.version;
  row.ground = file.header.ground;
  row.licence = file.header.licence;
  row.source = file.header.source;
  row.kind = file.header.kind;
  row.items = file.items;
  row.bytes = static_cast<std::int64_t>(bytes);
  return row;
}

}  // namespace

Service::Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
                 jobs::Service* jobs, std::string folder)
    : inside_(std::make_unique<Inside>(database, recorder, policy, jobs, std::move(folder))) {
  const double share_max = static_cast<double>(policy.number("testing.bundle_neutral_hits_max_percent")) / 100;
  add_kind(content::BundleKind::lexicon,
           [share_max](const content::SignedBundle& file) { return inspect_lexicon(file, share_max); });
  add_kind(content::BundleKind::model, inspect_model);
  add_kind(content::BundleKind::calibration, inspect_calibration);
  if (!jobs) return;
  jobs->add_kind(kRerunJob, [this](jobs::JobContext& job) -> Result<std::string> {
    const std::string id(json::parse(job.arguments()).at("rerun_id").as_string());
    MUSTER_TRY(const Rerun done,
               inside_->run_over(
                   id, [&](const Rerun& r) { job.progress(r.pages + r.skipped, r.pages_max, "scoring"); },
                   [&] { return job.cancelled(); }));
    if (!done.finished_at) return jobs::JobContext::interrupted();
    return fmt::format(R"({{"pages":{},"gained":{},"lost":{}}})", done.pages, done.gained, done.lost);
  });
}
Service::~Service() = default;

void Service::add_kind(content::BundleKind kind, Inspect inspect, Follow follow) {
  inside_->kinds[kind] = {std::move(inspect), std::move(follow)};
}
void Service::set_history(History history) {
  inside_->history = std::move(history);
}

Result<BundleRow> Service::load(std::string_view file, const std::string& person) {
  if (person.empty()) return refused("needs_person", "Only a person may take this step.");
  MUSTER_TRY(const auto keys,
             inside_->database.read([](store::Transaction& tx) -> Result<std::vector<content::PublisherKey>> {
               return rows::keys(tx, true);
             }));
  MUSTER_TRY(const auto bundle, content::open_signed(file, keys));
  const auto kind = inside_->kinds.find(bundle.header.kind);
  if (kind == inside_->kinds.end())
    return refused("bundle_kind_unchecked",
                   "This program can't check bundles of that kind, and loads nothing that it can't check.", "kind");
  MUSTER_TRY(const Inspection inspection, kind->second.inspect(bundle));
  BundleRow row = row_of(bundle, file.size());
  if (inspection.refusal) {
    MUSTER_CHECK_OK(inside_->database.write([&](store::Transaction& tx) -> Result<void> {
      inside_->recorder.record(
          tx, kBundleRefused, person, kBundleRecord, row.sha256,
          fmt::format(R"({{"publisher":{},"name":{},"version":{},"code":{}}})", json_quote(row.publisher),
                      json_quote(row.name), json_quote(row.version), json_quote(inspection.refusal->code)));
      return {};
    }));
    return *inspection.refusal;
  }
  std::error_code error;
  std::filesystem::create_directories(inside_->folder, error);
  MUSTER_CHECK_OK(replace_file(inside_->path_of(row.sha256), file));
  return inside_->database.write([&](store::Transaction& tx) -> Result<BundleRow> {
    if (rows::find(tx, row.sha256))
      return conflict("bundle_loaded_already", "This very bundle is on record already.", "file");
    row.inspection = inspection.json;
    row.loaded_by = person;
    row.loaded_at = inside_->now();
    try {
      rows::insert(tx, row);
    } catch (const store::ConstraintViolation& violation) {
      if (!violation.unique) throw;
      return conflict("bundle_version_known",
                      "Another bundle of this publisher has the same name and version. Give the new one a version of "
                      "its own, or retire the other one.",
                      "version");
    }
    inside_->recorder.record(
        tx, kBundleLoaded, person, kBundleRecord, row.sha256,
        fmt::format(R"({{"kind":"{}","publisher":{},"name":{},"version":{},"ground":"{}","items":{}}})",
                    content::to_text(row.kind), json_quote(row.publisher), json_quote(row.name),
                    json_quote(row.version), row.ground, row.items));
    return *rows::find(tx, row.sha256);
  });
}

Result<void> Service::Inside::retire(store::Transaction& tx, BundleRow& bundle, const std::string& person,
                                     const std::string& reason) {
  MUSTER_TRY(bundle.state, next_state(bundle.state, BundleEvent::retire));
  bundle.retired_by = person;
  bundle.retired_at = now();
  bundle.retired_reason = reason;
  if (!rows::update(tx, bundle))
    return Error{Failure::stale, "stale", "The bundle was changed since you loaded it. Load it again.", ""};
  recorder.record(tx, kBundleRetired, person, kBundleRecord, bundle.sha256,
                  fmt::format(R"({{"reason":{}}})", json_quote(reason)));
  return follow(tx, bundle, BundleEvent::retire, nullptr, person, reason);
}

Result<void> Service::Inside::follow(store::Transaction& tx, const BundleRow& bundle, BundleEvent event,
                                     const content::SignedBundle* file, const std::string& person,
                                     const std::string& reason) {
  const auto kind = kinds.find(bundle.kind);
  if (kind == kinds.end() || !kind->second.follow.step) return {};
  return kind->second.follow.step(tx, bundle, event, file, person, reason);
}

Result<void> Service::Inside::step(store::Transaction& tx, BundleRow& bundle, BundleEvent event,
                                   const content::SignedBundle* file, const std::string& person,
                                   const std::string& reason) {
  if (event == BundleEvent::retire) return retire(tx, bundle, person, reason);
  const std::string from = bundle.state;
  MUSTER_TRY(bundle.state, next_state(bundle.state, event));
  const Instant at = now();
  if (event == BundleEvent::propose) {
    bundle.proposed_by = person;
    bundle.proposed_at = at;
  } else if (event == BundleEvent::shadow) {
    bundle.shadow_at = at;
  } else {
    const auto hindrances = why_not_enable({bundle.proposed_by, person, rows::rerun_finished(tx, bundle.sha256)});
    if (!hindrances.empty()) return hindrances.front();
    if (auto former = rows::enabled_of(tx, bundle))
      MUSTER_CHECK_OK(retire(tx, *former, person, "superseded by version " + bundle.version));
    bundle.enabled_by = person;
    bundle.enabled_at = at;
  }
  if (!rows::update(tx, bundle))
    return Error{Failure::stale, "stale", "The bundle was changed since you loaded it. Load it again.", ""};
  if (event == BundleEvent::enable)
    recorder.record(
        tx, kBundleEnabled, person, kBundleRecord, bundle.sha256,
        fmt::format(R"({{"kind":"{}","publisher":{},"name":{},"version":{},"ground":"{}","proposed_by":{}}})",
                    content::to_text(bundle.kind), json_quote(bundle.publisher), json_quote(bundle.name),
                    json_quote(bundle.version), bundle.ground, json_quote(bundle.proposed_by)));
  else
    recorder.record(tx, kBundleMoved, person, kBundleRecord, bundle.sha256,
                    fmt::format(R"({{"event":"{}","from":"{}","to":"{}"}})", to_text(event), from, bundle.state));
  return follow(tx, bundle, event, file, person, reason);
}

Result<BundleRow> Service::apply(const std::string& sha256, BundleEvent event, const std::string& person,
                                 const std::string& reason, std::optional<std::int64_t> row_version) {
  if (person.empty() || person.starts_with("system:"))
    return refused("needs_person", "Only a person may take this step.");
  if (event == BundleEvent::retire && trim(reason).empty())
    return invalid("reason_required", "Say why the bundle is retired.", "reason");
  if (reason.size() > kReasonBytesMax)
    return invalid("reason_too_long", "The reason is longer than 2,000 bytes.", "reason");
  MUSTER_TRY(const BundleRow before, get(sha256));
  const auto kind = inside_->kinds.find(before.kind);
  const bool followed = kind != inside_->kinds.end() && kind->second.follow.step;
  std::optional<content::SignedBundle> opened;
  if (followed && event == BundleEvent::propose) {
    MUSTER_TRY(opened, inside_->read(sha256));
  }
  MUSTER_TRY(const BundleRow after, inside_->database.write([&](store::Transaction& tx) -> Result<BundleRow> {
    auto bundle = rows::find(tx, sha256);
    if (!bundle) return unknown_bundle();
    if (row_version && *row_version != bundle->row_version)
      return Error{Failure::stale, "stale", "The bundle was changed since you loaded it. Load it again.", ""};
    MUSTER_CHECK_OK(inside_->step(tx, *bundle, event, opened ? &*opened : nullptr, person, std::string(trim(reason))));
    return *rows::find(tx, sha256);
  }));
  if (followed && kind->second.follow.committed) MUSTER_CHECK_OK(kind->second.follow.committed());
  return after;
}

Result<BundleRow> Service::get(const std::string& sha256) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<BundleRow> {
    auto bundle = rows::find(tx, sha256);
    if (!bundle) return unknown_bundle();
    return std::move(*bundle);
  });
}

Result<std::vector<BundleRow>> Service::list(const BundleFilter& filter) {
  return inside_->database.read(
      [&](store::Transaction& tx) -> Result<std::vector<BundleRow>> { return rows::list(tx, filter); });
}

Result<BundleRow> Service::bring_into_force(std::string_view file, const std::string& proposer,
                                            const std::string& enabler) {
  if (proposer.empty() || enabler.empty() || proposer == enabler)
    return refused("two_persons_needed", "This takes two different persons: one proposes, the other enables.");
  MUSTER_TRY(const BundleRow loaded, load(file, proposer));
  MUSTER_TRY([[maybe_unused]] const auto proposed, apply(loaded.sha256, BundleEvent::propose, proposer));
  MUSTER_TRY([[maybe_unused]] const auto shadow, apply(loaded.sha256, BundleEvent::shadow, proposer));
  MUSTER_TRY([[maybe_unused]] const auto ran,
             rerun_now(
                 loaded.sha256, proposer, kRerunPagesMax, [](const Rerun&) {}, [] { return false; }));
  return apply(loaded.sha256, BundleEvent::enable, enabler);
}

}  // namespace muster::bundles
