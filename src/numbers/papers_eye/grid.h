// Lines of characters of one pitch among the dark spots of a picture. Pure. Inside of the room.
#pragma once

#include <vector>

namespace muster::papers {

// A dark spot, or the cell of a character; pixels.
struct Spot {
  int x = 0, y = 0, width = 0, height = 0;
  double middle_x() const { return x + width / 2.0; }
  double middle_y() const { return y + height / 2.0; }
};

struct GridLine {
  std::vector<Spot> cells;  // 30, 36 or 44, left to right
  double pitch = 0, height = 0;
};
// Lines of 30, 36 or 44 cells, from the top.
std::vector<GridLine> grid_lines(std::vector<Spot> spots);
// Lines that stand together as a zone: three of 30, two of 36 or of 44, one below the other.
std::vector<std::vector<GridLine>> zones_of(const std::vector<GridLine>& lines);

}  // namespace muster::papers
