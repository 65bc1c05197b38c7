// GET /resolvers, GET /resolvers/probes: who follows the zone, how fast, and who doesn't.
#include "resolver_handlers.h"

namespace muster::api {
namespace {

json::value milliseconds(const std::optional<Duration>& took) {
  return took ? json::value(took->count() / 1000) : json::value(nullptr);
}

}  // namespace

http::Response resolver_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, services.convergence.list(page.after, page.limit));
  json::array items;
  for (const auto& r : found)
    items.push_back(json::object{{"id", r.id},
                                 {"label", r.label},
                                 {"address", r.address},
                                 {"port", r.port},
                                 {"ended_at", time_json(r.ended_at)},
                                 {"answered_at", time_json(r.answered_at)},
                                 {"agreed", r.agreed},
                                 {"waiting", r.waiting},
                                 {"drifts", r.drifts},
                                 {"undecided", r.undecided},
                                 {"changes", r.changes},
                                 {"p50_ms", milliseconds(r.p50)},
                                 {"p99_ms", milliseconds(r.p99)},
                                 {"longest_ms", milliseconds(r.longest)}});
  const bool full = found.size() == static_cast<std::size_t>(page.limit);
  return list_answer(std::move(items), full ? std::optional(found.back().id) : std::nullopt);
}

http::Response resolver_probes(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found,
                    services.convergence.probes(request.query_or("resolver", ""), request.query_or("state", ""),
                                                page.after, page.limit));
  json::array items;
  for (const auto& p : found)
    items.push_back(json::object{{"id", p.id},
                                 {"resolver", p.resolver},
                                 {"name", (p.wildcard ? "*." : "") + p.name},
                                 {"blocked", p.blocked},
                                 {"state", p.state},
                                 {"seen", p.seen},
                                 {"changed_at", time_json(p.changed_at)},
                                 {"asked_at", time_json(p.asked_at)},
                                 {"agreed_at", time_json(p.agreed_at)}});
  const bool full = found.size() == static_cast<std::size_t>(page.limit);
  return list_answer(std::move(items), full ? std::optional(found.back().id) : std::nullopt);
}

}  // namespace muster::api
