// GET /staffing/people: who can be put on duty, with the steps that each takes. GET /staffing: whether each body has
// the four persons that a case needs, and who is missing.
#include "desk_handlers.h"
#include <web/records.h>

#include <map>

namespace muster::api {

http::Response staffing_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto all, desk_of(services).staffing());
  json::array items;
  for (const auto& body : all) {
    json::array steps, missing;
    for (const auto& of : body.steps)
      steps.push_back(json::object{{"step", of.step}, {"people", of.people}, {"without_key", of.without_key}});
    for (const auto& step : body.missing) missing.emplace_back(step);
    items.push_back(json::object{{"party_id", body.party_id},
                                 {"party", body.party_name},
                                 {"kind", body.party_kind},
                                 {"complete", body.missing.empty()},
                                 {"steps", std::move(steps)},
                                 {"missing", std::move(missing)}});
  }
  return list_answer(std::move(items), std::nullopt);
}

http::Response staffing_people(const Services& services, const http::Request&) {
  std::map<std::string, json::array> steps_of;
  for (const auto step : cases::steps()) {
    MUSTER_ANSWER_TRY(const auto people, desk_of(services).colleagues(std::string(step), ""));
    for (const auto& id : people) steps_of[id].push_back(json::value(step));
  }
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (auto& [id, steps] : steps_of) {
      json::value person = person_json(tx, id);
      if (!person.is_object()) continue;
      person.as_object()["steps"] = steps;
      out.push_back(std::move(person));
    }
    return out;
  }));
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api
