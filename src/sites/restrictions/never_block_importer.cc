// A file of names becomes one proposal.
#include "never_block_store.h"
#include <base/csv.h>
#include <base/text.h>

#include <istream>

#include <fmt/format.h>

namespace muster::restrictions {
namespace {

using store::Transaction;

constexpr std::size_t kNeverBlockLineMax = 4u << 10;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// What stands in a record: columns by their header, "rank,name", or a name alone.
class NeverBlockLines {
 public:
  explicit NeverBlockLines(NeverBlockKind kind) : kind_(kind) {}
  // Nothing: a comment, or the header.
  Result<std::optional<NeverBlockRow>> row(const CsvRecord& record, bool first) {
    const auto field = [&](std::size_t i) {
      return i < record.fields.size() ? trim(record.fields[i]) : std::string_view();
    };
    if (field(0).empty() && record.fields.size() == 1) return std::optional<NeverBlockRow>();
    if (field(0).starts_with('#')) return std::optional<NeverBlockRow>();
    if (first && take_header(record)) return std::optional<NeverBlockRow>();
    const bool ranked = !header_ && record.fields.size() > 1 && all_digits(field(0));
    MUSTER_TRY(std::string name, never_block_name(field(header_ ? name_at_ : ranked ? 1 : 0)));
    NeverBlockRow out{std::move(name), kind_};
    if (const auto word = field(kind_at_); header_ && kind_at_ != kNone && !word.empty()) {
      const auto kind = never_block_kind(word);
      if (!kind)
        return invalid("never_block_kind",
                       "A kind is top_site, emergency, health, news_agency, resolver or operator_name.", "kind");
      out.kind = *kind;
    }
    return std::optional(std::move(out));
  }

 private:
  static constexpr std::size_t kNone = 1'000;
  bool take_header(const CsvRecord& record) {
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      const std::string word = to_lower_ascii(trim(record.fields[i]));
      if (word == "name" || word == "domain") {
        name_at_ = i;
        header_ = true;
      } else if (word == "kind") {
        kind_at_ = i;
      }
    }
    return header_;
  }
  const NeverBlockKind kind_;
  bool header_ = false;
  std::size_t name_at_ = 0, kind_at_ = kNone;
};

class NeverBlockRun {
 public:
  NeverBlockRun(store::Database& database, const ledger::Recorder& recorder, std::istream& in,
                const NeverBlockImport& how)
      : database_(database),
        recorder_(recorder),
        in_(in),
        how_(how),
        reader_(bytes_of(in_), CsvLimits{.record_bytes_max = kNeverBlockLineMax, .fields_max = 64}),
        lines_(how.kind) {}

  Result<NeverBlockImported> go() {
    for (bool more = true; more;) {
      MUSTER_TRY(more, read_batch());
      if (!more && out_.lines == 0) return invalid("import_empty", "The file is empty.");
      if (!how_.dry_run) MUSTER_CHECK_OK(write_batch());
      if (more && how_.on_progress && !how_.on_progress(out_.lines, out_.bytes)) {
        out_.stopped = true;
        return out_;
      }
    }
    if (!how_.dry_run && !proposal_.id.empty()) MUSTER_CHECK_OK(finish());
    return out_;
  }

 private:
  Result<bool> read_batch() {
    rows_.clear();
    CsvRecord record;
    for (int i = 0; i < how_.batch_rows; ++i) {
      MUSTER_TRY(const bool more, reader_.next(record));
      if (!more) return false;
      ++out_.lines;
      out_.bytes = record.end_byte;
      auto row = record.bad ? Result<std::optional<NeverBlockRow>>(record.error) : lines_.row(record, out_.lines == 1);
      if (!row.ok()) {
        ++out_.refused;
        if (how_.on_error) how_.on_error({record.line, row.error()});
      } else if (*row) {
        if (seen_.insert(std::hash<std::string>{}((*row)->name)).second) {
          ++out_.names;
          rows_.push_back(std::move(**row));
        } else {
          ++out_.twice;
        }
      }
    }
    return true;
  }

  Result<void> begin(Transaction& tx) {
    if (!proposal_.id.empty()) return {};
    if (auto open = select_open_proposal(tx, how_.source, how_.actor)) {
      if (how_.resume && open->action == how_.action) {
        proposal_ = std::move(*open);
        return {};
      }
      open->state = NeverBlockState::rejected;
      open->decided_at = recorder_.clock().now();
      update_proposal(tx, *open);
    }
    proposal_.id = recorder_.new_id();
    proposal_.action = how_.action;
    proposal_.source = how_.source;
    proposal_.reason = how_.reason;
    proposal_.proposed_by = how_.actor;
    proposal_.proposed_at = recorder_.clock().now();
    insert_proposal(tx, proposal_);
    return {};
  }

  Result<void> write_batch() {
    if (rows_.empty()) return {};
    const NeverBlockProposal before = proposal_;
    return database_.write([&](Transaction& tx) -> Result<void> {
      proposal_ = before;  // a transaction may run twice
      MUSTER_CHECK_OK(begin(tx));
      std::vector<NeverBlockRow> fresh;
      const auto there = how_.resume ? names_in(tx, proposal_.id, rows_) : std::unordered_set<std::string>();
      for (const NeverBlockRow& row : rows_)
        if (!there.contains(row.name)) fresh.push_back(row);
      insert_names(tx, proposal_.id, fresh);
      return {};
    });
  }

  Result<void> finish() {
    return database_.write([&](Transaction& tx) -> Result<void> {
      NeverBlockProposal p = proposal_;
      const NamesSum sum = sum_of_names(tx, p.id);
      p.names = sum.count;
      p.names_sha256 = sum.sha256;
      p.refused = out_.refused;
      p.state = NeverBlockState::proposed;
      if (!update_proposal(tx, p)) return conflict("never_block_state", "Somebody rejected this import meanwhile.");
      recorder_.record(
          tx, kNeverBlockProposed, how_.actor, kNeverBlockRecord, p.id,
          fmt::format(R"({{"action":"{}","names":{},"sha256":"{}"}})", to_text(p.action), p.names, p.names_sha256));
      out_.id = p.id;
      return {};
    });
  }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  std::istream& in_;
  const NeverBlockImport& how_;
  CsvReader reader_;
  NeverBlockLines lines_;
  NeverBlockProposal proposal_;
  NeverBlockImported out_;
  std::vector<NeverBlockRow> rows_;
  std::unordered_set<std::size_t> seen_;
};

}  // namespace

Result<NeverBlockImported> NeverBlockService::import_file(std::istream& in, const NeverBlockImport& how) const {
  if (trim(how.reason).empty() || how.reason.size() > kNeverBlockReasonMax)
    return invalid("never_block_reason", "Say why, in 2,000 bytes at most.", "reason");
  if (how.source.size() > kNeverBlockSourceMax)
    return invalid("never_block_source", "A source has 200 bytes at most.", "source");
  return NeverBlockRun(database_, recorder_, in, how).go();
}

}  // namespace muster::restrictions
