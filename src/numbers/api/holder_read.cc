// POST /holders/{id}/readings {"purpose", "fields"}: one person's fields in clear. The reading, with its purpose and
// who read, is in the ledger in the same transaction.
#include "person_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::size_t kFieldsAtOnceMax = 20;

}  // namespace

http::Response holder_read(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string purpose = body.text("purpose", 64);
  const auto fields = body.texts("fields", kFieldsAtOnceMax, 64, 1);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto read,
                    services.persons.read(request.principal->person_id, request.param("id"), fields, purpose));
  json::object clear;
  for (const auto& [field, value] : read) clear[field] = value;
  return answer({{"holder_id", request.param("id")}, {"purpose", purpose}, {"fields", std::move(clear)}});
}

}  // namespace muster::numbers_api
