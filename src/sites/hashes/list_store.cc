#include "list_store.h"

#include <base/words.h>

namespace muster::hashes {
namespace {

using store::Sql;

constexpr Sql kInsertList{
    "hash_list_insert",
    "insert into hash_list(id, name, kind, publisher, list_version, licence, source_sha256, distance_max, quality_min, "
    "state, proposed_by, created_at, state_at, end_reason, hashes, version) values(:id, :name, :kind, :publisher, "
    ":list_version, :licence, :source, :distance, :quality, :state, :by, :at, :at, '', :hashes, :version)"};
constexpr Sql kChangeList{"hash_list_change",
                          "update hash_list set state = :state, state_at = :state_at, enabled_by = :enabled_by, "
                          "end_reason = :reason, hashes = :hashes, version = :version where id = :id"};
constexpr Sql kFindList{"hash_list_find", "select * from hash_list where id = :id"};
constexpr Sql kLists{"hash_list_page", "select * from hash_list where id > :after order by id limit :limit"};
constexpr Sql kActive{"hash_list_active", "select * from hash_list where state = 'active' order by id"};
constexpr Sql kPutNew{"hash_entry_put",
                      "insert into hash_entry(list_id, hash, quality, added_at, changed_in) values(:list, :hash, "
                      ":quality, :now, :version) on conflict(list_id, hash) do nothing"};
constexpr Sql kPutAgain{"hash_entry_put_again",
                        "update hash_entry set removed_at = null, added_at = :now, quality = :quality, changed_in = "
                        ":version where list_id = :list and hash = :hash and removed_at is not null"};
constexpr Sql kTake{"hash_entry_take",
                    "update hash_entry set removed_at = :now, changed_in = :version where list_id = :list and hash = "
                    ":hash and removed_at is null"};
constexpr Sql kEntries{"hash_entry_all",
                       "select hash, put_aside from hash_entry where list_id = :list and removed_at is null"};
constexpr Sql kEntriesSince{"hash_entry_since",
                            "select hash, put_aside, removed_at from hash_entry where list_id = :list and changed_in "
                            "> :version"};
constexpr Sql kQuarantine{"hash_entry_quarantine",
                          "update hash_entry set put_aside = 'quarantined', put_aside_at = :now, pictures = :pictures "
                          "where list_id = :list and hash = :hash and put_aside = ''"};
constexpr Sql kDecide{
    "hash_entry_decide",
    "update hash_entry set put_aside = :what, put_aside_by = :person where list_id = :list and hash = "
    ":hash and put_aside = 'quarantined'"};
constexpr Sql kPutAside{"hash_entry_put_aside",
                        "select e.*, l.name as list_name, l.kind as kind from hash_entry e join hash_list l on l.id = "
                        "e.list_id where e.put_aside = 'quarantined' and (e.put_aside_at, e.list_id, e.hash) > (:at, "
                        ":after_list, :after_hash) order by e.put_aside_at, e.list_id, e.hash limit :limit"};

List list_of(const store::Row& row) {
  List out;
  out.id = row.text("id");
  out.name = row.text("name");
  out.kind = known(list_kind(row.text("kind")));
  out.publisher = row.text("publisher");
  out.version = row.text("list_version");
  out.licence = row.text("licence");
  out.source_sha256 = row.text("source_sha256");
  out.distance_max = static_cast<int>(row.integer("distance_max"));
  out.quality_min = static_cast<int>(row.integer("quality_min"));
  out.state = known(list_state(row.text("state")));
  out.proposed_by = row.text("proposed_by");
  out.enabled_by = row.text("enabled_by");
  out.created_at = row.instant("created_at");
  out.state_at = row.instant("state_at");
  out.end_reason = row.text("end_reason");
  out.hashes = row.integer("hashes");
  out.version_number = row.integer("version");
  return out;
}
std::vector<List> lists_of(const std::vector<store::Row>& rows) {
  std::vector<List> out;
  for (const auto& row : rows) out.push_back(list_of(row));
  return out;
}
Pdq hash_of(const store::Row& row) {
  const auto hash = pdq_from_hex(row.text("hash"));
  if (!hash.ok()) throw std::logic_error("a stored hash is none");
  return *hash;
}

// A hash that a person confirmed as no use never counts again; one that waits for people counts for nothing yet.
bool is_aside(const std::string& put_aside) {
  return put_aside == "quarantined" || put_aside == "confirmed";
}

}  // namespace

void insert_list(store::Transaction& tx, const List& list) {
  tx.run(kInsertList, {{"id", list.id},
                       {"name", list.name},
                       {"kind", to_text(list.kind)},
                       {"publisher", list.publisher},
                       {"list_version", list.version},
                       {"licence", list.licence},
                       {"source", list.source_sha256},
                       {"distance", list.distance_max},
                       {"quality", list.quality_min},
                       {"state", to_text(list.state)},
                       {"by", list.proposed_by},
                       {"at", list.created_at},
                       {"hashes", list.hashes},
                       {"version", list.version_number}});
}

void change_list(store::Transaction& tx, const List& list) {
  tx.run(kChangeList, {{"id", list.id},
                       {"state", to_text(list.state)},
                       {"state_at", list.state_at},
                       {"enabled_by", list.enabled_by.empty() ? std::nullopt : std::optional(list.enabled_by)},
                       {"reason", list.end_reason},
                       {"hashes", list.hashes},
                       {"version", list.version_number}});
}

std::optional<List> find_list(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFindList, {{"id", id}});
  return row ? std::optional(list_of(*row)) : std::nullopt;
}
std::vector<List> lists_after(store::Transaction& tx, const std::string& after, int limit) {
  return lists_of(tx.query(kLists, {{"after", after}, {"limit", limit}}));
}
std::vector<List> active_lists(store::Transaction& tx) {
  return lists_of(tx.query(kActive));
}

