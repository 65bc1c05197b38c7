// `muster-numbers duplicate scan|list|review|same|different`: who may be on record twice.
#include "commands.h"
#include "instance.h"
#include <persons/duplicates.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using persons::DuplicatePair;

struct PairWish {
  std::string id, by, purpose, evidence = "register_extract", reference, after;
};

persons::Duplicates duplicates_of(Instance& i) {
  return {i.database, i.recorder, i.vault, i.policy};
}

void tell_pair(const DuplicatePair& p) {
  std::string rules;
  for (const std::string& rule : p.rules) rules += (rules.empty() ? "" : ", ") + rule;
  fmt::print("{}  {}  {} and {}: {}\n", p.id, to_text(p.state), p.holder_a, p.holder_b, rules);
}
void tell_pair(Globals& globals, const Result<DuplicatePair>& p) {
  if (!p.ok()) return globals.fail(p.error());
  tell_pair(*p);
}

void scan_all(Globals& globals, Instance& instance) {
  persons::Duplicates::Scanned all;
  for (;;) {
    const auto some = duplicates_of(instance).scan();
    if (!some.ok()) return globals.fail(some.error());
    if (some->seen == 0) break;
    all.seen += some->seen;
    all.suspected += some->suspected;
    all.too_many += some->too_many;
  }
  fmt::print("{} persons compared, {} pairs suspected, {} with too many candidates.\n", all.seen, all.suspected,
             all.too_many);
}

void review(Globals& globals, Instance& instance, const PairWish& wish) {
  const auto both = duplicates_of(instance).review(wish.by, wish.id, wish.purpose);
  if (!both.ok()) return globals.fail(both.error());
  tell_pair(both->pair);
  std::set<std::string> names;
  for (const auto* side : {&both->a, &both->b})
    for (const auto& [name, value] : *side) names.insert(name);
  const auto at = [](const vault::Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string("-") : found->second;
  };
  for (const std::string& name : names) fmt::print("{}: {} | {}\n", name, at(both->a, name), at(both->b, name));
}

Result<DuplicatePair> decide_pair(Instance& instance, const PairWish& wish, bool same) {
  const auto evidence = persons::evidence(wish.evidence);
  if (!evidence) return invalid("evidence_missing", "Say by which evidence, and its number.", "evidence");
  const persons::Proof proof{*evidence, wish.reference};
  const persons::Duplicates service = duplicates_of(instance);
  return same ? service.same(wish.by, wish.id, proof) : service.different(wish.by, wish.id, proof);
}

}  // namespace

void add_duplicate(CLI::App& app, Globals& globals) {
  auto* duplicate = app.add_subcommand("duplicate", "Who may be on record twice; people decide");
  duplicate->require_subcommand(1);
  auto wish = std::make_shared<PairWish>();
  duplicate->add_subcommand("scan", "Compare who is new, by the policy's rules")->callback([&globals] {
    if (Instance* instance = globals.open()) scan_all(globals, *instance);
  });
  auto* list = duplicate->add_subcommand("list", "Pairs that wait for a person, a hundred at a time");
  list->add_option("--after", wish->after, "The last id seen");
  list->callback([&globals, wish] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto open = duplicates_of(*instance).open(wish->after, 100);
    if (!open.ok()) return globals.fail(open.error());
    for (const DuplicatePair& p : *open) tell_pair(p);
  });
  auto* side_by_side = duplicate->add_subcommand("review", "Both records side by side; the reading is in the ledger");
  side_by_side->add_option("id", wish->id)->required();
  side_by_side->add_option("--by", wish->by, "Id of the person who reads")->required();
  side_by_side->add_option("--purpose", wish->purpose, "A code")->required();
  side_by_side->callback([&globals, wish] {
    if (Instance* instance = globals.open()) review(globals, *instance, *wish);
  });
  for (const bool same : {true, false}) {
    auto* decide = duplicate->add_subcommand(
        same ? "same" : "different",
        same ? "One person: linked, and counted as one" : "Two persons: never asked again; a link is undone");
    decide->add_option("id", wish->id)->required();
    decide->add_option("--by", wish->by, "Id of the person who decides")->required();
    decide
        ->add_option("--evidence", wish->evidence,
                     "both_documents_shown, register_extract, court_record or issuer_confirmation")
        ->capture_default_str();
    decide->add_option("--reference", wish->reference, "Its number")->required();
    decide->callback([&globals, wish, same] {
      if (Instance* instance = globals.open()) tell_pair(globals, decide_pair(*instance, *wish, same));
    });
  }
}

}  // namespace muster::cli
