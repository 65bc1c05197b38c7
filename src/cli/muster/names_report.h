// What `muster names` does and prints. Lines for people, or one JSON document.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <string>
#include <vector>

namespace muster::cli {

struct NamesBuild {
  std::string file, out, meta = "muster names build";
  std::uint64_t memory_mib = 1024;
  unsigned threads = 0;
  bool skip_bad = false, drop_changes = false, json = false;
};
// True when every line was good and no rule contradicts another. Otherwise nothing is written, unless skip_bad.
Result<bool> names_build(const NamesBuild& options);

// True when all names are covered. "-" among them: more from standard input, one a line.
Result<bool> names_query(const std::string& index, const std::vector<std::string>& names, bool json);
// True when they are the same. At most `limit` differences are printed, all are counted.
Result<bool> names_diff(const std::string& before, const std::string& after, std::uint64_t limit, bool json);
Result<void> names_check(const std::string& index, bool json);
// Rules as in lists; removed rules without a payload.
Result<void> names_change(const std::string& index, const std::vector<std::string>& set,
                          const std::vector<std::string>& removed, bool json);
Result<void> names_compact(const std::string& index, bool json);

}  // namespace muster::cli
