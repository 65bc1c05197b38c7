// Fingerprints of what was visited: kept with the test, and compared with closed cases. A resemblance is a suspicion
// for a person, with its reasons, and no verdict: the run's own says what the page says.
#include "inside.h"
#include "suspicion_store.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::testing {
namespace {

std::vector<likeness::PrintPicture> print_pictures(const std::vector<TestPicture>& pictures) {
  std::vector<likeness::PrintPicture> out;
  for (const TestPicture& picture : pictures) {
    if (picture.outcome != "looked" || picture.lifted) continue;
    const auto hash = hashes::pdq_from_hex(picture.pdq);
    if (hash.ok()) out.push_back({*hash, picture.quality, std::int64_t{picture.width} * picture.height});
  }
  return out;
}

}  // namespace

IconWanted Service::Inside::icon_wanted() const {
  if (!likeness) return {};
  return [this](const std::string& host) { return likeness->wants_icon(host, now()); };
}

Result<std::optional<Service::Inside::Likened>> Service::Inside::liken(const LookedPage& page, const Scored& scored) {
  const Visit& visit = page.visit;
  const std::vector<TestPicture>& pictures = scored.run.pictures;
  // Of a page with a picture from a list of child abuse material no more is kept than the lists' rules say.
  const bool dropped = std::any_of(pictures.begin(), pictures.end(), [](const auto& each) { return each.dropped(); }) ||
                       (scored.run.browser && scored.run.browser->screenshot.dropped());
  if (!likeness || !visit.error.empty() || visit.status != 200 || visit.hops.empty() || dropped)
    return std::optional<Likened>();
  const Hop& last = visit.hops.back();
  Likened out;
  out.print = likeness::print_of({.source = visit.payload,
                                  .page = visit.page,
                                  .pictures = print_pictures(pictures),
                                  .favicon = page.favicon,
                                  .certificate_key = last.certificate_key,
                                  .address = last.address});
  MUSTER_TRY(out.found, likeness->resembling(scored.landed_on, out.print));
  return std::optional(std::move(out));
}

Clues Service::Inside::with_resemblances(TestRun& run, Clues clues, const std::optional<Likened>& likened) {
  if (!likened) return clues;
  for (const likeness::Found& each : likened->found) {
    const bool known = std::any_of(clues.begin(), clues.end(), [&](const auto& c) { return c.first == each.ground; });
    if (!known) clues.emplace_back(each.ground, each.resemblance.value);
    if (run.verdict == "clean")
      run.top_reason =
          fmt::format("Resembles the closed case {}: {:.0f} %", each.case_number, each.resemblance.value * 100);
  }
  return clues;
}

void Service::Inside::keep_likeness(store::Transaction& tx, const TestRun& run, const std::string& host,
                                    const Likened& likened, const Clues& clues,
                                    const std::vector<std::string>& suspicions) {
  const bool evidence = !run.suspicion_id.empty() || !suspicions::open_of(tx, host).empty();
  likeness->keep(tx, run.id, host, run.finished_at, likened.print, evidence);
  for (const likeness::Found& each : likened.found)
    for (std::size_t i = 0; i < clues.size(); ++i)
      if (clues[i].first == each.ground) likeness->note(tx, suspicions[i], run.id, host, run.finished_at, each);
}

}  // namespace muster::testing
