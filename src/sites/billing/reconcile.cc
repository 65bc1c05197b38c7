#include "charge_pass.h"
#include "confirmation_match.h"
#include "reconcile_state.h"
#include "spill.h"
#include <base/files.h>
#include <base/sha256.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace muster::billing {
namespace {

Error files_wrong() {
  return invalid("charges_files",
                 fmt::format("Give 1 to {} files of charges, and no more of confirmations.", kFilesMax), "charges");
}

std::string fingerprint_of(const std::vector<SourceFile>& charges, const std::vector<SourceFile>& confirmations,
                           const Tariff& tariff, std::int64_t kept_max) {
  Sha256 hash;
  const auto add = [&](const std::string& text) { hash.add(text + '\n'); };
  for (const auto* files : {&charges, &confirmations}) {
    add(fmt::format("files {}", files->size()));
    for (const auto& f : *files) add(fmt::format("{} {} {}", f.path, f.bytes, f.changed));
  }
  add(fmt::format("kept {}", kept_max));
  for (std::uint32_t i = 0; i < tariff.size(); ++i) {
    const TariffService& s = tariff.at(i);
    add(fmt::format("{} {} {} {}", s.id, s.code, s.partner_id, s.ended_at ? s.ended_at->micros : 0));
    for (const auto& p : s.prices) add(fmt::format("{} {} {}", p.from.micros, p.amount, p.currency));
    for (const auto& x : s.suspended) add(fmt::format("{} {}", x.from.micros, x.until.micros));
  }
  return hash.hex();
}

// Lines of a text file, one at a time.
class FindingReader {
 public:
  explicit FindingReader(const std::string& path) : in_(path) { next(); }
  const std::optional<ChargeFinding>& peek() const { return finding_; }
  void next() {
    std::string line;
    finding_ = std::getline(in_, line) ? parse_finding_line(line) : std::nullopt;
  }

 private:
  std::ifstream in_;
  std::optional<ChargeFinding> finding_;
};

// Reads the lines that are named, for the ids that are on them.
class NamedLines {
 public:
  NamedLines(const std::vector<SourceFile>& files, std::size_t block_bytes)
      : files_(files), source_(files, block_bytes) {}
  // In order of file and line.
  Result<void> fill(ChargeFinding& f) {
    while (!have_ || block_.file < f.file || (block_.file == f.file && block_.after.line < f.line)) {
      MUSTER_TRY(have_, source_.next(block_));
      if (!have_) return internal_error("charges_changed", "The file is shorter than it was.");
      rest_ = block_.text;
      number_ = block_.first_line;
    }
    while (number_ < f.line) step();
    if (file_ != f.file) {
      MUSTER_TRY(columns_, columns_of(files_[f.file], charge_columns));
      file_ = f.file;
    }
    ChargeLine line;
    if (parse_charge(rest_.substr(0, rest_.find('\n')), columns_, line) != LineFault::none) return {};
    if (f.service == Tariff::kNone) f.code = kept(line.code);
    f.transaction_id = kept(line.transaction);
    f.usage_id = kept(line.usage_id);
    return {};
  }

 private:
  void step() {
    const auto end = rest_.find('\n');
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    ++number_;
  }
  const std::vector<SourceFile>& files_;
  LineSource source_;
  Block block_;
  bool have_ = false;
  std::string_view rest_;
  std::int64_t number_ = 0;
  std::uint32_t file_ = 0xffffffff;
  Columns columns_;
};

}  // namespace

struct Reconciliation::Inside {
  Inside(ReconcileOptions o, const Tariff& t, Random& r) : options(std::move(o)), tariff(t), random(r) {}
  const ReconcileOptions options;
  const Tariff& tariff;
  Random& random;
  std::vector<SourceFile> charge_files, confirmation_files;
  State state;
  Spill charges, confirmations;
  Lines findings;
  std::uint64_t since_checkpoint = 0, taken_offset = 0;
  std::vector<ChargeRecord> unconfirmed;
  bool resumed = false;

