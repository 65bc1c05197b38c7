// A stream as libzip wants its files: readable at any place. Inside of filings.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include <zip.h>

namespace muster::filings::xlsx {

class Stream {
 public:
  // From where `in` stands to its end. One that can't be moved is read up to a byte more than `bytes_max`, and held.
  Stream(std::istream& in, std::int64_t bytes_max);
  Stream(const Stream&) = delete;
  ~Stream() { zip_error_fini(&error_); }

  std::int64_t bytes() const { return bytes_; }
  bool broken() const { return broken_; }
  std::string head();                   // the first bytes
  bool holds(std::string_view needle);  // anywhere
  // Piece by piece; false: it broke.
  bool every(const std::function<void(std::string_view)>& piece);

  // So many bytes may be read from now on; beyond, the stream says that it is at fault.
  void allow(std::int64_t bytes) { left_ = bytes; }
  void allow_all() { left_ = INT64_MAX; }
  bool exhausted() const { return exhausted_; }

  // libzip's face of it (zip_source_function).
  static zip_int64_t call(void* self, void* data, zip_uint64_t size, zip_source_cmd_t command);

 private:
  std::int64_t read_at(std::int64_t at, char* out, std::int64_t size);  // -1: it broke
  zip_int64_t read_next(char* out, zip_uint64_t size);

  std::unique_ptr<std::istringstream> held_;
  std::istream* in_;
  std::int64_t begin_ = 0, bytes_ = 0, at_ = 0;
  std::int64_t stands_ = -1;  // where in_ stands; -1: unknown
  std::int64_t left_ = INT64_MAX;
  bool broken_ = false, exhausted_ = false;
  zip_error_t error_;
};

}  // namespace muster::filings::xlsx
