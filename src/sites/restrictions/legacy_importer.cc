#include "legacy_reader.h"

#include <fmt/format.h>

namespace muster::restrictions {
namespace {

std::uint64_t hash_of(const std::string& name) {
  return std::hash<std::string>{}(name);
}

// One import under way.
class Run {
 public:
  Run(store::Database& database, const ledger::Recorder& recorder, std::istream& in, const LegacyImportOptions& options)
      : database_(database), recorder_(recorder), in_(in), options_(options) {}

  Result<LegacyImportResult> go() {
    reader_.emplace(in_, options_.format);
    state_.redecide_by = options_.redecide_by;
    if (!options_.dry_run && options_.resume) MUSTER_CHECK_OK(take_up_interrupted());
    MUSTER_TRY(const LegacyFormat format, reader_->format());
    result_.format = format;
    for (bool more = true; more && !result_.stopped;) {
      MUSTER_TRY(more, read_batch());
      if (!more && reader_->records() == 0) return invalid("import_empty", "The file is empty.");
      MUSTER_CHECK_OK(commit(!more));
      if (options_.on_progress && !options_.on_progress(result_)) result_.stopped = more;
    }
    result_.redecide_by = state_.redecide_by;
    return std::move(result_);
  }

 private:
  // An import of this file that was cut off: what is in is read over, if the file begins as it did.
  Result<void> take_up_interrupted() {
    MUSTER_TRY(const auto found,
               database_.read([&](store::Transaction& tx) -> Result<std::optional<LegacyImportState>> {
                 return running_import(tx, options_.source_name);
               }));
    if (!found || found->records == 0 || found->redecide_by <= recorder_.clock().now()) return {};
    const auto beginning = in_.tellg();
    if (beginning == std::istream::pos_type(-1)) {
      in_.clear();
      return {};
    }
    const auto format = legacy_format(found->format).value_or(LegacyFormat::automatic);
    reader_.emplace(in_, format);
    LegacyReader::Got got;
    while (reader_->records() < found->records) {
      MUSTER_TRY(const bool more, reader_->next(got));
      if (!more) break;
    }
    if (reader_->records() == found->records && reader_->sha256() == found->prefix_sha256) {
      state_ = *found;
      result_.id = found->id;
      result_.resumed = true;
      static_cast<LegacyProgress&>(result_) = found->counts;
      result_.lines = found->records;
      return {};
    }
    in_.clear();  // another file: from its beginning
    in_.seekg(beginning);
    reader_.emplace(in_, options_.format);
    return {};
  }

  // True: there is more behind this batch.
  Result<bool> read_batch() {
    rows_.clear();
    faults_.clear();
    batch_ = {};
    LegacyReader::Got got;
    for (int looked = 0; looked < 4 * options_.batch_rows && static_cast<int>(rows_.size()) < options_.batch_rows;
         ++looked) {
      MUSTER_TRY(const bool more, reader_->next(got));
      if (!more) return false;
      ++batch_.lines;
      if (got.fault) {
        ++batch_.refused;
        faults_.push_back({got.line, *got.fault});
      } else if (got.rows.empty()) {
        ++batch_.skipped;
      }
      for (LegacyRow& row : got.rows) rows_.push_back(std::move(row));
    }
    return true;
  }

  // Those that are new: neither waiting nor earlier in the batch (or, in a dry run, in the file).
  std::vector<const LegacyRow*> taken(store::Transaction& tx, std::int64_t& already_in) {
    const auto waiting = waiting_names(tx, rows_);
    std::unordered_set<std::string_view> here;
    std::vector<const LegacyRow*> out;
    for (const LegacyRow& row : rows_) {
      const bool known = waiting.contains(row.name) || (options_.dry_run && seen_.contains(hash_of(row.name)));
      if (known || !here.insert(row.name).second)
        ++already_in;
      else
        out.push_back(&row);
    }
    return out;
  }

  Result<void> begin(store::Transaction& tx, Instant now) {
    if (!state_.id.empty()) return {};
    if (state_.redecide_by <= now)
      return invalid("legacy_term", "Blocks of another system are to be decided anew within a term.", "redecide_by");
    state_.id = recorder_.new_id();
    state_.format = to_text(result_.format);
    insert_import(tx, state_, options_.source_name, options_.actor, now);
    return {};
  }

  void record(store::Transaction& tx, const std::vector<const LegacyRow*>& rows) {
    if (rows.empty()) return;
    Sha256 names;
    for (const LegacyRow* row : rows) {
      names.add(row->name);
      names.add("\n");
    }
    recorder_.record(tx, kLegacyImported, options_.actor, kLegacyImportRecord, state_.id,
                     fmt::format(R"({{"import":"{}","names":{},"sha256":"{}","redecide_by":"{}"}})", state_.id,
                                 rows.size(), names.hex(), to_rfc3339(state_.redecide_by)));
  }

  Result<void> commit(bool last) {
    LegacyProgress next;
    std::vector<std::uint64_t> fresh;
    const LegacyImportState before = state_;
    const auto work = [&](store::Transaction& tx) -> Result<void> {
      state_ = before;  // a transaction may run twice
      fresh.clear();
      next = result_;
      const Instant now = recorder_.clock().now();
      std::int64_t already_in = 0;
      const auto rows = taken(tx, already_in);
      next.lines += batch_.lines;
      next.refused += batch_.refused;
      next.skipped += batch_.skipped;
      next.accepted += static_cast<std::int64_t>(rows.size());
      next.already_in += already_in;
      next.bytes = reader_->bytes();
      ++next.batches;
      if (options_.dry_run) {
        for (const LegacyRow* row : rows) fresh.push_back(hash_of(row->name));
        return {};
      }
      MUSTER_CHECK_OK(begin(tx, now));
      insert_legacy(tx, rows, state_.id, now, state_.redecide_by, [&] { return recorder_.new_id(); });
      record(tx, rows);
      state_.bytes = reader_->bytes();
      state_.records = reader_->records();
      state_.prefix_sha256 = reader_->sha256();
      state_.counts = next;
      state_.done = last;
      change_import(tx, state_, now);
      return {};
    };
    MUSTER_CHECK_OK(options_.dry_run ? database_.read(work) : database_.write(work));
    static_cast<LegacyProgress&>(result_) = next;
    result_.id = state_.id;
    seen_.insert(fresh.begin(), fresh.end());
    if (options_.on_error)
      for (const LegacyLineError& error : faults_) options_.on_error(error);
    return {};
  }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  std::istream& in_;
  const LegacyImportOptions& options_;
  std::optional<LegacyReader> reader_;
  LegacyImportState state_;
  LegacyImportResult result_;
  LegacyProgress batch_;
  std::vector<LegacyRow> rows_;
  std::vector<LegacyLineError> faults_;
  std::unordered_set<std::uint64_t> seen_;
};

}  // namespace

Result<LegacyImportResult> LegacyImporter::run(std::istream& in, const LegacyImportOptions& options) const {
  if (options.batch_rows < 1 || options.batch_rows > 50'000)
    return invalid("import_batch_rows", "A batch has 1 to 50,000 rows.", "batch_rows");
  return Run(database_, recorder_, in, options).go();
}

}  // namespace muster::restrictions
