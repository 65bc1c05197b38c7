#include "formats.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include <gif_lib.h>

namespace muster::pictures {
namespace {

struct EndGif {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, EndGif>;

int read_gif(GifFileType* gif, GifByteType* to, int wanted) {
  auto& rest = *static_cast<std::string_view*>(gif->UserData);
  const std::size_t n = rest.copy(reinterpret_cast<char*>(to), static_cast<std::size_t>(std::max(0, wanted)));
  rest.remove_prefix(n);
  return static_cast<int>(n);
}

// The canvas that frames are painted on, four bytes a pixel.
class Canvas {
 public:
  Canvas(int width, int height) : width_(width), height_(height), now_(size()), before_(size()) {}
  void begin(const GraphicsControlBlock& how) {
    how_ = how;
    if (how.DisposalMode == DISPOSE_PREVIOUS) before_ = now_;
  }
  void row(const GifImageDesc& at, int y, const std::vector<GifPixelType>& line, const ColorMapObject& colours) {
    const int to_y = at.Top + y;
    if (to_y < 0 || to_y >= height_) return;
    for (int x = 0; x < at.Width; ++x) {
      const int to_x = at.Left + x, colour = line[static_cast<std::size_t>(x)];
      if (to_x < 0 || to_x >= width_ || colour == how_.TransparentColor || colour >= colours.ColorCount) continue;
      std::uint8_t* to =
          &now_[(static_cast<std::size_t>(to_y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(to_x)) *
                4];
      const GifColorType& c = colours.Colors[colour];
      to[0] = c.Red, to[1] = c.Green, to[2] = c.Blue, to[3] = 255;
    }
  }
  const std::uint8_t* pixels() const { return now_.data(); }
  void end(const GifImageDesc& at) {
    if (how_.DisposalMode == DISPOSE_PREVIOUS) now_ = before_;
    if (how_.DisposalMode != DISPOSE_BACKGROUND) return;
    const int left = std::clamp(at.Left, 0, width_), right = std::clamp(at.Left + at.Width, left, width_);
    for (int y = std::max(0, at.Top); y < std::min(height_, at.Top + at.Height); ++y)
      std::memset(
          &now_[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(left)) * 4],
          0, static_cast<std::size_t>(right - left) * 4);
  }

 private:
  std::size_t size() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4; }
  int width_, height_;
  std::vector<std::uint8_t> now_, before_;
  GraphicsControlBlock how_{0, false, 0, NO_TRANSPARENT_COLOR};
};

// Steps over extensions to the next frame; fills in how it is to be painted. False: there is none.
bool next_frame(GifFileType* gif, GraphicsControlBlock& how) {
  how = {DISPOSAL_UNSPECIFIED, false, 0, NO_TRANSPARENT_COLOR};
  GifRecordType record = UNDEFINED_RECORD_TYPE;
  while (DGifGetRecordType(gif, &record) == GIF_OK && record != TERMINATE_RECORD_TYPE) {
    if (record == IMAGE_DESC_RECORD_TYPE) return DGifGetImageDesc(gif) == GIF_OK;
    if (record != EXTENSION_RECORD_TYPE) continue;
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(gif, &code, &block) != GIF_OK) return false;
    if (code == GRAPHICS_EXT_FUNC_CODE && block != nullptr) (void)DGifExtensionToGCB(block[0], block + 1, &how);
    while (block != nullptr)
      if (DGifGetExtensionNext(gif, &block) != GIF_OK) return false;
  }
  return false;
}

bool skip_frame(GifFileType* gif) {
  int size = 0;
  GifByteType* block = nullptr;
  if (DGifGetCode(gif, &size, &block) != GIF_OK) return false;
  while (block != nullptr)
    if (DGifGetCodeNext(gif, &block) != GIF_OK) return false;
  return true;
}

bool paint_frame(GifFileType* gif, const GraphicsControlBlock& how, Canvas& canvas) {
  const GifImageDesc at = gif->Image;
  const ColorMapObject* colours = at.ColorMap ? at.ColorMap : gif->SColorMap;
  if (colours == nullptr || at.Width < 1 || at.Height < 1 || std::int64_t{at.Width} * at.Height > kPixelsMax)
    return false;
  canvas.begin(how);
  std::vector<GifPixelType> line(static_cast<std::size_t>(at.Width));
  static constexpr int kFirst[] = {0, 4, 2, 1}, kStep[] = {8, 8, 4, 2};
  for (int pass = 0; pass < (at.Interlace ? 4 : 1); ++pass)
    for (int y = at.Interlace ? kFirst[pass] : 0; y < at.Height; y += at.Interlace ? kStep[pass] : 1) {
      if (DGifGetLine(gif, line.data(), at.Width) != GIF_OK) return false;
      canvas.row(at, y, line, *colours);
    }
  return true;
}

// How many frames there are, and are worth reading.
int count_frames(std::string_view bytes) {
  std::string_view rest = bytes;
  const Gif gif(DGifOpen(&rest, read_gif, nullptr));
  GraphicsControlBlock how{};
  int total = 0;
  std::int64_t pixels = 0;
  while (gif && total < kFramesReadMax && pixels < kFramePixelsReadMax && next_frame(gif.get(), how)) {
    pixels += std::int64_t{gif->SWidth} * gif->SHeight + std::int64_t{gif->Image.Width} * gif->Image.Height;
    ++total;
    // Of its image descriptions the library keeps a growing list; this one is not needed.
    if (!skip_frame(gif.get())) break;
  }
  return total;
}

}  // namespace

Header decode_gif(std::string_view bytes, std::span<std::uint8_t> room) {
  const int total = count_frames(bytes);
  std::string_view rest = bytes;
  const Gif gif(DGifOpen(&rest, read_gif, nullptr));
  if (!gif || total == 0) return fault_of(Fault::unreadable, Format::gif);
  const int width = gif->SWidth, height = gif->SHeight;
  if (!fits(width, height, 1, room.size())) return fault_of(Fault::pixels, Format::gif);
  const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  const Kept kept = kept_of(total, static_cast<std::int64_t>(pixels), room.size());
  Canvas canvas(width, height);
  GraphicsControlBlock how{};
  int done = 0;
  for (int n = 0; done < kept.count && next_frame(gif.get(), how); ++n) {
    const GifImageDesc at = gif->Image;
    const bool whole = paint_frame(gif.get(), how, canvas);
    // A file that is cut off gives what there is.
    if (n == kept.frames[static_cast<std::size_t>(done)] || !whole) {
      flatten(canvas.pixels(), pixels, room.data() + static_cast<std::size_t>(done) * pixels * 3);
      ++done;
    }
    if (!whole) break;
    canvas.end(at);
  }
  if (done == 0) return fault_of(Fault::unreadable, Format::gif);
  return {Fault::none, Format::gif, width, height, done, std::max(total, done)};
}

}  // namespace muster::pictures
