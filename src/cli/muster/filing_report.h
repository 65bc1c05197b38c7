// What `muster filing` prints.
#pragma once

#include <filings/import.h>
#include <filings/reconcile.h>
#include <filings/service.h>
#include <filings/undo.h>

#include <fstream>
#include <string>
#include <vector>

namespace muster::cli {

// Faults of an import: the first ones on standard error, all of them into a CSV file if one was asked for.
class ImportReport {
 public:
  ImportReport(bool json, int shown_max) : json_(json), shown_max_(shown_max) {}
  Result<void> open(const std::string& path);  // empty: none. Errors: file_write
  void add(const filings::LineError& error);
  Result<void> close();  // disk_full
  std::int64_t count() const { return count_; }
  std::int64_t not_shown() const { return count_ - shown_; }
  const std::vector<filings::LineError>& kept() const { return kept_; }

 private:
  bool json_;
  int shown_max_;
  std::int64_t count_ = 0, shown_ = 0;
  std::string path_;
  std::ofstream file_;
  std::vector<filings::LineError> kept_;  // for JSON
};

void show_progress(const filings::ImportProgress& progress);
void print_import(const filings::ImportResult& result, bool dry_run, bool json, const ImportReport& report);
void print_reconciliation(const filings::ReconcileResult& result, bool dry_run, bool json, const ImportReport& report);
void print_imports(const filings::ImportPage& page, bool json);
void print_undo(const filings::UndoResult& result, bool dry_run, bool json);
void print_filing(const filings::Filing& filing, const filings::Subject& subject,
                  const std::vector<events::Event>& history, bool json);
void print_list(const filings::FilingPage& page, bool json);

}  // namespace muster::cli
