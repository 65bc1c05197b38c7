#include "reading.h"
#include <content/scorer.h>

#include <fmt/format.h>

namespace muster::content {
namespace {

constexpr std::size_t kReasonsTold = 5;

std::string told(const Score& score) {
  std::string out;
  std::size_t shown = 0;
  for (const Reason& reason : score.reasons) {
    if (shown++ == kReasonsTold) break;
    out += fmt::format("{}{} ×{}", out.empty() ? "" : ", ", reason.term, reason.count);
    if (!reason.spelling.empty()) out += fmt::format(" ({})", reason.spelling);
    if (!reason.damped.empty()) out += fmt::format(" (counts little: {})", reason.damped);
  }
  return out;
}

}  // namespace

const Calibration& Scorer::calibration_of(const std::string& ground) const {
  const Calibration* any = nullptr;
  for (const Calibration& each : calibrations_) {
    if (each.ground == ground) return each;
    if (each.ground == "any") any = &each;
  }
  return any ? *any : default_calibration();
}

PageScore Scorer::score(const Page& page, std::span<const Evidence> beside) const {
  PageScore out;
  std::vector<Evidence> evidence(beside.begin(), beside.end());
  std::vector<std::string> grounds;
  const auto ground_once = [&](const std::string& ground) {
    if (std::find(grounds.begin(), grounds.end(), ground) == grounds.end()) grounds.push_back(ground);
  };
  Page hidden;
  hidden.text = page.hidden;
  hidden.language = page.language;
  const Reading shown(lexicons_.empty() ? std::string_view() : page.text),
      unseen(lexicons_.empty() ? std::string_view() : page.hidden);
  for (const auto& lexicon : lexicons_) {
    Score score = lexicon->score(page, shown);
    out.bundles.push_back(score.bundle);
    if (score.sum > 0) evidence.push_back({score.ground, "phrases", score.sum, told(score), score.bundle});
    ground_once(score.ground);
    if (!hidden.text.empty())
      for (const Reason& reason : lexicon->score(hidden, unseen).reasons) out.hidden_hits += reason.count;
    out.lexicons.push_back(std::move(score));
  }
  std::map<int, std::vector<Feature>> features;  // by bits: models of one size share them
  for (const auto& model : models_) {
    const auto [known, fresh] = features.try_emplace(model->bits());
    if (fresh) known->second = features_of(TextModel::text_of(page), model->bits());
    const ModelScore score{model->sha256(), model->ground(), model->logit(known->second)};
    out.bundles.push_back(score.bundle);
    evidence.push_back({score.ground, "model", score.logit, "", score.bundle});
    ground_once(score.ground);
    out.models.push_back(score);
  }
  for (const Evidence& each : beside) ground_once(each.ground);
  for (const std::string& ground : grounds) {
    const Calibration& calibration = calibration_of(ground);
    if (!calibration.sha256.empty() &&
        std::find(out.bundles.begin(), out.bundles.end(), calibration.sha256) == out.bundles.end())
      out.bundles.push_back(calibration.sha256);
    Weighed weighed = weigh(ground, evidence, calibration);
    if (weighed.probability > 0) out.grounds.push_back(std::move(weighed));
  }
  std::stable_sort(out.grounds.begin(), out.grounds.end(),
                   [](const Weighed& a, const Weighed& b) { return a.probability > b.probability; });
  return out;
}

}  // namespace muster::content
