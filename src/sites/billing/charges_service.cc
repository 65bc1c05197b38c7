#include "charges_store.h"
#include "register_store.h"
#include <base/sha256.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace muster::billing {
namespace {

using store::Transaction;

constexpr std::size_t kNameMax = 200, kInboxMax = 1000;
constexpr std::int64_t kRowsAtATime = 5000;

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.size() <= kNameMax && name.front() != '.' &&
         name.find_first_of("/\\\r\n\t") == std::string::npos;
}
Error run_unknown() {
  return not_found("charge_run_unknown", "There is no such reconciliation.");
}

// "": there is no such file.
std::string file_name(const std::vector<std::string>& files, std::size_t number) {
  return number < files.size() ? std::filesystem::path(files[number]).filename().string() : std::string();
}

StoredTotal total_of(const FindingTotal& t, const Tariff& tariff) {
  StoredTotal out{to_text(t.kind), "", "", t.code, t.currency, t.lines, t.amount};
  if (t.service == Tariff::kNone) return out;
  const TariffService& s = tariff.at(t.service);
  out.service_id = s.id;
  out.partner_id = s.partner_id;
  out.code = s.code;
  return out;
}

}  // namespace

Result<std::vector<InboxFile>> Charges::inbox() const {
  std::vector<InboxFile> out;
  std::error_code fault;
  for (std::filesystem::directory_iterator at(config_.inbox, fault), end; !fault && at != end; at.increment(fault)) {
    std::error_code gone;
    const std::string name = at->path().filename().string();
    if (!is_plain_name(name) || !at->is_regular_file(gone) || gone) continue;
    const auto bytes = at->file_size(gone);
    const auto changed = at->last_write_time(gone);
    if (gone) continue;
    out.push_back(
        {name,
         static_cast<std::int64_t>(bytes),
         {std::chrono::duration_cast<Duration>(std::chrono::file_clock::to_sys(changed).time_since_epoch()).count()}});
    if (out.size() >= kInboxMax) break;
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

std::string Charges::path_of(const std::string& name) const {
  return name.starts_with('/') ? name : config_.inbox + "/" + name;
}

Result<std::string> Charges::note(Transaction& tx, const std::string& actor, const ChargeFiles& files) const {
  if (files.charges.empty() || files.charges.size() > kFilesMax || files.confirmations.size() > kFilesMax)
    return invalid("charges_files", "Name at least one file of charges, and at most 1,024 of each kind.", "charges");
  ChargeRun run;
  run.id = recorder_.new_id();
  run.files = files;
  run.started_by = actor;
  run.started_at = recorder_.clock().now();
  insert_run(tx, run);
  recorder_.record(
      tx, kChargesStarted, actor, kChargesRecord, run.id,
      fmt::format(R"({{"files":{},"confirmation_files":{}}})", files.charges.size(), files.confirmations.size()));
  return run.id;
}

Result<std::string> Charges::begin(Transaction& tx, const std::string& actor, const ChargeFiles& files) const {
  for (const auto* names : {&files.charges, &files.confirmations})
    for (const auto& name : *names)
      if (!is_plain_name(name) || !std::filesystem::is_regular_file(path_of(name)))
        return invalid("charges_file_name", "There is no file of this name in the folder of charges.",
                       names == &files.charges ? "charges" : "confirmations");
  return note(tx, actor, files);
}

Result<std::string> Charges::begin_paths(const std::string& actor, const ChargeFiles& files) const {
  ChargeFiles whole;
  for (const auto& p : files.charges) whole.charges.push_back(std::filesystem::absolute(p).string());
  for (const auto& p : files.confirmations) whole.confirmations.push_back(std::filesystem::absolute(p).string());
  return database_.write([&](Transaction& tx) { return note(tx, actor, whole); });
}

void Charges::set_job(Transaction& tx, const std::string& run_id, const std::string& job_id) const {
  set_run_job(tx, run_id, job_id);
}

Result<ChargeRun> Charges::run_noted(const std::string& run_id, Progress* progress) const {
  MUSTER_TRY(ChargeRun run, get(run_id));
  if (run.state != "waiting" && run.state != "storing")
    return conflict("charge_run_over", "This reconciliation has come to its end.");
  MUSTER_TRY(auto services, database_.read([&](Transaction& tx) -> Result<std::vector<TariffService>> {
    MUSTER_TRY(auto all, services_.tariff(tx));
    stops_.add_suspensions(tx, all);
    return all;
  }));
  const Tariff tariff(std::move(services));
  ReconcileOptions options;
  for (const auto& name : run.files.charges) options.charges.push_back(path_of(name));
  for (const auto& name : run.files.confirmations) options.confirmations.push_back(path_of(name));
  options.folder = config_.folder + "/" + run.id;
  options.threads = config_.threads;
  options.block_bytes = config_.block_bytes;
  options.checkpoint_bytes = config_.checkpoint_bytes;
  Reconciliation reconciliation(options, tariff, recorder_.random());
  auto outcome = reconciliation.run(progress);
  Result<void> done = outcome.ok() ? store(run, tariff, reconciliation, *outcome, progress) : outcome.error();
  if (!done.ok()) {
    const Error& error = done.error();
    // Put off, or the disk or the database away: the run stays open and goes on where it was.
    if (error.code == "charges_suspended" || error.failure == Failure::unavailable) return error;
    MUSTER_CHECK_OK(mark_ended(run, error));
  }
  std::error_code fault;
  std::filesystem::remove_all(options.folder, fault);
  if (!done.ok()) return done.error();
  return get(run_id);
}

Result<void> Charges::store(ChargeRun& run, const Tariff& tariff, Reconciliation& reconciliation,
                            const Outcome& outcome, Progress* progress) const {
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    set_run_state(tx, run.id, "storing");
    throw_away(tx, run.id);
    return {};
  }));
  run.state = "storing";
  std::int64_t seq = 0;
  Sha256 hash;
  std::vector<ChargeFinding> waiting;
  const auto write = [&]() -> Result<void> {
    if (waiting.empty()) return {};
    MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
      FindingWriter writer(tx, run.id);
      std::int64_t at = seq;
      for (const auto& f : waiting) writer.row(++at, f, f.service == Tariff::kNone ? nullptr : &tariff.at(f.service));
      writer.finish();
      return {};
    }));
    seq += static_cast<std::int64_t>(waiting.size());
    waiting.clear();
    return progress && progress->stopped()
               ? Result<void>(conflict(progress->cancel ? "charges_cancelled" : "charges_suspended",
                                       "The reconciliation was stopped while it was stored."))
               : Result<void>();
  };
  Result<void> written;
  MUSTER_CHECK_OK(reconciliation.each_finding(
      [&](const ChargeFinding& f) {
        hash.add(fmt::format("{} {} {}\n", to_text(f.kind), f.file, f.line));
        waiting.push_back(f);
        if (static_cast<std::int64_t>(waiting.size()) >= kRowsAtATime) written = write();
        return written.ok();
      },
      progress));
  MUSTER_CHECK_OK(written);
  MUSTER_CHECK_OK(write());
  run.state = "done";
  run.finished_at = recorder_.clock().now();
  run.lines = outcome.lines;
  run.charges = outcome.charges;
  run.bad_lines = outcome.bad_lines;
  run.confirmations = outcome.confirmations;
  run.bad_confirmations = outcome.bad_confirmations;
  run.confirmations_checked = outcome.confirmations_checked;
  run.found = outcome.found;
  run.kept = seq;
  run.findings_sha256 = hash.hex();
  return database_.write([&](Transaction& tx) -> Result<void> {
    std::int64_t at = 0;
    for (const auto& t : outcome.totals) insert_total(tx, run.id, ++at, total_of(t, tariff));
    at = 0;
    for (const auto& b : outcome.first_bad) insert_bad_line(tx, run.id, ++at, b);
    finish_run(tx, run);
    std::string counts;
    for (std::size_t k = 0; k < kFindingKinds; ++k)
      counts += fmt::format(R"(,"{}":{})", to_text(static_cast<FindingKind>(k)), run.found[k]);
    recorder_.record(tx, kChargesCompleted, "system:billing", kChargesRecord, run.id,
                     fmt::format(R"({{"lines":{},"bad_lines":{},"findings_sha256":"{}"{}}})", run.lines, run.bad_lines,
                                 run.findings_sha256, counts));
    return {};
  });
}

