// SQL of holders and their documents. Inside of the room.
#pragma once

#include <persons/records.h>

namespace muster::persons {

void insert(store::Transaction& tx, const HolderDocument& document, const vault::Index& number);

void insert_link(store::Transaction& tx, const std::string& id, const Holder& holder, const std::string& into_id,
                 Evidence evidence, const std::string& reference, const std::string& actor, Instant now);
// Links that were not undone: of the holder itself, and of others into it.
std::vector<std::string> open_links_of(store::Transaction& tx, const std::string& holder_id);
std::vector<std::string> linked_into(store::Transaction& tx, const std::string& holder_id);
void insert_unlink(store::Transaction& tx, const std::string& link_id, const std::string& holder_id, const Proof& proof,
                   const std::string& actor, Instant now);
void count_as(store::Transaction& tx, const std::string& holder_id, const std::optional<std::string>& into_id);
// The holder, and all that were linked to it before, count under `into_id`.
void set_same_as(store::Transaction& tx, const std::string& holder_id, const std::string& into_id);

void insert_hold(store::Transaction& tx, const std::string& id, const std::string& holder_id,
                 const std::string& reference, const std::string& actor, Instant now);
bool under_hold(store::Transaction& tx, const std::string& holder_id);
std::optional<std::string> lift(store::Transaction& tx, const std::string& hold_id, Instant now);  // the holder's id

void forget(store::Transaction& tx, const std::string& holder_id, Instant now);  // the indexes go, destroyed_at is set
// Holders whose last line ended at `before` or earlier, and whose data are there still.
std::vector<std::string> past_term(store::Transaction& tx, Instant before, int limit);

}  // namespace muster::persons