void insert_entries(store::Transaction& tx, const std::string& list_id, std::span<const ListedHash> hashes, Instant now,
                    std::int64_t version) {
  static constexpr std::string_view kColumns[] = {"list_id", "hash", "quality", "added_at", "changed_in"};
  const auto bulk = tx.bulk("hash_entry", kColumns);
  for (const ListedHash& h : hashes) {
    const store::Value values[] = {list_id, to_hex(h.hash), std::int64_t{h.quality}, now.micros, version};
    bulk->row(values);
  }
  bulk->finish();
}

bool put_entry(store::Transaction& tx, const std::string& list_id, const ListedHash& hash, Instant now,
               std::int64_t version) {
  const store::Binds binds{
      {"list", list_id}, {"hash", to_hex(hash.hash)}, {"quality", hash.quality}, {"now", now}, {"version", version}};
  return tx.run(kPutNew, binds) > 0 || tx.run(kPutAgain, binds) > 0;
}
bool take_entry(store::Transaction& tx, const std::string& list_id, const Pdq& hash, Instant now,
                std::int64_t version) {
  return tx.run(kTake, {{"list", list_id}, {"hash", to_hex(hash)}, {"now", now}, {"version", version}}) > 0;
}

void each_entry(store::Transaction& tx, const std::string& list_id, std::int64_t after_version,
                const std::function<void(const StoredEntry&)>& visit) {
  const bool all = after_version == 0;
  store::Binds binds{{"list", list_id}};
  if (!all) binds.emplace_back("version", after_version);
  tx.each(all ? kEntries : kEntriesSince, binds, [&](const store::Row& row) {
    visit({hash_of(row), all || row.is_null("removed_at"), is_aside(row.text("put_aside"))});
    return true;
  });
}

bool quarantine(store::Transaction& tx, const std::string& list_id, const Pdq& hash, std::size_t pictures,
                Instant now) {
  return tx.run(kQuarantine, {{"list", list_id}, {"hash", to_hex(hash)}, {"pictures", pictures}, {"now", now}}) > 0;
}
std::int64_t decide_quarantine(store::Transaction& tx, const std::string& list_id, const Pdq& hash, bool release,
                               const std::string& person) {
  return tx.run(
      kDecide,
      {{"list", list_id}, {"hash", to_hex(hash)}, {"what", release ? "released" : "confirmed"}, {"person", person}});
}

std::vector<PutAside> put_aside_after(store::Transaction& tx, Instant after, const std::string& after_key, int limit) {
  const auto cut = after_key.find(' ');
  std::vector<PutAside> out;
  for (const auto& row : tx.query(kPutAside, {{"at", after},
                                              {"after_list", after_key.substr(0, cut)},
                                              {"after_hash", cut == std::string::npos ? "" : after_key.substr(cut + 1)},
                                              {"limit", limit}}))
    out.push_back({row.text("list_id"), row.text("list_name"), known(list_kind(row.text("kind"))), hash_of(row),
                   row.integer("pictures"), row.instant("put_aside_at")});
  return out;
}

}  // namespace muster::hashes
