#include "codes.h"

#define ZX_USE_UTF8  // texts as UTF-8
#include <ZXing/ReadBarcode.h>
#include <leptonica/allheaders.h>

namespace muster::papers {
namespace {

constexpr std::size_t kCodesMax = 8;
constexpr std::size_t kCodeBytesMax = 4096;

}  // namespace

std::vector<Code> codes_in(const Image& grey) {
  const int width = pixGetWidth(grey.get()), height = pixGetHeight(grey.get());
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    const l_uint32* line = pixGetData(grey.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(grey.get());
    for (int x = 0; x < width; ++x)
      pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] =
          static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
  }
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::PDF417 | ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::DataMatrix |
                   ZXing::BarcodeFormat::Aztec);
  hints.setTryHarder(true);
  hints.setTryRotate(true);
  std::vector<Code> out;
  for (const auto& found :
       ZXing::ReadBarcodes(ZXing::ImageView(pixels.data(), width, height, ZXing::ImageFormat::Lum), hints)) {
    if (!found.isValid() || out.size() >= kCodesMax) continue;
    std::string text = found.text();
    if (text.size() <= kCodeBytesMax) out.push_back({ZXing::ToString(found.format()), std::move(text)});
  }
  return out;
}

}  // namespace muster::papers
