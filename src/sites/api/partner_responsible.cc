// POST /partners/{id}/responsible: names a person of the party, or ends that ("ends": true).
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_responsible(const Services& services, const http::Request& request) {
  static constexpr std::string_view kFunctions[] = {"head", "content", "charging", "contact"};
  Body body(request);
  const std::string whom = body.id("person_id"), function = body.one_of("function", kFunctions);
  const bool ends = body.flag_or("ends", false);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  const auto as = *partners::partner_function(function);
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_CHECK(ends ? services.partners.end_responsible(p.id, whom, as, person)
                           : services.partners.name_responsible(p.id, whom, as, person));
  return answer(json::object{{"person_id", whom}, {"function", function}}, 201);
}

}  // namespace muster::api
