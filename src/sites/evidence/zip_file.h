// A ZIP in memory.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <string>
#include <vector>

namespace muster::evidence {

struct ZipEntry {
  std::string path, bytes;
  bool packed = true;  // false: stored as it is, for what is compressed already
};

// Errors: zip_not_made.
Result<std::string> make_zip(const std::vector<ZipEntry>& entries, Instant at);

}  // namespace muster::evidence
