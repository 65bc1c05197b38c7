// POST /domains/{name}/relations: why its registrant may hold it for a filing's subject.
// POST /domains/{name}/relations/{id}/events: end.
#include "domain_handlers.h"

namespace muster::api {

json::object relation_json(const holders::RegistrantRelation& relation) {
  return {{"id", relation.id},
          {"subject_id", relation.subject_id},
          {"holder_id", relation.holder_id},
          {"relation", holders::to_text(relation.relation)},
          {"evidence", relation.evidence},
          {"recorded_at", time_json(relation.recorded_at)}};
}

http::Response domain_relation_create(const Services& services, const http::Request& request) {
  static constexpr std::string_view kRelations[] = {"shareholder", "head", "senior_manager", "same_entity"};
  Body body(request);
  const std::string filing = body.text("filing", 300);
  const auto relation = holders::relation_of(body.one_of("relation", kRelations));
  const std::string evidence = body.text("evidence", 200);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.holders.relate(request.param("name"), filing, *relation, evidence,
                                                             request.principal->person_id));
  return answer(relation_json(made), 201);
}

http::Response domain_relation_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  Body body(request);
  (void)body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(
      services.holders.end_relation(request.param("name"), request.param("id"), request.principal->person_id));
  return domain_answer(services, request.param("name"), "", *request.principal);
}

}  // namespace muster::api
