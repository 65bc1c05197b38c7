#include "score_report.h"

#include <base/text.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

namespace json = boost::json;

constexpr double kDriftMuch = 0.25;

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

json::array hits_array(const content::Score& score) {
  json::array out;
  for (const auto& hit : score.hits)
    out.push_back(json::object{{"term", hit.term},
                               {"language", hit.language},
                               {"before", hit.before},
                               {"match", hit.match},
                               {"after", hit.after},
                               {"weight", hit.weight},
                               {"damped", hit.damped},
                               {"spelling", hit.spelling}});
  return out;
}

}  // namespace

void print_score(const std::string& what, const content::Page& page, const content::PageScore& score,
                 const ScoreBounds& bounds, bool explain) {
  const char* follows = "";
  if (score.probability() >= bounds.urgent)
    follows = ", a clue for a person to look at first";
  else if (score.probability() >= bounds.clue)
    follows = ", a clue for a person to look at";
  fmt::print("{}: {:.3f}{}\n", what, score.probability(), follows);
  for (const auto& ground : score.grounds) {
    fmt::print("  {} {:.3f}{}\n", ground.ground, ground.probability,
               ground.calibrated ? "" : " (default weights, not fitted)");
    for (const auto& each : ground.contributions)
      fmt::print("    {:+.2f} {}{}{}\n", each.log_odds, each.kind, each.detail.empty() ? "" : ": ", each.detail);
  }
  if (score.hidden_hits > 0)
    fmt::print("  {} terms stand in text that the page hides; they don't count.\n", score.hidden_hits);
  if (page.cut) fmt::print("  Only the first part of a large page was read.\n");
  if (!explain) return;
  fmt::print("  charset {}, language {}, {} bytes of text, {} of main text, {} hidden\n", page.charset,
             page.language.empty() ? "not said" : page.language,
             with_separators(static_cast<std::int64_t>(page.text.size())),
             with_separators(static_cast<std::int64_t>(page.main.size())),
             with_separators(static_cast<std::int64_t>(page.hidden.size())));
  for (const auto& lexicon : score.lexicons)
    for (const auto& hit : lexicon.hits)
      fmt::print("  {:>5.2f} …{}[{}]{}…{}{}\n", hit.weight, one_line(hit.before), one_line(hit.match),
                 one_line(hit.after), hit.spelling.empty() ? "" : " (" + hit.spelling + ")",
                 hit.damped.empty() ? "" : " (counts little: " + hit.damped + ")");
}

void print_score_json(const std::string& what, const content::Page& page, const content::PageScore& score,
                      const ScoreBounds& bounds) {
  json::array grounds, lexicons, bundle_ids;
  for (const auto& ground : score.grounds) {
    json::array reasons;
    for (const auto& each : ground.contributions)
      reasons.push_back(json::object{{"kind", each.kind},
                                     {"value", each.value},
                                     {"log_odds", each.log_odds},
                                     {"fitted", each.fitted},
                                     {"detail", each.detail},
                                     {"bundle", each.bundle}});
    grounds.push_back(json::object{{"ground", ground.ground},
                                   {"probability", ground.probability},
                                   {"calibrated", ground.calibrated},
                                   {"reasons", std::move(reasons)}});
  }
  for (const auto& lexicon : score.lexicons)
    lexicons.push_back(json::object{{"bundle", lexicon.bundle},
                                    {"ground", lexicon.ground},
                                    {"score", lexicon.value},
                                    {"hits", hits_array(lexicon)}});
  for (const auto& id : score.bundles) bundle_ids.push_back(json::value(id));
  fmt::print("{}\n", json::serialize(json::object{{"what", what},
                                                  {"probability", score.probability()},
                                                  {"clue", score.probability() >= bounds.clue},
                                                  {"urgent", score.probability() >= bounds.urgent},
                                                  {"grounds", std::move(grounds)},
                                                  {"lexicons", std::move(lexicons)},
                                                  {"hidden_hits", score.hidden_hits},
                                                  {"charset", page.charset},
                                                  {"language", page.language},
                                                  {"text_bytes", page.text.size()},
                                                  {"bundles", std::move(bundle_ids)},
                                                  {"method", content::kScoringMethod}}));
}

