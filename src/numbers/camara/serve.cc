#include "serve.h"

#include <base/text.h>

#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr std::size_t kTokenMaxBytes = 256;

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

Problem problem_of(const Error& error) {
  return problem(error.failure == Failure::unavailable ? Fault::unavailable : Fault::internal);
}

Answer answer_of(const Service& service, const http::Request& request, const Operation& operation,
                 const Precheck& precheck, const Work& work) {
  const auto access = access_of(service, request);
  if (!access.ok()) return problem_of(access.error());
  if (!*access) return problem(Fault::unauthenticated);
  const Access& who = **access;
  if (!operation.allowed(who.token)) return problem(Fault::permission_denied);
  if (!is_correlator(request.header("x-correlator")))
    return problem(Fault::invalid_argument, "The header x-correlator has another form.");
  Body body;
  if (operation.body) {
    auto read = read_body(request, *operation.body);
    if (const auto* wrong = std::get_if<Problem>(&read)) return *wrong;
    body = std::get<Body>(std::move(read));
  }
  if (precheck)
    if (auto refused = precheck(who, body)) return *refused;
  const std::int64_t of_body = operation.identifying == Identifying::by_token ? 0 : body.msisdn();
  const auto number = identify(operation.identifying, who.msisdn, of_body);
  if (const auto* unclear = std::get_if<Problem>(&number)) return *unclear;
  const Inquiry inquiry{who, operation.name, std::get<std::int64_t>(number), operation.may_be_excluded};
  auto answered = service.ask(
      inquiry, [&](store::Transaction& tx, const Subject& subject) { return work(tx, subject, who, body); });
  if (!answered.ok()) return problem_of(answered.error());
  return std::move(*answered);
}

}  // namespace

http::Response to_response(const Problem& problem) {
  http::Response out = http::Response::json(fmt::format(R"({{"status":{},"code":{},"message":{}}})", problem.status,
                                                        json_quote(problem.code), json_quote(problem.message)),
                                            problem.status);
  if (problem.status == 401) out.header("WWW-Authenticate", "Bearer");
  return out;
}

http::Response serve(const Service& service, const http::Request& request, const Operation& operation,
                     const Precheck& precheck, const Work& work) {
  const Answer answer = answer_of(service, request, operation, precheck, work);
  const auto* refusal = std::get_if<Problem>(&answer);
  http::Response out = refusal ? to_response(*refusal) : http::Response::json(std::get<std::string>(answer));
  const std::string correlator = request.header("x-correlator");
  if (!correlator.empty() && is_correlator(correlator)) out.header("x-correlator", correlator);
  return out;
}

}  // namespace muster::camara
