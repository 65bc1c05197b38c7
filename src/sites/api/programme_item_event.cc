// POST /programme-items/{id}/events: {event, reasons?}
#include "programme_handlers.h"

#include <fmt/format.h>

namespace muster::api {

http::Response programme_item_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"begin", "submit", "return", "accept", "drop", "reopen"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const auto reasons = body.texts("reasons", 20, programme::kNoteMax);
  MUSTER_BODY_DONE(body);
  const auto actor = actor_of(request);
  MUSTER_ANSWER_TRY(const auto before, services.programme.item(request.param("id"), actor));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.item.version));
  return item_answer(services, request,
                     services.programme.move(before.item.id, before.item.version, event,
                                             fmt::format("{}", fmt::join(reasons, "\n")), actor));
}

}  // namespace muster::api
