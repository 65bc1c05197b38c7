// Looks at one picture. For a process of its own: decoders and recognisers are large, and pictures are made by anybody.
#pragma once

#include <papers/wire.h>

namespace muster::papers {

inline constexpr std::int64_t kPixelsMax = 40'000'000;
inline constexpr int kSideMin = 200;

// Errors: picture_form, picture_pixels, picture_unreadable.
Result<Seen> look_at(std::string_view picture);

}  // namespace muster::papers
