// Logistic regression by stochastic gradient descent, in a fixed order of its own: the same texts give the same model.
#include <content/model.h>

#include <cmath>

namespace muster::content {
namespace {

constexpr std::size_t kTextsMin = 10;

double sigmoid_of(double z) {
  return 1 / (1 + std::exp(-z));
}

struct Sample {
  std::vector<Feature> features;
  bool positive;
};

double sum_of(const TrainedModel& model, const std::vector<Feature>& features) {
  double sum = model.bias;
  for (const Feature& each : features) sum += static_cast<double>(model.weights[each.index]) * each.value;
  return sum;
}

}  // namespace

double TrainedModel::logit(std::string_view text) const {
  const auto features = features_of(text, bits);
  return features.empty() ? 0 : sum_of(*this, features);
}

Result<TrainedModel> train(const std::vector<LabelledText>& texts, const TrainOptions& options) {
  std::vector<Sample> samples;
  std::size_t positive = 0;
  for (const LabelledText& text : texts) {
    auto features = features_of(text.text, options.bits);
    if (features.empty()) continue;
    positive += text.positive;
    samples.push_back({std::move(features), text.positive});
  }
  if (positive < kTextsMin || samples.size() - positive < kTextsMin)
    return invalid("train_data", "Training needs at least ten texts of each kind.");
  TrainedModel model;
  model.bits = options.bits;
  model.weights.assign(std::size_t{1} << options.bits, 0);
  // Both kinds weigh the same, however many there are of each.
  const double half = static_cast<double>(samples.size()) / 2;
  const double of_positive = half / static_cast<double>(positive);
  const double of_negative = half / static_cast<double>(samples.size() - positive);
  std::uint64_t state = 0x2545F4914F6CDD1Dull;
  std::vector<std::size_t> order(samples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (int round = 0; round < options.rounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) {  // xorshift64*, Fisher and Yates
      state ^= state >> 12;
      state ^= state << 25;
      state ^= state >> 27;
      std::swap(order[i - 1], order[(state * 0x2545F4914F6CDD1Dull >> 33) % i]);
    }
    const double rate = options.rate / (1 + round);
    for (const std::size_t at : order) {
      const Sample& sample = samples[at];
      const double error = (sample.positive ? 1 : 0) - sigmoid_of(sum_of(model, sample.features));
      const double step = rate * error * (sample.positive ? of_positive : of_negative);
      for (const Feature& each : sample.features) {
        float& weight = model.weights[each.index];
        weight += static_cast<float>(step * each.value - rate * options.penalty * weight);
      }
      model.bias += 0.1 * step;
    }
  }
  return model;
}

}  // namespace muster::content
