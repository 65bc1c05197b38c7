#include "unverified_store.h"

#include <base/words.h>
#include <store/keys.h>

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;
using store::Value;

// The slot by a subquery and not by a join: for many lines at once a planner may hash all intervals there are.
#define UNVERIFIED \
  "select u.*, (select o.slot from line_ownership o where o.id = u.ownership_id) as slot from unverified_line u "
constexpr Sql kUnverifiedGet{"unverified_get", UNVERIFIED "where u.line_id = :line"};
constexpr Sql kUnverifiedAll{"unverified_get_all", UNVERIFIED "where u.line_id in " MUSTER_KEYS};
constexpr Sql kUnverifiedAfter{"unverified_after", UNVERIFIED
                               "where u.line_id > :after and u.state in ('unverified', 'invited', 'barred') "
                               "order by u.line_id limit :limit"};
constexpr Sql kUnverifiedChange{
    "unverified_change",
    "update unverified_line set state = :state, state_since = :since, ownership_id = :ownership, registration_id = "
    ":registration, version = version + 1 where line_id = :line"};
constexpr Sql kUnverifiedStep{"unverified_step",
                              "update unverified_line set state = :to, state_since = :now, campaign_id = case when "
                              ":campaign = '' then campaign_id else :campaign end, version = version + 1 "
                              "where state = :from and line_id in " MUSTER_KEYS};
constexpr Sql kClaims{"unverified_claims",
                      "select counted_under, count(*) as n from line_ownership where until_at is null and "
                      "counted_under in " MUSTER_KEYS " group by counted_under"};

UnverifiedLine unverified_of(const Row& row) {
  UnverifiedLine u;
  u.line_id = row.text("line_id");
  u.ownership_id = row.text("ownership_id");
  u.state = known(unverified_state(row.text("state")));
  u.state_since = row.instant("state_since");
  u.campaign_id = row.text("campaign_id");
  u.claim = row.text("claim");
  u.kind = known(lines::line_kind(row.text("line_kind")));
  u.category = known(persons::category(row.text("category")));
  u.document_kind = row.text("document_kind");
  u.region = row.text("region");
  u.dealer = row.text("dealer");
  u.registered_on = row.text("registered_on");
  u.language = row.text("language");
  u.registration_id = row.text("registration_id");
  u.slot = row.integer("slot");
  return u;
}

}  // namespace

std::optional<UnverifiedLine> find_unverified(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kUnverifiedGet, {{"line", line_id}});
  return row ? std::optional(unverified_of(*row)) : std::nullopt;
}

std::vector<UnverifiedLine> unverified_after(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<UnverifiedLine> out;
  for (const Row& row : tx.query(kUnverifiedAfter, {{"after", after}, {"limit", limit}}))
    out.push_back(unverified_of(row));
  return out;
}

std::map<std::string, UnverifiedLine> find_unverified_all(store::Transaction& tx,
                                                          const std::vector<std::string>& line_ids) {
  std::map<std::string, UnverifiedLine> out;
  store::each_of(tx, kUnverifiedAll, line_ids, [&](const Row& row) {
    UnverifiedLine line = unverified_of(row);
    out.emplace(line.line_id, std::move(line));
  });
  return out;
}

std::map<std::string, std::int64_t> lines_of_claims(store::Transaction& tx, const std::vector<std::string>& claims) {
  std::map<std::string, std::int64_t> out;
  for (std::size_t from = 0; from < claims.size(); from += store::kKeys) {
    store::Binds binds;
    for (std::size_t i = 0; i < store::kKeys; ++i)
      binds.emplace_back(store::key_names()[i], claims[std::min(from + i, claims.size() - 1)]);
    tx.each(kClaims, binds, [&](const Row& row) {
      out[row.text("counted_under")] = row.integer("n");
      return true;
    });
  }
  return out;
}

std::int64_t step_unverified(store::Transaction& tx, const std::vector<std::string>& line_ids, UnverifiedEvent event,
                             const std::string& campaign_id, Instant now) {
  if (event == UnverifiedEvent::re_register || event == UnverifiedEvent::deny || line_ids.empty()) return 0;
  std::int64_t changed = 0;
  for (const UnverifiedTransition& t : unverified_transitions())
    if (t.event == event)
      changed +=
          store::run_of(tx, kUnverifiedStep, line_ids,
                        {{"to", to_text(t.to)}, {"from", to_text(t.from)}, {"now", now}, {"campaign", campaign_id}});
  return changed;
}

void insert_all(store::Transaction& tx, std::span<const UnverifiedLine> lines) {
  static constexpr std::string_view kColumns[] = {"line_id",       "ownership_id",    "state",     "state_since",
                                                  "campaign_id",   "claim",           "line_kind", "category",
                                                  "document_kind", "region",          "dealer",    "registered_on",
                                                  "language",      "registration_id", "version"};
  const auto rows = tx.bulk("unverified_line", kColumns);
  for (const UnverifiedLine& u : lines)
    rows->row(std::vector<Value>{u.line_id, u.ownership_id, std::string(to_text(u.state)), u.state_since.micros,
                                 u.campaign_id, u.claim, std::string(lines::to_text(u.kind)),
                                 std::string(persons::to_text(u.category)), u.document_kind, u.region, u.dealer,
                                 u.registered_on, u.language, u.registration_id, std::int64_t{1}});
  rows->finish();
}

void change(store::Transaction& tx, const UnverifiedLine& line) {
  tx.run(kUnverifiedChange, {{"line", line.line_id},
                             {"state", to_text(line.state)},
                             {"since", line.state_since},
                             {"ownership", line.ownership_id},
                             {"registration", line.registration_id}});
}

}  // namespace muster::registration
