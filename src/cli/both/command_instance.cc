// `instance init|show` and `migrate`, of either program: built with the instance of each.
#include "commands.h"
#include "instance.h"
#include "new_instance.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Init {
  std::string kind = "production", name, operator_name = "Operator", admin = "admin";
};

void init_instance(Globals& globals, const Init& init) {
  if (const auto made = Instance::create({globals.data, globals.database, globals.policy}, init.kind, init.name);
      !made.ok())
    return globals.fail(made.error());
  Instance* instance = globals.open();
  if (!instance) return;
  const auto password = make_first_administrator(instance->parties, instance->sign_in, instance->clock,
                                                 instance->random, init.operator_name, init.admin);
  if (!password.ok()) return globals.fail(password.error());
  fmt::print("Made the {} {} {} in {}.\nSign in as {} with this password, shown once: {}\n", init.kind, kInstanceWord,
             init.name, globals.data, init.admin, *password);
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
      fmt::print("{} {} {} in {}, policy {}\n", open->kind, kInstanceWord, open->name, open->data,
                 globals.policy.empty() ? "standard" : globals.policy);
  });

  auto role = std::make_shared<std::string>("muster_app");
  auto* migrate =
      app.add_subcommand("migrate", "Bring the database to this program's version; on PostgreSQL as the tables' owner");
  migrate->add_option("--application-role", *role, "PostgreSQL role that the program runs as")->capture_default_str();
  migrate->callback([&globals, role] {
    const auto count = Instance::migrate({globals.data, globals.database, globals.policy}, *role);
    if (!count.ok()) return globals.fail(count.error());
    fmt::print("{} migrations applied.\n", *count);
  });
}

}  // namespace muster::cli
