// What the dashboard shows of a span of months: tiles, series, ranked regions, funnels. Every number is a figure of the
// metrics with its records behind it, or the newest census with its findings. Nothing is scanned: what is read grows
// with cells and months, not with events. Thread-safe.
#pragma once

#include <census/service.h>
#include <metrics/service.h>
#include <programme/template.h>

namespace muster::programme {

struct SeriesPoint {
  std::string month;
  metrics::Sum sum;
};
struct Series {
  const metrics::Definition* definition = nullptr;
  std::vector<SeriesPoint> points;   // each month of the span, oldest first
  metrics::Sum whole, last, before;  // of the span; of its last month; of the month before that
};
struct RankedRegion {
  std::string region;                  // "" : not known
  std::int64_t orders = 0, ended = 0;  // issued; came to their end
};
struct Stage {
  std::string name;                                 // a metric, or "observed", "unfiled"
  const metrics::Definition* definition = nullptr;  // nothing: of a census
  std::int64_t n = 0;
  std::string census_run;  // id
};
struct FunnelFigures {
  const Funnel* funnel = nullptr;
  std::vector<Stage> stages;
};
struct DashboardFigures {
  std::string from, until;
  std::int64_t position = 0;
  std::vector<Series> series;  // all metrics, in the order of the definitions
  std::vector<RankedRegion> regions;
  std::vector<FunnelFigures> funnels;
};

class Dashboard {
 public:
  Dashboard(const metrics::Service& metrics, const census::Service& census, const Template& shipped)
      : metrics_(metrics), census_(census), shipped_(shipped) {}

  static constexpr int kMonthsMax = 36;
  // `until` "": this month. `region` not "": where a figure is told apart by region, of this one alone. Errors:
  // month_form, dashboard_months.
  Result<DashboardFigures> figures(const std::string& until, int months, const std::string& region = "") const;

 private:
  Result<Series> series(const metrics::Definition& definition, const std::string& from, const std::string& until,
                        const std::string& region, std::map<std::string, metrics::Sum>* by_region) const;

  const metrics::Service& metrics_;
  const census::Service& census_;
  const Template& shipped_;
};

}  // namespace muster::programme
