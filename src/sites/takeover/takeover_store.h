// SQL of where filings came from. Inside of the room.
#pragma once

#include <takeover/takeover.h>

namespace muster::takeover {

std::optional<Origin> find_origin(store::Transaction& tx, const std::string& source_name);
void insert_origin(store::Transaction& tx, const Origin& origin, const std::string& actor);
std::vector<Origin> list_origins(store::Transaction& tx, const std::string& after, int limit);
// The filings of one batch of an import are to be verified again.
void insert_to_reverify(store::Transaction& tx, const Origin& origin, const std::string& import_id, int batch);
// Behind `after`, if it isn't nothing.
std::vector<ToReverify> list_to_reverify(store::Transaction& tx, const std::string& system,
                                         const std::optional<ToReverify>& after, int limit);
// Of a filing that was to be verified again at some time; without its number and name.
std::optional<ToReverify> find_to_reverify(store::Transaction& tx, const std::string& site_id);
bool is_filing(store::Transaction& tx, const std::string& site_id);
bool is_reverified(store::Transaction& tx, const std::string& site_id);
void insert_reverified(store::Transaction& tx, const std::string& site_id, Instant at, const std::string& actor,
                       const std::string& how);

}  // namespace muster::takeover
