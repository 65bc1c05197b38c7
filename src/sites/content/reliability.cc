// How good probabilities are, how far reviewers agree, how far a distribution moved.
#include <base/text.h>
#include <content/calibration.h>

#include <cmath>

#include <fmt/format.h>

namespace muster::content {

Result<Platt> fit_platt(std::span<const Outcome> outcomes) {
  double positive = 0;
  for (const Outcome& each : outcomes) positive += each.positive;
  const double negative = static_cast<double>(outcomes.size()) - positive;
  if (positive < 10 || negative < 10)
    return invalid("train_data", "Calibrating needs at least ten texts of each kind.");
  const double high = (positive + 1) / (positive + 2), low = 1 / (negative + 2);
  double a = 1, b = std::log((positive + 1) / (negative + 1));
  // Newton's method with a small ridge; two parameters, so that the system is solved by hand.
  for (int step = 0; step < 100; ++step) {
    double g_a = 0, g_b = 0, h_aa = 1e-9, h_ab = 0, h_bb = 1e-9;
    for (const Outcome& each : outcomes) {
      const double p = 1 / (1 + std::exp(-(a * each.score + b))), target = each.positive ? high : low;
      const double d = p - target, w = std::max(p * (1 - p), 1e-12);
      g_a += d * each.score;
      g_b += d;
      h_aa += w * each.score * each.score;
      h_ab += w * each.score;
      h_bb += w;
    }
    const double det = h_aa * h_bb - h_ab * h_ab;
    if (!(std::abs(det) > 1e-18)) break;
    double d_a = (h_bb * g_a - h_ab * g_b) / det, d_b = (h_aa * g_b - h_ab * g_a) / det;
    const double longest = std::max(std::abs(d_a), std::abs(d_b));
    if (longest > 2) {  // no leaps where the data are separable
      d_a *= 2 / longest;
      d_b *= 2 / longest;
    }
    a -= d_a;
    b -= d_b;
    if (longest < 1e-9) break;
  }
  return Platt{std::clamp(a, 1e-3, 100.0), std::clamp(b, -100.0, 100.0)};
}

Reliability reliability_of(std::span<const Outcome> probabilities) {
  Reliability out;
  out.bins.resize(10);
  for (std::size_t i = 0; i < 10; ++i) {
    out.bins[i].from = static_cast<double>(i) / 10;
    out.bins[i].to = static_cast<double>(i + 1) / 10;
  }
  for (const Outcome& each : probabilities) {
    ReliabilityBin& bin = out.bins[static_cast<std::size_t>(std::clamp(static_cast<int>(each.score * 10), 0, 9))];
    ++bin.count;
    bin.mean += each.score;
    bin.share += each.positive;
    const double error = each.score - (each.positive ? 1 : 0);
    out.brier += error * error;
    ++out.count;
  }
  if (out.count == 0) return out;
  out.brier /= static_cast<double>(out.count);
  for (ReliabilityBin& bin : out.bins) {
    if (bin.count == 0) continue;
    bin.mean /= static_cast<double>(bin.count);
    bin.share /= static_cast<double>(bin.count);
    out.ece += std::abs(bin.mean - bin.share) * static_cast<double>(bin.count) / static_cast<double>(out.count);
  }
  return out;
}

std::string reliability_svg(const Reliability& r, const std::string& title) {
  const auto x = [](double v) { return 40 + v * 260; };
  const auto y = [](double v) { return 300 - v * 260; };
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 340 350\" width=\"340\" height=\"350\" "
      "font-family=\"sans-serif\" font-size=\"11\">\n<title>{0}</title>\n<text x=\"40\" y=\"20\" "
      "font-size=\"13\">{0}</text>\n<rect x=\"40\" y=\"40\" width=\"260\" height=\"260\" fill=\"none\" "
      "stroke=\"#888\"/>\n<line x1=\"40\" y1=\"300\" x2=\"300\" y2=\"40\" stroke=\"#bbb\" stroke-dasharray=\"4\"/>\n",
      html_escape(title));
  std::string points;
  for (const ReliabilityBin& bin : r.bins) {
    if (bin.count == 0) continue;
    points += fmt::format("{:.1f},{:.1f} ", x(bin.mean), y(bin.share));
    svg += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"#2a6fb0\" fill-opacity=\"0.6\"><title>"
        "{} texts, said {:.2f}, were {:.2f}</title></circle>\n",
        x(bin.mean), y(bin.share), 3 + std::log10(static_cast<double>(bin.count) + 1) * 2, bin.count, bin.mean,
        bin.share);
  }
  svg += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"#2a6fb0\"/>\n", points);
  for (int i = 0; i <= 10; i += 5)
    svg += fmt::format(
        "<text x=\"{:.0f}\" y=\"315\" text-anchor=\"middle\">{:.1f}</text><text x=\"34\" y=\"{:.0f}\" "
        "text-anchor=\"end\">{:.1f}</text>\n",
        x(i / 10.0), i / 10.0, y(i / 10.0) + 4, i / 10.0);
  svg += fmt::format(
      "<text x=\"170\" y=\"332\" text-anchor=\"middle\">probability said</text>\n<text x=\"40\" "
      "y=\"346\">{} texts, Brier {:.4f}, expected calibration error {:.4f}</text>\n</svg>\n",
      r.count, r.brier, r.ece);
  return svg;
}

double cohen_kappa(std::span<const std::string> first, std::span<const std::string> second) {
  const std::size_t n = std::min(first.size(), second.size());
  if (n < 2) return 0;
  std::map<std::string, std::pair<double, double>> shares;
  double agreed = 0;
  for (std::size_t i = 0; i < n; ++i) {
    shares[first[i]].first += 1.0 / static_cast<double>(n);
    shares[second[i]].second += 1.0 / static_cast<double>(n);
    agreed += first[i] == second[i];
  }
  agreed /= static_cast<double>(n);
  double by_chance = 0;
  for (const auto& [label, share] : shares) by_chance += share.first * share.second;
  return by_chance >= 1 ? 1 : (agreed - by_chance) / (1 - by_chance);
}

double krippendorff_alpha(const std::vector<std::vector<std::string>>& by_item) {
  // Coincidences o(c, k) over pairs of different reviewers within an item (Krippendorff 2011).
  std::map<std::string, double> totals;
  double disagreeing = 0, n = 0;
  for (const auto& labels : by_item) {
    std::map<std::string, double> counts;
    double given = 0;
    for (const std::string& label : labels)
      if (!label.empty()) {
        ++counts[label];
        ++given;
      }
    if (given < 2) continue;
    n += given;
    for (const auto& [label, count] : counts) {
      totals[label] += count;
      disagreeing += count * (given - count) / (given - 1);
    }
  }
  if (n < 2) return 0;
  double expected = 0;
  for (const auto& [label, total] : totals) expected += total * (n - total);
  expected /= n - 1;
  return expected > 0 ? 1 - disagreeing / expected : 1;
}

double stability_index(std::span<const std::int64_t> before, std::span<const std::int64_t> now) {
  const std::size_t n = std::min(before.size(), now.size());
  double all_before = 0, all_now = 0, out = 0;
  for (std::size_t i = 0; i < n; ++i) {
    all_before += static_cast<double>(before[i]) + 0.5;  // an empty bin is rare, not impossible
    all_now += static_cast<double>(now[i]) + 0.5;
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double b = (static_cast<double>(before[i]) + 0.5) / all_before,
                 a = (static_cast<double>(now[i]) + 0.5) / all_now;
    out += (a - b) * std::log(a / b);
  }
  return out;
}

}  // namespace muster::content
