#include "import_rows.h"

#include <base/csv.h>
#include <base/faults.h>
#include <base/sha256.h>
#include <base/text.h>
#include <base/words.h>
#include <resources/rpsl.h>
#include <resources/rules.h>

#include <algorithm>
#include <array>

namespace muster::resources {
namespace {

constexpr std::array<const char*, 4> kFormats{"csv", "netbox_prefixes", "netbox_aggregates", "rpsl"};
constexpr std::string_view kFields[] = {"range", "first",   "last",     "holder", "user", "source",
                                        "name",  "gateway", "location", "status", "vrf",  "mode"};

// Hashes what it reads.
class Source {
 public:
  explicit Source(std::istream& in) : in_(in) {}
  Result<std::size_t> read(char* out, std::size_t size) {
    in_.read(out, static_cast<std::streamsize>(size));
    if (in_.bad()) return unavailable("import_read", "The file can't be read any further. Nothing of it went in.");
    const auto got = static_cast<std::size_t>(in_.gcount());
    hash_.add({out, got});
    return got;
  }
  std::string sha256() const { return hash_.hex(); }

 private:
  std::istream& in_;
  Sha256 hash_;
};

// A row's texts by our fields.
using Texts = std::map<std::string, std::string>;

// Status words of NetBox and RIPE as our mode. Errors: status_deprecated.
Result<UseMode> mode_of(const Texts& texts) {
  const auto word = [&](const char* field) {
    const auto at = texts.find(field);
    return at == texts.end() ? std::string() : to_lower_ascii(trim(at->second));
  };
  const std::string mode = word("mode"), status = word("status");
  if (status == "deprecated")
    return invalid("status_deprecated", "The file says that this block is no longer in use; it is not imported.",
                   "status");
  if (!mode.empty()) {
    const auto known = use_mode(mode);
    if (!known) return invalid("block_mode", "A mode is static, dynamic, reserved or unknown.", "mode");
    return *known;
  }
  return status == "reserved" ? UseMode::reserved : UseMode::unknown;
}

Result<ImportRow> row_of(const Texts& texts, std::int64_t line) {
  const auto text = [&](const char* field) {
    const auto at = texts.find(field);
    return at == texts.end() ? std::string() : std::string(trim(at->second));
  };
  ImportRow row;
  row.line = line;
  const std::string vrf = to_lower_ascii(text("vrf"));
  if (!vrf.empty() && vrf != "global" && vrf != "none")
    return invalid("block_vrf", "The block stands in a private table (VRF); only global addresses are registered.",
                   "vrf");
  auto range =
      identifiers::parse_address_range(text("first").empty() ? text("range") : text("first") + "-" + text("last"));
  if (!range.ok()) {
    Error fault = range.error();
    fault.field = "range";
    return fault;
  }
  row.range = *range;
  MUSTER_TRY(const UseMode mode, mode_of(texts));
  MUSTER_TRY(row.particulars, check_particulars({text("name"), mode, text("gateway"), text("location")}, row.range));
  row.holder = text("holder");
  row.user = text("user");
  row.source = text("source");
  return row;
}

void add(ImportRows& rows, const Texts& texts, std::int64_t line) {
  auto row = row_of(texts, line);
  if (row.ok()) {
    rows.blocks.push_back(std::move(*row));
    return;
  }
  const auto range = texts.find("range");
  const std::string shown = range == texts.end() ? "" : range->second.substr(0, 100);
  rows.refuse(line, shown, row.error());
}

Result<void> check_size(const ImportRows& rows) {
  if (rows.blocks.size() + rows.routes.size() <= kImportRowsMax) return {};
  return invalid("import_too_large", "A file has at most " + with_separators(kImportRowsMax) +
                                         " blocks; cut it in parts. Nothing of it went in.");
}

// Where our fields stand in the file.
Result<std::map<std::string, std::size_t>> places(const std::vector<std::string_view>& header,
                                                  const ImportOptions& options) {
  const bool given = !options.mapping.empty();
  const Mapping mapping = given ? options.mapping : standard_mapping(options.format);
  if (given) MUSTER_CHECK_OK(check_mapping(mapping));
  std::map<std::string, std::size_t> out;
  for (const auto& [field, column] : mapping) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (to_lower_ascii(trim(header[i])) != to_lower_ascii(trim(column))) continue;
      if (!out.emplace(field, i).second)
        return invalid("csv_column_twice", "The column " + column + " stands twice in the file.", field);
    }
    if (given && !out.count(field))
      return invalid("csv_column_missing", "The file has no column " + column + ".", field);
  }
  if (!out.count("range") && !(out.count("first") && out.count("last")))
    return invalid("csv_column_missing",
                   "The file has no column that holds the range (range, prefix, or first and "
                   "last).",
                   "range");
  return out;
}

