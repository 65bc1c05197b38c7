// A constant database (D. J. Bernstein's published form, cr.yp.to/cdb/cdb.txt), written as it comes: 256 tables of
// pointers at the beginning, records, hash tables at the end. What dnsdist looks names up in. Inside of the zones room.
#pragma once

#include <base/result.h>

#include <array>
#include <cstdint>
#include <ostream>
#include <string_view>
#include <vector>

namespace muster::zones {

// DJB's hash: 5381, times 33, xor the byte.
std::uint32_t cdb_hash(std::string_view key);

// Keeps eight bytes a record. Not thread-safe.
class CdbWriter {
 public:
  explicit CdbWriter(std::ostream& out);  // that can go back to its beginning
  // Error: cdb_full (beyond 4 GiB).
  Result<void> add(std::string_view key, std::string_view value);
  Result<void> finish();  // errors: cdb_full, file_write

 private:
  void put(std::uint32_t number);
  struct Slot {
    std::uint32_t hash, at;
  };
  std::ostream& out_;
  std::uint64_t at_;
  std::array<std::vector<Slot>, 256> tables_;
};

}  // namespace muster::zones
