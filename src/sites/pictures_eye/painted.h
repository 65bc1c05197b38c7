// A neutral picture for tests, painted by arithmetic, in every format.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <avif/avif.h>
#include <gif_lib.h>
#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

namespace muster::pictures::test {

struct Painted {
  int width, height;
  std::vector<std::uint8_t> rgb;
};

// Hills, a sun and a road; where the sun stands elsewhere the country is another one.
inline Painted paint(int width, int height, double sun = 0.7) {
  Painted out{width, height, {}};
  for (int j = 0; j < height; ++j)
    for (int i = 0; i < width; ++i) {
      const double x = (i + 0.5) / width, y = (j + 0.5) / height;
      const double hill =
          0.45 + 0.2 * sun + 0.2 * std::sin((4 + 9 * sun) * x + 17 * sun) + 0.05 * std::sin(23 * x + 40 * sun);
      const double far = std::hypot((x - sun) * 1.2, y - 0.22);
      double r = 120 + 80 * y, g = 160 + 50 * y, b = 235 - 60 * y;
      if (far < 0.11) r = 250, g = 220, b = 90;
      if (y > hill) r = 60 + 60 * x, g = 120 + 90 * std::sin((5 + 20 * sun) * y + (25 - 20 * sun) * x), b = 50;
      if (y > hill && std::abs(x - 0.5 + 0.2 * std::sin(6 * y)) < 0.04 + 0.1 * (y - 0.5)) r = g = b = 140;
      for (const double c : {r, g, b}) out.rgb.push_back(static_cast<std::uint8_t>(std::clamp(c, 0.0, 255.0)));
    }
  return out;
}

inline std::string jpeg(const Painted& p, int quality = 90) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = static_cast<JDIMENSION>(p.width);
  info.image_height = static_cast<JDIMENSION>(p.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(p.rgb.data() + std::size_t{info.next_scanline} * info.image_width * 3);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  std::string out(reinterpret_cast<char*>(data), size);
  jpeg_destroy_compress(&info);
  std::free(data);
  return out;
}

inline std::string png(const Painted& p) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(p.width);
  image.height = static_cast<png_uint_32>(p.height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, p.rgb.data(), 0, nullptr);
  std::string out(size, '\0');
  png_image_write_to_memory(&image, out.data(), &size, 0, p.rgb.data(), 0, nullptr);
  out.resize(size);
  return out;
}

inline std::string webp(const Painted& p, float quality = 90) {
  std::uint8_t* data = nullptr;
  const std::size_t size = WebPEncodeRGB(p.rgb.data(), p.width, p.height, p.width * 3, quality, &data);
  std::string out(reinterpret_cast<char*>(data), size);
  WebPFree(data);
  return out;
}

inline std::string avif(const Painted& p) {
  avifImage* image = avifImageCreate(static_cast<std::uint32_t>(p.width), static_cast<std::uint32_t>(p.height), 8,
                                     AVIF_PIXEL_FORMAT_YUV444);
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, image);
  rgb.format = AVIF_RGB_FORMAT_RGB;
  rgb.pixels = const_cast<std::uint8_t*>(p.rgb.data());
  rgb.rowBytes = static_cast<std::uint32_t>(p.width) * 3;
  avifImageRGBToYUV(image, &rgb);
  avifEncoder* encoder = avifEncoderCreate();
  encoder->speed = 10;
  encoder->maxThreads = 1;
  avifRWData data = AVIF_DATA_EMPTY;
  const bool good = avifEncoderWrite(encoder, image, &data) == AVIF_RESULT_OK;
  std::string out = good ? std::string(reinterpret_cast<char*>(data.data), data.size) : std::string();
  avifRWDataFree(&data);
  avifEncoderDestroy(encoder);
  avifImageDestroy(image);
  return out;
}

// 6 × 6 × 6 colours. One frame or several.
inline std::string gif(const std::vector<Painted>& frames) {
  std::string out;
  GifFileType* file = EGifOpen(
      &out,
      [](GifFileType* f, const GifByteType* bytes, int size) {
        static_cast<std::string*>(f->UserData)
            ->append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
        return size;
      },
      nullptr);
  ColorMapObject* colours = GifMakeMapObject(256, nullptr);
  for (int i = 0; i < 216; ++i)
    colours->Colors[i] = {static_cast<GifByteType>(i / 36 * 51), static_cast<GifByteType>(i / 6 % 6 * 51),
                          static_cast<GifByteType>(i % 6 * 51)};
  EGifSetGifVersion(file, true);
  const int width = frames[0].width, height = frames[0].height;
  EGifPutScreenDesc(file, width, height, 8, 0, colours);
  for (const Painted& p : frames) {
    EGifPutImageDesc(file, 0, 0, width, height, false, nullptr);
    std::vector<GifPixelType> line(static_cast<std::size_t>(width));
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const std::uint8_t* c = &p.rgb[static_cast<std::size_t>(3 * (y * width + x))];
        line[static_cast<std::size_t>(x)] =
            static_cast<GifPixelType>((c[0] + 25) / 51 * 36 + (c[1] + 25) / 51 * 6 + (c[2] + 25) / 51);
      }
      EGifPutLine(file, line.data(), width);
    }
  }
  EGifCloseFile(file, nullptr);
  GifFreeMapObject(colours);
  return out;
}

}  // namespace muster::pictures::test
