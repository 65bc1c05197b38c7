#include "open_instance.h"

#include <vault/erasures.h>

#include <filesystem>

namespace muster::cli {
namespace {

constexpr store::Sql kInstance{"instance_get", "select kind, name from instance"};

}  // namespace

Result<OpenedInstance> open_instance(const std::string& data, const std::string& database_url,
                                     const std::string& policy_file, std::span<const store::MigrationSet> sets,
                                     const Error& missing) {
  if (!std::filesystem::exists(data + "/vault.keys")) return missing;
  auto policy =
      policy_file.empty() ? Result<policy::Policy>(policy::Policy::standard()) : policy::Policy::load(policy_file);
  if (!policy.ok()) return policy.error();
  MUSTER_TRY(auto database, store::Database::open(database_url));
  MUSTER_CHECK_OK(store::check_schema(*database, sets));
  MUSTER_TRY(const bool covered, vault::ErasureList(data + "/vault.erased").covered_by(*database));
  if (!covered)
    return refused("erasures_ahead",
                   "This database is older than the list of what was destroyed: personal data that was destroyed would "
                   "be readable again. Run `backup finish` of this program, which destroys it anew.");
  MUSTER_TRY(auto ring, vault::KeyRing::open(data + "/vault.keys"));
  MUSTER_TRY(auto key, ledger::SigningKey::open(data + "/ledger.key"));
  MUSTER_TRY(const auto row, database->read([](store::Transaction& tx) -> Result<std::optional<store::Row>> {
    return tx.one(kInstance);
  }));
  if (!row) return missing;
  return OpenedInstance{row->text("kind"),  row->text("name"), std::move(database),
                        std::move(*policy), std::move(ring),   std::move(key)};
}

}  // namespace muster::cli
