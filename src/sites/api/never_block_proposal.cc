// GET and POST /never-block/proposals, GET /never-block/proposals/{id} and /names, POST …/events: confirm, reject.
#include "never_block_handlers.h"
#include <web/records.h>

namespace muster::api {
namespace {

using restrictions::NeverBlockService;

constexpr std::string_view kNeverBlockKinds[] = {"top_site",    "emergency", "health",
                                                 "news_agency", "resolver",  "operator_name"};
constexpr std::string_view kNeverBlockActions[] = {"add", "remove"};

}  // namespace

http::Response never_block_proposals(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  std::optional<restrictions::NeverBlockState> state;
  if (const auto word = request.query_value("state"); word && !word->empty()) {
    state = restrictions::never_block_state(*word);
    if (!state) return http::Response::problem(invalid("state_unknown", "There is no such state.", "state"));
  }
  const NeverBlockService list(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found, list.proposals(state, page.after, page.limit));
  json::array items;
  for (const auto& p : found.items)
    items.push_back(json::object{{"id", p.id},
                                 {"action", to_text(p.action)},
                                 {"source", or_null(p.source)},
                                 {"reason", p.reason},
                                 {"names", p.names},
                                 {"refused", p.refused},
                                 {"state", to_text(p.state)},
                                 {"proposed_at", time_json(p.proposed_at)},
                                 {"decided_at", time_json(p.decided_at)}});
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response never_block_propose(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string action = body.one_of("action", kNeverBlockActions);
  const std::string kind = body.one_of("kind", kNeverBlockKinds);
  const auto names = body.texts("names", restrictions::kNeverBlockNamesTyped, 1'012, 1);
  const std::string reason = body.text("reason", restrictions::kNeverBlockReasonMax);
  MUSTER_BODY_DONE(body);
  const NeverBlockService list(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto made,
                    list.propose(*restrictions::never_block_action(action), *restrictions::never_block_kind(kind),
                                 names, reason, request.principal->person_id));
  return proposal_answer(services, made, *request.principal, 201);
}

http::Response never_block_show(const Services& services, const http::Request& request) {
  const NeverBlockService list(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found, list.proposal(request.param("id")));
  return proposal_answer(services, found, *request.principal);
}

http::Response never_block_names(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const NeverBlockService list(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found, list.names_of(request.param("id"), page.after, page.limit));
  json::array items;
  for (const auto& n : found.items) items.push_back(json::object{{"name", n.name}, {"kind", to_text(n.kind)}});
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response never_block_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"confirm", "reject"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const NeverBlockService list(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto before, list.proposal(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto after, event == "confirm" ? list.confirm(before.id, before.version, person)
                                                         : list.reject(before.id, before.version, person));
  return proposal_answer(services, after, *request.principal);
}

}  // namespace muster::api
