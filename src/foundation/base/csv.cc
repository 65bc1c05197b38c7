#include "text_window.h"
#include <base/csv.h>

#include <cstring>
#include <istream>

namespace muster {
namespace {

constexpr const char* kQuoteSentence =
    "A quote stands where none may stand (RFC 4180); the line was left out. Put the whole field in quotes and double "
    "the "
    "quotes in it.";

// How long the line end at `at` is: 0 when there is none. A CR whose successor is not held yet counts as needing more.
std::size_t line_end_at(std::string_view text, std::size_t at, bool more_may_come, bool& need_more) {
  if (text[at] == '\n') return 1;
  if (text[at] != '\r') return 0;
  if (at + 1 < text.size()) return text[at + 1] == '\n' ? 2 : 1;
  need_more = more_may_come;
  return 1;
}

}  // namespace

ByteSource bytes_of(std::istream& in) {
  return [&in](char* out, std::size_t size) -> Result<std::size_t> {
    in.read(out, static_cast<std::streamsize>(size));
    if (in.bad())
      return unavailable("import_read",
                         "The file can't be read any further. What was committed stays; run the import again.");
    return static_cast<std::size_t>(in.gcount());
  };
}

ByteSource bytes_of(std::string_view text) {
  return [text](char* out, std::size_t size) mutable -> Result<std::size_t> {
    const std::size_t some = text.copy(out, size);
    text.remove_prefix(some);
    return some;
  };
}

struct CsvReader::Inside {
  TextWindow window;
  CsvLimits limits;
  char separator;
  std::int64_t line = 1;
  std::string unquoted;  // fields that were quoted, one after the other
  struct Extent {
    std::size_t from, to;
    bool in_unquoted;
  };
  std::vector<Extent> extents;

  enum class Scan { record, more, quote, fields, quote_open };

