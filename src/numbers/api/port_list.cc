// GET /ports?state=: numbers that pass between operators, oldest first; ?line= all of one line. GET /ports/{id}.
#include "change_handlers.h"
#include <events/event.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

using lines::Port;
using lines::PortEvent;
using lines::PortState;

json::array port_steps(const http::Request& request, const Port& p) {
  const auto closed = lacks(*request.principal, {"operator"}, "An operator takes this step.");
  json::array out;
  for (const auto& t : lines::port_transitions()) {
    if (t.from != p.state || t.event == PortEvent::lapse) continue;
    if (t.event == PortEvent::complete) out.push_back(step_json("complete", to_text(t.to), closed));
    if (t.event == PortEvent::cancel) out.push_back(step_json("cancel", to_text(t.to), closed, true));
    // One that came in goes back by itself when its line ends here.
    if (t.event == PortEvent::end && p.direction == lines::PortDirection::out)
      out.push_back(step_json("come_back", to_text(t.to), closed, true));
  }
  return out;
}

}  // namespace

lines::Ports ports_of(const Services& s) {
  return {s.database, s.recorder, s.policy};
}

json::object port_json(store::Transaction& tx, const Port& p) {
  return {{"id", p.id},
          {"direction", to_text(p.direction)},
          {"line", line_ref(tx, p.line_id)},
          {"operator", p.other_operator},
          {"reference", p.reference},
          {"state", to_text(p.state)},
          {"state_since", time_json(p.state_since)},
          {"due_at", time_json(p.due_at)},
          {"reason", or_null(p.reason)},
          {"asked_by", person_json(tx, p.asked_by)},
          {"asked_at", time_json(p.asked_at)}};
}

http::Response port_answer(const Services& services, const http::Request& request, const Port& p, int status) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = port_json(tx, p);
    one["next_events"] = port_steps(request, p);
    one["timeline"] = timeline_json(tx, events::of_record(tx, lines::kPortRecord, p.id));
    return one;
  }));
  return answer(std::move(out), status).header("ETag", http::etag_of(p.version));
}

http::Response port_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string line = request.query_or("line", ""), word = request.query_or("state", "asked");
  const auto state = lines::port_state(word);
  if (!state)
    return http::Response::problem(invalid("port_state_word", "There is no such state of a porting.", "state"));
  std::vector<Port> found;
  bool more = false;
  if (!line.empty()) {
    MUSTER_ANSWER_TRY(found, ports_of(services).of_line(line));
  } else {
    MUSTER_ANSWER_TRY(found, ports_of(services).list(*state, page.after, page.limit + 1));
    more = static_cast<int>(found.size()) > page.limit;
    if (more) found.pop_back();
  }
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& port : found) out.push_back(port_json(tx, port));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response port_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto port, ports_of(services).get(request.param("id")));
  return port_answer(services, request, port);
}

}  // namespace muster::numbers_api
