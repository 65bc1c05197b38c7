// GET /partners/{id}/inventories/difference?from=&to=: what differs, by code, a page at a time.
#include "partner_handlers.h"

namespace muster::api {

http::Response inventory_difference(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  const auto number = [&](const char* name) { return std::strtoll(request.query_or(name, "0").c_str(), nullptr, 10); };
  json::array items;
  std::string last;
  bool more = false;
  MUSTER_ANSWER_CHECK(services.inventories.difference(
      p.id, number("from"), number("to"), page.after, [&](const promotion::Difference& d) {
        if (static_cast<int>(items.size()) == page.limit) {
          more = true;
          return false;
        }
        last = d.code;
        const auto link = [&](const std::optional<promotion::Link>& l) {
          return l ? json::value(link_json(*l, p.number)) : json::value();
        };
        items.push_back(json::object{{"code", d.code},
                                     {"change", !d.before  ? "added"
                                                : !d.after ? "removed"
                                                           : "changed"},
                                     {"before", link(d.before)},
                                     {"after", link(d.after)}});
        return true;
      }));
  return list_answer(std::move(items), more ? std::optional(last) : std::nullopt);
}

}  // namespace muster::api
