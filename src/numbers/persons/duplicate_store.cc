#include "duplicate_store.h"

#include <base/text.h>
#include <base/words.h>

#include <array>

namespace muster::persons {
namespace {

using store::Row;
using store::Sql;

constexpr std::array<const char*, kPairStateCount> kPairStates{"open", "same", "different"};

constexpr Sql kPutBlocks{
    "holder_block_put",
    "insert into holder_block(holder_id, birth_first, birth_last, name_year) values(:id, :first, :last, :year) on "
    "conflict(holder_id) do update set birth_first = excluded.birth_first, birth_last = excluded.birth_last, name_year "
    "= excluded.name_year"};
constexpr Sql kHasBlocks{"holder_block_there", "select 1 as yes from holder_block where holder_id = :id"};
constexpr Sql kForgetBlocks{"holder_block_forget", "delete from holder_block where holder_id = :id"};
constexpr Sql kBirthFirst{
    "holder_block_birth_first",
    "select holder_id from holder_block where birth_first in (:block, :former) order by holder_id limit "
    ":limit"};
constexpr Sql kBirthLast{
    "holder_block_birth_last",
    "select holder_id from holder_block where birth_last in (:block, :former) order by holder_id limit "
    ":limit"};
constexpr Sql kNameYear{
    "holder_block_name_year",
    "select holder_id from holder_block where name_year in (:block, :former) order by holder_id limit "
    ":limit"};
constexpr Sql kPlace{"duplicate_scan_get", "select rules_hash, last_id from duplicate_scan where name = 'holders'"};
constexpr Sql kPutPlace{
    "duplicate_scan_put",
    "insert into duplicate_scan(name, rules_hash, last_id, at) values('holders', :rules, :last, :at) on conflict(name) "
    "do update set rules_hash = excluded.rules_hash, last_id = excluded.last_id, at = excluded.at"};
constexpr Sql kToRecheck{"duplicate_recheck_list",
                         "select holder_id from duplicate_recheck order by holder_id limit :limit"};
constexpr Sql kAskRecheck{"duplicate_recheck_ask",
                          "insert into duplicate_recheck(holder_id) values(:id) on conflict(holder_id) do nothing"};
constexpr Sql kRechecked{"duplicate_recheck_done", "delete from duplicate_recheck where holder_id = :id"};
constexpr Sql kNextHolders{"duplicate_next_holders",
                           "select id from holder where id > :after and id < :before and destroyed_at is null order by "
                           "id limit :limit"};
constexpr Sql kInsertPair{"duplicate_pair_insert",
                          "insert into duplicate_pair(id, holder_a, holder_b, rules, state, found_at, version) "
                          "values(:id, :a, :b, :rules, 'open', :at, 1)"};
constexpr Sql kPairKnown{"duplicate_pair_known",
                         "select 1 as one from duplicate_pair where holder_a = :a and holder_b = :b"};
constexpr Sql kPair{"duplicate_pair_get", "select * from duplicate_pair where id = :id"};
constexpr Sql kOpenPairs{"duplicate_pairs_open",
                         "select * from duplicate_pair where state = 'open' and id > :after order by id limit :limit"};
constexpr Sql kDecidePair{"duplicate_pair_decide",
                          "update duplicate_pair set state = :state, decided_by = :by, decided_at = :at, evidence = "
                          ":evidence, evidence_ref = :ref, version = version + 1 where id = :id"};

DuplicatePair pair_of(const Row& row) {
  DuplicatePair p;
  p.id = row.text("id");
  p.holder_a = row.text("holder_a");
  p.holder_b = row.text("holder_b");
  // Names of rules alone: no escapes in them.
  const std::string rules = row.text("rules");
  for (const std::string_view part : split(rules, '"'))
    if (!part.empty() && part.find_first_of("[],") == std::string_view::npos) p.rules.emplace_back(part);
  p.state = known(pair_state(row.text("state")));
  p.found_at = row.instant("found_at");
  p.decided_by = row.text("decided_by");
  p.decided_at = row.maybe_instant("decided_at");
  p.version = row.integer("version");
  return p;
}

}  // namespace

const char* to_text(PairState state) {
  return kPairStates[static_cast<std::size_t>(state)];
}
std::optional<PairState> pair_state(std::string_view text) {
  return find_word<PairState>(kPairStates, text);
}

void put_blocks(store::Transaction& tx, const std::string& holder_id, const Blocks& b) {
  tx.run(
      kPutBlocks,
      {{"id", holder_id}, {"first", b.birth_first.value}, {"last", b.birth_last.value}, {"year", b.name_year.value}});
}
void turn_blocks(store::Transaction& tx, const std::string& holder_id, const Blocks& b) {
  if (tx.one(kHasBlocks, {{"id", holder_id}})) put_blocks(tx, holder_id, b);
}
void forget_blocks(store::Transaction& tx, const std::string& holder_id) {
  tx.run(kForgetBlocks, {{"id", holder_id}});
  tx.run(kRechecked, {{"id", holder_id}});
}

std::vector<std::string> candidates(store::Transaction& tx, const Blocks& blocks, const std::vector<Block>& name_years,
                                    int limit, bool& too_many) {
  std::vector<std::string> out;
  const auto add = [&](const Sql& sql, const Block& block) {
    const auto rows = tx.query(sql, {{"block", block.value}, {"former", block.former}, {"limit", limit + 1}});
    if (static_cast<int>(rows.size()) > limit) {
      too_many = true;  // a block this common says nothing
      return;
    }
    for (const Row& row : rows) out.push_back(row.text("holder_id"));
  };
  add(kBirthFirst, blocks.birth_first);
  add(kBirthLast, blocks.birth_last);
  for (const Block& block : name_years) add(kNameYear, block);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

ScanPlace scan_place(store::Transaction& tx) {
  const auto row = tx.one(kPlace);
  return row ? ScanPlace{row->text("rules_hash"), row->text("last_id")} : ScanPlace{};
}
void put_scan_place(store::Transaction& tx, const ScanPlace& place, Instant now) {
  tx.run(kPutPlace, {{"rules", place.rules_hash}, {"last", place.last_id}, {"at", now}});
}
std::vector<std::string> to_recheck(store::Transaction& tx, int limit) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kToRecheck, {{"limit", limit}})) out.push_back(row.text("holder_id"));
  return out;
}
void ask_recheck(store::Transaction& tx, const std::string& holder_id) {
  tx.run(kAskRecheck, {{"id", holder_id}});
}
void rechecked(store::Transaction& tx, const std::string& holder_id) {
  tx.run(kRechecked, {{"id", holder_id}});
}
std::vector<std::string> next_holders(store::Transaction& tx, const std::string& after, const std::string& before,
                                      int limit) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kNextHolders, {{"after", after}, {"before", before}, {"limit", limit}}))
    out.push_back(row.text("id"));
  return out;
}

