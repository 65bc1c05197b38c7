// SQL of the review queue. Who has taken a filing whose hour has passed has it no longer: that is read off the clock.
#include "filing_store.h"

namespace muster::filings {
namespace {

constexpr store::Sql kPlace{
    "filing_queue_place",
    "select place, entered_at, taken_by, taken_until from filing_queue where site_id = :site and "
    "left_at is null"};
// Along the index filing_queue_waiting alone.
constexpr store::Sql kWaiting{
    "filing_queue_waiting",
    "select count(*) as n from filing_queue where left_at is null and place >= :from and place "
    "< :to and (taken_until is null or taken_until <= :now)"};
constexpr store::Sql kFirst{"filing_queue_first",
                            "select site_id from filing_queue where left_at is null and (taken_until is null or "
                            "taken_until <= :now) order by place limit 1"};
constexpr store::Sql kTaken{"filing_queue_taken",
                            "select site_id from filing_queue where left_at is null and taken_by <> '' and taken_by = "
                            ":actor and taken_until > :now limit 1"};
constexpr store::Sql kTake{
    "filing_queue_take",
    "update filing_queue set taken_by = :actor, taken_at = :now, taken_until = :until where place = :place"};

}  // namespace

std::int64_t waiting_between(store::Transaction& tx, std::int64_t from, std::int64_t to, Instant now) {
  return tx.one(kWaiting, {{"from", from}, {"to", to}, {"now", now}})->integer("n");
}

std::optional<QueuePlace> queue_place_of(store::Transaction& tx, const std::string& site_id, Instant now) {
  const auto row = tx.one(kPlace, {{"site", site_id}});
  if (!row) return std::nullopt;
  QueuePlace out;
  out.place = row->integer("place");
  out.entered_at = row->instant("entered_at");
  const auto until = row->maybe_instant("taken_until");
  if (until && *until > now) {
    out.taken_by = row->text("taken_by");
    out.taken_until = until;
  } else {
    out.position = waiting_between(tx, 0, out.place, now) + 1;
  }
  return out;
}

std::optional<std::string> first_waiting(store::Transaction& tx, Instant now) {
  const auto row = tx.one(kFirst, {{"now", now}});
  return row ? std::optional(row->text("site_id")) : std::nullopt;
}

std::optional<std::string> taken_by(store::Transaction& tx, const std::string& actor, Instant now) {
  const auto row = tx.one(kTaken, {{"actor", actor}, {"now", now}});
  return row ? std::optional(row->text("site_id")) : std::nullopt;
}

void take(store::Transaction& tx, std::int64_t place, const std::string& actor, Instant now, Instant until) {
  tx.run(kTake, {{"place", place}, {"actor", actor}, {"now", now}, {"until", until}});
}

}  // namespace muster::filings
