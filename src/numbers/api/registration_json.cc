#include "registration_handlers.h"
#include <web/records.h>

namespace muster::numbers_api {

json::object registration_json(const registration::Registration& r) {
  return {{"id", r.id},
          {"state", registration::to_text(r.state)},
          {"state_since", time_json(r.state_since)},
          {"due_at", time_json(r.due_at)},
          {"method", registration::to_text(r.method)},
          {"line_id", r.line_id},
          {"holder_id", r.holder_id},
          {"document_id", r.document_id},
          {"dealer_id", r.dealer_id},
          {"place", r.place},
          {"device", r.device},
          {"consent", r.consent},
          {"organisation_kind", or_null(r.organisation_kind)},
          {"organisation_number", or_null(r.organisation_number)},
          {"captured_at", time_json(r.captured_at)},
          {"reasons", texts_json(r.reasons)}};
}

bool sees(const http::Principal& who, const registration::Registration& registration) {
  for (const char* role : {"registrar", "operator", "compliance_officer", "supervisor", "auditor"})
    if (who.has(role)) return true;
  return registration.dealer_id == who.party_id;
}

}  // namespace muster::numbers_api
