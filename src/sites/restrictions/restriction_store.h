// SQL of holds and blocklist entries. Inside of restrictions.
#pragma once

#include <restrictions/service.h>

namespace muster::restrictions {

void insert(store::Transaction& tx, const Hold& hold);
void insert(store::Transaction& tx, const Entry& entry);
void end_hold(store::Transaction& tx, const Hold& hold);        // state, ended_at, end_reason, version
void change_entry(store::Transaction& tx, const Entry& entry);  // state, order_ref, ended_at, end_reason, version
std::optional<Hold> find_hold(store::Transaction& tx, const std::string& id);
std::optional<Entry> find_entry(store::Transaction& tx, const std::string& id);
std::optional<Hold> active_hold_of(store::Transaction& tx, const std::string& name);
std::optional<Entry> active_entry_of(store::Transaction& tx, const std::string& name);
std::vector<Hold> due_holds(store::Transaction& tx, Instant now, int limit);
std::vector<Entry> due_entries(store::Transaction& tx, Instant now, int limit);
std::vector<Hold> list_holds(store::Transaction& tx, const HoldFilter& filter, const std::string& after, int limit);
std::vector<Entry> list_entries(store::Transaction& tx, const EntryFilter& filter, const std::string& after, int limit);
// The key by which a list goes on after this record.
std::string key_of(const HoldFilter& filter, const Hold& hold);
std::string key_of(const EntryFilter& filter, const Entry& entry);
bool anything_active(store::Transaction& tx);
void each_in_force(store::Transaction& tx, Instant now, const std::function<bool(const Restricted&)>& visit);

}  // namespace muster::restrictions
