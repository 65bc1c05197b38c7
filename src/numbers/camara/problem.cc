#include <iterator>

#include <camara/problem.h>

namespace muster::camara {
namespace {

struct Sentence {
  Fault fault;
  int status;
  const char* code;
  const char* message;
};
constexpr Sentence kSentences[] = {
    {Fault::invalid_argument, 400, "INVALID_ARGUMENT",
     "Client specified an invalid argument, request body or query param."},
    {Fault::out_of_range, 400, "OUT_OF_RANGE", "Client specified an invalid range."},
    {Fault::param_combination, 400, "KNOW_YOUR_CUSTOMER.INVALID_PARAM_COMBINATION",
     "Indicated parameter combination is invalid"},
    {Fault::invalid_protocol, 400, "INVALID_PROTOCOL", "Only HTTP is supported"},
    {Fault::invalid_credential, 400, "INVALID_CREDENTIAL", "Only Access token is supported"},
    {Fault::invalid_token, 400, "INVALID_TOKEN", "Only bearer token is supported"},
    {Fault::invalid_sink, 400, "INVALID_SINK", "sink not valid for the specified protocol"},
    {Fault::unauthenticated, 401, "UNAUTHENTICATED",
     "Request not authenticated due to missing, invalid, or expired credentials. A new authentication is required."},
    {Fault::permission_denied, 403, "PERMISSION_DENIED",
     "Client does not have sufficient permissions to perform this action."},
    {Fault::consent_missing, 403, "PERMISSION_DENIED",
     "The holder of the line has not consented to hand these data to this client."},
    {Fault::token_context, 403, "INVALID_TOKEN_CONTEXT", "phoneNumber is not consistent with access token."},
    {Fault::document_required, 403, "KNOW_YOUR_CUSTOMER.ID_DOCUMENT_REQUIRED",
     "The idDocument is required to perform the properties validation"},
    {Fault::document_mismatch, 403, "KNOW_YOUR_CUSTOMER.ID_DOCUMENT_MISMATCH",
     "The idDocument needs to match the one associated with the provided phoneNumber"},
    {Fault::not_by_network, 403, "NUMBER_VERIFICATION.USER_NOT_AUTHENTICATED_BY_MOBILE_NETWORK",
     "Client must authenticate via the mobile network to use this service"},
    {Fault::identifier_not_found, 404, "IDENTIFIER_NOT_FOUND",
     "The phone number provided is not associated with a customer account"},
    {Fault::not_found, 404, "NOT_FOUND", "The specified resource is not found."},
    {Fault::already_exists, 409, "ALREADY_EXISTS", "The resource that a client tried to create already exists."},
    {Fault::unsupported_media_type, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the request body as application/json."},
    {Fault::service_not_applicable, 422, "SERVICE_NOT_APPLICABLE",
     "The service is not applicable for the provided phone number"},
    {Fault::missing_identifier, 422, "MISSING_IDENTIFIER", "No phone number has been provided"},
    {Fault::unnecessary_identifier, 422, "UNNECESSARY_IDENTIFIER",
     "An explicit phone number has been provided when one is already associated with the access token"},
    {Fault::unsupported_identifier, 422, "UNSUPPORTED_IDENTIFIER", "The identifier provided is not supported."},
    {Fault::quota_exceeded, 429, "QUOTA_EXCEEDED",
     "Rejected due to exceeding a business quota limit: different phone numbers a day, or questions about one."},
    {Fault::too_many_requests, 429, "TOO_MANY_REQUESTS", "Rate limit reached."},
    {Fault::internal, 500, "INTERNAL", "Unknown server error. Typically a server bug."},
    {Fault::unavailable, 503, "UNAVAILABLE", "Service Unavailable."},
};
static_assert(std::size(kSentences) == static_cast<std::size_t>(Fault::unavailable) + 1);

}  // namespace

Problem problem(Fault fault) {
  const Sentence& said = kSentences[static_cast<std::size_t>(fault)];
  return {said.status, said.code, said.message};
}

Problem problem(Fault fault, std::string message) {
  Problem out = problem(fault);
  out.message = std::move(message);
  return out;
}

}  // namespace muster::camara
