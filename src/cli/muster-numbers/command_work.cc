// `muster-numbers work`: one round of what is due: verification, reservations, quarantine, terms.
#include "commands.h"
#include "dealer_work.h"
#include "due_changes.h"
#include "instance.h"
#include "work.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Round {
  WorkDone terms;
  ChangesDone changes;
  std::string json() const {
    std::string text = terms.json();
    text.pop_back();
    return text + ",\"changes\":" + changes.json() + "}";
  }
};

Result<Round> work(Instance& instance, const AuthorityChoice& choice) {
  MUSTER_TRY(const auto authority, authority_of(instance, choice));
  int asked = 0;
  if (authority) {
    registration::Breaker breaker(*authority, instance.clock);
    MUSTER_TRY(asked, verify(instance, breaker));
    MUSTER_TRY(const int receivers, verify_receivers(instance, breaker));
    asked += receivers;
  }
  Round done;
  MUSTER_TRY(done.terms, run_terms(instance));
  done.terms.asked = asked;
  MUSTER_TRY(done.changes, run_changes(instance));
  MUSTER_CHECK_OK(run_dealer_terms(instance));
  MUSTER_CHECK_OK(instance.jobs.run_due());
  return done;
}

}  // namespace

void add_work(CLI::App& app, Globals& globals) {
  auto choice = std::make_shared<AuthorityChoice>();
  auto* command = app.add_subcommand("work", "One round of what is due: verification, reservations, quarantine, terms");
  add_authority_options(*command, *choice);
  command->callback([&globals, choice] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = work(*instance, *choice);
    if (!done.ok()) return globals.fail(done.error());
    if (globals.json) {
      fmt::print("{}\n", done->json());
      return;
    }
    const WorkDone& t = done->terms;
    fmt::print("{} asked, {} not verified in time, {} lines moved on, {} closed, {} persons' data destroyed.\n",
               t.asked, t.late, t.lines, t.closed, t.destroyed);
    if (const std::string words = done->changes.words(); !words.empty()) fmt::print("{}.\n", words);
  });
}

}  // namespace muster::cli
