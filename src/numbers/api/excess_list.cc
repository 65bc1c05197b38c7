// GET /excesses: persons beyond the cap who have not chosen, the soonest due first. GET /excesses/{id}: one with its
// lines. POST /excesses/{id}/choices {"keep", "reference"}: those named stay, all others are closed.
#include "change_handlers.h"
#include <events/event.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

json::object excess_json(const registration::Excess& e) {
  return {{"id", e.id},
          {"holder_id", e.counted_under},
          {"kind", lines::to_text(e.kind)},
          {"cap", e.cap},
          {"held", e.held},
          {"state", to_text(e.state)},
          {"found_at", time_json(e.found_at)},
          {"due_at", time_json(e.due_at)},
          {"chosen_at", time_json(e.chosen_at)},
          {"ended_at", time_json(e.ended_at)},
          {"reference", or_null(e.evidence_ref)}};
}

// Numbers by their first and last digits: who chooses knows them.
json::object excess_line_json(const registration::ExcessLine& l) {
  return {{"holding_id", l.ownership.id},
          {"line_id", l.line.id},
          {"holder_id", l.ownership.holder_id},
          {"msisdn_masked", lines::msisdn_masked(l.line.msisdn)},
          {"state", lines::to_text(l.line.state)},
          {"from", time_json(l.ownership.from)},
          {"keep", l.keep ? json::value(*l.keep) : json::value(nullptr)}};
}

http::Response excess_answer(const Services& services, const registration::Excess& e) {
  MUSTER_ANSWER_TRY(const auto held, excesses_of(services).lines_of(e.id));
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = excess_json(e);
    json::array all;
    for (const auto& line : held) all.push_back(excess_line_json(line));
    one["lines"] = std::move(all);
    one["chosen_by"] = person_json(tx, e.chosen_by);
    one["timeline"] = timeline_json(tx, events::of_record(tx, registration::kExcessRecord, e.id));
    return one;
  }));
  return answer(std::move(out)).header("ETag", http::etag_of(e.version));
}

constexpr std::size_t kKeepMax = 1'000;

}  // namespace

registration::Excesses excesses_of(const Services& s) {
  return {s.database, s.recorder, s.policy};
}

http::Response excess_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  std::optional<registration::Excess> last;
  if (!page.after.empty()) {
    MUSTER_ANSWER_TRY(last, excesses_of(services).get(page.after));
  }
  MUSTER_ANSWER_TRY(auto found, excesses_of(services).open(last, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& excess : found) items.push_back(excess_json(excess));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response excess_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto excess, excesses_of(services).get(request.param("id")));
  return excess_answer(services, excess);
}

http::Response excess_choose(const Services& services, const http::Request& request) {
  Body body(request);
  const auto keep = body.texts("keep", kKeepMax, 64);
  const std::string reference = body.text("reference", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, excesses_of(services).get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto after,
                    excesses_of(services).choose(request.principal->person_id, before.id, keep, reference));
  return excess_answer(services, after);
}

}  // namespace muster::numbers_api
