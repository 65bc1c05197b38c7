// Records of another system's register one after the other, in the order of Mapping::columns. Inside of the room.
#pragma once

#include <base/result.h>
#include <takeover/mapping.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::takeover {

class Records {
 public:
  virtual ~Records() = default;
  // False: the end. A record that can't be read gives `fault` and no fields.
  virtual Result<bool> next(std::vector<std::string>& fields, std::optional<Error>& fault) = 0;
  // To the first record again.
  virtual Result<void> rewind() = 0;
  // How far the reading is, of how much: bytes of a CSV file, rows of a table. 0 of a pipe, which is read but once.
  virtual std::int64_t done() const = 0;
  virtual std::int64_t total() const = 0;
};

// Where the register is: a file, or bytes that stay the caller's.
struct Place {
  std::string path;
  std::optional<std::string_view> content;
};

// Errors: file_missing, register_column, and the readers'.
Result<std::unique_ptr<Records>> open_csv(const Place& place, const Mapping& mapping);
// Read alone, never written; a plain table alone, looked through for damage first; views, triggers, checks, virtual
// tables and computed columns are not run. Of bytes, not of a file, that are in WAL mode what stands in the database
// itself is read. Errors: file_missing, register_not_sqlite, register_damaged, register_table, register_column.
Result<std::unique_ptr<Records>> open_sqlite(const Place& place, const Mapping& mapping);

}  // namespace muster::takeover
