// Places and people of a dealer: GET and POST /dealers/{id}/places, GET and
// POST /dealers/{id}/people, DELETE /dealers/{id}/people/{person_id}, GET /dealers/{id}/candidates.
#include "dealer_handlers.h"
#include <store/database.h>
#include <web/records.h>

#include <cmath>

namespace muster::numbers_api {
namespace {

std::optional<std::int64_t> e5_in(Body& body, const char* field) {
  const json::value* value = body.raw(field);
  if (!value || value->is_null()) return std::nullopt;
  if (!value->is_number()) {
    body.fault(field, "number_form", "Give degrees as a number.");
    return std::nullopt;
  }
  const double degrees = value->to_number<double>();
  if (std::abs(degrees) > 180) {
    body.fault(field, "number_range", "Degrees are from -180 to 180.");
    return std::nullopt;
  }
  return std::llround(degrees * 1e5);
}

json::object worker_json(const dealers::Worker& w) {
  return {{"id", w.id}, {"person_id", w.person_id}, {"from", time_json(w.from)}, {"until", time_json(w.until)}};
}

}  // namespace

http::Response dealer_place_list(const Services& services, const http::Request& request) {
  if (!sees_dealer(*request.principal, request.param("id"))) return not_your_dealer();
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, services.dealers.places(request.param("id"), page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& place : found) items.push_back(place_json(place));
  return list_answer(std::move(items), more ? std::optional(found.back().code) : std::nullopt);
}

http::Response dealer_place_create(const Services& services, const http::Request& request) {
  Body body(request);
  dealers::Place place;
  place.dealer_id = request.param("id");
  place.code = body.text("code", 64);
  place.region = body.text("region", 32);
  place.latitude_e5 = e5_in(body, "latitude");
  place.longitude_e5 = e5_in(body, "longitude");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.dealers.add_place(request.principal->person_id, place));
  return answer(place_json(made), 201);
}

http::Response dealer_worker_list(const Services& services, const http::Request& request) {
  if (!sees_dealer(*request.principal, request.param("id"))) return not_your_dealer();
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, services.dealers.workers(request.param("id"), page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& worker : found) {
      json::object one = worker_json(worker);
      one["person"] = person_json(tx, worker.person_id);
      out.push_back(std::move(one));
    }
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response dealer_worker_create(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string person = body.id("person_id");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made,
                    services.dealers.add_worker(request.principal->person_id, request.param("id"), person));
  return answer(worker_json(made), 201);
}

// Who could begin there: people of its party who don't work there yet. Names alone: accounts are the admin's.
http::Response dealer_candidates(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto dealer, services.dealers.get(request.param("id")));
  MUSTER_ANSWER_TRY(auto found, services.parties.list_people(dealer.id, page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& person : found) {
    if (person.state != "active") continue;
    MUSTER_ANSWER_TRY(const bool works, services.dealers.works_there(dealer.id, person.id));
    if (!works) items.push_back(json::object{{"id", person.id}, {"display_name", person.display_name}});
  }
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response dealer_worker_end(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_CHECK(
      services.dealers.end_worker(request.principal->person_id, request.param("id"), request.param("person_id")));
  return http::Response::no_content();
}

}  // namespace muster::numbers_api
