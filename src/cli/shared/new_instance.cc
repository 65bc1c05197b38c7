#include "new_instance.h"

#include <ledger/log.h>
#include <ledger/note.h>
#include <vault/erasures.h>
#include <vault/key_ring.h>

#include <filesystem>

namespace muster::cli {
namespace {

constexpr store::Sql kInstance{"instance_get", "select kind, name from instance"};
constexpr store::Sql kInsert{"instance_insert",
                             "insert into instance(only_row, kind, name, created_at) values(1, :kind, :name, :at)"};

}  // namespace

Result<void> make_instance(const NewInstance& instance, std::span<const store::MigrationSet> sets) {
  const auto& [data, url, kind, name, origin] = instance;
  if (kind != "production" && kind != "training" && kind != "demo")
    return invalid("instance_kind", "An instance is of kind production, training or demo.", "kind");
  if (!ledger::valid_note_name(origin + name))
    return invalid("instance_name", "The name has no spaces and no plus signs; it names the ledger.", "name");
  std::error_code fault;
  std::filesystem::create_directories(data, fault);
  if (fault)
    return unavailable("data_folder", "The instance's folder can't be made. Check that its parent is writable.");
  MUSTER_TRY(const auto database, store::Database::open(url));
  const bool ours = url.find("://") == std::string::npos;
  if (ours) {
    MUSTER_TRY([[maybe_unused]] const int applied, store::migrate(*database, sets, "muster_app"));
  }
  MUSTER_CHECK_OK(store::check_schema(*database, sets));
  SystemClock clock;
  SystemRandom random;
  MUSTER_CHECK_OK(database->write([&](store::Transaction& tx) -> Result<void> {
    if (tx.one(kInstance))
      return conflict("instance_exists", "There is an instance in this database already; it was left as it is.");
    // Keys first: a database without its keys would be useless, keys without a database are harmless.
    MUSTER_TRY([[maybe_unused]] const auto ring, vault::KeyRing::create(data + "/vault.keys", clock, random));
    MUSTER_TRY([[maybe_unused]] const auto key,
               ledger::SigningKey::create(data + "/ledger.key", origin + name, ledger::Algorithm::ed25519, random));
    tx.run(kInsert, {{"kind", kind}, {"name", name}, {"at", clock.now()}});
    return {};
  }));
  MUSTER_TRY([[maybe_unused]] const auto none, vault::ErasureList(data + "/vault.erased").take_from(*database));
  return {};
}

Result<std::string> make_first_administrator(parties::Service& parties, http::SignIn& sign_in, const Clock& clock,
                                             Random& random, const std::string& operator_name,
                                             const std::string& login) {
  parties::Party operator_party;
  operator_party.kind = "carrier";
  operator_party.name = operator_name;
  MUSTER_TRY(const auto party, parties.create_party("system:init", operator_party));
  parties::NewPerson administrator;
  administrator.party_id = party.id;
  administrator.display_name = "First administrator";
  administrator.identity = "instance:" + new_id(clock, random);
  MUSTER_TRY(const auto person, parties.create_person("system:init", administrator));
  MUSTER_TRY([[maybe_unused]] const auto role, parties.assign_role("system:init", person.id, parties::roles::kAdmin));
  const std::string password = random_token(random, 15);
  MUSTER_TRY([[maybe_unused]] const auto account,
             sign_in.create_account("system:init", person.id, login, password, true));
  return password;
}

}  // namespace muster::cli
