#include "dealer_handlers.h"
#include <events/event.h>
#include <parties/parties.h>
#include <web/records.h>

#include <dealers/rules.h>

namespace muster::numbers_api {
namespace {

json::array next_dealer_events(const http::Request& request, const dealers::Dealer& dealer) {
  const bool may = request.principal->has("compliance_officer") || request.principal->has("supervisor");
  json::array out;
  for (const dealers::Transition& t : dealers::transitions()) {
    if (t.from != dealer.state) continue;
    json::array why;
    if (!may)
      why.push_back({{"code", "role_missing"}, {"sentence", "A compliance officer or a supervisor takes this step."}});
    out.push_back({{"event", dealers::to_text(t.event)},
                   {"to", dealers::to_text(t.to)},
                   {"allowed", may},
                   {"why_not", std::move(why)},
                   {"needs_reasons", t.needs_reason}});
  }
  return out;
}

json::value recheck_json(const std::optional<dealers::Recheck>& recheck) {
  if (!recheck) return nullptr;
  return {{"job_id", recheck->job_id},
          {"waiting", recheck->waiting},
          {"waiting_more", recheck->waiting >= dealers::kRecheckCountMax}};
}

json::value degrees(const std::optional<std::int64_t>& e5) {
  return e5 ? json::value(static_cast<double>(*e5) / 1e5) : json::value(nullptr);
}

}  // namespace

bool sees_dealer(const http::Principal& who, const std::string& dealer_id) {
  for (const char* role : {"registrar", "operator", "compliance_officer", "supervisor", "auditor"})
    if (who.has(role)) return true;
  return dealer_id == who.party_id;
}

http::Response not_your_dealer() {
  return http::Response::problem(refused("dealer_not_yours", "You see your own dealer alone.", "dealer"));
}

json::object dealer_json(const dealers::Dealer& d) {
  return {{"id", d.id},
          {"state", dealers::to_text(d.state)},
          {"state_since", time_json(d.state_since)},
          {"reason", or_null(d.reason)},
          {"contract_number", d.contract_number},
          {"contract_from", time_json(d.contract_from)},
          {"contract_until", time_json(d.contract_until)},
          {"region", d.region},
          {"parent_id", or_null(d.parent_id)},
          {"quota", d.quota}};
}

json::object place_json(const dealers::Place& p) {
  return {{"code", p.code},
          {"region", p.region},
          {"latitude", degrees(p.latitude_e5)},
          {"longitude", degrees(p.longitude_e5)},
          {"made_at", time_json(p.made_at)}};
}

json::object device_json(const Services& services, const dealers::Device& d) {
  const Instant frozen = dealers::frozen_at(services.policy, d);
  return {{"id", d.id},
          {"person_id", d.person_id},
          {"place", d.place},
          {"label", d.label},
          {"enrolled_at", time_json(d.enrolled_at)},
          {"synced_at", time_json(d.synced_at)},
          {"frozen_at", time_json(frozen)},
          {"state", d.revoked_at                     ? "revoked"
                    : frozen <= services.clock.now() ? "frozen"
                                                     : "in_use"},
          {"revoked_at", time_json(d.revoked_at)},
          {"reason", or_null(d.revoked_reason)}};
}

json::object packet_json(const dealers::Packet& p) {
  json::array faults;
  for (const dealers::Fault& f : p.faults)
    faults.push_back({{"code", f.code}, {"field", f.field}, {"sentence", f.sentence}});
  return {{"id", p.id},
          {"device_id", p.device_id},
          {"state", dealers::to_text(p.state)},
          {"state_since", time_json(p.state_since)},
          {"size", p.size},
          {"held", p.held},
          {"captured_at", time_json(p.captured_at)},
          {"received_at", time_json(p.received_at)},
          {"corrects", or_null(p.corrects_id)},
          {"registration_id", or_null(p.registration_id)},
          {"faults", std::move(faults)}};
}

json::object signal_json(const dealers::Signal& s) {
  return {{"id", s.id},
          {"dealer_id", s.dealer_id},
          {"device_id", or_null(s.device_id)},
          {"code", dealers::to_text(s.code)},
          {"sentence", dealers::sentence_of(s.code)},
          {"day", s.day},
          {"found_at", time_json(s.found_at)},
          {"count", s.count},
          {"usual", s.threshold},
          {"state", dealers::to_text(s.state)},
          {"decided_by", or_null(s.decided_by)},
          {"decided_at", time_json(s.decided_at)},
          {"note", or_null(s.note)}};
}

json::value party_name(store::Transaction& tx, const std::string& id) {
  const auto party = id.empty() ? std::nullopt : parties::find_party(tx, id);
  return party ? json::value(party->name) : json::value(nullptr);
}

http::Response dealer_answer(const Services& services, const http::Request& request, const dealers::Dealer& dealer,
                             int status) {
  MUSTER_ANSWER_TRY(const auto today, services.dealers.accepted_today(dealer.id));
  MUSTER_ANSWER_TRY(const auto recheck, services.dealers.recheck(dealer.id));
  auto body = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = dealer_json(dealer);
    out["name"] = party_name(tx, dealer.id);
    out["parent_name"] = party_name(tx, dealer.parent_id);
    out["registered_today"] = today;
    out["recheck"] = recheck_json(recheck);
    out["next_events"] = next_dealer_events(request, dealer);
    out["timeline"] = timeline_json(tx, events::of_record(tx, dealers::kDealerRecord, dealer.id));
    return out;
  });
  if (!body.ok()) return http::Response::problem(body.error());
  return answer(std::move(*body), status).header("ETag", http::etag_of(dealer.version));
}

}  // namespace muster::numbers_api
