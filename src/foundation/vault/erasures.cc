#include "vault_inside.h"
#include <base/text.h>
#include <vault/erasures.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <mutex>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::vault {
namespace {

using store::Row;
using store::Sql;

constexpr std::string_view kErasureHead = "muster-erasures/1\n";
constexpr int kErasurePage = 5'000, kErasureBatch = 500;
constexpr Duration kErasureOverlap = std::chrono::hours(1);  // a transaction ends at most this long after its time

constexpr Sql kErasedSince{"vault_destroyed_since",
                           "select at, record_id from vault_destroyed where (at, record_id) > (:at, :id) "
                           "order by at, record_id limit :limit"};
constexpr Sql kErasedAgain{"vault_destroyed_again",
                           "insert into vault_destroyed(record_id, at, reason) values(:record_id, :at, :reason)"};
constexpr const char* kBeforeRestore = "destroyed_before_restore";
constexpr Sql kErasedCount{"vault_destroyed_count", "select count(*) as n from vault_destroyed"};

struct Erasure {
  std::int64_t at = 0;
  std::string id;
};

std::optional<Erasure> erasure_of(std::string_view line) {
  Erasure out;
  const auto [end, fault] = std::from_chars(line.data(), line.data() + line.size(), out.at);
  if (fault != std::errc{} || end == line.data() + line.size() || *end != ' ') return std::nullopt;
  out.id.assign(end + 1, line.data() + line.size());
  return out.id.empty() ? std::nullopt : std::optional(std::move(out));
}

Error erasures_damaged(const std::string& path) {
  return internal_error("erasures_damaged", "The list of what was destroyed, " + path +
                                                ", is damaged. Put back its copy; without it a backup brings "
                                                "back what was destroyed.");
}
Error erasures_write(const std::string& path) {
  if (errno == ENOSPC || errno == EDQUOT)
    return unavailable("disk_full", "The disk is full; what was destroyed can't be written down in " + path + ".");
  return unavailable("file_write", "What was destroyed can't be written down in " + path + ". Check its folder.");
}

// Whole lines alone; what a crash cut off is no line. Returns the bytes up to the last line's end, −1: no list.
Result<std::int64_t> each_erasure(const std::string& path, const std::function<bool(Erasure)>& visit) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::int64_t{-1};
  std::string line;
  std::int64_t bytes = 0;
  while (std::getline(file, line) && !file.eof()) {
    bytes += static_cast<std::int64_t>(line.size()) + 1;
    if (bytes == static_cast<std::int64_t>(kErasureHead.size())) {
      if (line + "\n" != kErasureHead) return erasures_damaged(path);
      continue;
    }
    auto one = erasure_of(line);
    if (!one) return erasures_damaged(path);
    if (!visit(std::move(*one))) break;
  }
  return bytes;
}

// Whether the record's protected fields had come back.
Result<bool> destroy_one_anew(store::Transaction& tx, const Vault& vault, const ledger::Recorder& recorder,
                              const std::string& id, const std::string& actor) {
  if (tx.one(sql::kGone, {{"record_id", id}})) return false;
  if (tx.one(sql::kKey, {{"record_id", id}})) {
    MUSTER_CHECK_OK(vault.destroy(tx, id, kBeforeRestore, actor));
    return true;
  }
  tx.run(kErasedAgain, {{"record_id", id}, {"at", recorder.clock().now()}, {"reason", kBeforeRestore}});
  recorder.record(tx, kDestroyed, actor, kRecordKind, id, fmt::format(R"({{"reason":"{}"}})", kBeforeRestore));
  return false;
}

struct Locked {
  explicit Locked(const std::string& path) : file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    held = file >= 0 && ::flock(file, LOCK_EX) == 0;
  }
  ~Locked() {
    if (file >= 0) ::close(file);
  }
  Locked(const Locked&) = delete;
  std::int64_t bytes() const {
    struct stat status {};
    return ::fstat(file, &status) == 0 ? static_cast<std::int64_t>(status.st_size) : -1;
  }
  bool append(std::string_view text, std::int64_t at) const {
    while (!text.empty()) {
      const ssize_t n = ::pwrite(file, text.data(), text.size(), at);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(n));
      at += n;
    }
    return true;
  }
  int file;
  bool held;
};

}  // namespace

struct ErasureList::Inside {
  std::string path;
  mutable std::mutex mutex;
  // What the file held when this process last looked.
  std::int64_t bytes = -1, lines = 0, newest = 0;
  std::set<std::string> known;  // of the last hour; all while `whole`
  bool whole = false, counted = false;

  Result<void> read(bool all) {
    std::int64_t last = 0, n = 0;
    MUSTER_TRY(const std::int64_t end, each_erasure(path, [&](Erasure one) {
                 last = std::max(last, one.at);
                 ++n;
                 return true;
               }));
    known.clear();
    MUSTER_CHECK_OK(each_erasure(path, [&](Erasure one) {
      if (all || one.at >= last - kErasureOverlap.count()) known.insert(std::move(one.id));
      return true;
    }));
    bytes = end, lines = n, newest = last, whole = all;
    return {};
  }

