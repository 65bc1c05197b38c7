#include <base/bytes.h>
#include <content/model.h>

#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::content {
namespace json = boost::json;
namespace {

constexpr std::string_view kFeatures = "ngram/1";
constexpr double kWeightBound = 1e4;  // of a weight or a bias; more is no model

Error bad_model(const char* why) {
  return invalid("model_format", fmt::format("The model {}.", why), "file");
}

Result<double> bounded(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  boost::system::error_code error;
  const double out = value ? value->to_number<double>(error) : 0;
  if (!value || error || !(out > -kWeightBound && out < kWeightBound)) return bad_model("has a number out of bounds");
  return out;
}

}  // namespace

Result<std::shared_ptr<const TextModel>> TextModel::read(const SignedBundle& file) {
  if (file.header.kind != BundleKind::model)
    return refused("bundle_kind_unknown", "This bundle is not a model.", "kind");
  boost::system::error_code error;
  const json::value body = json::parse(file.body, error);
  if (error || !body.is_object()) return bad_model("is not a JSON object");
  const json::object& object = body.as_object();
  const auto* features = object.if_contains("features");
  if (!features || !features->is_string() || features->as_string() != kFeatures)
    return bad_model("is over other features than ngram/1");
  MUSTER_TRY(const double bits, bounded(object, "bits"));
  if (bits < kFeatureBitsMin || bits > kFeatureBitsMax)
    return invalid("model_size", "A model has 2^10 to 2^20 weights.", "file");
  auto out = std::make_shared<TextModel>();
  out->bits_ = static_cast<int>(bits);
  MUSTER_TRY(out->bias_, bounded(object, "bias"));
  MUSTER_TRY(out->scale_, bounded(object, "scale"));
  const auto* weights = object.if_contains("weights");
  if (!weights || !weights->is_string()) return bad_model("has no weights");
  const auto bytes = from_base64(std::string_view(weights->as_string()));
  const auto expected = std::size_t{1} << out->bits_;
  if (!bytes.ok() || bytes->size() != expected || file.items != static_cast<std::int64_t>(expected))
    return invalid("model_size", "The model does not hold as many weights as it says.", "file");
  out->weights_.assign(bytes->begin(), bytes->end());
  out->ground_ = file.header.ground;
  out->sha256_ = file.sha256;
  return std::shared_ptr<const TextModel>(std::move(out));
}

double TextModel::logit(std::string_view text) const {
  return logit(features_of(text, bits_));
}

double TextModel::logit(const std::vector<Feature>& features) const {
  if (features.empty()) return 0;
  double sum = bias_;
  for (const Feature& each : features) sum += scale_ * weights_[each.index] * static_cast<double>(each.value);
  return sum;
}

std::string TrainedModel::draft(const std::string& name, const std::string& version, const std::string& ground,
                                const std::string& source) const {
  float most = 1e-6f;
  for (const float weight : weights) most = std::max(most, std::abs(weight));
  std::string bytes;
  for (const float weight : weights)
    bytes += static_cast<char>(static_cast<std::int8_t>(std::lround(weight / most * 127)));
  const std::string body = json::serialize(json::object{{"features", kFeatures},
                                                        {"bits", bits},
                                                        {"bias", bias},
                                                        {"scale", static_cast<double>(most) / 127},
                                                        {"weights", to_base64(bytes)}}) +
                           "\n";
  return json::serialize(json::object{{"format", "muster-bundle/1"},
                                      {"kind", "model"},
                                      {"name", name},
                                      {"version", version},
                                      {"ground", ground},
                                      {"licence", "Apache-2.0"},
                                      {"source", source},
                                      {"items", weights.size()}}) +
         "\n" + body;
}

}  // namespace muster::content
