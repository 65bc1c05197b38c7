// Answers of the CAMARA interfaces that are no success: {"status", "code", "message"}. Statuses, codes and sentences
// are those of the definitions (kyc-match 0.4, kyc-fill-in 0.4, kyc-age-verification 0.2, kyc-tenure 0.3rc1,
// number-verification 2, sim-swap 2, sim-swap-subscriptions 0.3, number-recycling 0.2, subscription-status 0.1) and of
// CAMARA Commonalities 0.6.
// Plain values; no sentence repeats what was sent.
#pragma once

#include <string>
#include <variant>

namespace muster::camara {

struct Problem {
  int status = 500;
  std::string code, message;
};

enum class Fault {
  invalid_argument,        // 400
  out_of_range,            // 400
  param_combination,       // 400, kyc-match: nothing to compare
  invalid_protocol,        // 400, subscriptions: HTTP alone
  invalid_credential,      // 400, subscriptions: an access token alone
  invalid_token,           // 400, subscriptions: of the type bearer
  invalid_sink,            // 400, subscriptions
  unauthenticated,         // 401
  permission_denied,       // 403
  consent_missing,         // 403 PERMISSION_DENIED, with the reason
  token_context,           // 403, the number is not the token's
  document_required,       // 403, kyc-match
  document_mismatch,       // 403, kyc-match
  not_by_network,          // 403, number-verification
  identifier_not_found,    // 404
  not_found,               // 404, subscriptions
  already_exists,          // 409, subscriptions
  unsupported_media_type,  // 415
  service_not_applicable,  // 422
  missing_identifier,      // 422
  unnecessary_identifier,  // 422
  unsupported_identifier,  // 422, subscriptions: what the others call service_not_applicable
  quota_exceeded,          // 429
  too_many_requests,       // 429
  internal,                // 500
  unavailable,             // 503
};
Problem problem(Fault fault);
// The same with a sentence that says more.
Problem problem(Fault fault, std::string message);

// The JSON text of a success, or a problem.
using Answer = std::variant<std::string, Problem>;

}  // namespace muster::camara
