// Rows out of a file, all of them in memory, in the order in which they can go in. Inside of resources.
#pragma once

#include <resources/import.h>

#include <istream>

namespace muster::resources {

struct ImportRow {
  std::int64_t line = 0;
  AddressRange range;
  std::string holder, user, source, origin;  // parties as the file names them
  Particulars particulars;
};

struct ImportRows {
  std::vector<ImportRow> blocks;  // wider ones first
  std::vector<ImportRow> routes;  // origins of blocks
  std::vector<LineError> faults;
  std::int64_t refused = 0, skipped = 0;
  std::string sha256;  // of the file

  void refuse(std::int64_t line, const std::string& range, const Error& error);
};

Result<ImportRows> read_rows(std::istream& in, const ImportOptions& options);

}  // namespace muster::resources
