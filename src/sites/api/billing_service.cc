// /billing-services: list, propose, show, change, events.
#include "billing_handlers.h"
#include "filing_json.h"

namespace muster::api {
namespace {

json::object price_json(store::Transaction& tx, const billing::Price& p) {
  return {{"id", p.id},
          {"amount", p.amount},
          {"currency", p.currency},
          {"from", time_json(p.from)},
          {"until", time_json(p.until)},
          {"state", p.state},
          {"proposed_by", person_json(tx, p.proposed_by)},
          {"proposed_at", time_json(p.proposed_at)},
          {"decided_by", person_json(tx, p.decided_by)},
          {"decided_at", time_json(p.decided_at)}};
}

// The steps of the table, and why this person can't take one.
json::array next_service_events(const billing::BillingService& s, const http::Principal& who) {
  json::array out;
  for (const auto& t : billing::service_transitions()) {
    if (t.from != s.state) continue;
    json::array why;
    const bool by_second = t.event != "end";
    if (by_second ? !who.has("supervisor") : !who.has("registrar") && !who.has("operator"))
      why.push_back(json::object{{"code", "role_missing"}, {"sentence", "You do not hold a role that may do this."}});
    if (by_second && who.person_id == s.proposed_by)
      why.push_back(
          json::object{{"code", "same_person"}, {"sentence", "You proposed this yourself; another person decides."}});
    out.push_back(json::object{{"event", std::string(t.event)},
                               {"to", std::string(t.to)},
                               {"allowed", why.empty()},
                               {"why_not", std::move(why)},
                               {"needs_reasons", !by_second}});
  }
  return out;
}

http::Response page_of_service(const Services& services, const http::Request& request, const billing::BillingService& s,
                               int status = 200) {
  MUSTER_ANSWER_TRY(const auto prices, services.billing.services.prices(s.id));
  MUSTER_ANSWER_TRY(auto body, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = billing_service_json(s);
    json::array all;
    for (const auto& p : prices) all.push_back(price_json(tx, p));
    out["prices"] = std::move(all);
    out["first_text"] = s.first_text;
    out["second_text"] = s.second_text;
    out["behalf_text"] = s.behalf_text;
    out["flow"] = s.flow.empty() ? json::value(nullptr) : parsed(s.flow);
    out["proposed_by"] = person_json(tx, s.proposed_by);
    out["proposed_at"] = time_json(s.proposed_at);
    out["decided_by"] = person_json(tx, s.decided_by);
    out["end_reason"] = or_null(s.end_reason);
    out["next_events"] = next_service_events(s, *request.principal);
    out["timeline"] = timeline_json(tx, events::of_record(tx, billing::kServiceRecord, s.id, 200));
    return out;
  }));
  return answer(body, status).header("ETag", http::etag_of(s.version));
}

std::string flow_text(Body& body) {
  const auto* flow = body.raw("flow");
  return flow && !flow->is_null() ? json::serialize(*flow) : std::string();
}

}  // namespace

http::Response billing_service_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const auto& who = *request.principal;
  const std::string partner = only_own(who) ? who.party_id : request.query_or("partner_id", "");
  MUSTER_ANSWER_TRY(const auto found, services.billing.services.list({.state = request.query_or("state", ""),
                                                                      .partner_id = partner,
                                                                      .code_start = request.query_or("code", ""),
                                                                      .after = page.after,
                                                                      .limit = page.limit}));
  json::array items;
  for (const auto& s : found) items.push_back(billing_service_json(s));
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(found.back().code) : std::nullopt);
}

http::Response billing_service_propose(const Services& services, const http::Request& request) {
  Body body(request);
  billing::NewService given;
  given.code = body.text("code", 100);
  given.name = body.text("name", 200);
  given.partner_id = body.text("partner_id", 100);
  given.first_text = body.text("first_text");
  given.second_text = body.text("second_text");
  given.behalf_text = body.text("behalf_text");
  given.amount = body.integer("amount", 0);
  given.currency = body.text("currency", 10);
  given.from = body.instant("from");
  given.flow = flow_text(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.billing.services.propose(given, request.principal->person_id));
  return page_of_service(services, request, made, 201);
}

http::Response billing_service_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto s, seen_service(services, request, request.param("id")));
  return page_of_service(services, request, s);
}

http::Response billing_service_change(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("name", 200), first = body.text("first_text"), second = body.text("second_text"),
                    behalf = body.text("behalf_text"), flow = flow_text(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(auto s, services.billing.services.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, s.version));
  s.name = name;
  s.first_text = first;
  s.second_text = second;
  s.behalf_text = behalf;
  s.flow = flow;
  MUSTER_ANSWER_TRY(const auto changed, services.billing.services.change(s, request.principal->person_id));
  return page_of_service(services, request, changed);
}

http::Response billing_service_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string event = body.text("event", 40);
  const auto reasons = body.texts("reasons", 1, 2'000);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto s, services.billing.services.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, s.version));
  MUSTER_ANSWER_TRY(const auto done,
                    services.billing.services.apply(s.id, s.version, event, reasons.empty() ? "" : reasons.front(),
                                                    request.principal->person_id));
  return page_of_service(services, request, done);
}

http::Response billing_service_findings(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto s, seen_service(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(
      const auto found,
      services.billing.charges.findings({.run_id = "", .service_id = s.id, .after = page.after, .limit = page.limit}));
  json::array items;
  for (const auto& f : found) items.push_back(charge_finding_json(f));
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(std::move(items),
                     more ? std::optional(found.back().run_id + " " + std::to_string(found.back().seq)) : std::nullopt);
}

http::Response billing_price_propose(const Services& services, const http::Request& request) {
  Body body(request);
  const auto amount = body.integer("amount", 0);
  const std::string currency = body.text("currency", 10);
  const Instant from = body.instant("from");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto price, services.billing.services.propose_price(request.param("id"), amount, currency,
                                                                              from, request.principal->person_id));
  MUSTER_ANSWER_TRY(const auto s, services.billing.services.get(price.service_id));
  return page_of_service(services, request, s, 201);
}

http::Response billing_price_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string event = body.text("event", 40);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto price, services.billing.services.apply_price(request.param("id"), request.param("price"),
                                                                            event, request.principal->person_id));
  MUSTER_ANSWER_TRY(const auto s, services.billing.services.get(price.service_id));
  return page_of_service(services, request, s);
}

}  // namespace muster::api
