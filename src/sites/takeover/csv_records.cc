#include "records.h"
#include <base/csv.h>
#include <base/text.h>
#include <filings/import.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace muster::takeover {
namespace {

class CsvRecords final : public Records {
 public:
  CsvRecords(std::ifstream file, std::optional<std::string_view> content, std::int64_t bytes, char separator)
      : file_(std::move(file)), content_(content), bytes_(bytes), separator_(separator) {
    read_on();
  }

  Result<void> start(const Mapping& mapping) {
    MUSTER_TRY(const bool any, reader_->next(record_));
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
    MUSTER_TRY(const bool more, reader_->next(record_));
    if (!more) return false;
    if (record_.bad) {
      fault = record_.error;
      return true;
    }
    for (const std::size_t place : places_)
      fields.emplace_back(place < record_.fields.size() ? record_.fields[place] : std::string_view());
    return true;
  }

  Result<void> rewind() override {
    file_.clear();
    file_.seekg(0);
    read_on();
    MUSTER_CHECK_OK(reader_->next(record_));  // the header, whose places are known
    return {};
  }
  std::int64_t done() const override { return record_.end_byte; }
  std::int64_t total() const override { return bytes_; }

 private:
  void read_on() {
    reader_.emplace(content_ ? bytes_of(*content_) : bytes_of(file_),
                    CsvLimits{.record_bytes_max = filings::kImportRecordMax, .fields_max = 256}, separator_);
  }

  std::ifstream file_;
  std::optional<std::string_view> content_;
  std::int64_t bytes_;
  char separator_;
  std::optional<CsvReader> reader_;
  CsvRecord record_;
  std::vector<std::size_t> places_;
};

}  // namespace

Result<std::unique_ptr<Records>> open_csv(const Place& place, const Mapping& mapping) {
  std::ifstream file;
  std::int64_t bytes = place.content ? static_cast<std::int64_t>(place.content->size()) : 0;
  if (!place.content) {
    file.open(place.path, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no such file, or it can't be read.");
    std::error_code none;
    const auto size = std::filesystem::file_size(place.path, none);
    if (!none) bytes = static_cast<std::int64_t>(size);
  }
  auto records = std::make_unique<CsvRecords>(std::move(file), place.content, bytes, mapping.separator);
  MUSTER_CHECK_OK(records->start(mapping));
  return std::unique_ptr<Records>(std::move(records));
}

}  // namespace muster::takeover
