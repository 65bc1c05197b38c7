// Another register's file, in order of number, in bounded memory: eight bytes a line; what does not fit goes to files
// without a name that end with the process. Not thread-safe.
#pragma once

#include <base/csv.h>

#include <functional>
#include <memory>

#include <reconciliation/difference.h>

namespace muster::reconciliation {

struct SortLimits {
  std::size_t memory_max = std::size_t{256} << 20;  // bytes of numbers held at once; at least 64 KiB
  std::string folder = "/tmp";                      // of what does not fit
};

struct BadLine {
  std::int64_t line = 0;
  Error error;  // its field is the column; no value of the file is in it
};

struct SortVisitors {
  std::function<void(const BadLine&)> bad = {};
  std::function<bool(std::int64_t lines)> go_on = {};  // every 65,536 lines; false stops
};

class Sorted {
 public:
  // Reads all of it. CSV with a header: msisdn (E.164, "+" or not), and state, verified or both, in any order; other
  // columns are refused. Errors: import_empty, csv_column_missing, csv_column_twice, csv_column_unknown,
  // reconciliation_stopped, disk_full, reconciliation_scratch, and the CSV reader's. Bad lines: msisdn_form,
  // state_word, verified_word, csv_fields.
  static Result<Sorted> read(const ByteSource& source, const SortLimits& limits, const SortVisitors& visitors);
  Sorted(Sorted&&) noexcept;
  Sorted& operator=(Sorted&&) noexcept;
  ~Sorted();

  // The next number, or nullptr at the end; valid until the next call. A number that stands there again is left out and
  // counted. Errors: reconciliation_scratch.
  Result<const Theirs*> next();
  std::int64_t numbers() const;  // lines that were read, the repeated ones too
  std::int64_t bad() const;
  std::int64_t repeated() const;  // so far

 private:
  struct Inside;
  explicit Sorted(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::reconciliation
