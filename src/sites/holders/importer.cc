#include "mirror.h"
#include <base/faults.h>
#include <base/sha256.h>
#include <base/text.h>
#include <holders/import.h>
#include <holders/rules.h>

#include <unordered_set>

namespace muster::holders {
namespace {

constexpr store::Sql kRunning{
    "domain_import_running",
    "select id, records_done, prefix_sha256, accepted, changed, already_in, refused, batches from domain_import where "
    "state = 'running' and source = :source and file_name = :file and format = :format order by id desc limit 1"};
constexpr store::Sql kBegin{
    "domain_import_begin",
    "insert into domain_import(id, source, file_name, format, state, records_done, prefix_sha256, accepted, changed, "
    "already_in, refused, batches, actor, started_at, updated_at) values(:id, :source, :file, :format, 'running', 0, "
    "'', 0, 0, 0, 0, 0, :actor, :now, :now)"};
constexpr store::Sql kGoOn{
    "domain_import_go_on",
    "update domain_import set records_done = :records, prefix_sha256 = :prefix, accepted = :added, changed = :changed, "
    "already_in = :already_in, refused = :refused, batches = :batches, state = :state, updated_at = :now where id = "
    ":id"};

// A hash over the records read so far: whether a file that is taken up again begins as it did.
class Trail {
 public:
  void add(const Read& read) {
    hash_.add(record_text(read.record, read.record.registrant.name));
    for (const Error& e : read.faults) hash_.add(e.code + "\n");
  }
  std::string hex() const { return hash_.hex(); }

 private:
  Sha256 hash_;
};

// One import under way.
class Run {
 public:
  Run(store::Database& database, const MirrorParts& parts, std::istream& in, const ImportOptions& options)
      : database_(database), parts_(parts), in_(in), options_(options) {}

  Result<ImportResult> go() {
    open();
    if (!options_.dry_run && options_.resume) MUSTER_CHECK_OK(look_for_interrupted());
    if (!options_.dry_run && !result_.resumed) MUSTER_CHECK_OK(begin());
    for (bool more = true; more && !result_.stopped;) {
      MUSTER_TRY(more, read_batch());
      MUSTER_CHECK_OK(commit(!more && !broken_));
      if (broken_) return *broken_;  // what stood before the break is in
      if (options_.on_progress && !options_.on_progress(result_)) result_.stopped = true;
    }
    return std::move(result_);
  }

 private:
  void open() {
    source_ = options_.format == Format::csv ? csv_records(in_) : epp_records(in_);
    trail_ = {};
  }

  // Goes on behind what is in, if the file begins as it did: the records before are read again and compared.
  Result<void> look_for_interrupted() {
    const auto found = database_.read([&](store::Transaction& tx) -> Result<std::optional<store::Row>> {
      return tx.one(kRunning,
                    {{"source", options_.source}, {"file", options_.file_name}, {"format", to_text(options_.format)}});
    });
    if (!found.ok()) return found.error();
    if (!*found || (*found)->integer("records_done") == 0) return {};
    const auto beginning = in_.tellg();
    if (beginning == std::istream::pos_type(-1)) {
      in_.clear();
      return {};
    }
    const store::Row& row = **found;
    Read read;
    std::int64_t left = row.integer("records_done");
    for (; left > 0; --left) {
      const auto more = source_->next(read);
      if (!more.ok() || !*more) break;
      trail_.add(read);
    }
    if (left > 0 || trail_.hex() != row.text("prefix_sha256")) {  // another file: from its beginning
      in_.clear();
      in_.seekg(beginning);
      open();
      return {};
    }
    result_.id = row.text("id");
    result_.records = row.integer("records_done");
    result_.added = row.integer("accepted");
    result_.changed = row.integer("changed");
    result_.already_in = row.integer("already_in");
    result_.refused = row.integer("refused");
    result_.batches = static_cast<int>(row.integer("batches"));
    result_.resumed = true;
    return {};
  }

