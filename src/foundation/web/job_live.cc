// GET /jobs/{id}/live: the job as server-sent events, each time it has changed, until it has ended.
#include "job_handlers.h"

namespace muster::web {
namespace {

constexpr Duration kLookEvery = std::chrono::milliseconds(500), kHeartbeat = std::chrono::seconds(15);

// One client's stream. Called again and again; an empty piece means "nothing yet".
struct Watch {
  const JobParts parts;
  std::string id;
  Instant looked{}, spoke{}, changed{};
  bool ended = false;

  std::optional<std::string> next() {
    if (ended) return std::nullopt;
    const Instant now = parts.clock.now();
    if (now - looked < kLookEvery) return std::string();
    looked = now;
    const auto job = parts.jobs.get(id);
    if (!job.ok()) return std::nullopt;
    if (job->changed_at == changed) {
      if (now - spoke < kHeartbeat) return std::string();
      spoke = now;
      return std::string(": keep-alive\n\n");
    }
    changed = job->changed_at;
    spoke = now;
    ended = job->ended();
    return "event: job\ndata: " + json::serialize(job_json(*job)) + "\n\n";
  }
};

}  // namespace

http::Response job_live(const JobParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto job, parts.jobs.get(request.param("id")));
  http::Response response = http::Response::text("", "text/event-stream");
  response.header("Cache-Control", "no-store");
  auto watch = std::make_shared<Watch>(Watch{parts, job.id});
  response.stream = [watch] { return watch->next(); };
  return response;
}

}  // namespace muster::web
