// Comparing another register with ours: a file of a hundred million lines is sorted in bounded memory, then both sides
// are walked in order of number, a piece at a time, each one transaction with its place: a comparison that was cut off
// goes on with the same file. What differs stands as of the newest comparison; nothing of a line changes by it.
// Thread-safe; two comparisons with one source exclude each other.
#pragma once

#include <ledger/recorder.h>
#include <store/database.h>

#include <string>
#include <vector>

#include <reconciliation/sorted.h>

namespace muster::reconciliation {

struct Options {
  Source source = Source::national;
  std::string file;  // a path; "-" is standard input, which can't be taken up again
  std::string name;  // of the file, for the record; no path
  std::string actor;
  bool dry_run = false;  // counts, and writes nothing
  SortLimits sort = {};
  std::function<void(const BadLine&)> on_bad = {};
  // Read lines at first, then compared numbers of theirs, of about `total` (0: not known yet). False stops; what is
  // done stays.
  std::function<bool(const char* phase, std::int64_t done, std::int64_t total)> go_on = {};
};

struct Outcome {
  Run run;
  bool stopped = false;  // by go_on: run it again with the same file
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}

  // Errors: file_missing, reconciliation_name, reconciliation_running (another file's comparison with this source was
  // cut off: run that file again, or cancel it), those of Sorted.
  Result<Outcome> run(const Options& options) const;
  // Errors: reconciliation_unknown, reconciliation_ended.
  Result<Run> cancel(const std::string& id, const std::string& actor) const;

  Result<Run> get(const std::string& id) const;  // reconciliation_unknown
  // Newest first, behind the id `before` ("": from the newest).
  Result<std::vector<Run>> runs(Source source, const std::string& before, int limit) const;
  // What stands since the newest comparison, in order of line or number; `after` is the last one's line_id or number.
  Result<std::vector<Open>> open(Source source, Difference kind, const std::string& after, int limit) const;

 private:
  struct Walk;
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::reconciliation
