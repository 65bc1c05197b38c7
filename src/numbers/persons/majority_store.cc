#include "majority_store.h"

namespace muster::persons {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kPutMinor{"holder_minor_put",
                        "insert into holder_minor(holder_id, birth_index) values(:holder, :birth) on "
                        "conflict(holder_id) do update set birth_index = excluded.birth_index"};
constexpr Sql kForgetMinor{"holder_minor_forget", "delete from holder_minor where holder_id = :holder"};
constexpr Sql kWithoutIndex{"holder_minors_without_index",
                            "select id from holder h where category = 'minor' and destroyed_at is null and not "
                            "exists(select 1 from holder_minor m where m.holder_id = h.id) and not exists(select 1 "
                            "from holder_majority j where j.holder_id = h.id) order by id limit :limit"};
constexpr Sql kMinorsBorn{
    "holder_minors_born",
    "select holder_id from holder_minor where birth_index in (:birth, :former) order by holder_id limit :limit"};
constexpr Sql kMajority{"holder_majority_get", "select * from holder_majority where holder_id = :holder"};
constexpr Sql kInsertMajority{"holder_majority_insert",
                              "insert into holder_majority(holder_id, found_at, due_at, consent) values(:holder, :at, "
                              ":due, '')"};
constexpr Sql kSetAdopted{"holder_majority_adopted",
                          "update holder_majority set adopted_at = :at, adopted_by = :by, document_id = :document, "
                          "consent = :consent where holder_id = :holder"};
constexpr Sql kWaitingMajorities{
    "holder_majorities_waiting",
    "select * from holder_majority where adopted_at is null and (due_at > :due or (due_at = :due and holder_id > "
    ":after)) order by due_at, holder_id limit :limit"};
constexpr Sql kSetAdult{"holder_of_age",
                        "update holder set category = :category, guardian_id = null, version = version + 1 where id = "
                        ":id"};

Majority majority_of(const Row& row) {
  return {row.text("holder_id"), row.instant("found_at"), row.instant("due_at"), row.maybe_instant("adopted_at"),
          row.text("adopted_by")};
}

std::vector<std::string> ids(const std::vector<Row>& rows, const char* column) {
  std::vector<std::string> out;
  for (const Row& row : rows) out.push_back(row.text(column));
  return out;
}

}  // namespace

vault::Index birth_index(const vault::IndexKeys& keys, const std::string& birth_date) {
  return keys.of("birth_day", birth_date);
}

void put_minor(store::Transaction& tx, const std::string& holder_id, const std::string& index) {
  tx.run(kPutMinor, {{"holder", holder_id}, {"birth", index}});
}
void insert_minors(store::Transaction& tx, const vault::IndexKeys& keys, std::span<const Ready* const> ready) {
  for (const Ready* r : ready)
    if (r->holder.category == Category::minor)
      put_minor(tx, r->holder.id, birth_index(keys, r->holder.identity.birth_date).value);
}
void forget_minor(store::Transaction& tx, const std::string& holder_id) {
  tx.run(kForgetMinor, {{"holder", holder_id}});
}
std::vector<std::string> minors_without_index(store::Transaction& tx, int limit) {
  return ids(tx.query(kWithoutIndex, {{"limit", limit}}), "id");
}
std::vector<std::string> minors_born(store::Transaction& tx, const vault::Index& birth, int limit) {
  return ids(tx.query(kMinorsBorn, {{"birth", birth.value}, {"former", birth.other()}, {"limit", limit}}), "holder_id");
}

std::optional<Majority> find_majority(store::Transaction& tx, const std::string& holder_id) {
  const auto row = tx.one(kMajority, {{"holder", holder_id}});
  return row ? std::optional(majority_of(*row)) : std::nullopt;
}
void insert_majority(store::Transaction& tx, const std::string& holder_id, Instant now, Instant due) {
  tx.run(kInsertMajority, {{"holder", holder_id}, {"at", now}, {"due", due}});
}
void adopted(store::Transaction& tx, const std::string& holder_id, const std::string& document_id,
             const std::string& consent, const std::string& actor, Instant now) {
  tx.run(kSetAdopted,
         {{"holder", holder_id}, {"document", document_id}, {"consent", consent}, {"by", actor}, {"at", now}});
}
std::vector<Majority> waiting_majorities(store::Transaction& tx, Instant after_due, const std::string& after_id,
                                         int limit) {
  std::vector<Majority> out;
  for (const Row& row : tx.query(kWaitingMajorities, {{"due", after_due}, {"after", after_id}, {"limit", limit}}))
    out.push_back(majority_of(row));
  return out;
}
void set_adult(store::Transaction& tx, const std::string& holder_id, Category category) {
  tx.run(kSetAdult, {{"id", holder_id}, {"category", to_text(category)}});
}

}  // namespace muster::persons
