// SQL of relations between registrants and subjects. Inside of holders.
#pragma once

#include <holders/registrant_check.h>
#include <store/database.h>

#include <vector>

namespace muster::holders {

bool has_relation(store::Transaction& tx, const std::string& subject_id, const std::string& holder_id);
void insert(store::Transaction& tx, const RegistrantRelation& relation);
// False: there is none in force of this id.
bool end_relation(store::Transaction& tx, const std::string& id, const std::string& by, Instant at);
std::optional<RegistrantRelation> find_relation(store::Transaction& tx, const std::string& id);
// Those in force of a holder, oldest first, at most kListMax.
std::vector<RegistrantRelation> relations_of_holder(store::Transaction& tx, const std::string& holder_id);

}  // namespace muster::holders
