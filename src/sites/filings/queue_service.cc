// Reviewing in turn.
#include "filing_store.h"
#include <base/text.h>
#include <filings/rules.h>
#include <policy/policy.h>

#include <fmt/format.h>

namespace muster::filings {

void Service::take_for(store::Transaction& tx, const Filing& filing, const QueuePlace& place, const Actor& actor,
                       Instant now) const {
  const Instant until = policy_.due("filing.review_turn", now);
  take(tx, place.place, actor.id, now, until);
  recorder_.record(tx, kReviewTaken, actor.id, kFilingRecord, filing.id,
                   fmt::format(R"({{"number":{},"place":{},"until":{}}})", json_quote(filing.number), place.place,
                               json_quote(to_rfc3339(until))));
}

Result<void> Service::in_turn(store::Transaction& tx, const Filing& filing, const Actor& actor, Instant now) const {
  const auto place = queue_place_of(tx, filing.id, now);
  if (!place) return conflict("filing_not_queued", "This filing has no place in the review queue.");
  MUSTER_CHECK_OK(check_turn(*place, actor.id));
  if (place->taken_by.empty()) take_for(tx, filing, *place, actor, now);
  return {};
}

Result<Filing> Service::take_next(const Actor& actor) const {
  if (!actor.registrar) return refused("filing_not_yours", "Reviewing is the register's.");
  return database_.write([&](store::Transaction& tx) -> Result<Filing> {
    const Instant now = recorder_.clock().now();
    if (const auto mine = taken_by(tx, actor.id, now)) return *find_filing(tx, *mine);
    const auto next = first_waiting(tx, now);
    if (!next) return not_found("queue_empty", "Nothing waits for review.");
    Filing filing = *find_filing(tx, *next);
    take_for(tx, filing, *queue_place_of(tx, *next, now), actor, now);
    return filing;
  });
}

Result<std::optional<QueuePlace>> Service::queue_place(const std::string& site_id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::optional<QueuePlace>> {
    return queue_place_of(tx, site_id, recorder_.clock().now());
  });
}

}  // namespace muster::filings
