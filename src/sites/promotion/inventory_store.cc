#include "link_store.h"

namespace muster::promotion {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kOpenInventory{"promo_inventory_open",
                             "select * from promo_inventory where partner_id = :partner and state = 'open'"};
constexpr Sql kOneInventory{
    "promo_inventory_one", "select * from promo_inventory where partner_id = :partner and no = :no and state = 'done'"};
constexpr Sql kLastNo{"promo_inventory_last", "select max(no) as no from promo_inventory where partner_id = :partner"};
constexpr Sql kLinksBefore{
    "promo_inventory_links",
    "select links from promo_inventory where partner_id = :partner and state = 'done' order by no desc limit 1"};
constexpr Sql kInventoriesOf{
    "promo_inventories",
    "select * from promo_inventory where partner_id = :partner and no < :before order by no desc "
    "limit :limit"};
constexpr Sql kInventoryInsert{
    "promo_inventory_insert",
    "insert into promo_inventory(id, partner_id, no, source, mode, actor, started_at, state) "
    "values(:id, :partner, :no, :source, :mode, :actor, :at, 'open')"};
constexpr Sql kInventoryUpdate{
    "promo_inventory_update",
    "update promo_inventory set lines = :lines, links = :links, added = :added, changed = :changed, removed = "
    ":removed, "
    "refused = :refused, sha256 = :sha256, ended_at = :ended, state = :state where id = :id"};

Inventory inventory_of(const store::Row& row) {
  Inventory i;
  i.id = row.text("id");
  i.partner_id = row.text("partner_id");
  i.no = row.integer("no");
  i.source = row.text("source");
  i.full = row.text("mode") == "full";
  i.actor = row.text("actor");
  i.started_at = row.instant("started_at");
  i.ended_at = row.maybe_instant("ended_at");
  i.lines = row.integer("lines");
  i.links = row.integer("links");
  i.added = row.integer("added");
  i.changed = row.integer("changed");
  i.removed = row.integer("removed");
  i.refused = row.integer("refused");
  i.sha256 = row.text("sha256");
  return i;
}

}  // namespace

std::optional<Inventory> select_open_inventory(Transaction& tx, const std::string& partner_id) {
  const auto row = tx.one(kOpenInventory, {{"partner", partner_id}});
  return row ? std::optional(inventory_of(*row)) : std::nullopt;
}

std::optional<Inventory> select_inventory(Transaction& tx, const std::string& partner_id, std::int64_t no) {
  const auto row = tx.one(kOneInventory, {{"partner", partner_id}, {"no", no}});
  return row ? std::optional(inventory_of(*row)) : std::nullopt;
}

std::int64_t last_inventory_no(Transaction& tx, const std::string& partner_id) {
  return tx.one(kLastNo, {{"partner", partner_id}})->maybe_integer("no").value_or(0);
}

std::int64_t links_before(Transaction& tx, const std::string& partner_id) {
  const auto row = tx.one(kLinksBefore, {{"partner", partner_id}});
  return row ? row->integer("links") : 0;
}

std::vector<Inventory> select_inventories(Transaction& tx, const std::string& partner_id, std::int64_t before,
                                          int limit) {
  std::vector<Inventory> out;
  for (const auto& row : tx.query(kInventoriesOf, {{"partner", partner_id}, {"before", before}, {"limit", limit}}))
    out.push_back(inventory_of(row));
  return out;
}

void insert_inventory(Transaction& tx, const Inventory& i) {
  tx.run(kInventoryInsert, {{"id", i.id},
                            {"partner", i.partner_id},
                            {"no", i.no},
                            {"source", i.source},
                            {"mode", i.full ? "full" : "partial"},
                            {"actor", i.actor},
                            {"at", i.started_at}});
}

void update_inventory(Transaction& tx, const Inventory& i) {
  tx.run(kInventoryUpdate, {{"id", i.id},
                            {"lines", i.lines},
                            {"links", i.links},
                            {"added", i.added},
                            {"changed", i.changed},
                            {"removed", i.removed},
                            {"refused", i.refused},
                            {"sha256", i.sha256},
                            {"ended", i.ended_at},
                            {"state", i.ended_at ? "done" : "open"}});
}

}  // namespace muster::promotion
