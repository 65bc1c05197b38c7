#include "recogniser.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

namespace muster::papers {
namespace {

constexpr const char* kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr const char* kDigits = "0123456789";
constexpr const char* kBoth = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr int kHeightBest = 44;  // of a character, for the model
constexpr int kMargin = 24;

const char* allowed(CharClass what) {
  return what == CharClass::letters ? kLetters : what == CharClass::digits ? kDigits : kBoth;
}

// The area on white, at the size that the model knows best.
Image cut_out(const Image& grey, const Spot& area) {
  Box* box = boxCreate(std::max(0, area.x), std::max(0, area.y - area.height / 5), area.width,
                       area.height + 2 * (area.height / 5));
  const Image cut(pixClipRectangle(grey.get(), box, nullptr));
  boxDestroy(&box);
  if (!cut) return nullptr;
  const float scale = static_cast<float>(kHeightBest) / static_cast<float>(std::max(1, area.height));
  const Image scaled(pixScale(cut.get(), scale, scale));
  return scaled ? Image(pixAddBorder(scaled.get(), kMargin, 255)) : nullptr;
}

}  // namespace

Recogniser::Recogniser() : api_(std::make_unique<tesseract::TessBaseAPI>()) {
  ready_ = api_->Init(nullptr, "eng", tesseract::OEM_LSTM_ONLY) == 0;
  // No dictionary: a zone has no words, and a model that expects some finds some.
  if (ready_) {
    api_->SetVariable("load_system_dawg", "0");
    api_->SetVariable("load_freq_dawg", "0");
  }
}
Recogniser::~Recogniser() {
  if (ready_) api_->End();
}

std::string Recogniser::read_once(const Image& grey, const Spot& area, CharClass what, bool one) {
  const Image cut = cut_out(grey, area);
  if (!cut) return {};
  api_->SetVariable("tessedit_char_whitelist", allowed(what));
  api_->SetPageSegMode(one ? tesseract::PSM_SINGLE_CHAR : tesseract::PSM_SINGLE_WORD);
  api_->SetImage(cut.get());
  api_->SetSourceResolution(300);
  const std::unique_ptr<char[]> said(api_->GetUTF8Text());
  std::string out;
  for (const char* c = said.get(); c && *c; ++c)
    if ((*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9')) out += *c;
  return out;
}

std::string Recogniser::read(const Image& grey, const std::vector<Spot>& cells, CharClass what) {
  const Spot& first = cells.front();
  const Spot& last = cells.back();
  const Spot all{first.x, first.y, last.x + last.width - first.x, first.height};
  std::string out = read_once(grey, all, what, cells.size() == 1);
  if (out.size() == cells.size()) return out;
  if (cells.size() == 1) return out.empty() ? "?" : out.substr(0, 1);
  // As many as there are cells, or each by itself.
  out.clear();
  for (const Spot& cell : cells) out += read(grey, {cell}, what);
  return out;
}

}  // namespace muster::papers
