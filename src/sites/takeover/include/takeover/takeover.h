// The register of another system through the importer of filings. Thread-safe.
#pragma once

#include <events/event.h>
#include <filings/import.h>
#include <takeover/mapping.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}

namespace muster::takeover {

// Body: {"system":…,"law":…,"reverify_by":…}
inline constexpr events::Kind kBegun{"takeover.begun", 1, "The register of another system began to come in."};

inline constexpr events::Kind kReverified{"filing.reverified", 1,
                                          "A filing that came from another system was verified again."};

struct Origin {
  std::string source_name;  // of the filing imports that it marks
  std::string system, law;
  std::optional<Instant> reverify_by;
  Instant begun_at;
};
struct ToReverify {
  std::string site_id, number, name, system;
  Instant due;
};
struct Options {
  std::string file;  // CSV, or an SQLite file when the mapping names a table
  bool dry_run = false;
  std::string provider_id = {};  // for records that name none
  std::string actor = {};
  std::function<void(const filings::LineError&)> on_error = {};  // `line` is the record's number in the other system
  std::function<bool(const filings::ImportProgress&)> on_progress = {};
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const filings::Importer& importer)
      : database_(database), recorder_(recorder), policy_(policy), importer_(importer) {}

  // Errors: file_missing, register_not_sqlite, register_damaged, register_table, register_column; those of the
  // importer.
  Result<filings::ImportResult> take_over(const Mapping& mapping, const Options& options) const;

  Result<std::vector<Origin>> origins() const;  // oldest first
  // Filings in force whose origin asks for it and that nobody verified since, in order of id.
  Result<std::vector<ToReverify>> to_reverify(const std::string& after, int limit) const;
  // Errors: filing_unknown, reverified (it was already), reverify_not_asked, reverify_how.
  Result<void> reverified(const std::string& site_id, const std::string& how, const std::string& actor) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const filings::Importer& importer_;
};

}  // namespace muster::takeover
