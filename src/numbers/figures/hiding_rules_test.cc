#include <functional>
#include <random>

#include <figures/table.h>
#include <gtest/gtest.h>

namespace muster::figures {
namespace {

Table table_of(std::vector<std::vector<std::int64_t>> cells) {
  Table out{"t", {}, {}, std::move(cells)};
  for (std::size_t r = 0; r < out.cells.size(); ++r) out.rows.push_back("r" + std::to_string(r));
  for (std::size_t c = 0; c < out.cells[0].size(); ++c) out.columns.push_back("c" + std::to_string(c));
  return out;
}

// What an outsider can reckon: a hidden cell alone in its row or column follows from the others; so until nothing more
// follows, and then whatever the equations leave one solution for, by elimination over the rationals.
std::vector<std::pair<std::size_t, std::size_t>> reckoned(const OutwardTable& t) {
  std::vector<std::pair<std::size_t, std::size_t>> unknown;
  for (std::size_t r = 0; r < t.cells.size(); ++r)
    for (std::size_t c = 0; c < t.cells[r].size(); ++c)
      if (!t.cells[r][c]) unknown.emplace_back(r, c);
  const std::size_t n = unknown.size();
  std::vector<std::vector<double>> equations;
  const std::size_t rows = t.cells.size(), columns = t.cells[0].size();
  for (std::size_t line = 0; line < rows + columns; ++line) {
    std::vector<double> e(n);
    for (std::size_t k = 0; k < n; ++k) {
      const auto [r, c] = unknown[k];
      // Of a row: its cells less its total are nought; of a column likewise.
      if (line < rows && r == line) e[k] = c + 1 == columns ? -1 : 1;
      if (line >= rows && c == line - rows) e[k] = r + 1 == rows ? -1 : 1;
    }
    equations.push_back(std::move(e));
  }
  std::size_t rank = 0;
  for (std::size_t k = 0; k < n && rank < equations.size(); ++k) {
    std::size_t pivot = rank;
    while (pivot < equations.size() && std::abs(equations[pivot][k]) < 1e-9) ++pivot;
    if (pivot == equations.size()) continue;
    std::swap(equations[pivot], equations[rank]);
    for (std::size_t i = 0; i < equations.size(); ++i) {
      if (i == rank || std::abs(equations[i][k]) < 1e-9) continue;
      const double by = equations[i][k] / equations[rank][k];
      for (std::size_t j = 0; j < n; ++j) equations[i][j] -= by * equations[rank][j];
    }
    ++rank;
  }
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (const auto& e : equations) {
    std::size_t one = n, count = 0;
    for (std::size_t k = 0; k < n; ++k)
      if (std::abs(e[k]) > 1e-9) {
        one = k;
        ++count;
      }
    if (count == 1) out.push_back(unknown[one]);
  }
  return out;
}

TEST(Hiding, ASmallCellIsHiddenAndSoIsWhatItCouldBeReckonedFrom) {
  const auto t = outward(table_of({{3, 40, 50}, {60, 70, 80}, {90, 100, 110}}), 10);
  EXPECT_FALSE(t.cells[0][0].has_value());
  EXPECT_GE(t.hidden, 4) << "a rectangle at least";
  EXPECT_TRUE(reckoned(t).empty());
  EXPECT_EQ(t.cells[3][3], 603) << "the total of all stays";
}

TEST(Hiding, NothingSmallNothingHidden) {
  const auto t = outward(table_of({{10, 0}, {20, 30}}), 10);
  EXPECT_EQ(t.hidden, 0);
  EXPECT_EQ(t.cells[1][2], 50);
  EXPECT_EQ(t.cells[2][0], 30);
  EXPECT_EQ(
      to_json(t),
      R"({"name":"t","rows":["r0","r1"],"columns":["c0","c1"],"cells":[[10,0,10],[20,30,50],[30,30,60]],"hidden":0})");
}

TEST(Hiding, ATotalThatIsSmallIsACellToo) {
  const auto t = outward(table_of({{1, 2}, {500, 600}}), 10);
  EXPECT_FALSE(t.cells[0][2].has_value()) << "three is fewer than ten";
  EXPECT_TRUE(reckoned(t).empty());
}

TEST(Hiding, NoCellOfAnyTableCanBeReckoned) {
  std::mt19937 drawn(20260302);
  int hidden = 0;
  for (int n = 0; n < 2'000; ++n) {
    const std::size_t rows = 1 + drawn() % 6, columns = 1 + drawn() % 6;
    std::vector<std::vector<std::int64_t>> cells(rows, std::vector<std::int64_t>(columns));
    for (auto& row : cells)
      for (auto& cell : row)
        cell = drawn() % 4 == 0 ? 0 : static_cast<std::int64_t>(drawn() % (drawn() % 3 ? 200 : 12));
    const auto table = table_of(cells);
    const auto t = outward(table, 10);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < columns; ++c)
        if (cells[r][c] > 0 && cells[r][c] < 10) {
          ASSERT_FALSE(t.cells[r][c].has_value());
        }
    ASSERT_TRUE(reckoned(t).empty()) << to_json(t);
    hidden += t.hidden;
  }
  EXPECT_GT(hidden, 2'000) << "tables with small cells were among them";
}

}  // namespace
}  // namespace muster::figures
