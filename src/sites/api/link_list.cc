// GET /links: listed links by code; ?partner, ?channel_id, ?q (a code's beginning), ?host.
#include "filing_json.h"
#include "partner_handlers.h"
#include <base/text.h>

#include <map>

namespace muster::api {

http::Response link_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  promotion::LinkFilter filter;
  filter.channel_id = request.query_or("channel_id", "");
  filter.code_prefix = request.query_or("q", "");
  filter.host = to_lower_ascii(request.query_or("host", ""));
  const std::string partner = request.query_or("partner", "");
  const bool own = only_own(*request.principal);
  if (own && partner.empty())
    return http::Response::problem(invalid("partner_missing", "Name one of your partner records.", "partner"));
  if (!partner.empty()) {
    MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, partner));
    filter.partner_id = p.id;
    if (own) filter.host.clear();  // the search by host goes over all partners
    if (!filter.channel_id.empty()) {
      MUSTER_ANSWER_TRY(const auto channel, services.inventories.channel(filter.channel_id));
      if (channel.partner_id != p.id)
        return http::Response::problem(not_found("channel_unknown", "There is no such channel of this partner."));
    }
  }
  MUSTER_ANSWER_TRY(const auto found, services.inventories.links(filter, page.after, page.limit));
  std::map<std::string, std::string> numbers;
  json::array items;
  for (const auto& l : found.items) {
    auto& number = numbers[l.partner_id];
    if (number.empty()) {
      MUSTER_ANSWER_TRY(const auto p, services.partners.partner(l.partner_id));
      number = p.number;
    }
    items.push_back(link_json(l, number));
  }
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
