#include "never_block_store.h"

#include <base/sha256.h>
#include <base/words.h>
#include <store/key_range.h>
#include <store/keys.h>

namespace muster::restrictions {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kProposalInsert{"never_block_proposal_insert",
                              "insert into never_block_proposal(id, action, source, reason, state, proposed_by, "
                              "proposed_at) values(:id, :action, :source, :reason, 'open', :by, :at)"};
constexpr Sql kProposalUpdate{
    "never_block_proposal_update",
    "update never_block_proposal set state = :state, names = :names, names_sha256 = :sha256, refused = :refused, "
    "decided_by = :decided_by, decided_at = :decided_at, version = version + 1 where id = :id and version = :version"};
constexpr Sql kProposal{"never_block_proposal", "select * from never_block_proposal where id = :id"};
constexpr Sql kOpenProposal{"never_block_proposal_open",
                            "select * from never_block_proposal where state = 'open' and source = :source and "
                            "proposed_by = :by order by id desc limit 1"};
constexpr Sql kProposals{"never_block_proposals",
                         "select * from never_block_proposal where id < :after order by id desc limit :limit"};
constexpr Sql kProposalsByState{"never_block_proposals_state",
                                "select * from never_block_proposal where state = :state and id < :after "
                                "order by id desc limit :limit"};
constexpr Sql kNamesIn{"never_block_names_in",
                       "select name from never_block_name where proposal_id = :id and name in " MUSTER_KEYS};
constexpr Sql kAllNames{"never_block_names_all",
                        "select name from never_block_name where proposal_id = :id order by name"};
constexpr Sql kNamesOf{"never_block_names_of",
                       "select name, kind from never_block_name where proposal_id = :id and name > :after "
                       "order by name limit :limit"};
constexpr Sql kStanding{"never_block_list",
                        "select name, kind, proposal_id, since from never_block_standing "
                        "where name >= :low and name < :high and (:kind = '' or kind = :kind) order by name, since "
                        "limit :limit"};
// Along the labels of the value: as many look-ups as it has characters at most.
constexpr Sql kOver{"never_block_protects_over",
                    "select s.name, s.kind from never_block_position x cross join never_block_standing s "
                    "where x.n <= length(:value) and s.name = substr(:value, x.n) "
                    "and (x.n = 1 or substr(:value, x.n - 1, 1) = '.') limit 1"};
constexpr Sql kWithin{"never_block_protects_within",
                      "select s.name, s.kind from never_block_parent c cross join never_block_standing s "
                      "where c.parent = :value and s.name = c.name limit 1"};
#define STOOD_AT                                                                                               \
  "join never_block_proposal p on p.id = s.proposal_id where p.state = 'confirmed' and p.action = 'add' and "  \
  "p.decided_at <= :at and not exists(select 1 from never_block_name r join never_block_proposal q on q.id = " \
  "r.proposal_id where r.name = s.name and q.state = 'confirmed' and q.action = 'remove' and "                 \
  "q.decided_at >= p.decided_at and q.decided_at <= :at) "
constexpr Sql kOverAt{"never_block_protected_over",
                      "select s.name, s.kind from never_block_position x cross join never_block_name s " STOOD_AT
                      "and x.n <= length(:value) and s.name = substr(:value, x.n) "
                      "and (x.n = 1 or substr(:value, x.n - 1, 1) = '.') limit 1"};
constexpr Sql kWithinAt{"never_block_protected_within",
                        "select s.name, s.kind from never_block_parent c cross join never_block_name s " STOOD_AT
                        "and c.parent = :value and s.name = c.name limit 1"};
#undef STOOD_AT

NeverBlockProposal proposal_of(const Row& row) {
  NeverBlockProposal p;
  p.id = row.text("id");
  p.action = known(never_block_action(row.text("action")));
  p.source = row.text("source");
  p.reason = row.text("reason");
  p.names = row.integer("names");
  p.refused = row.integer("refused");
  p.names_sha256 = row.text("names_sha256");
  p.state = known(never_block_state(row.text("state")));
  p.proposed_by = row.text("proposed_by");
  p.proposed_at = row.instant("proposed_at");
  p.decided_by = row.maybe_text("decided_by").value_or("");
  p.decided_at = row.maybe_instant("decided_at");
  p.version = row.integer("version");
  return p;
}

std::optional<NeverBlockProposal> one_proposal(Transaction& tx, const Sql& sql, const store::Binds& binds) {
  const auto row = tx.one(sql, binds);
  return row ? std::optional(proposal_of(*row)) : std::nullopt;
}

std::optional<Protection> first(Transaction& tx, const Sql& over, const Sql& within, const std::string& scope_kind,
                                const store::Binds& binds) {
  if (scope_kind != "host" && scope_kind != "domain") return std::nullopt;
  auto row = tx.one(over, binds);
  if (!row && scope_kind == "domain") row = tx.one(within, binds);
  if (!row) return std::nullopt;
  return Protection{row->text("name"), known(never_block_kind(row->text("kind")))};
}

}  // namespace

