#include "own_page.h"

#include "code_gateway.h"
#include <numbers_api/index_house.h>
#include <vault/rotation.h>

#include <camara/records.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

// Where there is no way for a message: nobody gets a code, and nobody finds out whose number is whose.
class NoSender final : public lookups::CodeSender {
 public:
  Result<void> send(store::Transaction&, const lookups::CodeMessage&) override { return {}; }
};

Result<lookups::ExportSection> consents(store::Transaction& tx, const std::vector<std::string>& records) {
  lookups::ExportSection out{"consents", {}};
  for (const std::string& record : records)
    for (const auto& c : camara::consents_of(tx, record)) {
      out.records.push_back({{"client", c.client}, {"consent", c.consent}, {"given_at", to_rfc3339(c.given_at)}});
      if (c.withdrawn_at) out.records.back().emplace_back("withdrawn_at", to_rfc3339(*c.withdrawn_at));
    }
  return out;
}

}  // namespace

std::unique_ptr<WiredOwnPage> make_own_page(Instance& instance, std::unique_ptr<notices::SmsGateway> gateway) {
  const bool production = instance.kind == "production";
  const std::string file = instance.data + "/demo-codes.txt";
  const bool into_file = !gateway && !production;
  std::unique_ptr<lookups::CodeSender> sender;
  if (gateway)
    sender = std::make_unique<GatewayCodes>(std::move(gateway), instance.clock, instance.random);
  else if (into_file)
    sender = lookups::make_code_file(file, instance.clock);
  else
    sender = std::make_unique<NoSender>();
  lookups::OwnPageParts parts{instance.database, instance.recorder, instance.vault,
                              instance.policy,   instance.disputes, *sender};
  parts.client_name = camara::client_name;
  parts.more = {consents};
  return std::unique_ptr<WiredOwnPage>(new WiredOwnPage{std::move(sender),
                                                        lookups::OwnPage(std::move(parts)),
                                                        {into_file && instance.kind == "demo", into_file ? file : ""}});
}

Result<void> add_lookup_work(Instance& instance, WiredOwnPage& wired) {
  constexpr const char* kLookupsJob = "lookups_due";
  instance.jobs.add_kind(vault::kRotationJob, vault::rotation_job(instance.vault, instance.database));
  instance.jobs.add_kind(vault::kIndexRotationJob,
                         vault::index_rotation_job(instance.vault, instance.database,
                                                   numbers_api::index_house(instance.vault, instance.packets)));
  instance.jobs.add_kind(kLookupsJob, [&instance, &wired](jobs::JobContext& context) -> Result<std::string> {
    std::int64_t done = 0;
    for (int some = 1; some > 0 && !context.cancelled(); done += some) {
      MUSTER_TRY(const int requests, instance.requests.tick());
      MUSTER_TRY(const int disputes, instance.disputes.tick());
      some = requests + disputes;
    }
    MUSTER_TRY(const std::int64_t swept, wired.page.sweep());
    return fmt::format(R"({{"stepped":{},"swept":{}}})", done, swept);
  });
  return instance.jobs.schedule(kLookupsJob, std::chrono::minutes(1), instance.clock.now());
}

}  // namespace muster::cli
