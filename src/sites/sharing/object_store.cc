#include "object_store.h"

#include <cases/records.h>
#include <parties/parties.h>

#include <algorithm>

namespace muster::sharing {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kOrder{
    "share_order_facts",
    "select o.number, o.issued_at, o.expires_at, d.ground, d.law, d.article, d.authority_name, d.starts, "
    "(select count(*) from case_element e where e.case_id = o.case_id and e.evidence_kind = 'test_run' and e.seq <= "
    "d.evidence_count) as seen, "
    "(select min(e.added_at) from case_element e where e.case_id = o.case_id and e.evidence_kind = 'test_run' and "
    "e.seq "
    "<= d.evidence_count) as first_seen, "
    "(select max(e.added_at) from case_element e where e.case_id = o.case_id and e.evidence_kind = 'test_run' and "
    "e.seq "
    "<= d.evidence_count) as last_seen "
    "from orders o join decision d on d.id = o.decision_id where o.id = :id"};
constexpr Sql kTold{"share_order_get", "select turn, told_sha256 from share_order where order_id = :id"};
constexpr Sql kSetTold{"share_order_set",
                       "insert into share_order(order_id, turn, told_sha256) values(:id, :turn, :sha256) "
                       "on conflict(order_id) do update set turn = excluded.turn, told_sha256 = excluded.told_sha256"};
constexpr Sql kToldIds{"share_order_told", "select order_id from share_order where told_sha256 <> '' limit :limit"};
constexpr Sql kCount{"share_order_count", "select count(*) as n from share_order where told_sha256 <> ''"};
constexpr Sql kLast{"share_object_last",
                    "select id, type, body, version, added_at, is_last, order_id, seal from share_object where id = "
                    ":id and is_last = 1"};
constexpr Sql kStandingOf{"share_object_standing",
                          "select id, type, body, version, added_at, is_last, order_id, seal from share_object "
                          "where order_id = :id and is_last = 1 and revoked = 0 order by added_at"};
constexpr Sql kNextOrder{"share_object_next_order",
                         "select min(order_id) as id from share_object where is_last = 1 and order_id >= :from"};
constexpr Sql kIndicatorsBetween{
    "share_object_indicators",
    "select id, type, body, version, added_at, is_last, order_id, seal from share_object "
    "where is_last = 1 and order_id >= :from and order_id < :until and type = 'indicator' order by order_id, id"};
constexpr Sql kNewest{"share_object_newest", "select max(added_at) as at from share_object"};
constexpr Sql kPast{"share_object_past", "update share_object set is_last = 0 where id = :id and is_last = 1"};
constexpr Sql kInsert{"share_object_insert",
                      "insert into share_object(id, version, type, order_id, revoked, body, added_at, is_last, seal) "
                      "values(:id, :version, :type, :order, :revoked, :body, :added_at, 1, :seal)"};
constexpr Sql kPageLast{"share_object_page_last",
                        "select id, type, body, version, added_at, is_last, order_id, seal from share_object "
                        "where added_at > :after and is_last = 1 order by added_at limit :limit"};
constexpr Sql kPageAll{"share_object_page_all",
                       "select id, type, body, version, added_at, is_last, order_id, seal from share_object "
                       "where added_at > :after order by added_at limit :limit"};
constexpr Sql kPageOf{"share_object_page_of",
                      "select id, type, body, version, added_at, is_last, order_id, seal from share_object "
                      "where id = :id and added_at > :after order by added_at limit :limit"};
constexpr Sql kProviderOrders{
    "share_provider_orders",
    "select o.id from orders o where o.state in ('in_force', 'executed', 'verified') and o.executor = 'provider' "
    "and (:provider = '' or o.executor_party_id = :provider) and o.id > :after order by o.id limit :limit"};
constexpr Sql kFirst{"share_object_first", "select min(version) as version from share_object where id = :id"};
constexpr int kScanned = 500;  // rows looked at together where a filter leaves some out

SharedObject object_of(const store::Row& row, const Seal& seal) {
  SharedObject out{row.text("id"),
                   row.text("type"),
                   row.text("body"),
                   row.instant("version"),
                   row.instant("added_at"),
                   row.flag("is_last"),
                   false};
  out.is_sealed = row.text("seal") == seal(sealed_text(out, row.text("order_id")));
  return out;
}

class Filtered {
 public:
  Filtered(Transaction& tx, const Seal& seal, const ObjectFilter& filter) : tx_(tx), seal_(seal), filter_(filter) {}

  ObjectPage page() {
    if (filter_.ids.empty()) {
      scan(filter_.all_versions || filter_.first_versions || filter_.version ? kPageAll : kPageLast, "");
    } else {
      for (const std::string& id : filter_.ids) scan(kPageOf, id);
      std::sort(out_.objects.begin(), out_.objects.end(),
                [](const auto& a, const auto& b) { return a.added_at < b.added_at; });
    }
    const auto limit = static_cast<std::size_t>(filter_.limit);
    out_.more = out_.objects.size() > limit;
    if (out_.more) out_.objects.resize(limit);
    return std::move(out_);
  }

