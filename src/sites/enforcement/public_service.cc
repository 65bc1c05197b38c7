// What anybody may read: the published list, and "is my name on it?".
#include <base/bytes.h>
#include <enforcement/service.h>
#include <names/name.h>

#include <algorithm>

namespace muster::enforcement {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

#define PUBLIC_SELECT                                                                                       \
  "select o.id, o.number, o.state, o.issued_at, o.expires_at, o.seal_salt, d.ground, d.law, d.article, "    \
  "d.authority_name, "                                                                                      \
  "d.measure, d.scope_kind, d.scope_value, g.sealed from orders o join decision d on d.id = o.decision_id " \
  "join ground g on g.code = d.ground "
constexpr Sql kPage{"public_orders", PUBLIC_SELECT "where o.number < :after order by o.number desc limit :limit"};
constexpr Sql kFirst{"public_orders_first", PUBLIC_SELECT "order by o.number desc limit :limit"};
constexpr Sql kOne{"public_order", PUBLIC_SELECT "where o.number = :number"};
#define STANDING                                                                                                   \
  "o.state in ('in_force', 'executed', 'verified') and o.expires_at > :now and not exists(select 1 from appeal a " \
  "where a.order_id = o.id and a.state in ('filed', 'acknowledged') and a.decide_due <= :now)"
constexpr Sql kOfScope{"public_lookup_scope",
                       PUBLIC_SELECT "where d.scope_value = :name and d.scope_kind in ('host', 'domain') and " STANDING
                                     " order by o.number"};
constexpr Sql kOfPages{
    "public_lookup_pages",
    PUBLIC_SELECT "join case_file c on c.id = o.case_id where c.name = :name and d.scope_kind = 'url' and " STANDING
                  " order by o.number"};

PublicOrder public_of(const Row& r) {
  PublicOrder o;
  o.number = r.text("number");
  o.ground = r.text("ground");
  o.law = r.text("law");
  o.article = r.text("article");
  o.authority = r.text("authority_name");
  o.measure = r.text("measure");
  o.scope_kind = r.text("scope_kind");
  o.issued_at = r.instant("issued_at");
  o.expires_at = r.instant("expires_at");
  o.state = r.text("state");
  if (r.flag("sealed"))
    o.commitment = to_hex(sha256(r.text("seal_salt") + r.text("scope_value")));
  else
    o.scope_value = r.text("scope_value");
  return o;
}

}  // namespace

Result<PublicPage> Service::public_orders(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<PublicPage> {
    PublicPage page;
    for (const Row& row : tx.query(after.empty() ? kFirst : kPage, {{"after", after}, {"limit", limit + 1}})) {
      if (page.items.size() == static_cast<std::size_t>(limit)) {
        page.next = page.items.back().number;
        break;
      }
      page.items.push_back(public_of(row));
    }
    return page;
  });
}

Result<PublicOrder> Service::public_order(const std::string& number) const {
  return database_.read([&](Transaction& tx) -> Result<PublicOrder> {
    const auto row = tx.one(kOne, {{"number", number}});
    if (!row) return not_found("order_unknown", "There is no order with this number.");
    return public_of(*row);
  });
}

Result<std::vector<PublicOrder>> Service::public_lookup(const std::string& input) const {
  MUSTER_TRY(const names::Name name, names::parse_name(input));
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<std::vector<PublicOrder>> {
    std::vector<PublicOrder> out;
    // The name itself, then each name above it whose domain is meant.
    std::string_view at = name.ascii;
    for (bool itself = true;; itself = false) {
      for (const Row& row : tx.query(kOfScope, {{"name", at}, {"now", now}}))
        if (itself || row.text("scope_kind") == "domain") out.push_back(public_of(row));
      const auto dot = at.find('.');
      if (dot == std::string_view::npos) break;
      at.remove_prefix(dot + 1);
    }
    for (const Row& row : tx.query(kOfPages, {{"name", name.ascii}, {"now", now}})) out.push_back(public_of(row));
    return out;
  });
}

}  // namespace muster::enforcement
