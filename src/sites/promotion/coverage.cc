// How many links are listed, and how many of them were inspected lately. Counted along as links come, go and are
// inspected, by the hour of the last inspection, so that the figure costs no look at the links.
#include "finding_store.h"
#include "link_store.h"

namespace muster::promotion {
namespace {

using store::Sql;
using store::Transaction;

constexpr std::int64_t kHour = 3'600'000'000;  // microseconds

constexpr Sql kCoverageMore{
    "promo_coverage_more",
    "insert into promo_coverage(partner_id, hour, links) values(:partner, :hour, :links) on conflict(partner_id, hour) "
    "do update set links = promo_coverage.links + excluded.links"};
constexpr Sql kCoverageLess{
    "promo_coverage_less",
    "update promo_coverage set links = links - :links where partner_id = :partner and hour = :hour"};
constexpr Sql kCoverageNone{"promo_coverage_none",
                            "delete from promo_coverage where partner_id = :partner and hour = :hour and links = 0"};
#define COVERED                                                                                        \
  "select coalesce(sum(links), 0) as links, coalesce(sum(case when hour >= :hour then links end), 0) " \
  "as inspected from promo_coverage"
constexpr Sql kCoveredAll{"promo_covered", COVERED};
constexpr Sql kCoveredPartner{"promo_covered_partner", COVERED " where partner_id = :partner"};

}  // namespace

std::int64_t hour_of(std::optional<Instant> inspected_at) {
  return inspected_at ? inspected_at->micros / kHour : kHourNever;
}

void move_coverage(Transaction& tx, const std::string& partner_id, const std::map<std::int64_t, std::int64_t>& by) {
  for (const auto& [hour, more] : by) {
    if (more > 0) tx.run(kCoverageMore, {{"partner", partner_id}, {"hour", hour}, {"links", more}});
    if (more >= 0) continue;
    tx.run(kCoverageLess, {{"partner", partner_id}, {"hour", hour}, {"links", -more}});
    tx.run(kCoverageNone, {{"partner", partner_id}, {"hour", hour}});
  }
}

Result<Coverage> Inspector::coverage(const std::string& partner_id, Duration lately) const {
  const std::int64_t hour = hour_of(recorder_.clock().now() - lately);
  return database_.read([&](Transaction& tx) -> Result<Coverage> {
    store::Binds binds{{"hour", hour}};
    if (!partner_id.empty()) binds.emplace_back("partner", partner_id);
    const auto row = tx.one(partner_id.empty() ? kCoveredAll : kCoveredPartner, binds);
    return Coverage{row->integer("links"), row->integer("inspected"), Instant{hour * kHour}};
  });
}

}  // namespace muster::promotion
