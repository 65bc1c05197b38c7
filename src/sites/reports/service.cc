// What everybody may do: report, look what became of it, take it back.
#include "inside.h"
#include <base/bytes.h>
#include <base/text.h>
#include <names/name.h>
#include <names/suffix.h>

#include <fmt/format.h>

namespace muster::reports {
namespace {

Error unknown() {
  return not_found("report_unknown", "There is no report with this number and secret.");
}

}  // namespace

Service::Inside::Inside(store::Database& d, const ledger::Recorder& r, const policy::Policy& p, const vault::Vault& v,
                        notices::Service& n, testing::Service& t, Options o)
    : database(d),
      recorder(r),
      policy(p),
      vault(v),
      notices(n),
      testing(t),
      options(std::move(o)),
      load(r.clock()),
      group(options.batch_max, internal_error("report_failed", "The report was not kept. Send it again."),
            [this](std::span<Prepared* const> reports) { return commit(reports); }) {}

StandingRules Service::Inside::standing_rules() const {
  return {policy.number("reports.warn_after"), policy.number("reports.limit_after"),
          policy.number("reports.limited_per_day"), policy.duration("reports.unfounded_counts_for")};
}

WorkRules Service::Inside::work_rules() const {
  return {policy.number("reports.proof_from_per_minute"), policy.number("reports.proof_bits_first"),
          policy.number("reports.proof_bits_max"), policy.duration("reports.proof_valid")};
}

Sign Service::Inside::sign() const {
  return [this](std::string_view text) { return vault.blind_index("report_challenge", text); };
}

Result<void> Service::Inside::move(store::Transaction& tx, Report& r, const std::string& event,
                                   const std::string& actor) const {
  const std::string from = r.state;
  MUSTER_TRY(r.state, next_state(from, event));
  r.state_at = now();
  if (!update_report(tx, r))
    return Error{Failure::stale, "stale", "The report was changed since you loaded it. Load it again.", ""};
  ++r.version;
  recorder.record(tx, kMoved, actor, kReportRecord, r.id,
                  fmt::format(R"({{"number":"{}","event":"{}","from":"{}","to":"{}","outcome":"{}","case":{}}})",
                              r.number, event, from, r.state, r.outcome, json_quote(r.case_id)));
  if (r.state == "closed" || r.state == "withdrawn") settle_addresses(tx, r.id);
  if (r.state == "closed" && event != "correct") set_forget(tx, r.id, policy.due("reports.retention", now()));
  return {};
}

Result<Report> Service::Inside::need(store::Transaction& tx, const std::string& key) const {
  auto found = select_report(tx, key);
  if (!found) return not_found("report_unknown", "There is no such report.");
  return std::move(*found);
}

Service::Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
                 const vault::Vault& vault, notices::Service& notices, testing::Service& testing, Options options)
    : inside_(std::make_unique<Inside>(database, recorder, policy, vault, notices, testing, std::move(options))) {}
Service::~Service() = default;

Challenge Service::challenge() const {
  const WorkRules rules = inside_->work_rules();
  return make_challenge(bits_wanted(inside_->load.per_minute(), rules), inside_->now() + rules.valid,
                        inside_->recorder.random(), inside_->sign());
}

Result<Receipt> Service::submit(const NewReport& report) {
  inside_->load.count();
  if (report.needs_proof && report.challenge.empty() &&
      bits_wanted(inside_->load.per_minute(), inside_->work_rules()) > 0)
    return refused("proof_wanted",
                   "Many reports come in at the moment. Ask for a challenge, and send the report with its solution.",
                   "challenge");
  if (!report.challenge.empty())
    MUSTER_CHECK_OK(check_proof(report.challenge, report.nonce, inside_->now(), inside_->sign()));
  MUSTER_TRY(auto prepared, inside_->prepare(report));
  return inside_->group.submit(std::move(prepared));
}

