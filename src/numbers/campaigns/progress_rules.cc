#include <cmath>

#include <campaigns/progress.h>

namespace muster::campaigns {
namespace {

constexpr Duration kDay = std::chrono::hours(24);
constexpr std::size_t kColumns = kLineStateCount;

// A table in which some cells are hidden.
class Hiding {
 public:
  Hiding(const std::vector<Row>& rows, std::int64_t cell_min) : rows_(rows), hidden_(rows.size()) {
    for (std::size_t r = 0; r < rows.size(); ++r)
      for (std::size_t c = 0; c < kColumns; ++c) hidden_[r][c] = rows[r].counts[c] > 0 && rows[r].counts[c] < cell_min;
    // Each round hides at least one more cell, or is the last.
    while (complete_rows() || complete_columns()) {
    }
  }
  bool hidden(std::size_t r, std::size_t c) const { return hidden_[r][c]; }

 private:
  bool complete_rows() {
    bool more = false;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      std::vector<std::pair<std::size_t, std::size_t>> cells;
      for (std::size_t c = 0; c < kColumns; ++c) cells.emplace_back(r, c);
      more = complete(cells) || more;
    }
    return more;
  }
  bool complete_columns() {
    bool more = false;
    for (std::size_t c = 0; c < kColumns; ++c) {
      std::vector<std::pair<std::size_t, std::size_t>> cells;
      for (std::size_t r = 0; r < rows_.size(); ++r) cells.emplace_back(r, c);
      more = complete(cells) || more;
    }
    return more;
  }
  // One hidden cell alone follows from the sum: the next smallest goes too, one above nought if there is one.
  bool complete(const std::vector<std::pair<std::size_t, std::size_t>>& cells) {
    std::size_t count = 0;
    const std::pair<std::size_t, std::size_t>* next = nullptr;
    const auto better = [&](std::int64_t a, std::int64_t b) { return b == 0 ? a > 0 : a > 0 && a < b; };
    for (const auto& cell : cells) {
      if (hidden_[cell.first][cell.second])
        ++count;
      else if (!next || better(at(cell), at(*next)))
        next = &cell;
    }
    if (count != 1 || !next) return false;
    hidden_[next->first][next->second] = true;
    return true;
  }
  std::int64_t at(const std::pair<std::size_t, std::size_t>& cell) const {
    return rows_[cell.first].counts[cell.second];
  }

  const std::vector<Row>& rows_;
  std::vector<std::array<bool, kColumns>> hidden_;
};

}  // namespace

std::vector<OutwardRow> outward(const std::vector<Row>& rows, std::int64_t cell_min) {
  const Hiding hiding(rows, cell_min);
  std::vector<OutwardRow> out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    OutwardRow row{rows[r].key, {}, {}};
    for (std::size_t c = 0; c < kColumns; ++c)
      if (!hiding.hidden(r, c)) row.counts[c] = rows[r].counts[c];
    const std::int64_t all = sum(rows[r].counts);
    if (all == 0 || all >= cell_min) row.all = all;
    out.push_back(std::move(row));
  }
  return out;
}

Forecast forecast_of(const Wave& wave, const Counts& counts, const std::map<std::string, std::int64_t>& days,
                     int window, Instant begun, Instant now) {
  const auto of = [&](LineState s) { return counts[static_cast<std::size_t>(s)]; };
  Forecast f;
  f.wave = wave.ordinal;
  f.deadline = wave.one_way_at;
  f.open = of(LineState::unverified) + of(LineState::invited) + of(LineState::warned);
  f.days_left = std::max(0.0, static_cast<double>((wave.one_way_at - now).count()) / static_cast<double>(kDay.count()));
  const auto on = [&](const std::string& day) {
    const auto at = days.find(day);
    return at == days.end() ? std::int64_t{0} : at->second;
  };
  // Backwards from now: who is open now and who registered later were at risk on that day.
  double at_risk = 0;
  std::int64_t later = on(to_day(now));
  for (int back = 1; back <= window; ++back) {
    const Instant day = now - kDay * back;
    if (to_day(day) < to_day(begun)) break;
    const std::int64_t n = on(to_day(day));
    at_risk += static_cast<double>(f.open + later) + static_cast<double>(n) / 2;
    later += n;
    f.registered += n;
    f.days.insert(f.days.begin(), {to_day(day), n});
  }
  const auto whole = static_cast<double>(f.days.size());
  f.a_day = f.days.empty() ? 0 : static_cast<double>(f.registered) / whole;
  const auto rounded = [](double x) { return static_cast<std::int64_t>(std::llround(std::max(0.0, x))); };
  const auto left = static_cast<double>(f.open);
  f.barred_straight = rounded(left - f.a_day * f.days_left);
  const auto after = [&](double registered) {
    return at_risk <= 0 ? f.open : rounded(left * std::exp(-std::max(0.0, registered) / at_risk * f.days_left));
  };
  const auto seen = static_cast<double>(f.registered);
  f.barred_hazard = after(seen);
  f.low = after(seen + 1.96 * std::sqrt(seen));
  f.high = after(seen - 1.96 * std::sqrt(seen));
  return f;
}

}  // namespace muster::campaigns
