// POST /number-recycling/v0.2/check
#include "serve.h"

#include <boost/json.hpp>

namespace muster::camara {
namespace {

constexpr Property kRecyclingProperties[] = {
    {"phoneNumber", Form::phone},
    {.name = "specifiedDate", .form = Form::date, .required = true},
};
constexpr BodyRules kRecyclingBody{kRecyclingProperties};
constexpr Operation kRecyclingOperation{
    .name = "number-recycling:check",
    .allowed = [](const Token& token) { return token.has("number-recycling:check"); },
    .body = &kRecyclingBody,
};

}  // namespace

http::Response check_recycling(const Service& service, const http::Request& request) {
  return serve(
      service, request, kRecyclingOperation,
      [&](const Access&, const Body& body) -> std::optional<Problem> {
        if (body.text("specifiedDate") > to_day(service.clock().now()))
          return problem(Fault::out_of_range, "specifiedDate is in the future.");
        return std::nullopt;
      },
      [&](store::Transaction& tx, const Subject& subject, const Access&, const Body& body) -> Result<Answer> {
        boost::json::object out;
        out["phoneNumberRecycled"] = recycled_since(service.history(tx, subject.line.id), body.text("specifiedDate"));
        return Answer(boost::json::serialize(out));
      });
}

}  // namespace muster::camara
