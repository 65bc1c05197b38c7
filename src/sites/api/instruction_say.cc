// POST /instructions/answers, /instructions/files, /instructions/{id}/events, /instruction-answers: what is said of
// them, by people, in files, and by providers' machines.
#include "instruction_handlers.h"
#include <base/text.h>
#include <web/media_type.h>

namespace muster::api {
namespace {

constexpr std::size_t kAnswersMax = 500;
constexpr std::string_view kSaid[] = {"acknowledge", "execute", "object"};

}  // namespace

http::Response instruction_say(const Services& services, const http::Request& request) {
  static constexpr std::string_view kAll[] = {"acknowledge", "execute"};
  Body body(request);
  auto who = speaker_of(request, "portal");
  std::vector<instructions::Saying> sayings;
  std::string all;
  Instant until{};
  std::string provider;
  if (body.has("all")) {
    all = body.one_of("all", kAll);
    // What came after the list was read was not read.
    until = body.instant("until");
    provider = body.maybe_text("provider", 100).value_or("");
  } else {
    for (Body& each : body.objects("answers", kAnswersMax, 1))
      sayings.push_back({each.text("instruction", 100), each.one_of("event", kSaid),
                         each.maybe_text("note", instructions::kNoteMax).value_or(""), 0});
  }
  MUSTER_BODY_DONE(body);
  if (who.party_id.empty()) who.way = "person";
  const auto service = instructions_of(services);
  if (all.empty()) {
    MUSTER_ANSWER_TRY(const auto outcome, service.say(who, sayings));
    return answer(outcome_json(outcome));
  }
  if (who.party_id.empty()) who.party_id = provider;
  MUSTER_ANSWER_TRY(const auto outcome, service.say_of_all(who, all, until));
  return answer(outcome_json(outcome));
}

http::Response instruction_file(const Services& services, const http::Request& request) {
  const std::string bare = web::media_type(request.header("content-type"));
  if (bare != "text/csv" && bare != "application/x-ndjson")
    return http::Response::problem(
        invalid("content_type", "Send the file as text/csv, or as application/x-ndjson with an object a line."));
  MUSTER_ANSWER_TRY(const auto outcome, instructions_of(services).say_file(speaker_of(request, "file"), request.body));
  return answer(outcome_json(outcome));
}

http::Response instruction_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"verify", "settle"};
  Body body(request);
  const auto event = body.one_of("event", kEvents);
  const auto note = body.text("note", instructions::kNoteMax);
  MUSTER_BODY_DONE(body);
  const auto service = instructions_of(services);
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto done, event == "verify" ? service.verify_by_hand(request.param("id"), note, person)
                                                       : service.settle(request.param("id"), note, person));
  return instruction_show(services, request);
}

http::Response instruction_answer(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto outcome, instructions_of(services).take_answer(request.body));
  return answer(outcome_json(outcome));
}

}  // namespace muster::api
