#include "csv_row.h"

#include <base/text.h>
#include <census/intake.h>

namespace muster::census {
namespace {

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// A quoted field begins at text[at]; moves `at` behind its closing quote.
bool quoted(std::string_view text, std::size_t& at, std::string_view& field, std::string& unquoted) {
  const std::size_t from = ++at;
  bool doubled = false;
  for (;;) {
    const auto quote = text.find('"', at);
    if (quote == std::string_view::npos || quote - from > kLineMax) return false;
    at = quote + 1;
    if (at < text.size() && text[at] == '"') {
      doubled = true;
      ++at;
      continue;
    }
    field = text.substr(from, quote - from);
    break;
  }
  if (!doubled) return true;
  // `unquoted` has room for a whole record, so that views into it stay.
  const std::size_t start = unquoted.size();
  for (std::size_t i = 0; i < field.size(); ++i) {
    unquoted += field[i];
    if (field[i] == '"') ++i;
  }
  field = std::string_view(unquoted).substr(start);
  return true;
}

}  // namespace

CsvFault next_row(std::string_view& text, char separator, CsvRow& row, std::size_t& line_ends) {
  row.count = 0;
  row.unquoted.clear();
  if (row.unquoted.capacity() < 2 * kLineMax) row.unquoted.reserve(2 * kLineMax);
  const std::string_view whole = text;
  const auto bad = [&](CsvFault fault) {
    const auto end = whole.find('\n');
    text = end == std::string_view::npos ? std::string_view() : whole.substr(end + 1);
    line_ends = end == std::string_view::npos ? 0 : 1;
    return fault;
  };
  line_ends = 0;
  for (std::size_t at = 0;;) {
    if (row.count == kColumnsMax) return bad(CsvFault::too_many);
    std::string_view& field = row.fields[row.count];
    if (at < whole.size() && whole[at] == '"') {
      if (!quoted(whole, at, field, row.unquoted)) return bad(CsvFault::quote);
      line_ends += static_cast<std::size_t>(std::count(field.begin(), field.end(), '\n'));
      if (at < whole.size() && whole[at] == '\r') ++at;
      if (at < whole.size() && whole[at] != separator && whole[at] != '\n') return bad(CsvFault::quote);
    } else {
      const std::size_t from = at;
      while (at < whole.size() && whole[at] != separator && whole[at] != '\n') ++at;
      field = whole.substr(from, at - from);
    }
    ++row.count;
    if (at > kLineMax) return bad(CsvFault::too_long);
    if (at < whole.size() && whole[at] == separator) {
      ++at;
      continue;
    }
    field = without_return(field);
    if (at < whole.size()) ++line_ends;
    text = whole.substr(std::min(at + 1, whole.size()));
    return CsvFault::none;
  }
}

Columns columns_of(std::string_view first_bytes) {
  Columns columns;
  const std::string_view line = first_bytes.substr(0, first_bytes.find('\n'));
  std::size_t best = 0;
  for (const char c : {',', ';', '\t'}) {
    const auto count = static_cast<std::size_t>(std::count(line.begin(), line.end(), c));
    if (count > best) {
      best = count;
      columns.separator = c;
    }
  }
  CsvRow row;
  std::size_t ends = 0;
  if (first_bytes.empty() || next_row(first_bytes, columns.separator, row, ends) != CsvFault::none) return columns;
  int name = -1;
  for (std::size_t i = 0; i < row.count; ++i) {
    const std::string title = to_lower_ascii(trim(row.fields[i]));
    const int column = static_cast<int>(i);
    if (name < 0 && (title == "name" || title == "domain" || title == "host" || title == "hostname" || title == "site"))
      name = column;
    if (title == "provider" || title == "access_provider") columns.provider = column;
    if (title == "address" || title == "ip") columns.address = column;
  }
  columns.header = name >= 0;
  if (columns.header)
    columns.name = name;
  else
    columns.provider = columns.address = -1;
  return columns;
}

}  // namespace muster::census
