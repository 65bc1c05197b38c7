// POST /partners/{id}/bars: proposes a bar; the partner is told and may answer.
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_bar(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string reason = body.text("reason", partners::kReasonMax), law = body.text("law", partners::kLawMax);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto p, services.partners.propose_bar(before.id, before.version, reason, law,
                                                                request.principal->person_id));
  return partner_answer(services, request, p.id, 201);
}

}  // namespace muster::api
