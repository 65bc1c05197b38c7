#include "resource_json.h"
#include "resource_store.h"
#include <base/words.h>

#include <stdexcept>

namespace muster::resources {
namespace {

constexpr store::Sql kGet{"address_block_get", "select " BLOCK_COLUMNS " from address_block b where b.id = :id"};
constexpr store::Sql kInsert{
    "address_block_insert",
    "insert into address_block(id, parent_id, parent_key, family, address_range, first_key, last_key, level, name, "
    "source, holder_id, allocator_id, user_id, mode, gateway, location, origin, state, live, state_since, reasons, "
    "split_from, created_at, version) values(:id, :parent, :parent_key, :family, :range, :first, :last, :level, :name, "
    ":source, :holder, :allocator, :user, :mode, :gateway, :location, :origin, :state, :live, :since, :reasons, "
    ":split_from, :created, 1)"};
constexpr store::Sql kUpdate{
    "address_block_update",
    "update address_block set name = :name, source = :source, user_id = :user, mode = :mode, gateway = :gateway, "
    "location = :location, origin = :origin, state = :state, live = :live, state_since = :since, reasons = :reasons, "
    "version = :version where id = :id and version = :version - 1"};
constexpr store::Sql kMove{"address_block_move",
                           "update address_block set parent_id = :parent, parent_key = :parent, version = version + 1 "
                           "where id = :id"};
// Of siblings that never overlap, the last one to begin before the end is the only one that can meet the range; if it
// does not, none does.
constexpr store::Sql kOverlap{"address_block_overlap",
                              "select " BLOCK_COLUMNS
                              ", b.last_key from address_block b where b.parent_key = :parent and b.live = 1 and "
                              "b.first_key <= :last order by b.first_key desc limit 1"};
constexpr store::Sql kChildren{"address_block_children",
                               "select " BLOCK_COLUMNS
                               " from address_block b where b.parent_key = :parent and b.live = 1 and b.first_key > "
                               ":after order by b.first_key limit :limit"};
constexpr store::Sql kHasBlocks{"address_block_has",
                                "select 1 as n from address_block where holder_id = :holder and live = 1 limit 1"};
constexpr store::Sql kAllBlocks{
    "address_block_all",
    "select id, address_range, holder_id, user_id, state from address_block where live = 1 order by level, first_key"};

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

Block block_of(const store::Row& row) {
  Block b;
  b.id = row.text("id");
  b.parent_id = row.text("parent_id");
  const auto range = identifiers::parse_address_range(row.text("address_range"));
  if (!range.ok()) throw std::logic_error("a block's range can't be read");
  b.range = *range;
  b.level = static_cast<int>(row.integer("level"));
  b.source = row.text("source");
  b.holder_id = row.text("holder_id");
  b.allocator_id = row.text("allocator_id");
  b.user_id = row.text("user_id");
  b.particulars.name = row.text("name");
  b.particulars.mode = known(use_mode(row.text("mode")));
  b.particulars.gateway = row.text("gateway");
  b.particulars.location = row.text("location");
  b.origin = row.text("origin");
  b.state = known(block_state(row.text("state")));
  b.state_since = row.instant("state_since");
  b.reasons = texts_of(row.text("reasons"));
  b.split_from = row.text("split_from");
  b.created_at = row.instant("created_at");
  b.version = row.integer("version");
  return b;
}

std::optional<Block> find_block(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGet, {{"id", id}});
  return row ? std::optional(block_of(*row)) : std::nullopt;
}

void insert(store::Transaction& tx, const Block& b) {
  tx.run(kInsert, {{"id", b.id},
                   {"parent", or_null(b.parent_id)},
                   {"parent_key", b.parent_id},
                   {"family", b.range.v4 ? 4 : 6},
                   {"range", b.range.text()},
                   {"first", b.range.first_key()},
                   {"last", b.range.last_key()},
                   {"level", b.level},
                   {"name", b.particulars.name},
                   {"source", b.source},
                   {"holder", b.holder_id},
                   {"allocator", or_null(b.allocator_id)},
                   {"user", or_null(b.user_id)},
                   {"mode", to_text(b.particulars.mode)},
                   {"gateway", b.particulars.gateway},
                   {"location", b.particulars.location},
                   {"origin", b.origin},
                   {"state", to_text(b.state)},
                   {"live", is_live(b.state)},
                   {"since", b.state_since},
                   {"reasons", to_json(b.reasons)},
                   {"split_from", or_null(b.split_from)},
                   {"created", b.created_at}});
}

bool update(store::Transaction& tx, const Block& b) {
  return tx.run(kUpdate, {{"id", b.id},
                          {"name", b.particulars.name},
                          {"source", b.source},
                          {"user", or_null(b.user_id)},
                          {"mode", to_text(b.particulars.mode)},
                          {"gateway", b.particulars.gateway},
                          {"location", b.particulars.location},
                          {"origin", b.origin},
                          {"state", to_text(b.state)},
                          {"live", is_live(b.state)},
                          {"since", b.state_since},
                          {"reasons", to_json(b.reasons)},
                          {"version", b.version}}) == 1;
}

std::optional<Block> find_overlap(store::Transaction& tx, const std::string& parent, const AddressRange& range) {
  const auto row = tx.one(kOverlap, {{"parent", parent}, {"last", range.last_key()}});
  if (!row || row->text("last_key") < range.first_key()) return std::nullopt;
  return block_of(*row);
}

std::optional<Block> find_around(store::Transaction& tx, const std::string& parent, const AddressRange& range) {
  auto block = find_overlap(tx, parent, range);
  return block && block->range.contains(range) ? block : std::nullopt;
}

std::vector<Block> live_children(store::Transaction& tx, const std::string& parent, const std::string& after_key,
                                 int limit) {
  std::vector<Block> out;
  for (const auto& row : tx.query(kChildren, {{"parent", parent}, {"after", after_key}, {"limit", limit}}))
    out.push_back(block_of(row));
  return out;
}

void move_to(store::Transaction& tx, const std::string& id, const std::string& parent_id) {
  tx.run(kMove, {{"id", id}, {"parent", parent_id}});
}

std::vector<Tenant> chain_of(store::Transaction& tx, const AddressRange& range) {
  std::vector<Tenant> out;
  std::string parent;
  while (auto block = find_around(tx, parent, range)) {
    parent = block->id;
    out.push_back({std::move(*block), std::nullopt});
  }
  std::reverse(out.begin(), out.end());
  for (Tenant& tenant : out)
    if (!tenant.block.parent_id.empty()) tenant.lease = live_lease_of(tx, tenant.block.id);
  return out;
}

bool inside_own_block(store::Transaction& tx, const std::string& provider, const AddressRange& range) {
  std::optional<Block> inner;
  std::string parent;
  while (auto block = find_around(tx, parent, range)) {
    parent = block->id;
    inner = std::move(block);
  }
  if (!inner || inner->holder_id != provider) return false;
  // Parts of the range that were handed on: from the last child that meets it back to its first address.
  AddressRange left = range;
  while (const auto child = find_overlap(tx, inner->id, left)) {
    if (child->holder_id != provider) return false;
    if (child->range.first <= range.first) break;
    left.last = child->range.first;  // one before it
    for (std::size_t i = left.last.size(); i-- > 0;)
      if (left.last[i]-- != 0) break;
  }
  return true;
}

bool has_blocks(store::Transaction& tx, const std::string& party_id) {
  return tx.one(kHasBlocks, {{"holder", party_id}}).has_value();
}

Result<Tree> load_tree(store::Transaction& tx) {
  Tree tree;
  std::vector<PrefixTable::Entry> entries;
  tx.each(kAllBlocks, {}, [&](const store::Row& row) {
    const auto range = identifiers::parse_address_range(row.text("address_range"));
    entries.push_back({*range, static_cast<std::uint32_t>(tree.blocks.size())});
    tree.blocks.push_back(
        {row.text("id"), row.text("holder_id"), row.text("user_id"), row.text("state") == "recorded"});
    return true;
  });
  MUSTER_TRY(tree.table, PrefixTable::build(std::move(entries)));
  return tree;
}

}  // namespace muster::resources
