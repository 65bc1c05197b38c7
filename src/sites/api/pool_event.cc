// GET, POST /confirmer-pools and POST /confirmer-pools/{id}/events: confirmers that one body lends to another.
#include "desk_handlers.h"
#include <web/records.h>

namespace muster::api {
namespace {

json::value party_json(store::Transaction& tx, const std::string& id) {
  static constexpr store::Sql kParty{"api_pool_party", "select name from party where id = :id"};
  const auto row = tx.one(kParty, {{"id", id}});
  return json::object{{"id", id}, {"name", row ? row->text("name") : ""}};
}

json::object pool_json(store::Transaction& tx, const cases::Pool& p) {
  return {{"id", p.id},
          {"for", party_json(tx, p.for_party_id)},
          {"lender", party_json(tx, p.lender_party_id)},
          {"proposed_by", person_json(tx, p.proposed_by)},
          {"accepted_by", p.accepted_by.empty() ? json::value(nullptr) : person_json(tx, p.accepted_by)},
          {"accepted_at", time_json(p.accepted_at)},
          {"until", time_json(p.until)},
          {"ended_at", time_json(p.ended_at)}};
}

http::Response pool_answer(const Services& services, const cases::Pool& pool, int status) {
  MUSTER_ANSWER_TRY(auto out, services.database.read(
                                  [&](store::Transaction& tx) -> Result<json::object> { return pool_json(tx, pool); }));
  return answer(std::move(out), status);
}

}  // namespace

http::Response pool_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto pools, desk_of(services).pools());
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& p : pools) out.push_back(pool_json(tx, p));
    return out;
  }));
  return list_answer(std::move(items), std::nullopt);
}

http::Response pool_propose(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string lender = body.text("lender_id", 60);
  const Instant until = body.instant("until");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, desk_of(services).propose_pool(lender, until, request.principal->person_id));
  return pool_answer(services, made, 201).header("Location", "/api/confirmer-pools/" + made.id);
}

http::Response pool_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"accept", "end"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const std::string& person = request.principal->person_id;
  const auto desk = desk_of(services);
  MUSTER_ANSWER_TRY(const auto changed, event == "accept" ? desk.accept_pool(request.param("id"), person)
                                                          : desk.end_pool(request.param("id"), person));
  return pool_answer(services, changed, 200);
}

}  // namespace muster::api
