// `muster-numbers excess find|list|show|choose`: who holds more lines than the cap, and which they keep.
#include "commands.h"
#include "instance.h"
#include <registration/excess.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using registration::Excess;

struct ExcessWish {
  std::string id, kind = "voice", reference;
  std::vector<std::string> keep;
};

registration::Excesses excesses_of(Instance& i) {
  return {i.database, i.recorder, i.policy};
}

void tell_excess(const Excess& e) {
  fmt::print("{}  {}  {} {} of {}  until {}\n", e.id, to_text(e.state), e.held, to_text(e.kind), e.cap,
             to_day(e.due_at));
}

void find_excess(Globals& globals, Instance& instance, const std::string& word) {
  const auto kind = lines::line_kind(word);
  if (!kind) return globals.fail(invalid("pool_kind", "The kind of a line is voice, data or iot.", "kind"));
  std::string after;
  int found = 0;
  do {
    const auto some = excesses_of(instance).find(kCommandLine, *kind, after);
    if (!some.ok()) return globals.fail(some.error());
    found += some->found;
    after = some->last;
  } while (!after.empty());
  fmt::print("{} persons are asked to choose.\n", found);
}

void list_excess(Globals& globals, Instance& instance) {
  std::optional<Excess> after;
  for (;;) {
    const auto page = excesses_of(instance).open(after, 500);
    if (!page.ok()) return globals.fail(page.error());
    for (const Excess& e : *page) tell_excess(e);
    if (page->size() < 500) return;
    after = page->back();
  }
}

// Numbers are shown by their first and last digits: who chooses knows them.
void show_excess(Globals& globals, Instance& instance, const std::string& id) {
  const auto held = excesses_of(instance).lines_of(id);
  if (!held.ok()) return globals.fail(held.error());
  for (const auto& l : *held)
    fmt::print("{}  {}  {}  since {}{}\n", l.ownership.id, lines::msisdn_masked(l.line.msisdn), to_text(l.line.state),
               to_day(l.ownership.from),
               !l.keep   ? ""
               : *l.keep ? "  keeps"
                         : "  closes");
}

}  // namespace

void add_excess(CLI::App& app, Globals& globals) {
  auto* excess = app.add_subcommand("excess", "Persons beyond the cap choose which lines to keep");
  excess->require_subcommand(1);
  auto wish = std::make_shared<ExcessWish>();
  auto* find = excess->add_subcommand("find", "Put on the list who holds more than the cap of now");
  find->add_option("--kind", wish->kind, "voice, data or iot")->capture_default_str();
  find->callback([&globals, wish] {
    if (Instance* instance = globals.open()) find_excess(globals, *instance, wish->kind);
  });
  excess->add_subcommand("list", "Those who have not chosen, by the end of their term")->callback([&globals] {
    if (Instance* instance = globals.open()) list_excess(globals, *instance);
  });
  auto* show = excess->add_subcommand("show", "A person's lines");
  show->add_option("id", wish->id)->required();
  show->callback([&globals, wish] {
    if (Instance* instance = globals.open()) show_excess(globals, *instance, wish->id);
  });
  auto* choose = excess->add_subcommand("choose", "What the person chose: those named stay, all others are closed");
  choose->add_option("id", wish->id)->required();
  choose->add_option("keep", wish->keep, "Ids of the intervals to keep, as shown")->required();
  choose->add_option("--reference", wish->reference, "Number of the form or message")->required();
  choose->callback([&globals, wish] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = excesses_of(*instance).choose(kCommandLine, wish->id, wish->keep, wish->reference);
    if (!done.ok()) return globals.fail(done.error());
    tell_excess(*done);
  });
}

}  // namespace muster::cli
