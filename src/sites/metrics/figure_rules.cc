#include <base/text.h>
#include <metrics/figure.h>

#include <algorithm>
#include <bit>

namespace muster::metrics {
namespace {

constexpr std::int64_t kSteps = 16;  // classes between a size and its double
constexpr std::int64_t kMicros = 1'000'000;

Instant local(Instant t, int utc_offset_minutes) {
  return t + std::chrono::minutes(utc_offset_minutes);
}

bool too_small(const Sum& sum, int small_cell) {
  return sum.n > 0 && sum.n < small_cell;
}

void hide(Shown& row) {
  row.hidden = true;
  row.sum = {};
}

// Of the rows that are not hidden and not empty, the smallest.
Shown* smallest_shown(std::vector<Shown>& rows) {
  Shown* found = nullptr;
  for (Shown& row : rows)
    if (!row.hidden && row.sum.n > 0 && (!found || row.sum.n < found->sum.n)) found = &row;
  return found;
}

}  // namespace

std::string month_of(Instant t, int utc_offset_minutes) {
  return to_day(local(t, utc_offset_minutes)).substr(0, 7);
}

std::string next_month(const std::string& month) {
  // The 1st and 31 days is always in the month after.
  return to_day(*parse_day(month + "-01") + std::chrono::hours(24 * 31)).substr(0, 7);
}

std::string month_before(const std::string& month) {
  return to_day(*parse_day(month + "-01") - std::chrono::hours(24)).substr(0, 7);
}

Instant end_of_month(const std::string& month, int utc_offset_minutes) {
  return *parse_day(next_month(month) + "-01") - std::chrono::minutes(utc_offset_minutes);
}

std::int64_t class_of(Duration time) {
  const auto seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count() / kMicros));
  if (seconds < 2 * kSteps) return static_cast<std::int64_t>(seconds);
  const int shift = std::bit_width(seconds) - 5;  // leaves 16 to 31
  return kSteps * shift + static_cast<std::int64_t>(seconds >> shift);
}

Duration middle_of_class(std::int64_t time_class) {
  const std::int64_t shift = time_class < 2 * kSteps ? 0 : time_class / kSteps - 1;
  const std::int64_t low = (time_class - kSteps * shift) << shift;
  return Duration(low * kMicros + ((kMicros << shift) / 2));
}

void Sum::add(const Sum& other) {
  n += other.n;
  micros += other.micros;
  for (const auto& [time_class, count] : other.classes)
    if ((classes[time_class] += count) == 0) classes.erase(time_class);
}

std::optional<Duration> Sum::median() const {
  if (n <= 0 || classes.empty()) return std::nullopt;
  std::int64_t seen = 0;
  for (const auto& [time_class, count] : classes)
    if ((seen += count) * 2 >= n) return middle_of_class(time_class);
  return middle_of_class(classes.rbegin()->first);
}

std::optional<Duration> Sum::mean() const {
  if (n <= 0 || classes.empty()) return std::nullopt;
  return Duration(micros / n);
}

std::vector<std::string> values_of_cell(std::string_view cell) {
  std::vector<std::string> out;
  if (cell.empty()) return out;
  for (const std::string_view value : split(cell, '|')) out.emplace_back(value);
  return out;
}

Sum total_of(const Cells& cells) {
  Sum out;
  for (const auto& [cell, sum] : cells) out.add(sum);
  return out;
}

std::map<std::string, Sum> along(const Cells& cells, std::size_t dimension) {
  std::map<std::string, Sum> out;
  for (const auto& [cell, sum] : cells)
    if (const auto values = values_of_cell(cell); dimension < values.size()) out[values[dimension]].add(sum);
  return out;
}

std::vector<Table> shown(const Definition& definition, const Cells& cells, int small_cell) {
  const Sum total = total_of(cells);
  const bool careful = definition.persons;
  std::vector<Table> out;
  out.push_back({"", {{"", false, total}}});
  if (careful && too_small(total, small_cell)) hide(out.front().rows.front());
  for (std::size_t d = 0; d < definition.by.size(); ++d) {
    Table table{definition.by[d], {}};
    int hidden = 0;
    for (const auto& [value, sum] : along(cells, d)) {
      if (sum.n == 0) continue;
      table.rows.push_back({value, false, sum});
      if (careful && too_small(sum, small_cell)) {
        hide(table.rows.back());
        ++hidden;
      }
    }
    if (hidden == 1)
      if (Shown* next = smallest_shown(table.rows)) hide(*next);
    out.push_back(std::move(table));
  }
  return out;
}

}  // namespace muster::metrics
