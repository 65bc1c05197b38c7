// A linear model over hashed n-grams of a page's main text: how much it reads like what a ground is about, beyond the
// phrases that a lexicon names. Words and pairs of words in scripts with spaces; pairs and triples of characters in
// scripts without. Thread-safe once read. Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009.
#pragma once

#include <base/result.h>
#include <content/bundle.h>
#include <content/page.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::content {

inline constexpr int kFeatureBitsMin = 10, kFeatureBitsMax = 20;
inline constexpr std::size_t kFeatureTextMax = 256u << 10;  // bytes of the text that are read

struct Feature {
  std::uint32_t index;
  float value;
};
// Log-scaled counts of length 1 together, by index. Empty for a text without words.
std::vector<Feature> features_of(std::string_view text, int bits);

class TextModel {
 public:
  // Errors: bundle_kind_unknown, model_format, model_size.
  static Result<std::shared_ptr<const TextModel>> read(const SignedBundle& file);
  // Log-odds before calibration; 0 for a page without words.
  double logit(const Page& page) const { return logit(text_of(page)); }
  static std::string_view text_of(const Page& page) { return page.main.empty() ? page.text : page.main; }
  double logit(std::string_view text) const;
  // Of features_of() with bits() of the text.
  double logit(const std::vector<Feature>& features) const;
  int bits() const { return bits_; }
  const std::string& ground() const { return ground_; }
  const std::string& sha256() const { return sha256_; }

 private:
  friend struct TrainedModel;
  int bits_ = 0;
  double bias_ = 0, scale_ = 0;
  std::vector<std::int8_t> weights_;
  std::string ground_, sha256_;
};

// --- training, for publishers (`muster bundle train`). Deterministic: the same texts give the same model.
struct LabelledText {
  std::string text;
  bool positive = false;
};
struct TrainOptions {
  int bits = 14;
  int rounds = 12;
  double rate = 4.0;      // of the first step
  double penalty = 1e-5;  // L2
};
struct TrainedModel {
  int bits = 0;
  double bias = 0;
  std::vector<float> weights;
  double logit(std::string_view text) const;
  // The draft of a bundle: header and body. Weights are rounded to eight bits.
  std::string draft(const std::string& name, const std::string& version, const std::string& ground,
                    const std::string& source) const;
};
// Errors: train_data (needs at least ten texts of each kind).
Result<TrainedModel> train(const std::vector<LabelledText>& texts, const TrainOptions& options = {});

}  // namespace muster::content
