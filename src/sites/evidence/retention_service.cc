// The end of evidence, in steps each of which may be the last before a crash:
//   marked    the tombstone is written, with its event; the test waits no more. From here on it is destroyed.
//   removed   the file is gone, and its folder synced. A file goes at once or not at all.
//   recorded  it is known to be gone.
//   indexed   its month's index has no line of it.
// What is marked and not yet indexed is found again by the next sweep; each step done twice changes nothing.
#include "retention_store.h"
#include <jobs/jobs.h>

#include <cerrno>
#include <filesystem>
#include <set>

#include <evidence/index.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::evidence {
namespace {

constexpr int kFilesAtOnce = 500;
constexpr std::size_t kIdLength = 36;  // of a UUID

Error not_removed(const std::string& path) {
  return unavailable("file_write", fmt::format("The evidence file {} can't be removed; it will be tried again.", path));
}

Result<void> sync_folder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return {};  // nothing was there
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!synced) return not_removed(folder);
  return {};
}

void tell(const SweepOptions& options, const char* step) {
  if (options.after) options.after(step);
}

// "ID.warc.gz" or "ID-abcdef.warc.gz".
std::string run_of_file(const std::string& name) {
  return name.substr(0, kIdLength);
}

TestFate test_fate(store::Transaction& tx, const kept::Waiting& test, const RetentionTerms& terms, Instant now) {
  TestFate out{test.run_id,
               test.url,
               test.finished_at,
               {},
               kept::keepers(tx, test.run_id),
               testing::tombstone_of(tx, test.run_id)};
  out.fate = fate_of(test.finished_at, out.keepers, terms, now);
  return out;
}

}  // namespace

// How many were judged.
Result<std::int64_t> Retention::destroy_some(const std::string& actor, const SweepOptions& options, Swept& out) const {
  struct Judged {
    std::int64_t destroyed = 0, kept = 0;
  };
  const RetentionTerms terms = retention_terms(policy_);
  MUSTER_TRY(const Judged some, database_.write([&](store::Transaction& tx) -> Result<Judged> {
    Judged judged;
    std::vector<ledger::Happening> happened;
    const Instant now = recorder_.clock().now();
    for (const kept::Waiting& test : kept::due(tx, now - terms.evidence, options.at_once)) {
      const Fate fate = fate_of(test.finished_at, kept::keepers(tx, test.run_id), terms, now);
      if (!fate.over) {
        const Instant again = std::min(fate.ends_at.value_or(now + kLookAgain), now + kLookAgain);
        kept::put_off(tx, test.run_id, again - terms.evidence);
        ++judged.kept;
        continue;
      }
      const testing::Tombstone tombstone{
          test.run_id,      now,       fate.rule,   policy::to_string(policy_.term(fate.rule)),
          policy_.sha256(), test.path, test.sha256, actor};
      kept::destroy(tx, tombstone);
      happened.push_back({kEvidenceDestroyed, actor, "test", test.run_id,
                          fmt::format(R"({{"sha256":"{}","rule":"{}","term":"{}","policy_sha256":"{}"}})", test.sha256,
                                      tombstone.rule, tombstone.term, tombstone.policy_sha256)});
      ++judged.destroyed;
    }
    if (!happened.empty()) recorder_.record_all(tx, happened);
    return judged;
  }));
  out.destroyed += some.destroyed;
  out.kept += some.kept;
  if (some.destroyed > 0) tell(options, "marked");
  return some.destroyed + some.kept;
}

Result<void> Retention::remove_files(const SweepOptions& options) const {
  for (;;) {
    MUSTER_TRY(const auto files, database_.read([&](store::Transaction& tx) -> Result<std::vector<kept::OpenFile>> {
      return kept::open_files(tx, kFilesAtOnce);
    }));
    if (files.empty()) return {};
    std::set<std::string> folders;
    for (const auto& file : files) {
      const std::string path = folder_ + "/" + file.path;
      if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) return not_removed(file.path);
      folders.insert(path.substr(0, path.rfind('/')));
    }
    for (const std::string& folder : folders) MUSTER_CHECK_OK(sync_folder(folder));
    tell(options, "removed");
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      for (const auto& file : files) kept::removed(tx, file.run_id, recorder_.clock().now());
      return {};
    }));
    tell(options, "recorded");
  }
}

