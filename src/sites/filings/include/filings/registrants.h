// Who holds a domain, as the gate asks: answered by the room of holders, which stands below this one.
#pragma once

#include <base/result.h>
#include <filings/filing.h>
#include <filings/gate.h>
#include <store/database.h>

namespace muster::filings {

class Registrants {
 public:
  virtual ~Registrants() = default;
  // Compares the registrant of `domain` with the subject of the site. The transaction is a writing one: where an
  // individual's name has to be read for it, the ledger shows the reading. Errors: the vault's.
  virtual Result<RegistrantFact> compare(store::Transaction& tx, const std::string& domain, const Subject& subject,
                                         const std::string& site_id, const std::string& actor) const = 0;
};

}  // namespace muster::filings
