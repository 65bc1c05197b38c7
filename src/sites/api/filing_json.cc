#include "filing_json.h"

#include <parties/parties.h>
#include <policy/policy.h>
#include <web/records.h>

#include <algorithm>

namespace muster::api {
filings::Actor actor_of(const http::Principal& who) {
  return {who.person_id, who.party_id, who.has("registrar")};
}

bool only_own(const http::Principal& who) {
  return std::all_of(who.roles.begin(), who.roles.end(),
                     [](const std::string& role) { return role == "partner_user"; });
}

Result<filings::Filing> visible_filing(const Services& services, const http::Request& request) {
  MUSTER_TRY(auto filing, services.filings.get(request.param("id")));
  if (only_own(*request.principal) && filing.provider_id != request.principal->party_id)
    return not_found("filing_unknown", "There is no such filing.");
  return filing;
}

const std::string& ProviderNames::of(const std::string& party_id) {
  const auto [at, fresh] = names_.try_emplace(party_id);
  if (fresh)
    if (const auto party = services_.parties.party(party_id); party.ok()) at->second = party->name;
  return at->second;
}

json::object filing_summary_json(const filings::FilingRow& row, ProviderNames& providers) {
  return {{"id", row.id},
          {"site_id", row.id},
          {"site_number", row.number},
          {"site_name", row.name},
          {"domains", texts_json(row.domains)},
          {"subject_id", row.subject_id},
          {"subject_number", row.subject_number},
          {"subject_kind", filings::to_text(row.subject_kind)},
          {"subject_name", or_null(row.subject_name)},
          {"provider", providers.of(row.provider_id)},
          {"state", filings::to_text(row.state)},
          {"state_since", time_json(row.state_since)},
          {"due_at", time_json(row.due_at)},
          {"queue_position", row.position ? json::value(*row.position) : json::value(nullptr)}};
}

json::object access_json(const filings::Access& access, ProviderNames& providers) {
  return {{"id", access.id},
          {"provider_id", access.provider_id},
          {"provider", providers.of(access.provider_id)},
          {"method", filings::to_text(access.method)},
          {"server_location", access.server_location},
          {"address_range", access.address_range},
          {"state", filings::to_text(access.state)},
          {"state_since", time_json(access.state_since)},
          {"reasons", texts_json(access.reasons)},
          {"version", access.version}};
}

json::object subject_json(const filings::Subject& subject) {
  return {{"id", subject.id},
          {"number", subject.number},
          {"kind", filings::to_text(subject.kind)},
          {"name", or_null(subject.name)},
          {"region", subject.region},
          {"certificate_kind", subject.certificate_kind},
          {"certificate_number", or_null(subject.certificate_number)},
          {"postal_address", or_null(subject.postal_address)}};
}

json::object restriction_json(const Services& services, const restrictions::Hold& hold, const std::string& language) {
  const auto* ground = services.policy.find_ground(restrictions::to_text(hold.ground));
  return {{"id", hold.id},
          {"kind", "hold"},
          {"name", hold.name},
          {"ground", restrictions::to_text(hold.ground)},
          {"reason", ground ? ground->title.in(language) : std::string()},
          {"order_id", text_json(hold.order_ref)},
          {"state", restrictions::to_text(hold.state)},
          {"from", time_json(hold.from)},
          {"until", time_json(hold.until)}};
}

json::object restriction_json(const restrictions::Entry& entry) {
  return {{"id", entry.id},
          {"kind", "blocklist"},
          {"name", entry.name},
          {"ground", restrictions::to_text(entry.ground)},
          {"reason", entry.reason},
          {"order_id", text_json(entry.order_ref)},
          {"state", restrictions::to_text(entry.state)},
          {"from", time_json(entry.from)},
          {"until", time_json(entry.until)}};
}

Result<json::array> filing_timeline(const Services& services, const std::string& id) {
  MUSTER_TRY(const auto history, services.filings.history(id));
  return services.database.read(
      [&](store::Transaction& tx) -> Result<json::array> { return timeline_json(tx, history); });
}

filings::FilingRow row_of(const filings::Filing& f, const filings::Subject& subject) {
  filings::FilingRow row;
  row.id = f.id;
  row.number = f.number;
  row.name = f.name;
  row.home_url = f.home_url;
  row.provider_id = f.provider_id;
  row.subject_id = f.subject_id;
  row.subject_number = subject.number;
  row.subject_name = subject.name;
  row.subject_kind = subject.kind;
  row.state = f.state;
  row.state_since = f.state_since;
  row.due_at = f.due_at;
  row.filed_at = f.filed_at;
  for (const auto& domain : f.domains) row.domains.push_back(domain.name);
  return row;
}

http::Response filing_problem(Error error) {
  const auto as_in_body = [](Error& e) {
    constexpr std::string_view kInRules = "site.accesses";
    if (e.field.starts_with(kInRules)) e.field.erase(0, kInRules.find('.') + 1);
  };
  as_in_body(error);
  for (Error& e : error.all) as_in_body(e);
  return http::Response::problem(error);
}

}  // namespace muster::api
