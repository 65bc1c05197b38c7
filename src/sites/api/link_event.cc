// POST /partners/{id}/links/{code}/events: inspect (now, by a job), remove (out of the inventory).
#include "filing_json.h"
#include "partner_handlers.h"
#include <jobs/jobs.h>
#include <web/jobs.h>

namespace muster::api {

http::Response link_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"inspect", "remove"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(const auto link, services.inventories.link(p.id, request.param("code")));
  const auto& who = *request.principal;
  if (event == "remove") {
    if (!only_own(who) && !who.has("registrar"))
      return http::Response::problem(refused("role_missing", "A registrar takes a link out, or the partner itself."));
    MUSTER_ANSWER_CHECK(services.inventories.remove(p.id, link.code, who.person_id));
    return answer(link_json(link, p.number));
  }
  const std::string arguments = json::serialize(json::object{
      {"links", json::array{json::object{{"partner", p.id}, {"code", link.code}}}}, {"requested_by", who.person_id}});
  MUSTER_ANSWER_TRY(const std::string job, services.jobs.enqueue(who.person_id, promotion::kInspectNowJob, arguments));
  return job_started(job);
}

}  // namespace muster::api
