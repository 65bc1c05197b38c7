// POST /reconciliation-uploads {"source", "name", "size"}: a file is to come. GET /reconciliation-uploads: those on
// their way. PUT /reconciliation-uploads/{id}/bytes?at=N: its next piece, where the last one ended. POST
// /reconciliation-uploads/{id}/events {"event": "compare"|"drop", "dry_run"}.
#include "reconciliation_handlers.h"
#include <web/jobs.h>

#include <charconv>

#include <reconciliation/compare_job.h>

namespace muster::numbers_api {
namespace {

namespace rec = reconciliation;

json::object upload_json(const rec::Upload& u) {
  return {{"id", u.id},
          {"source", rec::to_text(u.source)},
          {"name", u.name},
          {"size", u.size},
          {"held", u.held},
          {"begun_at", time_json(u.begun_at)},
          {"piece_max", static_cast<std::int64_t>(rec::kPieceMaxBytes)}};
}

}  // namespace

http::Response upload_begin(const Services& services, const http::Request& request) {
  static constexpr std::string_view kSources[] = {"national", "network"};
  Body body(request);
  const std::string source = body.one_of("source", kSources);
  const std::string name = body.text("name", 200);
  const std::int64_t size = body.integer("size", 1, rec::kUploadMaxBytes);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made,
                    services.inbox.begin(request.principal->person_id, *rec::source_of(source), name, size));
  return answer(upload_json(made), 201).header("Location", "/api/reconciliation-uploads/" + made.id);
}

http::Response upload_list(const Services& services, const http::Request&) {
  json::array items;
  for (const auto& upload : services.inbox.list()) items.push_back(upload_json(upload));
  return list_answer(std::move(items), std::nullopt);
}

http::Response upload_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto upload, services.inbox.get(request.param("id")));
  return answer(upload_json(upload));
}

http::Response upload_bytes(const Services& services, const http::Request& request) {
  const std::string text = request.query_or("at", "");
  std::int64_t at = -1;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), at);
  if (text.empty() || fault != std::errc{} || end != text.data() + text.size() || at < 0)
    return http::Response::problem(invalid("upload_at", "Say at which byte the piece begins: ?at=0 …", "at"));
  if (request.header("content-type") != "application/octet-stream")
    return http::Response::problem(
        invalid("content_type", "A piece of a file is application/octet-stream.", "content-type"));
  MUSTER_ANSWER_TRY(const auto upload, services.inbox.append(request.param("id"), at, request.body));
  return answer(upload_json(upload));
}

http::Response upload_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"compare", "drop"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const bool dry_run = event == "compare" && body.flag_or("dry_run", false);
  MUSTER_BODY_DONE(body);
  if (event == "drop") {
    MUSTER_ANSWER_CHECK(services.inbox.drop(request.param("id")));
    return http::Response::no_content();
  }
  MUSTER_ANSWER_TRY(const auto job, rec::start_compare(services.jobs, services.inbox, request.principal->person_id,
                                                       request.param("id"), dry_run));
  return web::job_started(job);
}

}  // namespace muster::numbers_api
