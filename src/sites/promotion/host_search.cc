// Links by a host: of their landing page first, then of their short link, then of their QR code, each link once, each
// of the three along a key of its own.
#include "link_store.h"

#include <array>

namespace muster::promotion {
namespace {

using store::Sql;
using store::Transaction;

constexpr int kRowsRead = 2'000;  // of one answer: what was listed by another of its hosts before is read again

#define HOST_BEHIND(url)                                                             \
  "(l.partner_id, l." url                                                            \
  ", l.code) > (:after_partner, :url, :after_code) and l.until_no is null order by " \
  "l.partner_id, l." url ", l.code limit :limit"
constexpr Sql kLinksLanding{"promo_links_landing",
                            MUSTER_LINKS "where l.landing_host = :host and " HOST_BEHIND("landing_url")};
constexpr Sql kLinksShort{"promo_links_short", MUSTER_LINKS
                          "where l.short_host = :host and l.short_host <> '' and " HOST_BEHIND("short_url")};
constexpr Sql kLinksQr{"promo_links_qr",
                       MUSTER_LINKS "where l.qr_host = :host and l.qr_host <> '' and " HOST_BEHIND("qr")};

struct Way {
  const Sql* sql;
  std::string_view tag;  // of a cursor
  std::string Link::*url;
};
constexpr std::array<Way, 3> kWays{{{&kLinksLanding, "landing", &Link::landing_url},
                                    {&kLinksShort, "short", &Link::short_url},
                                    {&kLinksQr, "qr", &Link::qr}}};

// By which of them this link is listed.
std::size_t way_of(const Link& l, const std::string& host) {
  return l.landing_host == host ? 0 : l.short_host == host ? 1 : 2;
}

struct Place {
  std::size_t way = 0;
  std::string partner, url, code;
};
std::string cursor_of(const Place& at) {
  return std::string(kWays[at.way].tag) + " " + at.partner + " " + at.url + " " + at.code;
}
// None of its parts has a blank. What is no cursor of ours begins anew.
Place place_of(const std::string& after) {
  Place out;
  std::array<std::string, 4> parts;
  std::size_t from = 0;
  for (auto& part : parts) {
    const auto blank = std::min(after.find(' ', from), after.size());
    part = after.substr(std::min(from, after.size()), blank - std::min(from, after.size()));
    from = blank + 1;
  }
  for (std::size_t way = 0; way < kWays.size(); ++way)
    if (parts[0] == kWays[way].tag) out = {way, parts[1], parts[2], parts[3]};
  return out;
}

}  // namespace

std::vector<const Sql*> host_search_lists() {
  return {&kLinksLanding, &kLinksShort, &kLinksQr};
}

LinkPage select_links_of_host(Transaction& tx, const std::string& host, const std::string& after, int wanted) {
  LinkPage page;
  Place at = place_of(after);
  for (int left = kRowsRead; at.way < kWays.size();) {
    const int limit = std::min(wanted + 1 - static_cast<int>(page.items.size()), left);
    const auto rows = tx.query(
        *kWays[at.way].sql,
        {{"host", host}, {"after_partner", at.partner}, {"url", at.url}, {"after_code", at.code}, {"limit", limit}});
    for (const auto& row : rows) {
      Link l = link_of(row);
      if (way_of(l, host) == at.way) {
        if (static_cast<int>(page.items.size()) == wanted) {
          page.next = cursor_of(at);
          return page;
        }
        page.items.push_back(l);
      }
      at = {at.way, l.partner_id, l.*kWays[at.way].url, l.code};
    }
    left -= static_cast<int>(rows.size());
    if (left <= 0) {
      page.next = cursor_of(at);
      return page;
    }
    if (static_cast<int>(rows.size()) < limit) at = {at.way + 1, {}, {}, {}};
  }
  return page;
}

}  // namespace muster::promotion
