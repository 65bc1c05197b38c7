// CSV as of RFC 4180, streamed in bounded memory: CR LF, LF or CR ends a record; quotes may hold separators, line ends
// and doubled quotes; a UTF-8 byte order mark is skipped. What is not text is refused with a sentence, never guessed
// at. Not thread-safe; one reader a stream.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

// Bytes from somewhere: fills `out`, returns how many, 0 at the end. Errors end the reading.
using ByteSource = std::function<Result<std::size_t>(char* out, std::size_t size)>;
// Of a stream or a text, which stay the caller's. Error of a stream that breaks off: import_read.
ByteSource bytes_of(std::istream& in);
ByteSource bytes_of(std::string_view text);

struct CsvLimits {
  std::size_t record_bytes_max = 1u << 20;  // a longer record is reported and skipped, not held
  std::size_t fields_max = 256;
};

// A record, or why it is none. Fields are views into the reader, valid until the next call.
struct CsvRecord {
  std::vector<std::string_view> fields;
  std::int64_t line = 0;       // where it begins, from 1
  std::int64_t next_line = 0;  // where the next one begins
  std::int64_t end_byte = 0;   // how many bytes of the source it and all before it took
  bool bad = false;            // then `error` says why, and reading goes on after it
  Error error;
};

class CsvReader {
 public:
  explicit CsvReader(ByteSource source, CsvLimits limits = {}, char separator = ',');
  ~CsvReader();

  // True: `record` is filled (a bad one too). False: the end. A record of no fields at all (an empty line) is passed
  // over. Bad records: csv_record_too_long, csv_too_many_fields, csv_quote (text after a closing quote, or a quote
  // inside of a bare field), csv_quote_open (quotes that never close), csv_not_utf8, csv_zero_byte. After a bad record
  // of several lines, reading goes on behind its first line: one stray quote costs one line, not the rest of the file.
  // Errors that end the reading: text_is_utf16, text_is_binary (at the beginning alone), and those of the source.
  Result<bool> next(CsvRecord& record);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Lines of a text file (JSON lines, plain lists), with the same care: BOM, CR LF, a bound, UTF-16 refused.
struct TextLine {
  std::string_view text;  // valid until the next call
  std::int64_t line = 0;
  std::int64_t end_byte = 0;
  bool bad = false;
  Error error;
};

class LineReader {
 public:
  explicit LineReader(ByteSource source, std::size_t line_bytes_max = 1u << 20);
  ~LineReader();
  // As CsvReader::next. Bad lines: line_too_long, line_not_utf8, line_zero_byte.
  Result<bool> next(TextLine& line);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Writes one field, quoted when it must be; cells that a spreadsheet would run as a formula (= + - @ and tab in front)
// get a leading apostrophe when `for_spreadsheets`.
void append_csv_field(std::string& out, std::string_view field, bool for_spreadsheets = false);

}  // namespace muster
