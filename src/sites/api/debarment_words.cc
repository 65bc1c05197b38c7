// POST /debarments/{id}/readings: what the entity said when it was heard; each reading is in the ledger.
#include "debarment_handlers.h"

namespace muster::api {

http::Response debarment_words(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto words,
                    services.debarments.hearing_words(request.param("id"), request.principal->person_id));
  return answer(json::object{{"words", words}});
}

}  // namespace muster::api
