// One reconciliation: reads, compares, keeps what differs and closes what does so no longer.
#include "conflict_store.h"
#include "import_source.h"
#include "personal_data.h"
#include "provider.h"
#include <base/faults.h>
#include <base/text.h>
#include <filings/events.h>
#include <filings/reconcile.h>

#include <unordered_set>

#include <fmt/format.h>

namespace muster::filings {
namespace {

constexpr const char* kSelf = "system:reconciliation";
constexpr const char* kVanishedReason = "The other register no longer says otherwise.";
constexpr std::size_t kRegisterNameMax = 60, kProvidersMax = 100'000;
constexpr store::Sql kReconciling{
    "filing_reconciliation_running",
    "select id, bytes_done, lines_done, prefix_sha256, same, differing, unknown, refused, opened, vanished, batches "
    "from "
    "filing_reconciliation where state = 'running' and register = :register and source_name = :source and format = "
    ":format order by id desc limit 1"};
constexpr store::Sql kBeginReconciling{
    "filing_reconciliation_begin",
    "insert into filing_reconciliation(id, register, source_name, format, state, bytes_done, "
    "lines_done, prefix_sha256, "
    "same, differing, unknown, refused, opened, vanished, batches, actor, started_at, "
    "updated_at) values(:id, :register, "
    ":source, :format, 'running', 0, 0, '', 0, 0, 0, 0, 0, 0, 0, :actor, :now, :now)"};
constexpr store::Sql kGoOnReconciling{
    "filing_reconciliation_go_on",
    "update filing_reconciliation set bytes_done = :bytes, lines_done = :lines, prefix_sha256 = :prefix, same = :same, "
    "differing = :differing, unknown = :unknown, refused = :refused, opened = :opened, vanished = :vanished, batches = "
    ":batches, state = :state, updated_at = :now where id = :id"};

std::string fields_body(const OurRow& ours, const std::string& register_name, const std::vector<std::string>& fields) {
  std::string list;
  for (const auto& field : fields) list += (list.empty() ? "" : ",") + json_quote(field);
  return fmt::format(R"({{"number":{},"register":{},"fields":[{}]}})", json_quote(ours.number),
                     json_quote(register_name), list);
}

class Reconciling {
 public:
  Reconciling(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault, std::istream& in,
              const ReconcileOptions& options)
      : database_(database),
        recorder_(recorder),
        vault_(vault),
        options_(options),
        source_(import_source(in, options.format, options.mapping, options.sheet)) {}

