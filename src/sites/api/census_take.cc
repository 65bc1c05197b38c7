// POST /census/runs: a census of the body, as a job. ?format= &k= &label=. The body's query log never reaches the disk.
#include "census_handlers.h"
#include <census/job.h>
#include <jobs/jobs.h>
#include <policy/policy.h>

#include <charconv>

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

http::Response census_take(const Services& services, const http::Request& request) {
  census::RunOptions options;
  MUSTER_ANSWER_TRY(options.format, census::format_from(request.query_or("format", "auto")));
  MUSTER_ANSWER_TRY(options.k, k_of(services, request));
  options.source_name = request.query_or("label", "upload");
  MUSTER_ANSWER_TRY(options.source_file, services.census.take_in(request.body, options.format));
  const std::string& actor = request.principal->person_id;
  std::string run_id, job_id;
  MUSTER_ANSWER_CHECK(services.database.write([&](store::Transaction& tx) -> Result<void> {
    MUSTER_TRY(run_id, services.census.begin(tx, actor, options));
    MUSTER_TRY(job_id,
               services.jobs.enqueue(tx, actor, census::kCensusJob, json::serialize(json::object{{"run_id", run_id}})));
    services.census.set_job(tx, run_id, job_id);
    return {};
  }));
  return answer({{"job_id", job_id}, {"run_id", run_id}}, 202);
}

}  // namespace muster::api
