// GET /feeds/stop-list?since=: the signed document, for a gateway with a token (Authorization: Bearer) or an operator's
// session. GET /api/stop-list: what stands, for people. GET /api/partners/{id}/stop-list: of one partner, for it as
// well.
#include "billing_handlers.h"
#include "partner_handlers.h"
#include <enforcement/service.h>

#include <charconv>

namespace muster::api {

http::Response stop_list_feed(const Services& services, const http::Request& request) {
  if (const auto token = request.bearer()) {
    MUSTER_ANSWER_TRY([[maybe_unused]] const auto by, services.enforcement.token_id(*token));
  } else if (!request.principal || !(request.principal->has("operator") || request.principal->has("auditor"))) {
    return http::Response::problem(
        refused("feed_token_missing", "The stop list is for gateways with a token and for operators."));
  }
  const std::string text = request.query_or("since", "0");
  std::int64_t since = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), since);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || since < 0)
    return http::Response::problem(invalid("since", "since is the version of the list that you have.", "since"));
  MUSTER_ANSWER_TRY(const auto document, services.billing.stops.document(since));
  return http::Response::text(document, "text/plain; charset=utf-8").header("Cache-Control", "private, no-store");
}

http::Response stop_list_entries(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto status, services.billing.stops.status());
  MUSTER_ANSWER_TRY(const auto entries, services.billing.stops.entries(page.after, page.limit));
  json::array left_out;
  for (const auto& l : status.left_out)
    left_out.push_back(json::object{{"order_number", l.order_number}, {"code", l.code}, {"sentence", l.sentence}});
  const bool more = static_cast<int>(entries.size()) == page.limit;
  return answer(json::object{{"version", status.version},
                             {"entries", status.entries},
                             {"changed_at", time_json(status.changed_at)},
                             {"shadow", status.shadow},
                             {"key", services.billing.stops.verifier().to_text()},
                             {"left_out", std::move(left_out)},
                             {"items", stop_entries_json(entries)},
                             {"next", more ? json::value(entries.back().scope) : json::value(nullptr)}});
}

http::Response partner_stops(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_CHECK(services.billing.stops.status());
  MUSTER_ANSWER_TRY(const auto entries,
                    services.billing.stops.entries_of(p.number, p.party_id, page.after, page.limit));
  const bool more = static_cast<int>(entries.size()) == page.limit;
  return list_answer(stop_entries_json(entries), more ? std::optional(entries.back().scope) : std::nullopt);
}

}  // namespace muster::api
