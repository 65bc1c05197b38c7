#include "desk_store.h"

#include <charconv>
#include <limits>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

// One statement an index: each walks its own in order of the key. The stretch is cut by a number that the planner sees,
// before anything is joined to it: a plan that is made once for all people then never sorts a whole queue.
#define QUEUE_COLUMNS                                                                                             \
  "select c.id, c.number, c.ground, c.name, c.url, c.source, c.source_ref, c.site_id, c.opened_by, c.opened_at, " \
  "c.note, c.state, c.state_at, c.due_at, c.version, c.region, c.urgency, c.step, coalesce(k.person_id, '') as "  \
  "claimed_by, coalesce(k.note, '') as claim_note, k.until_at as claimed_until "
#define QUEUE(where)                                                                                               \
  QUEUE_COLUMNS                                                                                                    \
  ", case when (k.person_id is null or k.person_id = :me) and not exists(select 1 from care_opt_out o where "      \
  "o.person_id = :me and o.ground = c.ground) and not exists(select 1 from conflict_of_interest f where "          \
  "f.person_id = :me and f.ended_at is null and ((f.kind = 'case' and f.ref = c.id) or (f.kind = 'domain' and "    \
  "(f.ref = c.name or c.name like '%.' || f.ref)))) and (:apart = 0 or (c.opened_by <> :me and not exists(select " \
  "1 from decision d join decision_signature s on s.decision_id = d.id where d.case_id = c.id and d.state <> "     \
  "'withdrawn' and s.person_id = :me))) then 1 else 0 end as open_to_me from (select * from case_file where step " \
  "= :step and " where                                                                                             \
  "(due_at, id) > (:due, :id) and due_at <= :latest order by due_at, id limit 100) c left join case_claim k on "   \
  "k.case_id = c.id and k.until_at > :now order by c.due_at, c.id"
constexpr std::size_t kStretch = 100;
constexpr int kStretchesMax = 100;  // of one page: whoever opted out of nearly everything goes on with the next page
constexpr Sql kQueue{"case_queue", QUEUE("")};
constexpr Sql kQueueRegion{"case_queue_region", QUEUE("region = :region and ")};
constexpr Sql kQueueGround{"case_queue_ground", QUEUE("ground = :ground and ")};
constexpr Sql kQueueBoth{"case_queue_region_ground", QUEUE("region = :region and ground = :ground and ")};
constexpr Sql kQueueUrgent{"case_queue_urgent", QUEUE("urgency = 0 and ")};
constexpr Sql kQueueUrgentRegion{"case_queue_urgent_region", QUEUE("urgency = 0 and region = :region and ")};
constexpr Sql kTaken{"case_queue_taken", QUEUE_COLUMNS
                     "from case_claim k join case_file c on c.id = k.case_id where k.person_id = :me and k.until_at > "
                     ":now order by c.due_at, c.id limit 1000"};

QueueRow queue_row(const Row& r) {
  return {case_of(r), r.text("claimed_by"), r.text("claim_note"), r.maybe_instant("claimed_until")};
}

// Urgency follows from the ground: with a ground there is nothing more to ask.
const Sql& queue_by(const QueueFilter& f) {
  if (!f.region.empty() && !f.ground.empty()) return kQueueBoth;
  if (!f.ground.empty()) return kQueueGround;
  if (!f.region.empty()) return f.urgent ? kQueueUrgentRegion : kQueueRegion;
  return f.urgent ? kQueueUrgent : kQueue;
}

}  // namespace

std::string queue_key(const Case& c) {
  return fmt::format("{}|{}", c.due_at ? c.due_at->micros : 0, c.id);
}

QueuePage select_queue(store::Transaction& tx, const QueueFilter& f, const std::string& person, bool finder_apart,
                       const std::string& after, int limit, Instant now) {
  std::int64_t due = std::numeric_limits<std::int64_t>::min();
  std::string id;
  if (const auto bar = after.find('|'); bar != std::string::npos) {
    std::from_chars(after.data(), after.data() + bar, due);
    id = after.substr(bar + 1);
  }
  QueuePage page;
  for (int stretch = 0; stretch < kStretchesMax; ++stretch) {
    const auto rows = tx.query(queue_by(f), {{"step", f.step},
                                             {"region", f.region},
                                             {"ground", f.ground},
                                             {"due", due},
                                             {"id", id},
                                             {"latest", f.late ? now.micros : std::numeric_limits<std::int64_t>::max()},
                                             {"now", now},
                                             {"me", person},
                                             {"apart", finder_apart ? 1 : 0}});
    for (const Row& r : rows) {
      if (!f.everybody && !r.flag("open_to_me")) continue;
      if (page.items.size() == static_cast<std::size_t>(limit)) {
        page.next = queue_key(page.items.back().file);
        return page;
      }
      page.items.push_back(queue_row(r));
    }
    if (rows.size() < kStretch) return page;
    due = rows.back().integer("due_at");
    id = rows.back().text("id");
  }
  page.next = fmt::format("{}|{}", due, id);
  return page;
}

std::vector<QueueRow> select_taken(store::Transaction& tx, const std::string& person, Instant now) {
  std::vector<QueueRow> out;
  for (const Row& r : tx.query(kTaken, {{"me", person}, {"now", now}})) out.push_back(queue_row(r));
  return out;
}

}  // namespace muster::cases
