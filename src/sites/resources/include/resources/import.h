// Address blocks that come in as files: CSV (a generic one, NetBox' exports of prefixes and aggregates, or any other
// with a saved mapping of its columns) and a routing registry's objects (rpsl.h). The rows are put in order, wider
// blocks first, so that a file may name a block before the one that it lies in; each finds its place in the tree by
// itself. Good rows go in by batches, each in one transaction with an event and a leaf a block; each bad line is told
// with number, field, code and sentence. An import that was cut off is simply run again: what is in is told apart.
#pragma once

#include <base/result.h>
#include <resources/service.h>

#include <functional>
#include <iosfwd>
#include <map>
#include <string>

namespace muster::resources {

enum class ImportFormat : std::uint8_t { csv, netbox_prefixes, netbox_aggregates, rpsl };
const char* to_text(ImportFormat format);
std::optional<ImportFormat> import_format(std::string_view text);

// Our field → the file's column, in any case. Fields: range (or first and last), holder, user, source, name, mode,
// gateway, location, status, vrf.
using Mapping = std::map<std::string, std::string>;
// Errors: mapping_field, mapping_range (nothing is mapped to range, or to first and last).
Result<void> check_mapping(const Mapping& mapping);
Mapping standard_mapping(ImportFormat format);

struct LineError {
  std::int64_t line = 0;
  std::string range;
  Error error;  // its field is ours
};
struct ImportProgress {
  std::int64_t lines = 0;       // records looked at
  std::int64_t accepted = 0;    // in a dry run: those that would be
  std::int64_t already_in = 0;  // the same block was on record before
  std::int64_t refused = 0;
  std::int64_t skipped = 0;  // objects of other kinds (persons, networks)
  int batches = 0;
};
struct ImportOptions {
  std::string source_name = {};
  ImportFormat format = ImportFormat::csv;
  Mapping mapping = {};        // empty: the format's own
  bool dry_run = false;        // does all of it in one transaction and takes it back
  std::string holder_id = {};  // of roots that name none
  std::string source = {};     // of roots that name none
  int batch_rows = 1'000;
  std::string actor = {};
  // Called in order of lines at the end, at most kImportErrorsMax times; more are counted.
  std::function<void(const LineError&)> on_error = {};
  // Called after each batch; false stops after it (what is in stays in).
  std::function<bool(const ImportProgress&)> on_progress = {};
};
struct ImportResult : ImportProgress {
  std::string id;
  bool stopped = false;
};

inline constexpr std::size_t kImportRowsMax = 2'000'000;
inline constexpr std::size_t kImportRecordMax = 64u << 10;  // bytes
inline constexpr std::size_t kImportErrorsMax = 10'000;

class Importer {
 public:
  Importer(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}

  // Errors end the import: text_is_utf16, text_is_binary, import_empty, import_too_large, csv_column_missing,
  // csv_column_twice, mapping_*, import_read, disk_full, database_unavailable.
  Result<ImportResult> run(std::istream& in, const ImportOptions& options) const;

  // Mappings under a name. Errors: mapping_name, check_mapping's; mapping_unknown.
  Result<void> save_mapping(const std::string& name, const Mapping& mapping, const std::string& actor) const;
  Result<Mapping> mapping(const std::string& name) const;
  Result<std::vector<std::pair<std::string, Mapping>>> mappings() const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::resources
