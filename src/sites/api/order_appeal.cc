// POST /orders/{id}/appeals: an appeal that came by letter or telephone is entered for whoever sent it.
#include "case_handlers.h"

namespace muster::api {

http::Response order_appeal(const Services& services, const http::Request& request) {
  Body body(request);
  cases::NewAppeal appeal;
  appeal.words = body.text("text", 10'000);
  appeal.contact = body.maybe_text("contact", 254).value_or("");
  appeal.language = body.maybe_text("language", 5).value_or("en");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto o, services.cases.order(request.param("id")));
  appeal.order_number = o.number;
  MUSTER_ANSWER_TRY(const auto filed, services.cases.file_appeal(appeal));
  json::object out = appeal_json(filed.appeal, o);
  out["receipt"] = filed.receipt;  // shown once
  return answer(out, 201)
      .header("Location", "/api/appeals/" + filed.appeal.id)
      .header("ETag", http::etag_of(filed.appeal.version));
}

}  // namespace muster::api
