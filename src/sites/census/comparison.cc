#include "site_of.h"
#include "tally.h"
#include <base/csv.h>
#include <base/text.h>
#include <census/comparison.h>
#include <names/name.h>

#include <istream>

#include <fmt/format.h>

namespace muster::census {
namespace {

struct ComparedColumns {
  int name = -1, standing = -1, blocked = -1;
};

Result<ComparedColumns> columns_of(const CsvRecord& header) {
  ComparedColumns out;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const std::string word = to_lower_ascii(trim(header.fields[i]));
    int* const place = word == "name" || word == "domain" || word == "host" ? &out.name
                       : word == "standing"                                 ? &out.standing
                       : word == "blocked"                                  ? &out.blocked
                                                                            : nullptr;
    if (!place) continue;
    if (*place >= 0) return invalid("csv_column_twice", "The column " + word + " stands twice in the file.", word);
    *place = static_cast<int>(i);
  }
  if (out.name < 0 || (out.standing < 0 && out.blocked < 0))
    return invalid("csv_column_missing", "The file has a header with name, and standing or blocked.", "name");
  return out;
}

std::string text_at(const CsvRecord& record, int column) {
  const auto at = static_cast<std::size_t>(column);
  return column < 0 || at >= record.fields.size() ? std::string() : std::string(trim(record.fields[at]));
}

Result<std::optional<bool>> flag_of(const std::string& text) {
  const std::string word = to_lower_ascii(text);
  if (word.empty()) return std::optional<bool>();
  if (word == "1" || word == "yes" || word == "true") return std::optional(true);
  if (word == "0" || word == "no" || word == "false") return std::optional(false);
  return invalid("comparison_blocked", "Blocked is written 1 or 0, yes or no, true or false.", "blocked");
}

Result<Compared> compared(const CsvRecord& record, const ComparedColumns& columns, const Register& known,
                          const std::function<bool(const std::string&)>& blocked) {
  if (record.bad) return record.error;
  Compared out;
  out.line = record.line;
  MUSTER_TRY(const names::Name name, names::parse_name(text_at(record, columns.name)));
  out.name = site_of(name.ascii, known);
  if (out.name.empty()) return invalid("comparison_no_site", "This name is no site: a public suffix.", "name");
  if (const std::string text = to_lower_ascii(text_at(record, columns.standing)); !text.empty()) {
    out.theirs = standing_from(text);
    if (!out.theirs) return invalid("standing_unknown", "There is no such standing.", "standing");
  }
  MUSTER_TRY(out.blocked_theirs, flag_of(text_at(record, columns.blocked)));
  const auto hit = known.index().exact(out.name);
  const Judgement is = judge(entry_of(known, out.name, hit.value_or(names::Hit{})), known, {}, {});
  out.ours = is.standing;
  out.rule = is.rule;
  out.blocked_ours = blocked(name.ascii);
  return out;
}

void count(ComparisonCounts& counts, const Compared& one) {
  ++counts.names;
  counts.agree += one.agrees();
  counts.standing_differs += !one.standing_agrees();
  counts.blocked_differs += !one.blocked_agrees();
  counts.blocked_here += !one.blocked_agrees() && one.blocked_ours;
  if (one.theirs) ++counts.standings[static_cast<std::size_t>(*one.theirs)][static_cast<std::size_t>(one.ours)];
}

}  // namespace

Result<ComparisonCounts> compare(std::istream& in, const Register& known,
                                 const std::function<bool(const std::string& name)>& blocked,
                                 const ComparisonVisitors& visitors) {
  CsvReader reader(bytes_of(in), {.record_bytes_max = kComparisonRecordMax, .fields_max = 256});
  CsvRecord record;
  MUSTER_TRY(const bool any, reader.next(record));
  if (!any) return invalid("import_empty", "The file is empty.");
  if (record.bad) return record.error;
  MUSTER_TRY(const ComparedColumns columns, columns_of(record));
  ComparisonCounts counts;
  for (int lines = 1;; ++lines) {
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) return counts;
    if (visitors.progress && lines % kComparedAPiece == 0) MUSTER_CHECK_OK(visitors.progress(record.end_byte));
    const auto one = compared(record, columns, known, blocked);
    if (!one.ok()) {
      ++counts.bad_lines;
      if (visitors.bad) visitors.bad(record.line, one.error());
      continue;
    }
    count(counts, *one);
    if (!one->agrees() && visitors.differs) visitors.differs(*one);
  }
}

std::string csv_line(const Compared& c) {
  const auto flag = [](const std::optional<bool>& of) { return !of ? "" : *of ? "1" : "0"; };
  return fmt::format("{},{},{},{},{},{}", c.name, c.theirs ? to_text(*c.theirs) : std::string_view(), to_text(c.ours),
                     to_text(c.rule), flag(c.blocked_theirs), c.blocked_ours ? 1 : 0);
}

}  // namespace muster::census