void print_agreement(const std::map<std::string, std::map<std::string, std::string>>& items,
                     const std::set<std::string>& reviewers, bool json) {
  std::vector<std::vector<std::string>> by_item;
  for (const auto& [item, labels] : items) {
    std::vector<std::string> row;
    for (const std::string& reviewer : reviewers) row.push_back(labels.contains(reviewer) ? labels.at(reviewer) : "");
    by_item.push_back(std::move(row));
  }
  const double alpha = content::krippendorff_alpha(by_item);
  json::array pairs;
  if (!json) fmt::print("{} items, {} reviewers, Krippendorff's alpha {:.3f}\n", items.size(), reviewers.size(), alpha);
  for (auto a = reviewers.begin(); a != reviewers.end(); ++a)
    for (auto b = std::next(a); b != reviewers.end(); ++b) {
      std::vector<std::string> first, second;
      for (const auto& [item, labels] : items)
        if (labels.contains(*a) && labels.contains(*b)) {
          first.push_back(labels.at(*a));
          second.push_back(labels.at(*b));
        }
      const double kappa = content::cohen_kappa(first, second);
      if (json)
        pairs.push_back(json::object{{"first", *a}, {"second", *b}, {"items", first.size()}, {"kappa", kappa}});
      else
        fmt::print("  {} and {}: {} items in common, Cohen's kappa {:.3f}\n", *a, *b, first.size(), kappa);
    }
  if (json)
    fmt::print("{}\n",
               json::serialize(json::object{{"items", items.size()}, {"alpha", alpha}, {"pairs", std::move(pairs)}}));
}

void print_drift(const std::vector<bundles::DayCount>& counts, const std::string& since, Globals& globals) {
  std::int64_t before[10] = {}, now[10] = {}, pages_before = 0, pages_now = 0;
  for (const auto& day : counts)
    for (int i = 0; i < 10; ++i) {
      (day.day < since ? before : now)[i] += day.tenths[i];
      (day.day < since ? pages_before : pages_now) += day.tenths[i];
    }
  const double index = content::stability_index(before, now);
  const bool enough = pages_before >= 100 && pages_now >= 100;
  if (globals.json)
    fmt::print(
        "{}\n",
        json::serialize(json::object{
            {"pages_before", pages_before}, {"pages_now", pages_now}, {"stability_index", index}, {"enough", enough}}));
  else
    fmt::print("{} pages in the month before, {} in the last week: population stability index {:.3f}{}\n",
               with_separators(pages_before), with_separators(pages_now), index,
               !enough               ? " (too few pages to say anything)"
               : index >= kDriftMuch ? " (much: look at it)"
                                     : "");
  if (enough && index >= kDriftMuch) globals.exit_code = 1;
}

void print_reliability(const content::Reliability& r, bool json) {
  if (json) {
    json::array bins;
    for (const auto& bin : r.bins)
      bins.push_back(json::object{{"from", bin.from}, {"count", bin.count}, {"said", bin.mean}, {"were", bin.share}});
    fmt::print("{}\n", json::serialize(json::object{
                           {"count", r.count}, {"brier", r.brier}, {"ece", r.ece}, {"bins", std::move(bins)}}));
    return;
  }
  fmt::print("{:<11} {:>8} {:>8} {:>8}\n", "SCORE", "COUNT", "SAID", "WERE");
  for (const auto& bin : r.bins)
    fmt::print("{:.1f} to {:.1f}  {:>8} {:>8.3f} {:>8.3f}\n", bin.from, bin.to, bin.count, bin.mean, bin.share);
  fmt::print("{} in all; Brier {:.4f}, expected calibration error {:.4f}\n", with_separators(r.count), r.brier, r.ece);
}

}  // namespace muster::cli
