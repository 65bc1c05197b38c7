// Codes of squares and bars. Inside of the room.
#pragma once

#include "image.h"

#include <papers/wire.h>

namespace muster::papers {

std::vector<Code> codes_in(const Image& grey);

}  // namespace muster::papers
