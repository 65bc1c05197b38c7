// GET /reconciliations?source=: comparisons with the national register or the network, newest first. GET
// /reconciliations/{id}. POST /reconciliations/{id}/events {"event": "cancel"}: one that was cut off is given up.
#include "reconciliation_handlers.h"
#include <events/event.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

http::Response run_answer(const Services& services, const reconciliation::Run& run) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = run_json(tx, run);
    one["timeline"] = timeline_json(tx, events::of_record(tx, reconciliation::kRunRecord, run.id));
    return one;
  }));
  return answer(std::move(out));
}

}  // namespace

json::object run_json(store::Transaction& tx, const reconciliation::Run& run) {
  const reconciliation::Counts& c = run.counts;
  json::object kinds;
  for (std::size_t i = 0; i < reconciliation::kDifferenceCount; ++i)
    kinds[reconciliation::to_text(static_cast<reconciliation::Difference>(i))] = c.by_difference[i];
  return {{"id", run.id},
          {"source", reconciliation::to_text(run.source)},
          {"name", run.name},
          {"file_sha256", run.file_sha256},
          {"state", run.state},
          {"theirs", c.theirs},
          {"bad", c.bad},
          {"repeated", c.repeated},
          {"ours", c.ours},
          {"same", c.same},
          {"opened", c.opened},
          {"vanished", c.vanished},
          {"differing", c.differing()},
          {"differences", std::move(kinds)},
          {"started_by", person_json(tx, run.started_by)},
          {"started_at", time_json(run.started_at)},
          {"ended_at", time_json(run.ended_at)}};
}

http::Response run_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const auto source = reconciliation::source_of(request.query_or("source", "national"));
  if (!source)
    return http::Response::problem(invalid("reconciliation_source", "A source is national or network.", "source"));
  const reconciliation::Service service(services.database, services.recorder);
  MUSTER_ANSWER_TRY(auto found, service.runs(*source, page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& run : found) out.push_back(run_json(tx, run));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response run_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto run,
                    reconciliation::Service(services.database, services.recorder).get(request.param("id")));
  return run_answer(services, run);
}

http::Response run_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"cancel"};
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const reconciliation::Service service(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto run, service.cancel(request.param("id"), request.principal->person_id));
  return run_answer(services, run);
}

}  // namespace muster::numbers_api
