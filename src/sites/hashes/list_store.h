// SQL of the lists, and nothing else.
#pragma once

#include <hashes/list.h>
#include <hashes/service.h>
#include <store/database.h>

#include <functional>

namespace muster::hashes {

void insert_list(store::Transaction& tx, const List& list);
void change_list(store::Transaction& tx, const List& list);  // its state, its counts and its version
std::optional<List> find_list(store::Transaction& tx, const std::string& id);
std::vector<List> lists_after(store::Transaction& tx, const std::string& after, int limit);
std::vector<List> active_lists(store::Transaction& tx);

void insert_entries(store::Transaction& tx, const std::string& list_id, std::span<const ListedHash> hashes, Instant now,
                    std::int64_t version);
// One hash comes (again) or goes. Returns whether that changed something.
bool put_entry(store::Transaction& tx, const std::string& list_id, const ListedHash& hash, Instant now,
               std::int64_t version);
bool take_entry(store::Transaction& tx, const std::string& list_id, const Pdq& hash, Instant now, std::int64_t version);
struct StoredEntry {
  Pdq hash;
  bool on_list = true, put_aside = false;
};
// What came or went after the version; 0: all of it.
void each_entry(store::Transaction& tx, const std::string& list_id, std::int64_t after_version,
                const std::function<void(const StoredEntry&)>& visit);

// Returns whether it was not put aside already.
bool quarantine(store::Transaction& tx, const std::string& list_id, const Pdq& hash, std::size_t pictures, Instant now);
std::int64_t decide_quarantine(store::Transaction& tx, const std::string& list_id, const Pdq& hash, bool release,
                               const std::string& person);
std::vector<PutAside> put_aside_after(store::Transaction& tx, Instant after, const std::string& after_key, int limit);

}  // namespace muster::hashes
