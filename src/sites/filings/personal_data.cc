#include "personal_data.h"

namespace muster::filings {
namespace {

void add(vault::Fields& fields, const char* name, const std::string& value) {
  if (!value.empty()) fields.emplace(name, value);
}

}  // namespace

void add_responsible(vault::Fields& fields, const ResponsiblePerson& person) {
  add(fields, "responsible_name", person.name);
  add(fields, "responsible_id_kind", person.id_kind);
  add(fields, "responsible_id_number", person.id_number);
  add(fields, "responsible_mobile", person.mobile);
  add(fields, kEmailField, person.email);
}

vault::Fields secret_fields(const SubjectDraft& subject) {
  vault::Fields fields;
  add_responsible(fields, subject.responsible);
  if (subject.kind != SubjectKind::individual) return fields;
  add(fields, "name", subject.name);
  add(fields, "certificate_number", subject.certificate_number);
  add(fields, "certificate_address", subject.certificate_address);
  add(fields, "postal_address", subject.postal_address);
  add(fields, "superior", subject.superior);
  return fields;
}

Subject open_part(const SubjectDraft& draft) {
  Subject subject;
  subject.number = draft.number;
  subject.kind = draft.kind;
  subject.certificate_kind = draft.certificate_kind;
  subject.region = draft.region;
  if (draft.kind == SubjectKind::individual) return subject;
  subject.name = draft.name;
  subject.certificate_number = draft.certificate_number;
  subject.certificate_address = draft.certificate_address;
  subject.postal_address = draft.postal_address;
  subject.superior = draft.superior;
  return subject;
}

std::optional<std::string> certificate_index(const vault::Vault& vault, const SubjectDraft& subject) {
  if (subject.certificate_number.empty()) return std::nullopt;
  return vault.blind_index("certificate:" + subject.certificate_kind, subject.certificate_number);
}

}  // namespace muster::filings
