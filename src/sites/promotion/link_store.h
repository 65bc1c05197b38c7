// SQL of channels, links and inventories. Inside of the room.
#pragma once

#include <filings/service.h>
#include <store/database.h>

#include <map>
#include <string>
#include <vector>

#include <promotion/inventory.h>

namespace muster::promotion {

// Whole links; what follows says which.
#define MUSTER_LINKS "select l.*, c.path as channel from promo_link l join promo_channel c on c.id = l.channel_id "

// The filing in force of this host, or of a name above it: "www." and the rest of a filed domain are filed with it.
std::optional<filings::SiteOfName> filed_site(const filings::Service& filings, store::Transaction& tx,
                                              const std::string& host);

// Every statement that gives a list: none reads more than it gives (a test looks at their plans).
std::vector<const store::Sql*> link_lists();
std::vector<const store::Sql*> difference_lists();
std::vector<const store::Sql*> host_lists();
std::vector<const store::Sql*> host_search_lists();
std::vector<const store::Sql*> wild_lists();

Link link_of(const store::Row& row);
std::string ensure_channel(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& partner_id,
                           const std::string& path, std::map<std::string, std::string>& known);

std::optional<Inventory> select_open_inventory(store::Transaction& tx, const std::string& partner_id);
std::optional<Inventory> select_inventory(store::Transaction& tx, const std::string& partner_id, std::int64_t no);
std::int64_t last_inventory_no(store::Transaction& tx, const std::string& partner_id);
std::vector<Inventory> select_inventories(store::Transaction& tx, const std::string& partner_id, std::int64_t before,
                                          int limit);
// Listed once the last inventory was done.
std::int64_t links_before(store::Transaction& tx, const std::string& partner_id);
void insert_inventory(store::Transaction& tx, const Inventory& inventory);
void update_inventory(store::Transaction& tx, const Inventory& inventory);

// Listed links of these codes, by code: print and since when.
struct Listed {
  std::string print;
  std::int64_t since_no = 0;
};
std::map<std::string, Listed> select_listed(store::Transaction& tx, const std::string& partner_id,
                                            const std::vector<std::string>& codes);
void insert_links(store::Transaction& tx, const std::vector<Link>& links);
std::int64_t end_links(store::Transaction& tx, const std::string& partner_id, const std::vector<std::string>& codes,
                       std::int64_t until_no);
// New links are due at once; those that were listed before are again.
void list_inspections(store::Transaction& tx, const std::string& partner_id, const std::vector<std::string>& codes,
                      Instant due_at);
void unlist_inspections(store::Transaction& tx, const std::string& partner_id, const std::vector<std::string>& codes);
// Listed links by the hour of their last inspection, kHourNever: none yet. `by`: how many more or fewer there are.
inline constexpr std::int64_t kHourNever = -1;
std::int64_t hour_of(std::optional<Instant> inspected_at);
void move_coverage(store::Transaction& tx, const std::string& partner_id,
                   const std::map<std::int64_t, std::int64_t>& by);

// By partner, channel or code; not by host.
std::vector<Link> select_links(store::Transaction& tx, const LinkFilter& filter, const std::string& after, int limit);
// A page may have fewer than `wanted` and others behind it.
LinkPage select_links_of_host(store::Transaction& tx, const std::string& host, const std::string& after, int wanted);
std::vector<Link> select_link_history(store::Transaction& tx, const std::string& partner_id, const std::string& code);
std::vector<ChannelNode> select_channels(store::Transaction& tx, const std::string& partner_id,
                                         const std::string& parent_id, const std::string& after, int limit);

}  // namespace muster::promotion
