// POST /census/runs?format=&label=: the body is a list or a query log; the run is a job.
#include "census_handlers.h"
#include <census/job.h>
#include <jobs/jobs.h>

#include <fmt/format.h>

namespace muster::api {
namespace {

std::optional<census::Format> format_of(const std::string& text) {
  if (text == "auto") return census::Format::automatic;
  if (text == "plain") return census::Format::plain;
  if (text == "csv") return census::Format::csv;
  if (text == "unbound") return census::Format::unbound;
  if (text == "bind") return census::Format::bind;
  return std::nullopt;
}

}  // namespace

http::Response census_start(const Services& services, const http::Request& request) {
  const auto format = format_of(request.query_or("format", "auto"));
  if (!format)
    return http::Response::problem(
        invalid("census_format", "The format is auto, plain, csv, unbound or bind.", "format"));
  const std::string& me = request.principal->person_id;
  census::RunOptions options;
  options.format = *format;
  options.source_name = request.query_or("label", "list").substr(0, 200);
  MUSTER_ANSWER_TRY(options.source_file, services.census.take_in(request.body, *format));
  std::string run_id;
  MUSTER_ANSWER_TRY(const auto job_id, services.database.write([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(run_id, services.census.begin(tx, me, options));
    MUSTER_TRY(auto job, services.jobs.enqueue(tx, me, census::kCensusJob, fmt::format("{{\"run_id\":\"{}\"}}", run_id)));
    services.census.set_job(tx, run_id, job);
    return job;
  }));
  return answer({{"job_id", job_id}, {"run_id", run_id}}, 202);
}

}  // namespace muster::api
