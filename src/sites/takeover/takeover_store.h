// SQL of where filings came from. Inside of the room.
#pragma once

#include <takeover/takeover.h>

namespace muster::takeover {

std::optional<Origin> find_origin(store::Transaction& tx, const std::string& source_name);
void insert_origin(store::Transaction& tx, const Origin& origin, const std::string& actor);
std::vector<Origin> list_origins(store::Transaction& tx);
std::vector<ToReverify> list_to_reverify(store::Transaction& tx, const std::string& after, int limit);
// Whether the filing came in by an origin that asks for it; nothing: there is no such filing.
std::optional<bool> reverify_asked(store::Transaction& tx, const std::string& site_id);
bool is_reverified(store::Transaction& tx, const std::string& site_id);
void insert_reverified(store::Transaction& tx, const std::string& site_id, Instant at, const std::string& actor,
                       const std::string& how);

}  // namespace muster::takeover
