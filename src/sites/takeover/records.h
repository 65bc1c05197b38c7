// Records of another system's register one after the other, in the order of Mapping::columns. Inside of the room.
#pragma once

#include <base/result.h>
#include <takeover/mapping.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::takeover {

class Records {
 public:
  virtual ~Records() = default;
  // False: the end. A record that can't be read gives `fault` and no fields.
  virtual Result<bool> next(std::vector<std::string>& fields, std::optional<Error>& fault) = 0;
};

// Errors: file_missing, register_column, and the readers'.
Result<std::unique_ptr<Records>> open_csv(const std::string& path, const Mapping& mapping);
// Read alone, never written; views and triggers are not run. Errors: file_missing, register_not_sqlite,
// register_damaged, register_table, register_column.
Result<std::unique_ptr<Records>> open_sqlite(const std::string& path, const Mapping& mapping);

}  // namespace muster::takeover
