#include "restriction_rules.h"
#include "restriction_store.h"
#include <base/text.h>
#include <restrictions/service.h>

#include <fmt/format.h>

namespace muster::restrictions {
namespace {

constexpr int kListMax = 500;

std::string placed_body(const Hold& hold) {
  return fmt::format(R"({{"name":{},"ground":"{}","until":"{}"}})", json_quote(hold.name), to_text(hold.ground),
                     to_rfc3339(hold.until));
}
std::string ended_body(const Hold& hold) {
  return fmt::format(R"({{"name":{},"ground":"{}","reason":{}}})", json_quote(hold.name), to_text(hold.ground),
                     json_quote(hold.end_reason));
}
// What is sealed is in the ledger by its id and ground alone.
std::string begun_body(const Entry& entry) {
  const std::string name = is_sealed(entry.ground) ? "" : "\"name\":" + json_quote(entry.name) + ",";
  return fmt::format(R"({{{}"ground":"{}","until":"{}"}})", name, to_text(entry.ground), to_rfc3339(entry.until));
}
std::string ended_body(const Entry& entry) {
  const std::string name = is_sealed(entry.ground) ? "" : "\"name\":" + json_quote(entry.name) + ",";
  return fmt::format(R"({{{}"ground":"{}","reason":{}}})", name, to_text(entry.ground), json_quote(entry.end_reason));
}

Error unknown_hold() {
  return not_found("hold_unknown", "There is no such hold.");
}
Error unknown_entry() {
  return not_found("entry_unknown", "There is no such blocklist entry.");
}

void finish(store::Transaction& tx, const ledger::Recorder& recorder, Hold& hold, HoldState state,
            const std::string& reason, const std::string& actor) {
  hold.state = state;
  hold.ended_at = recorder.clock().now();
  hold.end_reason = reason;
  ++hold.version;
  end_hold(tx, hold);
  recorder.record(tx, state == HoldState::lifted ? kHoldLifted : kHoldExpired, actor, kHoldRecord, hold.id,
                  ended_body(hold));
}

void finish(store::Transaction& tx, const ledger::Recorder& recorder, Entry& entry, EntryState state,
            const std::string& reason, const std::string& actor) {
  entry.state = state;
  entry.ended_at = recorder.clock().now();
  entry.end_reason = reason;
  ++entry.version;
  change_entry(tx, entry);
  recorder.record(tx, state == EntryState::removed ? kEntryRemoved : kEntryExpired, actor, kEntryRecord, entry.id,
                  ended_body(entry));
}

}  // namespace

Result<Hold> Service::place_hold(store::Transaction& tx, const NewHold& asked, const std::string& actor) const {
  Hold hold;
  MUSTER_TRY(static_cast<NewHold&>(hold), check_hold(asked));
  if (active_hold_of(tx, hold.name)) return conflict("hold_exists", "A hold of this domain is active already.", "name");
  hold.id = recorder_.new_id();
  insert(tx, hold);
  recorder_.record(tx, kHoldPlaced, actor, kHoldRecord, hold.id, placed_body(hold));
  return hold;
}

Result<Hold> Service::lift_hold(store::Transaction& tx, const std::string& id, const std::string& reason,
                                const std::string& actor) const {
  auto hold = find_hold(tx, id);
  if (!hold) return unknown_hold();
  if (hold->state != HoldState::active) return conflict("hold_ended", "This hold has ended already.");
  finish(tx, recorder_, *hold, HoldState::lifted, reason, actor);
  return *hold;
}

Result<std::optional<Hold>> Service::lift_hold_of(store::Transaction& tx, const std::string& name, HoldGround ground,
                                                  const std::string& reason, const std::string& actor) const {
  auto hold = active_hold_of(tx, name);
  if (!hold || hold->ground != ground) return std::optional<Hold>();
  finish(tx, recorder_, *hold, HoldState::lifted, reason, actor);
  return hold;
}

Result<Entry> Service::propose_entry(store::Transaction& tx, const NewEntry& asked, const std::string& actor) const {
  Entry entry;
  MUSTER_TRY(static_cast<NewEntry&>(entry), check_entry(asked));
  entry.id = recorder_.new_id();
  insert(tx, entry);
  recorder_.record(tx, kEntryProposed, actor, kEntryRecord, entry.id, begun_body(entry));
  return entry;
}

Result<Entry> Service::activate_entry(store::Transaction& tx, const std::string& id, const std::string& order_ref,
                                      const std::string& actor) const {
  auto entry = find_entry(tx, id);
  if (!entry) return unknown_entry();
  if (!is_open(entry->state, EntryState::active)) return conflict("entry_state", "Only a proposal can become active.");
  if (order_ref.empty())
    return refused("entry_order_missing", "An entry needs the order that it rests on.", "order_ref");
  if (active_entry_of(tx, entry->name))
    return conflict("entry_exists", "An entry of this domain is active already.", "name");
  entry->state = EntryState::active;
  entry->order_ref = order_ref;
  ++entry->version;
  change_entry(tx, *entry);
  recorder_.record(tx, kEntryActivated, actor, kEntryRecord, entry->id, begun_body(*entry));
  return *entry;
}

Result<Entry> Service::remove_entry(store::Transaction& tx, const std::string& id, const std::string& reason,
                                    const std::string& actor) const {
  auto entry = find_entry(tx, id);
  if (!entry) return unknown_entry();
  if (!is_open(entry->state, EntryState::removed)) return conflict("entry_state", "This entry has ended already.");
  finish(tx, recorder_, *entry, EntryState::removed, reason, actor);
  return *entry;
}

Result<int> Service::expire_due(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    int count = 0;
    for (Hold& hold : due_holds(tx, now, limit)) {
      finish(tx, recorder_, hold, HoldState::expired, "term_over", "system:restrictions");
      ++count;
    }
    for (Entry& entry : due_entries(tx, now, limit - count)) {
      finish(tx, recorder_, entry, EntryState::expired, "term_over", "system:restrictions");
      ++count;
    }
    return count;
  });
}

