// POST /number-verification/v2/verify and GET /number-verification/v2/device-phone-number
#include "serve.h"
#include <base/bytes.h>
#include <base/text.h>
#include <lines/rules.h>

#include <boost/json.hpp>

namespace muster::camara {
namespace {

constexpr Property kNumberProperties[] = {{"phoneNumber", Form::phone}, {"hashedPhoneNumber", Form::sha256}};
constexpr BodyRules kNumberBody{kNumberProperties};
constexpr Operation kVerifyOperation{
    .name = "number-verification:verify",
    .allowed = [](const Token& token) { return token.has("number-verification:verify"); },
    .body = &kNumberBody,
    .identifying = Identifying::by_token,
    .may_be_excluded = false,
};
constexpr Operation kShareOperation{
    .name = "number-verification:device-phone-number",
    .allowed = [](const Token& token) { return token.has("number-verification:device-phone-number:read"); },
    .identifying = Identifying::by_token,
    .may_be_excluded = false,
};

std::optional<Problem> by_network(const Access& access) {
  const Authentication by = access.token.authenticated_by;
  if (by == Authentication::network || by == Authentication::sim) return std::nullopt;
  return problem(Fault::not_by_network);
}

// minProperties and maxProperties are 1, and it is one of the two.
std::optional<Problem> verify_precheck(const Access& access, const Body& body) {
  if (body.properties != 1 || body.texts.size() != 1)
    return problem(Fault::invalid_argument, "Send one of phoneNumber and hashedPhoneNumber.");
  return by_network(access);
}

}  // namespace

http::Response verify_number(const Service& service, const http::Request& request) {
  return serve(service, request, kVerifyOperation, verify_precheck,
               [](store::Transaction&, const Subject& subject, const Access&, const Body& body) -> Result<Answer> {
                 const std::string number = lines::msisdn_text(subject.line.msisdn);
                 const auto hashed = body.maybe_text("hashedPhoneNumber");
                 boost::json::object out;
                 out["devicePhoneNumberVerified"] =
                     hashed ? to_lower_ascii(*hashed) == to_hex(sha256(number)) : body.text("phoneNumber") == number;
                 return Answer(boost::json::serialize(out));
               });
}

http::Response share_number(const Service& service, const http::Request& request) {
  return serve(
      service, request, kShareOperation, [](const Access& access, const Body&) { return by_network(access); },
      [](store::Transaction&, const Subject& subject, const Access&, const Body&) -> Result<Answer> {
        boost::json::object out;
        out["devicePhoneNumber"] = lines::msisdn_text(subject.line.msisdn);
        return Answer(boost::json::serialize(out));
      });
}

}  // namespace muster::camara
