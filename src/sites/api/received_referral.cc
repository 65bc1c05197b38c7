// POST /received-referrals: a referral that its operator signed, from whoever brings it; the answer is our signed
// receipt. GET /received-referrals?state=; POST /received-referrals/{id}/events {event: take | decline, code}; GET
// /feeds/referral-answers/{sha256}: what became of one, signed.
#include "programme_handlers.h"
#include "referral_handlers.h"
#include <ledger/log.h>
#include <web/records.h>

namespace muster::api {
namespace {

json::object received_json(const Services& services, const programme::ReceivedReferral& r) {
  json::object out = said_json(r.said, r.sha256, r.state, r.code, r.state_at);
  out["id"] = r.id;
  out["source"] = json::object{{"id", r.source_id}, {"name", r.source_name}};
  out["received_at"] = to_rfc3339(r.received_at);
  out["decided_by"] = person_of(services, r.decided_by);
  out["suspicion_id"] = or_null(r.suspicion_id);
  return out;
}

http::Response signs_nothing() {
  return http::Response::problem(unavailable("referrals_off", "This program signs nothing."));
}

}  // namespace

http::Response received_referral_take(const Services& services, const http::Request& request) {
  if (!services.sign) return signs_nothing();
  MUSTER_ANSWER_TRY(std::string receipt,
                    referrals_of(services).take_in(request.body, services.ledger.origin(), services.sign));
  return http::Response::json(std::move(receipt));
}

http::Response referral_answer(const Services& services, const http::Request& request) {
  if (!services.sign) return signs_nothing();
  MUSTER_ANSWER_TRY(std::string said,
                    referrals_of(services).answer_to(request.param("sha256"), services.ledger.origin(), services.sign));
  return http::Response::json(std::move(said)).header("Cache-Control", "no-store");
}

http::Response received_referral_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found,
                    referrals_of(services).received(request.query_or("state", ""), page.after, page.limit));
  json::array items;
  for (const auto& r : found.items) items.push_back(received_json(services, r));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response received_referral_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"take", "decline"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const std::string code = body.maybe_text("code", 40).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto decided,
                    referrals_of(services).decide(request.param("id"), event == "take", code, actor_of(request)));
  return answer(received_json(services, decided));
}

}  // namespace muster::api
