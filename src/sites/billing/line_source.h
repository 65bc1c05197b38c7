// Files as blocks of whole lines, unpacked as they are read. One reader; handed from thread to thread under a lock.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::billing {

struct SourceFile {
  std::string path;
  std::uint64_t bytes = 0;   // on disk
  std::int64_t changed = 0;  // nanoseconds
};
// Errors: charges_file.
Result<std::vector<SourceFile>> look_at(const std::vector<std::string>& paths);

// Where reading stands: behind a whole line.
struct SourcePlace {
  std::uint32_t file = 0;
  std::uint64_t offset = 0;  // unpacked
  std::int64_t line = 0;     // lines before it
  bool inside = false;       // of a line that was too long, whose end has not come yet
};

struct Block {
  std::uint32_t file = 0;
  std::int64_t first_line = 1;  // of `text`, from 1
  bool begins = false;          // the file begins here
  bool too_long = false;        // a line beyond the block's size: text is empty
  std::string buffer;
  std::string_view text;  // whole lines
  SourcePlace after;
  std::uint64_t packed_done = 0;  // bytes on disk, of all files so far
};

class LineSource {
 public:
  LineSource(std::vector<SourceFile> files, std::size_t block_bytes);
  ~LineSource();
  Result<void> go_to(const SourcePlace& place);
  // False: the end. Errors: charges_file, charges_compression, text_is_utf16.
  Result<bool> next(Block& block);

 private:
  class Bytes;
  class Plain;
  class Gzip;
  class Zstd;
  Result<void> open();
  Result<bool> fill(Block& block);

  const std::vector<SourceFile> files_;
  const std::size_t block_bytes_;
  std::unique_ptr<Bytes> bytes_;
  std::string rest_;  // the beginning of a line whose end is not read yet
  SourcePlace place_;
  std::uint64_t done_before_ = 0;
};

}  // namespace muster::billing
