// Pictures of documents for the tests: specimens that ICAO published, drawn with the typeface of passports, with noise
// and turned. Nobody's document.
#pragma once

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <ft2build.h>
#include FT_FREETYPE_H
#include <leptonica/allheaders.h>

namespace muster::papers::test {

class Drawing {
 public:
  Drawing(int width, int height) : pix_(pixCreate(width, height, 8)) { pixSetAll(pix_); }
  Drawing(const Drawing&) = delete;
  ~Drawing() { pixDestroy(&pix_); }

  void text(const char* font, int size, int x, int y, const std::string& line) {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    if (FT_Init_FreeType(&library) != 0 || FT_New_Face(library, font, 0, &face) != 0)
      throw std::runtime_error(std::string("no such typeface: ") + font);
    FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(size));
    for (const char c : line) {
      FT_Load_Char(face, static_cast<FT_ULong>(static_cast<unsigned char>(c)), FT_LOAD_RENDER);
      const FT_GlyphSlot g = face->glyph;
      for (unsigned row = 0; row < g->bitmap.rows; ++row)
        for (unsigned column = 0; column < g->bitmap.width; ++column) {
          const unsigned dark = g->bitmap.buffer[static_cast<int>(row) * g->bitmap.pitch + static_cast<int>(column)];
          if (dark > 0)
            pixSetPixel(pix_, x + g->bitmap_left + static_cast<int>(column), y - g->bitmap_top + static_cast<int>(row),
                        255 - dark);
        }
      x += static_cast<int>(g->advance.x >> 6);
    }
    FT_Done_Face(face);
    FT_Done_FreeType(library);
  }
  void zone(const std::vector<std::string>& lines, int size = 42) {
    int y = static_cast<int>(pixGetHeight(pix_)) - 60 - static_cast<int>(lines.size() - 1) * size * 3 / 2;
    for (const std::string& line : lines) {
      text("/usr/share/fonts/opentype/ocr-b/OCRB.otf", size, 90, y, line);
      y += size * 3 / 2;
    }
  }
  // Lighter on one side than on the other, grain everywhere, specks.
  void spoil(unsigned seed, int grain, int specks) {
    std::mt19937 random(seed);
    const int width = pixGetWidth(pix_), height = pixGetHeight(pix_);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        l_uint32 value = 0;
        pixGetPixel(pix_, x, y, &value);
        const int light = static_cast<int>(value) * (75 + 25 * x / width) / 100;
        const int with_grain = light + static_cast<int>(random() % static_cast<unsigned>(2 * grain + 1)) - grain;
        pixSetPixel(pix_, x, y, static_cast<l_uint32>(std::clamp(with_grain, 0, 255)));
      }
    for (int i = 0; i < specks; ++i) {
      const int x = static_cast<int>(random() % static_cast<unsigned>(width - 3)),
                y = static_cast<int>(random() % static_cast<unsigned>(height - 3));
      for (int k = 0; k < 9; ++k) pixSetPixel(pix_, x + k % 3, y + k / 3, 40);
    }
  }
  void turn(double degrees) {
    Pix* turned = pixRotate(pix_, static_cast<float>(degrees * 3.14159265 / 180), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
                            pixGetWidth(pix_), pixGetHeight(pix_));
    pixDestroy(&pix_);
    pix_ = turned;
  }
  void quarter(int times) {
    Pix* turned = pixRotateOrth(pix_, times);
    pixDestroy(&pix_);
    pix_ = turned;
  }
  void scale(double by) {
    Pix* scaled = pixScale(pix_, static_cast<float>(by), static_cast<float>(by));
    pixDestroy(&pix_);
    pix_ = scaled;
  }
  // Squares of a code, each `size` pixels.
  template <class Matrix>
  void squares(const Matrix& code, int size, int left, int top) {
    for (int y = 0; y < code.height(); ++y)
      for (int x = 0; x < code.width(); ++x)
        if (code.get(x, y))
          for (int k = 0; k < size * size; ++k)
            pixSetPixel(pix_, left + x * size + k % size, top + y * size + k / size, 0);
  }
  std::string png() const { return written(IFF_PNG); }
  std::string jpeg() const { return written(IFF_JFIF_JPEG); }

 private:
  std::string written(int format) const {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMem(&data, &size, pix_, format) != 0) throw std::runtime_error("the picture can't be written");
    std::string out(reinterpret_cast<const char*>(data), size);
    lept_free(data);
    return out;
  }
  Pix* pix_;
};

}  // namespace muster::papers::test
