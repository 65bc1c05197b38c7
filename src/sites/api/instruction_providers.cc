// GET /instruction-providers, /instruction-messages; POST /instruction-messages/{id}/events: how far each provider is,
// and what went out.
#include "instruction_handlers.h"
#include <web/records.h>

namespace muster::api {

http::Response instruction_providers(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, instructions_of(services).providers(page.after, page.limit));
  json::array items;
  for (const auto& row : found.items)
    items.push_back(json::object{{"provider", json::object{{"id", row.party_id}, {"name", row.name}}},
                                 {"counts", counts_json(row.counts)},
                                 {"webhook", or_null(row.channel_state)},
                                 {"webhook_fault", or_null(row.channel_fault)},
                                 {"messages_queued", row.queued},
                                 {"messages_failed", row.failed}});
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

namespace {

json::object message_json(const instructions::Message& m) {
  return {{"id", m.id},
          {"provider", json::object{{"id", m.party_id}, {"name", m.party_name}}},
          {"channel", m.channel},
          {"items", m.items},
          {"state", m.state},
          {"created_at", to_rfc3339(m.created_at)},
          {"attempts", m.attempts},
          {"next_at", m.state == "queued" ? json::value(to_rfc3339(m.next_at)) : json::value(nullptr)},
          {"sent_at", time_json(m.sent_at)},
          {"fault", or_null(m.fault)}};
}

}  // namespace

http::Response instruction_messages(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string state = request.query_or("state", "");
  if (!state.empty() && state != "queued" && state != "sent" && state != "failed")
    return http::Response::problem(invalid("message_filter", "A message is queued, sent or failed.", "state"));
  MUSTER_ANSWER_TRY(const auto found,
                    instructions_of(services).messages(provider_of(request), state, page.after, page.limit));
  json::array items;
  for (const auto& m : found.items) items.push_back(message_json(m));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response instruction_message_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"retry"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto m, instructions_of(services).retry(request.param("id"), request.principal->person_id));
  return answer(message_json(m));
}

}  // namespace muster::api
