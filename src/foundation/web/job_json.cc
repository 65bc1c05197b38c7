#include <web/jobs.h>

namespace muster::web {

json::object job_json(const jobs::Job& job) {
  json::value problem = nullptr;
  if (!job.error_code.empty())
    problem = {{"title", job.error_code}, {"status", 500}, {"code", job.error_code}, {"detail", job.error_sentence}};
  return {{"id", job.id},
          {"kind", job.kind},
          {"state", job.state},
          {"progress",
           {{"done", job.done},
            {"total", job.total > 0 ? json::value(job.total) : json::value(nullptr)},
            {"phase", job.phase}}},
          {"created_at", time_json(job.created_at)},
          {"finished_at", time_json(job.finished_at)},
          {"result", job.result.empty() ? json::value(nullptr) : parsed(job.result)},
          {"problem", problem}};
}

http::Response job_started(const std::string& job_id) {
  auto response = answer({{"job_id", job_id}}, 202);
  response.header("Location", "/api/jobs/" + job_id);
  return response;
}

}  // namespace muster::web
