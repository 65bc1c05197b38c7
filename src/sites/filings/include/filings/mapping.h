// Which column of somebody's file is which of ours, kept under a name and remembered for the files of a source: those
// whose names differ in nothing but digits ("register-2026-03.csv" and "register-2026-04.csv"). Thread-safe.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::filings {

// Our column → the file's, in any case. What isn't mapped is found under our own name; what is neither is passed over.
using Mapping = std::map<std::string, std::string>;
// Errors: mapping_empty, mapping_field (not a column of ours), mapping_column (empty, too long, or mapped twice).
Result<void> check_mapping(const Mapping& mapping);
// The same for a table with other columns than a register of filings.
Result<void> check_mapping(const Mapping& mapping, const std::vector<std::string>& fields);
// Of a file's name or path.
std::string source_key(std::string_view file_name);

inline constexpr events::Kind kMappingSaved{"filing_mapping.saved", 1, "A mapping of a register's columns was saved."};

class Mappings {
 public:
  Mappings(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}
  // Of tables of another kind ("links"), with columns of their own: names and sources of each kind are kept apart.
  Mappings(store::Database& database, const ledger::Recorder& recorder, const std::string& kind,
           std::vector<std::string> fields)
      : database_(database), recorder_(recorder), prefix_(kind + ": "), fields_(std::move(fields)) {}
  // Errors: mapping_name, check_mapping's. Saving a name again replaces it.
  Result<void> save(const std::string& name, const Mapping& mapping, const std::string& actor) const;
  Result<Mapping> get(const std::string& name) const;                                  // mapping_unknown
  Result<std::vector<std::pair<std::string, Mapping>>> all() const;                    // by name, at most 500
  Result<void> remember(const std::string& file_name, const std::string& name) const;  // mapping_unknown
  Result<std::string> remembered(const std::string& file_name) const;                  // empty: none

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  std::string prefix_ = {};  // of names and sources as they are kept
  std::vector<std::string> fields_ = {};
};

}  // namespace muster::filings
