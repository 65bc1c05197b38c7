#include "formats.h"

namespace muster::pictures {

Kept kept_of(int total, std::int64_t pixels, std::size_t room) {
  Kept out;
  for (const int frame : {0, total / 2, total - 1}) {
    if (out.count > 0 && frame <= out.frames[static_cast<std::size_t>(out.count - 1)]) continue;
    const std::int64_t all = pixels * (out.count + 1);
    if (all > kPixelsMax || static_cast<std::size_t>(all) * 3 > room) break;
    out.frames[static_cast<std::size_t>(out.count++)] = frame;
  }
  return out;
}

void flatten(const std::uint8_t* rgba, std::size_t pixels, std::uint8_t* rgb) {
  for (std::size_t i = 0; i < pixels; ++i, rgba += 4, rgb += 3)
    for (int c = 0; c < 3; ++c)
      rgb[c] = static_cast<std::uint8_t>((rgba[c] * rgba[3] + 255 * (255 - rgba[3]) + 127) / 255);
}

Header decode(std::string_view bytes, std::span<std::uint8_t> room) {
  if (bytes.size() > kPictureBytesMax) return fault_of(Fault::size, Format::none);
  switch (format_of(bytes)) {
    case Format::jpeg:
      return decode_jpeg(bytes, room);
    case Format::png:
      return decode_png(bytes, room);
    case Format::webp:
      return decode_webp(bytes, room);
    case Format::gif:
      return decode_gif(bytes, room);
    case Format::avif:
      return decode_avif(bytes, room);
    case Format::none:
      break;
  }
  return fault_of(Fault::form, Format::none);
}

}  // namespace muster::pictures
