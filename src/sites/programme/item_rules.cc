// States of an item, and when it is behind. Pure.
#include <base/text.h>
#include <metrics/figure.h>
#include <programme/programme.h>

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace muster::programme {
namespace {

constexpr std::int64_t kDayMicros = 86'400'000'000;
constexpr int kStepsFromPercent = 20;  // of the time: before it no step is missed
constexpr int kMonthsAheadMax = 12;    // a line is drawn no further

std::int64_t month_number(const std::string& month) {
  return std::stoll(month.substr(0, 4)) * 12 + std::stoll(month.substr(5, 2));
}

void judge_figure(const Item& item, const Trend& trend, const std::string& today, const SupervisionRules& rules,
                  std::vector<Watch>& out) {
  if (trend.points.empty()) return;
  const double latest = trend.points.back().value;
  if (item.towards == "target" && trend.target) {
    const std::string due = std::max(item.due_on, today).substr(0, 7);
    const auto then = projected(trend, due, rules.trend_points);
    if (then && *then > *trend.target)
      out.push_back({"at_risk", "towards_target", *then, *trend.target});
    else if (!then && latest > *trend.target)
      out.push_back({"at_risk", "beyond_target", latest, *trend.target});
  }
  if (item.towards == "fewer" && static_cast<int>(trend.points.size()) >= rules.trend_points && latest > 0) {
    const std::string last = trend.points.back().month;
    const auto now = projected(trend, last, rules.trend_points);
    const auto next = projected(trend, metrics::next_month(last), rules.trend_points);
    if (now && next && *next >= *now) out.push_back({"at_risk", "not_fewer", *next - *now, 0});
  }
}

}  // namespace

const std::vector<Transition>& transitions() {
  static const std::vector<Transition> all{
      {"planned", "begin", "under_way", false, false},  {"under_way", "submit", "submitted", false, false},
      {"submitted", "return", "under_way", true, true}, {"submitted", "accept", "accepted", true, false},
      {"planned", "drop", "dropped", true, true},       {"under_way", "drop", "dropped", true, true},
      {"accepted", "reopen", "under_way", true, true},  {"dropped", "reopen", "under_way", true, true}};
  return all;
}

Result<Transition> step_from(std::string_view state, std::string_view event) {
  std::string possible;
  for (const Transition& t : transitions()) {
    if (t.from != state) continue;
    if (t.event == event) return t;
    possible += fmt::format("{}{}", possible.empty() ? "" : ", ", t.event);
  }
  return conflict("programme_item_state", fmt::format("From this state an item can: {}.", possible), "event");
}

bool is_day(std::string_view text) {
  const auto parsed = parse_day(text);
  return text.size() == 10 && parsed.ok() && to_day(*parsed) == text;
}

std::string day_after(const std::string& day, int days) {
  const auto start = parse_day(day);
  if (!start.ok()) throw std::logic_error("no day");
  return to_day(*start + Duration(kDayMicros * days));
}

int days_between(const std::string& from, const std::string& until) {
  const auto a = parse_day(from), b = parse_day(until);
  if (!a.ok() || !b.ok()) throw std::logic_error("no day");
  return static_cast<int>((b->micros - a->micros) / kDayMicros);
}

std::optional<double> projected(const Trend& trend, const std::string& month, int least) {
  const auto n = static_cast<double>(trend.points.size());
  if (static_cast<int>(trend.points.size()) < std::max(2, least)) return std::nullopt;
  const std::int64_t origin = month_number(trend.points.front().month);
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (const auto& p : trend.points) {
    const auto x = static_cast<double>(month_number(p.month) - origin);
    sx += x;
    sy += p.value;
    sxx += x * x;
    sxy += x * p.value;
  }
  const double spread = n * sxx - sx * sx;
  if (spread <= 0) return std::nullopt;
  const double slope = (n * sxy - sx * sy) / spread;
  const std::int64_t last = month_number(trend.points.back().month);
  const std::int64_t to = std::min(std::max(month_number(month), last), last + kMonthsAheadMax);
  return std::max(0.0, (sy - slope * sx) / n + slope * static_cast<double>(to - origin));
}

std::vector<Watch> judge(const Item& item, const std::string& today, const Trend* trend,
                         const SupervisionRules& rules) {
  std::vector<Watch> out;
  if (!item.open()) return out;
  const int left = days_between(today, item.due_on);
  if (item.state != "submitted") {
    if (left < 0) out.push_back({"overdue", "overdue", static_cast<double>(-left), 0});
    const bool begun = today >= item.starts_on;
    if (begun && !item.evidence.empty() && item.evidences == 0 && left <= rules.no_evidence_days)
      out.push_back(
          {"no_evidence", "no_evidence", static_cast<double>(left), static_cast<double>(rules.no_evidence_days)});
    const int late = days_between(item.starts_on, today);
    if (item.state == "planned" && late > rules.late_start_days && left >= 0)
      out.push_back({"at_risk", "not_begun", static_cast<double>(late), static_cast<double>(rules.late_start_days)});
    const int whole = days_between(item.starts_on, item.due_on);
    if (item.steps > 0 && left >= 0 && whole > 0) {
      const double passed = 100.0 * late / whole;
      const double done = 100.0 * static_cast<double>(item.steps_done) / static_cast<double>(item.steps);
      if (passed >= kStepsFromPercent && done + rules.slack_percent < passed)
        out.push_back({"at_risk", "steps_behind", done, passed});
    }
  }
  if (trend) judge_figure(item, *trend, today, rules, out);
  return out;
}

}  // namespace muster::programme
