// Minors who come of age: found by a keyed hash of their day of birth, asked to take their lines over, and from then on
// holders in their own right. Thread-safe.
#pragma once

#include <persons/service.h>

namespace muster::persons {

struct Majority {
  std::string holder_id;
  Instant found_at, due_at;  // until when the person is asked to take the lines over
  std::optional<Instant> adopted_at;
  std::string adopted_by;
};

inline constexpr events::Kind kCameOfAge{"holder.came_of_age", 1,
                                         "A minor came of age; the person is asked to take the lines over."};
inline constexpr events::Kind kAdopted{"holder.adopted", 1,
                                       "A person who came of age took over the lines; the guardian is one no more."};

class Majorities {
 public:
  Majorities(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
             const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // Finds who came of age by today, looking back three years; puts each on the list and writes the notice. At most
  // `limit`; returns how many. A job calls it until 0.
  Result<int> tick(int limit = 500) const;
  // Those who have not taken their lines over, by the end of their term; after: the last one seen, or nothing.
  Result<std::vector<Majority>> waiting(const std::optional<Majority>& after, int limit) const;
  // The person, of age, shows the document and agrees to the terms: from now on the lines are the person's own.
  // `category`: citizen or foreigner. Errors: holder_unknown, holder_not_minor, category_age, category_unknown,
  // document_unknown (not one of this holder's), document_expired, consent_missing.
  Result<Holder> adopt(const std::string& actor, const std::string& holder_id, Category category, const Document& shown,
                       const std::string& consent) const;

 private:
  Result<int> index_some(int limit) const;  // minors on record from before there was an index
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::persons
