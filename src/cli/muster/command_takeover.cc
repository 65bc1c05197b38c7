// `muster takeover filings|list|done`: the register of another system, and what of it is to be verified again.
#include "commands.h"
#include "instance.h"
#include "interruptible.h"
#include <base/files.h>
#include <base/text.h>
#include <takeover/takeover.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct TakeoverCommand {
  std::string file, mapping, provider, id, how;
  bool dry_run = false;
  int errors_shown = 20, limit = 50;
};

Result<void> run_filings(Globals& globals, const TakeoverCommand& options) {
  MUSTER_TRY(const std::string text, read_file(options.mapping, takeover::kMappingBytesMax));
  MUSTER_TRY(const auto mapping, takeover::parse_mapping(text));
  Instance* instance = globals.open();
  if (!instance) return {};
  const filings::Importer importer(instance->database, instance->recorder, instance->vault, instance->restrictions);
  const takeover::Service service(instance->database, instance->recorder, instance->policy, importer);
  std::string faults;
  int shown = 0;
  takeover::Options how;
  how.file = options.file;
  how.dry_run = options.dry_run;
  how.provider_id = options.provider;
  how.actor = kCommandLine;
  how.on_error = [&](const filings::LineError& e) {
    if (++shown > options.errors_shown) return;
    faults += globals.json
                  ? fmt::format(R"({}{{"record":{},"number":{},"field":{},"code":{},"sentence":{}}})",
                                faults.empty() ? "" : ",", e.line, json_quote(e.number), json_quote(e.error.field),
                                json_quote(e.error.code), json_quote(e.error.sentence))
                  : fmt::format("  record {}: {}\n", with_separators(e.line), e.error.sentence);
  };
  how.on_progress = [](const takeover::Progress&) { return !Interruptible::asked(); };
  const Interruptible interruptible;
  MUSTER_TRY(const auto result, service.take_over(mapping, how));
  if (globals.json)
    fmt::print(R"({{"dry_run":{},"system":{},"records":{},"accepted":{},"already_in":{},"refused":{},"stopped":{},)"
               R"("errors":[{}]}})"
               "\n",
               options.dry_run, json_quote(mapping.system), result.lines, result.accepted, result.already_in,
               result.refused, result.stopped, faults);
  else
    fmt::print("{}: {} records; {} {}, {} were in already, {} were refused{}\n{}", mapping.system,
               with_separators(result.lines), with_separators(result.accepted),
               options.dry_run ? "would come in" : "came in", with_separators(result.already_in),
               with_separators(result.refused), result.stopped ? "; stopped" : "", faults);
  globals.exit_code = result.stopped ? 4 : result.refused > 0 ? 1 : 0;
  return {};
}

Result<void> run_list(Globals& globals, const TakeoverCommand& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const filings::Importer importer(instance->database, instance->recorder, instance->vault, instance->restrictions);
  const takeover::Service service(instance->database, instance->recorder, instance->policy, importer);
  MUSTER_TRY(const auto origin_page, service.origins());
  const auto& origins = origin_page.items;
  MUSTER_TRY(const auto page, service.to_reverify("", "", options.limit));
  const auto& open = page.items;
  if (!globals.json) {
    for (const auto& o : origins)
      fmt::print("{}{}\n", o.source_name,
                 o.reverify_by ? ": verified again by " + to_day(*o.reverify_by) + (o.law.empty() ? "" : ", " + o.law)
                               : std::string());
    for (const auto& f : open) fmt::print("  {}  {:<20} {:<44} {}\n", f.site_id, f.number, f.name, to_day(f.due));
    globals.exit_code = open.empty() ? 0 : 1;
    return {};
  }
  std::string systems, items;
  for (const auto& o : origins)
    systems += fmt::format(R"({}{{"source":{},"system":{},"law":{},"reverify_by":{}}})", systems.empty() ? "" : ",",
                           json_quote(o.source_name), json_quote(o.system), json_quote(o.law),
                           o.reverify_by ? json_quote(to_rfc3339(*o.reverify_by)) : "null");
  for (const auto& f : open)
    items += fmt::format(R"({}{{"site_id":{},"number":{},"name":{},"system":{},"due":"{}"}})", items.empty() ? "" : ",",
                         json_quote(f.site_id), json_quote(f.number), json_quote(f.name), json_quote(f.system),
                         to_rfc3339(f.due));
  fmt::print("{{\"origins\":[{}],\"to_reverify\":[{}]}}\n", systems, items);
  globals.exit_code = open.empty() ? 0 : 1;
  return {};
}

Result<void> run_done(Globals& globals, const TakeoverCommand& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const filings::Importer importer(instance->database, instance->recorder, instance->vault, instance->restrictions);
  const takeover::Service service(instance->database, instance->recorder, instance->policy, importer);
  MUSTER_CHECK_OK(service.reverified(options.id, options.how, kCommandLine));
  fmt::print("{}\n", globals.json ? "{\"reverified\":true}" : "It is on record that this filing was verified again.");
  return {};
}

}  // namespace

void add_takeover(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<TakeoverCommand>();
  auto* takeover = app.add_subcommand("takeover", "The register of another system, through a mapping of its columns");
  takeover->require_subcommand(1);
  const auto add = [&](const char* name, const char* text, Result<void> (*run)(Globals&, const TakeoverCommand&)) {
    auto* command = takeover->add_subcommand(name, text);
    command->callback([&globals, options, run] {
      if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  auto* filings = add("filings", "Take in filings out of a CSV export or an SQLite file", run_filings);
  filings->add_option("file", options->file, "The file; SQLite when the mapping names a table")->required();
  filings->add_option("--mapping", options->mapping, "TOML file that says which of its columns are ours")->required();
  filings->add_option("--provider", options->provider, "Party of records that name none");
  filings->add_flag("--dry-run", options->dry_run, "Check every record, write nothing");
  filings->add_option("--errors", options->errors_shown, "How many bad records are shown")->capture_default_str();
  auto* list = add("list", "Where filings came from, and which are to be verified again", run_list);
  list->add_option("--limit", options->limit, "How many are listed")->check(CLI::Range(1, 500))->capture_default_str();
  auto* done = add("done", "A filing was verified again", run_done);
  done->add_option("site", options->id, "Id of the site")->required();
  done->add_option("--how", options->how, "How it was verified")->required();
}

}  // namespace muster::cli
