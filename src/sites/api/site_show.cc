// GET /sites/{id}: a site with its standing, restrictions and what was found on it.
#include "filing_handlers.h"

#include <set>

namespace muster::api {
namespace {

// What is in force for the site's names now.
json::array restrictions_of(const Services& services, const filings::Filing& filing, const std::string& language,
                            bool& held, bool& blocklisted) {
  json::array out;
  std::set<std::string> seen;
  for (const auto& domain : filing.domains)
    for (const std::string& name : {domain.name, "www." + domain.name}) {
      const auto standing = services.restrictions.standing(name);
      if (!standing.ok()) continue;
      if (standing->hold && seen.insert(standing->hold->id).second) {
        out.push_back(restriction_json(services, *standing->hold, language));
        held = true;
      }
      // What is sealed is shown to nobody here; the auditor has the list.
      if (standing->entry && standing->entry->ground != restrictions::BlocklistGround::child_abuse_material &&
          seen.insert(standing->entry->id).second) {
        out.push_back(restriction_json(*standing->entry));
        blocklisted = true;
      }
    }
  return out;
}

const char* standing_of(const filings::Filing& filing, bool held, bool blocklisted) {
  if (blocklisted) return "blocklisted";
  if (held) return "held";
  if (filings::is_in_force(filing.state)) return "filed";
  return filing.state == filings::State::cancelled ? "cancelled" : "unfiled";
}

}  // namespace

http::Response site_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto filing, visible_filing(services, request));
  MUSTER_ANSWER_TRY(const auto subject, services.filings.subject(filing.subject_id));
  MUSTER_ANSWER_TRY(auto timeline, filing_timeline(services, filing.id));
  ProviderNames providers(services);
  json::array domains, accesses;
  for (const auto& domain : filing.domains) domains.emplace_back(domain.name);
  for (const auto& access : filing.accesses) accesses.push_back(access_json(access, providers));
  bool held = false, blocklisted = false;
  auto restricted = restrictions_of(services, filing, request.language(), held, blocklisted);
  auto response = answer({{"id", filing.id},
                          {"number", filing.number},
                          {"name", filing.name},
                          {"domains", std::move(domains)},
                          {"standing", standing_of(filing, held, blocklisted)},
                          {"filing", filing_summary_json(row_of(filing, subject), providers)},
                          {"accesses", std::move(accesses)},
                          {"restrictions", std::move(restricted)},
                          {"related", related_json(services, filing, *request.principal)},
                          {"timeline", std::move(timeline)}});
  response.header("ETag", http::etag_of(filing.version));
  return response;
}

}  // namespace muster::api
