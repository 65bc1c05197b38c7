// POST, GET /calendars, POST /calendars/{id}/events, and the file itself for whoever has its token.
#include "programme_handlers.h"

namespace muster::api {
namespace {

json::object calendar_json(const programme::CalendarToken& t) {
  json::object out{{"id", t.id},
                   {"programme_id", t.programme_id.empty() ? json::value() : json::value(t.programme_id)},
                   {"created_at", to_rfc3339(t.created_at)},
                   {"expires_at", to_rfc3339(t.expires_at)}};
  out["path"] = t.token.empty() ? json::value() : json::value("/feeds/calendar?token=" + t.token);
  return out;
}

}  // namespace

http::Response calendar_give(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string programme = body.maybe_text("programme_id", 100).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto token, services.programme.give_calendar(programme, actor_of(request)));
  return answer(calendar_json(token), 201);
}

http::Response calendar_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto all, services.programme.calendars(actor_of(request)));
  json::array items;
  for (const auto& token : all) items.push_back(calendar_json(token));
  return list_answer(std::move(items), std::nullopt);
}

http::Response calendar_revoke(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"revoke"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(services.programme.revoke_calendar(request.param("id"), actor_of(request)));
  return http::Response::no_content();
}

http::Response calendar_feed(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto text, services.programme.calendar(request.query_or("token", "")));
  return http::Response::text(std::move(text), "text/calendar; charset=utf-8")
      .header("Cache-Control", "private, no-store")
      .header("Referrer-Policy", "no-referrer");
}

}  // namespace muster::api
