#include "inspect.h"

#include <content/neutral.h>
#include <content/scorer.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::bundles {
namespace json = boost::json;
namespace {

constexpr std::size_t kRefusalsTold = 100;
constexpr double kModelLeanMax = 0.10;

json::object report_json(const content::NeutralReport& report) {
  json::array rates, hits;
  for (const auto& rate : report.rates)
    rates.push_back(json::object{{"area", rate.area}, {"texts", rate.texts}, {"hit", rate.hit}, {"clues", rate.clues}});
  for (const auto& hit : report.hits) {
    if (hits.size() == kRefusalsTold) break;
    hits.push_back(
        json::object{{"area", hit.area}, {"term", hit.term}, {"texts", hit.texts}, {"sentence", hit.sentence}});
  }
  return {{"rates", std::move(rates)}, {"hits", std::move(hits)}};
}

}  // namespace

Result<Inspection> inspect_lexicon(const content::SignedBundle& file, double share_max) {
  MUSTER_TRY(auto bundle, content::read_lexicon(file));
  MUSTER_TRY(const auto lexicon, content::Lexicon::compile(std::move(bundle)));
  const auto report = content::inspect_neutral(*lexicon, share_max);
  return Inspection{json::serialize(report_json(report)), report.refusal};
}

Result<Inspection> inspect_model(const content::SignedBundle& file) {
  MUSTER_TRY(const auto model, content::TextModel::read(file));
  std::map<std::string, std::pair<int, int>> areas;  // texts, those it leans towards
  for (const auto& neutral : content::neutral_texts()) {
    auto& [texts, leaning] = areas[neutral.area];
    ++texts;
    leaning += model->logit(std::string_view(neutral.text)) > 0;
  }
  json::array rates;
  Inspection out;
  for (const auto& [area, rate] : areas) {
    rates.push_back(json::object{{"area", area}, {"texts", rate.first}, {"hit", rate.second}, {"clues", 0}});
    if (!out.refusal && rate.second > kModelLeanMax * rate.first)
      out.refusal = refused("bundle_hits_neutral",
                            fmt::format("The model is refused: it leans towards {} of {} neutral texts on {} (limit: "
                                        "{:.0f} %).",
                                        rate.second, rate.first, area, kModelLeanMax * 100),
                            "file");
  }
  out.json = json::serialize(json::object{{"rates", std::move(rates)}});
  return out;
}

Result<Inspection> inspect_calibration(const content::SignedBundle& file) {
  MUSTER_TRY(const auto calibration, content::read_calibration(file));
  const std::string ground = "billing_fraud";  // any will do
  const content::Evidence past[] = {{ground, "history", 3, "", ""}, {ground, "vantage", 1, "", ""}};
  const double alone = content::weigh(ground, past, calibration).probability;
  Inspection out;
  out.json = json::serialize(json::object{{"slope", calibration.slope},
                                          {"shift", calibration.shift},
                                          {"fitted_on", calibration.fitted_on},
                                          {"past_alone", alone}});
  if (alone >= content::kClueScore)
    out.refusal = refused("calibration_guilt",
                          "The calibration is refused: a page's host's past and how it differs by who asks would be a "
                          "clue alone, whatever the page says.",
                          "file");
  return out;
}

}  // namespace muster::bundles
