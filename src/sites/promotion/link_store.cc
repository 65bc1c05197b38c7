#include "link_store.h"

#include <store/key_range.h>
#include <store/keys.h>

#include <cstdlib>
#include <functional>

namespace muster::promotion {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kLinkNow{"promo_link_now",
                       MUSTER_LINKS "where l.code = :code and l.partner_id = :partner and l.until_no is null"};
constexpr Sql kLinkHistory{"promo_link_history", MUSTER_LINKS
                           "where l.partner_id = :partner and l.code = :code order by l.since_no desc limit 200"};
constexpr Sql kLinksAll{
    "promo_links_all", MUSTER_LINKS
    "where l.until_no is null and l.code >= :low and l.code < :high and (l.code, l.partner_id) > (:low, "
    ":after_id) order by l.code, l.partner_id limit :limit"};
constexpr Sql kLinksOfPartner{"promo_links_of_partner", MUSTER_LINKS
                              "where l.partner_id = :partner and l.code >= :low and l.code < :high and "
                              "l.until_no is null order by l.code limit :limit"};
constexpr Sql kLinksOfChannel{"promo_links_of_channel", MUSTER_LINKS
                              "where l.channel_id = :channel and l.code >= :low and l.code < :high and "
                              "l.until_no is null order by l.code limit :limit"};
// Many codes of one partner with one statement, each looked up by its whole key.
#define OF_EACH_CODE "with given(code) as (values " MUSTER_KEY_ROWS ") select k.code, (select "
#define AS_HELD ") as held from (select distinct code from given) k"
constexpr Sql kListed{"promo_link_listed", OF_EACH_CODE
                      "l.print || ' ' || l.since_no from promo_link l where l.partner_id = :partner and l.code = "
                      "k.code and l.until_no is null" AS_HELD};
constexpr Sql kEnd{"promo_link_end",
                   "update promo_link set until_no = :no where partner_id = :partner and code = :code and until_no is "
                   "null"};
constexpr Sql kChannelOf{"promo_channel_of",
                         "select * from promo_channel where partner_id = :partner and path = :path"};
constexpr Sql kChannelInsert{
    "promo_channel_insert",
    "insert into promo_channel(id, partner_id, path, parent_id, created_at) values(:id, :partner, "
    ":path, :parent, :at)"};
#define CHANNEL_COUNTS                                                                                              \
  "select c.*, (select count(*) from (select 1 from promo_link l where l.channel_id = c.id and l.until_no is null " \
  "limit :count_max) n) as links, (select count(*) from (select 1 from promo_channel b "                            \
  "where b.partner_id = c.partner_id and b.parent_id = c.id limit :count_max) m) as channels from promo_channel c "
constexpr Sql kChannelsTop{"promo_channels_top", CHANNEL_COUNTS
                           "where c.partner_id = :partner and c.parent_id is null and c.path > :after order "
                           "by c.path limit :limit"};
constexpr Sql kChannelsBelow{"promo_channels_below", CHANNEL_COUNTS
                             "where c.partner_id = :partner and c.parent_id = :parent and c.path > :after "
                             "order by c.path limit :limit"};
constexpr Sql kInspectionKnown{
    "promo_inspection_known", OF_EACH_CODE
    "i.listed || ' ' || coalesce(i.last_at, -1) from promo_inspection i where i.partner_id = :partner and i.code = "
    "k.code" AS_HELD};
constexpr Sql kInspectionAgain{
    "promo_inspection_again",
    "update promo_inspection set listed = 1, due_at = :due where partner_id = :partner and code = :code"};
constexpr Sql kInspectionOff{"promo_inspection_off",
                             "update promo_inspection set listed = 0 where partner_id = :partner and code = :code"};

// "a b" of each code that has such a row.
void each_held(Transaction& tx, const Sql& sql, const std::string& partner_id, const std::vector<std::string>& codes,
               const std::function<void(std::string code, std::string_view a, std::int64_t b)>& visit) {
  store::each_of(tx, sql, codes,
                 [&](const Row& row) {
                   if (row.is_null("held")) return;
                   const std::string held = row.text("held");
                   const auto blank = held.find(' ');
                   visit(row.text("code"), std::string_view(held).substr(0, blank),
                         std::strtoll(held.c_str() + blank, nullptr, 10));
                 },
                 {{"partner", partner_id}});
}

std::vector<Link> links_from(Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Link> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(link_of(row));
  return out;
}

// Which of these were listed before, and how they count.
struct WasListed {
  bool listed = false;
  std::int64_t hour = kHourNever;
};
std::map<std::string, WasListed> select_inspected(Transaction& tx, const std::string& partner_id,
                                                  const std::vector<std::string>& codes) {
  std::map<std::string, WasListed> out;
  each_held(
      tx, kInspectionKnown, partner_id, codes, [&](std::string code, std::string_view listed, std::int64_t last_at) {
        out[std::move(code)] = {listed == "1", last_at < 0 ? kHourNever : hour_of(std::optional(Instant{last_at}))};
      });
  return out;
}

}  // namespace

