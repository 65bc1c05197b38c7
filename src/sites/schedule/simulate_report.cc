#include <schedule/simulate.h>

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::schedule {
namespace {

namespace json = boost::json;

constexpr int kWidth = 860, kLeft = 190, kRight = 24, kTop = 48, kRow = 26;
// Colours that stay apart for the colour-blind (after Okabe & Ito 2008).
constexpr const char* kColours[] = {"#999999", "#bbbbbb", "#e69f00", "#56b4e9", "#0072b2", "#cc79a7",
                                    "#f0a3ff", "#009e73", "#d55e00", "#b8860b", "#000000"};

std::size_t place_of(std::string_view code) {
  std::size_t i = 0;
  for (const SimSchedule& schedule : sim_schedules()) {
    if (schedule.code == code) return i;
    ++i;
  }
  return 0;
}
std::string name_of(std::string_view code) {
  return std::string(sim_schedules()[place_of(code)].en);
}

std::string head(int height, const std::string& title, const std::string& below) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n"
      "<text x=\"16\" y=\"20\" font-size=\"15\">{2}</text>\n<text x=\"16\" y=\"37\" fill=\"#666666\">{3}</text>\n",
      kWidth, height, title, below);
}

std::string world_of(const Simulation& simulation) {
  const SimOptions& o = simulation.options;
  return fmt::format("seed {}, {} sites, {} days after {}, one test a site in {} days", o.seed, o.sites, o.days,
                     o.burn_in, o.interval_days);
}

std::string bars(const Simulation& simulation) {
  double most = 0;
  for (const SimResult& r : simulation.results) most = std::max(most, r.exposure);
  const SimResult* base = simulation.find("uniform");
  std::string out = head(kTop + kRow * static_cast<int>(simulation.results.size()) + 16,
                         "Undetected violation, weighted site-days a day", world_of(simulation));
  int y = kTop;
  for (const SimResult& r : simulation.results) {
    const double width = most > 0 ? r.exposure / most * (kWidth - kLeft - kRight - 110) : 0;
    const std::string ratio = base && base->exposure > 0 ? fmt::format(" ({:.3f})", r.exposure / base->exposure) : "";
    out += fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"18\" "
        "fill=\"{}\"/><text x=\"{:.1f}\" y=\"{}\">{:.0f}{}</text>\n",
        kLeft - 8, y + 14, name_of(r.code), kLeft, y, width, kColours[place_of(r.code)], kLeft + width + 6, y + 14,
        r.exposure, ratio);
    y += kRow;
  }
  return out + "</svg>\n";
}

struct Curve {
  std::string code;
  std::vector<double> values;
};
struct Axes {
  std::string title, below, across;
  double x_max = 1, y_max = 1;
  std::string y_unit;
};

std::string lines(const Axes& axes, const std::vector<Curve>& curves) {
  constexpr int kHeight = 460, kBottom = 40, kTicks = 5, kFrom = 70, kLegend = 190;
  const double w = kWidth - kFrom - kLegend, h = kHeight - kTop - kBottom;
  std::string out = head(kHeight, axes.title, axes.below);
  for (int tick = 0; tick <= kTicks; ++tick) {
    const double share = static_cast<double>(tick) / kTicks, x = kFrom + share * w, y = kTop + h - share * h;
    out += fmt::format(
        "<line x1=\"{0}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#e5e5e5\"/><text x=\"{3}\" "
        "y=\"{4:.1f}\" text-anchor=\"end\">{5:.4g}{6}</text><text x=\"{7:.1f}\" y=\"{8}\" "
        "text-anchor=\"middle\">{9:.4g}</text>\n",
        kFrom, kFrom + w, y, kFrom - 6, y + 4, share * axes.y_max, axes.y_unit, x, kHeight - kBottom + 16,
        share * axes.x_max);
  }
  out += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", kFrom + w / 2, kHeight - 6,
                     axes.across);
  int legend = kTop + 10;
  for (const Curve& curve : curves) {
    std::string points;
    const std::size_t stride = std::max<std::size_t>(1, curve.values.size() / 400);
    for (std::size_t i = 0; i < curve.values.size(); i += stride)
      points +=
          fmt::format("{:.1f},{:.1f} ", kFrom + static_cast<double>(i) / static_cast<double>(curve.values.size()) * w,
                      kTop + h - std::min(1.0, curve.values[i] / axes.y_max) * h);
    const char* colour = kColours[place_of(curve.code)];
    out += fmt::format(
        "<polyline fill=\"none\" stroke=\"{0}\" stroke-width=\"1.6\" points=\"{1}\"/><rect x=\"{2}\" y=\"{3}\" "
        "width=\"14\" height=\"4\" fill=\"{0}\"/><text x=\"{4}\" y=\"{5}\">{6}</text>\n",
        colour, points, kWidth - kLegend + 12, legend - 4, kWidth - kLegend + 32, legend + 2, name_of(curve.code));
    legend += 20;
  }
  return out + "</svg>\n";
}

