// What goes into the vault, and what of a subject may stand in the open. Inside of filings.
#pragma once

#include <filings/filing.h>
#include <vault/vault.h>

namespace muster::filings {

// Fields of a responsible person: responsible_name, responsible_id_kind, responsible_id_number, responsible_mobile,
// responsible_email. Absent ones are left out.
void add_responsible(vault::Fields& fields, const ResponsiblePerson& person);
// What of the subject goes into the vault under its id: the responsible person, and for an individual everything.
vault::Fields secret_fields(const SubjectDraft& subject);
// The subject without what is secret.
Subject open_part(const SubjectDraft& subject);
// Of the certificate, for finding the same subject again; nullopt without one.
std::optional<std::string> certificate_index(const vault::Vault& vault, const SubjectDraft& subject);

inline constexpr const char* kEmailField = "responsible_email";

}  // namespace muster::filings
