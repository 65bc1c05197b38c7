// `muster-numbers dispute list|show|words|ask-dealer|answer|decide`: what people dispute.
#include "commands.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::cli {
namespace {

struct DisputeChoices {
  std::string id, person, state, after, answer, words, outcome, reason, purpose;
  bool overdue = false;
};

void print_dispute(Globals& globals, const lookups::Dispute& d) {
  if (globals.json)
    fmt::print(
        R"({{"id":"{}","kind":"{}","state":"{}","line":{},"dealer":{},"fields":{},"opened_at":"{}","due_at":"{}",)"
        R"("dealer_answer":{},"outcome":{},"reason":{},"version":{}}})"
        "\n",
        d.id, to_text(d.kind), to_text(d.state), json_quote(d.line_id), json_quote(d.dealer_id),
        json_quote(fmt::format("{}", fmt::join(d.fields, " "))), to_rfc3339(d.opened_at), to_rfc3339(d.due_at),
        d.dealer_answer ? json_quote(to_text(*d.dealer_answer)) : "null",
        d.outcome ? json_quote(to_text(*d.outcome)) : "null", json_quote(d.reason), d.version);
  else
    fmt::print("{}  {}  {}  due {}  {}\n", d.id, to_text(d.kind), to_text(d.state), to_rfc3339(d.due_at),
               d.outcome ? to_text(*d.outcome) : "");
}
void tell_dispute(Globals& globals, const Result<lookups::Dispute>& d) {
  if (!d.ok()) return globals.fail(d.error());
  print_dispute(globals, *d);
}

Result<lookups::Dispute> decide_dispute(Instance& instance, const DisputeChoices& c) {
  const auto outcome = lookups::dispute_outcome(c.outcome);
  if (!outcome) return invalid("dispute_outcome", "A dispute ends as closed, kept or corrected.", "outcome");
  MUSTER_TRY(const auto now, instance.disputes.get(c.id));
  return instance.disputes.decide(c.person, c.id, now.version, *outcome, c.reason);
}
Result<lookups::Dispute> ask_about(Instance& instance, const DisputeChoices& c) {
  MUSTER_TRY(const auto now, instance.disputes.get(c.id));
  return instance.disputes.ask_dealer(c.person, c.id, now.version);
}
Result<lookups::Dispute> answer_about(Instance& instance, const DisputeChoices& c) {
  const auto answer = lookups::dealer_answer(c.answer);
  if (!answer) return invalid("dealer_answer", "A dealer confirms, admits, or has no record.", "answer");
  MUSTER_TRY(const auto now, instance.disputes.get(c.id));
  return instance.disputes.note_answer(c.person, c.id, now.version, *answer, c.words);
}

}  // namespace

void add_dispute(CLI::App& app, Globals& globals) {
  auto* dispute = app.add_subcommand("dispute", "What people dispute: numbers that are not theirs, data that is wrong");
  dispute->require_subcommand(1);
  const auto c = std::make_shared<DisputeChoices>();
  const auto one = [&](const char* name, const char* what) {
    auto* command = dispute->add_subcommand(name, what);
    command->add_option("id", c->id)->required();
    return command;
  };
  auto* list = dispute->add_subcommand("list", "Newest first");
  list->add_option("--state", c->state);
  list->add_option("--after", c->after, "The last id seen");
  list->add_flag("--overdue", c->overdue, "Those that nobody decided in their term");
  list->callback([&globals, c] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto all = c->overdue ? instance->disputes.overdue(100) : instance->disputes.list(c->state, c->after, 100);
    if (!all.ok()) return globals.fail(all.error());
    for (const auto& d : *all) print_dispute(globals, d);
  });
  one("show", "One dispute")->callback([&globals, c] {
    if (Instance* instance = globals.open()) tell_dispute(globals, instance->disputes.get(c->id));
  });
  auto* words = one("words", "The words of both sides: a reading, for a purpose");
  words->add_option("--person", c->person, "Who of the house reads them")->required();
  words->add_option("--purpose", c->purpose, "A code")->required();
  words->callback([&globals, c] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto read = instance->disputes.words(c->person, c->id, c->purpose);
    if (!read.ok()) return globals.fail(read.error());
    for (const auto& [field, value] : *read) fmt::print("{}: {}\n", field, value);
  });
  auto* ask = one("ask-dealer", "Ask who registered the line how it was done");
  ask->add_option("--person", c->person, "Who of the house asks")->required();
  ask->callback([&globals, c] {
    if (Instance* instance = globals.open()) tell_dispute(globals, ask_about(*instance, *c));
  });
  auto* answer = one("answer", "What the dealer says: confirms, admits or no_record");
  answer->add_option("answer", c->answer)->required();
  answer->add_option("--person", c->person, "Who enters it")->required();
  answer->add_option("--words", c->words);
  answer->callback([&globals, c] {
    if (Instance* instance = globals.open()) tell_dispute(globals, answer_about(*instance, *c));
  });
  auto* decide = one("decide", "By a person: closed (the line is closed for that holder), kept, or corrected");
  decide->add_option("outcome", c->outcome)->required();
  decide->add_option("--person", c->person, "Who of the house decides; not who registered it")->required();
  decide->add_option("--reason", c->reason, "A code: why")->required();
  decide->callback([&globals, c] {
    if (Instance* instance = globals.open()) tell_dispute(globals, decide_dispute(*instance, *c));
  });
}

}  // namespace muster::cli
