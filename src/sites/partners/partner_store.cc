#include "partner_store.h"

#include <base/words.h>
#include <store/key_range.h>

#include <fmt/format.h>

namespace muster::partners {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

#define PARTNER_SELECT "select p.*, y.name as party_name from partner p join party y on y.id = p.party_id "
constexpr Sql kPartnerNumberNext{"partner_number_next",
                                 "insert into partner_number(year, last) values(:year, 1) on conflict(year) do update "
                                 "set last = partner_number.last + 1"};
constexpr Sql kPartnerNumberLast{"partner_number_last", "select last from partner_number where year = :year"};
constexpr Sql kPartnerInsert{"partner_insert",
                             "insert into partner(id, number, party_id, kind, licence_number, applied_by, applied_at, "
                             "state, state_at) values(:id, :number, :party_id, :kind, :licence, :by, :at, 'applied', "
                             ":at)"};
constexpr Sql kPartnerById{"partner_by_id", PARTNER_SELECT "where p.id = :key"};
constexpr Sql kPartnerByNumber{"partner_by_number", PARTNER_SELECT "where p.number = :key"};
constexpr Sql kPartnerUpdate{
    "partner_update",
    "update partner set test_ref = :test_ref, agreement_number = :agreement, agreement_from = :from, agreement_until = "
    ":until, agreed_by = :agreed_by, activated_by = :activated_by, round = :round, qualified_until = :qualified, "
    "suspended_order_id = :order_id, bar_reason = :bar_reason, bar_law = :bar_law, bar_proposed_by = :proposed_by, "
    "bar_notice_id = :notice_id, bar_answer_by = :answer_by, barred_by = :barred_by, barred_until = :barred_until, "
    "state = :state, state_at = :state_at, end_reason = :end_reason, version = version + 1 where id = :id and version "
    "= :version"};
constexpr Sql kBarOf{"partner_bar_of",
                     "select max(barred_until) as until_at from partner where party_id = :party_id and kind = :kind"};
constexpr Sql kPartnerList{"partner_list", PARTNER_SELECT "where p.id < :before order by p.id desc limit :limit"};
constexpr Sql kPartnerListState{
    "partner_list_state", PARTNER_SELECT "where p.state = :state and p.id < :before order by p.id desc limit :limit"};
constexpr Sql kPartnerListKind{
    "partner_list_kind", PARTNER_SELECT "where p.kind = :kind and p.id < :before order by p.id desc limit :limit"};
constexpr Sql kPartnerListParty{"partner_list_party", PARTNER_SELECT
                                "where p.party_id = :party_id and p.id < :before order by p.id desc limit :limit"};
constexpr Sql kPartnerListName{"partner_list_name", PARTNER_SELECT
                               "where y.name >= :low and y.name < :high order by y.name, p.id desc limit :limit"};
constexpr Sql kBarsOver{"partner_bars_over", PARTNER_SELECT
                        "where p.state = 'barred' and p.barred_until <= :now order by p.barred_until, p.id limit "
                        ":limit"};

Partner partner_of(const Row& row) {
  Partner p;
  p.id = row.text("id");
  p.number = row.text("number");
  p.party_id = row.text("party_id");
  p.party_name = row.text("party_name");
  p.kind = known(partner_kind(row.text("kind")));
  p.licence_number = row.text("licence_number");
  p.state = known(partner_state(row.text("state")));
  p.state_at = row.instant("state_at");
  p.applied_by = row.text("applied_by");
  p.applied_at = row.instant("applied_at");
  p.test_ref = row.text("test_ref");
  p.agreement = {row.text("agreement_number"), row.maybe_instant("agreement_from"),
                 row.maybe_instant("agreement_until")};
  p.agreed_by = row.text("agreed_by");
  p.activated_by = row.text("activated_by");
  p.round = row.integer("round");
  p.qualified_until = row.maybe_instant("qualified_until");
  p.suspended_order_id = row.text("suspended_order_id");
  p.bar_reason = row.text("bar_reason");
  p.bar_law = row.text("bar_law");
  p.bar_proposed_by = row.text("bar_proposed_by");
  p.bar_notice_id = row.text("bar_notice_id");
  p.bar_answer_by = row.maybe_instant("bar_answer_by");
  p.barred_by = row.text("barred_by");
  p.barred_until = row.maybe_instant("barred_until");
  p.end_reason = row.text("end_reason");
  p.version = row.integer("version");
  return p;
}

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::vector<Partner> partners_from(Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Partner> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(partner_of(row));
  return out;
}

}  // namespace

