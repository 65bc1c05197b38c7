#include <base/bytes.h>
#include <store/migrations.h>

#include <algorithm>

#include <embedded_foundation_migrations.h>
#include <fmt/format.h>

namespace muster::store {
namespace {

struct Migration {
  std::string component;
  int number;
  std::string name;
  std::string_view sql;
  std::string hash;
};

constexpr const char* kCreate =
    "create table if not exists schema_migration(component text not null, number bigint not null, name text not null, "
    "sha256 text not null, primary key(component, number))";
constexpr Sql kApplied{"migrations_applied",
                       "select component, number, sha256 from schema_migration order by component, number"};
constexpr Sql kOwned{
    "migrations_owned",
    "select count(*) as owned from pg_tables where schemaname = current_schema() and tableowner = current_user"};
constexpr Sql kHasTable{
    "migrations_table_postgres",
    "select count(*) as present from pg_tables where schemaname = current_schema() and tablename = 'schema_migration'"};
constexpr Sql kHasTableSqlite{
    "migrations_table_sqlite",
    "select count(*) as present from sqlite_master where type = 'table' and name = 'schema_migration'"};

// migrations of this back end, from paths such as "sites/sqlite/0001_filings.sql"
std::vector<Migration> migrations_of(const MigrationSet& set, Backend backend) {
  const std::string prefix = set.component + (backend == Backend::sqlite ? "/sqlite/" : "/postgres/");
  std::vector<Migration> found;
  for (const EmbeddedFile& file : set.files) {
    if (!file.path.starts_with(prefix)) continue;
    const std::string name(file.path.substr(prefix.size()));
    found.push_back({set.component, std::stoi(name.substr(0, 4)), name, file.bytes, to_hex(sha256(file.bytes))});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return found;
}

using Applied = std::map<std::pair<std::string, int>, std::string>;

Result<Applied> applied(Database& database) {
  return database.read([&](Transaction& tx) -> Result<Applied> {
    const bool sqlite = tx.backend() == Backend::sqlite;
    Applied rows;
    if (!tx.one(sqlite ? kHasTableSqlite : kHasTable)->flag("present")) return rows;
    for (const Row& row : tx.query(kApplied))
      rows[{row.text("component"), static_cast<int>(row.integer("number"))}] = row.text("sha256");
    return rows;
  });
}

Result<void> apply(Database& database, const Migration& m) {
  const std::string insert =
      fmt::format("insert into schema_migration(component, number, name, sha256) values('{}', {}, '{}', '{}')",
                  m.component, m.number, m.name, m.hash);
  const auto done = database.script(fmt::format("begin;\n{}\n;{};\ncommit;", m.sql, insert));
  if (done.ok()) return {};
  (void)database.script("rollback");
  return internal_error("migration_failed",
                        fmt::format("Migration {}/{} was not applied: {}", m.component, m.name, done.error().sentence));
}

std::string grants(const std::string& role) {
  return fmt::format(
      "do $$ begin if exists(select from pg_roles where rolname = '{0}') then "
      "execute format('grant usage on schema %I to {0}', current_schema()); "
      "execute format('grant select, insert, update, delete on all tables in schema %I to {0}', current_schema()); "
      "execute format('grant usage, select on all sequences in schema %I to {0}', current_schema()); "
      "end if; end $$;",
      role);
}

}  // namespace

MigrationSet foundation_migrations() {
  return {"foundation", muster_foundation_migrations::files()};
}

Result<int> migrate(Database& database, std::span<const MigrationSet> sets, const std::string& application_role) {
  MUSTER_CHECK_OK(database.script(kCreate));
  MUSTER_TRY(const Applied have, applied(database));
  int count = 0;
  for (const MigrationSet& set : sets) {
    int expected = 1;
    for (const Migration& m : migrations_of(set, database.backend())) {
      if (m.number != expected++)
        return internal_error("migration_gap",
                              "The migrations of " + set.component + " have a gap before " + m.name + ".");
      const auto found = have.find({m.component, m.number});
      if (found != have.end()) {
        if (found->second != m.hash)
          return refused(
              "migration_changed",
              "Migration " + m.name + " was applied in another form. This program and this database don't fit.");
        continue;
      }
      MUSTER_CHECK_OK(apply(database, m));
      ++count;
    }
  }
  if (database.backend() == Backend::postgres) MUSTER_CHECK_OK(database.script(grants(application_role)));
  return count;
}

Result<void> check_schema(Database& database, std::span<const MigrationSet> sets) {
  MUSTER_TRY(const Applied have, applied(database));
  std::size_t expected = 0;
  for (const MigrationSet& set : sets)
    for (const Migration& m : migrations_of(set, database.backend())) {
      ++expected;
      const auto found = have.find({m.component, m.number});
      if (found == have.end() || found->second != m.hash)
        return refused("schema_version", "The database is not at this program's version. Run `muster migrate` first.");
    }
  if (have.size() != expected)
    return refused("schema_version", "The database is newer than this program. Install the newer program.");
  if (database.backend() == Backend::sqlite) return {};
  return database.read([](Transaction& tx) -> Result<void> {
    if (tx.one(kOwned)->flag("owned"))
      return refused("database_role_owns_tables",
                     "The role that Muster runs as must not own its tables. Migrate as the owner, run as muster_app "
                     "(docs/operations.md).");
    return {};
  });
}

}  // namespace muster::store
