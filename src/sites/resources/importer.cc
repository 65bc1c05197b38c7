#include "allocation.h"
#include "import_rows.h"
#include "resource_store.h"
#include <base/faults.h>
#include <base/text.h>
#include <parties/parties.h>

#include <algorithm>
#include <unordered_map>

#include <boost/json.hpp>

namespace muster::resources {
namespace json = boost::json;
namespace {

constexpr store::Sql kParty{"address_import_party",
                            "select id from party where id = :text or (licence_number = :text and :text <> '') or name "
                            "= :text order by id limit 1"};
constexpr store::Sql kBegin{
    "address_import_begin",
    "insert into address_import(id, source_name, format, sha256, state, lines, accepted, already_in, refused, batches, "
    "actor, started_at, updated_at) values(:id, :source, :format, :sha, 'running', 0, 0, 0, 0, 0, :actor, :now, :now)"};
constexpr store::Sql kGoOn{"address_import_go_on",
                           "update address_import set lines = :lines, accepted = :accepted, already_in = :already_in, "
                           "refused = :refused, batches = :batches, state = :state, updated_at = :now where id = :id"};
constexpr const char* kTakenBack = "import_dry_run";

// One import under way.
class Run {
 public:
  Run(store::Database& database, const ledger::Recorder& recorder, const ImportOptions& options, ImportRows rows)
      : database_(database), recorder_(recorder), options_(options), rows_(std::move(rows)) {
    rows_.blocks.insert(rows_.blocks.end(), std::make_move_iterator(rows_.routes.begin()),
                        std::make_move_iterator(rows_.routes.end()));
    result_.id = recorder_.new_id();
    result_.refused = rows_.refused;
    result_.skipped = rows_.skipped;
    result_.lines = rows_.refused + rows_.skipped;
  }

  Result<ImportResult> go() {
    auto done = options_.dry_run ? dry() : wet();
    if (!done.ok()) return done.error();
    std::stable_sort(rows_.faults.begin(), rows_.faults.end(),
                     [](const LineError& a, const LineError& b) { return a.line < b.line; });
    if (options_.on_error)
      for (const LineError& fault : rows_.faults) options_.on_error(fault);
    return result_;
  }

