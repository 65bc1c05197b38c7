// The parts of a workbook's file, unpacked as they are read: ZIP by libzip over any stream, within limits that count
// what really comes out. Not thread-safe. Inside of filings.
#pragma once

#include "xlsx_limits.h"
#include <base/result.h>

#include <istream>
#include <memory>
#include <string>

struct zip;  // libzip's
struct zip_file;

namespace muster::filings::xlsx {

class Package;
class Stream;

// One part, from its beginning to its end. The package outlives it.
class Part {
 public:
  ~Part();
  Part(const Part&) = delete;
  // How many bytes, 0 at the end. Errors: xlsx_damaged, xlsx_unpacked_max, xlsx_ratio, import_read.
  Result<std::size_t> read(char* out, std::size_t size);
  std::int64_t bytes_read() const { return bytes_read_; }
  std::int64_t bytes() const { return bytes_; }  // as the file says

 private:
  friend class Package;
  Part(Package& package, zip_file* file, std::int64_t bytes, std::int64_t packed)
      : package_(package), file_(file), bytes_(bytes), packed_(packed) {}
  Package& package_;
  zip_file* file_;
  std::int64_t bytes_, packed_, bytes_read_ = 0;
};

class Package {
 public:
  // The stream stays the caller's and is read as long as the package lives. One that can't be moved is held in memory.
  // Errors: import_empty, import_read, xlsx_too_large, xlsx_not_zip, xlsx_old_format, xlsx_encrypted, xlsx_damaged,
  // xlsx_parts_max.
  static Result<std::unique_ptr<Package>> open(std::istream& in, const Limits& limits);
  ~Package();
  Package(const Package&) = delete;

  // By a name in any case, without the leading slash. Errors: xlsx_no_workbook (there is none), xlsx_encrypted,
  // xlsx_damaged, xlsx_unpacked_max, xlsx_ratio.
  Result<std::unique_ptr<Part>> part(const std::string& name);
  const Limits& limits() const { return limits_; }
  std::int64_t bytes() const;
  // Of the whole file. Errors: import_read.
  Result<std::string> sha256();

 private:
  friend class Part;
  explicit Package(const Limits& limits);
  Error failure(int zip_code) const;

  Limits limits_;
  std::unique_ptr<Stream> stream_;
  zip* archive_ = nullptr;
  std::int64_t unpacked_ = 0;
};

}  // namespace muster::filings::xlsx
