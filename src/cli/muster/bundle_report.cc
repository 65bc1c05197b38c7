#include "bundle_report.h"

#include <base/text.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

namespace json = boost::json;

std::string day_of(const std::optional<Instant>& at) {
  return at ? to_day(*at) : "-";
}

json::value time_or_null(const std::optional<Instant>& at) {
  return at ? json::value(to_rfc3339(*at)) : json::value(nullptr);
}

json::object bundle_object(const bundles::BundleRow& b) {
  return {{"id", b.sha256},
          {"kind", content::to_text(b.kind)},
          {"publisher", b.publisher},
          {"name", b.name},
          {"version", b.version},
          {"ground", b.ground},
          {"licence", b.licence},
          {"items", b.items},
          {"state", b.state},
          {"loaded_at", to_rfc3339(b.loaded_at)},
          {"enabled_at", time_or_null(b.enabled_at)},
          {"retired_at", time_or_null(b.retired_at)},
          {"retired_reason", b.retired_reason}};
}

json::object rerun_object(const bundles::Rerun& r) {
  return {{"id", r.id},
          {"bundle", r.sha256},
          {"pages", r.pages},
          {"skipped", r.skipped},
          {"clues_before", r.clues_before},
          {"clues_after", r.clues_after},
          {"gained", r.gained},
          {"lost", r.lost},
          {"finished_at", time_or_null(r.finished_at)}};
}

}  // namespace

void print_bundles(const std::vector<bundles::BundleRow>& found, bool json) {
  if (!json)
    fmt::print("{:<12} {:<11} {:<9} {:<24} {:<12} {:<22} {:>8} {}\n", "ID", "KIND", "STATE", "NAME", "VERSION",
               "GROUND", "ITEMS", "ENABLED");
  for (const auto& b : found) {
    if (json)
      fmt::print("{}\n", json::serialize(bundle_object(b)));
    else
      fmt::print("{:<12} {:<11} {:<9} {:<24} {:<12} {:<22} {:>8} {}\n", b.sha256.substr(0, 12),
                 content::to_text(b.kind), b.state, b.name, b.version, b.ground, with_separators(b.items),
                 day_of(b.enabled_at));
  }
}

void print_rerun(const bundles::Rerun& r, bool json) {
  if (json) {
    fmt::print("{}\n", json::serialize(rerun_object(r)));
    return;
  }
  fmt::print("{}: {} pages of the history{}; {} clues before, {} after: {} new, {} gone. {} without evidence.\n",
             r.finished_at ? "Done" : "Stopped; resume it in the console", with_separators(r.pages),
             r.finished_at ? "" : " so far", r.clues_before, r.clues_after, r.gained, r.lost, r.skipped);
}

void print_bundle(const bundles::BundleRow& b, const std::vector<bundles::Rerun>& reruns,
                  const std::vector<bundles::DayCount>& counts, bool json) {
  if (json) {
    json::object out = bundle_object(b);
    json::array runs, days;
    for (const auto& r : reruns) runs.push_back(rerun_object(r));
    for (const auto& day : counts)
      days.push_back(json::object{{"day", day.day}, {"pages", day.pages}, {"hits", day.hits}, {"clues", day.clues}});
    out["reruns"] = std::move(runs);
    out["counts"] = std::move(days);
    fmt::print("{}\n", json::serialize(out));
    return;
  }
  fmt::print(
      "{} {} ({}), {}\n  id         {}\n  publisher  {}\n  ground     {}\n  licence    {}\n  items      {}\n"
      "  loaded     {}\n  enabled    {}\n",
      b.name, b.version, content::to_text(b.kind), b.state, b.sha256, b.publisher, b.ground, b.licence,
      with_separators(b.items), to_day(b.loaded_at), day_of(b.enabled_at));
  if (b.retired_at) fmt::print("  retired    {}: {}\n", day_of(b.retired_at), b.retired_reason);
  for (const auto& r : reruns) print_rerun(r, false);
  if (!counts.empty()) fmt::print("{:<10} {:>9} {:>9} {:>9}\n", "DAY", "PAGES", "HITS", "CLUES");
  for (const auto& day : counts) fmt::print("{:<10} {:>9} {:>9} {:>9}\n", day.day, day.pages, day.hits, day.clues);
}

void print_publishers(const std::vector<bundles::Publisher>& found, bool json) {
  for (const auto& p : found) {
    if (json)
      fmt::print("{}\n", json::serialize(json::object{
                             {"public_key", p.public_key}, {"publisher", p.publisher}, {"state", p.state}}));
    else
      fmt::print("{:<46} {:<10} {}\n", p.public_key, p.state, p.publisher);
  }
}

void print_rates(const content::NeutralReport& report, bool json) {
  if (json) {
    json::array rates, hits;
    for (const auto& r : report.rates)
      rates.push_back(
          json::object{{"area", r.area}, {"texts", r.texts}, {"hit", r.hit}, {"clues", r.clues}, {"mean", r.mean}});
    for (const auto& h : report.hits)
      hits.push_back(json::object{{"area", h.area}, {"term", h.term}, {"texts", h.texts}});
    fmt::print("{}\n",
               json::serialize(json::object{
                   {"refused", report.refusal.has_value()}, {"rates", std::move(rates)}, {"hits", std::move(hits)}}));
    return;
  }
  fmt::print("{:<24} {:>7} {:>7} {:>8} {:>7} {:>8}\n", "CORPUS", "TEXTS", "HIT", "HIT %", "CLUES", "MEAN");
  for (const auto& r : report.rates)
    fmt::print("{:<24} {:>7} {:>7} {:>8.2f} {:>7} {:>8.4f}\n", r.area, r.texts, r.hit,
               r.texts ? 100.0 * r.hit / r.texts : 0.0, r.clues, r.mean);
  for (const auto& h : report.hits) fmt::print("  {} in {} texts on {}\n", h.term, h.texts, h.area);
  if (report.refusal) fmt::print("{}\n", report.refusal->sentence);
}

}  // namespace muster::cli
