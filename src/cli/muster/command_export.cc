// `muster export rpz`: the zone for a resolver's file.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <enforcement/service.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Export {
  std::string out;
  bool preview = false;
};

void export_rpz(Globals& globals, const Export& what) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto zone = what.preview ? instance->enforcement.preview_rpz() : instance->enforcement.rpz("cli");
  if (!zone.ok()) return globals.fail(zone.error());
  for (const auto& left : zone->left_out)
    fmt::print(stderr, "Left out {}: {} ({})\n", left.order_number, left.sentence, left.code);
  if (what.out.empty()) {
    fmt::print("{}", zone->text);
    return;
  }
  // A resolver that reads the file at this moment sees the old zone or the new one, never half of one.
  if (const auto written = replace_file(what.out, zone->text); !written.ok()) return globals.fail(written.error());
  fmt::print(stderr, "Wrote {} {}, serial {}, to {}.\n", zone->entries.size(),
             zone->entries.size() == 1 ? "entry" : "entries", zone->serial, what.out);
}

}  // namespace

void add_export(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("export", "Write what follows from orders in force");
  command->require_subcommand(1);
  auto what = std::make_shared<Export>();
  auto* rpz =
      command->add_subcommand("rpz", "A Response Policy Zone for Unbound or BIND; its orders count as carried out");
  rpz->add_option("--out", what->out, "File; written whole or not at all. Without it: standard output");
  rpz->add_flag("--preview", what->preview, "Only show it: nothing counts as carried out");
  rpz->callback([&globals, what] { export_rpz(globals, *what); });
}

}  // namespace muster::cli
