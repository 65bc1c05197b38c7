// POST /programme-items/{id}/steps/{seq}/events: {event: "do"}
#include "programme_handlers.h"

#include <charconv>

namespace muster::api {

http::Response programme_item_step(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"do"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const std::string text = request.param("seq");
  std::int64_t seq = 0;
  std::from_chars(text.data(), text.data() + text.size(), seq);
  return item_answer(services, request, services.programme.do_step(request.param("id"), seq, actor_of(request)));
}

}  // namespace muster::api
