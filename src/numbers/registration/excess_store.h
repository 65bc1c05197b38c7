// SQL of persons beyond the cap. Inside of the room.
#pragma once

#include <registration/excess.h>

namespace muster::registration {

void insert(store::Transaction& tx, const Excess& excess);
std::optional<Excess> find_excess(store::Transaction& tx, const std::string& id);
std::optional<Excess> unsettled_excess(store::Transaction& tx, const std::string& counted_under, lines::LineKind kind);
std::vector<Excess> open_excesses(store::Transaction& tx, Instant after_due, const std::string& after_id, int limit);
std::vector<Excess> chosen_excesses(store::Transaction& tx, const std::string& after, int limit);
bool change(store::Transaction& tx, const Excess& excess);  // false: it is at another version
void insert_choice(store::Transaction& tx, const Excess& excess, const std::string& ownership_id, bool keep);
std::map<std::string, bool> latest_choice(store::Transaction& tx, const std::string& excess_id);  // by ownership

}  // namespace muster::registration
