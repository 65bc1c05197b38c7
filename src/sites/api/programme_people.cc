// GET /programme-people: whom an item can be given to, for a form.
#include "programme_handlers.h"
#include <parties/parties.h>

namespace muster::api {

http::Response programme_people(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto people, services.parties.list_people("", page.after, page.limit + 1));
  std::optional<std::string> next;
  if (static_cast<int>(people.size()) > page.limit) {
    people.pop_back();
    next = people.back().id;
  }
  json::array items;
  for (const auto& p : people) {
    if (p.state != "active") continue;
    const auto party = services.parties.party(p.party_id);
    items.push_back(json::object{{"id", p.id},
                                 {"display_name", p.display_name},
                                 {"party", party.ok() ? json::value(party->name) : json::value()}});
  }
  return list_answer(std::move(items), next);
}

}  // namespace muster::api
