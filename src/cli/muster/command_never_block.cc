// `muster never-block list|import|propose|lookup`: names that no order takes away with two signatures alone. What is
// proposed here is confirmed by a person who is signed in to the console: a shell is nobody's second person.
#include "commands.h"
#include "instance.h"
#include "interruptible.h"
#include <base/text.h>
#include <names/name.h>
#include <restrictions/never_block_service.h>

#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct NeverBlockOptions {
  std::string file, kind, action = "add", reason, q, name;
  std::vector<std::string> names;
  bool dry_run = false, domain = false, proposals = false;
  int errors_shown = 20, limit = 50;
};

restrictions::NeverBlockService never_block(Instance& instance) {
  return {instance.database, instance.recorder};
}

Result<restrictions::NeverBlockKind> kind_of(const std::string& word) {
  const auto kind = restrictions::never_block_kind(word);
  if (!kind)
    return invalid("never_block_kind", "Say top_site, emergency, health, news_agency, resolver or operator_name.",
                   "kind");
  return *kind;
}
Result<restrictions::NeverBlockAction> action_of(const std::string& word) {
  const auto action = restrictions::never_block_action(word);
  if (!action) return invalid("never_block_action", "Say add or remove.", "action");
  return *action;
}

std::string proposal_line(const restrictions::NeverBlockProposal& p) {
  return fmt::format(R"({{"id":{},"action":"{}","names":{},"refused":{},"sha256":{},"state":"{}","source":{},)"
                     R"("reason":{},"proposed_at":"{}"}})",
                     json_quote(p.id), to_text(p.action), p.names, p.refused, json_quote(p.names_sha256),
                     to_text(p.state), json_quote(p.source), json_quote(p.reason), to_rfc3339(p.proposed_at));
}

Result<void> run_never_block_list(Globals& globals, const NeverBlockOptions& options) {
  std::optional<restrictions::NeverBlockKind> kind;
  if (!options.kind.empty()) {
    MUSTER_TRY(kind, kind_of(options.kind));
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  std::string lines;
  if (options.proposals) {
    MUSTER_TRY(const auto page, never_block(*instance).proposals({}, "", options.limit));
    for (const auto& p : page.items) {
      if (globals.json)
        lines += (lines.empty() ? "" : ",") + proposal_line(p);
      else
        lines += fmt::format("  {}  {:<9}  {:<6} {:>9} names  {}\n", p.id, to_text(p.state), to_text(p.action),
                             with_separators(p.names), p.source.empty() ? p.reason : p.source);
    }
    fmt::print(fmt::runtime(globals.json ? "{{\"items\":[{}],\"next\":{}}}\n" : "{}"), lines,
               page.next.empty() ? "null" : json_quote(page.next));
    return {};
  }
  MUSTER_TRY(const auto page, never_block(*instance).list(kind, to_lower_ascii(trim(options.q)), "", options.limit));
  for (const auto& n : page.items) {
    if (globals.json)
      lines += fmt::format(R"({}{{"name":{},"kind":"{}","since":"{}"}})", lines.empty() ? "" : ",", json_quote(n.name),
                           to_text(n.kind), to_rfc3339(n.since));
    else
      lines += fmt::format("  {:<44} {:<14} since {}\n", names::to_unicode(n.name), to_text(n.kind), to_day(n.since));
  }
  if (globals.json)
    fmt::print("{{\"items\":[{}],\"next\":{}}}\n", lines, page.next.empty() ? "null" : json_quote(page.next));
  else
    fmt::print("{}", lines.empty() ? "No name is on the list.\n" : lines);
  return {};
}

Result<void> run_never_block_import(Globals& globals, const NeverBlockOptions& options) {
  restrictions::NeverBlockImport how;
  MUSTER_TRY(how.kind, kind_of(options.kind));
  MUSTER_TRY(how.action, action_of(options.action));
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no file " + options.file + ", or it can't be read.");
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  std::string faults;
  int shown = 0;
  how.source = options.file == "-" ? "standard input" : options.file.substr(options.file.rfind('/') + 1);
  how.reason = options.reason;
  how.dry_run = options.dry_run;
  how.actor = kCommandLine;
  how.on_error = [&](const restrictions::NeverBlockLineError& e) {
    if (++shown > options.errors_shown) return;
    faults += globals.json ? fmt::format(R"({}{{"line":{},"field":{},"code":{},"sentence":{}}})",
                                         faults.empty() ? "" : ",", e.line, json_quote(e.error.field),
                                         json_quote(e.error.code), json_quote(e.error.sentence))
                           : fmt::format("  line {}: {}\n", with_separators(e.line), e.error.sentence);
  };
  how.on_progress = [](std::int64_t, std::int64_t) { return !Interruptible::asked(); };
  const Interruptible interruptible;
  MUSTER_TRY(const auto r, never_block(*instance).import_file(
                               options.file == "-" ? static_cast<std::istream&>(std::cin) : file, how));
  if (globals.json)
    fmt::print(R"({{"dry_run":{},"proposal_id":{},"lines":{},"names":{},"twice":{},"refused":{},"stopped":{},)"
               R"("errors":[{}]}})"
               "\n",
               options.dry_run, r.id.empty() ? "null" : json_quote(r.id), r.lines, r.names, r.twice, r.refused,
               r.stopped, faults);
  else
    fmt::print("{} lines: {} names, {} twice, {} bad\n{}{}", with_separators(r.lines), with_separators(r.names),
               with_separators(r.twice), with_separators(r.refused), faults,
               r.id.empty() ? "" : "Proposed as " + r.id + ". A person confirms it in the console.\n");
  globals.exit_code = r.stopped ? 4 : r.refused > 0 ? 1 : 0;
  return {};
}

Result<void> run_never_block_propose(Globals& globals, const NeverBlockOptions& options) {
  MUSTER_TRY(const auto kind, kind_of(options.kind));
  MUSTER_TRY(const auto action, action_of(options.action));
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto p, never_block(*instance).propose(action, kind, options.names, options.reason, kCommandLine));
  if (globals.json)
    fmt::print("{}\n", proposal_line(p));
  else
    fmt::print("Proposed as {}: {} names. A person confirms it in the console.\n", p.id, with_separators(p.names));
  return {};
}

