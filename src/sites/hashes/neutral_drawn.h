// Families, houses and gardens, drawn by arithmetic: what people's own pictures are like to a hash. No file, nobody's
// face.
#pragma once

#include <hashes/neutral.h>

namespace muster::hashes {

inline constexpr int kFamiliesDrawn = 48;
NeutralPicture drawn_family(int number);

}  // namespace muster::hashes
