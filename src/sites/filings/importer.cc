#include "import_batch.h"
#include "import_source.h"
#include "provider.h"
#include <base/faults.h>
#include <filings/import.h>
#include <parties/parties.h>

#include <algorithm>

namespace muster::filings {
namespace {

constexpr store::Sql kRunning{
    "filing_import_running",
    "select id, bytes_done, lines_done, prefix_sha256, accepted, already_in, refused, batches from filing_import "
    "where state = 'running' and source_name = :source and format = :format order by id desc limit 1"};
constexpr store::Sql kBegin{"filing_import_begin",
                            "insert into filing_import(id, source_name, format, state, bytes_done, lines_done, "
                            "prefix_sha256, accepted, already_in, "
                            "refused, batches, actor, started_at, updated_at) values(:id, :source, :format, 'running', "
                            "0, 0, '', 0, 0, 0, 0, :actor, :now, :now)"};
constexpr store::Sql kGoOn{
    "filing_import_go_on",
    "update filing_import set bytes_done = :bytes, lines_done = :lines, prefix_sha256 = :prefix, accepted = :accepted, "
    "already_in = :already_in, refused = :refused, batches = :batches, state = :state, updated_at = :now where id = "
    ":id"};

// One import under way.
class Run {
 public:
  Run(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
      const restrictions::Service& restrictions, std::istream& in, const ImportOptions& options)
      : database_(database),
        recorder_(recorder),
        vault_(vault),
        restrictions_(restrictions),
        options_(options),
        source_(import_source(in, options.format, options.mapping, options.sheet)) {}

  Result<ImportResult> go() {
    if (!options_.dry_run && options_.resume) MUSTER_CHECK_OK(look_for_interrupted());
    if (!result_.resumed) MUSTER_CHECK_OK(source_->start());
    if (!options_.dry_run && !result_.resumed) MUSTER_CHECK_OK(begin());
    for (bool more = true; more && !result_.stopped;) {
      MUSTER_TRY(more, read_batch());
      MUSTER_CHECK_OK(commit(!more));
      if (options_.on_progress && !options_.on_progress(result_)) result_.stopped = true;
    }
    return std::move(result_);
  }

 private:
  // An import of this file that was cut off: goes on behind what is in, if the file is the same.
  Result<void> look_for_interrupted() {
    const auto found = database_.read([&](store::Transaction& tx) -> Result<std::optional<store::Row>> {
      return tx.one(kRunning, {{"source", options_.source_name}, {"format", to_text(options_.format)}});
    });
    if (!found.ok()) return found.error();
    if (!*found || (*found)->integer("bytes_done") == 0) return {};
    const store::Row& row = **found;
    MUSTER_TRY(result_.resumed,
               source_->go_on({row.integer("bytes_done"), row.integer("lines_done"), row.text("prefix_sha256")}));
    if (!result_.resumed) return {};  // another file: from its beginning
    result_.id = row.text("id");
    result_.accepted = row.integer("accepted");
    result_.already_in = row.integer("already_in");
    result_.refused = row.integer("refused");
    result_.lines = result_.accepted + result_.already_in + result_.refused;
    result_.batches = static_cast<int>(row.integer("batches"));
    result_.bytes = row.integer("bytes_done");
    return {};
  }