std::vector<Result<Receipt>> Service::submit_all(const std::vector<NewReport>& reports) {
  std::vector<Result<Receipt>> out;
  for (std::size_t from = 0; from < reports.size(); from += inside_->options.batch_max) {
    const std::size_t to = std::min(from + inside_->options.batch_max, reports.size());
    std::vector<Prepared> prepared;
    std::vector<std::size_t> places;
    prepared.reserve(to - from);
    for (std::size_t i = from; i < to; ++i) {
      auto one = inside_->prepare(reports[i]);
      out.push_back(one.ok() ? Result<Receipt>(Receipt{}) : Result<Receipt>(one.error()));
      if (!one.ok()) continue;
      prepared.push_back(std::move(*one));
      places.push_back(i);
    }
    std::vector<Prepared*> batch;
    for (Prepared& p : prepared) batch.push_back(&p);
    if (batch.empty()) continue;
    auto done = inside_->commit(batch);
    for (std::size_t i = 0; i < done.size(); ++i) out[places[i]] = std::move(done[i]);
  }
  return out;
}

namespace {

bool fits(store::Transaction& tx, const std::optional<Report>& report, const std::string& secret) {
  const std::string hash = to_hex(sha256(secret));
  const std::string stored = report ? select_keys(tx, report->id).secret_sha256 : std::string(64, '0');
  return constant_time_equal(hash, stored) && report.has_value();
}

Status status_of(store::Transaction& tx, const Report& r) {
  Status out{r.number, r.state, r.outcome, r.state == "merged", r.received_at, r.state_at, r.reasons, false};
  for (const auto& event : open_events(r.state)) out.can_withdraw = out.can_withdraw || event == "withdraw";
  if (!out.merged) return out;
  if (const auto lead = select_report(tx, r.lead_id)) {
    out.state = lead->state;
    out.outcome = lead->outcome;
    out.state_at = lead->state_at;
    out.reasons = lead->reasons;
  }
  return out;
}

}  // namespace

Result<Status> Service::status(const std::string& number, const std::string& secret) const {
  return inside_->database.read([&](store::Transaction& tx) -> Result<Status> {
    const auto report = number.starts_with("R-") ? select_report(tx, number) : std::nullopt;
    if (!fits(tx, report, secret)) return unknown();
    return status_of(tx, *report);
  });
}

Result<Status> Service::withdraw(const std::string& number, const std::string& secret) {
  constexpr const char* kReporter = "public:reporter";
  return inside_->database.write([&](store::Transaction& tx) -> Result<Status> {
    auto report = number.starts_with("R-") ? select_report(tx, number) : std::nullopt;
    if (!fits(tx, report, secret)) return unknown();
    Report& r = *report;
    const std::string lead = r.lead_id;
    if (auto heir = lead.empty() ? select_heir(tx, r.id) : std::nullopt; heir) {
      // Others say the same: the oldest of them goes on in this one's place.
      hand_over_addresses(tx, r.id, heir->id);
      drop_address(tx, heir->id, r.url);
      MUSTER_CHECK_OK(inside_->move(tx, r, "withdraw", kReporter));
      heir->lead_id.clear();
      MUSTER_CHECK_OK(inside_->move(tx, *heir, "lead", "system:reports"));
      hand_over_reports(tx, r.id, heir->id, r.merged - 1);
    } else {
      MUSTER_CHECK_OK(inside_->move(tx, r, "withdraw", kReporter));
      if (!lead.empty()) drop_merged(tx, lead, r.url);
    }
    set_forget(tx, r.id, inside_->now());
    return status_of(tx, r);
  });
}

Result<Listed> Service::list(const ReportFilter& asked, const std::string& after, int limit) const {
  ReportFilter filter = asked;
  if (!filter.name.empty()) {
    MUSTER_TRY(const auto name, names::parse_name(filter.name));
    const auto registrable = names::registrable_domain(name.ascii);
    filter.name =
        registrable.empty() || registrable == name.ascii ? name.ascii : fmt::format("{}|{}", registrable, name.ascii);
  }
  return inside_->database.read([&](store::Transaction& tx) { return select_reports(tx, filter, after, limit); });
}

Result<Report> Service::report(const std::string& id) const {
  return inside_->database.read([&](store::Transaction& tx) { return inside_->need(tx, id); });
}

Result<std::vector<ReportedAddress>> Service::addresses(const std::string& id, int limit) const {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<ReportedAddress>> {
    MUSTER_TRY(const Report r, inside_->need(tx, id));
    return select_addresses(tx, r.lead_id.empty() ? r.id : r.lead_id, limit);
  });
}

void Service::set_fate_of_case(std::function<Fate(store::Transaction&, const std::string&)> fate_of_case) {
  inside_->options.fate_of_case = std::move(fate_of_case);
}

}  // namespace muster::reports