std::string delays(const Simulation& simulation) {
  constexpr double kShownDays = 90;
  std::vector<Curve> curves;
  for (const SimResult& r : simulation.results) {
    const auto bins = std::min(r.found_by.size(), static_cast<std::size_t>(kShownDays / kDelayBinDays));
    curves.push_back({r.code, {r.found_by.begin(), r.found_by.begin() + static_cast<std::ptrdiff_t>(bins)}});
    for (double& v : curves.back().values) v *= 100;
  }
  return lines({"Onsets found within so many days", world_of(simulation), "days from onset", kShownDays, 100, " %"},
               curves);
}

std::string over_time(const Simulation& simulation) {
  std::vector<Curve> curves;
  double most = 1, days = 1;
  for (const SimResult& r : simulation.results) {
    curves.push_back({r.code, r.daily});
    days = static_cast<double>(r.daily.size());
    // The world as it is found at the start stands far above all that follows.
    for (std::size_t day = r.daily.size() / 10; day < r.daily.size(); ++day) most = std::max(most, r.daily[day]);
  }
  return lines({"Weighted sites that violate undetected", world_of(simulation) + "; the burn-in is shown",
                "days from the first test", days, most * 1.05, ""},
               curves);
}

json::value finite(double value) {
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

}  // namespace

std::vector<Plot> plots_of(const Simulation& simulation) {
  return {
      {"exposure.svg", bars(simulation)}, {"delays.svg", delays(simulation)}, {"over-time.svg", over_time(simulation)}};
}

std::string json_of(const Simulation& simulation) {
  const SimOptions& o = simulation.options;
  const SimResult* base = simulation.find("uniform");
  const SimResult* best = simulation.find("optimum");
  json::array results;
  for (const SimResult& r : simulation.results)
    results.push_back(json::object{
        {"schedule", r.code},
        {"tests", r.tests},
        {"onsets", r.onsets},
        {"found", r.found},
        {"false_alarms", r.false_alarms},
        {"exposure", r.exposure},
        {"exposure_to_uniform", base && base->exposure > 0 ? json::value(r.exposure / base->exposure) : nullptr},
        {"exposure_to_optimum", best && best->exposure > 0 ? json::value(r.exposure / best->exposure) : nullptr},
        {"sites_violating", r.plain_exposure},
        {"median_delay_days", finite(r.median_delay)},
        {"p90_delay_days", finite(r.p90_delay)},
        {"longest_gap_days", r.longest_gap},
        {"seconds", r.seconds}});
  return json::serialize(json::object{{"seed", o.seed},
                                      {"sites", o.sites},
                                      {"days", o.days},
                                      {"burn_in", o.burn_in},
                                      {"interval_days", o.interval_days},
                                      {"onsets_per_site_year", o.onsets_per_site_year},
                                      {"told", o.told},
                                      {"floor_days", o.settings.floor_days},
                                      {"results", std::move(results)}});
}

}  // namespace muster::schedule