std::string next_partner_number(Transaction& tx, Instant at) {
  const std::int64_t year = std::stoll(to_day(at).substr(0, 4));
  tx.run(kPartnerNumberNext, {{"year", year}});
  return fmt::format("P-{}-{:06}", year, tx.one(kPartnerNumberLast, {{"year", year}})->integer("last"));
}

void insert_partner(Transaction& tx, const Partner& p) {
  tx.run(kPartnerInsert, {{"id", p.id},
                          {"number", p.number},
                          {"party_id", p.party_id},
                          {"kind", to_text(p.kind)},
                          {"licence", p.licence_number},
                          {"by", p.applied_by},
                          {"at", p.applied_at}});
}

bool update_partner(Transaction& tx, const Partner& p) {
  return tx.run(kPartnerUpdate, {{"id", p.id},
                                 {"version", p.version},
                                 {"test_ref", p.test_ref},
                                 {"agreement", p.agreement.number},
                                 {"from", p.agreement.from},
                                 {"until", p.agreement.until},
                                 {"agreed_by", if_any(p.agreed_by)},
                                 {"activated_by", if_any(p.activated_by)},
                                 {"round", p.round},
                                 {"qualified", p.qualified_until},
                                 {"order_id", if_any(p.suspended_order_id)},
                                 {"bar_reason", p.bar_reason},
                                 {"bar_law", p.bar_law},
                                 {"proposed_by", if_any(p.bar_proposed_by)},
                                 {"notice_id", if_any(p.bar_notice_id)},
                                 {"answer_by", p.bar_answer_by},
                                 {"barred_by", if_any(p.barred_by)},
                                 {"barred_until", p.barred_until},
                                 {"state", to_text(p.state)},
                                 {"state_at", p.state_at},
                                 {"end_reason", p.end_reason}}) == 1;
}

std::optional<Partner> find_partner(Transaction& tx, const std::string& key) {
  auto row = tx.one(kPartnerById, {{"key", key}});
  if (!row) row = tx.one(kPartnerByNumber, {{"key", key}});
  return row ? std::optional(partner_of(*row)) : std::nullopt;
}

Result<Partner> need_partner(Transaction& tx, const std::string& key) {
  auto found = find_partner(tx, key);
  if (!found) return not_found("partner_unknown", "There is no such partner.");
  return *found;
}

std::optional<Instant> bar_of(Transaction& tx, const std::string& party_id, Kind kind) {
  return tx.one(kBarOf, {{"party_id", party_id}, {"kind", to_text(kind)}})->maybe_instant("until_at");
}

std::vector<Partner> select_partners(Transaction& tx, const Filter& filter, const std::string& after, int limit) {
  store::Binds binds{{"limit", limit}};
  if (!filter.name_prefix.empty()) {
    // Those whose names begin so, in one page: a search, not a list.
    const auto range = store::keys_behind(filter.name_prefix, "");
    binds.emplace_back("low", range.low);
    binds.emplace_back("high", range.high);
    return partners_from(tx, kPartnerListName, binds);
  }
  binds.emplace_back("before", after.empty() ? "g" : after);
  if (!filter.party_id.empty()) {
    binds.emplace_back("party_id", filter.party_id);
    return partners_from(tx, kPartnerListParty, binds);
  }
  if (filter.state) {
    binds.emplace_back("state", to_text(*filter.state));
    return partners_from(tx, kPartnerListState, binds);
  }
  if (filter.kind) {
    binds.emplace_back("kind", to_text(*filter.kind));
    return partners_from(tx, kPartnerListKind, binds);
  }
  return partners_from(tx, kPartnerList, binds);
}

std::vector<Partner> select_bars_over(Transaction& tx, Instant now, int limit) {
  return partners_from(tx, kBarsOver, {{"now", now}, {"limit", limit}});
}

}  // namespace muster::partners
