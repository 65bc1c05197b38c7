// `muster-numbers aggregates export|push`: counts of the register for a regulator's instance of `muster`.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <ledger/statement.h>

#include <CLI/CLI.hpp>
#include <aggregates/carry.h>
#include <aggregates/envelope.h>
#include <figures/service.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

Result<std::string> made_aggregates(Instance& instance) {
  MUSTER_TRY(const auto key, ledger::SigningKey::open(instance.data + "/ledger.key"));
  const figures::Service service(instance.database, instance.recorder, instance.policy);
  MUSTER_TRY(const auto made, service.write_aggregates(kCommandLine, key));
  return ledger::statement_file(made.text, made.note);
}

Result<void> export_aggregates(Globals& globals, const std::string& out) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const std::string file, made_aggregates(*instance));
  if (out == "-") {
    fmt::print("{}", file);
    return {};
  }
  MUSTER_CHECK_OK(replace_file(out, file));
  if (!globals.json) fmt::print("Wrote {}.\n", out);
  return {};
}

Result<void> push_aggregates(Globals& globals, const std::string& url) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const std::string file, made_aggregates(*instance));
  MUSTER_TRY(const std::string said, aggregates::send(url, file));
  fmt::print("{}\n", said);
  return {};
}

}  // namespace

void add_aggregates(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("aggregates", "Counts for a regulator's instance: no small cells, signed");
  command->require_subcommand(1);
  auto out = std::make_shared<std::string>("-"), url = std::make_shared<std::string>();
  auto* write = command->add_subcommand("export", "Write them; the export is in the ledger");
  write->add_option("--out", *out, "File; - is standard output")->capture_default_str();
  write->callback([&globals, out] {
    if (const auto done = export_aggregates(globals, *out); !done.ok()) globals.fail(done.error());
  });
  auto* push = command->add_subcommand("push", "Send them");
  push->add_option("url", *url, "https://HOST/api/aggregates")->required();
  push->callback([&globals, url] {
    if (const auto done = push_aggregates(globals, *url); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
