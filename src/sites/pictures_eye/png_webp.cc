#include "formats.h"

#include <memory>
#include <vector>

#include <png.h>
#include <webp/decode.h>
#include <webp/demux.h>

namespace muster::pictures {
namespace {

const std::uint8_t* data_of(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

Header still_webp(std::string_view bytes, const WebPBitstreamFeatures& f, std::span<std::uint8_t> room) {
  const auto pixels = static_cast<std::size_t>(f.width) * static_cast<std::size_t>(f.height);
  if (f.has_alpha == 0) {
    if (WebPDecodeRGBInto(data_of(bytes), bytes.size(), room.data(), pixels * 3, f.width * 3) == nullptr)
      return fault_of(Fault::unreadable, Format::webp);
  } else {
    std::vector<std::uint8_t> four(pixels * 4);
    if (WebPDecodeRGBAInto(data_of(bytes), bytes.size(), four.data(), four.size(), f.width * 4) == nullptr)
      return fault_of(Fault::unreadable, Format::webp);
    flatten(four.data(), pixels, room.data());
  }
  return {Fault::none, Format::webp, f.width, f.height, 1, 1};
}

struct EndAnimation {
  void operator()(WebPAnimDecoder* d) const { WebPAnimDecoderDelete(d); }
};

Header moving_webp(std::string_view bytes, std::span<std::uint8_t> room) {
  WebPAnimDecoderOptions options;
  if (WebPAnimDecoderOptionsInit(&options) == 0) return fault_of(Fault::unreadable, Format::webp);
  options.color_mode = MODE_RGBA;
  options.use_threads = 0;
  const WebPData data{data_of(bytes), bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, EndAnimation> decoder(WebPAnimDecoderNew(&data, &options));
  WebPAnimInfo info{};
  if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0 || info.frame_count < 1)
    return fault_of(Fault::unreadable, Format::webp);
  if (!fits(info.canvas_width, info.canvas_height, 1, room.size())) return fault_of(Fault::pixels, Format::webp);
  const std::int64_t pixels = std::int64_t{info.canvas_width} * info.canvas_height;
  const int total = static_cast<int>(std::min<std::int64_t>(
      {std::int64_t{info.frame_count}, std::int64_t{kFramesReadMax}, kFramePixelsReadMax / pixels + 1}));
  const Kept kept = kept_of(total, pixels, room.size());
  int done = 0;
  for (int n = 0; n < total && done < kept.count; ++n) {
    std::uint8_t* canvas = nullptr;
    int at = 0;
    if (WebPAnimDecoderGetNext(decoder.get(), &canvas, &at) == 0) break;
    if (n != kept.frames[static_cast<std::size_t>(done)]) continue;
    flatten(canvas, static_cast<std::size_t>(pixels), room.data() + static_cast<std::size_t>(done * pixels * 3));
    ++done;
  }
  if (done == 0) return fault_of(Fault::unreadable, Format::webp);
  return {Fault::none, Format::webp,         static_cast<int>(info.canvas_width), static_cast<int>(info.canvas_height),
          done,        std::max(total, done)};
}

}  // namespace

Header decode_png(std::string_view bytes, std::span<std::uint8_t> room) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
    return fault_of(Fault::unreadable, Format::png);
  if (!fits(image.width, image.height, 1, room.size())) {
    png_image_free(&image);
    return fault_of(Fault::pixels, Format::png);
  }
  image.format = PNG_FORMAT_RGB;
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, room.data(), static_cast<png_int_32>(image.width * 3), nullptr) == 0)
    return fault_of(Fault::unreadable, Format::png);
  return {Fault::none, Format::png, static_cast<int>(image.width), static_cast<int>(image.height), 1, 1};
}

Header decode_webp(std::string_view bytes, std::span<std::uint8_t> room) {
  WebPBitstreamFeatures features{};
  if (WebPGetFeatures(data_of(bytes), bytes.size(), &features) != VP8_STATUS_OK)
    return fault_of(Fault::unreadable, Format::webp);
  if (!fits(features.width, features.height, 1, room.size())) return fault_of(Fault::pixels, Format::webp);
  return features.has_animation != 0 ? moving_webp(bytes, room) : still_webp(bytes, features, room);
}

}  // namespace muster::pictures
