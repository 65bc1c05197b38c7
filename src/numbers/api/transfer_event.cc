// POST /transfers/{id}/consents {"side", "consent", "given_by", "reference"}: one of the two parties agrees; with both,
// and the receiver verified, the line passes at once. POST /transfers/{id}/events {"event": "confirm"|"deny"} of a
// check by hand, or {"event": "withdraw", "reason"}.
#include "change_handlers.h"

namespace muster::numbers_api {

http::Response transfer_consent(const Services& services, const http::Request& request) {
  static constexpr std::string_view kSides[] = {"giver", "receiver"};
  static constexpr std::string_view kWays[] = {"signature", "one_time_code", "letter"};
  Body body(request);
  registration::Consent consent;
  consent.side = registration::side(body.one_of("side", kSides)).value_or(consent.side);
  consent.consent = body.text("consent", 64);
  consent.given_by = registration::given_by(body.one_of("given_by", kWays)).value_or(consent.given_by);
  consent.reference = body.text("reference", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto after,
                    transfers_of(services).agree(request.principal->person_id, request.param("id"), consent));
  return transfer_answer(services, request, after, 201);
}

http::Response transfer_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"confirm", "deny", "withdraw"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const std::string reason = event == "withdraw" ? body.text("reason", 64) : std::string();
  MUSTER_BODY_DONE(body);
  const http::Principal& who = *request.principal;
  if (event == "withdraw" && !who.has("registrar"))
    return http::Response::problem(refused("role_missing", "A registrar withdraws a transfer.", "event"));
  registration::Transfers transfers = transfers_of(services);
  MUSTER_ANSWER_TRY(const auto before, transfers.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  const auto outcome = event == "confirm" ? registration::Outcome::confirmed : registration::Outcome::denied;
  MUSTER_ANSWER_TRY(const auto after, event == "withdraw" ? transfers.withdraw(who.person_id, before.id, reason)
                                                          : transfers.note_check(who.person_id, before.id, outcome));
  return transfer_answer(services, request, after);
}

}  // namespace muster::numbers_api
