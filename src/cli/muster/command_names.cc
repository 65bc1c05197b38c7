// `muster names`: the compiled name index by hand, and what Muster makes of a name.
#include "commands.h"
#include "names_report.h"
#include <names/name.h>
#include <names/suffix.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

// Exit 0 yes, 1 no.
void end(Globals& globals, const Result<bool>& done) {
  if (!done.ok()) return globals.fail(done.error());
  globals.exit_code = *done ? 0 : 1;
}
void end(Globals& globals, const Result<void>& done) {
  if (!done.ok()) globals.fail(done.error());
}

void add_build(CLI::App& command, Globals& globals) {
  auto made = std::make_shared<NamesBuild>();
  auto* build = command.add_subcommand(
      "build",
      "Compile a list of rules into an index; exit 1 and nothing written when lines are bad or contradict each other");
  build
      ->add_option("file", made->file,
                   "A rule a line: name (with all below), =name (alone), *.name (what is below); ! in front makes an "
                   "exception; a payload may stand behind. - is standard input")
      ->required();
  build->add_option("index", made->out, "The index to write")->required();
  build->add_flag("--skip-bad", made->skip_bad,
                  "Write what is good; of rules that contradict each other the first stays");
  build->add_flag("--drop-changes", made->drop_changes, "Drop changes in the old index's journal");
  build->add_option("--memory", made->memory_mib, "MiB for rules under construction; beyond it they go to disk")
      ->check(CLI::Range(64, 1 << 20))
      ->capture_default_str();
  build->add_option("--threads", made->threads, "How many threads; 0: one a core")->check(CLI::Range(0, 64));
  build->add_option("--meta", made->meta, "A text to keep in the index: what the payloads mean");
  build->callback([&globals, made] {
    made->json = globals.json;
    end(globals, names_build(*made));
  });
}

void add_query(CLI::App& command, Globals& globals) {
  auto path = std::make_shared<std::string>();
  auto asked = std::make_shared<std::vector<std::string>>();
  auto* query = command.add_subcommand("query", "Say which rules decide about names; exit 1 when one is not covered");
  query->add_option("index", *path, "The index")->required();
  query->add_option("names", *asked, "Names to look up; - takes more from standard input")->required();
  query->callback([&globals, path, asked] { end(globals, names_query(*path, *asked, globals.json)); });
}

void add_diff(CLI::App& command, Globals& globals) {
  struct Options {
    std::string before, after;
    std::uint64_t limit = 1000;
  };
  auto options = std::make_shared<Options>();
  auto* diff = command.add_subcommand("diff", "Say which rules of two indexes differ; exit 1 when some do");
  diff->add_option("before", options->before, "The old index")->required();
  diff->add_option("after", options->after, "The new index")->required();
  diff->add_option("--limit", options->limit, "Print at most so many; all are counted")->capture_default_str();
  diff->callback(
      [&globals, options] { end(globals, names_diff(options->before, options->after, options->limit, globals.json)); });
}

void add_change(CLI::App& command, Globals& globals) {
  struct Options {
    std::string index;
    std::vector<std::string> set, removed;
  };
  auto options = std::make_shared<Options>();
  auto* change =
      command.add_subcommand("change", "Set and remove rules of an index at once, by its journal, all or none");
  change->add_option("index", options->index, "The index")->required();
  change->add_option("--set", options->set, "A rule as in lists, its payload behind a blank or comma");
  change->add_option("--remove", options->removed, "A rule as in lists");
  change->callback([&globals, options] {
    end(globals, names_change(options->index, options->set, options->removed, globals.json));
  });
}

void add_of_one(CLI::App& command, Globals& globals, const char* name, const char* about,
                Result<void> (*run)(const std::string&, bool)) {
  auto path = std::make_shared<std::string>();
  auto* one = command.add_subcommand(name, about);
  one->add_option("index", *path, "The index")->required();
  one->callback([&globals, path, run] { end(globals, run(*path, globals.json)); });
}

void add_show(CLI::App& command, Globals& globals) {
  auto shown = std::make_shared<std::string>();
  auto* show = command.add_subcommand("show", "Say what Muster makes of a name: its form, its site, its public suffix");
  show->add_option("name", *shown, "The name")->required();
  show->callback([&globals, shown] {
    const auto name = names::parse_name(*shown, {.underscore = true});
    if (!name.ok()) return globals.fail(name.error());
    const auto site = names::registrable_domain(name->ascii);
    fmt::print("name           {}\nin Unicode     {}\nsite           {}\npublic suffix  {}\n", name->ascii,
               names::to_unicode(name->ascii), site.empty() ? "none: this is a public suffix" : site,
               names::public_suffix(name->ascii));
  });
}

}  // namespace

void add_names(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("names", "Names, public suffixes and the compiled name index");
  command->require_subcommand(1);
  add_build(*command, globals);
  add_query(*command, globals);
  add_diff(*command, globals);
  add_of_one(*command, globals, "check", "Read an index and its journal whole, and say whether they are whole",
             names_check);
  add_change(*command, globals);
  add_of_one(*command, globals, "compact", "Compile an index and its changes into a new index", names_compact);
  add_show(*command, globals);
}

}  // namespace muster::cli
