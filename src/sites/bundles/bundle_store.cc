#include "bundle_store.h"

#include <fmt/format.h>

namespace muster::bundles::rows {
namespace {

using store::Sql;

constexpr Sql kInsertPublisher{
    "bundle_publisher_insert",
    "insert into bundle_publisher(public_key, publisher, state, proposed_by, proposed_at, "
    "row_version) values(:public_key, :publisher, 'proposed', :proposed_by, :proposed_at, 1)"};
constexpr Sql kUpdatePublisher{
    "bundle_publisher_update",
    "update bundle_publisher set state = :state, confirmed_by = :confirmed_by, confirmed_at = :confirmed_at, "
    "withdrawn_by = :withdrawn_by, withdrawn_at = :withdrawn_at, row_version = row_version + 1 "
    "where public_key = :public_key and row_version = :row_version"};
constexpr Sql kPublisher{"bundle_publisher_find", "select * from bundle_publisher where public_key = :public_key"};
constexpr Sql kPublishers{"bundle_publishers",
                          "select * from bundle_publisher where public_key > :after order by public_key limit :limit"};
constexpr Sql kKeys{"bundle_publisher_keys",
                    "select public_key, publisher from bundle_publisher where state = 'enrolled' or (:all = 1 and "
                    "state = 'withdrawn' and confirmed_by is not null) order by public_key limit 10000"};

constexpr Sql kInsertBundle{
    "bundle_insert",
    "insert into bundle(sha256, kind, public_key, publisher, name, version, ground, licence, source, items, bytes, "
    "inspection, state, loaded_by, loaded_at, retired_reason, row_version) values(:sha256, :kind, :public_key, "
    ":publisher, :name, :version, :ground, :licence, :source, :items, :bytes, :inspection, 'loaded', :loaded_by, "
    ":loaded_at, '', 1)"};
constexpr Sql kUpdateBundle{
    "bundle_update",
    "update bundle set state = :state, proposed_by = :proposed_by, proposed_at = :proposed_at, shadow_at = :shadow_at, "
    "enabled_by = :enabled_by, enabled_at = :enabled_at, retired_by = :retired_by, retired_at = :retired_at, "
    "retired_reason = :retired_reason, row_version = row_version + 1 where sha256 = :sha256 and row_version = "
    ":row_version"};
constexpr Sql kBundle{"bundle_find", "select * from bundle where sha256 = :sha256"};
constexpr Sql kEnabledOf{"bundle_enabled_of",
                         "select * from bundle where state = 'enabled' and kind = :kind and publisher = :publisher and "
                         "name = :name"};
constexpr Sql kBundles{
    "bundles",
    "select * from bundle where (:kind = '' or kind = :kind) and (:state = '' or state = :state) and (loaded_at < :at "
    "or (loaded_at = :at and sha256 > :sha256)) order by loaded_at desc, sha256 limit :limit"};
constexpr Sql kInState{"bundles_in_state",
                       "select * from bundle where state = :state order by loaded_at, sha256 limit 1000"};
constexpr Sql kAsOf{"bundles_as_of",
                    "select * from bundle where enabled_at is not null and enabled_at <= :at and (retired_at is null "
                    "or retired_at > :at) order by enabled_at, sha256 limit 1000"};

std::optional<std::string> maybe(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Publisher publisher_of(const store::Row& row) {
  return {row.text("public_key"),
          row.text("publisher"),
          row.text("state"),
          row.text("proposed_by"),
          row.text("confirmed_by"),
          row.text("withdrawn_by"),
          row.instant("proposed_at"),
          row.maybe_instant("confirmed_at"),
          row.maybe_instant("withdrawn_at"),
          row.integer("row_version")};
}

BundleRow bundle_of(const store::Row& row) {
  BundleRow out;
  out.sha256 = row.text("sha256");
  out.kind = content::bundle_kind(row.text("kind")).value();
  out.public_key = row.text("public_key");
  out.publisher = row.text("publisher");
  out.name = row.text("name");
  out.version = row.text("version");
  out.ground = row.text("ground");
  out.licence = row.text("licence");
  out.source = row.text("source");
  out.items = row.integer("items");
  out.bytes = row.integer("bytes");
  out.inspection = row.text("inspection");
  out.state = row.text("state");
  out.loaded_by = row.text("loaded_by");
  out.loaded_at = row.instant("loaded_at");
  out.proposed_by = row.text("proposed_by");
  out.proposed_at = row.maybe_instant("proposed_at");
  out.shadow_at = row.maybe_instant("shadow_at");
  out.enabled_by = row.text("enabled_by");
  out.enabled_at = row.maybe_instant("enabled_at");
  out.retired_by = row.text("retired_by");
  out.retired_at = row.maybe_instant("retired_at");
  out.retired_reason = row.text("retired_reason");
  out.row_version = row.integer("row_version");
  return out;
}

std::vector<BundleRow> bundles_of(const std::vector<store::Row>& rows) {
  std::vector<BundleRow> out;
  for (const auto& row : rows) out.push_back(bundle_of(row));
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Publisher& p) {
  tx.run(kInsertPublisher, {{"public_key", p.public_key},
                            {"publisher", p.publisher},
                            {"proposed_by", p.proposed_by},
                            {"proposed_at", p.proposed_at}});
}

bool update(store::Transaction& tx, const Publisher& p) {
  return tx.run(kUpdatePublisher, {{"state", p.state},
                                   {"confirmed_by", maybe(p.confirmed_by)},
                                   {"confirmed_at", p.confirmed_at},
                                   {"withdrawn_by", maybe(p.withdrawn_by)},
                                   {"withdrawn_at", p.withdrawn_at},
                                   {"public_key", p.public_key},
                                   {"row_version", p.row_version}}) == 1;
}

std::optional<Publisher> publisher(store::Transaction& tx, const std::string& public_key) {
  const auto row = tx.one(kPublisher, {{"public_key", public_key}});
  return row ? std::optional(publisher_of(*row)) : std::nullopt;
}

std::vector<Publisher> publishers(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<Publisher> out;
  for (const auto& row : tx.query(kPublishers, {{"after", after}, {"limit", limit}})) out.push_back(publisher_of(row));
  return out;
}

std::vector<content::PublisherKey> keys(store::Transaction& tx, bool enrolled_only) {
  std::vector<content::PublisherKey> out;
  for (const auto& row : tx.query(kKeys, {{"all", !enrolled_only}}))
    out.push_back({row.text("publisher"), row.text("public_key")});
  return out;
}

void insert(store::Transaction& tx, const BundleRow& b) {
  tx.run(kInsertBundle, {{"sha256", b.sha256},
                         {"kind", content::to_text(b.kind)},
                         {"public_key", b.public_key},
                         {"publisher", b.publisher},
                         {"name", b.name},
                         {"version", b.version},
                         {"ground", b.ground},
                         {"licence", b.licence},
                         {"source", b.source},
                         {"items", b.items},
                         {"bytes", b.bytes},
                         {"inspection", b.inspection},
                         {"loaded_by", b.loaded_by},
                         {"loaded_at", b.loaded_at}});
}

bool update(store::Transaction& tx, const BundleRow& b) {
  return tx.run(kUpdateBundle, {{"state", b.state},
                                {"proposed_by", maybe(b.proposed_by)},
                                {"proposed_at", b.proposed_at},
                                {"shadow_at", b.shadow_at},
                                {"enabled_by", maybe(b.enabled_by)},
                                {"enabled_at", b.enabled_at},
                                {"retired_by", maybe(b.retired_by)},
                                {"retired_at", b.retired_at},
                                {"retired_reason", b.retired_reason},
                                {"sha256", b.sha256},
                                {"row_version", b.row_version}}) == 1;
}

std::optional<BundleRow> find(store::Transaction& tx, const std::string& sha256) {
  const auto row = tx.one(kBundle, {{"sha256", sha256}});
  return row ? std::optional(bundle_of(*row)) : std::nullopt;
}

std::optional<BundleRow> enabled_of(store::Transaction& tx, const BundleRow& same) {
  const auto row =
      tx.one(kEnabledOf, {{"kind", content::to_text(same.kind)}, {"publisher", same.publisher}, {"name", same.name}});
  return row ? std::optional(bundle_of(*row)) : std::nullopt;
}

std::vector<BundleRow> list(store::Transaction& tx, const BundleFilter& filter) {
  // The key is "<loaded_at>.<sha256>"; without one, from beyond the newest.
  std::int64_t at = INT64_MAX;
  std::string sha256;
  if (const auto dot = filter.after.find('.'); dot != std::string::npos) {
    at = std::strtoll(filter.after.c_str(), nullptr, 10);
    sha256 = filter.after.substr(dot + 1);
  }
  return bundles_of(tx.query(
      kBundles,
      {{"kind", filter.kind}, {"state", filter.state}, {"at", at}, {"sha256", sha256}, {"limit", filter.limit}}));
}

std::vector<BundleRow> in_state(store::Transaction& tx, const std::string& state) {
  return bundles_of(tx.query(kInState, {{"state", state}}));
}

std::vector<BundleRow> as_of(store::Transaction& tx, Instant at) {
  return bundles_of(tx.query(kAsOf, {{"at", at}}));
}

}  // namespace muster::bundles::rows

namespace muster::bundles {

std::string key_of(const BundleRow& bundle) {
  return fmt::format("{}.{}", bundle.loaded_at.micros, bundle.sha256);
}

}  // namespace muster::bundles
