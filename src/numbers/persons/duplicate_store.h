// SQL of duplicates: blocks, how far the comparison came, pairs. Inside of the room.
#pragma once

#include <persons/duplicates.h>

namespace muster::persons {

// By what candidates are found: the first bits of keyed hashes that turn with the index key.
struct Block {
  std::int64_t value = 0, former = 0;  // the same, unless the index key turns
};
struct Blocks {
  Block birth_first, birth_last, name_year;
};
// As the rules of persons compare fields: by which blocks this one is found.
Blocks blocks_of(const vault::IndexKeys& keys, const Comparable& c);
// Of a record whose fields are read in clear. Where it has blocks already: they turn with the index key.
Comparable comparable_of(const vault::Fields& fields, const std::optional<HolderDocument>& document);
void turn_blocks(store::Transaction& tx, const std::string& holder_id, const Blocks& blocks);
void put_blocks(store::Transaction& tx, const std::string& holder_id, const Blocks& blocks);
void forget_blocks(store::Transaction& tx, const std::string& holder_id);
// Holders that share a block, at most `limit` of each; `name_years` besides the own one.
std::vector<std::string> candidates(store::Transaction& tx, const Blocks& blocks, const std::vector<Block>& name_years,
                                    int limit, bool& too_many);

struct ScanPlace {
  std::string rules_hash, last_id;
};
ScanPlace scan_place(store::Transaction& tx);
void put_scan_place(store::Transaction& tx, const ScanPlace& place, Instant now);
std::vector<std::string> to_recheck(store::Transaction& tx, int limit);
void ask_recheck(store::Transaction& tx, const std::string& holder_id);
void rechecked(store::Transaction& tx, const std::string& holder_id);
std::vector<std::string> next_holders(store::Transaction& tx, const std::string& after, const std::string& before,
                                      int limit);

void insert(store::Transaction& tx, const DuplicatePair& pair);
bool pair_known(store::Transaction& tx, const std::string& a, const std::string& b);  // a < b
std::optional<DuplicatePair> find_pair(store::Transaction& tx, const std::string& id);
std::vector<DuplicatePair> open_pairs(store::Transaction& tx, const std::string& after, int limit);
void decide_pair(store::Transaction& tx, const DuplicatePair& pair, const Proof& proof);

}  // namespace muster::persons
