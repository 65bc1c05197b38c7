// POST /received-referrals: a referral that its operator signed, from whoever brings it; the answer is our signed
// receipt. GET /received-referrals?state=; POST /received-referrals/{id}/events {event: take | decline, code}; GET
// /feeds/referral-answers/{sha256}: what became of one, signed.
#include "programme_handlers.h"
#include "referral_handlers.h"
#include <ledger/log.h>
#include <programme/referral.h>
#include <web/records.h>

namespace muster::api {
namespace {

programme::Referrals received_of(const Services& services) {
  return {services.database, services.recorder, services.testing, services.policy};
}

json::object received_json(const Services& services, const programme::ReceivedReferral& r) {
  const auto by = services.database.read(
      [&](store::Transaction& tx) -> Result<json::value> { return person_json(tx, r.decided_by); });
  json::array evidence;
  for (const auto& hash : r.said.evidence) evidence.emplace_back(hash);
  return {{"id", r.id},
          {"number", r.said.number},
          {"source", json::object{{"id", r.source_id}, {"name", r.source_name}}},
          {"ground", r.said.ground},
          {"host", r.said.host},
          {"asks", r.said.asks},
          {"seen_on", r.said.seen_on},
          {"evidence", std::move(evidence)},
          {"sha256", r.sha256},
          {"state", r.state},
          {"code", or_null(r.code)},
          {"received_at", to_rfc3339(r.received_at)},
          {"state_since", to_rfc3339(r.state_at)},
          {"decided_by", !r.decided_by.empty() && by.ok() ? *by : json::value()},
          {"suspicion_id", or_null(r.suspicion_id)}};
}

http::Response signs_nothing() {
  return http::Response::problem(unavailable("referrals_off", "This program signs nothing."));
}

}  // namespace

http::Response received_referral_take(const Services& services, const http::Request& request) {
  if (!services.sign) return signs_nothing();
  MUSTER_ANSWER_TRY(std::string receipt,
                    received_of(services).take_in(request.body, services.ledger.origin(), services.sign));
  return http::Response::json(std::move(receipt));
}

http::Response referral_answer(const Services& services, const http::Request& request) {
  if (!services.sign) return signs_nothing();
  MUSTER_ANSWER_TRY(std::string said,
                    received_of(services).answer_to(request.param("sha256"), services.ledger.origin(), services.sign));
  return http::Response::json(std::move(said)).header("Cache-Control", "no-store");
}

http::Response received_referral_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found,
                    received_of(services).received(request.query_or("state", ""), page.after, page.limit));
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
                    received_of(services).decide(request.param("id"), event == "take", code, actor_of(request)));
  return answer(received_json(services, decided));
}

}  // namespace muster::api
