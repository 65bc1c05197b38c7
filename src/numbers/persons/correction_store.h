// SQL of corrections. Inside of the room.
#pragma once

#include <persons/correction.h>

namespace muster::persons {

void insert(store::Transaction& tx, const Correction& correction);
std::optional<Correction> find_correction(store::Transaction& tx, const std::string& id);
std::vector<Correction> corrections_of(store::Transaction& tx, const std::string& holder_id);
std::vector<Correction> waiting_corrections(store::Transaction& tx, const std::string& after, int limit);
bool correction_open(store::Transaction& tx, const std::string& holder_id, Part part);
// Writes state and who decided. `identity_index`: of name and birth date as corrected, or nothing.
void decided(store::Transaction& tx, const Correction& correction, const std::optional<std::string>& identity_index);
std::vector<Correction> former_past_term(store::Transaction& tx, Instant now, int limit);
void former_gone(store::Transaction& tx, const std::string& id, Instant now);

void set_identity_index(store::Transaction& tx, const std::string& holder_id, const std::string& identity_index);
void forget_document(store::Transaction& tx, const std::string& document_id);  // it finds nobody any more

}  // namespace muster::persons