Result<void> Charges::mark_ended(ChargeRun run, const Error& error) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    throw_away(tx, run.id);
    run.state = error.code == "charges_cancelled" ? "cancelled" : "failed";
    run.finished_at = recorder_.clock().now();
    run.error_code = error.code;
    run.error_sentence = error.sentence;
    finish_run(tx, run);
    return {};
  });
}

Result<ChargeRun> Charges::get(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<ChargeRun> {
    auto run = find_run(tx, id);
    if (!run) return run_unknown();
    return *run;
  });
}

Result<std::vector<ChargeRun>> Charges::list(const std::string& before, int limit) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<ChargeRun>> { return select_runs(tx, before, limit); });
}

Result<std::vector<StoredFinding>> Charges::findings(const FindingFilter& filter) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<StoredFinding>> {
    auto out = select_findings(tx, filter);
    std::optional<ChargeRun> run;
    for (auto& f : out) {
      if (!run || run->id != f.run_id) run = find_run(tx, f.run_id);
      if (run) f.file = file_name(run->files.charges, f.file_number);
    }
    return out;
  });
}

Result<std::vector<StoredTotal>> Charges::totals(const std::string& run_id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<StoredTotal>> { return select_totals(tx, run_id); });
}

Result<std::vector<StoredBadLine>> Charges::bad_lines(const std::string& run_id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<StoredBadLine>> {
    const auto run = find_run(tx, run_id);
    if (!run) return run_unknown();
    std::vector<std::string> names = run->files.charges;
    names.insert(names.end(), run->files.confirmations.begin(), run->files.confirmations.end());
    std::vector<StoredBadLine> out;
    for (const auto& b : select_bad_lines(tx, run_id))
      out.push_back({file_name(names, b.file), b.line, code(b.fault), field(b.fault), sentence(b.fault)});
    return out;
  });
}

}  // namespace muster::billing
