// Figures of a campaign: from counters that move with the lines, never from a scan.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <campaigns/campaign.h>

namespace muster::campaigns {

// How many lines of a region, a dealer or a wave stand where.
struct Row {
  std::string key;
  Counts counts{};
};

struct Progress {
  Counts all{};
  std::vector<Row> waves;    // by ordinal; the key is its name
  std::vector<Row> regions;  // by name
  std::int64_t messages_waiting = 0, messages_sent = 0, messages_delivered = 0, messages_failed = 0;
};

// For readers outside of the house: a figure from 1 to cell_min - 1 is not told, nor one from whose row or column it
// could be reckoned: in each row and column that lacks one figure, the next smallest goes too (complementary
// suppression; cf. Willenborg, de Waal 2001, Elements of Statistical Disclosure Control, 6.2).
struct OutwardRow {
  std::string key;
  std::array<std::optional<std::int64_t>, kLineStateCount> counts;
  std::optional<std::int64_t> all;
};
std::vector<OutwardRow> outward(const std::vector<Row>& rows, std::int64_t cell_min);

// How many lines of a wave will be barred at its deadline, if all goes on as in the last days.
struct Forecast {
  std::int64_t wave = 0;
  Instant deadline;
  std::int64_t open = 0;        // unverified, invited or warned now
  std::int64_t registered = 0;  // in the window
  double a_day = 0;             // their mean
  double days_left = 0;
  // max(0, open - a_day * days_left): as many each day as now.
  std::int64_t barred_straight = 0;
  // open * exp(-h * days_left) with h = registered / line-days at risk in the window: as large a part each day as now.
  // h is the maximum-likelihood estimate of a constant hazard (Cox, Oakes 1984, Analysis of Survival Data, 3.2); low
  // and high are with h at registered ± 1.96 * sqrt(registered).
  std::int64_t barred_hazard = 0, low = 0, high = 0;
  std::vector<std::pair<std::string, std::int64_t>> days;  // registered again, by day of the window
};
// `days`: registered again by day; the window is the whole days before the one of `now`, `window` of them, fewer since
// `begun`. Pure.
Forecast forecast_of(const Wave& wave, const Counts& counts, const std::map<std::string, std::int64_t>& days,
                     int window, Instant begun, Instant now);

}  // namespace muster::campaigns
