#include "stamp_store.h"

#include <base/bytes.h>

namespace muster::evidence::stamps {
namespace {

using store::Sql;

constexpr Sql kStampInsert{
    "evidence_time_stamp_insert",
    "insert into evidence_time_stamp(size, imprint, authority, serial, stamped_at, received_at, token) values(:size, "
    ":imprint, :authority, :serial, :stamped_at, :received_at, :token)"};
constexpr Sql kStampExists{"evidence_time_stamp_exists", "select size from evidence_time_stamp where size = :size"};
constexpr Sql kStampLast{"evidence_time_stamp_last", "select coalesce(max(size), 0) as size from evidence_time_stamp"};
constexpr Sql kStampCovering{"evidence_time_stamp_covering",
                             "select * from evidence_time_stamp where size >= :size order by size limit 1"};
constexpr Sql kStampList{"evidence_time_stamp_list",
                         "select * from evidence_time_stamp where size > :after order by size limit :limit"};
constexpr Sql kCheckpointCovering{"evidence_checkpoint_covering",
                                  "select size from ledger_checkpoint where size >= :size order by size limit 1"};

StoredTimeStamp stamp_of(const store::Row& row) {
  StoredTimeStamp out;
  out.size = row.integer("size");
  if (const auto imprint = hash_from_hex(row.text("imprint")); imprint.ok()) out.imprint = *imprint;
  out.authority = row.text("authority");
  out.serial = row.text("serial");
  out.at = row.instant("stamped_at");
  out.received_at = row.instant("received_at");
  if (auto token = from_base64(row.text("token")); token.ok()) out.token = std::move(*token);
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const StoredTimeStamp& stamp) {
  tx.run(kStampInsert, {{"size", stamp.size},
                        {"imprint", to_hex(stamp.imprint)},
                        {"authority", stamp.authority},
                        {"serial", stamp.serial},
                        {"stamped_at", stamp.at},
                        {"received_at", stamp.received_at},
                        {"token", to_base64(stamp.token)}});
}

bool exists(store::Transaction& tx, std::int64_t size) {
  return tx.one(kStampExists, {{"size", size}}).has_value();
}

std::int64_t last_size(store::Transaction& tx) {
  return tx.one(kStampLast, {})->integer("size");
}

std::optional<StoredTimeStamp> covering(store::Transaction& tx, std::int64_t size) {
  const auto row = tx.one(kStampCovering, {{"size", size}});
  return row ? std::optional(stamp_of(*row)) : std::nullopt;
}

std::vector<StoredTimeStamp> list(store::Transaction& tx, std::int64_t after, int limit) {
  std::vector<StoredTimeStamp> out;
  for (const auto& row : tx.query(kStampList, {{"after", after}, {"limit", limit}})) out.push_back(stamp_of(row));
  return out;
}

std::optional<std::int64_t> checkpoint_covering(store::Transaction& tx, std::int64_t size) {
  const auto row = tx.one(kCheckpointCovering, {{"size", size}});
  return row ? std::optional(row->integer("size")) : std::nullopt;
}

}  // namespace muster::evidence::stamps
