// GET /things?state=: lines of things and their devices; ?line= all of one line. GET /things/{id}. GET
// /lines-without-device: those that are barred when their term is over, the longest waiting first.
#include "change_handlers.h"
#include "thing_handlers.h"
#include <events/event.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

using things::Thing;

constexpr std::size_t kTail = 4;  // digits of a device's number that a list shows

json::object thing_json(store::Transaction& tx, const Thing& t) {
  json::array services;
  for (const std::string& service : t.services) services.emplace_back(service);
  return {{"id", t.id},
          {"line", line_ref(tx, t.line_id)},
          {"contact_id", t.contact_id},
          {"device_kind", to_text(t.device.kind)},
          {"device_masked", "*" + t.device.number.substr(t.device.number.size() - kTail)},
          {"scenario", t.scenario},
          {"services", std::move(services)},
          {"evidence_ref", t.evidence_ref},
          {"replaces_id", or_null(t.replaces_id)},
          {"state", to_text(t.state)},
          {"state_since", time_json(t.state_since)},
          {"due_at", time_json(t.due_at)},
          {"end_reason", or_null(t.end_reason)},
          {"bound_by", person_json(tx, t.bound_by)},
          {"bound_at", time_json(t.bound_at)},
          {"ended_at", time_json(t.ended_at)}};
}

// The steps that people take, open or closed to who asks.
json::array thing_steps(const http::Request& request, const Thing& t) {
  const auto closed =
      lacks(*request.principal, {"registrar", "operator"}, "A registrar or an operator takes this step.");
  json::array out;
  for (const auto& step : things::transitions()) {
    if (step.from != t.state) continue;
    if (step.event == things::Event::explain || step.event == things::Event::change_device ||
        step.event == things::Event::unbind)
      out.push_back(step_json(to_text(step.event), to_text(step.to), closed));
  }
  return out;
}

}  // namespace

things::Service things_of(const Services& s) {
  return {s.database, s.recorder, s.policy};
}

http::Response thing_answer(const Services& services, const http::Request& request, const Thing& t, int status) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = thing_json(tx, t);
    one["device"] = t.device.number;
    one["next_events"] = thing_steps(request, t);
    one["timeline"] = timeline_json(tx, events::of_record(tx, things::kThingRecord, t.id));
    return one;
  }));
  return answer(std::move(out), status).header("ETag", http::etag_of(t.version));
}

http::Response thing_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string line = request.query_or("line", "");
  const auto state = things::state(request.query_or("state", "bound"));
  if (!state)
    return http::Response::problem(invalid("thing_state_word", "There is no such state of a binding.", "state"));
  std::vector<Thing> found;
  bool more = false;
  if (!line.empty()) {
    MUSTER_ANSWER_TRY(found, things_of(services).of_line(line));
  } else {
    MUSTER_ANSWER_TRY(found, things_of(services).in_state(*state, page.after, page.limit + 1));
    more = static_cast<int>(found.size()) > page.limit;
    if (more) found.pop_back();
  }
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const Thing& thing : found) out.push_back(thing_json(tx, thing));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response thing_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto thing, things_of(services).get(request.param("id")));
  return thing_answer(services, request, thing);
}

http::Response thing_missing(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, things_of(services).without_device(page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& one : found)
      out.push_back(json::object{
          {"line", line_ref(tx, one.line_id)}, {"since", time_json(one.since)}, {"due_at", time_json(one.due_at)}});
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().line_id) : std::nullopt);
}

}  // namespace muster::numbers_api
