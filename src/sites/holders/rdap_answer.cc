// Answers of RDAP (RFC 9083), with what was redacted said as RFC 9537 does.
#include <holders/rdap.h>
#include <holders/rules.h>
#include <names/name.h>

#include <boost/json.hpp>

namespace muster::holders {
namespace json = boost::json;
namespace {

json::array conformance() {
  return {"rdap_level_0", "redacted"};
}

json::object link(const RdapContext& context, const std::string& rel, const std::string& href,
                  const char* type = kRdapType) {
  return {{"value", context.self}, {"rel", rel}, {"href", href}, {"type", type}};
}

std::string percent(const std::string& text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool open = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '.' || c == '_' || c == '~';
    if (open) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      (out += '%') += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

json::array notices(const RdapContext& context) {
  json::object terms{
      {"title", "Terms of Use"},
      {"description",
       json::array{"What registries say of names, mirrored by Muster, and what is filed here for the site "
                   "under them. Individuals are never published.",
                   "Nobody's questions are kept. Too many from one client within an hour are refused "
                   "for a while."}},
      {"links", json::array{link(context, "terms-of-service", context.base + "help")}}};
  return {std::move(terms)};
}

json::object event(const char* action, Instant at) {
  return {{"eventAction", action}, {"eventDate", to_rfc3339(at)}};
}

std::string text_of(json::object answer, const RdapContext& context, bool with_notices = true) {
  json::object out{{"rdapConformance", conformance()}};
  if (with_notices && !answer.contains("notices")) out["notices"] = notices(context);
  for (auto& member : answer) out[member.key()] = std::move(member.value());
  return json::serialize(out);
}

json::array card(const std::string& fn, const char* kind, const std::string& country) {
  json::array properties{json::array{"version", json::object{}, "text", "4.0"}};
  if (kind) properties.push_back(json::array{"kind", json::object{}, "text", kind});
  properties.push_back(json::array{"fn", json::object{}, "text", fn});
  if (!country.empty())
    properties.push_back(
        json::array{"adr", json::object{{"cc", country}}, "text", json::array{"", "", "", "", "", "", ""}});
  return {"vcard", std::move(properties)};
}

json::object entity(const RdapContext& context, const Holder& holder, const char* role) {
  json::object out{{"objectClassName", "entity"}};
  if (role) out["roles"] = json::array{role};
  if (!holder.published()) {
    out["vcardArray"] = card("", nullptr, "");  // jCard must have an "fn", so that it is emptied
    return out;
  }
  out["handle"] = holder.id;
  out["vcardArray"] = card(holder.name, "org", holder.country);
  out["links"] = json::array{link(context, "self", context.base + "entity/" + holder.id)};
  return out;
}

json::object entity(const RdapContext& context, const Registrar& registrar, bool role) {
  json::object out{{"objectClassName", "entity"}, {"handle", registrar.id}};
  if (role) out["roles"] = json::array{"registrar"};
  out["vcardArray"] = card(registrar.name, "org", "");
  if (!registrar.iana_id.empty())
    out["publicIds"] = json::array{json::object{{"type", "IANA Registrar ID"}, {"identifier", registrar.iana_id}}};
  out["links"] = json::array{link(context, "self", context.base + "entity/" + registrar.id)};
  return out;
}

json::object name_server(const RdapContext& context, const std::string& host) {
  json::object out{{"objectClassName", "nameserver"}, {"ldhName", host}};
  if (const std::string unicode = names::to_unicode(host); unicode != host) out["unicodeName"] = unicode;
  out["links"] = json::array{link(context, "self", context.base + "nameserver/" + percent(host))};
  return out;
}

json::object redaction(const char* name, const char* path, const char* method) {
  json::object out{{"name", json::object{{"description", name}}}};
  out[std::string_view(method) == "removal" ? "prePath" : "postPath"] = path;
  out["pathLang"] = "jsonpath";
  out["method"] = method;
  out["reason"] =
      json::object{{"description", "Individuals, and registrants known by a handle alone, are not published."}};
  return out;
}

json::array redactions() {
  return {redaction("Registrant Name", "$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='fn')][3]",
                    "emptyValue"),
          redaction("Registry Registrant ID", "$.entities[?(@.roles[0]=='registrant')].handle", "removal"),
          redaction("Registrant Address", "$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='adr')]",
                    "removal")};
}

json::object remark(const char* title, std::string sentence) {
  return {{"title", title}, {"description", json::array{std::move(sentence)}}};
}

std::string holder_sentence(const Registration& r) {
  switch (r.state) {
    case State::verified:
      return "The holder was verified on " + to_day(*r.verified_at) + ".";
    case State::lapsed:
      return "The registration lapsed; nobody answers for the name since then.";
    case State::changed_holder:
      return "The holder changed and is not verified yet.";
    default:
      return "The holder is not verified yet.";
  }
}

void add_registration(json::object& out, const RdapContext& context, const DomainView& view) {
  const Registration& r = *view.registration;
  json::array status, servers, entities, events;
  for (const auto& word : r.statuses)
    if (const char* rdap = rdap_status(word)) status.emplace_back(rdap);
  for (const auto& host : r.name_servers) servers.push_back(name_server(context, host));
  if (r.registrar) entities.push_back(entity(context, *r.registrar, true));
  if (view.holder) entities.push_back(entity(context, *view.holder, "registrant"));
  if (r.created_at) events.push_back(event("registration", *r.created_at));
  if (r.expires_at) events.push_back(event("expiration", *r.expires_at));
  if (r.updated_at) events.push_back(event("last changed", *r.updated_at));
  events.push_back(event("last update of RDAP database", r.mirrored_at));
  out["status"] = std::move(status);
  out["nameservers"] = std::move(servers);
  out["entities"] = std::move(entities);
  out["events"] = std::move(events);
}

// With `redacted` when something was.
json::object domain(const RdapContext& context, const DomainView& view) {
  json::object out{{"objectClassName", "domain"}, {"handle", view.name}, {"ldhName", view.name}};
  if (const std::string unicode = names::to_unicode(view.name); unicode != view.name) out["unicodeName"] = unicode;
  json::array remarks;
  if (view.registration) {
    add_registration(out, context, view);
    remarks.push_back(remark("Holder", holder_sentence(*view.registration)));
  } else {
    remarks.push_back(remark("Registration", "No registry's record of this name is mirrored here."));
  }
  if (view.filing) {
    out["publicIds"] = json::array{json::object{{"type", "Site Filing Number"}, {"identifier", view.filing->number}}};
    remarks.push_back(remark("Filing", std::string("The site under this name has the filing ") + view.filing->number +
                                           ", state: " + filings::to_text(view.filing->state) + "."));
  }
  out["remarks"] = std::move(remarks);
  out["links"] = json::array{link(context, "self", context.base + "domain/" + view.name)};
  if (view.holder && !view.holder->published()) out["redacted"] = redactions();
  return out;
}

void say_truncated(json::object& out, const RdapContext& context, bool truncated) {
  if (!truncated) return;
  json::array all = notices(context);
  all.push_back(
      json::object{{"title", "Search Policy"},
                   {"type", "result set truncated due to excessive load"},
                   {"description", json::array{"There is more than is shown; search with a longer beginning."}}});
  out["notices"] = std::move(all);
}

}  // namespace

std::string rdap_domain(const RdapContext& context, const DomainView& view) {
  return text_of(domain(context, view), context);
}

std::string rdap_entity(const RdapContext& context, const Holder& holder) {
  return text_of(entity(context, holder, nullptr), context);
}

std::string rdap_entity(const RdapContext& context, const Registrar& registrar) {
  return text_of(entity(context, registrar, true), context);
}

std::string rdap_name_server(const RdapContext& context, const std::string& host) {
  return text_of(name_server(context, host), context);
}

std::string rdap_ip(const RdapContext& context, const IpNetwork& network) {
  json::object out{{"objectClassName", "ip network"},
                   {"handle", network.handle},
                   {"startAddress", network.first},
                   {"endAddress", network.last},
                   {"ipVersion", network.v4 ? "v4" : "v6"}};
  if (!network.name.empty()) out["name"] = network.name;
  if (!network.type.empty()) out["type"] = network.type;
  if (!network.country.empty()) out["country"] = network.country;
  if (!network.parent_handle.empty()) out["parentHandle"] = network.parent_handle;
  json::array status, events;
  for (const auto& word : network.statuses) status.emplace_back(word);
  if (network.created_at) events.push_back(event("registration", *network.created_at));
  if (network.updated_at) events.push_back(event("last changed", *network.updated_at));
  out["status"] = std::move(status);
  out["events"] = std::move(events);
  if (!network.holder.empty())
    out["entities"] = json::array{json::object{{"objectClassName", "entity"},
                                               {"roles", json::array{"registrant"}},
                                               {"vcardArray", card(network.holder, "org", "")}}};
  out["links"] = json::array{link(context, "self", context.base + "ip/" + network.first)};
  return text_of(std::move(out), context);
}

std::string rdap_help(const RdapContext& context) {
  json::array all = notices(context);
  all.push_back(json::object{
      {"title", "Help"},
      {"description",
       json::array{
           "domain/NAME, entity/HANDLE, nameserver/NAME and ip/ADDRESS look one record up.",
           "domains?name=, entities?fn= and nameservers?name= search by a beginning and an asterisk (exam*, "
           "exam*.example); answers are bounded and say so.",
           "A name that is filed here and whose registry is not mirrored has a filing number and no registrar."}}});
  json::object out{{"notices", std::move(all)}};
  return text_of(std::move(out), context);
}

std::string rdap_domains(const RdapContext& context, const std::vector<DomainView>& views, bool truncated) {
  json::array items;
  for (const auto& view : views) items.push_back(domain(context, view));
  json::object out{{"domainSearchResults", std::move(items)}};
  say_truncated(out, context, truncated);
  return text_of(std::move(out), context);
}

std::string rdap_entities(const RdapContext& context, const std::vector<Holder>& holders,
                          const std::vector<Registrar>& registrars, bool truncated) {
  json::array items;
  for (const auto& holder : holders)
    if (holder.published()) items.push_back(entity(context, holder, nullptr));
  for (const auto& registrar : registrars) items.push_back(entity(context, registrar, true));
  json::object out{{"entitySearchResults", std::move(items)}};
  say_truncated(out, context, truncated);
  return text_of(std::move(out), context);
}

std::string rdap_name_servers(const RdapContext& context, const std::vector<std::string>& hosts, bool truncated) {
  json::array items;
  for (const auto& host : hosts) items.push_back(name_server(context, host));
  json::object out{{"nameserverSearchResults", std::move(items)}};
  say_truncated(out, context, truncated);
  return text_of(std::move(out), context);
}

std::string rdap_error(const RdapContext& context, int status, const std::string& title, const std::string& sentence) {
  json::object out{{"errorCode", status}, {"title", title}, {"description", json::array{sentence}}};
  return text_of(std::move(out), context);
}

}  // namespace muster::holders
