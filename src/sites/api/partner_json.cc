#include "filing_json.h"
#include "partner_handlers.h"
#include <partners/states.h>
#include <web/records.h>

namespace muster::api {

Result<partners::Partner> seen_partner(const Services& services, const http::Request& request, const std::string& key) {
  MUSTER_TRY(partners::Partner p, services.partners.partner(key));
  if (only_own(*request.principal) && p.party_id != request.principal->party_id)
    return not_found("partner_unknown", "There is no such partner.");
  return p;
}

json::object partner_line_json(const partners::Partner& p) {
  return {{"id", p.id},
          {"number", p.number},
          {"party_id", p.party_id},
          {"party", p.party_name},
          {"kind", partners::to_text(p.kind)},
          {"state", partners::to_text(p.state)},
          {"state_since", to_rfc3339(p.state_at)},
          {"qualified_until", time_json(p.qualified_until)},
          {"agreement_until", time_json(p.agreement.until)},
          {"barred_until", time_json(p.barred_until)}};
}

json::object link_json(const promotion::Link& l, const std::string& number) {
  return {{"partner", number},
          {"partner_id", l.partner_id},
          {"code", l.code},
          {"channel", l.channel},
          {"channel_id", l.channel_id},
          {"service", l.service},
          {"landing_url", l.landing_url},
          {"landing_host", l.landing_host},
          {"qr", or_null(l.qr)},
          {"short_url", or_null(l.short_url)},
          {"place", or_null(l.place)},
          {"owner", or_null(l.owner)},
          {"since_inventory", l.since_no},
          {"until_inventory", l.until_no ? json::value(*l.until_no) : json::value()}};
}

json::object finding_json(const promotion::Finding& f) {
  return {{"id", f.id},
          {"partner", f.partner_number},
          {"partner_id", f.partner_id},
          {"code", or_null(f.code)},
          {"channel", or_null(f.channel)},
          {"kind", promotion::to_text(f.kind)},
          {"host", f.host},
          {"url", or_null(f.url)},
          {"detail", f.detail},
          {"provider_id", or_null(f.provider_id)},
          {"first_test_id", f.first_run_id},
          {"last_test_id", f.last_run_id},
          {"found_at", to_rfc3339(f.found_at)},
          {"last_seen_at", to_rfc3339(f.last_seen_at)},
          {"seen", f.seen},
          {"told", promotion::to_text(f.told())},
          {"told_at", time_json(f.told_at)},
          {"case_id", or_null(f.case_id)},
          {"state", promotion::to_text(f.state)},
          {"state_since", to_rfc3339(f.state_at)},
          {"closed_test_id", or_null(f.closed_run_id)},
          {"close_reason", or_null(f.close_reason)}};
}

json::object suspension_json(const promotion::Suspension& s) {
  return {{"scope", promotion::scope_text(s.scope)},
          {"order_id", s.order_id},
          {"order", s.order_number},
          {"case_id", s.case_id},
          {"ground", s.ground},
          {"since", to_rfc3339(s.since)},
          {"until", to_rfc3339(s.until)}};
}

json::array counts_json(const std::vector<promotion::FindingCount>& counts) {
  json::array out;
  for (const auto& c : counts)
    out.push_back(json::object{{"kind", promotion::to_text(c.kind)},
                               {"open", c.open},
                               {"told_before", c.told_before},
                               {"told_after", c.told_after}});
  return out;
}

}  // namespace muster::api
