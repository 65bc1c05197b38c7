// POST /reports/{id}/readings: the reporter's words; each reading is in the ledger.
#include "report_handlers.h"
#include <web/records.h>

namespace muster::api {

http::Response report_words(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto words, services.reports.words(request.param("id"), request.principal->person_id));
  return answer(json::object{{"explanation", words.explanation}, {"contact", or_null(words.contact)}});
}

}  // namespace muster::api