  Result<void> begin() {
    result_.id = recorder_.new_id();
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kBegin, {{"id", result_.id},
                      {"source", options_.source_name},
                      {"format", to_text(options_.format)},
                      {"actor", options_.actor},
                      {"now", recorder_.clock().now()}});
      return {};
    });
  }

  // True: there is more behind this batch.
  Result<bool> read_batch() {
    rows_.clear();
    faults_.clear();
    refused_ = 0;
    const std::int64_t from = source_->bytes_read();
    const Instant now = recorder_.clock().now();
    RawRow raw;
    Error fault;
    while (static_cast<int>(rows_.size()) < options_.batch_rows && static_cast<int>(refused_) < options_.batch_rows &&
           source_->bytes_read() - from < static_cast<std::int64_t>(kImportBatchBytesMax)) {
      MUSTER_TRY(const auto got, source_->next(raw, fault));
      if (got == Got::end) return false;
      if (got == Got::fault) {
        refuse(raw, fault);
        continue;
      }
      auto good = prepare(raw, now, options_.provider_id, [&](const std::string& text) { return provider(text); });
      if (failed_) return *failed_;
      if (good.ok())
        rows_.push_back(std::move(*good));
      else
        refuse(raw, good.error());
    }
    return true;
  }

  void refuse(const RawRow& raw, const Error& error) {
    ++refused_;
    for (const Error& e : faults_of(error)) faults_.push_back({raw.line, raw.at(Column::site_number), e});
  }

  // A provider by id, licence number or name; asked of the database once.
  Result<std::string> provider(const std::string& text) {
    if (const auto known = providers_.find(text); known != providers_.end()) return known->second;
    const auto found = find_provider(database_, text);
    if (!found.ok()) {
      failed_ = found.error();
      return found;
    }
    Result<std::string> answer = *found;
    if (found->empty())
      answer = options_.make_provider && !options_.dry_run ? options_.make_provider(text)
               : options_.make_provider
                   ? Result<std::string>("(new) " + text)
                   : invalid("provider_unknown", "There is no access provider of this id, licence number or name.");
    if (providers_.size() < kProvidersMax) providers_.emplace(text, answer);
    return answer;
  }

  Result<void> commit(bool last) {
    ImportProgress next = result_;
    std::vector<LineError> told;
    FileCursor done;
    if (!options_.dry_run) {
      MUSTER_TRY(done, source_->cursor());
    }
    const auto work = [&](store::Transaction& tx) -> Result<void> {
      next = result_;
      const Decided decided = decide(tx, rows_, recorder_, vault_, restrictions_, options_.dry_run ? &seen_ : nullptr);
      next.accepted += static_cast<std::int64_t>(decided.taken.size());
      next.already_in += decided.already_in;
      next.refused += decided.refused + refused_;
      next.lines = next.accepted + next.already_in + next.refused;
      next.bytes = source_->bytes_done();
      ++next.batches;
      told = decided.faults;
      if (options_.dry_run) return {};
      MUSTER_CHECK_OK(write(tx, decided, result_.id, next.batches, options_.actor, recorder_, vault_, restrictions_));
      if (options_.on_write && !decided.taken.empty()) options_.on_write(tx, result_.id, next.batches);
      tx.run(kGoOn, {{"id", result_.id},
                     {"bytes", next.bytes},
                     {"lines", done.lines},
                     {"prefix", done.sha256},
                     {"accepted", next.accepted},
                     {"already_in", next.already_in},
                     {"refused", next.refused},
                     {"batches", next.batches},
                     {"state", last ? "done" : "running"},
                     {"now", recorder_.clock().now()}});
      return {};
    };
    MUSTER_CHECK_OK(options_.dry_run ? database_.read(work) : database_.write(work));
    static_cast<ImportProgress&>(result_) = next;
    told.insert(told.end(), faults_.begin(), faults_.end());
    std::stable_sort(told.begin(), told.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    if (options_.on_error)
      for (const LineError& error : told) options_.on_error(error);
    return {};
  }

  static constexpr std::size_t kProvidersMax = 100'000;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const restrictions::Service& restrictions_;
  const ImportOptions& options_;
  std::unique_ptr<ImportSource> source_;
  ImportResult result_;
  std::vector<GoodRow> rows_;
  std::vector<LineError> faults_;
  std::int64_t refused_ = 0;
  std::unordered_map<std::string, Result<std::string>> providers_;
  std::optional<Error> failed_;
  Seen seen_;
};

}  // namespace

Result<ImportResult> Importer::run(std::istream& in, const ImportOptions& options) const {
  if (options.batch_rows < 1 || options.batch_rows > 50'000)
    return invalid("import_batch_rows", "A batch has 1 to 50,000 rows.", "batch_rows");
  MUSTER_CHECK_OK(check_layout(!options.mapping.empty(), options.sheet, options.format));
  if (!options.mapping.empty()) MUSTER_CHECK_OK(check_mapping(options.mapping));
  return Run(database_, recorder_, vault_, restrictions_, in, options).go();
}

}  // namespace muster::filings
