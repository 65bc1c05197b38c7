// POST /kyc-tenure/v0.3rc1/check-tenure
#include "serve.h"

#include <boost/json.hpp>

namespace muster::camara {
namespace {

constexpr Property kTenureProperties[] = {
    {"phoneNumber", Form::phone},
    {.name = "tenureDate", .form = Form::date, .required = true},
};
constexpr BodyRules kTenureBody{.properties = kTenureProperties, .strict = true};
constexpr Operation kTenureOperation{
    .name = "kyc-tenure:check-tenure",
    .allowed = [](const Token& token) { return token.has("kyc-tenure:check-tenure"); },
    .body = &kTenureBody,
};

}  // namespace

http::Response check_tenure(const Service& service, const http::Request& request) {
  return serve(
      service, request, kTenureOperation,
      [&](const Access&, const Body& body) -> std::optional<Problem> {
        if (body.text("tenureDate") > to_day(service.clock().now()))
          return problem(Fault::out_of_range, "tenureDate is in the future.");
        return std::nullopt;
      },
      [&](store::Transaction& tx, const Subject& subject, const Access&, const Body& body) -> Result<Answer> {
        boost::json::object out;
        out["tenureDateCheck"] = held_since(service.history(tx, subject.line.id), body.text("tenureDate"));
        if (!subject.profile.contract.empty()) out["contractType"] = subject.profile.contract;
        return Answer(boost::json::serialize(out));
      });
}

}  // namespace muster::camara
