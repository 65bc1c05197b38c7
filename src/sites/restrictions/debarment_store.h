// SQL of debarments. Inside of the room.
#pragma once

#include <restrictions/debarment_service.h>

namespace muster::restrictions {

struct SubjectOfDebarment {
  std::string kind, a_site, language;  // a_site: one of its sites, to reach it; "" without one
};
std::optional<SubjectOfDebarment> select_subject(store::Transaction& tx, const std::string& id);
std::string next_debarment_number(store::Transaction& tx, Instant at);
bool has_open_debarment(store::Transaction& tx, const std::string& subject_id);
void insert_debarment(store::Transaction& tx, const Debarment& d);
std::optional<Debarment> select_debarment(store::Transaction& tx, const std::string& id_or_number);
// Writes all that may change; false: another version by now.
bool update_debarment(store::Transaction& tx, const Debarment& d);
std::vector<Debarment> select_debarments(store::Transaction& tx, const DebarmentFilter& filter,
                                         const std::string& after, int limit);
std::vector<Debarment> select_debarments_due(store::Transaction& tx, Instant now, int limit);
std::vector<PublicDebarment> select_public_debarments(store::Transaction& tx, const std::string& after_name,
                                                      const std::string& after_number, Instant now, int limit);

}  // namespace muster::restrictions
