// Another register's file held against ours: the same columns as an import (docs/formats.md), and nothing of ours is
// changed by it. Batches commit with the cursor, so that one that was cut off goes on where it was; one that runs twice
// finds nothing new.
#pragma once

#include <filings/conflict.h>
#include <filings/import.h>

namespace muster::filings {

struct ReconcileProgress {
  std::int64_t lines = 0;
  std::int64_t same = 0;       // ours says the same
  std::int64_t differing = 0;  // in at least one field
  std::int64_t unknown = 0;    // neither number nor domain is in our register
  std::int64_t refused = 0;    // bad lines
  std::int64_t opened = 0;     // conflicts; in a dry run those that would be
  std::int64_t vanished = 0;   // conflicts that closed themselves
  std::int64_t bytes = 0;
  int batches = 0;
};

struct ReconcileOptions {
  std::string register_name = {};  // whose file it is
  std::string source_name = {};
  Format format = Format::csv;
  Mapping mapping = {};
  std::string sheet = {};  // of a workbook; empty: the first that is seen
  bool dry_run = false;
  bool resume = true;
  int batch_rows = 2'000;
  std::string actor = {};
  // Each bad line, each line that our register has not (not_in_register), each field that differs (differs): by line.
  std::function<void(const LineError&)> on_line = {};
  // Called after each batch; false stops after it.
  std::function<bool(const ReconcileProgress&)> on_progress = {};
};

struct ReconcileResult : ReconcileProgress {
  std::string id;
  bool resumed = false;
  bool stopped = false;
};

// Trimmed. Errors: register_name.
Result<std::string> check_register_name(const std::string& name);

class Reconciler {
 public:
  Reconciler(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault)
      : database_(database), recorder_(recorder), vault_(vault) {}
  // Errors: register_name, and those of an import.
  Result<ReconcileResult> run(std::istream& in, const ReconcileOptions& options) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
};

}  // namespace muster::filings