 private:
  Result<void> wet() {
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kBegin, {{"id", result_.id},
                      {"source", options_.source_name},
                      {"format", to_text(options_.format)},
                      {"sha", rows_.sha256},
                      {"actor", options_.actor},
                      {"now", recorder_.clock().now()}});
      return {};
    }));
    const auto step = static_cast<std::size_t>(options_.batch_rows);
    for (std::size_t from = 0; !result_.stopped; from += step) {
      const std::size_t to = std::min(rows_.blocks.size(), from + step);
      const bool last = to == rows_.blocks.size();
      Batch batch;
      MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
        MUSTER_TRY(batch, take(tx, from, to));
        note(tx, batch, last);
        return {};
      }));
      accept(std::move(batch));
      if (last) return {};
      if (options_.on_progress && !options_.on_progress(result_)) result_.stopped = true;
    }
    return {};
  }

  Result<void> dry() {
    Batch batch;
    const auto done = database_.write([&](store::Transaction& tx) -> Result<void> {
      MUSTER_TRY(batch, take(tx, 0, rows_.blocks.size()));
      return invalid(kTakenBack, "A dry run is taken back.");
    });
    if (done.error().code != kTakenBack) return done;
    accept(std::move(batch));
    return {};
  }

  struct Batch {
    std::int64_t lines = 0, accepted = 0, already_in = 0, refused = 0;
    std::vector<LineError> faults;
  };

  Result<Batch> take(store::Transaction& tx, std::size_t from, std::size_t to) {
    Batch batch;
    for (std::size_t i = from; i < to; ++i) {
      const ImportRow& row = rows_.blocks[i];
      ++batch.lines;
      const auto in = row.origin.empty() ? put(tx, row) : put_origin(tx, row);
      if (in.ok()) {
        ++(*in ? batch.accepted : batch.already_in);
        continue;
      }
      ++batch.refused;
      for (const Error& e : faults_of(in.error()))
        if (batch.faults.size() < kImportErrorsMax) batch.faults.push_back({row.line, row.range.text(), e});
    }
    return batch;
  }

  // True: it is new. False: it was on record.
  Result<bool> put(store::Transaction& tx, const ImportRow& row) {
    const auto around = innermost(tx, row.range);
    const std::string& named = row.user.empty() ? row.holder : row.user;
    std::string to = around ? "" : options_.holder_id;
    if (!named.empty()) {
      MUSTER_TRY(to, party(tx, named));
    }
    if (around && around->range == row.range) {
      if (to.empty() || to == around->holder_id || to == around->user_id) return false;
      return conflict("block_exists", "This block is on record with another holder; return it first.", "range");
    }
    if (!around) {
      NewRoot root{row.range, to, row.source.empty() ? options_.source : row.source, row.particulars};
      MUSTER_CHECK_OK(record_root(tx, recorder_, root, options_.actor, result_.id));
      return true;
    }
    if (to.empty())
      return invalid("user_missing", "Say who has the block from the holder of " + around->range.text() + ".", "user");
    MUSTER_CHECK_OK(
        allocate(tx, recorder_, *around, {around->id, row.range, to, row.particulars}, options_.actor, result_.id));
    return true;
  }

  Result<bool> put_origin(store::Transaction& tx, const ImportRow& row) {
    auto block = innermost(tx, row.range);
    if (!block || block->range != row.range)
      return invalid("route_without_block", "No block of exactly this range is on record.", "range");
    if (block->origin == row.origin) return false;
    block->origin = row.origin;
    ++block->version;
    if (!update(tx, *block)) return conflict("version_stale", "The block was changed meanwhile.", "range");
    recorder_.record(tx, kOriginRecorded, options_.actor, kBlockRecord, block->id,
                     json::serialize(json::object{{"range", row.range.text()}, {"origin", row.origin}}));
    return true;
  }

  static std::optional<Block> innermost(store::Transaction& tx, const AddressRange& range) {
    std::optional<Block> inner;
    std::string parent;
    while (auto block = find_around(tx, parent, range)) {
      parent = block->id;
      inner = std::move(block);
    }
    return inner;
  }

  Result<std::string> party(store::Transaction& tx, const std::string& text) {
    if (const auto known = parties_.find(text); known != parties_.end()) return known->second;
    if (const auto row = tx.one(kParty, {{"text", text}})) return parties_[text] = row->text("id");
    return invalid("party_unknown", "There is no party of this id, licence number or name. Enter it first.", "user");
  }

  void note(store::Transaction& tx, const Batch& batch, bool last) {
    ImportProgress next = result_;
    add(next, batch);
    tx.run(kGoOn, {{"id", result_.id},
                   {"lines", next.lines},
                   {"accepted", next.accepted},
                   {"already_in", next.already_in},
                   {"refused", next.refused},
                   {"batches", next.batches},
                   {"state", last ? "done" : "running"},
                   {"now", recorder_.clock().now()}});
    if (!last) return;
    recorder_.record(tx, kImportDone, options_.actor, kImportRecord, result_.id,
                     json::serialize(json::object{{"import", result_.id},
                                                  {"source", options_.source_name},
                                                  {"sha256", rows_.sha256},
                                                  {"accepted", next.accepted},
                                                  {"already_in", next.already_in},
                                                  {"refused", next.refused}}));
  }
  static void add(ImportProgress& to, const Batch& batch) {
    to.lines += batch.lines;
    to.accepted += batch.accepted;
    to.already_in += batch.already_in;
    to.refused += batch.refused;
    ++to.batches;
  }
  void accept(Batch batch) {
    add(result_, batch);
    for (auto& fault : batch.faults)
      if (rows_.faults.size() < kImportErrorsMax) rows_.faults.push_back(std::move(fault));
  }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const ImportOptions& options_;
  ImportRows rows_;
  ImportResult result_;
  std::unordered_map<std::string, std::string> parties_;
};

}  // namespace

Result<ImportResult> Importer::run(std::istream& in, const ImportOptions& options) const {
  if (options.batch_rows < 1 || options.batch_rows > 50'000)
    return invalid("import_batch_rows", "A batch has 1 to 50,000 rows.", "batch_rows");
  MUSTER_TRY(auto rows, read_rows(in, options));
  return Run(database_, recorder_, options, std::move(rows)).go();
}

}  // namespace muster::resources
