// A registry's CSV: columns by name, in any order.
#include <base/csv.h>
#include <base/text.h>
#include <holders/import.h>

#include <array>
#include <istream>

namespace muster::holders {
namespace {

enum class Column : std::uint8_t {
  name,
  registrant_handle,
  registrant_kind,
  registrant_name,
  registrant_country,
  registrar,
  registrar_iana_id,
  created_at,
  expires_at,
  updated_at,
  name_servers,
  status,
  verified_at,
  verified_how,
};
constexpr std::array<const char*, 14> kColumns{"name",
                                               "registrant_handle",
                                               "registrant_kind",
                                               "registrant_name",
                                               "registrant_country",
                                               "registrar",
                                               "registrar_iana_id",
                                               "created_at",
                                               "expires_at",
                                               "updated_at",
                                               "name_servers",
                                               "status",
                                               "verified_at",
                                               "verified_how"};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t at = text.find_first_of("; ");
    if (at != 0) out.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
  }
  return out;
}

class CsvRecords final : public RecordSource {
 public:
  explicit CsvRecords(std::istream& in) : csv_(bytes_of(in), {.record_bytes_max = kRecordBytesMax, .fields_max = 64}) {}

  Result<bool> next(Read& out) override {
    if (columns_.empty()) MUSTER_CHECK_OK(header());
    MUSTER_TRY(const bool more, csv_.next(record_));
    if (!more) return false;
    out = {};
    out.line = record_.line;
    if (record_.bad) {
      out.faults.push_back(record_.error);
      return true;
    }
    if (record_.fields.size() != columns_.size()) {
      out.faults.push_back(invalid("csv_field_count", "The line has " + std::to_string(record_.fields.size()) +
                                                          " fields and the header " + std::to_string(columns_.size()) +
                                                          "."));
      return true;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) take(columns_[i], std::string(trim(record_.fields[i])), out);
    return true;
  }

 private:
  Result<void> header() {
    MUSTER_TRY(const bool more, csv_.next(record_));
    if (!more) return invalid("import_empty", "The file is empty: not even a header stands in it.");
    if (record_.bad) return record_.error;
    for (const auto field : record_.fields) {
      const std::string word = to_lower_ascii(trim(field));
      const auto found = std::find(kColumns.begin(), kColumns.end(), word);
      if (found == kColumns.end())
        return invalid("csv_column_unknown",
                       "The column \"" + (is_valid_utf8(word) ? word.substr(0, 60) : "?") +
                           "\" is not known. Nothing was read; docs/formats.md lists the columns.",
                       "header");
      const auto column = static_cast<Column>(found - kColumns.begin());
      if (std::find(columns_.begin(), columns_.end(), column) != columns_.end())
        return invalid("csv_column_twice", "The column \"" + word + "\" stands in the header twice. Nothing was read.",
                       word);
      columns_.push_back(column);
    }
    if (std::find(columns_.begin(), columns_.end(), Column::name) == columns_.end())
      return invalid("csv_column_missing", "The column \"name\" is missing. Nothing was read.", "name");
    return {};
  }

  static void take_time(std::optional<Instant>& into, const std::string& text, const char* field, Read& out) {
    if (text.empty()) return;
    const auto time = text.size() == 10 ? parse_day(text) : parse_rfc3339(text);
    if (time.ok())
      into = *time;
    else
      out.faults.push_back(invalid("time_form", "Write a day as YYYY-MM-DD or a time as RFC 3339 says.", field));
  }

  static void take(Column column, std::string text, Read& out) {
    Record& r = out.record;
    switch (column) {
      case Column::name:
        r.name = std::move(text);
        return;
      case Column::registrant_handle:
        r.registrant.handle = std::move(text);
        return;
      case Column::registrant_kind:
        if (const auto kind = holder_kind(text))
          r.registrant.kind = *kind;
        else
          out.faults.push_back(
              invalid("registrant_kind", "A registrant is individual, organization or unknown.", "registrant_kind"));
        return;
      case Column::registrant_name:
        r.registrant.name = std::move(text);
        return;
      case Column::registrant_country:
        r.registrant.country = std::move(text);
        return;
      case Column::registrar:
        r.registrar = std::move(text);
        return;
      case Column::registrar_iana_id:
        r.registrar_iana_id = std::move(text);
        return;
      case Column::created_at:
        return take_time(r.created_at, text, "created_at", out);
      case Column::expires_at:
        return take_time(r.expires_at, text, "expires_at", out);
      case Column::updated_at:
        return take_time(r.updated_at, text, "updated_at", out);
      case Column::name_servers:
        r.name_servers = words(text);
        return;
      case Column::status:
        r.statuses = words(text);
        return;
      case Column::verified_at:
        return take_time(r.verified_at, text, "verified_at", out);
      case Column::verified_how:
        r.verified_how = std::move(text);
        return;
    }
  }

  CsvReader csv_;
  CsvRecord record_;
  std::vector<Column> columns_;
};

}  // namespace

const char* to_text(Format format) {
  return format == Format::csv ? "csv" : "epp";
}

std::unique_ptr<RecordSource> csv_records(std::istream& in) {
  return std::make_unique<CsvRecords>(in);
}

}  // namespace muster::holders
