#include "rule_support.h"
#include <base/text.h>
#include <identifiers/identifier.h>

namespace muster::filings {
namespace {

void check_certificate(Faults& faults, SubjectDraft& subject, Completeness completeness) {
  if (subject.certificate_kind.empty() && subject.certificate_number.empty()) {
    if (completeness == Completeness::full)
      faults.add(invalid("certificate_missing", "Give the kind and the number of the subject's certificate."),
                 "subject.certificate_kind");
    return;
  }
  const identifiers::Kind* kind = identifiers::find_kind(subject.certificate_kind);
  const bool person = subject.kind == SubjectKind::individual;
  if (kind && kind->holder == (person ? identifiers::Holder::organisation : identifiers::Holder::person)) {
    faults.add(invalid("certificate_kind_unfit", person ? "This kind of certificate is for organisations."
                                                        : "This kind of certificate is for persons."),
               "subject.certificate_kind");
    return;
  }
  subject.certificate_number =
      faults.keep(identifiers::check(subject.certificate_kind, subject.certificate_number), subject.certificate_number,
                  kind ? "subject.certificate_number" : "subject.certificate_kind");
}

}  // namespace

Result<ResponsiblePerson> check_responsible(const ResponsiblePerson& in, const std::string& field,
                                            Completeness completeness) {
  ResponsiblePerson person = in;
  Faults faults;
  person.name = std::string(trim(person.name));
  if (characters(person.name) > kTextMax || !one_line(person.name))
    faults.add(invalid("responsible_name_form", "The responsible person's name is one line of at most 200 characters."),
               field + ".name");
  const bool reachable = !person.email.empty() || !person.mobile.empty();
  if (completeness == Completeness::full && (person.name.empty() || !reachable))
    faults.add(
        invalid("responsible_missing", "Name the responsible person and give an e-mail address or a telephone number."),
        field);
  if (!person.email.empty())
    person.email = faults.keep(identifiers::check_email(person.email), person.email, field + ".email");
  if (!person.mobile.empty())
    person.mobile = faults.keep(identifiers::check_phone(person.mobile), person.mobile, field + ".mobile");
  if (!person.id_number.empty() || !person.id_kind.empty())
    person.id_number =
        faults.keep(identifiers::check(person.id_kind, person.id_number), person.id_number, field + ".id_number");
  if (auto error = faults.take()) return *error;
  return person;
}

Result<SubjectDraft> check_subject(const SubjectDraft& in, Completeness completeness) {
  SubjectDraft subject = in;
  Faults faults;
  check_name_text(faults, subject.name, "subject_name_missing", "subject_name_too_long", "subject.name");
  if (!number_form(subject.number))
    faults.add(invalid("number_form", "A number has at most 64 characters and no blanks."), "subject.number");
  if (subject.region.empty() || subject.region.size() > 32 || !all_of_class(subject.region, "-_."))
    faults.add(
        invalid("subject_region_form", "The region is a code of at most 32 letters, digits and hyphens (\"CN-11\")."),
        "subject.region");
  check_certificate(faults, subject, completeness);
  for (const auto& [text, name] : {std::pair{&subject.certificate_address, "subject.certificate_address"},
                                   {&subject.postal_address, "subject.postal_address"}})
    if (!text->empty()) *text = faults.keep(identifiers::check_postal_address(*text), *text, name);
  subject.superior = std::string(trim(subject.superior));
  if (characters(subject.superior) > kTextMax || !one_line(subject.superior))
    faults.add(invalid("superior_too_long", "The superior unit's name is one line of at most 200 characters."),
               "subject.superior");
  faults.keep_all(check_responsible(subject.responsible, "subject.responsible", completeness), subject.responsible);
  if (auto error = faults.take()) return *error;
  return subject;
}

}  // namespace muster::filings
