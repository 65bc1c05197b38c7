// GET /dealer-signals?state=&dealer=: what looks odd, newest first. POST
// /dealer-signals/{id}/events {"event": "dismiss" or "confirm", "note"}: a
// person decides; nothing follows by itself.
#include "dealer_handlers.h"
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {

http::Response signal_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string word = request.query_or("state", "");
  const auto state = dealers::signal_state(word);
  if (!word.empty() && !state)
    return http::Response::problem(invalid("state_unknown", "There is no such state of a signal.", "state"));
  MUSTER_ANSWER_TRY(auto found,
                    services.signals.list(state, request.query_or("dealer", ""), page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& signal : found) {
      json::object one = signal_json(signal);
      one["dealer_name"] = party_name(tx, signal.dealer_id);
      one["decider"] = person_json(tx, signal.decided_by);
      out.push_back(std::move(one));
    }
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response signal_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"dismiss", "confirm"};
  const std::string event = body.one_of("event", kEvents), note = body.text("note", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.signals.get(request.param("id")));
  const auto outcome = event == "dismiss" ? dealers::SignalState::dismissed : dealers::SignalState::confirmed;
  MUSTER_ANSWER_TRY(const auto after,
                    services.signals.decide(request.principal->person_id, before.id, before.version, outcome, note));
  return answer(signal_json(after));
}

}  // namespace muster::numbers_api