  Result<ReconcileResult> go() {
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
  Result<void> look_for_interrupted() {
    const auto found = database_.read([&](store::Transaction& tx) -> Result<std::optional<store::Row>> {
      return tx.one(kReconciling, {{"register", options_.register_name},
                                   {"source", options_.source_name},
                                   {"format", to_text(options_.format)}});
    });
    if (!found.ok()) return found.error();
    if (!*found || (*found)->integer("bytes_done") == 0) return {};
    const store::Row& row = **found;
    MUSTER_TRY(result_.resumed,
               source_->go_on({row.integer("bytes_done"), row.integer("lines_done"), row.text("prefix_sha256")}));
    if (!result_.resumed) return {};  // another file
    result_.id = row.text("id");
    result_.bytes = row.integer("bytes_done");
    result_.same = row.integer("same");
    result_.differing = row.integer("differing");
    result_.unknown = row.integer("unknown");
    result_.refused = row.integer("refused");
    result_.opened = row.integer("opened");
    result_.vanished = row.integer("vanished");
    result_.batches = static_cast<int>(row.integer("batches"));
    result_.lines = result_.same + result_.differing + result_.unknown + result_.refused;
    return {};
  }

  Result<void> begin() {
    result_.id = recorder_.new_id();
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kBeginReconciling, {{"id", result_.id},
                                 {"register", options_.register_name},
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
    bad_.clear();
    refused_ = 0;
    const std::int64_t from = source_->bytes_read();
    RawRow raw;
    Error fault;
    while (static_cast<int>(rows_.size()) + refused_ < options_.batch_rows &&
           source_->bytes_read() - from < static_cast<std::int64_t>(kImportBatchBytesMax)) {
      MUSTER_TRY(const auto got, source_->next(raw, fault));
      if (got == Got::end) return false;
      if (got == Got::fault) {
        refuse(raw, fault);
        continue;
      }
      MUSTER_CHECK_OK(take_row(raw));
    }
    return true;
  }

  Result<void> take_row(const RawRow& raw) {
    std::optional<Error> failed;
    // A provider that we don't know is no fault of the line: it differs from ours.
    auto good = prepare(raw, recorder_.clock().now(), "(none)", [&](const std::string& text) -> Result<std::string> {
      auto id = provider(text);
      if (!id.ok()) failed = id.error();
      return id.ok() && id->empty() ? "(unknown) " + text : id;
    });
    if (failed) return *failed;
    if (!good.ok()) {
      refuse(raw, good.error());
      return {};
    }
    TheirRow row{std::move(*good), {}, raw.at(Column::provider)};
    for (std::size_t i = 0; i < kColumnCount; ++i) row.columns[i] = !raw.values[i].empty();
    row.certificate_index = certificate_index(vault_, row.row.draft.subject);
    rows_.push_back(std::move(row));
    return {};
  }

  Result<std::string> provider(const std::string& text) {
    if (const auto known = providers_.find(text); known != providers_.end()) return known->second;
    MUSTER_TRY(std::string id, find_provider(database_, text));
    if (providers_.size() < kProvidersMax) providers_.emplace(text, id);
    return id;
  }

  void refuse(const RawRow& raw, const Error& error) {
    ++refused_;
    for (const Error& e : faults_of(error)) bad_.push_back({raw.line, raw.at(Column::site_number), e});
  }

  // What a batch comes to; told and counted once its transaction is through.
  struct Outcome {
    ReconcileProgress next;
    std::vector<LineError> lines;
  };

  void compare(store::Transaction& tx, Outcome& out) {
    std::vector<std::string> numbers, names, sites;
    for (const TheirRow& row : rows_) numbers.push_back(row.row.draft.site.number);
    const auto by_number = ours_by_number(tx, numbers);
    for (const TheirRow& row : rows_)
      if (!by_number.contains(row.row.draft.site.number))
        names.insert(names.end(), row.row.draft.site.domains.begin(), row.row.draft.site.domains.end());
    const auto by_domain = ours_by_domain(tx, names);
    std::vector<const OurRow*> ours;
    for (const TheirRow& row : rows_) {
      const auto found = by_number.find(row.row.draft.site.number);
      const OurRow* our = found == by_number.end() ? nullptr : &found->second;
      for (const auto& name : row.row.draft.site.domains)
        if (const auto of_name = by_domain.find(name); !our && of_name != by_domain.end()) our = &of_name->second;
      ours.push_back(our);
      if (our) sites.push_back(our->id);
    }
    LastConflicts last = last_conflicts(tx, options_.register_name, sites);
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::string& number = rows_[i].row.draft.site.number;
      if (!ours[i]) {
        ++out.next.unknown;
        out.lines.push_back({rows_[i].row.line, number,
                             not_found("not_in_register", "Neither the number nor a domain is in our register.")});
      } else if (!seen.insert(ours[i]->id).second) {
        ++out.next.refused;
        out.lines.push_back({rows_[i].row.line, number,
                             conflict("site_twice", "An earlier line is about the same site of ours.", "site_number")});
      } else {
        compare_site(tx, rows_[i], *ours[i], last, out);
      }
    }
  }

  void compare_site(store::Transaction& tx, const TheirRow& theirs, const OurRow& ours, const LastConflicts& last,
                    Outcome& out) {
    const Instant now = recorder_.clock().now();
    const auto found = differences(theirs, ours);
    ++(found.empty() ? out.next.same : out.next.differing);
    std::vector<std::string> opened, vanished;
    const auto vanish = [&](const std::string& field, const LastConflict& known) {
      vanished.push_back(field);
      if (!options_.dry_run) close_conflict(tx, known.id, ConflictState::vanished, kSelf, kVanishedReason, now);
    };
    std::unordered_set<std::string> differing;
    for (const Difference& d : found) {
      const std::string field = to_text(d.column);
      differing.insert(field);
      out.lines.push_back({theirs.row.line, ours.number,
                           conflict("differs",
                                    d.personal ? "It differs from ours; neither is shown."
                                               : "Ours: " + d.ours + ". Theirs: " + d.theirs + ".",
                                    field)});
      const auto known = last.find({ours.id, field});
      const bool same = known != last.end() && known->second.same_as(d);
      if (same && known->second.state != ConflictState::vanished)
        continue;  // open, or people have decided on just this
      if (known != last.end() && known->second.state == ConflictState::open) vanish(field, known->second);
      opened.push_back(field);
      if (!options_.dry_run) insert_conflict(tx, recorder_.new_id(), options_.register_name, ours.id, d, now);
    }
    // What the line says nothing about stays open.
    for (auto known = last.lower_bound({ours.id, ""}); known != last.end() && known->first.first == ours.id; ++known)
      if (known->second.state == ConflictState::open && !differing.contains(known->first.second) &&
          theirs.given(*column_of(known->first.second)))
        vanish(known->first.second, known->second);
    out.next.opened += static_cast<std::int64_t>(opened.size());
    out.next.vanished += static_cast<std::int64_t>(vanished.size());
    if (options_.dry_run) return;
    if (!opened.empty())
      recorder_.record(tx, kConflictFound, kSelf, kFilingRecord, ours.id,
                       fields_body(ours, options_.register_name, opened));
    if (!vanished.empty())
      recorder_.record(tx, kConflictVanished, kSelf, kFilingRecord, ours.id,
                       fields_body(ours, options_.register_name, vanished));
  }

  Result<void> commit(bool last) {
    Outcome out;
    FileCursor done;
    if (!options_.dry_run) {
      MUSTER_TRY(done, source_->cursor());
    }
    const auto work = [&](store::Transaction& tx) -> Result<void> {
      out = {result_, {}};
      compare(tx, out);
      ReconcileProgress& next = out.next;
      next.refused += refused_;
      next.lines = next.same + next.differing + next.unknown + next.refused;
      next.bytes = source_->bytes_done();
      ++next.batches;
      if (options_.dry_run) return {};
      tx.run(kGoOnReconciling, {{"id", result_.id},
                                {"bytes", next.bytes},
                                {"lines", done.lines},
                                {"prefix", done.sha256},
                                {"same", next.same},
                                {"differing", next.differing},
                                {"unknown", next.unknown},
                                {"refused", next.refused},
                                {"opened", next.opened},
                                {"vanished", next.vanished},
                                {"batches", next.batches},
                                {"state", last ? "done" : "running"},
                                {"now", recorder_.clock().now()}});
      return {};
    };
    MUSTER_CHECK_OK(options_.dry_run ? database_.read(work) : database_.write(work));
    static_cast<ReconcileProgress&>(result_) = out.next;
    out.lines.insert(out.lines.end(), bad_.begin(), bad_.end());
    std::stable_sort(out.lines.begin(), out.lines.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    if (options_.on_line)
      for (const LineError& line : out.lines) options_.on_line(line);
    return {};
  }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const ReconcileOptions& options_;
  std::unique_ptr<ImportSource> source_;
  ReconcileResult result_;
  std::vector<TheirRow> rows_;
  std::vector<LineError> bad_;
  int refused_ = 0;
  std::unordered_map<std::string, std::string> providers_;
};

}  // namespace

Result<std::string> check_register_name(const std::string& name) {
  const std::string_view trimmed = trim(name);
  if (trimmed.empty() || trimmed.size() > kRegisterNameMax || !is_valid_utf8(trimmed))
    return invalid("register_name", "Say whose register it is: 1 to 60 bytes.", "register");
  return std::string(trimmed);
}

Result<ReconcileResult> Reconciler::run(std::istream& in, const ReconcileOptions& asked) const {
  ReconcileOptions options = asked;
  MUSTER_TRY(options.register_name, check_register_name(asked.register_name));
  if (options.batch_rows < 1 || options.batch_rows > 50'000)
    return invalid("import_batch_rows", "A batch has 1 to 50,000 rows.", "batch_rows");
  MUSTER_CHECK_OK(check_layout(!options.mapping.empty(), options.sheet, options.format));
  if (!options.mapping.empty()) MUSTER_CHECK_OK(check_mapping(options.mapping));
  return Reconciling(database_, recorder_, vault_, in, options).go();
}

}  // namespace muster::filings