Result<Hold> Service::hold(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Hold> {
    auto found = find_hold(tx, id);
    return found ? Result<Hold>(std::move(*found)) : unknown_hold();
  });
}

Result<Entry> Service::entry(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Entry> {
    auto found = find_entry(tx, id);
    return found ? Result<Entry>(std::move(*found)) : unknown_entry();
  });
}

Result<Listed<Hold>> Service::holds(const HoldFilter& filter, const std::string& after, int limit) const {
  limit = std::clamp(limit, 1, kListMax);
  return database_.read([&](store::Transaction& tx) -> Result<Listed<Hold>> {
    Listed<Hold> page{list_holds(tx, filter, after, limit), {}};
    if (static_cast<int>(page.items.size()) == limit) page.next = key_of(filter, page.items.back());
    return page;
  });
}

Result<Listed<Entry>> Service::entries(const EntryFilter& filter, const std::string& after, int limit) const {
  limit = std::clamp(limit, 1, kListMax);
  return database_.read([&](store::Transaction& tx) -> Result<Listed<Entry>> {
    Listed<Entry> page{list_entries(tx, filter, after, limit), {}};
    if (static_cast<int>(page.items.size()) == limit) page.next = key_of(filter, page.items.back());
    return page;
  });
}

Standing Service::standing(store::Transaction& tx, const std::string& name) const {
  const Instant now = recorder_.clock().now();
  const auto in_force = [&](const auto& record) { return record.from <= now && now < record.until; };
  Standing standing;
  if (auto hold = active_hold_of(tx, name); hold && in_force(*hold)) standing.hold = std::move(hold);
  for (const std::string& above : names_above(name))
    if (auto entry = active_entry_of(tx, above); entry && in_force(*entry)) {
      standing.entry = std::move(entry);
      break;
    }
  return standing;
}

Result<Standing> Service::standing(const std::string& name) const {
  return database_.read([&](store::Transaction& tx) -> Result<Standing> { return standing(tx, name); });
}

bool Service::anything_active(store::Transaction& tx) const {
  return restrictions::anything_active(tx);
}

void Service::for_each_in_force(store::Transaction& tx, const std::function<bool(const Restricted&)>& visit) const {
  each_in_force(tx, recorder_.clock().now(), visit);
}

}  // namespace muster::restrictions
