#include "notice_job.h"

#include <base/text.h>
#include <census/job.h>
#include <census/service.h>
#include <jobs/jobs.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::census {
namespace json = boost::json;
namespace {

Result<NoticesJob> from_arguments(const std::string& text) {
  boost::system::error_code fault;
  const json::value value = json::parse(text, fault);
  if (fault) return invalid("job_arguments", "The arguments of this work can't be read.");
  const json::object& all = value.as_object();
  NoticesJob job;
  job.run_id = std::string(all.at("run_id").as_string());
  job.actor = std::string(all.at("actor").as_string());
  job.remind = all.at("remind").as_bool();
  for (const json::value& provider : all.at("providers").as_array()) job.providers.emplace_back(provider.as_string());
  return job;
}

// How many letters there are to send, for the progress: a provider counts as one.
Result<std::int64_t> expected(const Service& service, const NoticesJob& job) {
  if (!job.providers.empty()) return static_cast<std::int64_t>(job.providers.size());
  std::int64_t count = 0;
  for (std::string after;;) {
    MUSTER_TRY(const auto page, service.notices_due(job.run_id, after, 500));
    if (page.empty()) return count;
    for (const ProviderNotices& p : page) count += p.all().due > 0 || (job.remind && p.all().overdue > 0);
    after = page.back().provider_id;
  }
}

}  // namespace

std::string to_arguments(const NoticesJob& job) {
  return json::serialize(json::object{{"run_id", job.run_id},
                                      {"actor", job.actor},
                                      {"providers", json::array(job.providers.begin(), job.providers.end())},
                                      {"remind", job.remind}});
}

Result<std::string> send_notices(Service& service, jobs::JobContext& context) {
  MUSTER_TRY(const NoticesJob job, from_arguments(context.arguments()));
  MUSTER_TRY(const std::int64_t total, expected(service, job));
  context.progress(0, total, "sending");
  MUSTER_TRY(const NoticeReport report,
             service.notify_providers(job.run_id, job.actor, {.providers = job.providers, .remind = job.remind},
                                      [&](const NoticeReport& so_far) {
                                        context.progress(so_far.letters, std::max(total, so_far.letters), "sending");
                                        return !context.cancelled();
                                      }));
  if (report.stopped) return jobs::JobContext::interrupted();
  return fmt::format(R"({{"run_id":{},"providers":{},"letters":{},"sent":{},"unattributed":{}}})",
                     json_quote(job.run_id), report.providers, report.letters, report.names, report.unattributed);
}

}  // namespace muster::census
