#include "near.h"
#include "traits.h"

#include <algorithm>

#include <fmt/format.h>
#include <likeness/likeness.h>

namespace muster::likeness {
namespace {

// Grounds of what a page shows. A mirror of a site without a filing may have one, and a contract is between its
// parties.
constexpr std::string_view kGroundsOfContent[] = {"explicit_unlawful", "age_assurance_missing", "billing_fraud",
                                                  "phishing_or_malware"};
constexpr std::int64_t kMarkWordsMin = 60, kMarkSitesMax = 100;

Found found_of(NearSubject&& near) {
  return {near.subject.case_id, near.subject.case_number, near.subject.ground, near.subject.host,
          std::move(near.resemblance)};
}

}  // namespace

Service::Service(store::Database& database, Options options) : database_(database), options_(std::move(options)) {}

Result<std::vector<Found>> Service::resembling(const std::string& host, Print& print) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Found>> {
    if (options_.registrant_of) print.registrant = options_.registrant_of(tx, host);
    auto close = near(tx, rows::Space::closed_case, print, host, options_.suspicion_from);
    std::vector<Found> out;
    if (close.empty()) return out;
    const auto noted = rows::cases_noted(tx, host);
    for (NearSubject& each : close) {
      const bool ground_known =
          std::any_of(out.begin(), out.end(), [&](const Found& f) { return f.ground == each.subject.ground; });
      if (ground_known || !each.resemblance.shows() || noted.contains(each.subject.case_id)) continue;
      out.push_back(found_of(std::move(each)));
      if (out.size() == kCasesPerVisitMax) break;
    }
    return out;
  });
}

void Service::keep(store::Transaction& tx, const std::string& test_id, const std::string& host, Instant at, Print print,
                   bool evidence) const {
  rows::Subject subject;
  subject.host = host;
  subject.test_id = test_id;
  subject.seen_at = at;
  if (print.favicon) subject.icon_at = at;
  if (const auto before = rows::site(tx, host); before && !print.favicon) {
    print.favicon = before->print.favicon;  // not fetched with each visit
    subject.icon_at = before->icon_at;
  }
  // Asked for and not there: not asked for again so soon.
  if (!subject.icon_at) subject.icon_at = at;
  if (evidence) rows::keep_evidence(tx, test_id, print);
  subject.print = std::move(print);
  rows::put(tx, std::move(subject));
}

void Service::note(store::Transaction& tx, const std::string& suspicion_id, const std::string& test_id,
                   const std::string& host, Instant at, const Found& found) const {
  rows::note(tx, suspicion_id, test_id, host, at, found);
}

void Service::closed(store::Transaction& tx, const ClosedCase& of, Instant at) const {
  if (std::find(std::begin(kGroundsOfContent), std::end(kGroundsOfContent), of.ground) == std::end(kGroundsOfContent))
    return;
  if (!rows::of_case(tx, of.id).empty()) return;
  // The last test that its evidence names shows what was decided about.
  for (auto test = of.test_ids.rbegin(); test != of.test_ids.rend(); ++test) {
    auto print = rows::evidence(tx, *test);
    if (!print) continue;
    rows::Subject subject;
    subject.space = rows::Space::closed_case;
    subject.host = of.host;
    subject.case_id = of.id;
    subject.case_number = of.number;
    subject.ground = of.ground;
    subject.test_id = *test;
    subject.seen_at = at;
    subject.print = std::move(*print);
    rows::put(tx, std::move(subject));
    return;
  }
}

void Service::opened_again(store::Transaction& tx, const std::string& case_id) const {
  for (const rows::Subject& subject : rows::of_case(tx, case_id)) rows::remove(tx, subject);
}

bool Service::wants_icon(const std::string& host, Instant now) const {
  if (!options_.icons) return false;
  const auto known = database_.read([&](store::Transaction& tx) -> Result<bool> {
    const auto subject = rows::site(tx, host);
    return subject && subject->icon_at && *subject->icon_at + kIconFor > now;
  });
  return known.ok() && !*known;
}

std::string Service::text_mark(store::Transaction& tx, const std::string& host) const {
  const auto subject = rows::site(tx, host);
  if (!subject || subject->print.text.words < kMarkWordsMin) return {};
  // A text of very many sites (parked names, an empty shop) says nothing of who is behind one.
  if (rows::sites_with(tx, band_trait(subject->print.text, 0)) >= kMarkSitesMax) return {};
  return fmt::format("simhash:{:016x}", subject->print.text.simhash);
}

Result<SiteView> Service::site(const std::string& host) const {
  return database_.read([&](store::Transaction& tx) -> Result<SiteView> {
    auto subject = rows::site(tx, host);
    if (!subject) return not_found("likeness_unknown", "No test of this name has left a fingerprint.");
    SiteView out{host, subject->test_id, subject->seen_at, std::move(subject->print), {}, {}};
    for (NearSubject& each : near(tx, rows::Space::site, out.print, host, kEdgeMin)) {
      if (out.sites.size() == kNeighboursMax) break;
      out.sites.push_back({each.subject.host, each.subject.seen_at, std::move(each.resemblance)});
    }
    for (NearSubject& each : near(tx, rows::Space::closed_case, out.print, host, kEdgeMin)) {
      if (out.cases.size() == kNeighboursMax) break;
      out.cases.push_back(found_of(std::move(each)));
    }
    return out;
  });
}

Result<std::vector<Noted>> Service::of_suspicion(const std::string& suspicion_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Noted>> { return rows::noted(tx, suspicion_id); });
}

}  // namespace muster::likeness
