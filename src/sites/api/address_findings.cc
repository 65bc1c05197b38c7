// GET /address-findings: who is seen on an address is not who has it; newest first.
#include "address_handlers.h"

namespace muster::api {

http::Response address_findings(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  resources::FindingFilter filter;
  filter.block_id = request.query_or("block_id", "");
  if (const auto kind = request.query_value("kind"); kind && !kind->empty()) {
    filter.kind = resources::finding_kind(*kind);
    if (!filter.kind) return http::Response::problem(invalid("kind_unknown", "There is no such finding.", "kind"));
  }
  const resources::Examiner examiner(services.database, services.recorder, {});
  MUSTER_ANSWER_TRY(const auto found, examiner.list(filter, page.after, page.limit));
  json::array items;
  for (const auto& finding : found.items) items.push_back(finding_json(finding));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
