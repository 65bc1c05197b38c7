// GET /peers, GET /peers/received: whom this house shares with, and what they told.
#include "peer_handlers.h"

namespace muster::api {

http::Response peer_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto peers, services.peers.list(page.after, page.limit));
  MUSTER_ANSWER_TRY(const auto told, services.shared_orders.count());
  json::array items;
  for (const auto& p : peers)
    items.push_back(json::object{{"id", p.id},
                                 {"label", p.label},
                                 {"identity_id", p.identity_id},
                                 {"collection_url", p.collection_url},
                                 {"added_at", time_json(p.added_at)},
                                 {"ended_at", time_json(p.ended_at)},
                                 {"polled_at", time_json(p.polled_at)},
                                 {"reached_at", time_json(p.reached_at)},
                                 {"fault", p.fault},
                                 {"standing", p.standing},
                                 {"withdrawn", p.withdrawn},
                                 {"waiting", p.waiting}});
  const bool full = peers.size() == static_cast<std::size_t>(page.limit);
  return answer(json::object{{"items", std::move(items)},
                             {"next", full ? json::value(http::cursor_of(peers.back().id)) : json::value(nullptr)},
                             {"own_identity_id", services.shared_orders.speaker().id()},
                             {"told", told}});
}

http::Response peer_received(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, services.peers.received(request.query_or("peer", ""),
                                                              request.query_or("state", ""), page.after, page.limit));
  json::array items;
  for (const auto& r : found) {
    json::array names;
    for (const auto& each : r.names) names.push_back(json::string((each.wildcard ? "*." : "") + each.name));
    items.push_back(json::object{{"id", r.object_id},
                                 {"peer_id", r.peer_id},
                                 {"peer", r.peer_label},
                                 {"names", std::move(names)},
                                 {"ground", r.ground},
                                 {"order_number", r.order_number},
                                 {"valid_until", time_json(r.valid_until)},
                                 {"received_at", time_json(r.received_at)},
                                 {"state", r.state},
                                 {"suspicion_id", r.suspicion_id}});
  }
  const bool full = found.size() == static_cast<std::size_t>(page.limit);
  return list_answer(std::move(items), full ? std::optional(found.back().object_id) : std::nullopt);
}

}  // namespace muster::api