std::vector<const Sql*> link_lists() {
  return {&kLinkNow, &kLinkHistory, &kLinksAll, &kLinksOfPartner, &kLinksOfChannel, &kChannelsTop, &kChannelsBelow};
}

Link link_of(const Row& row) {
  Link l;
  l.partner_id = row.text("partner_id");
  l.code = row.text("code");
  l.since_no = row.integer("since_no");
  l.until_no = row.maybe_integer("until_no");
  l.channel_id = row.text("channel_id");
  l.channel = row.text("channel");
  l.service = row.text("service");
  l.landing_url = row.text("landing_url");
  l.landing_host = row.text("landing_host");
  l.qr = row.text("qr");
  l.qr_host = row.text("qr_host");
  l.short_url = row.text("short_url");
  l.short_host = row.text("short_host");
  l.place = row.text("place");
  l.owner = row.text("owner");
  l.print = row.text("print");
  return l;
}

std::optional<Link> find_link(Transaction& tx, const std::string& partner_id, const std::string& code) {
  const auto row = tx.one(kLinkNow, {{"code", code}, {"partner", partner_id}});
  return row ? std::optional(link_of(*row)) : std::nullopt;
}

std::vector<Link> select_link_history(Transaction& tx, const std::string& partner_id, const std::string& code) {
  return links_from(tx, kLinkHistory, {{"partner", partner_id}, {"code", code}});
}

std::optional<Channel> find_channel(Transaction& tx, const std::string& partner_id, const std::string& path) {
  const auto row = tx.one(kChannelOf, {{"partner", partner_id}, {"path", path}});
  if (!row) return std::nullopt;
  return Channel{row->text("id"), row->text("partner_id"), row->text("path"), row->text("parent_id")};
}

std::string ensure_channel(Transaction& tx, const ledger::Recorder& recorder, const std::string& partner_id,
                           const std::string& path, std::map<std::string, std::string>& known) {
  if (const auto at = known.find(path); at != known.end()) return at->second;
  std::string above;
  for (const std::string& step : path_and_above(path)) {
    if (const auto at = known.find(step); at != known.end()) {
      above = at->second;
      continue;
    }
    std::string id;
    if (const auto found = find_channel(tx, partner_id, step)) {
      id = found->id;
    } else {
      id = recorder.new_id();
      tx.run(kChannelInsert, {{"id", id},
                              {"partner", partner_id},
                              {"path", step},
                              {"parent", above.empty() ? std::nullopt : std::optional(above)},
                              {"at", recorder.clock().now()}});
    }
    above = known[step] = id;
  }
  return above;
}

std::map<std::string, Listed> select_listed(Transaction& tx, const std::string& partner_id,
                                            const std::vector<std::string>& codes) {
  std::map<std::string, Listed> out;
  each_held(tx, kListed, partner_id, codes, [&](std::string code, std::string_view print, std::int64_t since_no) {
    out[std::move(code)] = {std::string(print), since_no};
  });
  return out;
}

