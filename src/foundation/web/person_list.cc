// GET /people?q=&keys=pending: q is a part of the displayed name; keys=pending those whose key waits for an officer.
#include "party_json.h"
#include <base/text.h>

namespace muster::web {
namespace {

constexpr int kLookedAtMax = 5'000;  // people read for one answer with q; a page may then be shorter than asked for

Result<std::vector<parties::Person>> with_pending_keys(const PartyParts& parts, const std::string& after) {
  MUSTER_TRY(const auto waiting, parts.parties.registrations(""));
  std::set<std::string> ids;
  for (const auto& r : waiting)
    if (r.state == "pending" && r.person_id > after) ids.insert(r.person_id);
  std::vector<parties::Person> out;
  for (const auto& id : ids) {
    MUSTER_TRY(auto person, parts.parties.person(id));
    out.push_back(std::move(person));
  }
  return out;
}

bool fits(const parties::Person& person, const std::string& q) {
  return q.empty() || to_lower_ascii(person.display_name).find(q) != std::string::npos;
}

}  // namespace

http::Response person_list(const PartyParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string q = to_lower_ascii(request.query_or("q", ""));
  std::vector<parties::Person> people;
  std::string last = page.after;
  bool more = false;
  if (request.query_or("keys", "") == "pending") {
    MUSTER_ANSWER_TRY(people, with_pending_keys(parts, page.after));
  } else {
    for (int seen = 0; seen < kLookedAtMax && static_cast<int>(people.size()) < page.limit;) {
      MUSTER_ANSWER_TRY(const auto some, parts.parties.list_people("", last, 200));
      more = some.size() == 200;
      for (const auto& person : some) {
        if (static_cast<int>(people.size()) == page.limit) {
          more = true;
          break;
        }
        last = person.id;
        ++seen;
        if (fits(person, q)) people.push_back(person);
      }
      if (some.size() < 200) break;
    }
  }
  json::array items;
  for (const auto& person : people) {
    MUSTER_ANSWER_TRY(auto row, person_page_json(parts, person, false));
    items.push_back(std::move(row));
  }
  return list_answer(std::move(items), more ? std::optional(last) : std::nullopt);
}

}  // namespace muster::web
