#include "grid.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace muster::papers {
namespace {

constexpr int kCounts[] = {30, 36, 44};
constexpr double kHeightSpread = 0.45;  // of characters of one line: fillers are lower than letters
constexpr std::size_t kSpotsMax = 20'000;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// Spots whose middles lie on one horizontal, and that are of about one height.
std::vector<std::vector<Spot>> rows_of(std::vector<Spot> spots) {
  std::sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) { return a.middle_y() < b.middle_y(); });
  std::vector<std::vector<Spot>> rows;
  for (const Spot& s : spots) {
    bool placed = false;
    for (auto row = rows.rbegin(); row != rows.rend() && row - rows.rbegin() < 8 && !placed; ++row) {
      const Spot& last = row->back();
      const double height = std::max(last.height, s.height);
      if (std::abs(last.middle_y() - s.middle_y()) > 0.35 * height) continue;
      row->push_back(s);
      placed = true;
    }
    if (!placed) rows.push_back({s});
  }
  return rows;
}

// The pitch and the first middle that fit best: a straight line through (place, middle).
struct Fit {
  double first = 0, pitch = 0;
  int last = 0;
};
std::optional<Fit> fit(const std::vector<Spot>& row) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < row.size(); ++i) steps.push_back(row[i].middle_x() - row[i - 1].middle_x());
  Fit out{row.front().middle_x(), median(steps), 0};
  for (int round = 0; round < 4; ++round) {
    if (out.pitch < 4) return std::nullopt;
    double n = 0, sum_k = 0, sum_x = 0, sum_kk = 0, sum_kx = 0;
    for (const Spot& s : row) {
      const double k = std::round((s.middle_x() - out.first) / out.pitch);
      n += 1;
      sum_k += k;
      sum_x += s.middle_x();
      sum_kk += k * k;
      sum_kx += k * s.middle_x();
      out.last = static_cast<int>(k);
    }
    const double spread = n * sum_kk - sum_k * sum_k;
    if (spread <= 0) return std::nullopt;
    out.pitch = (n * sum_kx - sum_k * sum_x) / spread;
    out.first = (sum_x - out.pitch * sum_k) / n;
  }
  return out;
}

std::optional<GridLine> line_of(std::vector<Spot> row) {
  std::sort(row.begin(), row.end(), [](const Spot& a, const Spot& b) { return a.x < b.x; });
  std::vector<double> heights;
  for (const Spot& s : row) heights.push_back(s.height);
  const double height = median(heights);
  std::erase_if(row, [&](const Spot& s) {
    return s.height < height * kHeightSpread || s.height > height * 1.8 || s.width > height * 2.5;
  });
  // Specks at the ends: one is dropped at a time, on either side.
  for (int drop = 0; drop < 3; ++drop)
    for (int left = 0; left <= drop; ++left) {
      const int right = drop - left;
      if (row.size() < 24 + static_cast<std::size_t>(drop)) return std::nullopt;
      const std::vector<Spot> some(row.begin() + left, row.end() - right);
      const auto fitted = fit(some);
      if (!fitted || std::find(std::begin(kCounts), std::end(kCounts), fitted->last + 1) == std::end(kCounts)) continue;
      double top = some.front().y, bottom = 0;
      std::vector<double> tops, bottoms;
      for (const Spot& s : some) {
        tops.push_back(s.y);
        bottoms.push_back(s.y + s.height);
      }
      std::sort(tops.begin(), tops.end());
      std::sort(bottoms.begin(), bottoms.end());
      top = tops[tops.size() / 10];
      bottom = bottoms[bottoms.size() - 1 - bottoms.size() / 10];
      GridLine out{{}, fitted->pitch, bottom - top};
      if (out.height < 8 || out.pitch < out.height * 0.45 || out.pitch > out.height * 1.9) continue;
      for (int k = 0; k <= fitted->last; ++k) {
        const double x = fitted->first + fitted->pitch * (k - 0.5);
        out.cells.push_back({static_cast<int>(std::lround(x)), static_cast<int>(top),
                             static_cast<int>(std::lround(fitted->pitch)), static_cast<int>(out.height)});
      }
      return out;
    }
  return std::nullopt;
}

bool follows(const GridLine& above, const GridLine& below) {
  const double gap = below.cells.front().middle_y() - above.cells.front().middle_y();
  return below.cells.size() == above.cells.size() && gap > above.height && gap < 4 * above.height &&
         std::abs(below.pitch - above.pitch) < 0.05 * above.pitch &&
         std::abs(below.cells.front().x - above.cells.front().x) < above.pitch;
}

}  // namespace

std::vector<GridLine> grid_lines(std::vector<Spot> spots) {
  std::vector<GridLine> out;
  if (spots.size() > kSpotsMax) return out;
  for (auto& row : rows_of(std::move(spots)))
    if (row.size() >= 24)
      if (auto line = line_of(std::move(row))) out.push_back(std::move(*line));
  std::sort(out.begin(), out.end(),
            [](const GridLine& a, const GridLine& b) { return a.cells.front().y < b.cells.front().y; });
  return out;
}

std::vector<std::vector<GridLine>> zones_of(const std::vector<GridLine>& lines) {
  std::vector<std::vector<GridLine>> out;
  for (std::size_t i = 0; i < lines.size();) {
    const std::size_t wanted = lines[i].cells.size() == 30 ? 3 : 2;
    std::size_t end = i + 1;
    while (end < lines.size() && end - i < wanted && follows(lines[end - 1], lines[end])) ++end;
    if (end - i == wanted) {
      out.emplace_back(lines.begin() + static_cast<std::ptrdiff_t>(i),
                       lines.begin() + static_cast<std::ptrdiff_t>(end));
      i = end;
    } else {
      ++i;
    }
  }
  return out;
}

}  // namespace muster::papers