  // Rows of the database that the file lacks, behind what it has, cut off behind its last whole line.
  Result<std::int64_t> append_missing(store::Database& database, const Locked& file) {
    if (bytes < static_cast<std::int64_t>(kErasureHead.size())) {
      if (!file.append(kErasureHead, 0)) return erasures_write(path);
      bytes = static_cast<std::int64_t>(kErasureHead.size());
    }
    if (::ftruncate(file.file, bytes) != 0) return erasures_write(path);
    std::int64_t added = 0;
    Erasure after{whole ? 0 : newest - kErasureOverlap.count(), {}};
    for (bool more = true; more;) {
      MUSTER_TRY(const auto rows,
                 database.ask(kErasedSince, {{"at", after.at}, {"id", after.id}, {"limit", kErasurePage}}));
      std::string text;
      for (const Row& row : rows) {
        after = {row.integer("at"), row.text("record_id")};
        newest = std::max(newest, after.at);
        if (!known.insert(after.id).second) continue;
        text += fmt::format("{} {}\n", after.at, after.id);
        ++added;
      }
      if (!text.empty() && !file.append(text, bytes)) return erasures_write(path);
      bytes += static_cast<std::int64_t>(text.size());
      more = rows.size() == kErasurePage;
    }
    lines += added;
    if (::fdatasync(file.file) != 0) return erasures_write(path);
    return added;
  }
};

ErasureList::ErasureList(std::string path) : inside_(std::make_unique<Inside>()) {
  inside_->path = std::move(path);
}
ErasureList::~ErasureList() = default;

Result<std::int64_t> ErasureList::take_from(store::Database& database) {
  auto& in = *inside_;
  const std::lock_guard lock(in.mutex);
  const Locked file(in.path);
  if (!file.held) return erasures_write(in.path);
  if (file.bytes() != in.bytes) MUSTER_CHECK_OK(in.read(false));
  MUSTER_TRY(std::int64_t added, in.append_missing(database, file));
  if (!in.counted) {
    // Once a process: clocks that went back hide what happened by them.
    MUSTER_TRY(const auto rows, database.ask(kErasedCount));
    if (rows.at(0).integer("n") > in.lines) {
      MUSTER_CHECK_OK(in.read(true));
      MUSTER_TRY(const std::int64_t more, in.append_missing(database, file));
      added += more;
      MUSTER_CHECK_OK(in.read(false));
    }
    in.counted = true;
  }
  return added;
}

Result<std::optional<std::int64_t>> ErasureList::size() const {
  std::int64_t n = 0;
  MUSTER_TRY(const std::int64_t end, each_erasure(inside_->path, [&](const Erasure&) {
               ++n;
               return true;
             }));
  return end < 0 ? std::nullopt : std::optional(n);
}

Result<bool> ErasureList::covered_by(store::Database& database) const {
  // The last whole line stands in the last kilobyte.
  std::ifstream file(inside_->path, std::ios::binary | std::ios::ate);
  if (!file) return true;
  const auto bytes = static_cast<std::int64_t>(file.tellg());
  const std::int64_t from = std::max<std::int64_t>(0, bytes - 1024);
  std::string tail(static_cast<std::size_t>(bytes - from), '\0');
  file.seekg(from);
  file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  const auto end = tail.rfind('\n');
  if (end == std::string::npos) return bytes == 0 ? Result<bool>(true) : Result<bool>(erasures_damaged(inside_->path));
  const auto begin = end == 0 ? std::string::npos : tail.rfind('\n', end - 1);
  if (begin == std::string::npos) return true;  // the head alone
  const auto last = erasure_of(std::string_view(tail).substr(begin + 1, end - begin - 1));
  if (!last) return erasures_damaged(inside_->path);
  static constexpr Sql kKnown{"vault_destroyed_known", "select at from vault_destroyed where record_id = :record_id"};
  MUSTER_TRY(const auto rows, database.ask(kKnown, {{"record_id", last->id}}));
  return !rows.empty();
}

Result<std::int64_t> ErasureList::destroy_anew(store::Database& database, const Vault& vault,
                                               const ledger::Recorder& recorder, const std::string& actor) const {
  std::int64_t back = 0;
  std::vector<std::string> batch;
  std::optional<Error> failed;
  const auto flush = [&] {
    const auto done = database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
      std::int64_t n = 0;
      for (const std::string& id : batch) {
        MUSTER_TRY(const bool there, destroy_one_anew(tx, vault, recorder, id, actor));
        n += there;
      }
      return n;
    });
    if (done.ok())
      back += *done;
    else
      failed = done.error();
    batch.clear();
    return done.ok();
  };
  MUSTER_CHECK_OK(each_erasure(inside_->path, [&](Erasure one) {
    batch.push_back(std::move(one.id));
    return batch.size() < kErasureBatch || flush();
  }));
  if (!failed && !batch.empty()) flush();
  if (failed) return *failed;
  return back;
}

Result<void> add_erasure_job(jobs::Service& jobs, store::Database& database, const std::string& path, Instant first) {
  const auto list = std::make_shared<ErasureList>(path);
  jobs.add_kind(kErasureJob, [list, &database](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const std::int64_t written, list->take_from(database));
    return fmt::format(R"({{"written":{}}})", written);
  });
  return jobs.schedule(kErasureJob, std::chrono::seconds(10), first);
}

}  // namespace muster::vault
