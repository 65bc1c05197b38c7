#include "codes.h"
#include "recogniser.h"

#include <leptonica/allheaders.h>
#include <papers_eye/eye.h>

namespace muster::papers {
namespace {

constexpr int kFillersMin = 3;  // every published zone has more; upside down they are none

struct Cells {
  std::vector<std::vector<CellShape>> shapes;
  int fillers = 0;
};
Cells shapes_of(const Image& black, const std::vector<GridLine>& zone) {
  Cells out;
  for (const GridLine& line : zone) {
    auto& shapes = out.shapes.emplace_back();
    for (const Spot& cell : line.cells) {
      shapes.push_back(shape_of(black, cell));
      out.fillers += shapes.back() == CellShape::filler;
    }
  }
  return out;
}

// Runs of characters between fillers, each of one class: read as words, because a model reads words better than
// letters.
std::string read_zone(Recogniser& recogniser, const Page& page, const std::vector<GridLine>& zone, const Cells& cells) {
  std::string out;
  const int lines = static_cast<int>(zone.size());
  for (int n = 0; n < lines; ++n) {
    const auto& line = zone[static_cast<std::size_t>(n)];
    const auto& shapes = cells.shapes[static_cast<std::size_t>(n)];
    const int columns = static_cast<int>(line.cells.size());
    if (n > 0) out += '\n';
    for (int k = 0; k < columns;) {
      if (shapes[static_cast<std::size_t>(k)] != CellShape::character) {
        out += shapes[static_cast<std::size_t>(k)] == CellShape::filler ? '<' : '?';
        ++k;
        continue;
      }
      const CharClass what = char_class(lines, columns, n, k);
      std::vector<Spot> run;
      while (k < columns && shapes[static_cast<std::size_t>(k)] == CellShape::character &&
             char_class(lines, columns, n, k) == what)
        run.push_back(line.cells[static_cast<std::size_t>(k++)]);
      out += recogniser.read(page.grey, run, what);
    }
  }
  return out;
}

std::vector<std::string> zones_in(const Image& grey) {
  std::vector<std::string> out;
  std::optional<Recogniser> recogniser;
  for (const int quarters : {0, 2, 1, 3}) {
    const auto page = page_of(grey, quarters);
    if (!page) continue;
    for (const auto& zone : zones_of(grid_lines(page->spots))) {
      const Cells cells = shapes_of(page->black, zone);
      if (cells.fillers < kFillersMin) continue;
      if (!recogniser) recogniser.emplace();
      if (!recogniser->ready()) return out;
      out.push_back(read_zone(*recogniser, *page, zone, cells));
    }
    if (!out.empty()) return out;
  }
  return out;
}

}  // namespace

Result<Seen> look_at(std::string_view picture) {
  setMsgSeverity(L_SEVERITY_NONE);
  MUSTER_TRY(const Image grey, decode_grey(picture));
  return Seen{zones_in(grey), codes_in(grey)};
}

}  // namespace muster::papers