Result<void> Retention::tell_indexes(const SweepOptions& options) const {
  MUSTER_TRY(const auto months, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return kept::open_months(tx);
  }));
  const Index index(folder_);
  for (const std::string& month : months) {
    const std::string named = month.substr(0, 4) + "-" + month.substr(5);
    MUSTER_CHECK_OK(index.forget(named, [&](const std::string& file) -> Result<bool> {
      return database_.read(
          [&](store::Transaction& tx) -> Result<bool> { return kept::is_unindexed(tx, month + "/" + file); });
    }));
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      kept::indexed(tx, month);
      return {};
    }));
    tell(options, "indexed");
  }
  return {};
}

Result<Swept> Retention::sweep(const std::string& actor, const SweepOptions& options) const {
  Swept out;
  MUSTER_CHECK_OK(remove_files(options));
  const Instant until = recorder_.clock().now() - retention_terms(policy_).evidence;
  MUSTER_TRY(const std::int64_t total, database_.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    return kept::due_count(tx, until);
  }));
  for (std::int64_t judged = 0;;) {
    if (options.progress) options.progress(judged, std::max(judged, total));
    if (options.stop && options.stop()) {
      out.stopped = true;
      break;
    }
    MUSTER_TRY(const std::int64_t some, destroy_some(actor, options, out));
    if (some == 0) break;
    judged += some;
    MUSTER_CHECK_OK(remove_files(options));
  }
  MUSTER_CHECK_OK(tell_indexes(options));
  return out;
}

Result<TestFate> Retention::fate(const std::string& run_id) const {
  return database_.read([&](store::Transaction& tx) -> Result<TestFate> {
    const auto test = kept::find(tx, run_id);
    if (!test) return not_found("test_not_found", "There is no such test, or it has not ended yet.");
    return test_fate(tx, *test, retention_terms(policy_), recorder_.clock().now());
  });
}

Result<std::vector<TestFate>> Retention::of_case(const std::string& case_id, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<TestFate>> {
    std::vector<TestFate> out;
    for (const std::string& id : kept::tests_of_case(tx, case_id, limit))
      if (const auto test = kept::find(tx, id))
        out.push_back(test_fate(tx, *test, retention_terms(policy_), recorder_.clock().now()));
    return out;
  });
}

Result<std::optional<GoneAnswer>> Retention::nearest_gone(std::string_view url, std::string_view timestamp) const {
  const std::string wanted = whole_timestamp(timestamp);
  return database_.read([&](store::Transaction& tx) -> Result<std::optional<GoneAnswer>> {
    std::optional<GoneAnswer> best;
    std::int64_t away = 0;
    for (const auto& answer : kept::answers_around(tx, surt_of(url), wanted)) {
      const std::int64_t apart = apart_of(answer.timestamp, wanted);
      auto tombstone = testing::tombstone_of(tx, answer.run_id);
      if (!tombstone || (best && apart >= away)) continue;
      away = apart;
      best = GoneAnswer{answer.timestamp, answer.url, std::move(*tombstone)};
    }
    return best;
  });
}

Result<std::optional<testing::Tombstone>> Retention::destroyed_file(const std::string& name) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::optional<testing::Tombstone>> {
    return testing::tombstone_of(tx, run_of_file(name));
  });
}

Result<void> add_retention_job(jobs::Service& jobs, const Retention& retention, Instant first) {
  jobs.add_kind(kRetentionJob, [retention](jobs::JobContext& context) -> Result<std::string> {
    SweepOptions options;
    options.progress = [&](std::int64_t done, std::int64_t total) { context.progress(done, total, "evidence"); };
    options.stop = [&] { return context.cancelled(); };
    MUSTER_TRY(const Swept swept, retention.sweep("system:retention", options));
    if (swept.stopped) return jobs::JobContext::interrupted();
    return fmt::format(R"({{"destroyed":{},"kept":{}}})", swept.destroyed, swept.kept);
  });
  return jobs.schedule(kRetentionJob, std::chrono::hours(24), first);
}

}  // namespace muster::evidence
