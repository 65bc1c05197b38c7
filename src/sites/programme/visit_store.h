// SQL of inspection visits. Inside of the room.
#pragma once

#include <programme/visit.h>
#include <store/database.h>

namespace muster::programme {

void insert_visit(store::Transaction& tx, const Visit& visit);
bool end_visit_row(store::Transaction& tx, const std::string& id, const std::string& by, Instant now);
std::optional<Visit> select_visit(store::Transaction& tx, const std::string& id);
std::optional<Visit> select_current_visit(store::Transaction& tx, const std::string& person_id, Instant now);
std::vector<Visit> select_visits(store::Transaction& tx, const std::string& before, int limit);

}  // namespace muster::programme
