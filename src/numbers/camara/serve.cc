#include "serve.h"

#include <base/text.h>

#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr std::size_t kTokenMaxBytes = 8'192;  // a signed token with many scopes

// RFC 6750 §2.1
std::string bearer_of(const http::Request& request) {
  const std::string header = request.header("authorization");
  if (header.size() < 7 || to_lower_ascii(header.substr(0, 7)) != "bearer ") return {};
  return std::string(trim(std::string_view(header).substr(7)));
}

Result<std::optional<Access>> access_of(const Service& service, const http::Request& request) {
  const std::string token = bearer_of(request);
  if (token.empty() || token.size() > kTokenMaxBytes) return std::optional<Access>();
  return service.access(token);
}

std::int64_t seconds_to_midnight(Instant now) {
  constexpr std::int64_t kDaySeconds = 86'400;
  return kDaySeconds - now.micros / 1'000'000 % kDaySeconds;
}

http::Response to_response(const Service& service, const Problem& problem) {
  http::Response out = http::Response::json(fmt::format(R"({{"status":{},"code":{},"message":{}}})", problem.status,
                                                        json_quote(problem.code), json_quote(problem.message)),
                                            problem.status);
  if (problem.status == 401) out.header("WWW-Authenticate", "Bearer");
  if (problem.status == 429)
    out.header("Retry-After", problem.code == "TOO_MANY_REQUESTS"
                                  ? std::to_string(service.seconds_between_requests())
                                  : std::to_string(seconds_to_midnight(service.clock().now())));
  return out;
}

Answer answer_of(const Service& service, const http::Request& request, const Operation& operation,
                 const Precheck& precheck, const Work& work) {
  auto admitted = admit(service, request, operation.allowed);
  if (const auto* refused = std::get_if<Problem>(&admitted)) return *refused;
  const Access& who = std::get<Access>(admitted);
  Body body;
  if (operation.body || operation.read) {
    auto read = operation.read ? operation.read(request) : read_body(request, *operation.body);
    if (const auto* wrong = std::get_if<Problem>(&read)) return *wrong;
    body = std::get<Body>(std::move(read));
  }
  if (precheck)
    if (auto refused = precheck(who, body)) return *refused;
  const std::int64_t of_body = operation.identifying == Identifying::by_token ? 0 : body.msisdn();
  const auto number = identify(operation.identifying, who.msisdn, of_body);
  if (const auto* unclear = std::get_if<Problem>(&number)) return *unclear;
  const Inquiry inquiry{who, operation.name, std::get<std::int64_t>(number), operation.may_be_excluded,
                        operation.excluded};
  auto answered = service.ask(
      inquiry, [&](store::Transaction& tx, const Subject& subject) { return work(tx, subject, who, body); });
  if (!answered.ok()) return problem_of(answered.error());
  return std::move(*answered);
}

}  // namespace

Problem problem_of(const Error& error) {
  return problem(error.failure == Failure::unavailable ? Fault::unavailable : Fault::internal);
}

std::variant<Access, Problem> admit(const Service& service, const http::Request& request,
                                    bool (*allowed)(const Token& token)) {
  auto access = access_of(service, request);
  if (!access.ok()) return problem_of(access.error());
  if (!*access) return problem(Fault::unauthenticated);
  Access& who = **access;
  if (!service.may_ask_now(who.client.id)) return problem(Fault::too_many_requests);
  if (!allowed(who.token)) return problem(Fault::permission_denied);
  if (!is_correlator(request.header("x-correlator")))
    return problem(Fault::invalid_argument, "The header x-correlator has another form.");
  return std::move(who);
}

http::Response respond(const Service& service, const http::Request& request, const Answer& answer, int status) {
  const auto* refusal = std::get_if<Problem>(&answer);
  http::Response out =
      refusal ? to_response(service, *refusal) : http::Response::json(std::get<std::string>(answer), status);
  const std::string correlator = request.header("x-correlator");
  if (!correlator.empty() && is_correlator(correlator)) out.header("x-correlator", correlator);
  return out;
}

http::Response serve(const Service& service, const http::Request& request, const Operation& operation,
                     const Precheck& precheck, const Work& work) {
  return respond(service, request, answer_of(service, request, operation, precheck, work));
}

}  // namespace muster::camara