Result<void> read_csv(Source& source, const ImportOptions& options, ImportRows& rows) {
  CsvReader reader([&](char* out, std::size_t size) { return source.read(out, size); },
                   {.record_bytes_max = kImportRecordMax, .fields_max = 256});
  CsvRecord record;
  MUSTER_TRY(const bool any, reader.next(record));
  if (!any) return invalid("import_empty", "The file is empty.");
  if (record.bad) return record.error;
  MUSTER_TRY(const auto columns, places(record.fields, options));
  for (;;) {
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) return {};
    if (record.bad) {
      rows.refuse(record.line, "", record.error);
      continue;
    }
    Texts texts;
    for (const auto& [field, at] : columns)
      if (at < record.fields.size()) texts[field] = record.fields[at];
    add(rows, texts, record.line);
    MUSTER_CHECK_OK(check_size(rows));
  }
}

// A registry's object as a row. Who has it: its organisation, else who maintains it.
void take_object(const RpslObject& object, ImportRows& rows) {
  const std::string& kind = object.kind;
  const bool route = kind == "route" || kind == "route6";
  if (object.bad) return rows.refuse(object.line, "", object.error);
  if (!route && kind != "inetnum" && kind != "inet6num") {
    ++rows.skipped;
    return;
  }
  Texts texts{{"range", object.value(kind)},
              {"holder", object.value("org").empty() ? object.value("mnt-by") : object.value("org")},
              {"name", object.value("netname")},
              {"location", object.value("country")}};
  const std::string registry = object.value("source");
  if (!registry.empty())
    texts["source"] = registry + (object.value("status").empty() ? "" : ", " + object.value("status"));
  const std::size_t before = rows.blocks.size();
  add(rows, texts, object.line);
  if (!route || rows.blocks.size() == before) return;
  ImportRow row = std::move(rows.blocks.back());
  rows.blocks.pop_back();
  row.origin = object.value("origin");
  for (char& c : row.origin)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const bool good = row.origin.size() > 2 && row.origin.size() <= 12 && row.origin.starts_with("AS") &&
                    row.origin.find_first_not_of("0123456789", 2) == std::string::npos;
  if (!good)
    return rows.refuse(row.line, row.range.text(),
                       invalid("route_origin", "A route's origin is written AS64496.", "origin"));
  rows.routes.push_back(std::move(row));
}

Result<void> read_rpsl(Source& source, ImportRows& rows) {
  RpslReader reader([&](char* out, std::size_t size) { return source.read(out, size); });
  for (RpslObject object;;) {
    MUSTER_TRY(const bool more, reader.next(object));
    if (!more) break;
    take_object(object, rows);
    MUSTER_CHECK_OK(check_size(rows));
  }
  if (rows.blocks.empty() && rows.routes.empty() && rows.faults.empty() && rows.skipped == 0)
    return invalid("import_empty", "The file has no objects.");
  return {};
}

}  // namespace

const char* to_text(ImportFormat format) {
  return kFormats[static_cast<std::size_t>(format)];
}
std::optional<ImportFormat> import_format(std::string_view text) {
  return find_word<ImportFormat>(kFormats, text);
}

Mapping standard_mapping(ImportFormat format) {
  if (format == ImportFormat::netbox_prefixes)
    return {{"range", "prefix"},  {"user", "tenant"}, {"name", "description"},
            {"status", "status"}, {"vrf", "vrf"},     {"location", "site"}};
  if (format == ImportFormat::netbox_aggregates)
    return {{"range", "prefix"}, {"holder", "tenant"}, {"source", "rir"}, {"name", "description"}};
  Mapping own;
  for (const auto field : kFields) own.emplace(field, field);
  return own;
}

Result<void> check_mapping(const Mapping& mapping) {
  for (const auto& [field, column] : mapping) {
    if (std::find(std::begin(kFields), std::end(kFields), field) == std::end(kFields))
      return invalid("mapping_field", "There is no field of this name to map a column to.", field.substr(0, 50));
    if (trim(column).empty() || column.size() > 200 || !is_valid_utf8(column))
      return invalid("mapping_field", "Name the file's column.", field);
  }
  if (!mapping.count("range") && !(mapping.count("first") && mapping.count("last")))
    return invalid("mapping_range", "Say which column holds the range, or the first and the last address.", "range");
  return {};
}

void ImportRows::refuse(std::int64_t line, const std::string& range, const Error& error) {
  ++refused;
  for (const Error& e : faults_of(error))
    if (faults.size() < kImportErrorsMax) faults.push_back({line, range, e});
}

Result<ImportRows> read_rows(std::istream& in, const ImportOptions& options) {
  ImportRows rows;
  Source source(in);
  MUSTER_CHECK_OK(options.format == ImportFormat::rpsl ? read_rpsl(source, rows) : read_csv(source, options, rows));
  std::stable_sort(rows.blocks.begin(), rows.blocks.end(), [](const ImportRow& a, const ImportRow& b) {
    if (a.range.first != b.range.first) return a.range.first < b.range.first;
    return a.range.last > b.range.last;
  });
  rows.sha256 = source.sha256();
  return rows;
}

}  // namespace muster::resources
