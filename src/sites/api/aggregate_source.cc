// GET, POST /aggregate-sources; POST /aggregate-sources/{id}/events {event: end}; GET
// /aggregate-figures?metric=&by=&from=&until=
#include "aggregate_handlers.h"
#include "programme_handlers.h"
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kAggregateMonths = 12;

json::object source_json(const programme::AggregateSource& s) {
  return {{"id", s.id},
          {"name", s.name},
          {"vkey", s.vkey},
          {"url", or_null(s.url)},
          {"due_days", s.due_days},
          {"since_month", s.since_month},
          {"added_at", to_rfc3339(s.added_at)},
          {"ended_at", time_json(s.ended_at)},
          {"received_at", time_json(s.received_at)},
          {"until_month", or_null(s.until_month)},
          {"late_month", or_null(s.late_month)}};
}

programme::Aggregates aggregates_of(const Services& services) {
  return {services.database, services.recorder, services.metrics};
}

}  // namespace

http::Response aggregate_source_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto all, aggregates_of(services).sources());
  json::array items;
  for (const auto& s : all) items.push_back(source_json(s));
  return list_answer(std::move(items), std::nullopt);
}

http::Response aggregate_source_add(const Services& services, const http::Request& request) {
  Body body(request);
  programme::NewSource what;
  what.name = body.text("name", programme::kTitleMax);
  what.vkey = body.text("vkey", 500);
  what.url = body.maybe_text("url", programme::kRefMax).value_or("");
  what.due_days = body.maybe_integer("due_days", 1, 90).value_or(10);
  what.since_month = body.maybe_text("since_month", 7).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto added, aggregates_of(services).add(what, actor_of(request)));
  return answer(source_json(added), 201);
}

http::Response aggregate_source_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(aggregates_of(services).end(request.param("id"), actor_of(request)));
  return http::Response::no_content();
}

http::Response aggregate_figures(const Services& services, const http::Request& request) {
  const std::string until = request.query_or("until", services.metrics.current_month());
  std::string from = request.query_or("from", "");
  if (from.empty() && metrics::is_month(until)) {
    from = until;
    for (int i = 1; i < kAggregateMonths; ++i) from = metrics::month_before(from);
  }
  MUSTER_ANSWER_TRY(const auto all, aggregates_of(services).figures(request.query_or("metric", "orders_issued"),
                                                                    request.query_or("by", ""), from, until));
  json::array items;
  for (const auto& f : all)
    items.push_back(json::object{{"source_id", f.source_id},
                                 {"source", f.source_name},
                                 {"month", f.month},
                                 {"value", f.value},
                                 {"hidden", f.hidden},
                                 {"n", f.hidden ? json::value() : json::value(f.n)},
                                 {"first_n", f.hidden ? json::value() : json::value(f.first_n)}});
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api
