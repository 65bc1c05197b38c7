#include "image.h"

#include <cmath>

#include <leptonica/allheaders.h>
#include <papers/wire.h>
#include <papers_eye/eye.h>

namespace muster::papers {
namespace {

constexpr int kWidthBest = 2000;  // of a page: a zone's character has some forty pixels then
constexpr float kSkewMax = 15, kSkewStep = 0.5;
constexpr std::size_t kHeaderMin = 32;  // bytes that the library looks at to tell what it is
constexpr int kDarkest = 135;           // of 200, to which the background is brought
constexpr double kRadians = 3.14159265358979 / 180;

const l_uint8* bytes_of(std::string_view picture) {
  return reinterpret_cast<const l_uint8*>(picture.data());
}

Image straight(const Image& grey) {
  const Image black(pixConvertTo1(grey.get(), 128));
  if (!black) return nullptr;
  float angle = 0, confidence = 0;
  if (pixFindSkewSweepAndSearch(black.get(), &angle, &confidence, 2, 2, kSkewMax, kSkewStep, 0.02F) != 0 ||
      confidence < 2 || std::abs(angle) < 0.05)
    return Image(pixClone(grey.get()));
  return Image(pixRotate(grey.get(), static_cast<float>(angle * kRadians), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
                         pixGetWidth(grey.get()), pixGetHeight(grey.get())));
}

bool is_dark(const Image& black, int x, int y) {
  l_uint32 value = 0;
  return pixGetPixel(black.get(), x, y, &value) == 0 && value != 0;
}

}  // namespace

void PixDeleter::operator()(Pix* pix) const {
  pixDestroy(&pix);
}

Result<Image> decode_grey(std::string_view picture) {
  l_int32 format = 0, width = 0, height = 0;
  if (picture.size() < kHeaderMin) return picture_fault("picture_form");
  findFileFormatBuffer(bytes_of(picture), &format);
  if (format != IFF_PNG && format != IFF_JFIF_JPEG) return picture_fault("picture_form");
  if (pixReadHeaderMem(bytes_of(picture), picture.size(), &format, &width, &height, nullptr, nullptr, nullptr) != 0)
    return picture_fault("picture_unreadable");
  if (width < kSideMin || height < kSideMin || std::int64_t{width} * height > kPixelsMax)
    return picture_fault("picture_pixels");
  const Image read(pixReadMem(bytes_of(picture), picture.size()));
  if (!read) return picture_fault("picture_unreadable");
  const Image opaque(pixGetSpp(read.get()) == 4 ? pixRemoveAlpha(read.get()) : pixClone(read.get()));
  Image grey(opaque ? pixConvertTo8(opaque.get(), 0) : nullptr);
  if (!grey) return picture_fault("picture_unreadable");
  const int longest = std::max(width, height);
  if (longest <= kWidthBest + kWidthBest / 4 && longest >= kWidthBest / 2) return grey;
  const float scale = static_cast<float>(kWidthBest) / static_cast<float>(longest);
  Image scaled(pixScale(grey.get(), scale, scale));
  if (!scaled) return picture_fault("picture_unreadable");
  return scaled;
}

std::optional<Page> page_of(const Image& grey, int quarters) {
  const Image turned(quarters == 0 ? pixClone(grey.get()) : pixRotateOrth(grey.get(), quarters));
  if (!turned) return std::nullopt;
  const Image flat = straight(turned);
  if (!flat) return std::nullopt;
  Page out;
  out.grey.reset(pixBackgroundNormSimple(flat.get(), nullptr, nullptr));
  if (!out.grey) out.grey.reset(pixClone(flat.get()));
  // Noise of single pixels goes, edges of characters stay.
  if (Image smooth(pixMedianFilter(out.grey.get(), 3, 3)); smooth) out.grey = std::move(smooth);
  out.black.reset(pixThresholdToBinary(out.grey.get(), kDarkest));
  if (!out.black) return std::nullopt;
  Boxa* boxes = pixConnCompBB(out.black.get(), 8);
  if (!boxes) return std::nullopt;
  for (int i = 0; i < boxaGetCount(boxes); ++i) {
    Spot s;
    boxaGetBoxGeometry(boxes, i, &s.x, &s.y, &s.width, &s.height);
    if (s.height >= 8 && s.height <= 160 && s.width >= 2 && s.width <= 160) out.spots.push_back(s);
  }
  boxaDestroy(&boxes);
  return out;
}

CellShape shape_of(const Image& black, const Spot& cell) {
  const int inset = std::max(1, cell.width / 12);
  const int x0 = cell.x + inset, x1 = cell.x + cell.width - inset, y0 = cell.y - 2, y1 = cell.y + cell.height + 2;
  int left = x1, right = x0, top = y1, bottom = y0, dark = 0;
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x)
      if (is_dark(black, x, y)) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
        ++dark;
      }
  const int width = right - left + 1, height = bottom - top + 1;
  if (dark < 12 || height < cell.height / 4) return CellShape::empty;
  if (width < cell.height / 4) return CellShape::character;  // a stroke: I or 1
  // How tall what is dark stands in a slice of the width, and whether its middle is free.
  const auto slice = [&](int from, int to, bool& middle_free) {
    int low = bottom, high = top, in_middle = 0;
    for (int x = from; x <= to; ++x)
      for (int y = top; y <= bottom; ++y)
        if (is_dark(black, x, y)) {
          low = std::min(low, y);
          high = std::max(high, y);
          in_middle += std::abs(y - (top + bottom) / 2.0) < 0.13 * height;
        }
    middle_free = in_middle == 0;
    return low > high ? 0.0 : (high - low + 1.0) / height;
  };
  const int part = std::max(1, static_cast<int>(width * 0.22));
  bool left_free = false, right_free = false;
  const double left_tall = slice(left, left + part, left_free), right_tall = slice(right - part, right, right_free);
  return !left_free && left_tall < 0.62 && right_free && right_tall > 0.7 ? CellShape::filler : CellShape::character;
}

}  // namespace muster::papers
