#include "index_format.h"
#include "journal.h"
#include "overlay.h"
#include "spill.h"
#include <names/index_builder.h>
#include <names/live_index.h>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::names {
namespace {

Error journal_write() {
  return unavailable(errno == ENOSPC ? "disk_full" : "journal_write",
                     "The change can't be written to the index's journal. Nothing has changed; check the disk and the "
                     "folder, then try again.");
}

struct File {
  int fd = -1;
  File() = default;
  explicit File(int f) : fd(f) {}
  File(File&& other) noexcept : fd(std::exchange(other.fd, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd, other.fd);
    return *this;
  }
  ~File() {
    if (fd >= 0) ::close(fd);
  }
};

Result<std::string> read_all(int fd) {
  std::string bytes;
  for (;;) {
    const std::size_t held = bytes.size();
    bytes.resize(held + (1 << 16));
    const auto got = ::pread(fd, bytes.data() + held, 1 << 16, static_cast<off_t>(held));
    bytes.resize(held + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unavailable("journal_read", "The journal of the index can't be read. Check the disk.");
    if (got == 0) return bytes;
  }
}

// Locked where it is to be written; without one a reader gets -1.
Result<File> open_journal(const std::string& path, bool read_only) {
  if (read_only) return File(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  for (int attempt = 0; attempt < 100; ++attempt) {
    File file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (file.fd < 0) return journal_write();
    struct stat ours {
    }, there{};
    if (::flock(file.fd, LOCK_EX | LOCK_NB) != 0) break;
    // A compaction of another process may have put a new journal there since it was opened.
    if (::fstat(file.fd, &ours) == 0 && ::stat(path.c_str(), &there) == 0 && ours.st_ino == there.st_ino) return file;
  }
  return conflict("index_in_use", "Another process changes this index. Ask that one, or wait until it ends.");
}

}  // namespace

struct LiveIndex::Inside {
  std::string path;  // empty: in memory alone
  Options options;
  std::mutex writing;     // apply, replace, and the ends of compact
  std::mutex compacting;  // one at a time
  File journal;
  std::uint64_t journal_bytes = 0;
  bool compaction_runs = false;
  std::vector<Batch> meanwhile;  // what came since the compaction began

  // A batch at the journal's end; on failure the journal ends where it did.
  Result<void> append(std::uint64_t first, std::span<const Change> changes) {
    const std::string batch = encode_batch(first, changes);
    if (batch.size() > kBatchBytesMax)
      return invalid("index_changes_full", "These are too many changes at once. Give them in smaller parts.");
    auto done = write_at(journal.fd, batch, journal_bytes, "journal_write");
    if (done.ok() && options.sync && ::fdatasync(journal.fd) != 0) done = journal_write();
    if (!done.ok()) {
      const Error error = done.error();
      (void)!::ftruncate(journal.fd, static_cast<off_t>(journal_bytes));
      return error.code == "disk_full" ? Error(error) : journal_write();
    }
    journal_bytes += batch.size();
    return {};
  }

  // A new journal with these batches in place of the old one.
  Result<void> rewrite(std::uint64_t lineage, const std::vector<Batch>& batches) {
    std::string bytes = encode_journal_front(lineage);
    for (const Batch& batch : batches) bytes += encode_batch(batch.first, batch.changes);
    const std::string to = path + ".journal", beside = to + ".new";
    File made(::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (made.fd < 0 || ::flock(made.fd, LOCK_EX | LOCK_NB) != 0) return journal_write();
    MUSTER_CHECK_OK(write_at(made.fd, bytes, 0, "journal_write"));
    if (::fdatasync(made.fd) != 0 || std::rename(beside.c_str(), to.c_str()) != 0) return journal_write();
    journal = std::move(made);
    journal_bytes = bytes.size();
    return {};
  }
};

LiveIndex::LiveIndex() : inside_(std::make_unique<Inside>()) {}
LiveIndex::~LiveIndex() = default;

void LiveIndex::publish(std::shared_ptr<const IndexView> view) {
  const std::lock_guard lock(view_mutex_);
  view_.swap(view);
  version_.fetch_add(1, std::memory_order_release);
}  // the old state goes after the lock, where nobody waits for it

std::shared_ptr<const IndexView> LiveIndex::view() const {
  const std::lock_guard lock(view_mutex_);
  return view_;
}

void LiveIndex::Reader::follow() {
  std::shared_ptr<const IndexView> old = std::move(held_);
  const std::lock_guard lock(live_.view_mutex_);
  held_ = live_.view_;
  seen_ = live_.version_.load(std::memory_order_relaxed);
}

std::unique_ptr<LiveIndex> LiveIndex::over(std::shared_ptr<const NameIndex> base) {
  std::unique_ptr<LiveIndex> made(new LiveIndex);
  made->replace(std::move(base));
  return made;
}

void LiveIndex::replace(std::shared_ptr<const NameIndex> base) {
  const std::lock_guard lock(inside_->writing);
  const std::uint64_t through = view_ ? view_->through() : base->stats().through;
  publish(std::shared_ptr<const IndexView>(new IndexView(std::move(base), std::make_shared<const Overlay>(), through)));
}

Result<std::unique_ptr<LiveIndex>> LiveIndex::open(const std::string& path, Options options) {
  std::unique_ptr<LiveIndex> made(new LiveIndex);
  Inside& in = *made->inside_;
  in.path = path;
  in.options = options;
  // The journal first: while it is ours no compaction can put another base there.
  MUSTER_TRY(in.journal, open_journal(path + ".journal", options.read_only));
  MUSTER_TRY(auto base, NameIndex::map(path));
  JournalRead read;
  std::string bytes;
  if (in.journal.fd >= 0) {
    MUSTER_TRY(bytes, read_all(in.journal.fd));
    MUSTER_TRY(read, read_journal(bytes, base->stats().lineage));
    made->cut_off_ = bytes.size() - read.good_bytes;
  }
  std::uint64_t through = base->stats().through;
  auto overlay = std::make_shared<const Overlay>();
  std::vector<Change> all;
  for (const Batch& batch : read.batches) {
    if (batch.first <= base->stats().through) continue;  // compiled in already
    all.insert(all.end(), batch.changes.begin(), batch.changes.end());
    through = batch.first + batch.changes.size() - 1;
  }
  if (!all.empty()) overlay = overlay->with(all);
  if (!options.read_only) {
    in.journal_bytes = read.good_bytes;
    if (::ftruncate(in.journal.fd, static_cast<off_t>(in.journal_bytes)) != 0) return journal_write();
    if (in.journal_bytes == 0) {
      const std::string front = encode_journal_front(base->stats().lineage);
      MUSTER_CHECK_OK(write_at(in.journal.fd, front, 0, "journal_write"));
      in.journal_bytes = front.size();
    }
  }
  made->publish(std::shared_ptr<const IndexView>(new IndexView(std::move(base), std::move(overlay), through)));
  return made;
}

Result<std::uint64_t> LiveIndex::apply(std::span<const Change> changes) {
  Inside& in = *inside_;
  const std::lock_guard lock(in.writing);
  const auto now = view();
  if (in.options.read_only) return refused("index_read_only", "This index was opened for reading alone.");
  if (changes.empty()) return now->through();
  for (const Change& change : changes) {
    if (change.rule.name.empty() || change.rule.name.size() > kTextMax)
      return invalid("name_too_long", "A changed rule has no name, or one of more than 253 characters.", "name");
    if (change.rule.exception && change.rule.cover == Cover::below)
      return invalid("names_exception", "An exception is a name or exact, never a wildcard.", "cover");
  }
  auto overlay = now->overlay_->with(changes);
  if (overlay->names() > in.options.changes_max)
    return unavailable("index_changes_full",
                       "Too many names have changed since the index was built. Compact it first.");
  if (!in.path.empty()) MUSTER_CHECK_OK(in.append(now->through() + 1, changes));
  if (in.compaction_runs)
    in.meanwhile.push_back({now->through() + 1, std::vector<Change>(changes.begin(), changes.end())});
  const std::uint64_t through = now->through() + changes.size();
  publish(std::shared_ptr<const IndexView>(new IndexView(now->base_, std::move(overlay), through)));
  return through;
}

Result<IndexStats> LiveIndex::compact() {
  Inside& in = *inside_;
  if (in.options.read_only) return refused("index_read_only", "This index was opened for reading alone.");
  const std::lock_guard one(in.compacting);
  std::shared_ptr<const IndexView> from;
  {
    const std::lock_guard lock(in.writing);
    from = view();
    in.compaction_runs = true;
    in.meanwhile.clear();
  }
  const IndexStats old = from->base().stats();
  IndexBuilder builder({.seed = in.options.seed,
                        .meta = old.meta,
                        .threads = in.options.threads,
                        .lineage = old.lineage,
                        .through = from->through()});
  from->each([&](std::string_view name, const Hit& rule) {
    builder.add(name, rule.payload, rule.cover, rule.exception);
    return true;
  });
  const auto compile = [&]() -> Result<std::shared_ptr<const NameIndex>> {
    if (in.path.empty()) return builder.build();
    MUSTER_TRY([[maybe_unused]] const auto stats, builder.write(in.path));
    return NameIndex::map(in.path);
  };
  auto base = compile();
  const std::lock_guard lock(in.writing);
  in.compaction_runs = false;
  if (!base.ok()) return base.error();
  // Until the journal is rewritten it holds changes that the base has too: their numbers say so.
  if (!in.path.empty()) MUSTER_CHECK_OK(in.rewrite(old.lineage, in.meanwhile));
  auto overlay = std::make_shared<const Overlay>();
  for (const Batch& batch : in.meanwhile) overlay = overlay->with(batch.changes);
  const std::uint64_t through = view()->through();
  const IndexStats stats = base.value()->stats();
  publish(std::shared_ptr<const IndexView>(new IndexView(*base, std::move(overlay), through)));
  return stats;
}

}  // namespace muster::names
