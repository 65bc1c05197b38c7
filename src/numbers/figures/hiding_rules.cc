#include <base/text.h>

#include <limits>

#include <figures/table.h>
#include <fmt/format.h>

namespace muster::figures {
namespace {

using Cells = std::vector<std::vector<std::int64_t>>;

Cells with_totals(const Table& table) {
  Cells out = table.cells;
  std::vector<std::int64_t> below(table.columns.size() + 1);
  for (auto& row : out) {
    std::int64_t all = 0;
    for (const std::int64_t n : row) all += n;
    row.push_back(all);
    for (std::size_t c = 0; c < row.size(); ++c) below[c] += row[c];
  }
  out.push_back(std::move(below));
  return out;
}

class Hiding {
 public:
  Hiding(const Cells& cells, std::int64_t cell_min)
      : cells_(cells), hidden_(cells.size(), std::vector<bool>(cells.front().size())) {
    for (std::size_t r = 0; r < cells.size(); ++r)
      for (std::size_t c = 0; c < cells[r].size(); ++c) hidden_[r][c] = cells[r][c] > 0 && cells[r][c] < cell_min;
    // Each round hides one cell more, or is the last.
    while (hide_beside_a_bridge()) {
    }
  }
  bool hidden(std::size_t r, std::size_t c) const { return hidden_[r][c]; }

 private:
  // Whether row r and column c hang together by other hidden cells than (r, c).
  bool on_a_circle(std::size_t r, std::size_t c) const {
    std::vector<bool> rows(cells_.size()), columns(cells_.front().size());
    std::vector<std::size_t> waiting{r};
    rows[r] = true;
    while (!waiting.empty()) {
      const std::size_t row = waiting.back();
      waiting.pop_back();
      for (std::size_t column = 0; column < columns.size(); ++column) {
        if (!hidden_[row][column] || columns[column] || (row == r && column == c)) continue;
        if (column == c) return true;
        columns[column] = true;
        for (std::size_t next = 0; next < rows.size(); ++next)
          if (hidden_[next][column] && !rows[next]) {
            rows[next] = true;
            waiting.push_back(next);
          }
      }
    }
    return false;
  }
  bool hide_beside_a_bridge() {
    for (std::size_t r = 0; r < cells_.size(); ++r)
      for (std::size_t c = 0; c < cells_[r].size(); ++c)
        if (hidden_[r][c] && !on_a_circle(r, c)) {
          close_circle(r, c);
          return true;
        }
    return false;
  }
  // What is lost by hiding a cell: nothing where it is hidden already; one of nought protects little.
  std::int64_t loss(std::size_t r, std::size_t c) const {
    if (hidden_[r][c]) return 0;
    return cells_[r][c] > 0 ? cells_[r][c] : kLossOfNought;
  }
  // The rectangle of cells with (r, c) in its corner that loses least. With the totals there are two rows and columns
  // at least.
  void close_circle(std::size_t r, std::size_t c) {
    std::size_t row = r, column = c;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < cells_.size(); ++i)
      for (std::size_t j = 0; j < cells_[i].size(); ++j) {
        if (i == r || j == c) continue;
        const std::int64_t lost = loss(r, j) + loss(i, c) + loss(i, j);
        if (lost >= least) continue;
        least = lost;
        row = i;
        column = j;
      }
    hidden_[r][column] = hidden_[row][c] = hidden_[row][column] = true;
  }
  static constexpr std::int64_t kLossOfNought = 1'000'000'000'000;

  const Cells& cells_;
  std::vector<std::vector<bool>> hidden_;
};

std::string names_json(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ",") + json_quote(name);
  return "[" + out + "]";
}

}  // namespace

OutwardTable outward(const Table& table, std::int64_t cell_min) {
  OutwardTable out{table.name, table.rows, table.columns, {}, 0};
  const Cells cells = with_totals(table);
  const Hiding hiding(cells, cell_min);
  for (std::size_t r = 0; r < cells.size(); ++r) {
    auto& row = out.cells.emplace_back();
    for (std::size_t c = 0; c < cells[r].size(); ++c) {
      row.push_back(hiding.hidden(r, c) ? std::nullopt : std::optional(cells[r][c]));
      out.hidden += hiding.hidden(r, c);
    }
  }
  return out;
}

std::string to_json(const OutwardTable& table) {
  std::string rows;
  for (const auto& cells : table.cells) {
    std::string row;
    for (const auto& n : cells) row += (row.empty() ? "" : ",") + (n ? std::to_string(*n) : std::string("null"));
    rows += (rows.empty() ? "[" : ",[") + row + "]";
  }
  return fmt::format(R"({{"name":{},"rows":{},"columns":{},"cells":[{}],"hidden":{}}})", json_quote(table.name),
                     names_json(table.rows), names_json(table.columns), rows, table.hidden);
}

}  // namespace muster::figures
