// `muster-numbers figures export|verify`: the counts that leave this house, without small cells, signed.
#include "commands.h"
#include "figures_file.h"
#include "instance.h"
#include <base/files.h>
#include <ledger/statement.h>

#include <CLI/CLI.hpp>
#include <figures/service.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

Result<void> export_figures(Globals& globals, const std::string& out) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto key, ledger::SigningKey::open(instance->data + "/ledger.key"));
  const figures::Service service(instance->database, instance->recorder, instance->policy);
  MUSTER_TRY(const auto written, service.write(kCommandLine, key));
  const std::string file = ledger::statement_file(written.text, written.note);
  if (out == "-") {
    fmt::print("{}", file);
    return {};
  }
  MUSTER_CHECK_OK(replace_file(out, file));
  fmt::print("{} tables, {} cells of them hidden. Verify with the log's key: {}\n", written.tables, written.hidden,
             key.verifier().to_text());
  return {};
}

}  // namespace

void add_figures(CLI::App& app, Globals& globals) {
  auto* figures = app.add_subcommand("figures", "Counts for readers outside: no small cells, signed");
  figures->require_subcommand(1);
  auto out = std::make_shared<std::string>("-");
  auto* write = figures->add_subcommand("export", "Write them; the export is in the ledger");
  write->add_option("--out", *out, "File; - is standard output")->capture_default_str();
  write->callback([&globals, out] {
    if (const auto done = export_figures(globals, *out); !done.ok()) globals.fail(done.error());
  });
  auto file = std::make_shared<std::string>(), key = std::make_shared<std::string>();
  auto* verify = figures->add_subcommand("verify", "Whether a file is as it was signed; needs no instance");
  verify->add_option("file", *file)->required();
  verify->add_option("--key", *key, "The log's key")->required();
  verify->callback([&globals, file, key] {
    const auto said = verify_figures_file(*file, *key);
    if (!said.ok()) return globals.fail(said.error());
    fmt::print("{}\n", *said);
  });
}

}  // namespace muster::cli