void insert(store::Transaction& tx, const DuplicatePair& p) {
  std::string rules;
  for (const std::string& rule : p.rules) rules += (rules.empty() ? "" : ",") + json_quote(rule);
  tx.run(kInsertPair,
         {{"id", p.id}, {"a", p.holder_a}, {"b", p.holder_b}, {"rules", "[" + rules + "]"}, {"at", p.found_at}});
}
bool pair_known(store::Transaction& tx, const std::string& a, const std::string& b) {
  return tx.one(kPairKnown, {{"a", a}, {"b", b}}).has_value();
}
std::optional<DuplicatePair> find_pair(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kPair, {{"id", id}});
  return row ? std::optional(pair_of(*row)) : std::nullopt;
}
std::vector<DuplicatePair> open_pairs(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<DuplicatePair> out;
  for (const Row& row : tx.query(kOpenPairs, {{"after", after}, {"limit", limit}})) out.push_back(pair_of(row));
  return out;
}
void decide_pair(store::Transaction& tx, const DuplicatePair& p, const Proof& proof) {
  const bool same = p.state == PairState::same;
  tx.run(kDecidePair, {{"id", p.id},
                       {"state", to_text(p.state)},
                       {"by", p.decided_by},
                       {"at", p.decided_at},
                       {"evidence", same ? std::optional<std::string>(to_text(proof.evidence)) : std::nullopt},
                       {"ref", proof.reference}});
}

}  // namespace muster::persons
