// POST /holders/find {document, category, purpose}: whose a document is. The question is in the ledger, found or not.
#include "person_handlers.h"

namespace muster::numbers_api {

http::Response holder_find(const Services& services, const http::Request& request) {
  Body body(request);
  const persons::Document document = document_of(body);
  const std::string category_text = body.text("category", 40), purpose = body.text("purpose", 64);
  const auto category = persons::category(category_text);
  if (!category_text.empty() && !category)
    body.fault("category", "category_unknown", "There is no such category of persons.");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto holder,
                    services.persons.find(request.principal->person_id, document, *category, purpose));
  return answer(holder_json(holder));
}

}  // namespace muster::numbers_api
