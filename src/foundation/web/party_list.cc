// GET /parties?kind=&q=: for choosing one in a form; ordered by id, or with q (the start of the name) by name.
#include "party_json.h"

namespace muster::web {

http::Response party_list(const PartyParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  if (const std::string q = request.query_or("q", ""); !q.empty()) {
    MUSTER_ANSWER_TRY(const auto found, parts.parties.find_parties(q, page.limit));
    json::array items;
    for (const auto& party : found) items.push_back(party_json(party));
    return list_answer(std::move(items), std::nullopt);
  }
  MUSTER_ANSWER_TRY(auto parties, parts.parties.list_parties(request.query_or("kind", ""), page.after, page.limit + 1));
  const bool more = static_cast<int>(parties.size()) > page.limit;
  if (more) parties.pop_back();
  json::array items;
  for (const auto& party : parties) items.push_back(party_json(party));
  return list_answer(std::move(items), more ? std::optional(parties.back().id) : std::nullopt);
}

}  // namespace muster::web
