// A bundle in shadow over what was tested before: which pages would have become clues, and which would not.
#include "inside.h"
#include <base/text.h>
#include <jobs/jobs.h>

#include <fmt/format.h>

namespace muster::bundles {
namespace {

constexpr std::size_t kPagesAtOnce = 50;        // of one transaction
constexpr std::int64_t kChangesKeptMax = 1000;  // of one run, for people to look at

struct Batch {
  std::string cursor;
  std::int64_t pages = 0, skipped = 0, clues_before = 0, clues_after = 0, gained = 0, lost = 0;
  std::vector<RerunChange> changes;
  std::size_t looked_at() const { return static_cast<std::size_t>(pages + skipped); }
};

// As pages are scored now, and as they would be with the bundle in its former version's place. Of a list of hashes:
// what their pictures were known as before is in the score of that time.
struct Compared {
  std::shared_ptr<const content::Scorer> now, then;
  std::shared_ptr<const ShadowList> list;
};

void add_pictures(Batch& batch, const PastPage& past, const ShadowList& list) {
  batch.cursor = past.run_id;
  if (!past.pictures) {
    ++batch.skipped;
    return;
  }
  const bool was = past.score >= content::kClueScore;
  std::optional<int> nearest;
  for (const hashes::PdqHash& picture : *past.pictures)
    if (const auto found = list.nearest(std::span(&picture.hash, 1), picture.quality);
        found && (!nearest || *found < *nearest))
      nearest = found;
  // A list of harmless pictures makes no clue; what it would lift is seen on later visits alone.
  const bool is = was || (nearest && list.ground() != "none");
  ++batch.pages;
  batch.clues_before += was;
  batch.clues_after += is;
  batch.gained += is && !was;
  if (was == is) return;
  const content::Evidence known[] = {{list.ground(), "hash", 1, "", list.sha256()}};
  batch.changes.push_back(
      {past.run_id, fmt::format("{}: distance {}", list.name(), *nearest), past.score,
       std::max(past.score, content::weigh(list.ground(), known, content::default_calibration()).probability)});
}

void add_page(Batch& batch, const PastPage& past, const Compared& compared) {
  if (compared.list) return add_pictures(batch, past, *compared.list);
  batch.cursor = past.run_id;
  if (!past.page) {
    ++batch.skipped;
    return;
  }
  const double before = compared.now->score(*past.page).probability();
  const auto score = compared.then->score(*past.page);
  const double after = score.probability();
  const bool was = before >= content::kClueScore, is = after >= content::kClueScore;
  ++batch.pages;
  batch.clues_before += was;
  batch.clues_after += is;
  batch.gained += is && !was;
  batch.lost += was && !is;
  if (was == is) return;
  std::string why;
  if (!score.grounds.empty() && !score.grounds.front().contributions.empty())
    why = score.grounds.front().contributions.front().detail;
  batch.changes.push_back({past.run_id, why, before, after});
}

}  // namespace

Result<Rerun> Service::Inside::begin_rerun(store::Transaction& tx, const std::string& sha256, const std::string& person,
                                           std::int64_t pages_max, bool queued) {
  const auto bundle = rows::find(tx, sha256);
  if (!bundle) return not_found("bundle_unknown", "There is no such bundle on record.");
  if (bundle->state != "shadow")
    return conflict("bundle_state", "Only a bundle in shadow runs over what was tested before.", "state");
  Rerun r;
  r.id = recorder.new_id();
  r.sha256 = sha256;
  r.asked_by = person;
  r.asked_at = now();
  r.pages_max = pages_max;
  if (queued) {
    MUSTER_TRY(r.job_id, jobs->enqueue(tx, person, kRerunJob, fmt::format(R"({{"rerun_id":"{}"}})", r.id)));
  }
  rows::insert(tx, r);
  recorder.record(tx, kRerunAsked, person, "bundle", sha256,
                  fmt::format(R"({{"rerun":"{}","pages_max":{}}})", r.id, pages_max));
  return r;
}

Result<Rerun> Service::rerun(const std::string& sha256, const std::string& person, std::int64_t pages_max) {
  if (!inside_->jobs) return unavailable("jobs_unavailable", "Nothing runs in the background here.");
  if (pages_max < 1 || pages_max > kRerunPagesMax)
    return invalid("rerun_pages", "Say how many pages at most: 1 to 1,000,000.", "pages_max");
  return inside_->database.write(
      [&](store::Transaction& tx) { return inside_->begin_rerun(tx, sha256, person, pages_max, true); });
}

Result<Rerun> Service::resume_rerun(const std::string& id, const std::string& person) {
  if (!inside_->jobs) return unavailable("jobs_unavailable", "Nothing runs in the background here.");
  return inside_->database.write([&](store::Transaction& tx) -> Result<Rerun> {
    auto r = rows::rerun(tx, id);
    if (!r) return not_found("rerun_unknown", "There is no such run over the history.");
    if (r->finished_at) return conflict("rerun_ended", "This run over the history has come to its end.", "id");
    MUSTER_TRY(r->job_id, inside_->jobs->enqueue(tx, person, kRerunJob, fmt::format(R"({{"rerun_id":"{}"}})", id)));
    rows::update(tx, *r);
    return std::move(*r);
  });
}

Result<Rerun> Service::rerun_now(const std::string& sha256, const std::string& person, std::int64_t pages_max,
                                 const std::function<void(const Rerun&)>& progress, const std::function<bool()>& stop) {
  if (pages_max < 1 || pages_max > kRerunPagesMax)
    return invalid("rerun_pages", "Say how many pages at most: 1 to 1,000,000.", "pages_max");
  MUSTER_TRY(const Rerun begun, inside_->database.write([&](store::Transaction& tx) {
    return inside_->begin_rerun(tx, sha256, person, pages_max, false);
  }));
  return inside_->run_over(begun.id, progress, stop);
}

Result<Rerun> Service::Inside::run_over(const std::string& rerun_id, const std::function<void(const Rerun&)>& progress,
                                        const std::function<bool()>& stop) {
  std::vector<BundleRow> in_force, with;
  Compared compared;
  bool of_pictures = false;
  MUSTER_TRY(Rerun state, database.read([&](store::Transaction& tx) -> Result<Rerun> {
    auto r = rows::rerun(tx, rerun_id);
    if (!r) return not_found("rerun_unknown", "There is no such run over the history.");
    const auto bundle = rows::find(tx, r->sha256);
    if (!bundle) return not_found("bundle_unknown", "There is no such bundle on record.");
    of_pictures = bundle->kind == content::BundleKind::hash_list;
    in_force = with = rows::in_state(tx, "enabled");
    std::erase_if(with, [&](const BundleRow& each) {
      return each.sha256 == bundle->sha256 ||
             (each.kind == bundle->kind && each.publisher == bundle->publisher && each.name == bundle->name);
    });
    with.push_back(*bundle);
    return std::move(*r);
  }));
  if (state.finished_at) return state;
  if (of_pictures) {
    MUSTER_TRY(compared.list, list(state.sha256));
  }
  MUSTER_TRY(compared.now, scorer_of(in_force));
  MUSTER_TRY(compared.then, scorer_of(with));
  std::int64_t kept = state.gained + state.lost;
  bool at_end = !history;
  while (!at_end && state.pages + state.skipped < state.pages_max) {
    if (stop()) return state;
    Batch batch;
    const auto left = static_cast<std::size_t>(state.pages_max - state.pages - state.skipped);
    const std::size_t wanted = std::min(kPagesAtOnce, left);
    MUSTER_CHECK_OK(history(state.cursor, [&](PastPage&& past) {
      add_page(batch, past, compared);
      return batch.looked_at() < wanted;
    }));
    at_end = batch.looked_at() < wanted;
    if (batch.looked_at() == 0) break;
    state.cursor = batch.cursor;
    state.pages += batch.pages;
    state.skipped += batch.skipped;
    state.clues_before += batch.clues_before;
    state.clues_after += batch.clues_after;
    state.gained += batch.gained;
    state.lost += batch.lost;
    MUSTER_CHECK_OK(database.write([&](store::Transaction& tx) -> Result<void> {
      std::int64_t already = kept;
      for (const RerunChange& change : batch.changes)
        if (already++ < kChangesKeptMax) rows::insert(tx, rerun_id, change);
      rows::update(tx, state);
      return {};
    }));
    kept += static_cast<std::int64_t>(batch.changes.size());
    progress(state);
  }
  state.finished_at = now();
  MUSTER_CHECK_OK(database.write([&](store::Transaction& tx) -> Result<void> {
    rows::update(tx, state);
    recorder.record(tx, kRerunFinished, state.asked_by, "bundle", state.sha256,
                    fmt::format(R"({{"rerun":"{}","pages":{},"skipped":{},"gained":{},"lost":{}}})", state.id,
                                state.pages, state.skipped, state.gained, state.lost));
    return {};
  }));
  return state;
}

Result<std::vector<Rerun>> Service::reruns(const std::string& sha256) {
  return inside_->database.read(
      [&](store::Transaction& tx) -> Result<std::vector<Rerun>> { return rows::reruns(tx, sha256); });
}

Result<Rerun> Service::rerun_of(const std::string& id) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<Rerun> {
    auto r = rows::rerun(tx, id);
    if (!r) return not_found("rerun_unknown", "There is no such run over the history.");
    return std::move(*r);
  });
}

Result<std::vector<RerunChange>> Service::changes(const std::string& rerun_id, const std::string& after, int limit) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<RerunChange>> {
    return rows::changes(tx, rerun_id, after, limit);
  });
}

}  // namespace muster::bundles
