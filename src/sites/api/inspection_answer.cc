// POST /inspections/{id}/answers/{seq}: {answer, note?}
#include "inspection_json.h"
#include "programme_handlers.h"

#include <charconv>

namespace muster::api {

http::Response inspection_answer(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string said = body.text("answer", 20);
  const std::string note = body.maybe_text("note", programme::kNoteMax).value_or("");
  MUSTER_BODY_DONE(body);
  const std::string text = request.param("seq");
  std::int64_t seq = 0;
  std::from_chars(text.data(), text.data() + text.size(), seq);
  MUSTER_ANSWER_TRY(const auto whole,
                    inspections_of(services).answer(request.param("id"), seq, said, note, actor_of(request)));
  return inspection_answered(services, whole);
}

}  // namespace muster::api
