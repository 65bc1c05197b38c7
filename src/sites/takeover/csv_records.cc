#include "records.h"
#include <base/csv.h>
#include <base/text.h>
#include <filings/import.h>

#include <fstream>

namespace muster::takeover {
namespace {

class CsvRecords final : public Records {
 public:
  CsvRecords(std::ifstream file, char separator)
      : file_(std::move(file)),
        reader_(bytes_of(file_), {.record_bytes_max = filings::kImportRecordMax, .fields_max = 256}, separator) {}

  Result<void> start(const Mapping& mapping) {
    MUSTER_TRY(const bool any, reader_.next(record_));
    if (!any) return invalid("import_empty", "The file is empty.");
    if (record_.bad) return record_.error;
    for (const auto& [ours, theirs] : mapping.columns) {
      const auto found = std::find_if(record_.fields.begin(), record_.fields.end(),
                                      [wanted = trim(theirs)](std::string_view name) { return trim(name) == wanted; });
      if (found == record_.fields.end())
        return invalid("register_column", "The register has no column " + theirs + ".", ours);
      places_.push_back(static_cast<std::size_t>(found - record_.fields.begin()));
    }
    return {};
  }

  Result<bool> next(std::vector<std::string>& fields, std::optional<Error>& fault) override {
    MUSTER_TRY(const bool more, reader_.next(record_));
    if (!more) return false;
    if (record_.bad) {
      fault = record_.error;
      return true;
    }
    for (const std::size_t place : places_)
      fields.emplace_back(place < record_.fields.size() ? record_.fields[place] : std::string_view());
    return true;
  }

 private:
  std::ifstream file_;
  CsvReader reader_;
  CsvRecord record_;
  std::vector<std::size_t> places_;
};

}  // namespace

Result<std::unique_ptr<Records>> open_csv(const std::string& path, const Mapping& mapping) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return not_found("file_missing", "There is no such file, or it can't be read.");
  auto records = std::make_unique<CsvRecords>(std::move(file), mapping.separator);
  MUSTER_CHECK_OK(records->start(mapping));
  return std::unique_ptr<Records>(std::move(records));
}

}  // namespace muster::takeover
