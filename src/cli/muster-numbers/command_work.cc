// `muster-numbers work`: one round of what is due: verification, reservations, quarantine, terms.
#include "commands.h"
#include "dealer_work.h"
#include "due_changes.h"
#include "instance.h"
#include "own_page.h"
#include "work.h"
#include <vault/erasures.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

Result<WorkDone> work(Instance& instance, const AuthorityChoice& choice) {
  MUSTER_TRY(const auto authority, authority_of(instance, choice));
  int asked = 0;
  if (authority) {
    registration::Breaker breaker(*authority, instance.clock);
    MUSTER_TRY(asked, verify(instance, breaker));
  }
  MUSTER_TRY(WorkDone done, run_terms(instance));
  done.asked = asked;
  MUSTER_TRY(done.requests, until_none([&] { return instance.requests.tick(); }));
  MUSTER_TRY(done.disputes_told, until_none([&] { return instance.disputes.tick(); }));
  MUSTER_CHECK_OK(make_own_page(instance)->page.sweep());
  MUSTER_CHECK_OK(run_dealer_terms(instance));
  MUSTER_CHECK_OK(instance.jobs.run_due());
  MUSTER_CHECK_OK(vault::ErasureList(instance.data + "/vault.erased").take_from(instance.database));
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
    const auto changes = run_changes(*instance);
    if (!changes.ok()) return globals.fail(changes.error());
    if (globals.json) {
      const std::string terms = done->json();
      fmt::print("{},\"changes\":{}}}\n", terms.substr(0, terms.size() - 1), changes->json());
      return;
    }
    fmt::print("{} asked, {} not verified in time, {} lines moved on, {} closed, {} persons' data destroyed.\n",
               done->asked, done->late, done->lines, done->closed, done->destroyed);
    if (const std::string words = changes->words(); !words.empty()) fmt::print("{}.\n", words);
  });
}

}  // namespace muster::cli
