#include <metrics/figure.h>

#include <random>

#include <gtest/gtest.h>

namespace muster::metrics {
namespace {

using namespace std::chrono_literals;

TEST(Figures, MonthsAreThoseOfTheCalendar) {
  EXPECT_EQ(month_of(*parse_rfc3339("2026-02-28T15:59:59Z"), 480), "2026-02");
  EXPECT_EQ(month_of(*parse_rfc3339("2026-02-28T16:00:00Z"), 480), "2026-03");
  EXPECT_EQ(next_month("2026-12"), "2027-01");
  EXPECT_EQ(month_before("2026-01"), "2025-12");
  EXPECT_EQ(to_rfc3339(end_of_month("2026-02", 480)), "2026-02-28T16:00:00Z");
  EXPECT_TRUE(is_month("2026-03"));
  for (const char* wrong : {"2026-13", "2026-3", "2026-03-01", "", "20xx-01"}) EXPECT_FALSE(is_month(wrong)) << wrong;
}

TEST(Figures, ClassesOfTimeAreNarrowAndInOrder) {
  std::mt19937_64 dice(7);
  std::int64_t before = -1;
  for (std::int64_t s = 0; s < 5000; ++s) {
    const auto c = class_of(Duration(std::chrono::seconds(s)));
    EXPECT_GE(c, before);
    before = c;
  }
  for (int i = 0; i < 20000; ++i) {
    const auto seconds = static_cast<std::int64_t>(dice() >> (dice() % 40 + 24));
    const double middle = static_cast<double>(middle_of_class(class_of(std::chrono::seconds(seconds))).count()) / 1e6;
    EXPECT_LE(std::abs(middle - static_cast<double>(seconds)), std::max(0.51, 0.032 * static_cast<double>(seconds)))
        << seconds;
  }
}

TEST(Figures, TheMedianIsWithinItsErrorOfTheTrueOne) {
  std::mt19937_64 dice(11);
  for (int round = 0; round < 50; ++round) {
    Sum sum;
    std::vector<std::int64_t> all;
    for (int i = 0; i < 201; ++i) {
      all.push_back(static_cast<std::int64_t>(dice() % 1'000'000) + 1);
      const Duration time = std::chrono::seconds(all.back());
      sum.add({1, time.count(), {{class_of(time), 1}}});
    }
    std::nth_element(all.begin(), all.begin() + 100, all.end());
    EXPECT_NEAR(static_cast<double>(sum.median()->count()) / 1e6, static_cast<double>(all[100]),
                0.032 * static_cast<double>(all[100]) + 0.5);
  }
  EXPECT_FALSE(Sum{}.median().has_value());
}

Definition about(bool persons) {
  Definition d;
  d.name = "appeals";
  d.persons = persons;
  d.by = {"ground", "region"};
  return d;
}
Cells cells_of(std::initializer_list<std::pair<const char*, std::int64_t>> counts) {
  Cells out;
  for (const auto& [cell, n] : counts) out[cell].n = n;
  return out;
}
const Table& table_of(const std::vector<Table>& tables, const std::string& dimension) {
  for (const Table& t : tables)
    if (t.dimension == dimension) return t;
  throw std::logic_error("no table");
}

TEST(Figures, SmallCellsOfPersonsAreNotShown) {
  const auto tables = shown(about(true), cells_of({{"a|x", 3}, {"b|x", 40}, {"c|y", 20}}), 5);
  EXPECT_EQ(table_of(tables, "").rows[0].sum.n, 63);
  const auto& grounds = table_of(tables, "ground").rows;
  ASSERT_EQ(grounds.size(), 3u);
  EXPECT_TRUE(grounds[0].hidden);
  EXPECT_EQ(grounds[0].sum.n, 0) << "what is hidden is not carried along";
  EXPECT_FALSE(grounds[1].hidden);
  EXPECT_TRUE(grounds[2].hidden) << "one alone could be subtracted out of the total";
}

TEST(Figures, ASmallTotalIsHiddenToo) {
  const auto tables = shown(about(true), cells_of({{"a|x", 2}}), 5);
  EXPECT_TRUE(table_of(tables, "").rows[0].hidden);
  EXPECT_TRUE(table_of(tables, "region").rows[0].hidden);
}

TEST(Figures, OfSitesAllIsShown) {
  for (const Table& t : shown(about(false), cells_of({{"a|x", 1}, {"b|x", 2}}), 5))
    for (const Shown& row : t.rows) EXPECT_FALSE(row.hidden);
}

// Whatever is shown, no hidden number follows from it: of each table at least two are hidden, or none, or the total is.
TEST(Figures, NothingHiddenFollowsFromTheRest) {
  std::mt19937_64 dice(3);
  for (int round = 0; round < 2000; ++round) {
    Cells cells;
    for (const char* g : {"a", "b", "c", "d"})
      for (const char* r : {"x", "y", "z"})
        if (dice() % 2) cells[std::string(g) + "|" + r].n = static_cast<std::int64_t>(dice() % 12);
    const auto tables = shown(about(true), cells, 5);
    const bool total_hidden = tables[0].rows[0].hidden;
    for (std::size_t t = 1; t < tables.size(); ++t) {
      int hidden = 0;
      for (const Shown& row : tables[t].rows) {
        hidden += row.hidden;
        EXPECT_TRUE(row.hidden || row.sum.n >= 5);
      }
      EXPECT_TRUE(hidden != 1 || total_hidden || tables[t].rows.size() == 1) << round;
    }
  }
}

}  // namespace
}  // namespace muster::metrics
