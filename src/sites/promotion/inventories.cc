// Pages and searches.
#include "link_store.h"
#include <base/text.h>
#include <filings/service.h>
#include <names/name.h>
#include <names/suffix.h>
#include <parties/parties.h>
#include <parties/roles.h>
#include <partners/service.h>
#include <store/key_range.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::promotion {
namespace {

using store::Sql;
using store::Transaction;

constexpr int kInventoryPageMax = 500;

constexpr Sql kNameSite{
    "promo_site_name",
    "insert into promo_site(partner_id, host, site_id, named_by, named_at) values(:partner, :host, :site, "
    ":by, :at) on conflict(partner_id, host) do update set site_id = excluded.site_id, named_by = "
    "excluded.named_by, named_at = excluded.named_at"};
constexpr Sql kSites{"promo_sites", "select host from promo_site where partner_id = :partner order by host limit 500"};
constexpr Sql kHostListed{
    "promo_host_listed",
    "select 1 as one from promo_link where landing_host = :host and partner_id = :partner and until_no "
    "is null limit 1"};
constexpr Sql kHostShort{
    "promo_host_short",
    "select 1 as one from promo_link where short_host = :host and short_host <> '' and partner_id = "
    ":partner and until_no is null limit 1"};
constexpr Sql kHostQr{
    "promo_host_qr",
    "select 1 as one from promo_link where qr_host = :host and qr_host <> '' and partner_id = :partner and until_no is "
    "null limit 1"};
constexpr Sql kHostSite{"promo_host_site",
                        "select 1 as one from promo_site where partner_id = :partner and host = :host"};

}  // namespace

std::vector<const Sql*> host_lists() {
  return {&kSites, &kHostListed, &kHostShort, &kHostQr, &kHostSite};
}

Result<std::vector<Inventory>> Inventories::versions(const std::string& partner_id, const std::string& after,
                                                     int limit) const {
  const std::int64_t before = after.empty() ? INT64_MAX : std::strtoll(after.c_str(), nullptr, 10);
  return database_.read([&](Transaction& tx) -> Result<std::vector<Inventory>> {
    return select_inventories(tx, partner_id, before, std::clamp(limit, 1, kInventoryPageMax));
  });
}

Result<Link> Inventories::link(const std::string& partner_id, const std::string& code) const {
  return database_.read([&](Transaction& tx) -> Result<Link> {
    auto found = find_link(tx, partner_id, code);
    if (!found) return not_found("link_unknown", "No link with this code is listed.");
    return *found;
  });
}

Result<std::vector<Link>> Inventories::history(const std::string& partner_id, const std::string& code) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<Link>> { return select_link_history(tx, partner_id, code); });
}

Result<LinkPage> Inventories::links(const LinkFilter& filter, const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kInventoryPageMax);
  return database_.read([&](Transaction& tx) -> Result<LinkPage> {
    if (!filter.host.empty()) return select_links_of_host(tx, filter.host, after, wanted);
    LinkPage page{select_links(tx, filter, after, wanted + 1), {}};
    if (static_cast<int>(page.items.size()) <= wanted) return page;
    page.items.pop_back();
    const Link& last = page.items.back();
    if (!filter.partner_id.empty() || !filter.channel_id.empty())
      page.next = last.code;
    else
      page.next = last.code + " " + last.partner_id;
    return page;
  });
}

Result<std::vector<ChannelNode>> Inventories::channels(const std::string& partner_id, const std::string& parent_id,
                                                       const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<ChannelNode>> {
    return select_channels(tx, partner_id, parent_id, after, std::clamp(limit, 1, kInventoryPageMax));
  });
}

Result<Channel> Inventories::channel(const std::string& id) const {
  static constexpr Sql kChannel{"promo_channel", "select * from promo_channel where id = :id"};
  return database_.read([&](Transaction& tx) -> Result<Channel> {
    const auto row = tx.one(kChannel, {{"id", id}});
    if (!row) return not_found("channel_unknown", "There is no such channel.");
    return Channel{row->text("id"), row->text("partner_id"), row->text("path"), row->text("parent_id")};
  });
}

Result<void> Inventories::name_site(const std::string& partner_id, const std::string& host,
                                    const std::string& person) const {
  MUSTER_TRY(const auto name, names::parse_name(host));
  return database_.write([&](Transaction& tx) -> Result<void> {
    const Instant now = recorder_.clock().now();
    MUSTER_CHECK_OK(partners::need_partner(tx, partner_id));
    if (!parties::holds(tx, person, parties::roles::kRegistrar, now))
      return refused("role_missing", "A registrar names a partner's own sites.");
    const auto filed = filed_site(filings_, tx, name.ascii);
    if (!filed) return conflict("site_unfiled", "No filing in force has this name.", "host");
    tx.run(kNameSite,
           {{"partner", partner_id}, {"host", name.ascii}, {"site", filed->site_id}, {"by", person}, {"at", now}});
    recorder_.record(tx, kSiteNamed, person, partners::kRecord, partner_id,
                     fmt::format(R"({{"host":{}}})", json_quote(name.ascii)));
    return {};
  });
}

Result<std::vector<std::string>> Inventories::sites(const std::string& partner_id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> out;
    for (const auto& row : tx.query(kSites, {{"partner", partner_id}})) out.push_back(row.text("host"));
    return out;
  });
}

std::optional<filings::SiteOfName> filed_site(const filings::Service& filings, Transaction& tx,
                                              const std::string& host) {
  const std::string_view registrable = names::registrable_domain(host);
  for (std::string name = host; !name.empty() && name.size() >= registrable.size();) {
    if (auto site = filings.site_of(tx, name); site && site->domain_state == filings::DomainState::filed) return site;
    const auto dot = name.find('.');
    name = dot == std::string::npos ? std::string() : name.substr(dot + 1);
  }
  return std::nullopt;
}

bool is_partners_host(Transaction& tx, const std::string& partner_id, const std::string& host) {
  std::vector<std::string> asked{host};
  // "www." of a listed host, and a listed host's "www.": the same site's front door.
  asked.push_back(host.starts_with("www.") ? host.substr(4) : "www." + host);
  for (const std::string& one : asked)
    for (const Sql* sql : {&kHostListed, &kHostShort, &kHostQr, &kHostSite})
      if (tx.one(*sql, {{"partner", partner_id}, {"host", one}})) return true;
  return false;
}

}  // namespace muster::promotion
