// A table of counts with its totals, and what of it may be told outside. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::figures {

struct Table {
  std::string name;
  std::vector<std::string> rows, columns;        // their names
  std::vector<std::vector<std::int64_t>> cells;  // by row, then column; none below nought
};

// As Table, with totals: one more row and one more column. Nothing: hidden.
struct OutwardTable {
  std::string name;
  std::vector<std::string> rows, columns;
  std::vector<std::vector<std::optional<std::int64_t>>> cells;  // the last of each row is its total; the last row too
  int hidden = 0;
};

// Hides each count and each total from 1 to cell_min - 1, and then for each of them the rectangle of cells that loses
// least: every row and every column with its total is an equation, and a hidden cell that is a bridge of the
// graph of hidden cells (rows and columns are its points) has one solution. Cf. Willenborg, de Waal 2001, Elements of
// Statistical Disclosure Control, 6.2; Gusfield 1988, A graph theoretic approach to statistical data security.
OutwardTable outward(const Table& table, std::int64_t cell_min);

std::string to_json(const OutwardTable& table);

}  // namespace muster::figures
