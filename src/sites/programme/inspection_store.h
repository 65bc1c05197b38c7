// SQL of inspections and findings. Inside of the room.
#pragma once

#include <programme/inspection.h>
#include <store/database.h>

namespace muster::programme {

void insert_inspection(store::Transaction& tx, const Inspection& i, const std::vector<Both>& questions);
std::optional<Inspection> select_inspection(store::Transaction& tx, const std::string& id);
std::vector<Inspection> select_inspections(store::Transaction& tx, const std::string& party, bool of_party,
                                           const std::string& before, int limit);
void update_inspection_closed(store::Transaction& tx, const std::string& id, Instant now);
std::vector<Answer> select_answers(store::Transaction& tx, const std::string& inspection_id);
bool update_answer(store::Transaction& tx, const std::string& inspection_id, std::int64_t seq,
                   const std::string& answer, const std::string& note, const std::string& by, Instant now);

std::int64_t next_finding_number(store::Transaction& tx, const std::string& year);
void insert_finding(store::Transaction& tx, const Finding& f);
std::optional<Finding> select_finding(store::Transaction& tx, const std::string& id);  // by id or number
std::vector<Finding> select_findings_of(store::Transaction& tx, const std::string& inspection_id);
std::vector<Finding> select_findings(store::Transaction& tx, const std::string& party, bool of_party, bool open_only,
                                     const std::string& before, int limit);
bool update_finding(store::Transaction& tx, const Finding& f, const std::string& state, const std::string& note,
                    const std::string& by, Instant now);

}  // namespace muster::programme
