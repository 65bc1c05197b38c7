#include "sockets.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>

#include <array>
#include <filesystem>

#include <fmt/format.h>
#include <zones/publisher.h>
#include <zones/secondary.h>

namespace muster::zones {
namespace {

using store::Sql;
using store::Transaction;

constexpr std::size_t kSecretBytes = 32;

constexpr Sql kInsert{"zone_secondary_insert",
                      "insert into zone_secondary(id, label, key_name, is_signed, address, port, added_by, added_at) "
                      "values(:id, :label, :key_name, :signed, :address, :port, :by, :now)"};
constexpr Sql kEndOne{"zone_secondary_end",
                      "update zone_secondary set ended_at = :now where id = :id and ended_at is null"};
constexpr Sql kList{"zone_secondary_list", "select * from zone_secondary where id > :after order by id limit :limit"};
constexpr Sql kActive{"zone_secondary_active",
                      "select * from zone_secondary where ended_at is null order by id limit 1000"};
constexpr Sql kByKey{"zone_secondary_by_key",
                     "select * from zone_secondary where key_name = :key_name and is_signed = 1 and ended_at is null"};
constexpr Sql kByAddress{"zone_secondary_by_address",
                         "select * from zone_secondary where address = :address and is_signed = 0 "
                         "and ended_at is null order by id limit 1"};
constexpr Sql kFetched{"zone_secondary_fetched",
                       "update zone_secondary set serial = :serial, fetched_at = :now, how = :how, records = :records "
                       "where id = :id"};

Secondary secondary_of(const store::Row& row) {
  Secondary out;
  out.id = row.text("id");
  out.label = row.text("label");
  out.key_name = row.text("key_name");
  out.is_signed = row.flag("is_signed");
  out.address = row.text("address");
  out.port = static_cast<std::uint16_t>(row.integer("port"));
  out.added_at = row.instant("added_at");
  out.ended_at = row.maybe_instant("ended_at");
  out.fetched_at = row.maybe_instant("fetched_at");
  out.serial = row.integer("serial");
  out.how = row.text("how");
  out.records = row.integer("records");
  return out;
}

}  // namespace

std::string Secondaries::key_file(const Secondary& secondary) const {
  return folder_ + "/" + secondary.key_name + ".key";
}

Result<Secondary> Secondaries::add(const std::string& actor, const NewSecondary& given) const {
  if (trim(given.label).empty() || given.label.size() > 100 || !is_valid_utf8(given.label))
    return invalid("label", "Say which resolver it is, in at most 100 bytes.", "label");
  if (!given.address.empty() && (!peer_of(given.address, given.port) || given.port == 0))
    return invalid("address", "Give the address and the port at which it takes NOTIFY, or neither.", "address");
  if (!given.is_signed && given.address.empty())
    return invalid("address", "A resolver that can't sign is known by its address: give it.", "address");
  Secondary made;
  made.id = recorder_.new_id();
  made.is_signed = given.is_signed;
  made.label = given.label;
  made.address = given.address;
  made.port = given.address.empty() ? std::uint16_t{0} : given.port;
  made.added_at = recorder_.clock().now();
  made.key_name = "muster-" + to_lower_ascii(made.id.substr(made.id.size() - 10));
  // The key first: a row without its key would answer nobody, a key without its row is no key.
  if (made.is_signed) MUSTER_CHECK_OK(make_key(made));
  return database_.write([&](Transaction& tx) -> Result<Secondary> {
    tx.run(kInsert, {{"id", made.id},
                     {"label", made.label},
                     {"key_name", made.key_name},
                     {"signed", made.is_signed ? 1 : 0},
                     {"address", made.address},
                     {"port", static_cast<std::int64_t>(made.port)},
                     {"by", actor},
                     {"now", made.added_at}});
    recorder_.record(tx, kSecondaryAdded, actor, "zone_secondary", made.id,
                     fmt::format("{{\"label\":{}}}", json_quote(made.label)));
    return made;
  });
}

Result<void> Secondaries::end(const std::string& actor, const std::string& id) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<void> {
    if (tx.run(kEndOne, {{"id", id}, {"now", now}}) != 1)
      return not_found("secondary_unknown", "There is no such resolver, or it fetches no more already.");
    recorder_.record(tx, kSecondaryEnded, actor, "zone_secondary", id, "{}");
    return {};
  });
}

Result<std::vector<Secondary>> Secondaries::list(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Secondary>> {
    std::vector<Secondary> out;
    for (const auto& row : tx.query(kList, {{"after", after}, {"limit", limit}})) out.push_back(secondary_of(row));
    return out;
  });
}

Result<std::vector<Secondary>> Secondaries::active() const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Secondary>> {
    std::vector<Secondary> out;
    for (const auto& row : tx.query(kActive)) out.push_back(secondary_of(row));
    return out;
  });
}

std::optional<Secondary> Secondaries::by_key(const std::string& key_name) const {
  if (key_name.empty()) return {};
  return found(kByKey, {{"key_name", key_name}});
}
std::optional<Secondary> Secondaries::by_address(const std::string& address) const {
  return found(kByAddress, {{"address", address}});
}
std::optional<Secondary> Secondaries::found(const Sql& sql, const store::Binds& binds) const {
  const auto one = database_.read([&](Transaction& tx) -> Result<std::optional<Secondary>> {
    const auto row = tx.one(sql, binds);
    return row ? std::optional(secondary_of(*row)) : std::nullopt;
  });
  return one.ok() ? *one : std::nullopt;
}

Result<void> Secondaries::make_key(const Secondary& secondary) const {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  std::array<std::uint8_t, kSecretBytes> secret{};
  recorder_.random().fill(secret);
  return create_file(key_file(secondary),
                     fmt::format("key \"{}\" {{\n\talgorithm hmac-sha256;\n\tsecret \"{}\";\n}};\n", secondary.key_name,
                                 to_base64({reinterpret_cast<const char*>(secret.data()), secret.size()})));
}

std::optional<intake::TsigKey> Secondaries::key(const Secondary& secondary) const {
  const auto text = read_private_file(key_file(secondary));
  if (!text.ok()) return {};
  const auto key = intake::parse_tsig_key(*text);
  return key.ok() ? std::optional(*key) : std::nullopt;
}

Result<void> Secondaries::fetched(const std::string& id, std::int64_t serial, const std::string& how,
                                  std::int64_t records) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<void> {
    tx.run(kFetched, {{"id", id}, {"serial", serial}, {"now", now}, {"how", how}, {"records", records}});
    return Publisher(database_, recorder_, orders_).carried(tx, serial);
  });
}

}  // namespace muster::zones
