// GET /partners/{id}/links/{code}: the link, its way hop by hop as it was walked last, what changed, what was found.
#include "partner_handlers.h"
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kNotes = 50, kFindings = 100;

json::object hop_json(const promotion::ChainHop& h) {
  return {{"kind", h.kind},
          {"url", h.url},
          {"host", h.host},
          {"status", h.status},
          {"error", or_null(h.error)},
          {"known", h.known},
          {"filed", h.filed},
          {"advertising", h.advertising}};
}

}  // namespace

http::Response link_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(const auto versions, services.inventories.history(p.id, request.param("code")));
  if (versions.empty())
    return http::Response::problem(
        not_found("link_unknown", "No inventory of this partner has a link with this code."));
  const auto& link = versions.front();
  const promotion::LinkKey key{p.id, link.code};
  MUSTER_ANSWER_TRY(const auto inspection, services.inspector.inspection(key));
  MUSTER_ANSWER_TRY(const auto notes, services.inspector.history(key, kNotes));
  MUSTER_ANSWER_TRY(const auto found,
                    services.findings.list({.partner_id = p.id, .code = link.code, .state = {}}, "", kFindings));
  MUSTER_ANSWER_TRY(const auto suspended, services.suspensions.of_link(p.number, link.channel, link.code));
  json::object out = link_json(link, p.number);
  out["party"] = p.party_name;
  out["listed"] = !link.until_no.has_value();
  out["suspension"] = suspended ? json::value(suspension_json(*suspended)) : json::value();
  json::array hops, qr_hops, inspections, findings, earlier;
  if (inspection) {
    for (const auto& h : inspection->chain) hops.push_back(hop_json(h));
    for (const auto& h : inspection->qr_chain) qr_hops.push_back(hop_json(h));
    out["qr_test_id"] = or_null(inspection->qr_run_id);
    out["inspected_at"] = time_json(inspection->last_at);
    out["test_id"] = or_null(inspection->last_run_id);
    out["outcome"] = or_null(inspection->outcome);
    out["due_at"] = to_rfc3339(inspection->due_at);
    out["changed"] = parsed(inspection->changed);
  }
  for (const auto& n : notes)
    inspections.push_back(json::object{{"at", to_rfc3339(n.at)},
                                       {"test_id", n.run_id},
                                       {"of_qr", n.of_qr},
                                       {"outcome", n.outcome},
                                       {"changed", parsed(n.changed)}});
  for (const auto& f : found.items) findings.push_back(finding_json(f));
  for (const auto& v : versions) earlier.push_back(link_json(v, p.number));
  out["chain"] = std::move(hops);
  out["qr_chain"] = std::move(qr_hops);
  out["inspections"] = std::move(inspections);
  out["findings"] = std::move(findings);
  out["versions"] = std::move(earlier);
  return answer(out);
}

}  // namespace muster::api