  // Walks over one record at the beginning of `text`; `taken` is its length with the line end, `lines` the line ends in
  // it.
  Scan scan(std::string_view text, bool more_may_come, std::size_t& taken, std::int64_t& lines);
  void take_views(std::string_view text, CsvRecord& record) const;
  void give_up(CsvRecord& record, Error error);
  void skip_line();
};

CsvReader::Inside::Scan CsvReader::Inside::scan(std::string_view text, bool more_may_come, std::size_t& taken,
                                                std::int64_t& lines) {
  extents.clear();
  unquoted.clear();
  lines = 0;
  std::size_t at = 0;
  for (;;) {  // one field a turn
    if (extents.size() == limits.fields_max) return Scan::fields;
    if (at < text.size() && text[at] == '"') {
      const std::size_t from = unquoted.size();
      ++at;
      for (;;) {
        const auto* quote = static_cast<const char*>(std::memchr(text.data() + at, '"', text.size() - at));
        const std::size_t upto = quote ? static_cast<std::size_t>(quote - text.data()) : text.size();
        const std::string_view piece = text.substr(at, upto - at);
        for (std::size_t i = 0; i < piece.size(); ++i)
          if (piece[i] == '\n' || (piece[i] == '\r' && (i + 1 >= piece.size() || piece[i + 1] != '\n'))) ++lines;
        unquoted += piece;
        at = upto;
        if (!quote) return more_may_come ? Scan::more : Scan::quote_open;
        if (at + 1 >= text.size() && more_may_come) return Scan::more;
        if (at + 1 < text.size() && text[at + 1] == '"') {
          unquoted += '"';
          at += 2;
          continue;
        }
        ++at;
        break;
      }
      extents.push_back({from, unquoted.size(), true});
    } else {
      const std::size_t from = at;
      while (at < text.size() && text[at] != separator && text[at] != '\n' && text[at] != '\r' && text[at] != '"') ++at;
      extents.push_back({from, at, false});
    }
    if (at == text.size()) {
      if (more_may_come) return Scan::more;
      taken = at;
      return Scan::record;
    }
    if (text[at] == separator) {
      ++at;
      continue;
    }
    bool need_more = false;
    const std::size_t ending = line_end_at(text, at, more_may_come, need_more);
    if (need_more) return Scan::more;
    if (ending == 0) return Scan::quote;
    ++lines;
    taken = at + ending;
    return Scan::record;
  }
}

void CsvReader::Inside::take_views(std::string_view text, CsvRecord& record) const {
  record.fields.clear();
  for (const Extent& e : extents) {
    const std::string_view of = e.in_unquoted ? std::string_view(unquoted) : text;
    record.fields.push_back(of.substr(e.from, e.to - e.from));
  }
}

// Passes over the rest of the line, however long, without holding it.
void CsvReader::Inside::skip_line() {
  for (;;) {
    const std::string_view text = window.held();
    for (std::size_t at = 0; at < text.size(); ++at) {
      bool need_more = false;
      const std::size_t ending = line_end_at(text, at, !window.at_end(), need_more);
      if (ending == 0) continue;
      if (need_more) {
        window.consume(at);
        if (window.grow()) return skip_line();
        window.consume(1);
      } else {
        window.consume(at + ending);
      }
      ++line;
      return;
    }
    window.consume(text.size());
    if (!window.grow()) return;
  }
}

void CsvReader::Inside::give_up(CsvRecord& record, Error error) {
  record.fields.clear();
  record.bad = true;
  record.error = std::move(error);
  skip_line();
}

CsvReader::CsvReader(ByteSource source, CsvLimits limits, char separator)
    : inside_(new Inside{TextWindow(std::move(source), limits.record_bytes_max), limits, separator, 1, {}, {}}) {}
CsvReader::~CsvReader() = default;

Result<bool> CsvReader::next(CsvRecord& record) {
  Inside& in = *inside_;
  MUSTER_CHECK_OK(in.window.start());
  for (;;) {
    if (in.window.held().empty() && !in.window.grow()) {
      if (in.window.failed()) return *in.window.failed();
      return false;
    }
    record.line = in.line;
    record.bad = false;
    std::size_t taken = 0;
    std::int64_t lines = 0;
    const auto found = in.scan(in.window.held(), !in.window.at_end() && !in.window.full(), taken, lines);
    switch (found) {
      case Inside::Scan::more:
        if (!in.window.grow() && in.window.failed()) return *in.window.failed();
        continue;
      case Inside::Scan::quote:
        in.give_up(record, invalid("csv_quote", kQuoteSentence));
        break;
      case Inside::Scan::quote_open:
        in.give_up(record, invalid("csv_quote_open", in.window.at_end()
                                                         ? "Quotes were opened and never closed; the line was left out."
                                                         : "Quotes were opened and not closed within " +
                                                               std::to_string(in.limits.record_bytes_max) +
                                                               " bytes; the line was left out."));
        break;
      case Inside::Scan::fields:
        in.give_up(record,
                   invalid("csv_too_many_fields", "The line has more than " + std::to_string(in.limits.fields_max) +
                                                      " fields; it was left out."));
        break;
      case Inside::Scan::record: {
        // A record counts as too long with its line end, however much of it came at once.
        if (taken >= in.limits.record_bytes_max) {
          in.give_up(record, invalid("csv_record_too_long", "The line is longer than " +
                                                                std::to_string(in.limits.record_bytes_max) +
                                                                " bytes; it was left out."));
          break;
        }
        const std::string_view text = in.window.held().substr(0, taken);
        in.line += lines;
        if (auto fault = text_fault(text, "csv")) {
          record.fields.clear();
          record.bad = true;
          record.error = std::move(*fault);
        } else {
          in.take_views(text, record);
        }
        in.window.consume(taken);
        const bool empty_line =
            !record.bad && record.fields.size() == 1 && record.fields[0].empty() && !in.extents[0].in_unquoted;
        if (empty_line) continue;
        break;
      }
    }
    record.end_byte = in.window.consumed();
    record.next_line = in.line;
    if (in.window.failed()) return *in.window.failed();
    return true;
  }
}

void append_csv_field(std::string& out, std::string_view field, bool for_spreadsheets) {
  const bool formula =
      for_spreadsheets && !field.empty() && std::string_view("=+-@\t\r").find(field[0]) != std::string_view::npos;
  if (!formula && field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace muster
