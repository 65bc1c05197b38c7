// A picture in memory. Inside of the room.
#pragma once

#include "grid.h"
#include <base/result.h>

#include <memory>
#include <string_view>

struct Pix;

namespace muster::papers {

struct PixDeleter {
  void operator()(Pix* pix) const;
};
using Image = std::unique_ptr<Pix, PixDeleter>;

// Grey, of at most the pixels allowed; what is larger than needed is made smaller. Errors: picture_form,
// picture_pixels, picture_unreadable.
Result<Image> decode_grey(std::string_view picture);

// Straightened, even in its light, black on white; and the dark spots in it.
struct Page {
  Image grey, black;
  std::vector<Spot> spots;
};
// `quarters`: turned so many times by 90° first. Nothing: it could not be made.
std::optional<Page> page_of(const Image& grey, int quarters);

// Whether the cell holds a filler: a point to the left in the middle, two arms to the right with nothing between them.
enum class CellShape { empty, filler, character };
CellShape shape_of(const Image& black, const Spot& cell);

}  // namespace muster::papers
