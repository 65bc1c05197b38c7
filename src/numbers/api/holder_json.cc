#include "person_handlers.h"
#include <web/records.h>

namespace muster::numbers_api {

json::object holder_json(const persons::Holder& holder) {
  return {{"id", holder.id},
          {"category", persons::to_text(holder.category)},
          {"same_as", or_null(holder.same_as)},
          {"guardian_id", or_null(holder.guardian_id)},
          {"created_at", time_json(holder.created_at)},
          {"destroyed_at", time_json(holder.destroyed_at)}};
}

json::object document_json(const persons::HolderDocument& document) {
  return {{"id", document.id},
          {"field", persons::document_field(document.ordinal)},
          {"kind", document.kind},
          {"country", document.country},
          {"expires_on", or_null(document.expires_on)},
          {"evidence", persons::to_text(document.evidence)},
          {"evidence_reference", or_null(document.evidence_ref)},
          {"added_at", time_json(document.added_at)}};
}

persons::Document document_of(Body& body) {
  persons::Document document;
  document.kind = body.text("document_kind", 64);
  document.country = body.text("document_country", 8);
  document.number = body.text("document_number", 64);
  document.expires_on = body.maybe_text("document_expires_on", 16).value_or("");
  return document;
}

}  // namespace muster::numbers_api
