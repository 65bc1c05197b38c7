// GET /duplicates: pairs that wait for a person, oldest first. GET /duplicates/{id}: one, with what is open next.
#include "change_handlers.h"
#include <events/event.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {

persons::Duplicates duplicates_of(const Services& s) {
  return {s.database, s.recorder, s.vault, s.policy};
}

json::object pair_json(store::Transaction& tx, const persons::DuplicatePair& p) {
  return {{"id", p.id},
          {"holder_a", p.holder_a},
          {"holder_b", p.holder_b},
          {"rules", texts_json(p.rules)},
          {"state", to_text(p.state)},
          {"found_at", time_json(p.found_at)},
          {"decided_by", person_json(tx, p.decided_by)},
          {"decided_at", time_json(p.decided_at)}};
}

http::Response pair_answer(const Services& services, const http::Request& request, const persons::DuplicatePair& p) {
  const auto closed = lacks(*request.principal, {"compliance_officer"}, "A compliance officer decides it.");
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = pair_json(tx, p);
    json::array next;
    if (p.state == persons::PairState::open) next.push_back(step_json("same", "same", closed));
    // One that was found to be one person is made two again, with the evidence.
    if (p.state != persons::PairState::different) next.push_back(step_json("different", "different", closed));
    one["next_events"] = std::move(next);
    one["timeline"] = timeline_json(tx, events::of_record(tx, persons::kPairRecord, p.id));
    return one;
  }));
  return answer(std::move(out)).header("ETag", http::etag_of(p.version));
}

http::Response duplicate_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, duplicates_of(services).open(page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& pair : found) out.push_back(pair_json(tx, pair));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response duplicate_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto pair, duplicates_of(services).get(request.param("id")));
  return pair_answer(services, request, pair);
}

}  // namespace muster::numbers_api
