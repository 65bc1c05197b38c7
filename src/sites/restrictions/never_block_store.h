// SQL of the never-block list. Inside of the room.
#pragma once

#include <restrictions/never_block_service.h>

#include <unordered_set>

namespace muster::restrictions {

struct NeverBlockRow {
  std::string name;
  NeverBlockKind kind = NeverBlockKind::top_site;
};
void insert_proposal(store::Transaction& tx, const NeverBlockProposal& p);
// Writes state, counts and who decided; false: another version by now.
bool update_proposal(store::Transaction& tx, const NeverBlockProposal& p);
std::optional<NeverBlockProposal> select_proposal(store::Transaction& tx, const std::string& id);
// The newest open one of this source and actor.
std::optional<NeverBlockProposal> select_open_proposal(store::Transaction& tx, const std::string& source,
                                                       const std::string& actor);
std::vector<NeverBlockProposal> select_proposals(store::Transaction& tx, std::optional<NeverBlockState> state,
                                                 const std::string& after, int limit);
// Of these names, those that the proposal has.
std::unordered_set<std::string> names_in(store::Transaction& tx, const std::string& proposal_id,
                                         const std::vector<NeverBlockRow>& rows);
void insert_names(store::Transaction& tx, const std::string& proposal_id, const std::vector<NeverBlockRow>& rows);
struct NamesSum {
  std::int64_t count = 0;
  std::string sha256;
};
NamesSum sum_of_names(store::Transaction& tx, const std::string& proposal_id);
std::vector<NeverBlockName> select_names_of(store::Transaction& tx, const NeverBlockProposal& p,
                                            const std::string& after, int limit);
std::vector<NeverBlockName> select_standing(store::Transaction& tx, std::optional<NeverBlockKind> kind,
                                            const std::string& prefix, const std::string& after, int limit);

}  // namespace muster::restrictions