Result<void> run_never_block_lookup(Globals& globals, const NeverBlockOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto found, never_block(*instance).look_up(options.name, options.domain));
  globals.exit_code = found ? 1 : 0;
  if (globals.json)
    fmt::print("{{\"third_signature\":{},\"name\":{},\"kind\":{}}}\n", found.has_value(),
               found ? json_quote(found->name) : "null", found ? json_quote(to_text(found->kind)) : "null");
  else if (found)
    fmt::print("An order on it needs a third signature: {} is on the list ({}).\n", found->name, to_text(found->kind));
  else
    fmt::print("Two signatures do.\n");
  return {};
}

}  // namespace

void add_never_block(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<NeverBlockOptions>();
  auto* list = app.add_subcommand("never-block", "Names that no order takes away with two signatures alone");
  list->require_subcommand(1);
  const auto add = [&](const char* name, const char* text, auto run) {
    auto* command = list->add_subcommand(name, text);
    command->callback([&globals, options, run] {
      if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  auto* shown = add("list", "The list as it stands, in order of name", run_never_block_list);
  shown->add_option("--kind", options->kind, "One kind alone");
  shown->add_option("--name", options->q, "Begin of the name");
  shown->add_flag("--proposals", options->proposals, "What was proposed instead, newest first");
  shown->add_option("--limit", options->limit, "How many are listed")->check(CLI::Range(1, 500))->capture_default_str();
  const auto proposes = [&](CLI::App* command) {
    command->add_option("--kind", options->kind, "top_site, emergency, health, news_agency, resolver, operator_name")
        ->required();
    command->add_option("--action", options->action, "add or remove")->capture_default_str();
    command->add_option("--reason", options->reason, "Why, in a sentence")->required();
  };
  auto* file = add("import", "Propose a file: a name a line, CSV (name, kind), or rank,name", run_never_block_import);
  file->add_option("file", options->file, "The file; - is standard input")->required();
  file->add_flag("--dry-run", options->dry_run, "Check every line, write nothing");
  file->add_option("--errors", options->errors_shown, "How many bad lines are shown")->capture_default_str();
  proposes(file);
  auto* proposed = add("propose", "Propose names", run_never_block_propose);
  proposed->add_option("names", options->names, "The names")->required();
  proposes(proposed);
  auto* lookup = add("lookup", "Whether an order on a name needs a third signature", run_never_block_lookup);
  lookup->add_option("name", options->name, "The name")->required();
  lookup->add_flag("--domain", options->domain, "With everything below it");
}

}  // namespace muster::cli
