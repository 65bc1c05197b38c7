#include "camara_work.h"

#include "instance.h"

#include <CLI/CLI.hpp>
#include <camara/issuers.h>
#include <camara/sink.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

// What happened is noted, what is over ends, and what is due is told, until nothing is left.
Result<std::string> tell_subscribers(Instance& instance, camara::Sink& sink, jobs::JobContext& context) {
  const auto& subscriptions = instance.subscriptions;
  for (int some = 1; some > 0 && !context.cancelled();) {
    MUSTER_TRY(some, subscriptions.note_changes());
  }
  for (int some = 1; some > 0 && !context.cancelled();) {
    MUSTER_TRY(some, subscriptions.tick());
  }
  std::int64_t delivered = 0, taken = 0;
  for (bool more = true; more && !context.cancelled();) {
    MUSTER_TRY(const auto told, subscriptions.tell(sink));
    delivered += told.delivered;
    taken += told.taken;
    // What was delivered lets the next one of its subscription go.
    more = told.more || told.delivered > 0;
    context.progress(taken, 0, "telling");
  }
  return fmt::format(R"({{"taken":{},"delivered":{}}})", taken, delivered);
}

}  // namespace

void add_camara_options(CLI::App& command, CamaraChoice& choice) {
  command.add_option("--sink-ca", choice.sink_ca, "Certificates (PEM) that sinks of subscriptions are checked against")
      ->check(CLI::ExistingFile);
  command
      .add_option("--issuer-ca", choice.issuer_ca,
                  "Certificates (PEM) that the addresses of token issuers' keys are checked against")
      ->check(CLI::ExistingFile);
}

Result<void> add_camara_work(Instance& instance, const CamaraChoice& choice) {
  MUSTER_TRY(auto issuers, camara::issuers_of(instance.policy.list("camara.token_issuers")));
  if (!issuers.empty())
    instance.camara.trust(std::make_shared<camara::Issuers>(
        std::move(issuers), [ca = choice.issuer_ca](const std::string& url) { return camara::fetch_document(url, ca); },
        instance.clock));
  auto& jobs = instance.jobs;
  const std::shared_ptr<camara::Sink> sink =
      camara::make_https_sink({.networks = instance.policy.list("camara.sink_networks"), .ca_file = choice.sink_ca});
  jobs.add_kind("camara_notify",
                [&instance, sink](jobs::JobContext& context) { return tell_subscribers(instance, *sink, context); });
  return jobs.schedule("camara_notify", std::chrono::seconds(2), instance.clock.now());
}

}  // namespace muster::cli
