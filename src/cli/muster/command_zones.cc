// `muster zones`: the zone for resolvers, and who fetches it.
#include "commands.h"
#include "endpoint.h"
#include "instance.h"
#include "zone_server.h"
#include <base/files.h>
#include <policy/policy.h>

#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <zones/feeds.h>
#include <zones/publisher.h>
#include <zones/resolver_config.h>
#include <zones/secondary.h>

namespace muster::cli {
namespace {

constexpr int kPage = 500;

struct Adding {
  std::string label, notify;
  bool unsigned_ = false;
};

void show(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto publisher = zone_publisher(*instance);
  const auto state = publisher.state();
  if (!state.ok()) return globals.fail(state.error());
  if (state->serial == 0) {
    fmt::print("The zone was never made: `muster server --zones` keeps it.\n");
    return;
  }
  const auto count = publisher.count(state->serial);
  if (!count.ok()) return globals.fail(count.error());
  fmt::print("rpz.muster: serial {}, {} names, changed {}, looked at {}\n", state->serial, *count,
             to_rfc3339(state->changed_at), to_rfc3339(state->looked_at));
  if (!state->closed.empty()) fmt::print("{}\n", state->closed);
  const auto secondaries = zone_secondaries(*instance);
  for (std::string after;;) {
    const auto page = secondaries.list(after, kPage);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& each : *page) {
      fmt::print("{}  {:<24} {}", each.id, each.label, each.is_signed ? "key " + each.key_name : "by its address");
      if (each.ended_at)
        fmt::print(", fetches no more\n");
      else if (!each.fetched_at)
        fmt::print(", never fetched\n");
      else
        fmt::print(", serial {} ({}) at {} by {}\n", each.serial, each.serial == state->serial ? "in force" : "behind",
                   to_rfc3339(*each.fetched_at), each.how);
    }
    if (page->size() < static_cast<std::size_t>(kPage)) return;
    after = page->back().id;
  }
}

void add(Globals& globals, const Adding& given) {
  Instance* instance = globals.open();
  if (!instance) return;
  zones::NewSecondary made{given.label, "", 0, !given.unsigned_};
  if (!given.notify.empty()) {
    const auto at = endpoint_of(given.notify, "notify");
    if (!at.ok()) return globals.fail(at.error());
    made.address = at->address;
    made.port = at->port;
  }
  const auto secondaries = zone_secondaries(*instance);
  const auto added = secondaries.add("system:cli", made);
  if (!added.ok()) return globals.fail(added.error());
  fmt::print("{}\n", added->id);
  if (added->is_signed)
    fmt::print(stderr, "Its key, {}, lies in {}: a clause for the resolver's configuration.\n", added->key_name,
               secondaries.key_file(*added));
  else
    fmt::print(stderr, "It is known by its address alone, {}: let nothing stand between that could take its place.\n",
               added->address);
}

void end(Globals& globals, const std::string& id) {
  Instance* instance = globals.open();
  if (!instance) return;
  if (const auto ended = zone_secondaries(*instance).end("system:cli", id); !ended.ok())
    return globals.fail(ended.error());
  fmt::print("Fetches no more. What it has stays there until the zone's validity is over.\n");
}

struct Writing {
  std::string folder;
  std::vector<std::string> forms;
  bool preview = false;
};

// Each file with its manifest beside it: whole or not at all, and the manifest last.
void write_files(Globals& globals, const Writing& what) {
  Instance* instance = globals.open();
  if (!instance) return;
  std::error_code error;
  std::filesystem::create_directories(what.folder, error);
  for (const std::string& word : what.forms) {
    const auto form = zones::feed_form(word);
    if (!form)
      return globals.fail(
          invalid("feed_unknown", "Say rpz, rpz-base, rpz-hot, names.cdb, domains.cdb, entries or orders.", "form"));
    const auto file = instance->feeds.file(*form);
    if (!file.ok()) return globals.fail(file.error());
    const std::string path = what.folder + "/" + word;
    for (const auto& [name, text] : {std::pair{path, file->body}, std::pair{path + ".manifest", file->manifest}})
      if (const auto written = zones::place_file(name, text); !written.ok()) return globals.fail(written.error());
    if (!what.preview)
      if (const auto noted = instance->feeds.fetched(*file, "cli"); !noted.ok()) return globals.fail(noted.error());
    fmt::print(stderr, "{}: serial {}, {} entries, valid until {}\n", path, file->serial, file->entries,
               to_rfc3339(file->valid_until));
  }
}

struct Configuring {
  std::string kind, secondary, address = "127.0.0.1:53", folder = "/var/lib/muster-feeds";
  bool parts = false;
};

void configure(Globals& globals, const Configuring& asked) {
  const auto kind = zones::resolver_kind(asked.kind);
  if (!kind) return globals.fail(invalid("resolver_kind", "Say unbound, bind, powerdns, knot or dnsdist.", "kind"));
  const auto at = endpoint_of(asked.address, "at");
  if (!at.ok()) return globals.fail(at.error());
  Instance* instance = globals.open();
  if (!instance) return;
  zones::ResolverFacts facts{.address = at->address, .port = at->port, .folder = asked.folder, .parts = asked.parts};
  if (const std::string address = instance->policy.named("public.address"); !address.empty())
    facts.lookup = address + "/lookup";
  const auto secondaries = zone_secondaries(*instance);
  const auto all = secondaries.active();
  if (!all.ok()) return globals.fail(all.error());
  for (const auto& each : *all) {
    if (each.id != asked.secondary && each.label != asked.secondary) continue;
    facts.key_file = secondaries.key_file(each);
    facts.key_name = each.key_name;
    if (const auto key = secondaries.key(each)) facts.key_secret = key->secret;
  }
  if (!asked.secondary.empty() && facts.key_file.empty())
    return globals.fail(not_found("secondary_unknown", "There is no such resolver."));
  fmt::print("{}", zones::resolver_config(*kind, facts));
}

}  // namespace

