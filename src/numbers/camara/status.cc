// POST /subscription-status/v0.1/retrive-subscription-status
#include "serve.h"

#include <boost/json.hpp>

namespace muster::camara {
namespace {

constexpr Property kStatusProperties[] = {{"phoneNumber", Form::phone}};
// The published plan calls an absent body a missing identifier, as it does an empty object.
constexpr BodyRules kStatusBody{.properties = kStatusProperties, .absent_is_empty = true};
constexpr Operation kStatusOperation{
    .name = "subscription-status:retrive",
    .allowed = [](const Token& token) { return token.has("subscription-status:retrive-subscription-status"); },
    .body = &kStatusBody,
    .identifying = Identifying::matching,
};

}  // namespace

http::Response retrieve_status(const Service& service, const http::Request& request) {
  return serve(service, request, kStatusOperation, {},
               [](store::Transaction&, const Subject& subject, const Access&, const Body&) -> Result<Answer> {
                 const ServiceStatus status = service_status(subject.line.state, subject.profile.throttled);
                 boost::json::object out;
                 out["voiceSmsIn"] = status.voice_sms_in;
                 out["voiceSmsOut"] = status.voice_sms_out;
                 out["dataService"] = status.data;
                 return Answer(boost::json::serialize(out));
               });
}

}  // namespace muster::camara
