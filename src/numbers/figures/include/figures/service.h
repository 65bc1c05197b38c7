// The figures that leave this house. Thread-safe.
#pragma once

#include <ledger/note.h>

#include <campaigns/service.h>
#include <figures/table.h>

namespace muster::figures {

// Body: {"sha256":…,"tables":…,"hidden":…}
inline constexpr events::Kind kExported{"figures.exported", 1,
                                        "Figures of the register were written for readers outside."};
inline constexpr const char* kFiguresRecord = "figures";
inline constexpr const char* kStatementKind = "figures";

struct Export {
  std::string text;  // JSON on one line: {"origin","at","cell_min","tables":[…]}
  std::string note;  // the signed statement about it
  int tables = 0, hidden = 0;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // Lines by region and state, each campaign by region and state of its lines, the newest comparison with each
  // register: one pass over the lines. The export is in the ledger.
  Result<Export> write(const std::string& actor, const ledger::SigningKey& key) const;
  // The same as a file of aggregates for a regulator's instance (aggregates/envelope.h): the totals of those tables by
  // region and state, of this month, as they stand; what is hidden in the tables is hidden there. In the ledger, too.
  Result<Export> write_aggregates(const std::string& actor, const ledger::SigningKey& key) const;

 private:
  Result<std::vector<Table>> tables() const;
  Result<void> tell(const std::string& actor, const Export& made) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::figures
