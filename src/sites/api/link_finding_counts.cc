// GET /link-findings/open?partner= or ?provider_id=: open findings by kind, and how many it told of itself. No score.
#include "partner_handlers.h"

namespace muster::api {

http::Response link_finding_counts(const Services& services, const http::Request& request) {
  const std::string partner = request.query_or("partner", ""), provider = request.query_or("provider_id", "");
  if (partner.empty() == provider.empty())
    return http::Response::problem(invalid("partner_or_provider", "Name a partner or a provider.", "partner"));
  std::string id;
  if (!partner.empty()) {
    MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, partner));
    id = p.id;
  }
  MUSTER_ANSWER_TRY(const auto counts, services.findings.open_of(id, provider));
  return list_answer(counts_json(counts), std::nullopt);
}

}  // namespace muster::api
