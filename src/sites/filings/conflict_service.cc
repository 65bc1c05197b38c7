// What people say about a conflict.
#include "conflict_store.h"
#include "filing_json.h"
#include "filing_store.h"
#include "rule_support.h"
#include <base/text.h>
#include <filings/events.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::filings {
namespace {

constexpr int kPageMax = 500;

Error unknown_conflict() {
  return not_found("conflict_unknown", "There is no such conflict of registers.");
}

}  // namespace

Result<std::vector<Conflict>> Conflicts::of_filing(const std::string& site_id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Conflict>> {
    return conflicts_of(tx, site_id, kConflictsOfFilingMax);
  });
}

Result<ConflictPage> Conflicts::open(const std::string& register_name, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<ConflictPage> {
    const int rows = std::clamp(limit, 1, kPageMax);
    ConflictPage page{open_conflicts(tx, register_name, after, rows), {}};
    if (static_cast<int>(page.items.size()) == rows) page.next = page.items.back().id;
    return page;
  });
}

Result<Conflict> Conflicts::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Conflict> {
    auto found = find_conflict(tx, id);
    return found ? Result<Conflict>(std::move(*found)) : unknown_conflict();
  });
}

Result<Conflict> Conflicts::resolve(const std::string& id, ConflictEvent event, const std::string& reason,
                                    const Actor& actor) const {
  if (!actor.registrar)
    return refused("filing_not_yours", "Conflicts of registers are decided by the register's staff.");
  MUSTER_CHECK_OK(check_reason(reason));
  return database_.write([&](store::Transaction& tx) -> Result<Conflict> {
    const auto conflict_now = find_conflict(tx, id);
    if (!conflict_now) return unknown_conflict();
    const ConflictTransition* transition = find_conflict_transition(conflict_now->state, event);
    if (!transition || !transition->by_people)
      return conflict("conflict_event_not_open",
                      "This step is not open to a conflict that is " + std::string(to_text(conflict_now->state)) +
                          "; nothing was changed.",
                      "event");
    close_conflict(tx, id, transition->to, actor.id, reason, recorder_.clock().now());
    const auto filing = find_filing(tx, conflict_now->site_id);
    recorder_.record(
        tx, kConflictResolved, actor.id, kFilingRecord, conflict_now->site_id,
        fmt::format(R"({{"number":{},"register":{},"fields":[{}],"to":"{}","reasons":{}}})", json_quote(filing->number),
                    json_quote(conflict_now->register_name), json_quote(conflict_now->field), to_text(transition->to),
                    to_json(std::vector<std::string>{reason})));
    return *find_conflict(tx, id);
  });
}

}  // namespace muster::filings
