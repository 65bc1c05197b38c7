// Links seen in the wild: some test's way leads from elsewhere to a page that a partner lists, by an address that no
// inventory has.
#include "finding_store.h"
#include "link_store.h"
#include <partners/service.h>
#include <testing/web_address.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::promotion {
namespace {

using store::Sql;
using store::Transaction;

constexpr const char* kCursorName = "wild";
constexpr Duration kSettled = std::chrono::seconds(30);  // what was written by then is in, in whatever order
constexpr std::size_t kUrlKept = 2'000;

constexpr Sql kCursor{"promo_cursor", "select value from promo_cursor where name = :name"};
constexpr Sql kMoveCursor{
    "promo_cursor_move",
    "insert into promo_cursor(name, value) values(:name, :value) on conflict(name) do update set value = "
    "excluded.value"};
constexpr Sql kTests{
    "promo_wild_tests",
    "select id, record_id from event where id > :after and at <= :settled and kind = 'test.finished' order "
    "by id limit :limit"};
constexpr Sql kHops{"promo_wild_hops", "select seq, url from test_hop where run_id = :run order by seq"};
constexpr Sql kOurs{"promo_wild_ours", "select 1 as one from promo_inspected where run_id = :run limit 1"};
// The next partner that lists the host.
constexpr Sql kListerLanding{"promo_wild_landing",
                             "select partner_id from promo_link where landing_host = :host and partner_id > :after and "
                             "until_no is null order by partner_id limit 1"};
constexpr Sql kListerShort{"promo_wild_short",
                           "select partner_id from promo_link where short_host = :host and short_host <> '' and "
                           "partner_id > :after and until_no is null order by partner_id limit 1"};
constexpr Sql kListerQr{"promo_wild_qr",
                        "select partner_id from promo_link where qr_host = :host and qr_host <> '' and partner_id > "
                        ":after and until_no is null order by partner_id limit 1"};
// The listed address that is the greatest one not behind this: if any is the beginning of it, that one is.
constexpr Sql kNearLanding{
    "promo_wild_near_landing",
    "select landing_url as url from promo_link where landing_host = :host and partner_id = :partner and landing_url <= "
    ":url and until_no is null order by landing_url desc limit 1"};
constexpr Sql kNearShort{
    "promo_wild_near_short",
    "select short_url as url from promo_link where short_host = :host and short_host <> '' and partner_id = :partner "
    "and short_url <= :url and until_no is null order by short_url desc limit 1"};
constexpr Sql kNearQr{
    "promo_wild_near_qr",
    "select qr as url from promo_link where qr_host = :host and qr_host <> '' and partner_id = :partner and qr <= :url "
    "and until_no is null order by qr desc limit 1"};
constexpr Sql kKnown{
    "promo_wild_known",
    "select 1 as one from promo_finding where partner_id = :partner and code = '' and kind = "
    "'unlisted_link' and host = :host and url = :url and (state = 'open' or last_run_id = :run) limit 1"};

constexpr std::size_t kListersMax = 1'000;  // of one host; behind them nobody is asked
constexpr std::size_t kToldMax = 20;        // what so many partners list is no page of one of them

std::vector<std::string> listers_of(Transaction& tx, const std::string& host) {
  std::vector<std::string> out;
  for (const Sql* sql : {&kListerLanding, &kListerShort, &kListerQr}) {
    std::string after;
    while (out.size() < kListersMax) {
      const auto row = tx.one(*sql, {{"host", host}, {"after", after}});
      if (!row) break;
      after = row->text("partner_id");
      if (std::find(out.begin(), out.end(), after) == out.end()) out.push_back(after);
    }
  }
  return out;
}

// Whether this is a listed address, or one with more behind it: parameters that somebody's counting added.
bool is_listed(Transaction& tx, const std::vector<std::string>& listers, const std::string& host,
               const std::string& url) {
  for (const std::string& partner_id : listers)
    for (const Sql* sql : {&kNearLanding, &kNearShort, &kNearQr})
      if (const auto near = tx.one(*sql, {{"host", host}, {"partner", partner_id}, {"url", url}})) {
        const std::string listed = near->text("url");
        if (url == listed) return true;
        if (!url.starts_with(listed)) continue;
        const char next = url[listed.size()];
        if (next == '&' || next == '#' || (next == '?' && listed.find('?') == std::string::npos)) return true;
      }
  return false;
}

}  // namespace

std::vector<const Sql*> wild_lists() {
  return {&kTests, &kHops, &kOurs, &kListerLanding, &kListerShort, &kListerQr, &kNearLanding, &kNearShort, &kNearQr};
}

Result<int> Inspector::look_in_the_wild(int runs_max) {
  return database_.write([&](Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    const auto cursor = tx.one(kCursor, {{"name", kCursorName}});
    std::string after = cursor ? cursor->text("value") : std::string();
    int found = 0;
    for (const auto& event : tx.query(kTests, {{"after", after}, {"settled", now - kSettled}, {"limit", runs_max}})) {
      after = event.text("id");
      const std::string run = event.text("record_id");
      if (tx.one(kOurs, {{"run", run}})) continue;
      std::string before_host;
      for (const auto& hop : tx.query(kHops, {{"run", run}})) {
        const auto address = testing::web_address(hop.text("url"));
        if (!address.ok()) continue;
        const std::string from = std::exchange(before_host, address->host);
        // A page that was asked for by itself, or that leads on within itself, was promoted by nobody.
        if (hop.integer("seq") == 0 || from.empty() || from == address->host || address->url.size() > kUrlKept)
          continue;
        auto listers = listers_of(tx, address->host);
        if (listers.empty() || is_listed(tx, listers, address->host, address->url)) continue;
        listers.resize(std::min(listers.size(), kToldMax));
        for (const std::string& partner_id : listers) {
          const auto partner = partners::find_partner(tx, partner_id);
          // On the partner's own way to its page nothing is unlisted: an inspection judges that.
          if (!partner || is_partners_host(tx, partner_id, from)) continue;
          if (tx.one(kKnown, {{"partner", partner_id}, {"host", from}, {"url", address->url}, {"run", run}})) continue;
          const NewFinding unlisted{
              FindingKind::unlisted_link, from,
              fmt::format("{} leads to {} by an address that no inventory has.", from, address->host), address->url};
          keep_new(tx, *partner, "", "", unlisted, run, now);
          ++found;
        }
      }
    }
    if (!after.empty()) tx.run(kMoveCursor, {{"name", kCursorName}, {"value", after}});
    return found;
  });
}

}  // namespace muster::promotion
