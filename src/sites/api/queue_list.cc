// GET /case-queue: the cases that wait for a step, what is late first; and GET /case-queue/mine: those I work on.
#include "desk_handlers.h"

#include <algorithm>

namespace muster::api {
namespace {

// The first step that the caller's roles take.
std::string first_step(const http::Principal& who) {
  for (const auto step : cases::steps())
    for (const auto role : cases::roles_for(step))
      if (who.has(std::string(role))) return std::string(step);
  return "screen";
}

}  // namespace

http::Response queue_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  cases::QueueFilter filter;
  filter.step = request.query_or("step", "");
  if (filter.step.empty()) filter.step = first_step(*request.principal);
  filter.region = request.query_or("region", "");
  filter.ground = request.query_or("ground", "");
  filter.urgent = request.query_or("urgent", "") == "true";
  filter.late = request.query_or("late", "") == "true";
  filter.everybody = request.query_or("everybody", "") == "true";
  MUSTER_ANSWER_TRY(const auto found,
                    desk_of(services).queue(filter, request.principal->person_id, page.after, page.limit));
  return queue_rows_answer(services, found.items, *request.principal, found.next);
}

http::Response queue_mine(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto rows, desk_of(services).taken_by(request.principal->person_id));
  return queue_rows_answer(services, rows, *request.principal, "");
}

}  // namespace muster::api
