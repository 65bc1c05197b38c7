// GET /evidence-holds: newest first; ?standing=yes, ?kind, ?site, ?case_id.
#include "evidence_handlers.h"
#include <names/name.h>
#include <store/database.h>

namespace muster::api {

http::Response hold_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  evidence::HoldFilter filter;
  filter.kind = request.query_or("kind", "");
  if (!filter.kind.empty() && filter.kind != "site" && filter.kind != "case" && filter.kind != "period")
    return http::Response::problem(invalid("hold_kind", "A hold is of a site, of a case or of a period.", "kind"));
  filter.case_id = request.query_or("case_id", "");
  if (const std::string site = request.query_or("site", ""); !site.empty()) {
    MUSTER_ANSWER_TRY(const auto name, names::parse_name(site));
    filter.site = name.ascii;
  }
  filter.standing = request.query_or("standing", "") == "yes";
  filter.after = page.after;
  filter.limit = page.limit;
  MUSTER_ANSWER_TRY(const auto found, holds_of(services).list(filter));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& hold : found) out.push_back(hold_json(tx, hold, *request.principal, services.clock.now()));
    return out;
  }));
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

}  // namespace muster::api
