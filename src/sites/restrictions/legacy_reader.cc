#include "legacy_reader.h"

#include <base/text.h>

namespace muster::restrictions {
namespace {

constexpr std::size_t kLookAhead = 64u << 10;

Result<std::string> text_of(const CsvRecord& record, int column, const char* field) {
  if (column < 0 || static_cast<std::size_t>(column) >= record.fields.size()) return std::string();
  std::string text(trim(record.fields[static_cast<std::size_t>(column)]));
  if (text.size() > kLegacyTextMax)
    return invalid("legacy_text_too_long", "A reason or a law has at most 500 bytes.", field);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

}  // namespace

LegacyReader::LegacyReader(std::istream& in, LegacyFormat format) : in_(in), format_(format) {}

Result<std::size_t> LegacyReader::read(char* out, std::size_t size) {
  if (ahead_at_ < ahead_.size()) {
    const std::size_t count = std::min(size, ahead_.size() - ahead_at_);
    std::copy_n(ahead_.data() + ahead_at_, count, out);
    ahead_at_ += count;
    return count;
  }
  in_.read(out, static_cast<std::streamsize>(size));
  if (in_.bad()) return unavailable("import_read", "The file can't be read any further. What went in stays in.");
  return static_cast<std::size_t>(in_.gcount());
}

Result<LegacyFormat> LegacyReader::format() {
  if (csv_ || lines_) return format_;
  ahead_.resize(kLookAhead);
  in_.read(ahead_.data(), static_cast<std::streamsize>(kLookAhead));
  if (in_.bad()) return unavailable("import_read", "The file can't be read.");
  ahead_.resize(static_cast<std::size_t>(in_.gcount()));
  std::string_view first = ahead_;
  if (first.starts_with("\xef\xbb\xbf")) first.remove_prefix(3);
  if (format_ == LegacyFormat::automatic) format_ = detect_legacy(first);
  const auto source = [this](char* out, std::size_t size) { return read(out, size); };
  if (format_ == LegacyFormat::csv)
    csv_.emplace(source, CsvLimits{.record_bytes_max = kLegacyLineMax, .fields_max = 64});
  else
    lines_.emplace(source, kLegacyLineMax);
  return format_;
}

Result<bool> LegacyReader::next(Got& got) {
  MUSTER_CHECK_OK(format());
  got = {};
  MUSTER_TRY(const bool more, csv_ ? next_csv(got) : next_line(got));
  if (more) ++records_;
  return more;
}

Result<void> LegacyReader::names_of(std::string_view line, std::vector<std::string>& names) {
  if (format_ == LegacyFormat::rpz) {
    MUSTER_TRY(std::string name, rpz_.line(line));
    if (!name.empty()) names.push_back(std::move(name));
    return {};
  }
  MUSTER_TRY(const auto found, format_ == LegacyFormat::hosts ? hosts_names(line) : plain_names(line));
  names.assign(found.begin(), found.end());
  return {};
}

Result<bool> LegacyReader::next_line(Got& got) {
  TextLine line;
  MUSTER_TRY(const bool more, lines_->next(line));
  if (!more) return false;
  got.line = line.line;
  bytes_ = line.end_byte;
  hash_.add(line.text);
  hash_.add("\n");
  if (line.bad) {
    got.fault = line.error;
    return true;
  }
  std::vector<std::string> names;
  if (const auto taken = names_of(line.text, names); !taken.ok()) {
    got.fault = taken.error();
    return true;
  }
  for (const std::string& text : names) {
    auto name = legacy_name(text);
    if (!name.ok()) {
      got.fault = name.error();
      got.rows.clear();  // a line comes in whole or not at all
      return true;
    }
    LegacyRow row;
    row.name = std::move(*name);
    row.line = line.line;
    got.rows.push_back(std::move(row));
  }
  return true;
}

// True: the record is a header, and says where what stands.
Result<bool> LegacyReader::take_header(const CsvRecord& record) {
  Columns columns{-1, -1, -1, -1};
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const std::string word = to_lower_ascii(trim(record.fields[i]));
    int* const place = word == "name" || word == "domain" || word == "host" ? &columns.name
                       : word == "reason"                                   ? &columns.reason
                       : word == "law"                                      ? &columns.law
                       : word == "date"                                     ? &columns.date
                                                                            : nullptr;
    if (!place) continue;
    if (*place >= 0) return invalid("csv_column_twice", "The column " + word + " stands twice in the file.", word);
    *place = static_cast<int>(i);
  }
  if (columns.name < 0 && columns.reason < 0 && columns.law < 0 && columns.date < 0) return false;
  if (columns.name < 0)
    return invalid("csv_column_missing", "The file has no column name (or domain, or host).", "name");
  columns_ = columns;
  return true;
}

Result<LegacyRow> LegacyReader::row_of(const CsvRecord& record) const {
  LegacyRow row;
  row.line = record.line;
  const auto at = static_cast<std::size_t>(columns_.name);
  MUSTER_TRY(row.name, legacy_name(at < record.fields.size() ? record.fields[at] : std::string_view()));
  MUSTER_TRY(row.reason, text_of(record, columns_.reason, "reason"));
  MUSTER_TRY(row.law, text_of(record, columns_.law, "law"));
  MUSTER_TRY(const std::string date, text_of(record, columns_.date, "date"));
  if (date.empty()) return row;
  const auto day = date.size() == 10 ? parse_day(date) : parse_rfc3339(date);
  if (!day.ok()) return invalid("legacy_date", "Dates are written YYYY-MM-DD or as RFC 3339 says.", "date");
  row.dated_on = to_day(*day);
  return row;
}

Result<bool> LegacyReader::next_csv(Got& got) {
  MUSTER_TRY(const bool more, csv_->next(record_));
  if (!more) return false;
  got.line = record_.line;
  bytes_ = record_.end_byte;
  for (const auto field : record_.fields) {
    hash_.add(field);
    hash_.add("\x1f");
  }
  hash_.add("\n");
  if (record_.bad) {
    got.fault = record_.error;
    return true;
  }
  if (records_ == 0) {
    MUSTER_TRY(const bool header, take_header(record_));
    if (header) return true;
  }
  auto row = row_of(record_);
  if (row.ok())
    got.rows.push_back(std::move(*row));
  else
    got.fault = row.error();
  return true;
}

}  // namespace muster::restrictions
