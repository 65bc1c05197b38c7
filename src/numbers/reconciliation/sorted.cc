// A line is a number and what is said of it, in eight bytes whose order is the number's.
#include "scratch.h"
#include <base/text.h>
#include <lines/rules.h>

#include <algorithm>
#include <queue>

#include <reconciliation/rules.h>
#include <reconciliation/sorted.h>

namespace muster::reconciliation {
namespace {

constexpr std::int64_t kLinesBetweenQuestions = 65'536;

std::uint64_t packed(const Theirs& line) {
  return static_cast<std::uint64_t>(line.msisdn) << 8 | static_cast<std::uint64_t>(line.service) << 2 |
         static_cast<std::uint64_t>(line.verified);
}
Theirs unpacked(std::uint64_t value) {
  return {static_cast<std::int64_t>(value >> 8), static_cast<Serving>(value >> 2 & 3),
          static_cast<Verified>(value & 3)};
}

struct Columns {
  static constexpr std::size_t kNone = ~std::size_t{0};
  std::size_t msisdn = kNone, state = kNone, verified = kNone, count = 0;
};

Result<Columns> columns_of(const CsvRecord& header) {
  Columns columns;
  columns.count = header.fields.size();
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const std::string name = to_lower_ascii(trim(header.fields[i]));
    std::size_t* column = name == "msisdn"     ? &columns.msisdn
                          : name == "state"    ? &columns.state
                          : name == "verified" ? &columns.verified
                                               : nullptr;
    if (!column)
      return invalid("csv_column_unknown",
                     "Column " + std::to_string(i + 1) + " is none of msisdn, state and verified. Leave it out.");
    if (*column != Columns::kNone)
      return invalid("csv_column_twice", "The column " + name + " stands there twice.", name);
    *column = i;
  }
  if (columns.msisdn == Columns::kNone)
    return invalid("csv_column_missing", "The file has no column msisdn.", "msisdn");
  return columns;
}

// Digits alone, as nearly all are, without a copy; the rest by the rule for numbers.
Result<std::int64_t> number_of(std::string_view text) {
  std::string_view digits = trim(text);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t value = 0;
  bool plain = digits.size() >= 7 && digits.size() <= 15 && digits[0] != '0';
  for (std::size_t i = 0; plain && i < digits.size(); ++i) {
    plain = digits[i] >= '0' && digits[i] <= '9';
    value = value * 10 + (digits[i] - '0');
  }
  if (plain) return value;
  const auto parsed = lines::parse_msisdn(trim(text));
  if (parsed.ok()) return *parsed;
  return invalid("msisdn_form", "A number is of 7 to 15 digits with its country code (E.164).", "msisdn");
}

Result<Theirs> theirs_of(const CsvRecord& record, const Columns& columns) {
  if (record.fields.size() != columns.count)
    return invalid("csv_fields", "The line has " + std::to_string(record.fields.size()) + " fields, the header " +
                                     std::to_string(columns.count) + ".");
  Theirs line;
  MUSTER_TRY(line.msisdn, number_of(record.fields[columns.msisdn]));
  if (columns.state != Columns::kNone) {
    const auto service = service_word(record.fields[columns.state]);
    if (!service) return invalid("state_word", "The state is none of: serves, barred, ended, or empty.", "state");
    line.service = *service;
  }
  if (columns.verified != Columns::kNone) {
    const auto verified = verified_word(record.fields[columns.verified]);
    if (!verified) return invalid("verified_word", "Verified is yes, no or empty.", "verified");
    line.verified = *verified;
  }
  return line;
}

}  // namespace

struct Sorted::Inside {
  std::vector<std::uint64_t> held;  // the last piece, sorted
  std::size_t at = 0;
  std::vector<Scratch> pieces;
  std::int64_t numbers = 0, bad = 0, repeated = 0;
  Theirs now;
  std::int64_t last = -1;
  // Fronts of all pieces; the index pieces.size() is `held`.
  using Front = std::pair<std::uint64_t, std::size_t>;
  std::priority_queue<Front, std::vector<Front>, std::greater<>> fronts;

  Result<void> spill(const std::string& folder) {
    std::sort(held.begin(), held.end());
    MUSTER_TRY(Scratch piece, Scratch::write(folder, held));
    pieces.push_back(std::move(piece));
    held.clear();
    return {};
  }
  void begin() {
    std::sort(held.begin(), held.end());
    for (std::size_t i = 0; i < pieces.size(); ++i)
      if (!pieces[i].ended()) fronts.emplace(pieces[i].front(), i);
    if (!held.empty()) fronts.emplace(held.front(), pieces.size());
  }
  Result<std::uint64_t> take() {
    const auto [value, from] = fronts.top();
    fronts.pop();
    if (from == pieces.size()) {
      if (++at < held.size()) fronts.emplace(held[at], from);
      return value;
    }
    MUSTER_CHECK_OK(pieces[from].advance());
    if (!pieces[from].ended()) fronts.emplace(pieces[from].front(), from);
    return value;
  }
};

Sorted::Sorted(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Sorted::Sorted(Sorted&&) noexcept = default;
Sorted& Sorted::operator=(Sorted&&) noexcept = default;
Sorted::~Sorted() = default;

Result<Sorted> Sorted::read(const ByteSource& source, const SortLimits& limits, const SortVisitors& visitors) {
  auto inside = std::make_unique<Inside>();
  const std::size_t held_max = std::max<std::size_t>(limits.memory_max, 64u << 10) / sizeof(std::uint64_t);
  CsvReader reader(source, {.record_bytes_max = 64u << 10, .fields_max = 16});
  CsvRecord record;
  MUSTER_TRY(const bool any, reader.next(record));
  if (!any) return invalid("import_empty", "The file is empty.");
  if (record.bad) return record.error;
  MUSTER_TRY(const Columns columns, columns_of(record));
  for (std::int64_t lines = 1;; ++lines) {
    if (lines % kLinesBetweenQuestions == 0 && visitors.go_on && !visitors.go_on(lines))
      return refused("reconciliation_stopped", "The reading was stopped; nothing was changed.");
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) break;
    const auto line = record.bad ? Result<Theirs>(record.error) : theirs_of(record, columns);
    if (!line.ok()) {
      ++inside->bad;
      if (visitors.bad) visitors.bad({record.line, line.error()});
      continue;
    }
    ++inside->numbers;
    inside->held.push_back(packed(*line));
    if (inside->held.size() == held_max) MUSTER_CHECK_OK(inside->spill(limits.folder));
  }
  inside->begin();
  return Sorted(std::move(inside));
}

Result<const Theirs*> Sorted::next() {
  Inside& in = *inside_;
  while (!in.fronts.empty()) {
    MUSTER_TRY(const std::uint64_t value, in.take());
    in.now = unpacked(value);
    if (in.now.msisdn == in.last) {
      ++in.repeated;
      continue;
    }
    in.last = in.now.msisdn;
    return &in.now;
  }
  return nullptr;
}

std::int64_t Sorted::numbers() const {
  return inside_->numbers;
}
std::int64_t Sorted::bad() const {
  return inside_->bad;
}
std::int64_t Sorted::repeated() const {
  return inside_->repeated;
}

}  // namespace muster::reconciliation
