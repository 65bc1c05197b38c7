// GET /rdap/domain, /rdap/entity, /rdap/nameserver, /rdap/ip: one record each.
#include "domain_handlers.h"
#include <base/random.h>
#include <identifiers/contact.h>
#include <names/name.h>

namespace muster::api {

Result<holders::DomainView> rdap_view(const Services& services, holders::Registration registration) {
  holders::DomainView view;
  view.name = registration.name;
  MUSTER_TRY(auto holder, services.holders.holder(registration.holder_id));
  MUSTER_TRY(auto filing, services.filings.lookup(view.name));
  if (filing && filing->domain == view.name) view.filing = std::move(*filing);
  view.holder = std::move(holder);
  view.registration = std::move(registration);
  return view;
}

http::Response rdap_find_domain(const RdapAsk& ask) {
  const auto name = names::parse_name(ask.request.param("name"));
  if (!name.ok()) return rdap_failed(ask, name.error());
  auto registration = ask.services.holders.get(name->ascii);
  if (registration.ok()) {
    const auto view = rdap_view(ask.services, std::move(*registration));
    if (!view.ok()) return rdap_failed(ask, view.error());
    return rdap_answer(200, holders::rdap_domain(ask.context, *view));
  }
  if (registration.error().failure != Failure::not_found) return rdap_failed(ask, registration.error());
  // Filed here, and its registry isn't mirrored.
  auto filing = ask.services.filings.lookup(name->ascii);
  if (!filing.ok()) return rdap_failed(ask, filing.error());
  if (!*filing || (*filing)->domain != name->ascii) return rdap_failed(ask, registration.error());
  holders::DomainView view;
  view.name = name->ascii;
  view.filing = std::move(**filing);
  return rdap_answer(200, holders::rdap_domain(ask.context, view));
}

http::Response rdap_find_entity(const RdapAsk& ask) {
  const std::string handle = ask.request.param("handle");
  const Error unknown = not_found("rdap_entity", "No entity of this handle is published.");
  if (!is_id(handle)) return rdap_failed(ask, unknown);
  const auto registrar = ask.services.holders.registrar(handle);
  if (!registrar.ok()) return rdap_failed(ask, registrar.error());
  if (*registrar) return rdap_answer(200, holders::rdap_entity(ask.context, **registrar));
  const auto holder = ask.services.holders.holder(handle);
  if (!holder.ok() && holder.error().failure != Failure::not_found) return rdap_failed(ask, holder.error());
  // Individuals get the same answer as whoever isn't there.
  if (!holder.ok() || !holder->published()) return rdap_failed(ask, unknown);
  return rdap_answer(200, holders::rdap_entity(ask.context, *holder));
}

http::Response rdap_find_name_server(const RdapAsk& ask) {
  const auto host = names::parse_name(ask.request.param("name"));
  if (!host.ok()) return rdap_failed(ask, host.error());
  const auto known = ask.services.holders.has_name_server(host->ascii);
  if (!known.ok()) return rdap_failed(ask, known.error());
  if (!*known) return rdap_failed(ask, not_found("rdap_server", "No name on record has this name server."));
  return rdap_answer(200, holders::rdap_name_server(ask.context, host->ascii));
}

http::Response rdap_find_ip(const RdapAsk& ask, const holders::IpPort& ip) {
  const auto range = identifiers::parse_address_range(ask.request.param("address"));
  if (!range.ok())
    return rdap_failed(ask, invalid("rdap_query", "This is no address and no block of addresses.", "address"));
  const auto found = ip ? ip(range->text()) : Result<std::optional<holders::IpNetwork>>(std::nullopt);
  if (!found.ok()) return rdap_failed(ask, found.error());
  if (!*found) return rdap_failed(ask, not_found("rdap_ip", "No network on record holds this address."));
  return rdap_answer(200, holders::rdap_ip(ask.context, **found));
}

}  // namespace muster::api
