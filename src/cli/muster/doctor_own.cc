#include "doctor_own.h"

#include "instance.h"
#include <policy/policy.h>

#include <convergence/service.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using doctor::Finding;
using Level = Finding::Level;

constexpr int kResolversMost = 200;
constexpr Duration kResolverSilent = std::chrono::minutes(30);

void look_at_mail(Instance& instance, std::vector<Finding>& out) {
  const std::string url = instance.policy.named("notices.smtp_url");
  if (url.empty()) {
    out.push_back({instance.kind == "production" ? Level::attention : Level::well, "mail",
                   "Letters go into the folder " + instance.data +
                       "/mail; a mail server has to take them from there (notices.smtp_url)."});
    return;
  }
  out.push_back(doctor::answers("mail", "The mail server", doctor::knock_at(url)));
}

void look_at_queue(Instance& instance, const TestQueue& where, std::vector<Finding>& out) {
  if (!where.outside()) return;
  const auto queue = open_test_queue(instance, where);
  const auto counts = queue.ok() ? (*queue)->counts() : Result<queue::Counts>(queue.error());
  if (!counts.ok()) {
    out.push_back({Level::wrong, "nats", "NATS: " + counts.error().sentence});
    return;
  }
  if (counts->aside > 0)
    out.push_back({Level::attention, "nats",
                   fmt::format("{} tests were set aside; `muster worker queue` says why.", counts->aside)});
  else
    out.push_back({Level::well, "nats", "NATS answers."});
}

void look_at_resolvers(Instance& instance, std::vector<Finding>& out) {
  const auto all = instance.convergence.list("", kResolversMost);
  if (!all.ok()) {
    out.push_back({Level::wrong, "resolvers", all.error().sentence});
    return;
  }
  const Instant now = instance.clock.now();
  for (const auto& r : *all) {
    if (r.ended_at) continue;
    const Instant since = r.answered_at.value_or(r.added_at);
    if (r.drifts > 0)
      out.push_back({Level::wrong, "resolvers",
                     fmt::format("The resolver {} answers {} names otherwise than the zone says; `muster resolvers "
                                 "probes --state drift` names them.",
                                 r.label, r.drifts)});
    else if (now - since > kResolverSilent)
      out.push_back({Level::wrong, "resolvers",
                     fmt::format("The resolver {} has answered nothing since {}.", r.label, to_rfc3339(since))});
    else
      out.push_back({Level::well, "resolvers", fmt::format("The resolver {} answers as the zone says.", r.label)});
  }
}

void look_at_time_stamps(Instance& instance, std::vector<Finding>& out) {
  const std::string url = instance.policy.named("testing.time_stamp_url");
  if (url.empty()) return;
  out.push_back(doctor::answers("time_stamps", "The time-stamp authority", doctor::knock_at(url), Level::attention));
  if (out.back().level != Level::well) out.back().sentence += " Evidence is stamped when it is back.";
}

}  // namespace

void tell_resolvers(http::Metrics& metrics, Instance& instance) {
  const auto all = instance.convergence.list("", kResolversMost);
  if (!all.ok()) return;
  std::int64_t drifts = 0, silent = 0;
  for (const auto& r : *all) {
    if (r.ended_at) continue;
    drifts += r.drifts;
    silent += instance.clock.now() - r.answered_at.value_or(r.added_at) > kResolverSilent;
  }
  metrics.gauge("muster_resolver_drifts", "Names that resolvers answer otherwise than the zone says.",
                static_cast<double>(drifts));
  metrics.gauge("muster_resolvers_silent", "Resolvers that have answered nothing for half an hour.",
                static_cast<double>(silent));
}

std::vector<Finding> OwnDoctor::look(Instance& instance) const {
  std::vector<Finding> out;
  look_at_mail(instance, out);
  look_at_queue(instance, queue, out);
  look_at_resolvers(instance, out);
  look_at_time_stamps(instance, out);
  return out;
}

}  // namespace muster::cli
