// POST /dealers: a party on record becomes a dealer, applied. PUT
// /dealers/{id}/contract: contract, region and quota. POST /dealers/{id}/events
// {"event", "reason"}: a step of the table; suspending queues the
// re-verification of all that it registered.
#include "dealer_handlers.h"

namespace muster::numbers_api {
namespace {

dealers::NewDealer contract_in(Body& body) {
  dealers::NewDealer dealer;
  dealer.contract_number = body.text("contract_number", 64);
  dealer.contract_from = body.instant("contract_from");
  dealer.contract_until = body.maybe_instant("contract_until");
  dealer.region = body.text("region", 32);
  dealer.quota = body.integer("quota", 1, dealers::kQuotaMax);
  return dealer;
}

}  // namespace

http::Response dealer_create(const Services& services, const http::Request& request) {
  Body body(request);
  dealers::NewDealer dealer = contract_in(body);
  dealer.id = body.id("party_id");
  dealer.parent_id = body.maybe_id("parent_id").value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.dealers.apply(request.principal->person_id, dealer));
  return dealer_answer(services, request, made, 201).header("Location", "/api/dealers/" + made.id);
}

http::Response dealer_contract(const Services& services, const http::Request& request) {
  Body body(request);
  dealers::NewDealer dealer = contract_in(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.dealers.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  dealer.id = before.id;
  MUSTER_ANSWER_TRY(const auto after,
                    services.dealers.change_contract(request.principal->person_id, before.version, dealer));
  return dealer_answer(services, request, after);
}

http::Response dealer_event(const Services& services, const http::Request& request) {
  Body body(request);
  const auto event = step_of(body, dealers::event);
  const std::string reason = body.maybe_text("reason", 64).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.dealers.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto after,
                    services.dealers.take(request.principal->person_id, before.id, before.version, *event, reason));
  return dealer_answer(services, request, after);
}

}  // namespace muster::numbers_api
