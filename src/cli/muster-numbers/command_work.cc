// `muster-numbers work`: one round of what is due: verification, reservations, quarantine, terms.
#include "commands.h"
#include "due_changes.h"
#include "instance.h"
#include "own_page.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Options {
  std::string register_file, url, token;
};
constexpr Duration kLookBack = std::chrono::hours(24 * 7);

Result<int> until_none(const std::function<Result<int>()>& once) {
  int all = 0;
  for (int some = 1; some > 0; all += some) {
    MUSTER_TRY(some, once());
  }
  return all;
}

Result<std::unique_ptr<registration::Authority>> authority_of(const Options& options) {
  if (!options.register_file.empty()) return registration::open_register_file(options.register_file);
  if (!options.url.empty())
    return registration::make_http_authority({options.url, options.token, std::chrono::seconds(5)});
  return std::unique_ptr<registration::Authority>();
}

Result<void> work(Instance& instance, const Options& options, bool as_json) {
  MUSTER_TRY(const auto authority, authority_of(options));
  int verified = 0;
  if (authority) {
    registration::Breaker breaker(*authority, instance.clock);
    MUSTER_TRY(verified, until_none([&] { return instance.registration.verify_due(breaker); }));
    MUSTER_TRY(const int receivers, verify_receivers(instance, breaker));
    verified += receivers;
  }
  MUSTER_TRY(const int late, until_none([&] { return instance.registration.tick(); }));
  MUSTER_TRY(const int moved, until_none([&] { return instance.lines.tick(); }));
  const Instant since = instance.clock.now() - kLookBack;
  MUSTER_TRY(const int closed, until_none([&] { return instance.registration.close_ended(since); }));
  MUSTER_TRY(const int destroyed, until_none([&] { return instance.persons.tick(); }));
  MUSTER_TRY(const int requests, until_none([&] { return instance.requests.tick(); }));
  MUSTER_TRY(const int told, until_none([&] { return instance.disputes.tick(); }));
  MUSTER_CHECK_OK(make_own_page(instance)->page.sweep());
  MUSTER_CHECK_OK(instance.camara.sweep());
  MUSTER_TRY(const ChangesDone changes, run_changes(instance));
  if (as_json)
    fmt::print(
        "{{\"asked\":{},\"late\":{},\"lines\":{},\"closed\":{},\"destroyed\":{},\"requests\":{},\"disputes_told\":{},"
        "\"changes\":{}}}\n",
        verified, late, moved, closed, destroyed, requests, told, changes.json());
  else
    fmt::print("{} asked, {} not verified in time, {} lines moved on, {} closed, {} persons' data destroyed.\n",
               verified, late, moved, closed, destroyed);
  if (const std::string words = changes.words(); !as_json && !words.empty()) fmt::print("{}.\n", words);
  return {};
}

}  // namespace

void add_work(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("work", "One round of what is due: verification, reservations, quarantine, terms");
  auto* file =
      command->add_option("--register-file", options->register_file, "Population register as CSV (training, demo)");
  auto* url = command->add_option("--authority", options->url, "Address of the authority that verifies");
  command->add_option("--authority-token", options->token, "Bearer token for it")
      ->envname("MUSTER_NUMBERS_AUTHORITY_TOKEN");
  file->excludes(url);
  command->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (!options->register_file.empty() && instance->kind == "production")
      return globals.fail(
          refused("register_file_in_production", "A file verifies in training and demo instances alone."));
    if (const auto done = work(*instance, *options, globals.json); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
