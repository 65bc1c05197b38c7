#include "store.h"

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kClaim{
    "case_claim_of",
    "select case_id, step, person_id, claimed_at, until_at, coalesce(handed_by, '') as handed_by, note "
    "from case_claim where case_id = :case_id and until_at > :now"};
constexpr Sql kCount{"case_claim_count",
                     "select count(*) as n from case_claim where person_id = :person and until_at > :now"};
constexpr Sql kPut{
    "case_claim_put",
    "insert into case_claim(case_id, step, person_id, claimed_at, until_at, handed_by, note) "
    "values(:case_id, :step, :person, :at, :until, :handed_by, :note) on conflict(case_id) do update set "
    "step = excluded.step, person_id = excluded.person_id, claimed_at = excluded.claimed_at, until_at = "
    "excluded.until_at, handed_by = excluded.handed_by, note = excluded.note "
    "where case_claim.until_at <= excluded.claimed_at or case_claim.person_id = excluded.person_id"};
constexpr Sql kHand{
    "case_claim_hand",
    "update case_claim set person_id = :person, handed_by = :handed_by, note = :note, claimed_at = :at, "
    "until_at = :until where case_id = :case_id and person_id = :handed_by"};
constexpr Sql kDelete{"case_claim_delete", "delete from case_claim where case_id = :case_id"};

}  // namespace

std::optional<Claim> select_claim(store::Transaction& tx, const std::string& case_id, Instant now) {
  const auto r = tx.one(kClaim, {{"case_id", case_id}, {"now", now}});
  if (!r) return std::nullopt;
  return Claim{r->text("case_id"),     r->text("step"),      r->text("person_id"), r->instant("claimed_at"),
               r->instant("until_at"), r->text("handed_by"), r->text("note")};
}

std::int64_t count_claims(store::Transaction& tx, const std::string& person_id, Instant now) {
  return tx.one(kCount, {{"person", person_id}, {"now", now}})->integer("n");
}

bool put_claim(store::Transaction& tx, const Claim& c) {
  const store::Binds binds{
      {"case_id", c.case_id},  {"step", c.step},
      {"person", c.person_id}, {"at", c.claimed_at},
      {"until", c.until},      {"handed_by", c.handed_by.empty() ? std::nullopt : std::optional(c.handed_by)},
      {"note", c.note}};
  return tx.run(c.handed_by.empty() ? kPut : kHand, binds) == 1;
}

bool delete_claim(store::Transaction& tx, const std::string& case_id) {
  return tx.run(kDelete, {{"case_id", case_id}}) == 1;
}

}  // namespace muster::cases