void insert_links(Transaction& tx, const std::vector<Link>& links) {
  static constexpr std::string_view kColumns[] = {"partner_id",  "code",         "since_no", "channel_id", "service",
                                                  "landing_url", "landing_host", "qr",       "short_url",  "short_host",
                                                  "qr_host",     "place",        "owner",    "print"};
  if (links.empty()) return;
  const auto bulk = tx.bulk("promo_link", kColumns);
  for (const Link& l : links) {
    const store::Value row[] = {l.partner_id,  l.code,         l.since_no, l.channel_id, l.service,
                                l.landing_url, l.landing_host, l.qr,       l.short_url,  l.short_host,
                                l.qr_host,     l.place,        l.owner,    l.print};
    bulk->row(row);
  }
  bulk->finish();
}

std::int64_t end_links(Transaction& tx, const std::string& partner_id, const std::vector<std::string>& codes,
                       std::int64_t until_no) {
  std::int64_t ended = 0;
  for (const std::string& code : codes)
    ended += tx.run(kEnd, {{"no", until_no}, {"partner", partner_id}, {"code", code}});
  return ended;
}

void list_inspections(Transaction& tx, const std::string& partner_id, const std::vector<std::string>& codes,
                      Instant due_at) {
  static constexpr std::string_view kColumns[] = {"partner_id", "code", "listed", "due_at"};
  if (codes.empty()) return;
  const auto known = select_inspected(tx, partner_id, codes);
  std::map<std::int64_t, std::int64_t> by_hour;
  for (const auto& [code, now] : known) {
    tx.run(kInspectionAgain, {{"partner", partner_id}, {"code", code}, {"due", due_at}});
    if (!now.listed) ++by_hour[now.hour];
  }
  const auto bulk = tx.bulk("promo_inspection", kColumns);
  for (const std::string& code : codes) {
    if (known.contains(code)) continue;
    const store::Value row[] = {partner_id, code, std::int64_t{1}, due_at.micros};
    bulk->row(row);
    ++by_hour[kHourNever];
  }
  bulk->finish();
  move_coverage(tx, partner_id, by_hour);
}

void unlist_inspections(Transaction& tx, const std::string& partner_id, const std::vector<std::string>& codes) {
  std::map<std::int64_t, std::int64_t> by_hour;
  for (const auto& [code, now] : select_inspected(tx, partner_id, codes)) {
    tx.run(kInspectionOff, {{"partner", partner_id}, {"code", code}});
    if (now.listed) --by_hour[now.hour];
  }
  move_coverage(tx, partner_id, by_hour);
}

std::vector<Link> select_links(Transaction& tx, const LinkFilter& filter, const std::string& after, int limit) {
  store::Binds binds{{"limit", limit}};
  if (!filter.channel_id.empty() || !filter.partner_id.empty()) {
    const auto range = store::keys_behind(filter.code_prefix, after);
    binds.emplace_back("low", range.low);
    binds.emplace_back("high", range.high);
    if (!filter.channel_id.empty()) {
      binds.emplace_back("channel", filter.channel_id);
      return links_from(tx, kLinksOfChannel, binds);
    }
    binds.emplace_back("partner", filter.partner_id);
    return links_from(tx, kLinksOfPartner, binds);
  }
  const auto blank = after.find(' ');
  const auto range = store::keys_from(filter.code_prefix, after.substr(0, blank));
  binds.emplace_back("low", range.low);
  binds.emplace_back("high", range.high);
  binds.emplace_back("after_id", blank == std::string::npos ? std::string() : after.substr(blank + 1));
  return links_from(tx, kLinksAll, binds);
}

std::vector<ChannelNode> select_channels(Transaction& tx, const std::string& partner_id, const std::string& parent_id,
                                         const std::string& after, int limit) {
  std::vector<ChannelNode> out;
  store::Binds binds{{"partner", partner_id}, {"after", after}, {"limit", limit}, {"count_max", kCountMax}};
  if (!parent_id.empty()) binds.emplace_back("parent", parent_id);
  for (const Row& row : tx.query(parent_id.empty() ? kChannelsTop : kChannelsBelow, binds)) {
    ChannelNode node;
    static_cast<Channel&>(node) = {row.text("id"), row.text("partner_id"), row.text("path"), row.text("parent_id")};
    node.links = row.integer("links");
    node.channels = row.integer("channels");
    out.push_back(std::move(node));
  }
  return out;
}

}  // namespace muster::promotion
