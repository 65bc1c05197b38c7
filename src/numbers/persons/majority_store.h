// SQL of minors and of who came of age. Inside of the room.
#pragma once

#include <persons/majority.h>

namespace muster::persons {

vault::Index birth_index(const vault::IndexKeys& keys, const std::string& birth_date);
void put_minor(store::Transaction& tx, const std::string& holder_id, const std::string& birth_index);
void insert_minors(store::Transaction& tx, const vault::IndexKeys& keys, std::span<const Ready* const> ready);
void forget_minor(store::Transaction& tx, const std::string& holder_id);
std::vector<std::string> minors_without_index(store::Transaction& tx, int limit);
std::vector<std::string> minors_born(store::Transaction& tx, const vault::Index& birth, int limit);

std::optional<Majority> find_majority(store::Transaction& tx, const std::string& holder_id);
void insert_majority(store::Transaction& tx, const std::string& holder_id, Instant now, Instant due);
void adopted(store::Transaction& tx, const std::string& holder_id, const std::string& document_id,
             const std::string& consent, const std::string& actor, Instant now);
std::vector<Majority> waiting_majorities(store::Transaction& tx, Instant after_due, const std::string& after_id,
                                         int limit);
void set_adult(store::Transaction& tx, const std::string& holder_id, Category category);

}  // namespace muster::persons
