// Whether a domain's registrant is the filing's subject, or somebody who may hold it for the subject: the gate's
// question, answered from the registries' records. Thread-safe.
#pragma once

#include <filings/registrants.h>
#include <holders/domain.h>

#include <string>
#include <string_view>

namespace muster::vault {
class Vault;
}

namespace muster::holders {

enum class Relation : std::uint8_t { shareholder, head, senior_manager, same_entity };
inline constexpr int kRelationCount = 4;
const char* to_text(Relation relation);
std::optional<Relation> relation_of(std::string_view text);

// Recorded by the register's staff on evidence. It speaks of one holder: it ends by itself when the domain changes
// hands.
struct RegistrantRelation {
  std::string id, subject_id, holder_id;
  Relation relation = Relation::head;
  std::string evidence;  // a document's number
  std::string recorded_by;
  Instant recorded_at;
};

// Equal names in the sense of the gate: the same letters and digits after Unicode's NFKC case folding (UAX #15, UTS #10
// is not applied): "EXAMPLE, Ltd." and "Example Ltd" are, "Example Limited" is another.
bool same_name(std::string_view a, std::string_view b);

class RegistrantCheck : public filings::Registrants {
 public:
  explicit RegistrantCheck(const vault::Vault& vault) : vault_(vault) {}

  // Looks at the name itself and then at its registrable domain. `same`: an organization of the subject's name, an
  // individual of an individual subject's. `related`: an individual who is the site's or the subject's responsible
  // person, or a relation on record.
  Result<filings::RegistrantFact> compare(store::Transaction& tx, const std::string& domain,
                                          const filings::Subject& subject, const std::string& site_id,
                                          const std::string& actor) const override;

 private:
  const vault::Vault& vault_;
};

}  // namespace muster::holders
