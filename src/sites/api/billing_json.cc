#include "billing_handlers.h"
#include "filing_json.h"

namespace muster::api {

json::object billing_service_json(const billing::BillingService& s) {
  return {{"id", s.id},
          {"code", s.code},
          {"name", s.name},
          {"partner", {{"id", s.partner_id}, {"name", s.partner_name}}},
          {"state", s.state},
          {"state_at", time_json(s.state_at)},
          {"amount", s.amount < 0 ? json::value(nullptr) : json::value(s.amount)},
          {"currency", s.currency},
          {"described", !s.flow.empty()},
          {"import_id", or_null(s.import_id)},
          {"walk_outcome", or_null(s.walk_outcome)},
          {"walked_at", time_json(s.walked_at)},
          {"next_walk_at", time_json(s.walk_due_at)},
          {"version", s.version}};
}

Result<billing::BillingService> seen_service(const Services& services, const http::Request& request,
                                             const std::string& id) {
  MUSTER_TRY(billing::BillingService s, services.billing.services.get(id));
  if (only_own(*request.principal) && s.partner_id != request.principal->party_id)
    return not_found("service_unknown", "There is no such service.");
  return s;
}

json::array stop_entries_json(const std::vector<billing::StopEntry>& entries) {
  json::array out;
  for (const auto& e : entries)
    out.push_back(json::object{{"scope", e.scope},
                               {"order_id", e.order_id},
                               {"order_number", e.order_number},
                               {"since_version", e.from_version}});
  return out;
}

json::object charge_finding_json(const billing::StoredFinding& f) {
  return {{"run_id", f.run_id},
          {"seq", f.seq},
          {"kind", f.kind},
          {"file", f.file},
          {"line", f.line},
          {"service_id", or_null(f.service_id)},
          {"partner_id", or_null(f.partner_id)},
          {"code", or_null(f.code)},
          {"at", time_json(f.at)},
          {"amount", f.amount},
          {"currency", f.currency},
          {"expected", f.expected < 0 ? json::value(nullptr) : json::value(f.expected)},
          {"expected_currency", or_null(f.expected_currency)},
          {"transaction_id", or_null(f.transaction_id)},
          {"usage_id", or_null(f.usage_id)}};
}

json::object charge_run_json(store::Transaction& tx, const billing::ChargeRun& r) {
  json::object found;
  for (std::size_t k = 0; k < billing::kFindingKinds; ++k)
    found[billing::to_text(static_cast<billing::FindingKind>(k))] = r.found[k];
  json::value problem = nullptr;
  if (!r.error_code.empty()) problem = {{"code", r.error_code}, {"sentence", r.error_sentence}};
  return {{"id", r.id},
          {"state", r.state},
          {"charges", texts_json(r.files.charges)},
          {"confirmations", texts_json(r.files.confirmations)},
          {"by", person_json(tx, r.started_by)},
          {"started_at", time_json(r.started_at)},
          {"finished_at", time_json(r.finished_at)},
          {"job_id", or_null(r.job_id)},
          {"lines", r.lines},
          {"charged", r.charges},
          {"bad_lines", r.bad_lines},
          {"confirmations_read", r.confirmations},
          {"bad_confirmations", r.bad_confirmations},
          {"confirmations_checked", r.confirmations_checked},
          {"found", std::move(found)},
          {"kept", r.kept},
          {"findings_sha256", or_null(r.findings_sha256)},
          {"problem", problem}};
}

json::object inspection_json(const billing::Inspection& i, bool whole) {
  json::array findings;
  for (const auto& f : i.findings)
    findings.push_back(
        json::object{{"kind", f.kind}, {"step", f.step}, {"shown", or_null(f.shown)}, {"reason", or_null(f.reason)}});
  json::object out{{"id", i.id},
                   {"service_id", i.service_id},
                   {"way", i.way},
                   {"started_at", time_json(i.started_at)},
                   {"took_ms", i.took_ms},
                   {"outcome", or_null(i.outcome)},
                   {"price_amount", i.price_amount < 0 ? json::value(nullptr) : json::value(i.price_amount)},
                   {"price_currency", i.price_currency},
                   {"evidence_sha256", i.evidence_sha256},
                   {"findings", std::move(findings)}};
  if (whole) out["seen"] = parsed(i.steps);
  return out;
}

}  // namespace muster::api
