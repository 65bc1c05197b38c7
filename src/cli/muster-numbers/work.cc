#include "work.h"

#include "dealer_work.h"
#include "due_changes.h"
#include "instance.h"

#include <functional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kReadOnRounds = 100;  // a million events; the rest at the next look
constexpr Duration kLookBack = std::chrono::hours(24 * 7);

}  // namespace

Result<int> until_none(const std::function<Result<int>()>& once) {
  int all = 0;
  for (int some = 1; some > 0; all += some) {
    MUSTER_TRY(some, once());
  }
  return all;
}

void add_authority_options(CLI::App& command, AuthorityChoice& choice) {
  auto* file =
      command.add_option("--register-file", choice.register_file, "Population register as CSV (training, demo)");
  auto* url = command.add_option("--authority", choice.url, "Address of the authority that verifies");
  command.add_option("--authority-token", choice.token, "Bearer token for it")
      ->envname("MUSTER_NUMBERS_AUTHORITY_TOKEN");
  file->excludes(url);
}

Result<std::unique_ptr<registration::Authority>> authority_of(const Instance& instance, const AuthorityChoice& choice) {
  if (!choice.register_file.empty() && instance.kind == "production")
    return refused("register_file_in_production", "A file verifies in training and demo instances alone.");
  if (!choice.register_file.empty()) return registration::open_register_file(choice.register_file);
  if (!choice.url.empty())
    return registration::make_http_authority({choice.url, choice.token, std::chrono::seconds(5)});
  return std::unique_ptr<registration::Authority>();
}

std::string WorkDone::json() const {
  return fmt::format(
      R"({{"asked":{},"late":{},"lines":{},"closed":{},"destroyed":{},"requests":{},"disputes_told":{}}})", asked, late,
      lines, closed, destroyed, requests, disputes_told);
}

Result<int> verify(Instance& instance, registration::Authority& authority) {
  MUSTER_TRY(const int holders, until_none([&] { return instance.registration.verify_due(authority); }));
  MUSTER_TRY(const int receivers, verify_receivers(instance, authority));
  return holders + receivers;
}

Result<WorkDone> run_terms(Instance& instance) {
  WorkDone done;
  MUSTER_TRY(done.late, until_none([&] { return instance.registration.tick(); }));
  MUSTER_TRY(done.lines, until_none([&] { return instance.lines.tick(); }));
  const Instant since = instance.clock.now() - kLookBack;
  MUSTER_TRY(done.closed, until_none([&] { return instance.registration.close_ended(since); }));
  MUSTER_TRY(done.destroyed, until_none([&] { return instance.persons.tick(); }));
  MUSTER_CHECK_OK(instance.camara.sweep());
  MUSTER_CHECK_OK(until_none([&] { return instance.subscriptions.tick(); }));
  MUSTER_CHECK_OK(until_none([&] { return instance.subscriptions.end_left_behind(); }));
  MUSTER_CHECK_OK(instance.subscriptions.sweep());
  for (int n = 0, some = 1; some > 0 && n < kReadOnRounds; ++n) {
    MUSTER_TRY(some, instance.subscriptions.read_on());
  }
  return done;
}

Result<void> end_terms(Instance& instance) {
  MUSTER_CHECK_OK(run_terms(instance));
  MUSTER_CHECK_OK(until_none([&] { return instance.requests.tick(); }));
  MUSTER_CHECK_OK(until_none([&] { return instance.disputes.tick(); }));
  MUSTER_CHECK_OK(run_dealer_terms(instance));
  return {};
}

}  // namespace muster::cli
