// GET /registrations?line=|holder=|dealer=|waiting=persons|term: newest first; those that wait, the soonest due first.
#include "registration_handlers.h"

namespace muster::numbers_api {
namespace {

Result<registration::ListOf> asked(const http::Request& request) {
  registration::ListOf of;
  of.line_id = request.query_or("line", "");
  of.holder_id = request.query_or("holder", "");
  of.dealer_id = request.query_or("dealer", "");
  const std::string waiting = request.query_or("waiting", "");
  of.for_persons = waiting == "persons";
  of.pending = waiting == "term";
  if (!waiting.empty() && !of.for_persons && !of.pending)
    return invalid("waiting_unknown", "Registrations wait for persons or for a term.", "waiting");
  const int filters = !of.line_id.empty() + !of.holder_id.empty() + !of.dealer_id.empty() + !waiting.empty();
  if (filters > 1)
    return invalid("one_filter", "Ask by line, by holder, by dealer or by what they wait for.", "waiting");
  return of;
}

}  // namespace

http::Response registration_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto of, asked(request));
  const http::Principal& who = *request.principal;
  const bool own_only = !sees(who, {});  // of a registration that is nobody's
  if (own_only) {
    if (!of.line_id.empty() || !of.holder_id.empty() || of.for_persons || of.pending ||
        (!of.dealer_id.empty() && of.dealer_id != who.party_id))
      return http::Response::problem(refused("dealer_not_yours", "You see what your own dealer registered.", "dealer"));
    of.dealer_id = who.party_id;
  }
  MUSTER_ANSWER_TRY(const auto found, services.registration.list(of, page.after, page.limit));
  json::array items;
  for (const auto& registration : found.registrations) items.push_back(registration_json(registration));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::numbers_api
