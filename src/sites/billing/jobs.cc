#include <base/text.h>
#include <jobs/jobs.h>

#include <billing/service.h>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::billing {
namespace {

constexpr int kFlowsAtOnce = 200;
constexpr Duration kDueEvery = std::chrono::minutes(10);

Result<std::string> inspect_job(const Service& service, jobs::JobContext& context) {
  boost::system::error_code fault;
  const auto value = boost::json::parse(context.arguments(), fault);
  const auto text = [&](const char* name) {
    const auto* found = fault || !value.is_object() ? nullptr : value.as_object().if_contains(name);
    return found && found->is_string() ? std::string(found->as_string()) : std::string();
  };
  context.progress(0, 1, "walking");
  MUSTER_TRY(const Inspection done, service.flows.inspect(text("service_id"), text("actor")));
  return fmt::format(R"({{"inspection_id":{},"findings":{}}})", json_quote(done.id), done.findings.size());
}

}  // namespace

Result<void> add_jobs(jobs::Service& jobs, const Service& service, Instant now) {
  add_job(jobs, service.charges);
  jobs.add_kind(kInspectionsJob, [&](jobs::JobContext& context) { return inspect_job(service, context); });
  jobs.add_kind(kDueFlowsJob, [&](jobs::JobContext& context) -> Result<std::string> {
    MUSTER_TRY(const WalkedFlows done, service.flows.inspect_due(kFlowsAtOnce, [&] { return context.cancelled(); }));
    return fmt::format(R"({{"flows":{},"clean":{},"with_findings":{},"broken":{}}})", done.flows, done.clean,
                       done.with_findings, done.broken);
  });
  return jobs.schedule(kDueFlowsJob, kDueEvery, now + kDueEvery);
}

}  // namespace muster::billing
