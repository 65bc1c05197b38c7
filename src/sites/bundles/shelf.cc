// Bundles' files, and lexicons compiled from them.
#include "inside.h"
#include <base/files.h>

#include <fmt/format.h>

namespace muster::bundles {

Result<content::SignedBundle> Service::Inside::read(const std::string& sha256) {
  MUSTER_TRY(const auto keys, database.read([](store::Transaction& tx) -> Result<std::vector<content::PublisherKey>> {
    return rows::keys(tx, false);
  }));
  MUSTER_TRY(const std::string bytes, read_file(path_of(sha256), content::kBundleBytesMax));
  MUSTER_TRY(auto bundle, content::open_signed(bytes, keys));
  if (bundle.sha256 != sha256)
    return refused("bundle_changed",
                   fmt::format("The file of the bundle {} is not the one on record. Put it back, or load the new one.",
                               bundle.header.name));
  return bundle;
}

Result<std::shared_ptr<const content::Lexicon>> Service::Inside::compiled(const std::string& sha256) {
  std::lock_guard lock(mutex);
  auto& lexicon = loaded[sha256];
  if (!lexicon) {
    MUSTER_TRY(const auto file, read(sha256));
    MUSTER_TRY(auto bundle, content::read_lexicon(file));
    MUSTER_TRY(lexicon, content::Lexicon::compile(std::move(bundle)));
  }
  return lexicon;
}

Result<Service::Lexicons> Service::Inside::compiled(const std::vector<BundleRow>& bundles) {
  Lexicons out;
  for (const BundleRow& bundle : bundles) {
    if (bundle.kind != content::BundleKind::lexicon) continue;
    MUSTER_TRY(auto lexicon, compiled(bundle.sha256));
    out.push_back(std::move(lexicon));
  }
  return out;
}

Result<std::shared_ptr<const content::TextModel>> Service::Inside::model(const std::string& sha256) {
  std::lock_guard lock(mutex);
  auto& known = models[sha256];
  if (!known) {
    MUSTER_TRY(const auto file, read(sha256));
    MUSTER_TRY(known, content::TextModel::read(file));
  }
  return known;
}

Result<std::shared_ptr<const content::Scorer>> Service::Inside::scorer_of(const std::vector<BundleRow>& bundles) {
  MUSTER_TRY(auto lexicons, compiled(bundles));
  content::Scorer::Models used;
  std::vector<content::Calibration> calibrations;
  for (const BundleRow& bundle : bundles) {
    if (bundle.kind == content::BundleKind::model) {
      MUSTER_TRY(auto one, model(bundle.sha256));
      used.push_back(std::move(one));
    } else if (bundle.kind == content::BundleKind::calibration) {
      MUSTER_TRY(const auto bytes, read(bundle.sha256));
      MUSTER_TRY(auto calibration, content::read_calibration(bytes));
      calibrations.push_back(std::move(calibration));
    }
  }
  return std::make_shared<const content::Scorer>(std::move(lexicons), std::move(used), std::move(calibrations));
}

Result<std::shared_ptr<const content::Scorer>> Service::scorer(std::optional<Instant> at) {
  MUSTER_TRY(const auto found, inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<BundleRow>> {
    return at ? rows::as_of(tx, *at) : rows::in_state(tx, "enabled");
  }));
  return inside_->scorer_of(found);
}

Result<Service::Lexicons> Service::in_force() {
  MUSTER_TRY(const auto found, inside_->database.read([](store::Transaction& tx) -> Result<std::vector<BundleRow>> {
    return rows::in_state(tx, "enabled");
  }));
  return inside_->compiled(found);
}

Result<Service::Lexicons> Service::in_shadow() {
  MUSTER_TRY(const auto found, inside_->database.read([](store::Transaction& tx) -> Result<std::vector<BundleRow>> {
    return rows::in_state(tx, "shadow");
  }));
  return inside_->compiled(found);
}

Result<Service::Lexicons> Service::as_of(Instant at) {
  MUSTER_TRY(const auto found, inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<BundleRow>> {
    return rows::as_of(tx, at);
  }));
  return inside_->compiled(found);
}

Result<std::shared_ptr<const content::Lexicon>> Service::lexicon(const std::string& sha256) {
  return inside_->compiled(sha256);
}

Result<content::SignedBundle> Service::file(const std::string& sha256) {
  return inside_->read(sha256);
}

BundleScore of_score(const content::Score& score) {
  BundleScore out;
  out.bundle = score.bundle;
  out.ground = score.ground;
  out.score = score.value;
  out.clue = score.is_clue();
  out.method = content::kScoringMethod;
  for (const auto& reason : score.reasons) out.hits += reason.count;
  return out;
}

void Service::count(store::Transaction& tx, const std::vector<BundleScore>& scores, Instant at) {
  const std::string day = to_day(at);
  for (const BundleScore& score : scores) rows::count(tx, score, day);
}

void Service::keep(store::Transaction& tx, const std::string& run_id, const std::vector<BundleScore>& scores) {
  for (const BundleScore& score : scores) rows::keep(tx, run_id, score);
}

std::vector<BundleScore> Service::kept(store::Transaction& tx, const std::string& run_id) {
  return rows::kept(tx, run_id);
}

Result<std::vector<DayCount>> Service::counts(const std::string& sha256, int days) {
  const std::string from = to_day(inside_->now() - Duration(std::chrono::hours(24 * std::clamp(days, 1, 1000))));
  return inside_->database.read(
      [&](store::Transaction& tx) -> Result<std::vector<DayCount>> { return rows::counts(tx, sha256, from); });
}

}  // namespace muster::bundles
