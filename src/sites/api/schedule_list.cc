// GET /schedule: the plan in force, and sites in the order in which they are tested.
#include "testing_handlers.h"
#include <base/text.h>
#include <names/name.h>
#include <schedule/service.h>

namespace muster::api {
namespace {

json::value plan_json(const schedule::Service& service, const std::optional<schedule::PlanRow>& row) {
  if (!row) return nullptr;
  const schedule::Plan& plan = row->plan;
  return json::object{{"made_at", time_json(row->made_at)},
                      {"sites", plan.sites},
                      {"tests_per_day", service.settings().tests_per_day},
                      {"planned_per_day", plan.water.spent},
                      {"at_floor", static_cast<std::int64_t>(plan.water.at_floor)},
                      {"at_ceiling", static_cast<std::int64_t>(plan.water.at_ceiling)},
                      {"floor_days", service.settings().floor_days},
                      {"floor_met", plan.water.affordable}};
}

}  // namespace

http::Response schedule_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  std::string host;
  if (const std::string q(trim(request.query_or("q", ""))); !q.empty()) {
    MUSTER_ANSWER_TRY(const auto name, names::parse_name(q));
    host = name.ascii;
  }
  MUSTER_ANSWER_TRY(const auto found, services.schedule.next(host, page.after, page.limit));
  MUSTER_ANSWER_TRY(const auto plan, services.schedule.plan());
  MUSTER_ANSWER_TRY(const auto left, services.schedule.left_today());
  json::array items;
  for (const auto& site : found.items)
    items.push_back(json::object{{"host", site.host},
                                 {"cause", site.cause},
                                 {"event", site.event},
                                 {"violations", site.violations},
                                 {"tests", site.tests},
                                 {"due_at", time_json(site.due_at)}});
  return answer(
      json::object{{"items", std::move(items)},
                   {"next", found.next.empty() ? json::value(nullptr) : json::value(http::cursor_of(found.next))},
                   {"plan", plan_json(services.schedule, plan)},
                   {"left_today", left}});
}

}  // namespace muster::api