 private:
  bool wanted(const SharedObject& o) {
    if (!filter_.types.empty() && !filter_.types.contains(o.type)) return false;
    if (filter_.all_versions) return true;
    if (filter_.version && o.version == *filter_.version) return true;
    if (filter_.first_versions) {
      const auto first = tx_.one(kFirst, {{"id", o.id}});
      if (first && first->instant("version") == o.version) return true;
    }
    return !filter_.version && !filter_.first_versions && o.is_last;
  }
  // Up to one more than the page holds.
  void scan(const Sql& sql, const std::string& id) {
    const auto most = out_.objects.size() + static_cast<std::size_t>(filter_.limit) + 1;
    for (Instant after = filter_.after;;) {
      store::Binds binds{{"after", after}, {"limit", std::max(kScanned, filter_.limit + 1)}};
      if (!id.empty()) binds.push_back({"id", id});
      const auto rows = tx_.query(sql, binds);
      for (const auto& row : rows) {
        if (auto object = object_of(row, seal_); wanted(object) && object.is_sealed)
          out_.objects.push_back(std::move(object));
        if (out_.objects.size() == most) return;
      }
      if (rows.size() < static_cast<std::size_t>(std::max(kScanned, filter_.limit + 1))) return;
      after = rows.back().instant("added_at");
    }
  }

  Transaction& tx_;
  const Seal& seal_;
  const ObjectFilter& filter_;
  ObjectPage out_;
};

}  // namespace

SharedOrder select_shared_order(Transaction& tx, const std::string& order_id) {
  const auto row = tx.one(kOrder, {{"id", order_id}});
  SharedOrder out;
  out.order_id = order_id;
  out.number = row->text("number");
  out.ground = row->text("ground");
  out.law = row->text("law");
  out.article = row->text("article");
  out.authority = row->text("authority_name");
  out.from = row->maybe_instant("starts").value_or(row->instant("issued_at"));
  out.until = row->instant("expires_at");
  out.seen = row->integer("seen");
  if (out.seen > 0) {
    out.first_seen = row->instant("first_seen");
    out.last_seen = row->instant("last_seen");
  }
  return out;
}

std::optional<XarfOrder> select_xarf_order(Transaction& tx, const std::string& id_or_number) {
  const auto order = cases::select_order(tx, id_or_number);
  const auto about = order ? cases::select_case(tx, order->case_id) : std::nullopt;
  const auto decision = order ? cases::select_decision(tx, order->decision_id) : std::nullopt;
  if (!about || !decision) return {};
  XarfOrder out;
  out.order_id = order->id;
  out.number = order->number;
  out.ground = order->ground;
  out.law = order->law;
  out.article = order->article;
  out.authority = order->authority_name;
  out.measure = order->measure;
  out.scope_kind = order->scope_kind;
  out.scope_value = order->scope_value;
  out.page = about->url;
  out.issued_at = order->issued_at;
  out.expires_at = order->expires_at;
  out.sealed = order->sealed;
  if (const auto seen = select_shared_order(tx, order->id); seen.seen > 0) out.seen_at = seen.last_seen;
  if (const auto authority = parties::find_party(tx, decision->authority_party_id))
    out.reporter = {authority->name, authority->contact_email};
  return out;
}
std::vector<std::string> select_provider_orders(Transaction& tx, const std::string& provider, const std::string& after,
                                                int limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kProviderOrders, {{"provider", provider}, {"after", after}, {"limit", limit}}))
    out.push_back(row.text("id"));
  return out;
}

std::optional<ToldOrder> select_told(Transaction& tx, const std::string& order_id) {
  const auto row = tx.one(kTold, {{"id", order_id}});
  if (!row) return {};
  return ToldOrder{static_cast<int>(row->integer("turn")), row->text("told_sha256")};
}
void set_told(Transaction& tx, const std::string& order_id, const ToldOrder& told) {
  tx.run(kSetTold, {{"id", order_id}, {"turn", told.turn}, {"sha256", told.sha256}});
}
std::vector<std::string> select_told_ids(Transaction& tx, int limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kToldIds, {{"limit", limit}})) out.push_back(row.text("order_id"));
  return out;
}
std::int64_t count_told(Transaction& tx) {
  return tx.one(kCount)->integer("n");
}

std::optional<SharedObject> select_last(Transaction& tx, const Seal& seal, const std::string& id) {
  const auto row = tx.one(kLast, {{"id", id}});
  return row ? std::optional(object_of(*row, seal)) : std::nullopt;
}
std::vector<SharedObject> select_standing_of(Transaction& tx, const Seal& seal, const std::string& order_id) {
  std::vector<SharedObject> out;
  for (const auto& row : tx.query(kStandingOf, {{"id", order_id}})) out.push_back(object_of(row, seal));
  return out;
}
std::string select_next_told_order(Transaction& tx, const std::string& from) {
  return tx.one(kNextOrder, {{"from", from}})->text("id");
}
std::vector<std::string> select_indicators_between(Transaction& tx, const Seal& seal, const std::string& from,
                                                   const std::string& until) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kIndicatorsBetween, {{"from", from}, {"until", until}}))
    if (auto object = object_of(row, seal); object.is_sealed) out.push_back(std::move(object.body));
  return out;
}
Instant next_added_at(Transaction& tx, Instant now) {
  const auto newest = tx.one(kNewest)->maybe_instant("at");
  return newest ? std::max(now, *newest + Duration(1)) : now;
}
void insert_object(Transaction& tx, const Seal& seal, const SharedObject& object, const std::string& order_id,
                   bool revoked) {
  tx.run(kPast, {{"id", object.id}});
  tx.run(kInsert, {{"id", object.id},
                   {"version", object.version},
                   {"type", object.type},
                   {"order", order_id.empty() ? std::nullopt : std::optional(order_id)},
                   {"revoked", revoked},
                   {"body", object.body},
                   {"added_at", object.added_at},
                   {"seal", seal(sealed_text(object, order_id))}});
}
ObjectPage select_objects(Transaction& tx, const Seal& seal, const ObjectFilter& filter) {
  return Filtered(tx, seal, filter).page();
}

}  // namespace muster::sharing
