#include "formats.h"

#include <memory>
#include <vector>

#include <avif/avif.h>

namespace muster::pictures {
namespace {

struct EndAvif {
  void operator()(avifDecoder* d) const { avifDecoderDestroy(d); }
};

bool put_frame(const avifImage& image, std::vector<std::uint8_t>& four, std::uint8_t* to) {
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, &image);
  rgb.format = AVIF_RGB_FORMAT_RGBA;
  rgb.depth = 8;
  rgb.rowBytes = image.width * 4;
  four.resize(std::size_t{image.width} * image.height * 4);
  rgb.pixels = four.data();
  if (avifImageYUVToRGB(&image, &rgb) != AVIF_RESULT_OK) return false;
  flatten(four.data(), four.size() / 4, to);
  return true;
}

}  // namespace

Header decode_avif(std::string_view bytes, std::span<std::uint8_t> room) {
  const std::unique_ptr<avifDecoder, EndAvif> decoder(avifDecoderCreate());
  if (!decoder) return fault_of(Fault::unreadable, Format::avif);
  decoder->maxThreads = 1;
  decoder->imageSizeLimit = static_cast<std::uint32_t>(kPixelsMax);
  decoder->imageCountLimit = kFramesReadMax;
  decoder->ignoreExif = decoder->ignoreXMP = AVIF_TRUE;
  if (avifDecoderSetIOMemory(decoder.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()) !=
          AVIF_RESULT_OK ||
      avifDecoderParse(decoder.get()) != AVIF_RESULT_OK || decoder->imageCount < 1)
    return fault_of(Fault::unreadable, Format::avif);
  const std::uint32_t width = decoder->image->width, height = decoder->image->height;
  if (!fits(width, height, 1, room.size())) return fault_of(Fault::pixels, Format::avif);
  const std::size_t pixels = std::size_t{width} * height;
  const Kept kept = kept_of(decoder->imageCount, static_cast<std::int64_t>(pixels), room.size());
  std::vector<std::uint8_t> four;
  int done = 0;
  for (int k = 0; k < kept.count; ++k) {
    const auto n = static_cast<std::uint32_t>(kept.frames[static_cast<std::size_t>(k)]);
    if (avifDecoderNthImage(decoder.get(), n) != AVIF_RESULT_OK || decoder->image->width != width ||
        decoder->image->height != height ||
        !put_frame(*decoder->image, four, room.data() + static_cast<std::size_t>(done) * pixels * 3))
      break;
    ++done;
  }
  if (done == 0) return fault_of(Fault::unreadable, Format::avif);
  return {Fault::none, Format::avif, static_cast<int>(width), static_cast<int>(height), done, decoder->imageCount};
}

}  // namespace muster::pictures
