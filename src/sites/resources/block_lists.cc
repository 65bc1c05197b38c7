// Lists of blocks, in order of address (or of name, when a name is searched), each a walk along an index.
#include "resource_store.h"
#include <base/text.h>
#include <store/key_range.h>

#include <algorithm>

namespace muster::resources {
namespace {

#define IN_ORDER " and (b.first_key, b.id) > (:after_key, :after_id) order by b.first_key, b.id limit :limit"
#define SELECT_BLOCKS "select " BLOCK_COLUMNS " from address_block b where "
constexpr store::Sql kAll{"address_block_list", SELECT_BLOCKS "true" IN_ORDER};
constexpr store::Sql kByState{"address_block_list_state", SELECT_BLOCKS "b.state = :state" IN_ORDER};
constexpr store::Sql kOfHolder{"address_block_list_holder", SELECT_BLOCKS "b.holder_id = :party" IN_ORDER};
constexpr store::Sql kOfUser{"address_block_list_user", SELECT_BLOCKS "b.user_id = :party" IN_ORDER};
constexpr store::Sql kOfParent{"address_block_list_parent", SELECT_BLOCKS "b.parent_key = :parent" IN_ORDER};
constexpr store::Sql kInside{"address_block_list_inside", SELECT_BLOCKS "b.first_key <= :last" IN_ORDER};
constexpr store::Sql kByName{"address_block_list_name", SELECT_BLOCKS
                             "b.name <> '' and b.name >= :low and b.name < :high and (b.name, b.id) > (:low, "
                             ":after_id) order by b.name, b.id limit :limit"};
constexpr std::size_t kKeySize = 32, kIdSize = 36;

using Fits = std::function<bool(const Block&)>;

bool in_state(const BlockFilter& filter, const Block& b) {
  if (filter.states.empty()) return is_live(b.state);
  return std::find(filter.states.begin(), filter.states.end(), b.state) != filter.states.end();
}

// Appends up to `limit` blocks that fit behind (key, id).
void walk(store::Transaction& tx, const store::Sql& sql, store::Binds binds, std::string key, std::string id,
          const Fits& fits, int limit, std::vector<Block>& out) {
  for (int found = 0; found < limit;) {
    store::Binds now = binds;
    now.emplace_back("after_key", key);
    now.emplace_back("after_id", id);
    now.emplace_back("limit", limit);
    int read = 0;
    for (const auto& row : tx.query(sql, now)) {
      ++read;
      Block block = block_of(row);
      key = row.text("first_key");
      id = block.id;
      if (found == limit || !fits(block)) continue;
      ++found;
      out.push_back(std::move(block));
    }
    if (read < limit) return;
  }
}

BlockPage by_name(store::Transaction& tx, const BlockFilter& filter, const std::string& low, const std::string& after,
                  int limit) {
  BlockPage page;
  std::string id, name;
  if (after.size() > kIdSize) {
    id = after.substr(1, kIdSize);
    name = after.substr(1 + kIdSize);
  }
  for (bool more = true; more && static_cast<int>(page.items.size()) < limit;) {
    int read = 0;
    const auto range = store::keys_from(low, name);
    for (const auto& row :
         tx.query(kByName, {{"low", range.low}, {"high", range.high}, {"after_id", id}, {"limit", limit}})) {
      ++read;
      Block block = block_of(row);
      name = block.particulars.name;
      id = block.id;
      if (static_cast<int>(page.items.size()) == limit || !in_state(filter, block)) continue;
      if (!filter.holder_id.empty() && filter.holder_id != block.holder_id && filter.holder_id != block.user_id)
        continue;
      page.items.push_back(std::move(block));
    }
    more = read == limit;
  }
  if (static_cast<int>(page.items.size()) == limit)
    page.next = "n" + page.items.back().id + page.items.back().particulars.name;
  return page;
}

bool address_order(const Block& a, const Block& b) {
  return std::pair(a.range.first, a.id) < std::pair(b.range.first, b.id);
}

}  // namespace

BlockPage list_blocks(store::Transaction& tx, const BlockFilter& filter, const std::string& after, int limit) {
  const std::string q(trim(filter.q));
  const auto asked = q.empty() ? Result<AddressRange>(invalid("", "")) : identifiers::parse_address_range(q);
  if (!q.empty() && !asked.ok()) return by_name(tx, filter, q, after, limit);
  const auto ours = [&](const Block& b) {
    return in_state(filter, b) && (!filter.parent || *filter.parent == b.parent_id) &&
           (filter.holder_id.empty() || filter.holder_id == b.holder_id || filter.holder_id == b.user_id);
  };
  std::string key, id;
  if (after.size() == 1 + kKeySize + kIdSize) {
    key = after.substr(1, kKeySize);
    id = after.substr(1 + kKeySize);
  }
  BlockPage page;
  const store::Binds binds{{"party", filter.holder_id},
                           {"parent", filter.parent.value_or("")},
                           {"last", asked.ok() ? asked->last_key() : std::string()}};
  if (asked.ok()) {
    if (after.empty()) {
      auto around = chain_of(tx, *asked);
      for (auto it = around.rbegin(); it != around.rend(); ++it)
        if (ours(it->block)) page.items.push_back(std::move(it->block));
      key = asked->first_key();
    }
    const std::size_t chain = page.items.size();
    walk(
        tx, kInside, binds, key, id,
        [&](const Block& b) { return ours(b) && asked->contains(b.range) && b.range != *asked; },
        std::max(1, limit - static_cast<int>(chain)), page.items);
    if (static_cast<int>(page.items.size()) >= limit && page.items.size() > chain)
      page.next = "a" + page.items.back().range.first_key() + page.items.back().id;
    return page;
  }
  if (filter.parent) {
    walk(tx, kOfParent, binds, key, id, ours, limit, page.items);
  } else if (!filter.holder_id.empty()) {
    walk(tx, kOfHolder, binds, key, id, ours, limit, page.items);
    walk(tx, kOfUser, binds, key, id, ours, limit, page.items);
  } else if (!filter.states.empty()) {
    for (const BlockState state : filter.states) {
      store::Binds with = binds;
      with.emplace_back("state", to_text(state));
      walk(tx, kByState, with, key, id, ours, limit, page.items);
    }
  } else {
    walk(tx, kAll, binds, key, id, ours, limit, page.items);
  }
  std::sort(page.items.begin(), page.items.end(), address_order);
  if (static_cast<int>(page.items.size()) >= limit) {
    page.items.resize(static_cast<std::size_t>(limit));
    page.next = "a" + page.items.back().range.first_key() + page.items.back().id;
  }
  return page;
}

}  // namespace muster::resources
