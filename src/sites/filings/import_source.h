// The records of a register's file whatever its format, from its beginning or behind what an earlier run has done.
// Inside of filings.
#pragma once

#include "import_row.h"

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::filings {

enum class Got { row, fault, end };

// What was done of a file, as it is kept with each batch.
struct FileCursor {
  std::int64_t bytes = 0, lines = 0;
  std::string sha256;  // of the bytes done; of a workbook: of all of it
};

class ImportSource {
 public:
  virtual ~ImportSource() = default;
  // From the beginning: reads the header. Errors: import_empty, csv_column_unknown, csv_column_twice,
  // csv_column_missing, and the readers'.
  virtual Result<void> start() = 0;
  // Behind what was done. False: it is another file or can't be moved; then start() is what remains.
  virtual Result<bool> go_on(const FileCursor& done) = 0;
  // A row, or a fault in that place.
  virtual Result<Got> next(RawRow& row, Error& fault) = 0;

  virtual std::int64_t bytes_done() const = 0;  // of the file
  virtual std::int64_t bytes_read() const = 0;  // of records, which bounds a batch
  virtual Result<FileCursor> cursor() = 0;
};

// Which of `fields` each name of a table's header is; nullopt of one that a mapping passes over. Names in any case,
// those of `fields` in small letters; a column that is mapped wins over our own name. Without a mapping every one has
// to be ours. `needed` has to be there. Errors: csv_column_unknown, csv_column_twice, csv_column_missing.
using Places = std::vector<std::optional<std::size_t>>;
Result<Places> places_of(const std::vector<std::string_view>& header, const std::vector<std::string>& fields,
                         const Mapping& mapping, const std::vector<std::string>& needed);

// The same of a register of filings.
using Columns = std::vector<std::optional<Column>>;
Result<Columns> columns_of(const std::vector<std::string_view>& header, const Mapping& mapping = {});

// The stream stays the caller's. Nothing is read yet.
std::unique_ptr<ImportSource> import_source(std::istream& in, Format format, const Mapping& mapping,
                                            const std::string& sheet);
std::unique_ptr<ImportSource> text_source(std::istream& in, Format format, const Mapping& mapping);
std::unique_ptr<ImportSource> workbook_source(std::istream& in, const Mapping& mapping, const std::string& sheet);

}  // namespace muster::filings
