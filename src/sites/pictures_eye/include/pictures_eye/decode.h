// Decodes one picture into red, green and blue, a byte each; what is transparent stands on white. For a process of its
// own: decoders are large, and pictures are made by anybody.
#pragma once

#include <span>

#include <pictures_wire/wire.h>

namespace muster::pictures {

// Frames one behind the other in `room`; of a moving picture the first, the middle and the last. A JPEG that is cut off
// gives what there is, as a browser shows it. Header::fault says why there is nothing.
Header decode(std::string_view bytes, std::span<std::uint8_t> room);

}  // namespace muster::pictures
