#include <programme/dashboard.h>

#include <algorithm>

namespace muster::programme {
namespace {

constexpr std::size_t kRegionsShown = 50;
constexpr int kRunsLookedAt = 50;

// Where the definition tells regions apart; nothing: it doesn't.
std::optional<std::size_t> region_of(const metrics::Definition& d) {
  const auto found = std::find(d.by.begin(), d.by.end(), "region");
  return found == d.by.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - d.by.begin()));
}

std::int64_t observed(const census::Run& run) {
  std::int64_t n = 0;
  for (const auto sites : run.sites) n += sites;
  return n;
}

}  // namespace

Result<Series> Dashboard::series(const metrics::Definition& definition, const std::string& from,
                                 const std::string& until, const std::string& region,
                                 std::map<std::string, metrics::Sum>* by_region) const {
  MUSTER_TRY(const auto months, metrics_.figures(definition.name, std::min(from, metrics::month_before(until)), until));
  const auto dimension = region_of(definition);
  const auto sum_of = [&](const std::string& month) {
    const auto found = months.find(month);
    if (found == months.end()) return metrics::Sum{};
    if (!region.empty() && dimension) {
      auto parts = metrics::along(found->second, *dimension);
      return parts[region];
    }
    return metrics::total_of(found->second);
  };
  Series out;
  out.definition = &definition;
  for (std::string month = from;; month = metrics::next_month(month)) {
    out.points.push_back({month, sum_of(month)});
    out.whole.add(out.points.back().sum);
    if (by_region && dimension)
      if (const auto found = months.find(month); found != months.end())
        for (const auto& [name, sum] : metrics::along(found->second, *dimension)) (*by_region)[name].add(sum);
    if (month == until) break;
  }
  out.last = out.points.back().sum;
  out.before = sum_of(metrics::month_before(until));
  return out;
}

Result<DashboardFigures> Dashboard::figures(const std::string& until, int months, const std::string& region) const {
  if (months < 1 || months > kMonthsMax) return invalid("dashboard_months", "Ask for 1 to 36 months.", "months");
  DashboardFigures out;
  out.until = until.empty() ? metrics_.current_month() : until;
  if (!metrics::is_month(out.until)) return invalid("month_form", "Write a month as 2026-03.", "until");
  out.from = out.until;
  for (int i = 1; i < months; ++i) out.from = metrics::month_before(out.from);
  // Read before the figures: what moves meanwhile is told anew.
  MUSTER_TRY(out.position, metrics_.position());
  std::map<std::string, metrics::Sum> orders, ended;
  for (const auto& d : metrics_.definitions().items) {
    auto* regions = d.name == "orders_issued" ? &orders : d.name == "sites_restored" ? &ended : nullptr;
    MUSTER_TRY(auto one, series(d, out.from, out.until, region, regions));
    out.series.push_back(std::move(one));
  }
  for (const auto& [name, sum] : orders) out.regions.push_back({name, sum.n, ended[name].n});
  std::sort(out.regions.begin(), out.regions.end(), [](const RankedRegion& a, const RankedRegion& b) {
    return a.orders != b.orders ? a.orders > b.orders : a.region < b.region;
  });
  if (out.regions.size() > kRegionsShown) out.regions.resize(kRegionsShown);

  MUSTER_TRY(const auto runs, census_.list("", kRunsLookedAt));
  const auto newest = std::find_if(runs.begin(), runs.end(), [](const census::Run& r) { return r.state == "done"; });
  for (const Funnel& funnel : shipped_.funnels) {
    FunnelFigures figures{&funnel, {}};
    for (const std::string& name : funnel.stages) {
      Stage stage{name, metrics_.definitions().find(name), 0, {}};
      if (stage.definition) {
        for (const Series& s : out.series)
          if (s.definition == stage.definition) stage.n = s.whole.n;
      } else if (newest != runs.end()) {
        stage.census_run = newest->id;
        stage.n =
            name == "observed" ? observed(*newest) : newest->sites[static_cast<std::size_t>(census::Standing::unfiled)];
      }
      figures.stages.push_back(std::move(stage));
    }
    out.funnels.push_back(std::move(figures));
  }
  return out;
}

}  // namespace muster::programme
