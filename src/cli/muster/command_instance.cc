// `muster instance init|show` and `muster migrate`.
#include "commands.h"
#include "instance.h"
#include <base/random.h>
#include <http/sign_in.h>
#include <parties/parties.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Init {
  std::string kind = "production", name, operator_name = "Operator", admin = "admin";
};

// The first person: manages accounts and people, and nothing else.
Result<std::string> first_admin(Instance& instance, const Init& init) {
  parties::Party operator_party;
  operator_party.kind = "carrier";
  operator_party.name = init.operator_name;
  MUSTER_TRY(const auto party, instance.parties.create_party("system:init", operator_party));
  parties::NewPerson administrator;
  administrator.party_id = party.id;
  administrator.display_name = "First administrator";
  administrator.identity = "instance:" + new_id(instance.clock, instance.random);
  MUSTER_TRY(const auto person, instance.parties.create_person("system:init", administrator));
  MUSTER_TRY([[maybe_unused]] const auto role,
             instance.parties.assign_role("system:init", person.id, parties::roles::kAdmin));
  const std::string password = random_token(instance.random, 15);
  MUSTER_TRY([[maybe_unused]] const auto account,
             instance.sign_in.create_account("system:init", person.id, init.admin, password, true));
  return password;
}

void init_instance(Globals& globals, const Init& init) {
  if (const auto made = Instance::create({globals.data, globals.database, globals.policy}, init.kind, init.name);
      !made.ok())
    return globals.fail(made.error());
  Instance* instance = globals.open();
  if (!instance) return;
  const auto password = first_admin(*instance, init);
  if (!password.ok()) return globals.fail(password.error());
  fmt::print("Made the {} instance {} in {}.\nSign in as {} with this password, shown once: {}\n", init.kind, init.name,
             globals.data, init.admin, *password);
}

}  // namespace

void add_instance(CLI::App& app, Globals& globals) {
  auto* instance = app.add_subcommand("instance", "Make or show an instance");
  instance->require_subcommand(1);
  auto init = std::make_shared<Init>();
  auto* make = instance->add_subcommand("init", "Make an instance: folder, keys, schema, first administrator");
  make->add_option("--kind", init->kind, "production, training or demo; it never changes")->capture_default_str();
  make->add_option("--name", init->name, "Its short name; part of the ledger's origin")->required();
  make->add_option("--operator", init->operator_name, "The operator's name")->capture_default_str();
  make->add_option("--admin", init->admin, "User name of the first administrator")->capture_default_str();
  make->callback([&globals, init] { init_instance(globals, *init); });

  instance->add_subcommand("show", "Say what this instance is")->callback([&globals] {
    if (Instance* open = globals.open())
      fmt::print("{} instance {} in {}, policy {}\n", open->kind, open->name, open->data,
                 globals.policy.empty() ? "standard" : globals.policy);
  });

  auto role = std::make_shared<std::string>("muster_app");
  auto* migrate =
      app.add_subcommand("migrate", "Bring the database to this program's version; on PostgreSQL as the tables' owner");
  migrate->add_option("--application-role", *role, "PostgreSQL role that Muster runs as")->capture_default_str();
  migrate->callback([&globals, role] {
    const auto count = Instance::migrate({globals.data, globals.database, globals.policy}, *role);
    if (!count.ok()) return globals.fail(count.error());
    fmt::print("{} migrations applied.\n", *count);
  });
}

}  // namespace muster::cli