  std::string path(const char* name) const { return options.folder + "/" + name; }
  bool with_confirmations() const { return !options.confirmations.empty(); }

  Result<void> begin() {
    if (options.charges.empty() || options.charges.size() > kFilesMax || options.confirmations.size() > kFilesMax)
      return files_wrong();
    MUSTER_TRY(charge_files, look_at(options.charges));
    MUSTER_TRY(confirmation_files, look_at(options.confirmations));
    std::error_code fault;
    std::filesystem::create_directories(options.folder, fault);
    if (!fault) std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all, fault);
    if (fault) return internal_error("charges_folder", "The folder of the reconciliation can not be made.");
    const std::string fingerprint = fingerprint_of(charge_files, confirmation_files, tariff, options.findings_kept_max);
    // A checkpoint of other files, or of another tariff, counts for nothing.
    if (const auto text = read_file(path("checkpoint")); text.ok())
      if (auto found = parse_state(*text); found && found->fingerprint == fingerprint) {
        state = std::move(*found);
        resumed = true;
      }
    if (!resumed) {
      state.fingerprint = fingerprint;
      state.key.resize(16);
      random.fill({reinterpret_cast<std::uint8_t*>(state.key.data()), state.key.size()});
    }
    MUSTER_CHECK_OK(charges.open(path("charges"), state.charges_length));
    MUSTER_CHECK_OK(confirmations.open(path("confirmations"), state.confirmations_length));
    return findings.open(path("findings"), state.findings_length);
  }

  Result<void> checkpoint() {
    MUSTER_CHECK_OK(charges.flush());
    MUSTER_CHECK_OK(confirmations.flush());
    MUSTER_CHECK_OK(charges.sync());
    MUSTER_CHECK_OK(confirmations.sync());
    MUSTER_CHECK_OK(findings.sync());
    state.charges_length = charges.length();
    state.confirmations_length = confirmations.length();
    state.findings_length = findings.length();
    ++state.checkpoints;
    since_checkpoint = 0;
    return replace_file(path("checkpoint"), to_text(state), 0600);
  }

  Result<void> take(BlockOutcome& out, const SourcePlace& after) {
    const bool of_charges = state.phase == Phase::charges;
    (of_charges ? state.lines : state.confirmations) += of_charges ? out.lines : out.good;
    if (of_charges) state.charges += out.good;
    (of_charges ? state.bad_lines : state.bad_confirmations) += out.bad;
    for (const auto& b : out.first_bad)
      if (state.bad.size() < kBadLinesKept) state.bad.push_back(b);
    for (std::size_t k = 0; k < kFindingKinds; ++k) state.found[k] += out.found[k];
    for (const auto& [key, sum] : out.totals) add(state.totals, key, sum);
    if (const auto room = options.findings_kept_max - state.findings; room > 0 && !out.findings.empty()) {
      const auto n = std::min<std::int64_t>(room, static_cast<std::int64_t>(out.finding_ends.size()));
      MUSTER_CHECK_OK(
          findings.append(std::string_view(out.findings).substr(0, out.finding_ends[static_cast<std::size_t>(n) - 1])));
      state.findings += n;
    }
    Spill& spill = of_charges ? charges : confirmations;
    for (std::size_t p = 0; p < kPartitions; ++p)
      if (!out.records[p].empty()) MUSTER_CHECK_OK(spill.append(p, out.records[p]));
    since_checkpoint += after.file == state.place.file ? after.offset - state.place.offset : after.offset;
    state.place = after;
    return since_checkpoint >= options.checkpoint_bytes ? checkpoint() : Result<void>();
  }

  Result<void> pass(Progress* progress) {
    const bool of_charges = state.phase == Phase::charges;
    const auto& files = of_charges ? charge_files : confirmation_files;
    if (progress) {
      progress->phase = of_charges ? "charges" : "confirmations";
      progress->bytes_done = 0;
      std::uint64_t total = 0;
      for (const auto& f : files) total += f.bytes;
      progress->bytes_total = total;
    }
    return run_pass({files, of_charges ? charge_columns : confirmation_columns,
                     of_charges ? charge_work(tariff, state.key, with_confirmations())
                                : confirmation_work(state.key, static_cast<std::uint32_t>(charge_files.size())),
                     std::max(options.threads, 1u), options.block_bytes, progress,
                     [this](BlockOutcome& out, const SourcePlace& after) { return take(out, after); }},
                    state.place);
  }

  Result<void> all_passes(Progress* progress) {
    while (state.phase != Phase::matching) {
      if (auto done = pass(progress); !done.ok()) {
        // What was done so far counts when it goes on.
        if (done.error().code == "charges_suspended") MUSTER_CHECK_OK(checkpoint());
        return done;
      }
      const bool confirmations_next = state.phase == Phase::charges && with_confirmations();
      state.phase = confirmations_next ? Phase::confirmations : Phase::matching;
      state.place = {};
      MUSTER_CHECK_OK(checkpoint());
    }
    return {};
  }

  Result<Outcome> run(Progress* progress) {
    MUSTER_CHECK_OK(begin());
    MUSTER_CHECK_OK(all_passes(progress));
    Outcome out;
    out.lines = state.lines;
    out.charges = state.charges;
    out.bad_lines = state.bad_lines;
    out.confirmations = state.confirmations;
    out.bad_confirmations = state.bad_confirmations;
    out.found = state.found;
    out.first_bad = state.bad;
    out.checkpoints = state.checkpoints;
    out.resumed = resumed;
    out.confirmations_checked = with_confirmations();
    Totals totals = state.totals;
    if (with_confirmations()) {
      if (progress) {
        progress->phase = "matching";
        progress->bytes_done = 0;
        progress->bytes_total = kPartitions;
      }
      MUSTER_TRY(Unconfirmed without, match(charges, confirmations, std::max(options.threads, 1u),
                                            options.findings_kept_max, kChunkCharges, progress));
      out.found[static_cast<std::size_t>(FindingKind::no_confirmation)] = without.count;
      for (const auto& [key, sum] : without.totals) add(totals, key, sum);
      unconfirmed = std::move(without.first);
    }
    for (const auto& [key, sum] : totals)
      out.totals.push_back(
          {std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key), sum.lines, sum.amount});
    return out;
  }

  Result<void> each_finding(const std::function<bool(const ChargeFinding&)>& visit, Progress* progress) {
    if (progress) progress->phase = "storing";
    FindingReader others(path("findings"));
    NamedLines named(charge_files, options.block_bytes);
    for (const ChargeRecord& r : unconfirmed) {
      for (; others.peek() && std::pair(others.peek()->file, others.peek()->line) <= std::pair(r.file, r.line);
           others.next())
        if (!visit(*others.peek())) return {};
      ChargeFinding f;
      f.kind = FindingKind::no_confirmation;
      f.file = r.file;
      f.line = r.line;
      f.service = r.service == kNoService20 ? Tariff::kNone : r.service;
      if (f.service != Tariff::kNone) f.code = tariff.at(f.service).code;
      f.currency = r.currency();
      f.at_ms = r.at_ms;
      f.amount = r.amount;
      MUSTER_CHECK_OK(named.fill(f));
      if (!visit(f)) return {};
    }
    for (; others.peek(); others.next())
      if (!visit(*others.peek())) return {};
    return {};
  }
};

Reconciliation::Reconciliation(ReconcileOptions options, const Tariff& tariff, Random& random)
    : inside_(std::make_unique<Inside>(std::move(options), tariff, random)) {}
Reconciliation::~Reconciliation() = default;

Result<Outcome> Reconciliation::run(Progress* progress) {
  return inside_->run(progress);
}
Result<void> Reconciliation::each_finding(const std::function<bool(const ChargeFinding&)>& visit, Progress* progress) {
  return inside_->each_finding(visit, progress);
}

}  // namespace muster::billing
