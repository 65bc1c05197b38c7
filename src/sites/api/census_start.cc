// POST /census/runs?format=&k=&label=: the body is a list or a query log; the run is a job. A log never reaches the
// disk.
#include "census_handlers.h"
#include <census/job.h>
#include <jobs/jobs.h>
#include <policy/policy.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::api {
namespace {

Result<int> k_of(const Services& services, const http::Request& request) {
  const std::string text = request.query_or("k", "");
  if (text.empty()) return static_cast<int>(services.policy.number("census.k"));
  int k = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), k);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size())
    return invalid("census_k", "k must lie between 1 and 1,000 distinct clients.", "k");
  return k;
}

}  // namespace

http::Response census_start(const Services& services, const http::Request& request) {
  const std::string& me = request.principal->person_id;
  census::RunOptions options;
  MUSTER_ANSWER_TRY(options.format, census::format_from(request.query_or("format", "auto")));
  MUSTER_ANSWER_TRY(options.k, k_of(services, request));
  options.source_name = request.query_or("label", "list").substr(0, 200);
  MUSTER_ANSWER_TRY(options.source_file, services.census.take_in(request.body, options.format));
  std::string run_id;
  MUSTER_ANSWER_TRY(const auto job_id, services.database.write([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(run_id, services.census.begin(tx, me, options));
    MUSTER_TRY(auto job,
               services.jobs.enqueue(tx, me, census::kCensusJob, fmt::format("{{\"run_id\":\"{}\"}}", run_id)));
    services.census.set_job(tx, run_id, job);
    return job;
  }));
  return answer({{"job_id", job_id}, {"run_id", run_id}}, 202);
}

}  // namespace muster::api
