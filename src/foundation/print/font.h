// A font file: which glyph a letter has, how wide it is, and the font again with those glyphs alone. Inside of the
// room.
#pragma once

#include <base/freed.h>
#include <base/result.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <hb.h>

namespace muster::print {

struct Glyph {
  std::uint32_t id = 0;
  int width = 0;  // in thousandths of the size
};

class Font {
 public:
  // Errors: print_font_missing, print_font.
  static Result<std::unique_ptr<Font>> open(const std::vector<std::string>& files);

  Glyph glyph(char32_t letter) const;
  int ascent() const { return ascent_; }
  int descent() const { return descent_; }

  // The font with those glyphs alone, under the same numbers. `cff`: a bare CFF table (FontFile3), else TrueType.
  struct Subset {
    std::string bytes;
    bool cff = false;
  };
  Result<Subset> subset(const std::map<std::uint32_t, char32_t>& glyphs) const;

 private:
  std::unique_ptr<hb_face_t, Freed<hb_face_destroy>> face_;
  std::unique_ptr<hb_font_t, Freed<hb_font_destroy>> font_;
  int ascent_ = 880, descent_ = -120;
};

}  // namespace muster::print
