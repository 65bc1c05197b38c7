// GET, POST /delegations and POST /delegations/{id}/events: a role of mine that a colleague has for a time, with my
// conflicts of interest.
#include "desk_handlers.h"
#include <parties/parties.h>
#include <web/records.h>

#include <algorithm>

namespace muster::api {
namespace {

// What is done to a case; who manages accounts or keys delegates nothing.
constexpr std::string_view kDelegated[] = {
    "examiner", "decider", "confirmer", "appeal_officer", "security_decider", "security_confirmer", "operator"};

json::object delegation_json(store::Transaction& tx, const cases::Delegation& d) {
  return {{"id", d.id},
          {"role", d.role},
          {"from_person", person_json(tx, d.from_person)},
          {"to_person", person_json(tx, d.to_person)},
          {"from", time_json(d.from)},
          {"until", time_json(d.until)}};
}

}  // namespace

http::Response delegation_list(const Services& services, const http::Request& request) {
  const std::string& me = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto all, desk_of(services).delegations(me));
  MUSTER_ANSWER_TRY(const auto people, desk_of(services).party_colleagues(me));
  MUSTER_ANSWER_TRY(auto out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::array items, colleagues;
    for (const auto& d : all) items.push_back(delegation_json(tx, d));
    for (const auto& id : people) colleagues.push_back(person_json(tx, id));
    return json::object{{"items", std::move(items)}, {"next", nullptr}, {"colleagues", std::move(colleagues)}};
  }));
  return answer(std::move(out));
}

http::Response delegation_give(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string role = body.one_of("role", kDelegated);
  const std::string to = body.text("person_id", 60);
  const Instant until = body.instant("until");
  MUSTER_BODY_DONE(body);
  const std::string& me = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto given, services.parties.assign_role(me, to, role, until, me));
  MUSTER_ANSWER_TRY(auto out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return delegation_json(tx, {given.id, given.role, me, to, given.from_at, until});
  }));
  return answer(std::move(out), 201).header("Location", "/api/delegations/" + given.id);
}

http::Response delegation_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const std::string& me = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto all, desk_of(services).delegations(me));
  const auto mine = std::find_if(all.begin(), all.end(),
                                 [&](const auto& d) { return d.id == request.param("id") && d.from_person == me; });
  if (mine == all.end())
    return http::Response::problem(not_found("delegation_unknown", "You have given no such role."));
  MUSTER_ANSWER_CHECK(services.parties.end_role(me, mine->id));
  return http::Response::no_content();
}

}  // namespace muster::api
