#include "run_storing.h"

#include "census_store.h"
#include <base/log.h>
#include <base/sha256.h>

namespace muster::census {
namespace {

// The previous run's differences in order of name, kept small.
class Previous {
 public:
  Result<void> load(store::Database& database) {
    return database.read([&](store::Transaction& tx) -> Result<void> {
      texts_.clear();
      rows_.clear();
      const auto run = newest_done(tx);
      if (!run) return {};
      number_ = run->number;
      each_compared(tx, run->number, [&](const FindingRow& f) {
        rows_.push_back({texts_.size(), f.first_seen, f.standing});
        for (const std::string_view text : {f.name, f.provider_id, f.provider, f.address}) texts_.append(text) += '\0';
      });
      return {};
    });
  }
  std::optional<std::int64_t> number() const { return number_; }
  std::int64_t gone() const { return static_cast<std::int64_t>(rows_.size()) - met_; }

  struct Row {
    std::size_t text;
    std::int32_t first_day;
    Standing standing;
  };
  Finding finding(const Row& row) const {
    Finding f;
    f.standing = row.standing;
    const char* at = texts_.c_str() + row.text;
    for (std::string* text : {&f.name, &f.provider_id, &f.provider, &f.address}) {
      *text = at;
      at += text->size() + 1;
    }
    return f;
  }
  // Names must come in order.
  const Row* find(std::string_view name) {
    while (at_ < rows_.size() && std::string_view(texts_.c_str() + rows_[at_].text) < name) ++at_;
    if (at_ == rows_.size() || std::string_view(texts_.c_str() + rows_[at_].text) != name) return nullptr;
    ++met_;
    return &rows_[at_];
  }

 private:
  std::string texts_;
  std::vector<Row> rows_;
  std::size_t at_ = 0;
  std::int64_t met_ = 0;
  std::optional<std::int64_t> number_;
};

class Digest {
 public:
  void add(const Difference& d) {
    line_.assign(d.name);
    line_ += '\t';
    line_ += to_text(d.standing);
    line_ += '\t';
    line_ += to_text(d.rule);
    line_ += '\n';
    hash_.add(line_);
  }
  std::string hex() const { return hash_.hex(); }

 private:
  Sha256 hash_;
  std::string line_;
};

void take_counts(Run& run, const Outcome& outcome) {
  const auto whole = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  run.lines = whole(outcome.intake.lines);
  run.names = whole(outcome.intake.names);
  run.bad_lines = whole(outcome.intake.bad_lines);
  run.not_sites = whole(outcome.intake.not_sites);
  run.below_k = whole(outcome.intake.below_k);
  run.left_out = whole(outcome.intake.over_sites_max);
  for (std::size_t s = 0; s < kStandings; ++s) run.sites[s] = whole(outcome.sites[s]);
}

// What is stored of a difference, as far as two runs are compared by it.
Finding finding_of(const Difference& d, const Register* parties, const Config& config) {
  Finding f;
  f.name = d.name;
  f.standing = d.standing;
  f.provider = d.provider;
  if (parties && !d.provider.empty()) f.provider_id = parties->provider_id(d.provider);
  f.address = address_text(d.address);
  if (config.origin && d.address != ServerAddress{}) {
    Origin origin = config.origin(d.address);
    f.country = std::move(origin.country);
    f.network = origin.network;
  }
  return f;
}

void count_change(Run& run, const Finding& before, const Finding& after) {
  const auto change = change_between(&before, &after);
  run.found_standing += change == Change::standing;
  run.found_provider += change == Change::provider;
  run.found_address += change == Change::address;
}

Result<void> throw_away(store::Database& database, std::int64_t number) {
  for (;;) {
    MUSTER_TRY(const std::int64_t gone, database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
      return delete_findings(tx, number, static_cast<int>(kRowsPerTransaction));
    }));
    if (gone == 0) return {};
  }
}

}  // namespace

Result<void> store_run(Service::Inside& in, Service& service, Run& run, const Outcome& outcome, Progress* progress,
                       const std::function<void(store::Transaction&, const Run&)>& record) {
  take_counts(run, outcome);
  if (run.state == "storing") MUSTER_CHECK_OK(throw_away(in.database, run.number));
  Previous previous;
  MUSTER_CHECK_OK(previous.load(in.database));
  MUSTER_CHECK_OK(in.database.write([&](store::Transaction& tx) -> Result<void> {
    start_storing(tx, run.number);
    return {};
  }));
  run.state = "storing";
  std::shared_ptr<const Register> parties;
  if (outcome.format == Format::csv) {
    MUSTER_TRY(parties, service.current_register(true));
  }

  // Worked out before it is written: a transaction may run twice.
  struct Stored {
    std::int32_t first_day;
    bool is_new;
  };
  std::vector<Stored> rows(outcome.differences.size());
  Digest digest;
  run.found_new = run.found_standing = run.found_provider = run.found_address = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Difference& d = outcome.differences[i];
    const auto* before = previous.find(d.name);
    const bool same = before && before->standing == d.standing;
    rows[i] = {same ? std::min(before->first_day, d.first_day) : d.first_day, before == nullptr};
    run.found_new += before == nullptr;
    if (before) count_change(run, previous.finding(*before), finding_of(d, parties.get(), in.config));
    digest.add(d);
  }
  run.found_gone = previous.gone();
  run.previous = previous.number();
  run.differences_sha256 = digest.hex();

  for (std::size_t from = 0; from < rows.size(); from += kRowsPerTransaction) {
    if (auto stop = stopped(progress)) return std::move(*stop);
    const std::size_t to = std::min(from + kRowsPerTransaction, rows.size());
    MUSTER_CHECK_OK(in.database.write([&](store::Transaction& tx) -> Result<void> {
      FindingWriter writer(tx, run.number);
      for (std::size_t i = from; i < to; ++i) {
        const Difference& d = outcome.differences[i];
        const Finding finding = finding_of(d, parties.get(), in.config);
        writer.row({d.name, d.provider, finding.provider_id, d.standing, d.rule, rows[i].first_day, d.last_day,
                    rows[i].is_new, finding.address, finding.country, finding.network});
      }
      writer.finish();
      return {};
    }));
  }
  Run done = run;
  done.state = "done";
  done.finished_at = in.recorder.clock().now();
  MUSTER_CHECK_OK(in.database.write([&](store::Transaction& tx) -> Result<void> {
    finish_run(tx, done);
    record(tx, done);
    return {};
  }));
  run = done;
  return {};
}

void mark_failed(Service::Inside& in, Run run, const Error& error) {
  // The database was away: the run stays open, so that it can be taken up again.
  if (error.failure == Failure::unavailable) return;
  auto cleaned = throw_away(in.database, run.number);
  run.state = error.code == "census_cancelled" ? "cancelled" : "failed";
  run.finished_at = in.recorder.clock().now();
  run.differences_sha256.clear();
  run.error_code = error.code;
  run.error_sentence = error.sentence;
  if (cleaned.ok())
    cleaned = in.database.write([&](store::Transaction& tx) -> Result<void> {
      finish_run(tx, run);
      return {};
    });
  if (!cleaned.ok())
    log::error("CENSUS-002", "A census that failed could not be marked so.",
               {{"run", run.number}, {"code", cleaned.error().code}});
}

}  // namespace muster::census
