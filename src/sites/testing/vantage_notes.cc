#include "vantage_notes.h"

#include <base/text.h>

#include <boost/json.hpp>

namespace muster::testing {
namespace json = boost::json;
namespace {

constexpr std::size_t kVantageUrlMax = 2048;

// Text columns hold no NUL on PostgreSQL, and UTF-8 alone.
std::string storable(std::string text, std::size_t most = kVantageUrlMax) {
  text.resize(std::min(text.size(), most));
  std::replace(text.begin(), text.end(), '\0', ' ');
  return is_valid_utf8(text) ? text : std::string();
}

json::array reasons_json(const std::vector<VantageReason>& reasons) {
  json::array out;
  for (const VantageReason& each : reasons)
    out.push_back(json::object{{"code", each.code}, {"between", each.between}, {"natural", each.natural}});
  return out;
}

std::size_t page_that_counts(const VantageVisits& visits, const content::Scorer& scorer) {
  std::size_t best = 0;
  double highest = -1;
  std::set<std::size_t> looked_at;  // of later visits of a vantage the page isn't kept
  for (std::size_t i = 0; i < visits.visits.size(); ++i) {
    const SeenVisit& each = visits.visits[i];
    if (!looked_at.insert(each.vantage).second || !each.visit.error.empty()) continue;
    const double probability = scorer.score(each.visit.page).probability();
    if (probability > highest) {
      highest = probability;
      best = i;
    }
  }
  return best;
}

TestVantage row_of(const SeenVisit& visit, const Vantage& vantage) {
  TestVantage row;
  row.name = vantage.name;
  row.user_agent = vantage.user_agent;
  row.accept_language = vantage.accept_language;
  row.referrer = vantage.referrer;
  row.exit_name = vantage.exit_name;
  row.started_at = visit.visit.started;
  row.final_url = storable(visit.visit.final_url);
  row.status = visit.seen.status;
  row.error = visit.seen.error;
  row.title = storable(visit.seen.title);
  row.language = storable(visit.seen.language, 16);
  row.text_bytes = static_cast<std::int64_t>(visit.seen.text_bytes);
  row.excerpt = storable(visit.seen.excerpt);
  row.reasons = "[]";
  return row;
}

Visit without_bodies(Visit visit) {
  for (Hop& hop : visit.hops) {
    if (hop.body.empty()) continue;
    hop.body.clear();
    hop.withheld = "not_looked_at";
  }
  if (!visit.hops.empty() && !visit.page.text.empty()) {
    visit.hops.back().redacted = std::move(visit.page.text);
    visit.hops.back().redacted_type = "text/plain; charset=utf-8";
  }
  visit.payload.clear();
  visit.page = {};
  return visit;
}

}  // namespace

VantageNotes take_notes(VantageVisits& visits, const std::vector<Vantage>& vantages, const content::Scorer& scorer) {
  VantageNotes out;
  out.shown = page_that_counts(visits, scorer);
  out.vantage = visits.visits[out.shown].vantage;
  for (std::size_t i = 0; i < visits.visits.size() && visits.visits.size() > 1; ++i) {
    SeenVisit& each = visits.visits[i];
    const std::string& name = vantages[each.vantage].name;
    TestVantage row = row_of(each, vantages[each.vantage]);
    row.seq = static_cast<std::int64_t>(i);
    row.shown = i == out.shown;
    for (const VantageFinding& finding : visits.findings)
      if (finding.vantage == name) {
        row.value = finding.value;
        row.reasons = json::serialize(reasons_json(finding.reasons));
      }
    out.rows.push_back(std::move(row));
    if (i != out.shown) out.visits.emplace_back(name, without_bodies(std::move(each.visit)));
  }
  out.findings = std::move(visits.findings);
  return out;
}

std::string vantages_json(const std::vector<TestVantage>& vantages) {
  if (vantages.empty()) return {};
  json::array out;
  for (const TestVantage& each : vantages)
    out.push_back(json::object{{"name", each.name},
                               {"user_agent", each.user_agent},
                               {"accept_language", each.accept_language},
                               {"referrer", each.referrer},
                               {"exit", each.exit_name},
                               {"at", to_rfc3339(each.started_at)},
                               {"final_url", each.final_url},
                               {"status", each.status},
                               {"error", each.error},
                               {"title", each.title},
                               {"text_bytes", each.text_bytes},
                               {"scored", each.shown},
                               {"value", each.value},
                               {"reasons", json::parse(each.reasons)}});
  return json::serialize(out);
}

bool TestRun::cloaked() const {
  return std::any_of(vantages.begin(), vantages.end(), [](const TestVantage& each) { return each.value > 0; });
}

}  // namespace muster::testing
