#include "hold_store.h"

#include <store/null.h>

namespace muster::evidence::holds {
namespace {

using store::Sql;

constexpr Sql kCase{"hold_case", "select id, number from case_file where id = :id or number = :id"};
constexpr Sql kStanding{"hold_standing_count", "select count(*) as n from evidence_hold where lifted_at is null"};
constexpr Sql kInsert{
    "hold_insert",
    "insert into evidence_hold(id, kind, site, case_id, from_at, to_at, law, reference, reason, set_by, set_at, "
    "until_at) values(:id, :kind, :site, :case, :from, :to, :law, :reference, :reason, :by, :at, :until)"};
constexpr Sql kLift{"hold_lift",
                    "update evidence_hold set lifted_by = :by, lifted_at = :at, lift_reason = :reason where id = :id"};

#define HOLD                                                                                                       \
  "select h.id, h.kind, h.site, h.case_id, c.number, h.from_at, h.to_at, h.law, h.reference, h.reason, h.set_by, " \
  "h.set_at, h.until_at, h.lifted_by, h.lifted_at, h.lift_reason from evidence_hold h left join case_file c "      \
  "on c.id = h.case_id where "
// `now`: those alone that stand then; 0: all.
#define PAGE                                                                                                   \
  "h.id < :after and (cast(:now as bigint) = 0 or (h.lifted_at is null and (h.until_at is null or h.until_at " \
  "> :now))) order by h.id desc limit :limit"
constexpr Sql kFind{"hold_find", HOLD "h.id = :id"};
constexpr Sql kAll{"hold_list", HOLD PAGE};
constexpr Sql kOfKind{"hold_list_kind", HOLD "h.kind = :kind and " PAGE};
constexpr Sql kOfSite{"hold_list_site", HOLD "h.site = :site and h.site <> '' and " PAGE};
constexpr Sql kOfCase{"hold_list_case", HOLD "h.case_id = :case and " PAGE};
#undef HOLD
#undef PAGE

Hold hold_of(const store::Row& row) {
  Hold out;
  out.id = row.text("id");
  out.kind = row.text("kind");
  out.site = row.text("site");
  out.case_id = row.text("case_id");
  out.case_number = row.text("number");
  out.from = row.maybe_instant("from_at");
  out.to = row.maybe_instant("to_at");
  out.law = row.text("law");
  out.reference = row.text("reference");
  out.reason = row.text("reason");
  out.set_by = row.text("set_by");
  out.set_at = row.instant("set_at");
  out.until = row.maybe_instant("until_at");
  out.lifted_by = row.text("lifted_by");
  out.lifted_at = row.maybe_instant("lifted_at");
  out.lift_reason = row.text("lift_reason");
  return out;
}

}  // namespace

std::optional<CaseName> case_of(store::Transaction& tx, const std::string& id_or_number) {
  const auto row = tx.one(kCase, {{"id", id_or_number}});
  if (!row) return {};
  return CaseName{row->text("id"), row->text("number")};
}

std::int64_t standing_count(store::Transaction& tx) {
  return tx.one(kStanding, {})->integer("n");
}

void insert(store::Transaction& tx, const Hold& hold) {
  tx.run(kInsert, {{"id", hold.id},
                   {"kind", hold.kind},
                   {"site", hold.site},
                   {"case", store::text_or_null(hold.case_id)},
                   {"from", hold.from},
                   {"to", hold.to},
                   {"law", hold.law},
                   {"reference", hold.reference},
                   {"reason", hold.reason},
                   {"by", hold.set_by},
                   {"at", hold.set_at},
                   {"until", hold.until}});
}

void lift(store::Transaction& tx, const Hold& hold) {
  tx.run(kLift, {{"id", hold.id}, {"by", hold.lifted_by}, {"at", hold.lifted_at}, {"reason", hold.lift_reason}});
}

std::optional<Hold> find(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFind, {{"id", id}});
  return row ? std::optional(hold_of(*row)) : std::nullopt;
}

std::vector<Hold> list(store::Transaction& tx, const HoldFilter& filter, Instant now) {
  const std::string after = filter.after.empty() ? "g" : filter.after;  // above every hexadecimal id
  const std::int64_t at = filter.standing ? now.micros : 0;
  std::vector<store::Row> rows;
  if (!filter.case_id.empty())
    rows = tx.query(kOfCase, {{"case", filter.case_id}, {"after", after}, {"now", at}, {"limit", filter.limit}});
  else if (!filter.site.empty())
    rows = tx.query(kOfSite, {{"site", filter.site}, {"after", after}, {"now", at}, {"limit", filter.limit}});
  else if (!filter.kind.empty())
    rows = tx.query(kOfKind, {{"kind", filter.kind}, {"after", after}, {"now", at}, {"limit", filter.limit}});
  else
    rows = tx.query(kAll, {{"after", after}, {"now", at}, {"limit", filter.limit}});
  std::vector<Hold> out;
  for (const auto& row : rows) out.push_back(hold_of(row));
  return out;
}

}  // namespace muster::evidence::holds
