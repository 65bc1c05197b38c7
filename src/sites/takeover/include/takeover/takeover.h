// The register of another system through the importer of filings. Thread-safe.
#pragma once

#include <events/event.h>
#include <filings/import.h>
#include <takeover/mapping.h>

#include <optional>
#include <string>
#include <string_view>
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
  std::string source_name;  // of the filing imports that it marks: the system, ": " and the file
  std::string system, law;
  std::optional<Instant> reverify_by;
  Instant begun_at;
  std::int64_t accepted = 0;  // filings that came in by it
};
struct OriginPage {
  std::vector<Origin> items;
  std::string next;  // empty: no more
};
struct ToReverify {
  std::string site_id, number, name, system;
  Instant due;
};
struct ToReverifyPage {
  std::vector<ToReverify> items;
  std::string next;  // empty: no more
};
struct Progress : filings::ImportProgress {
  std::int64_t done = 0, total = 0;  // bytes of a CSV file, rows of a table; total 0: unknown
};
struct Options {
  std::string file;  // CSV, or an SQLite file when the mapping names a table; with `content` its name alone
  std::optional<std::string_view> content = {};  // its bytes, where it stands on no disk; the caller's
  std::string mark = {};                         // what tells it from other files of its name
  bool dry_run = false;
  std::string provider_id = {};  // for records that name none
  std::string actor = {};
  std::function<void(const filings::LineError&)> on_error = {};  // `line` is the record's number in the other system
  std::function<bool(const Progress&)> on_progress = {};
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const filings::Importer& importer)
      : database_(database), recorder_(recorder), policy_(policy), importer_(importer) {}

  // One that was cut off goes on behind the last batch that came in, if the file and its mapping say up to there what
  // they said. Errors: file_missing, register_not_sqlite, register_damaged, register_table, register_column;
  // those of the importer.
  Result<filings::ImportResult> take_over(const Mapping& mapping, const Options& options) const;

  // By system and file. `after`: the last source_name seen.
  Result<OriginPage> origins(const std::string& after = {}, int limit = 500) const;
  // Filings in force whose origin asks for it and that nobody verified since, the soonest first. `system`: empty means
  // any. `after`: the last site_id seen. Errors: page_cursor.
  Result<ToReverifyPage> to_reverify(const std::string& system, const std::string& after, int limit) const;
  // Errors: filing_unknown, reverified (it was already), reverify_not_asked, reverify_how.
  Result<void> reverified(const std::string& site_id, const std::string& how, const std::string& actor) const;

 private:
  Result<Origin> begin(const Mapping& mapping, const Options& options) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const filings::Importer& importer_;
};

}  // namespace muster::takeover