void add_zones(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("zones", "The zone that resolvers fetch by transfer (AXFR, IXFR, NOTIFY, TSIG)");
  command->require_subcommand(1);
  command->add_subcommand("status", "Serial, names, and how far each resolver is")->callback([&globals] {
    show(globals);
  });
  auto writing = std::make_shared<Writing>();
  auto* files = command->add_subcommand(
      "write", "Files for resolvers, each with its signed manifest; their orders count as carried out");
  files->add_option("folder", writing->folder, "Where to")->required();
  files->add_option("forms", writing->forms, "rpz, rpz-base, rpz-hot, names.cdb, domains.cdb, entries, orders")
      ->required();
  files->add_flag("--preview", writing->preview, "Nothing counts as carried out");
  files->callback([&globals, writing] { write_files(globals, *writing); });
  auto configuring = std::make_shared<Configuring>();
  auto* lines = command->add_subcommand("config", "Lines of configuration for a resolver; of PowerDNS with its key");
  lines->add_option("kind", configuring->kind, "unbound, bind, powerdns, knot or dnsdist")->required();
  lines->add_option("--for", configuring->secondary, "The resolver that `zones add` made: its id or label");
  lines->add_option("--at", configuring->address, "ADDRESS:PORT of `muster server --zones`")->capture_default_str();
  lines->add_option("--folder", configuring->folder, "Of files (muster-feed-fetch)")->capture_default_str();
  lines->add_flag("--parts", configuring->parts, "The large zone and the small one before it");
  lines->callback([&globals, configuring] { configure(globals, *configuring); });
  auto adding = std::make_shared<Adding>();
  auto* one = command->add_subcommand("add", "A resolver may fetch it: prints its id, makes its key");
  one->add_option("label", adding->label, "Which resolver it is")->required();
  one->add_option("--notify", adding->notify, "ADDRESS:PORT at which it takes NOTIFY");
  one->add_flag("--unsigned", adding->unsigned_, "It can't sign (Unbound 1.17): known by the address of --notify");
  one->callback([&globals, adding] { add(globals, *adding); });
  auto id = std::make_shared<std::string>();
  auto* over = command->add_subcommand("end", "It may fetch no more");
  over->add_option("id", *id)->required();
  over->callback([&globals, id] { end(globals, *id); });
}

}  // namespace muster::cli
