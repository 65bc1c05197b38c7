// GET /rdap/domains?name=, /rdap/entities?fn=, /rdap/nameservers?name=: beginnings alone, bounded.
#include "domain_handlers.h"
#include <base/text.h>

namespace muster::api {
namespace {

constexpr int kFoundMax = 50;

// The one search that is answered; the others of RFC 9082 §3.2 are not (501), and none at all is no question (400).
Result<std::string> asked(const http::Request& request, const char* answered,
                          std::initializer_list<const char*> others) {
  if (const auto value = request.query_value(answered)) return *value;
  for (const char* other : others)
    if (request.query_value(other))
      return invalid("rdap_search_unsupported",
                     std::string("This search is not answered here; search by ") + answered + ".", other);
  return invalid("rdap_query", std::string("Say what to search: ?") + answered + "=exam*", answered);
}

}  // namespace

http::Response rdap_search_domains(const RdapAsk& ask) {
  const auto text = asked(ask.request, "name", {"nsLdhName", "nsIp"});
  if (!text.ok()) return rdap_failed(ask, text.error());
  const auto pattern = holders::name_pattern(*text);
  if (!pattern.ok()) return rdap_failed(ask, pattern.error());
  holders::Found<holders::Registration> found;
  if (pattern->partial) {
    auto searched = ask.services.holders.search_names(pattern->prefix, pattern->suffix, kFoundMax);
    if (!searched.ok()) return rdap_failed(ask, searched.error());
    found = std::move(*searched);
  } else if (auto one = ask.services.holders.get(pattern->prefix); one.ok()) {
    found.items.push_back(std::move(*one));
  }
  std::vector<holders::DomainView> views;
  for (auto& registration : found.items) {
    auto view = rdap_view(ask.services, std::move(registration));
    if (!view.ok()) return rdap_failed(ask, view.error());
    views.push_back(std::move(*view));
  }
  return rdap_answer(200, holders::rdap_domains(ask.context, views, found.truncated));
}

http::Response rdap_search_entities(const RdapAsk& ask) {
  const auto text = asked(ask.request, "fn", {"handle"});
  if (!text.ok()) return rdap_failed(ask, text.error());
  const auto pattern = holders::entity_pattern(*text);
  if (!pattern.ok()) return rdap_failed(ask, pattern.error());
  auto holders_found = ask.services.holders.search_holders(pattern->prefix, kFoundMax);
  if (!holders_found.ok()) return rdap_failed(ask, holders_found.error());
  auto registrars = ask.services.holders.search_registrars(pattern->prefix, kFoundMax);
  if (!registrars.ok()) return rdap_failed(ask, registrars.error());
  if (!pattern->partial) {
    const auto other = [&](const auto& entity) { return to_lower_ascii(entity.name) != pattern->prefix; };
    std::erase_if(holders_found->items, other);
    std::erase_if(registrars->items, other);
  }
  return rdap_answer(200, holders::rdap_entities(ask.context, holders_found->items, registrars->items,
                                                 holders_found->truncated || registrars->truncated));
}

http::Response rdap_search_name_servers(const RdapAsk& ask) {
  const auto text = asked(ask.request, "name", {"ip"});
  if (!text.ok()) return rdap_failed(ask, text.error());
  const auto pattern = holders::name_pattern(*text);
  if (!pattern.ok()) return rdap_failed(ask, pattern.error());
  auto found = ask.services.holders.search_name_servers(pattern->prefix, pattern->suffix, kFoundMax);
  if (!found.ok()) return rdap_failed(ask, found.error());
  if (!pattern->partial) std::erase_if(found->items, [&](const auto& host) { return host != pattern->prefix; });
  return rdap_answer(200, holders::rdap_name_servers(ask.context, found->items, found->truncated));
}

}  // namespace muster::api
