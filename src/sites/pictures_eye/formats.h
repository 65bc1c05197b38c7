// One decoder a format. Each says what it found, or why there is nothing.
#pragma once

#include <pictures_eye/decode.h>

namespace muster::pictures {

inline constexpr int kFramesReadMax = 2'000;                      // of a moving picture; what comes later is not read
inline constexpr std::int64_t kFramePixelsReadMax = 400'000'000;  // decoded on the way to the last frame

Header decode_jpeg(std::string_view bytes, std::span<std::uint8_t> room);
Header decode_png(std::string_view bytes, std::span<std::uint8_t> room);
Header decode_webp(std::string_view bytes, std::span<std::uint8_t> room);
Header decode_gif(std::string_view bytes, std::span<std::uint8_t> room);
Header decode_avif(std::string_view bytes, std::span<std::uint8_t> room);

// Whether so many frames of that size may be decoded.
inline bool fits(std::int64_t width, std::int64_t height, std::int64_t frames, std::size_t room) {
  return width >= kSideMin && height >= kSideMin && width <= kSideMax && height <= kSideMax &&
         width * height * frames <= kPixelsMax && static_cast<std::size_t>(width * height * frames) * 3 <= room;
}
inline Header fault_of(Fault fault, Format format) {
  return {fault, format, 0, 0, 0, 0};
}
// Which frames of so many are kept: the first, the middle and the last, as far as they fit.
struct Kept {
  std::array<int, kFramesMax> frames{};
  int count = 0;
};
Kept kept_of(int total, std::int64_t pixels, std::size_t room);
// Four bytes a pixel on white.
void flatten(const std::uint8_t* rgba, std::size_t pixels, std::uint8_t* rgb);

}  // namespace muster::pictures
