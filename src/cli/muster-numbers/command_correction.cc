// `muster-numbers correction ask|compare|confirm|refuse|withdraw|list`: what was recorded wrongly, put right by two
// persons.
#include "commands.h"
#include "csv_document.h"
#include "csv_input.h"
#include "instance.h"
#include <persons/correction.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using persons::Correction;
using persons::Corrections;

// The right value is personal: it comes in a file, never in the list of processes.
constexpr std::string_view kCorrectionHeader[] = {"holder",  "part",   "value",      "document_id", "document_kind",
                                                  "country", "number", "expires_on", "evidence",    "reference"};

struct CorrectionWish {
  std::string id, file, by, purpose, after;
};

Corrections corrections_of(Instance& i) {
  return {i.database, i.recorder, i.vault, i.policy};
}

void tell_correction(Globals& globals, const Result<Correction>& c) {
  if (!c.ok()) return globals.fail(c.error());
  fmt::print("{}  {}  {}  holder {}\n", c->id, to_text(c->state), to_text(c->part), c->holder_id);
}

void ask_corrections(Globals& globals, Instance& instance, const CorrectionWish& wish) {
  const auto done = each_record(wish.file, kCorrectionHeader, [&](std::int64_t, auto f) -> Result<void> {
    persons::NewCorrection c;
    c.holder_id = std::string(f[0]);
    const auto part = persons::part(f[1]);
    const auto evidence = persons::evidence(f[8]);
    if (!part) return invalid("correction_part", "The part is name, birth_date, address or document.", "part");
    if (!evidence) return invalid("evidence_missing", "Say by which evidence, and its number.", "evidence");
    c.part = *part;
    c.value = std::string(f[2]);
    c.document_id = std::string(f[3]);
    c.document = document_at(f, 4);
    c.proof = {*evidence, std::string(f[9])};
    const auto asked = corrections_of(instance).ask(wish.by, c);
    if (!asked.ok()) return asked.error();
    tell_correction(globals, asked);
    return {};
  });
  if (!done.ok()) globals.fail(done.error());
}

}  // namespace

void add_correction(CLI::App& app, Globals& globals) {
  auto* correction = app.add_subcommand("correction", "A holder's data put right, by two persons");
  correction->require_subcommand(1);
  auto wish = std::make_shared<CorrectionWish>();
  const auto with = [&](CLI::App* command, auto body) {
    command->callback([&globals, wish, body] {
      if (Instance* instance = globals.open()) body(*instance, *wish);
    });
  };
  auto* ask = correction->add_subcommand("ask", "Ask for corrections from a CSV file; prints their ids");
  ask->add_option("file", wish->file,
                  "CSV: holder,part,value,document_id,document_kind,country,number,expires_on,evidence,reference")
      ->required();
  ask->add_option("--by", wish->by, "Id of the person who asks")->required();
  with(ask, [&globals](Instance& i, const CorrectionWish& w) { ask_corrections(globals, i, w); });

  using Operation = Result<Correction> (Corrections::*)(const std::string&, const std::string&) const;
  const std::tuple<const char*, const char*, Operation> operations[] = {
      {"confirm", "The second person agrees: it is in force", &Corrections::confirm},
      {"refuse", "The second person does not", &Corrections::refuse},
      {"withdraw", "Who asked gives it up", &Corrections::withdraw},
  };
  for (const auto& [name, words, operation] : operations) {
    auto* one = correction->add_subcommand(name, words);
    one->add_option("id", wish->id)->required();
    one->add_option("--by", wish->by, "Id of the person")->required();
    with(one, [&globals, run = operation](Instance& i, const CorrectionWish& w) {
      const Corrections service = corrections_of(i);
      tell_correction(globals, (service.*run)(w.by, w.id));
    });
  }

  auto* compare = correction->add_subcommand(
      "compare", "What stands there and what is to stand there; the reading is in the ledger");
  compare->add_option("id", wish->id)->required();
  compare->add_option("--by", wish->by, "Id of the person who reads")->required();
  compare->add_option("--purpose", wish->purpose, "A code")->required();
  with(compare, [&globals](Instance& i, const CorrectionWish& w) {
    const auto fields = corrections_of(i).compare(w.by, w.id, w.purpose);
    if (!fields.ok()) return globals.fail(fields.error());
    for (const auto& [name, value] : *fields) fmt::print("{}: {}\n", name, value);
  });

  auto* list = correction->add_subcommand("list", "Those that wait for a second person, a hundred at a time");
  list->add_option("--after", wish->after, "The last id seen");
  with(list, [&globals](Instance& i, const CorrectionWish& w) {
    const auto waiting = corrections_of(i).waiting(w.after, 100);
    if (!waiting.ok()) return globals.fail(waiting.error());
    for (const Correction& c : *waiting) tell_correction(globals, c);
  });
}

}  // namespace muster::cli
