// `muster export rpz|xarf|misp`: the zone for a resolver's file; what providers and other operators are told of orders.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <enforcement/service.h>
#include <policy/policy.h>

#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sharing/misp.h>
#include <sharing/publisher.h>
#include <zones/feeds.h>

namespace muster::cli {
namespace {

constexpr std::size_t kOrdersAPage = 500;

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

struct XarfExport {
  std::string out, order, provider;
};

// A report a line: of one order, or of each that providers carry out now.
void export_xarf(Globals& globals, const XarfExport& what) {
  Instance* instance = globals.open();
  if (!instance) return;
  const sharing::XarfOrganisation house{instance->shared_orders.speaker().name, instance->policy.text("notices.from")};
  const std::string address = instance->policy.named("public.address");
  std::string lines, after;
  std::int64_t told = 0;
  const auto tell = [&](const std::string& order) -> Result<void> {
    MUSTER_TRY(const std::string line, instance->shared_orders.xarf(order, house, address));
    lines += line + "\n";
    ++told;
    return {};
  };
  if (!what.order.empty()) {
    if (const auto done = tell(what.order); !done.ok()) return globals.fail(done.error());
  } else {
    for (std::size_t page = kOrdersAPage; page == kOrdersAPage;) {
      const auto ids = instance->shared_orders.provider_orders(what.provider, after, static_cast<int>(kOrdersAPage));
      if (!ids.ok()) return globals.fail(ids.error());
      page = ids->size();
      for (const std::string& id : *ids) {
        if (const auto done = tell(id); !done.ok())
          fmt::print(stderr, "Left out {}: {} ({})\n", id, done.error().sentence, done.error().code);
        after = id;
      }
    }
  }
  if (what.out.empty()) {
    fmt::print("{}", lines);
    return;
  }
  if (const auto written = replace_file(what.out, lines); !written.ok()) return globals.fail(written.error());
  fmt::print(stderr, "Wrote {} {} to {}.\n", told, told == 1 ? "report" : "reports", what.out);
}

// A folder that MISP reads as a feed: the events first, what names them afterwards.
void export_misp(Globals& globals, const std::string& folder) {
  Instance* instance = globals.open();
  if (!instance) return;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  sharing::MispIndex index;
  const auto put = [&](const std::string& name, const std::string& text) {
    return replace_file(folder + "/" + name, text);
  };
  const auto written = [&]() -> Result<void> {
    MUSTER_CHECK_OK(instance->shared_orders.misp([&](const sharing::MispEvent& event) -> Result<void> {
      index.add(event);
      return put(event.uuid + ".json", event.json);
    }));
    const std::string manifest = index.manifest_json();
    MUSTER_CHECK_OK(put("hashes.csv", index.hashes_csv()));
    MUSTER_CHECK_OK(put("manifest.json", manifest));
    return put("manifest", instance->feeds.note("misp", manifest, index.newest(), index.standing(), index.orders()));
  }();
  if (!written.ok()) return globals.fail(written.error());
  fmt::print(stderr, "{}: {} {}, {} {} of {} {}\n", folder, index.events(), index.events() == 1 ? "event" : "events",
             index.standing(), index.standing() == 1 ? "name" : "names", index.orders().size(),
             index.orders().size() == 1 ? "order" : "orders");
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
  auto told = std::make_shared<XarfExport>();
  auto* xarf = command->add_subcommand(
      "xarf", "What providers are told of orders that they carry out, as reports of XARF v4, one a line");
  xarf->add_option("--order", told->order, "Number or id of one order, whoever carries it out");
  xarf->add_option("--provider", told->provider, "Id of one provider's party");
  xarf->add_option("--out", told->out, "File; written whole or not at all. Without it: standard output");
  xarf->callback([&globals, told] { export_xarf(globals, *told); });
  auto folder = std::make_shared<std::string>();
  auto* misp = command->add_subcommand(
      "misp", "What other operators are told of orders, as a feed of MISP with its signed manifest");
  misp->add_option("folder", *folder, "Where to; nothing else should lie there")->required();
  misp->callback([&globals, folder] { export_misp(globals, *folder); });
}

}  // namespace muster::cli
