#include "flow_due.h"
#include <base/bytes.h>
#include <base/jitter.h>
#include <base/sha256.h>
#include <policy/policy.h>

#include <billing/flows.h>
#include <fmt/format.h>

namespace muster::billing {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kInsertInspection{
    "flow_inspection_insert",
    "insert into flow_inspection(id, service_id, way, started_by, started_at, took_ms, outcome, price_amount, "
    "price_currency, steps, evidence_sha256) values(:id, :service, :way, :by, :at, :took, :outcome, :amount, "
    ":currency, :steps, :sha256)"};
constexpr Sql kInsertFlowFinding{
    "flow_finding_insert",
    "insert into flow_finding(inspection_id, seq, kind, step, shown, reason) values(:id, :seq, :kind, :step, :shown, "
    ":reason)"};
constexpr Sql kInspections{"flow_inspection_list",
                           "select * from flow_inspection where service_id = :service and id < :before order by id "
                           "desc limit :limit"};
constexpr Sql kInspection{"flow_inspection_get", "select * from flow_inspection where id = :id"};
constexpr Sql kFlowFindings{
    "flow_finding_of", "select kind, step, shown, reason from flow_finding where inspection_id = :id order by seq"};

Inspection inspection_of(const store::Row& row) {
  Inspection i;
  i.id = row.text("id");
  i.service_id = row.text("service_id");
  i.way = row.text("way");
  i.started_by = row.text("started_by");
  i.started_at = row.instant("started_at");
  i.took_ms = row.integer("took_ms");
  i.outcome = row.text("outcome");
  i.price_amount = row.integer("price_amount");
  i.price_currency = row.text("price_currency");
  i.steps = row.text("steps");
  i.evidence_sha256 = row.text("evidence_sha256");
  return i;
}

void add_findings(Transaction& tx, Inspection& i) {
  for (const auto& row : tx.query(kFlowFindings, {{"id", i.id}}))
    i.findings.push_back(
        {row.text("kind"), static_cast<int>(row.integer("step")), row.text("shown"), row.text("reason")});
}

constexpr const char* kWalker = "system:billing";
constexpr Duration kFlowTakenFor = std::chrono::hours(1);  // a flow whose walk was cut off is due again

std::string walk_outcome(const Inspection& i) {
  return !i.findings.empty() ? "findings" : !i.outcome.empty() ? "broken" : "clean";
}

}  // namespace

Instant Flows::next_due(const Inspection& i, Instant now) const {
  const Duration every = policy_.duration(!i.findings.empty()  ? "billing.walk_found_every"
                                          : !i.outcome.empty() ? "billing.walk_again"
                                                               : "billing.walk_every");
  return now + somewhat_shorter(every, recorder_.random());
}

Result<Inspection> Flows::inspect(const std::string& service_id, const std::string& actor) const {
  MUSTER_TRY(const BillingService service, services_.get(service_id));
  if (service.flow.empty())
    return conflict("flow_missing", "This service's charge flow is not described yet; describe it first.");
  MUSTER_TRY(const Flow flow, parse_flow(service.flow));
  Inspection i;
  i.id = recorder_.new_id();
  i.service_id = service_id;
  i.way = flow.way;
  i.started_by = actor;
  i.started_at = recorder_.clock().now();
  i.price_amount = service.amount;
  i.price_currency = service.currency;
  const SeenFlow seen = walk(flow);
  i.took_ms = (recorder_.clock().now() - i.started_at).count() / 1000;
  i.outcome = seen.error;
  i.steps = to_json(seen);
  i.evidence_sha256 = to_hex(sha256(i.steps));
  i.findings = judge_flow(flow, seen, service.amount, service.currency, service.behalf_text);
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    tx.run(kInsertInspection, {{"id", i.id},
                               {"service", i.service_id},
                               {"way", i.way},
                               {"by", i.started_by},
                               {"at", i.started_at},
                               {"took", i.took_ms},
                               {"outcome", i.outcome},
                               {"amount", i.price_amount},
                               {"currency", i.price_currency},
                               {"steps", i.steps},
                               {"sha256", i.evidence_sha256}});
    std::int64_t seq = 0;
    for (const auto& f : i.findings)
      tx.run(kInsertFlowFinding, {{"id", i.id},
                                  {"seq", ++seq},
                                  {"kind", f.kind},
                                  {"step", f.step},
                                  {"shown", f.shown.substr(0, 500)},
                                  {"reason", f.reason}});
    const Instant now = recorder_.clock().now();
    note_walk(tx, service_id, walk_outcome(i), now, next_due(i, now));
    recorder_.record(tx, kFlowInspected, actor, kServiceRecord, service_id,
                     fmt::format(R"({{"inspection_id":"{}","outcome":"{}","findings":{},"evidence_sha256":"{}"}})",
                                 i.id, i.outcome, i.findings.size(), i.evidence_sha256));
    return {};
  }));
  return i;
}

Result<WalkedFlows> Flows::inspect_due(int limit, const std::function<bool()>& stop) const {
  const auto due = database_.write([&](Transaction& tx) -> Result<std::vector<std::string>> {
    const Instant now = recorder_.clock().now();
    return take_due_flows(tx, now, now + kFlowTakenFor, limit);
  });
  if (!due.ok()) return due.error();
  WalkedFlows done;
  for (const std::string& id : *due) {
    if (stop && stop()) break;
    const auto one = inspect(id, kWalker);
    if (!one.ok()) {
      if (one.error().code == "service_unknown" || one.error().code == "flow_missing") continue;  // meanwhile
      return one.error();
    }
    const std::string outcome = walk_outcome(*one);
    ++done.flows;
    done.clean += outcome == "clean";
    done.with_findings += outcome == "findings";
    done.broken += outcome == "broken";
  }
  return done;
}

Result<std::vector<Inspection>> Flows::list(const std::string& service_id, const std::string& before, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Inspection>> {
    std::vector<Inspection> out;
    for (const auto& row :
         tx.query(kInspections, {{"service", service_id}, {"before", before.empty() ? "~" : before}, {"limit", limit}}))
      out.push_back(inspection_of(row));
    for (auto& i : out) add_findings(tx, i);
    return out;
  });
}

Result<Inspection> Flows::get(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<Inspection> {
    const auto row = tx.one(kInspection, {{"id", id}});
    if (!row) return not_found("inspection_unknown", "There is no such inspection.");
    Inspection i = inspection_of(*row);
    add_findings(tx, i);
    return i;
  });
}

}  // namespace muster::billing
