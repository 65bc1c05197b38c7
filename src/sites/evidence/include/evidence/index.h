// The index of a month's evidence: <folder>/2026/03/index.cdxj beside the files that it names. Made on demand, whole or
// not at all, in bounded memory (what doesn't fit is sorted in pieces on disk). Two at once on one month: the last one
// stays. Names in it are relative to its own folder.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <evidence/cdxj.h>

namespace muster::evidence {

struct Indexed {
  std::int64_t files = 0, lines = 0;
  std::vector<std::string> unreadable;  // files that are no whole WARC, at most 100 of them
  std::int64_t unreadable_count = 0;
};
struct IndexOptions {
  std::size_t memory_bytes = 64u << 20;                // of lines, before a piece goes to disk
  std::function<bool(std::int64_t files)> progress{};  // false: stop; nothing is written then
};

// Whether a file of a month that is not in its place was destroyed at the end of its term.
using IsDestroyed = std::function<Result<bool>(const std::string& file)>;

struct Located {
  std::string month;
  CdxjLine line;
};

// Thread-safe.
class Index {
 public:
  // `folder` is the instance's evidence folder.
  explicit Index(std::string folder) : folder_(std::move(folder)) {}

  // "2026-03", oldest first: of the folders that are there.
  std::vector<std::string> months() const;
  // Errors: month_form, month_empty, index_stopped, disk_full, file_write.
  Result<Indexed> make(const std::string& month, const IndexOptions& options = {}) const;
  // What an index holds of a URL, oldest first; by a search on disk that reads some twenty blocks. Errors: month_form,
  // index_missing, cdxj_line.
  Result<std::vector<CdxjLine>> of_url(const std::string& month, std::string_view url) const;
  // Of all months that have an index, the answer nearest to the time (digits as in an index, or their beginning).
  // Errors: evidence_not_found.
  Result<Located> nearest(std::string_view url, std::string_view timestamp) const;
  // Reads the record where the line says, and holds URL, time, digest and length against it. Errors: index_wrong, those
  // of reading.
  Result<std::string> record_at(const std::string& month, const CdxjLine& line) const;
  // Takes the lines of files that are no longer in their place, and of which it is said that they were destroyed, out
  // of a month's index, whole or not at all. Nothing where none was made. Errors: cdxj_line, file_write, those of
  // `is_destroyed`.
  Result<void> forget(const std::string& month, const IsDestroyed& is_destroyed) const;
  // Each line of a month, held against its record; those of files that were destroyed since it was made count as well.
  // Returns how many; the first that differs is the error.
  Result<std::int64_t> check(const std::string& month, const IsDestroyed& is_destroyed = {}) const;

 private:
  std::string folder_;
};

}  // namespace muster::evidence
