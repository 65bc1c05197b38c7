#include <base/text.h>
#include <content/calibration.h>

#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::content {
namespace json = boost::json;
namespace {

// How a page reads can't be shown in a sentence, as a phrase can: alone it is no clue, and it drowns none.
constexpr double kModelLogOddsMax = 2.5;
constexpr double kNumberMax = 1000;
constexpr std::size_t kKindsMax = 50;
constexpr std::size_t kKindBytesMax = 40;

Error bad_calibration(const char* why) {
  return invalid("calibration_format", fmt::format("The calibration {}.", why), "file");
}

Result<double> number_in(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  boost::system::error_code error;
  const double out = value ? value->to_number<double>(error) : 0;
  if (!value || error || !(out >= -kNumberMax && out <= kNumberMax))
    return bad_calibration("has a number out of bounds");
  return out;
}

double logistic(double z) {
  return 1 / (1 + std::exp(-z));
}

}  // namespace

const Calibration& default_calibration() {
  // A sum of 2.77 is a clue (lexicon.h); a known hash is one by itself; history and vantage alone never are.
  static const Calibration kDefault{
      "any", "",
      -2.77, {{"phrases", 1.0}, {"model", 0.25}, {"picture", 3.2}, {"hash", 8}, {"vantage", 1.0}, {"history", 0.4}},
      1,     0,
      0};
  return kDefault;
}

Weighed weigh(const std::string& ground, std::span<const Evidence> evidence, const Calibration& calibration) {
  Weighed out;
  out.ground = ground;
  out.calibrated = !calibration.sha256.empty();
  double z = calibration.bias, speaking = 0;
  for (const Evidence& each : evidence) {
    if (each.ground != ground) continue;
    Contribution added{each.kind, each.detail, each.bundle, each.value, 0, false};
    for (const Weight& weight : calibration.weights)
      if (weight.kind == each.kind) {
        added.log_odds = weight.weight * each.value;
        if (each.kind == "model") added.log_odds = std::clamp(added.log_odds, -kModelLogOddsMax, kModelLogOddsMax);
        added.fitted = weight.fitted;
      }
    z += added.log_odds;
    speaking += std::max(0.0, added.log_odds);
    out.contributions.push_back(std::move(added));
  }
  std::stable_sort(out.contributions.begin(), out.contributions.end(),
                   [](const Contribution& a, const Contribution& b) { return a.log_odds > b.log_odds; });
  out.probability = speaking > 0 ? logistic(calibration.slope * z + calibration.shift) : 0;
  return out;
}

Result<Calibration> read_calibration(const SignedBundle& file) {
  if (file.header.kind != BundleKind::calibration)
    return refused("bundle_kind_unknown", "This bundle is not a calibration.", "kind");
  boost::system::error_code error;
  const json::value body = json::parse(file.body, error);
  if (error || !body.is_object()) return bad_calibration("is not a JSON object");
  const json::object& object = body.as_object();
  Calibration out;
  out.ground = file.header.ground;
  out.sha256 = file.sha256;
  MUSTER_TRY(out.bias, number_in(object, "bias"));
  MUSTER_TRY(out.slope, number_in(object, "slope"));
  MUSTER_TRY(out.shift, number_in(object, "shift"));
  MUSTER_TRY(const double fitted_on, object.contains("fitted_on") && object.at("fitted_on").is_int64()
                                         ? Result<double>(static_cast<double>(object.at("fitted_on").as_int64()))
                                         : Result<double>(0.0));
  out.fitted_on = static_cast<std::int64_t>(fitted_on);
  if (out.slope <= 0) return bad_calibration("turns the order of scores around");
  const auto* weights = object.if_contains("weights");
  if (!weights || !weights->is_array() || weights->as_array().empty() || weights->as_array().size() > kKindsMax)
    return bad_calibration("has no list of weights");
  for (const json::value& each : weights->as_array()) {
    if (!each.is_object()) return bad_calibration("has a weight that is no object");
    const json::object& one = each.as_object();
    const auto* kind = one.if_contains("kind");
    if (!kind || !kind->is_string() || kind->as_string().empty() || kind->as_string().size() > kKindBytesMax)
      return bad_calibration("has a weight without a kind");
    Weight weight{std::string(kind->as_string()), 0, one.contains("fitted") && one.at("fitted") == json::value(true)};
    MUSTER_TRY(weight.weight, number_in(one, "weight"));
    if (weight.weight < 0) return bad_calibration("lets evidence speak against itself");
    out.weights.push_back(std::move(weight));
  }
  if (static_cast<std::int64_t>(out.weights.size()) != file.items)
    return bad_calibration("does not hold as many weights as its header says");
  return out;
}

std::string calibration_draft(const Calibration& c, const std::string& name, const std::string& version,
                              const std::string& source) {
  json::array weights;
  for (const Weight& each : c.weights)
    weights.push_back(json::object{{"kind", each.kind}, {"weight", each.weight}, {"fitted", each.fitted}});
  const std::size_t items = weights.size();
  return json::serialize(json::object{{"format", "muster-bundle/1"},
                                      {"kind", "calibration"},
                                      {"name", name},
                                      {"version", version},
                                      {"ground", c.ground},
                                      {"licence", "Apache-2.0"},
                                      {"source", source},
                                      {"items", items}}) +
         "\n" +
         json::serialize(json::object{{"bias", c.bias},
                                      {"slope", c.slope},
                                      {"shift", c.shift},
                                      {"fitted_on", c.fitted_on},
                                      {"weights", std::move(weights)}}) +
         "\n";
}

}  // namespace muster::content
