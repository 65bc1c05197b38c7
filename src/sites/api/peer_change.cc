// POST /peers, POST /peers/{id}/events: another operator is added, asked at once, or shared with no more.
#include "peer_handlers.h"

namespace muster::api {

http::Response peer_add(const Services& services, const http::Request& request) {
  Body body(request);
  sharing::NewPeer given;
  given.label = body.text("label", 100);
  given.identity_id = body.text("identity_id", 100);
  given.collection_url = body.maybe_text("collection_url", 500).value_or("");
  given.token = body.maybe_text("token", 500).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto added,
                    services.peers.add(request.principal->person_id, given, services.shared_orders.speaker().id()));
  return answer(json::object{{"id", added.peer.id}, {"label", added.peer.label}, {"token", added.token}}, 201);
}

http::Response peer_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end", "ask"};
  Body body(request);
  const auto event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  if (event == "end") {
    MUSTER_ANSWER_CHECK(services.peers.end(request.principal->person_id, request.param("id")));
    return http::Response::no_content();
  }
  MUSTER_ANSWER_TRY(const auto polled, services.peers.poll(request.param("id")));
  return answer(json::object{{"objects", polled.objects},
                             {"added", polled.added},
                             {"withdrawn", polled.withdrawn},
                             {"refused", polled.refused}});
}

}  // namespace muster::api