  Result<void> begin() {
    result_.id = parts_.recorder.new_id();
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kBegin, {{"id", result_.id},
                      {"source", options_.source},
                      {"file", options_.file_name},
                      {"format", to_text(options_.format)},
                      {"actor", options_.actor},
                      {"now", parts_.recorder.clock().now()}});
      return {};
    });
  }

  // True: there is more behind this batch. A name comes once in a batch: its second record waits for the next one.
  Result<bool> read_batch() {
    rows_.clear();
    faults_.clear();
    std::unordered_set<std::string> names;
    read_ = refused_ = 0;
    const Instant now = parts_.recorder.clock().now();
    while (read_ < options_.batch_records) {
      if (!waiting_) {
        Read read;
        const auto more = source_->next(read);
        if (!more.ok()) broken_ = more.error();
        if (!more.ok() || !*more) return false;
        waiting_ = std::move(read);
      }
      auto good = waiting_->faults.empty() ? check_record(waiting_->record, now) : refusal(*waiting_);
      if (good.ok() && !names.insert(good->name).second) return true;
      ++read_;
      trail_.add(*waiting_);
      if (good.ok()) {
        rows_.push_back(prepare(parts_.vault, options_.source, std::move(*good)));
      } else {
        ++refused_;
        for (const Error& e : faults_of(good.error()))
          faults_.push_back({waiting_->line, shown(waiting_->record.name), e});
      }
      waiting_.reset();
    }
    return true;
  }

  static Result<Record> refusal(const Read& read) {
    Error error = read.faults.front();
    error.all = read.faults;
    return error;
  }

  static std::string shown(const std::string& name) {
    return is_valid_utf8(name) && name.size() <= 300 ? name : std::string();
  }

  Result<void> commit(bool last) {
    ImportProgress next = result_;
    const std::string prefix = trail_.hex();
    const auto work = [&](store::Transaction& tx) -> Result<void> {
      next = result_;
      ++next.batches;
      MirrorCounts counts;
      if (options_.dry_run) {
        counts = count_batch(tx, rows_);
      } else {
        MUSTER_TRY(counts, mirror_batch(tx, parts_, rows_, options_.source, options_.actor, result_.id, next.batches));
      }
      next.added += counts.added;
      next.changed += counts.changed;
      next.already_in += counts.already_in;
      next.refused += refused_;
      next.records += read_;
      if (options_.dry_run) return {};
      const Instant now = parts_.recorder.clock().now();
      tx.run(kGoOn, {{"id", result_.id},
                     {"records", next.records},
                     {"prefix", prefix},
                     {"added", next.added},
                     {"changed", next.changed},
                     {"already_in", next.already_in},
                     {"refused", next.refused},
                     {"batches", next.batches},
                     {"state", last ? "done" : "running"},
                     {"now", now}});
      if (last) source_mirrored(tx, {options_.source, now, parts_.policy.due("domain.registry_mirror", now)});
      return {};
    };
    MUSTER_CHECK_OK(options_.dry_run ? database_.read(work) : database_.write(work));
    static_cast<ImportProgress&>(result_) = next;
    if (options_.on_error)
      for (const LineError& error : faults_) options_.on_error(error);
    return {};
  }

  store::Database& database_;
  const MirrorParts parts_;
  std::istream& in_;
  const ImportOptions& options_;
  std::unique_ptr<RecordSource> source_;
  Trail trail_;
  ImportResult result_;
  std::optional<Read> waiting_;
  std::optional<Error> broken_;
  std::vector<Prepared> rows_;
  std::vector<LineError> faults_;
  std::int64_t read_ = 0, refused_ = 0;
};

}  // namespace

Result<ImportResult> Importer::run(std::istream& in, const ImportOptions& options) const {
  if (options.batch_records < 1 || options.batch_records > 50'000)
    return invalid("import_batch_records", "A batch has 1 to 50,000 records.", "batch_records");
  if (options.source.empty() || options.source.size() > 100 || !is_valid_utf8(options.source))
    return invalid("source_form", "Name the registry in 1 to 100 bytes.", "source");
  return Run(database_, {recorder_, vault_, policy_, filings_}, in, options).go();
}

}  // namespace muster::holders
