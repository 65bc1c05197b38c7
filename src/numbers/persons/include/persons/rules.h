// What is true of documents and identities without asking anybody. Pure and thread-safe; nothing here keeps or logs
// what it is given, and no error repeats it.
#pragma once

#include <base/result.h>
#include <persons/holder.h>
#include <policy/policy.h>

#include <string>
#include <string_view>
#include <vector>

namespace muster::persons {

struct DocumentKind {
  const char* name;
  const char* source;      // of the form
  const char* identifier;  // the kind in the identifiers room that checks the number; nullptr: length and letters alone
  std::size_t length_min, length_max;
  const char* country;  // the one issuer; nullptr: any
  bool needs_expiry;    // it has one, and has to be in force
  bool for_foreigners;  // may be a foreigner's
  bool for_citizens;    // may be a citizen's, a minor's or an organisation user's
};
// The one place that knows which documents there are. nullptr: none of that name.
const DocumentKind* find_document_kind(std::string_view name);

// Canonical: the number without blanks, upper case. All faults at once, with their fields. Errors: document_kind,
// document_country, document_number (and the identifiers room's codes), document_expiry_missing, document_expired,
// document_expiry_form, document_category.
struct Checked {
  Document document;
  std::vector<Error> faults;
};
Checked check_document(const Document& document, Category category, Instant now);

// Canonical: the name with single blanks. Errors: name_form, birth_date_form, birth_date_future, address_form.
struct CheckedIdentity {
  Identity identity;
  std::vector<Error> faults;
};
CheckedIdentity check_identity(const Identity& identity, Instant now);

// The day of birth that the number itself says; "" where it says none.
std::string birth_day_in(const Document& document);
// Whole years on the day of `now`, UTC. 29 February's are a year older on 1 March. `birth_date` is YYYY-MM-DD.
int age_on(std::string_view birth_date, Instant now);

// Until when the data of a holder are kept whose last line ended then. Two kinds of terms: so long after it
// (registration.retention; cf. MIIT Decree 25 (2013): two years), or until the end of the calendar year after the one
// in which it ended (registration.retention_to_year_end; cf. TKG (DE) section 172 (6)), on the working calendar.
Instant retention_end(const policy::Policy& policy, Instant ended_at);
// The latest end of a last line whose term is over at `now`.
Instant retention_reach(const policy::Policy& policy, Instant now);

// What identity_index is of: the name in small letters with single blanks, and the day.
std::string identity_key(const Identity& identity);

}  // namespace muster::persons