std::optional<Protection> protection_of(Transaction& tx, const std::string& scope_kind,
                                        const std::string& scope_value) {
  return first(tx, kOver, kWithin, scope_kind, {{"value", scope_value}});
}
std::optional<Protection> protection_at(Transaction& tx, const std::string& scope_kind, const std::string& scope_value,
                                        Instant at) {
  return first(tx, kOverAt, kWithinAt, scope_kind, {{"value", scope_value}, {"at", at}});
}

void insert_proposal(Transaction& tx, const NeverBlockProposal& p) {
  tx.run(kProposalInsert, {{"id", p.id},
                           {"action", to_text(p.action)},
                           {"source", p.source},
                           {"reason", p.reason},
                           {"by", p.proposed_by},
                           {"at", p.proposed_at}});
}

bool update_proposal(Transaction& tx, const NeverBlockProposal& p) {
  return tx.run(kProposalUpdate, {{"state", to_text(p.state)},
                                  {"names", p.names},
                                  {"sha256", p.names_sha256},
                                  {"refused", p.refused},
                                  {"decided_by", p.decided_by.empty() ? std::nullopt : std::optional(p.decided_by)},
                                  {"decided_at", p.decided_at},
                                  {"id", p.id},
                                  {"version", p.version}}) == 1;
}

std::optional<NeverBlockProposal> select_proposal(Transaction& tx, const std::string& id) {
  return one_proposal(tx, kProposal, {{"id", id}});
}
std::optional<NeverBlockProposal> select_open_proposal(Transaction& tx, const std::string& source,
                                                       const std::string& actor) {
  return one_proposal(tx, kOpenProposal, {{"source", source}, {"by", actor}});
}

std::vector<NeverBlockProposal> select_proposals(Transaction& tx, std::optional<NeverBlockState> state,
                                                 const std::string& after, int limit) {
  store::Binds binds{{"after", after.empty() ? std::string("g") : after}, {"limit", limit}};
  if (state) binds.emplace_back("state", to_text(*state));
  std::vector<NeverBlockProposal> out;
  for (const Row& row : tx.query(state ? kProposalsByState : kProposals, binds)) out.push_back(proposal_of(row));
  return out;
}

std::unordered_set<std::string> names_in(Transaction& tx, const std::string& proposal_id,
                                         const std::vector<NeverBlockRow>& rows) {
  std::vector<std::string> names;
  for (const NeverBlockRow& row : rows) names.push_back(row.name);
  std::unordered_set<std::string> out;
  store::each_of(tx, kNamesIn, names, [&](const Row& row) { out.insert(row.text("name")); }, {{"id", proposal_id}});
  return out;
}

void insert_names(Transaction& tx, const std::string& proposal_id, const std::vector<NeverBlockRow>& rows) {
  static constexpr std::string_view kColumns[] = {"name", "proposal_id", "kind"};
  const auto bulk = tx.bulk("never_block_name", kColumns);
  for (const NeverBlockRow& row : rows) {
    const store::Value values[] = {row.name, proposal_id, std::string(to_text(row.kind))};
    bulk->row(values);
  }
  bulk->finish();
}

NamesSum sum_of_names(Transaction& tx, const std::string& proposal_id) {
  NamesSum sum;
  Sha256 hash;
  tx.each(kAllNames, {{"id", proposal_id}}, [&](const Row& row) {
    hash.add(row.text("name"));
    hash.add("\n");
    ++sum.count;
    return true;
  });
  sum.sha256 = hash.hex();
  return sum;
}

std::vector<NeverBlockName> select_names_of(Transaction& tx, const NeverBlockProposal& p, const std::string& after,
                                            int limit) {
  std::vector<NeverBlockName> out;
  for (const Row& row : tx.query(kNamesOf, {{"id", p.id}, {"after", after}, {"limit", limit}}))
    out.push_back(
        {row.text("name"), known(never_block_kind(row.text("kind"))), p.id, p.decided_at.value_or(p.proposed_at)});
  return out;
}

std::vector<NeverBlockName> select_standing(Transaction& tx, std::optional<NeverBlockKind> kind,
                                            const std::string& prefix, const std::string& after, int limit) {
  const auto range = store::keys_behind(prefix, after);
  std::vector<NeverBlockName> out;
  for (const Row& row :
       tx.query(kStanding,
                {{"low", range.low}, {"high", range.high}, {"kind", kind ? to_text(*kind) : ""}, {"limit", limit}})) {
    // Confirmed twice, a name stands once.
    if (!out.empty() && out.back().name == row.text("name")) continue;
    out.push_back(
        {row.text("name"), known(never_block_kind(row.text("kind"))), row.text("proposal_id"), row.instant("since")});
  }
  return out;
}

}  // namespace muster::restrictions
